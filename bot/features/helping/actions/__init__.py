"""Transactions about obstacles and help."""
