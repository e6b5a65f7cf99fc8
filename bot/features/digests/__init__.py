"""Weekly digests that are out, and their changes. Any feature whose words stand in one may have it changed."""
