"""Planned absences."""
