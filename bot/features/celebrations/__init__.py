"""Celebrations of milestones."""
