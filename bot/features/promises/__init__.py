"""Promises for the week."""
