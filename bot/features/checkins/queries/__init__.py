"""SQL about check-ins: rounds and reports, their readers, and guided conversations."""
