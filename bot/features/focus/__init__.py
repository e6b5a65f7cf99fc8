"""Shared study sessions that others join with a tap."""
