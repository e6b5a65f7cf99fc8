"""Answers to words for which there is no command: what there is instead, with three buttons.

They are no commands that a menu or /help shows. They are typed only.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.call import Call
from bot.chat.command import Arg, Command, command
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.features.codes.typed import is_code_shaped

LINES: Mapping[str, str] = {
    "about": "about",
    "board": "leaderboard",
    "checkin": "checkin",
    "connect": "setup connect",
    "criteria": "criteria",
    "disconnect": "setup disconnect",
    "done": "done",
    "forget": "settings forget",
    "help": "help",
    "hide": "settings visibility hidden",
    "leave": "leave",
    "link": "settings link",
    "next": "next",
    "nudges_stop": "nudges stop",
    "number": "settings visibility number",
    "nudges": "nudges",
    "pause": "pause",
    "privacy": "settings privacy",
    "progress": "progress",
    "resume": "resume",
    "roadmap": "roadmap",
    "settings": "settings",
    "snooze": "snooze 1d",
    "undo": "undo",
    "unlink": "settings unlink",
}
"""Name of a button -> the line that it types."""

TAKES_CODE = frozenset({"connect", "link"})
"""Names of the buttons whose lines take a code that was typed."""


def _make_answer(name: str, *offers: str) -> Command:
    """Make the answer to a word, with these buttons. It says `talk.NAME`."""

    @command(of_group=False, readers=Readers.ASKER, name=name, words=Arg("anything else", optional=True, rest=True))
    async def answer(call: Call, words: str = "") -> Reply:
        """Answer a word for which there is no command."""
        code = words if is_code_shaped(words) else ""
        lines = {offer: f"{LINES[offer]} {code}".strip() if offer in TAKES_CODE else LINES[offer] for offer in offers}
        buttons = make_taps((call.label(f"talk.button.{offer}"), line) for offer, line in lines.items())
        return Reply(call.say(f"talk.{name}"), buttons=lay_out((buttons, 3)), private=True)

    return answer


SMALL_TALK = (
    _make_answer("thanks", "next", "progress", "board"),
    _make_answer("ok", "next", "done", "progress"),
    _make_answer("no", "undo", "next", "help"),
    _make_answer("bye", "next", "snooze", "pause"),
    _make_answer("ping", "next", "progress", "help"),
    _make_answer("delete", "forget", "undo", "privacy"),
    _make_answer("stop", "nudges_stop", "pause", "leave"),
    _make_answer("hide", "hide", "number", "settings"),
    _make_answer("back", "next", "resume", "help"),
    _make_answer("language", "settings", "help", "about"),
    _make_answer("edit", "undo", "settings", "help"),
    _make_answer("subscribe", "nudges", "settings", "help"),
    _make_answer("login", "link", "settings", "help"),
    _make_answer("connect", "link", "connect", "help"),
    _make_answer("disconnect", "unlink", "disconnect", "leave"),
    _make_answer("check", "done", "checkin", "criteria"),
    _make_answer("add", "done", "roadmap", "help"),
)
