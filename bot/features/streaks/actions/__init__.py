"""Transactions about streaks and counters."""
