"""The store: two doors, tables, and query functions by noun."""
