"""The domain, pure: roadmaps, progress, streaks, leaderboards and study days. Values in, values out."""
