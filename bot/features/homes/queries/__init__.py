"""SQL about connections, and the rows that move with them."""
