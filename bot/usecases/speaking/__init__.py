"""What the bot says by itself: when to look at whom, whether there is something to say, and the facts of it."""
