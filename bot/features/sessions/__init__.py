"""Study sessions and habits."""
