"""Questions that wait for the plain words of a learner. Any feature may ask one, and the newest waits alone."""
