"""Late entries for yesterday."""
