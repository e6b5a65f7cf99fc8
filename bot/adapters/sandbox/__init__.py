"""The terminal platform: no token, no network."""
