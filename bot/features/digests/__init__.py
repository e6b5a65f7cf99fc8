"""Weekly digests that are out, and their changes. A feature whose words are in a digest may have it changed."""
