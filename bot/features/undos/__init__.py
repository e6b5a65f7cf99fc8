"""Undo: take back an act whole, whatever kind it is, or the ticks of named tasks."""
