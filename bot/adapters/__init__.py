"""The platforms: each folder translates between one of them and `bot.chat`, and knows nothing of the others."""
