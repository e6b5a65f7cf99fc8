"""SQL about learners, groups and places."""
