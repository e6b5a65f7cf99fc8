"""Lines that no button can carry: kept under a random key, which the button types instead.

A kept line belongs to the person who was asked, in the place where they were asked. It is kept for 30 days.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from bot.chat import limits, parse
from bot.chat.call import Said
from bot.chat.ownership import OthersButton
from bot.chat.reply import Button, Link, Reply
from bot.errors import Refused

KEPT_FOR = timedelta(days=30)
_KEYED = re.compile(rf"{limits.KEY_SIGN}(?P<key>[a-z2-7]{{{limits.KEY}}}|)(?: (?P<short>.*))?")


class LineNoLongerKept(Refused):
    """Refusal: the words behind the button are not kept any more. The short line is offered."""


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A kept line, the account that it is for, and the space in which it was asked about."""

    line: str
    platform: str
    user_id: int
    space_id: int


class LineKeeper(Protocol):
    """Keeps lines for 30 days."""

    async def keep(self, said: Said, lines: Sequence[str]) -> list[str]:
        """Keep lines for the caller in one write. Returns a key for each."""
        ...

    async def find(self, key: str) -> KeptLine | None:
        """Find the line of a key."""
        ...

    def make_key(self) -> str:
        """Make a random key that no caller can guess."""
        ...


def short_line(line: str) -> str:
    """The line, or the short line behind the key of a kept one."""
    found = _KEYED.fullmatch(line)
    return found["short"] or "" if found else line


async def keep_long_lines(keeper: LineKeeper, said: Said, reply: Reply) -> Reply:
    """Keep the lines of a reply that no button can carry, and let the buttons type their keys."""
    kept = [one.line for one in reply.taps() if not one.fits]
    lines = list(dict.fromkeys(kept))
    if not lines:
        return reply
    keys = dict(zip(lines, await keeper.keep(said, lines), strict=True))
    return replace(reply, buttons=tuple(tuple(_keyed(one, keys) for one in row) for row in reply.buttons))


async def restore_line(keeper: LineKeeper, said: Said) -> Said:
    """Put the kept line in the place of its key.

    The person who was asked may tap it in the place of the question, or in their private chat.
    Raises OthersButton, LineNoLongerKept.
    """
    found = _KEYED.fullmatch(said.line)
    if found is None:
        return said
    kept, short = await keeper.find(found["key"]), found["short"] or ""
    if kept is not None and (kept.platform, kept.user_id) != (said.account.platform, said.account.user_id):
        raise OthersButton(command=_command(short), offers=_offer(_command(short)))
    if kept is None or not (said.place.private or said.place.space_id == kept.space_id):
        raise LineNoLongerKept(offers=_offer(short))
    return replace(said, line=kept.line)


def _keyed(button: Button | Link, keys: dict[str, str]) -> Button | Link:
    if not isinstance(button, Button) or button.line not in keys:
        return button
    return replace(button, line=f"{limits.KEY_SIGN}{keys[button.line]} {button.short}")


def _command(line: str) -> str:
    return parse.split_line(line).name


def _offer(line: str) -> tuple[tuple[str, str], ...]:
    return ((f"/{line}", line),) if line else ()
