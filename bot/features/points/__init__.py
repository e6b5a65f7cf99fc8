"""Points, and the counters of the community leaderboard."""
