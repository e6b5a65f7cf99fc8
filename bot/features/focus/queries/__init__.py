"""SQL about shared study sessions."""
