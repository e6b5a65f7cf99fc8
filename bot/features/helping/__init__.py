"""Obstacles, fellow members who help with them, and thanks."""
