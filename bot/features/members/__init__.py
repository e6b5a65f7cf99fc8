"""Learners, their accounts, groups and places."""
