"""Nudges to groups and learners."""
