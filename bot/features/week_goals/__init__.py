"""A group's goal for the week: so many tasks together."""
