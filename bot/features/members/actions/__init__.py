"""Transactions about learners, groups and places."""
