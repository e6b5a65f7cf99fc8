"""The domain, pure: a roadmap, where a learner stands on it, streaks, boards and study days. Values in, values out."""
