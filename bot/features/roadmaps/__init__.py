"""Roadmaps that are edited, renamed or lost while groups follow them."""
