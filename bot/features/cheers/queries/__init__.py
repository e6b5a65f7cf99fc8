"""SQL about cheers."""
