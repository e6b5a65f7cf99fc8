"""Transactions that take acts back."""
