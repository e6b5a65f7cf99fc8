"""Transactions about privacy."""
