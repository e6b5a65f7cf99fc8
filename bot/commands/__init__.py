"""The commands, one file each, listed in the order of /help."""
