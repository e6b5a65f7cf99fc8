"""Transactions about milestones and their posts."""
