"""Points and the community board's counters."""
