"""SQL about work: pieces, and the learners who see them."""
