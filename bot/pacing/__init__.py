"""How fast one may talk to a platform."""
