"""Cheers: a member's tap on a post, counted in it."""
