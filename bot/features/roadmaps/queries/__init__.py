"""SQL about editions, about the slugs under which acts are kept, and about groups by their roadmap."""
