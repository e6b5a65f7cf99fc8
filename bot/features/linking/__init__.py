"""Two accounts of one person become one learner, and two again."""
