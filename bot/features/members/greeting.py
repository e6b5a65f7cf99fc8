"""The greeting in a new group."""

from __future__ import annotations

from bot.chat.call import say
from bot.chat.reply import Button, ButtonStyle, Reply, Tone


def greet(language: str) -> Reply:
    """Introduce the bot, with three buttons to begin: join, roadmap and setup."""
    buttons = (
        Button(say(language, "greeting.join").plain, "join", style=ButtonStyle.PRIMARY),
        Button(say(language, "greeting.roadmap").plain, "roadmap"),
        Button(say(language, "greeting.setup").plain, "setup tour"),
    )
    return Reply(
        say(language, "greeting.text"), title=say(language, "greeting.title"), buttons=(buttons,), tone=Tone.GOOD
    )
