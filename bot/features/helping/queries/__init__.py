"""SQL about obstacles and help."""
