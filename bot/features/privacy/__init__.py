"""Privacy: what is kept of a learner, and how they are forgotten."""
