"""Study partners: pairs and threes of members near each other on the roadmap."""
