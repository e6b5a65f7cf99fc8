"""Actions of stewards, and the words to them, one transaction each."""
