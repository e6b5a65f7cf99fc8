"""Transactions about ticks."""
