"""A learner's way through the roadmap."""
