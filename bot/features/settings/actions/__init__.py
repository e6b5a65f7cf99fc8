"""Transactions about settings."""
