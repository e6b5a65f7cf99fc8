"""SQL about study partners: the members who want some, and those who were matched."""
