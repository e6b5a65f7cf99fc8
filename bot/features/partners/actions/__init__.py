"""Transactions about study partners."""
