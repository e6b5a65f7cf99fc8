"""Read what a learner types behind /settings privacy as a part of the page with its new value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from bot.chat.call import Call
from bot.chat.words.switches import SWITCH
from bot.closed_sets import Publishing, Visibility
from bot.features.checkins.sharing import read_readers
from bot.features.settings.seeing import read_plain_visibility, read_visibility

Wish = tuple[str, str]

_TURNS = ("on", "off")
VALUES: Mapping[str, Collection[str]] = {
    "seen": tuple(Visibility),
    "checkins": tuple(Publishing),
    "work": ("on", "private"),
    "cheers": _TURNS,
    "community": _TURNS,
    "pings": _TURNS,
}
"""Part of the page -> the values that it may get."""


def read_privacy_wish(call: Call, typed: str) -> Wish | None:
    """Read typed words as a part and its value. None: they are none for certain.

    1. A part and a value, as a tap types them. A value may be said in other words: `seen nobody`, `pings no`.
    2. The label of a button, such as `Hide check-ins`.
    3. Words that say by themselves how a learner wants to be seen: `hide me`.
    """
    part, _, said = typed.casefold().strip().partition(" ")
    value = _READERS[part](call, said.strip()) if part in _READERS else None
    if value is not None:
        return part, value
    label = typed.casefold().strip()
    wishes = ((part, value) for part, values in VALUES.items() for value in values)
    labelled = (wish for wish in wishes if label == call.label("privacy.button.{}_{}".format(*wish)).casefold())
    seen = read_plain_visibility(typed)
    return next(labelled, ("seen", seen) if seen else None)


def _read_turn(_: Call, said: str) -> str | None:
    return _TURNS[not SWITCH[said]] if said in SWITCH else None


def _read_work(call: Call, said: str) -> str | None:
    return "private" if said == "private" or _read_turn(call, said) == "off" else _read_turn(call, said)


_READERS: Mapping[str, Callable[[Call, str], str | None]] = {
    "seen": read_visibility,
    "checkins": read_readers,
    "work": _read_work,
    "cheers": _read_turn,
    "community": _read_turn,
    "pings": _read_turn,
}
