"""The greeting in a new group."""

from __future__ import annotations

from bot.chat.call import say
from bot.chat.reply import Button, ButtonStyle, Reply, Tone


def greet(language: str, *, back: bool = False) -> Reply:
    """Introduce the bot, with three buttons to begin: join, roadmap and setup. One that is back says that it is."""
    if back:
        return _say_back(language)
    buttons = (
        Button(say(language, "greeting.join").plain, "join", style=ButtonStyle.PRIMARY),
        Button(say(language, "greeting.roadmap").plain, "roadmap"),
        Button(say(language, "greeting.setup").plain, "setup tour"),
    )
    return Reply(
        say(language, "greeting.text"), title=say(language, "greeting.title"), buttons=(buttons,), tone=Tone.GOOD
    )


def _say_back(language: str) -> Reply:
    offers = (("start.next", "next"), ("celebrate.board", "leaderboard"), ("greeting.setup", "setup"))
    buttons = tuple(Button(say(language, key).plain, line) for key, line in offers)
    return Reply(
        say(language, "greeting.back"), title=say(language, "greeting.title_back"), buttons=(buttons,), tone=Tone.GOOD
    )
