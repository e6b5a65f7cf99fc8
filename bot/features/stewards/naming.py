"""Name members to a steward, as their fellow members see them."""

from __future__ import annotations

from bot.chat.call import Call


def name_member(call: Call, name: str, number: int) -> str:
    """Name a member by name, by number, or, with neither, as a hidden one."""
    return name or call.label("stewards.numbered" if number else "stewards.hidden", number=number)
