"""Settings of learners and groups."""
