"""Posts to stewards."""
