"""The last word to a group to which nobody comes."""
