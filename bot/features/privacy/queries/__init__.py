"""SQL about privacy."""
