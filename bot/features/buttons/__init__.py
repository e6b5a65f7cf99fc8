"""Buttons whose lines are too long for a platform."""
