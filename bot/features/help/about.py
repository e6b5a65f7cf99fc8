"""/about: describe the bot, the facts that it keeps, and where its source is."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import command
from bot.chat.markup import join_texts
from bot.chat.own_links import add_to_group
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps

VERSION = "0.1.0"  # a test compares it with pyproject.toml


@command(of_group=False, readers=Readers.ASKER)
async def about(call: Call) -> Reply:
    """Show what I am, and what I save about you."""
    parts = [call.say(f"about.{part}", version=VERSION) for part in ("what", "keep", "show", "admins", "forget")]
    offers = [(call.label("about.settings"), "settings"), (call.label("start.help"), "help")]
    buttons = (*lay_out((make_taps(offers), 2)), *add_to_group(call))
    return Reply(join_texts(parts, "\n\n"), title=call.say("about.title"), buttons=buttons)
