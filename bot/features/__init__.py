"""The features: each a folder, with its commands, posts, actions and queries."""
