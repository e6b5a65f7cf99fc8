"""Connect two groups, join them a day later, and part them."""
