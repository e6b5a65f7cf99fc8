"""Name members to a steward, as their fellow members see them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.identity import distinguish_names


def name_member(call: Call, name: str, number: int) -> str:
    """Name a member by name, by number, or, with neither, as a hidden one."""
    return name or call.label("stewards.numbered" if number else "stewards.hidden", number=number)


def name_members(call: Call, members: Sequence[tuple[str, int]]) -> list[str]:
    """Name members by their names and numbers for buttons. Behind a name that several have stands the number."""
    return distinguish_names(
        [name_member(call, name, number) for name, number in members],
        [f"#{number}" if number else "" for _, number in members],
    )
