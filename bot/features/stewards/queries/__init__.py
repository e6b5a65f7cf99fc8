"""SQL for stewards."""
