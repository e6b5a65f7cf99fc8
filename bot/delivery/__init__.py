"""What we say unasked."""
