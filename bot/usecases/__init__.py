"""What the program can do: synchronous functions of a connection and plain arguments that return results.

No wording, no commit, no waiting, no sending."""
