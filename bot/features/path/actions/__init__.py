"""Transactions about choices, criteria and placement."""
