"""Acts: one row for each thing that a learner did, which one undo takes back."""
