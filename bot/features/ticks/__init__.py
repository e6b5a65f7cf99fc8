"""Ticking off and undoing."""
