"""SQL that makes one learner of two, by the rules beside the tables."""
