"""Help and facts about the bot."""
