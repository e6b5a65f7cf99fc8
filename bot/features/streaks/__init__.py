"""Streaks, derived from the ledger."""
