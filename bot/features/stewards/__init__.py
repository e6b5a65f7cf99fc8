"""What stewards are told."""
