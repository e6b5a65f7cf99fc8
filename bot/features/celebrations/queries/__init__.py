"""SQL about milestones and the posts that celebrate them."""
