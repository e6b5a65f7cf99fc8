"""A walk over all buttons of the overviews, two taps deep: each does something, and each question has a way out."""

from __future__ import annotations

import pytest

from bot.chat.reply import Button, Reply, Tone
from tests.bot.room import Room, lines, taps, words

FOR_ALL = ("help", "settings", "nudges", "pause")
MORE = ("settings all", "nudges more", "setup tour", "setup all", "schedule")
TOO_NEW = "joined yet"
"""What those are told who joined today and want to repair a day."""

WAYS_OUT = frozenset(
    ("help", "settings", "nudges", "pause", "setup all", "setup tour end", "schedule", "progress", "next", "join")
)
"""Lines of buttons that lead out of a question."""


def faults(button: Button, reply: Reply) -> list[str]:
    """What is wrong with the answer to a tap, for its learner with every right."""
    takes_place = reply.update or button.replaces
    asks = takes_place and not reply.title and reply.tone is Tone.PLAIN
    found = {
        "a refusal": reply.tone is Tone.PROBLEM and TOO_NEW not in words(reply),
        "nothing left to tap": takes_place and not reply.buttons,
        "a question without a way out": asks and not WAYS_OUT & {*lines(reply)},
        "a button without a word": any(not any(map(str.isalnum, one.label)) for one in taps(reply)),
    }
    return [fault for fault, is_so in found.items() if is_so]


@pytest.mark.parametrize(
    ("start", "joined"), [*((start, False) for start in FOR_ALL), *((start, True) for start in (*FOR_ALL, *MORE))]
)
async def test_each_button_leads_on(room: Room, start: str, *, joined: bool) -> None:
    if joined:
        await room.say("Root", "/join")
        await room.say("Root", "/nudges on")
        room.later(days=3)
    tapped, found = 0, []
    for first in taps(await room.say("Root", f"/{start}")):
        shown = await room.press("Root", first.carried)
        found += [(first.line, "", fault, words(shown)) for fault in faults(first, shown)]
        for second in taps(shown):
            reply = await room.press("Root", second.carried)
            found += [(first.line, second.line, fault, words(reply)) for fault in faults(second, reply)]
            tapped += 1

    assert [] == found
    assert tapped
