"""Heads of buttons: whose a button is, and how its answer appears.

A platform carries a head before the line, like `=2s! done week2-numpy`. It begins with `=` and the owner's id in base
36, or with `*` for a button that all may tap. Then come signs: `!` its tapper was asked already, `+` its tapper is
asked before they join, `?` its answer takes the place of the message. Buttons from the time before heads carry the
bare line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OWNED, SHARED = "=", "*"
SURE, ASKS_TO_JOIN, REPLACES = "!", "+", "?"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_HEAD = re.compile(
    rf"(?:{OWNED}(?P<owner>[0-9a-z]{{1,13}})|\{SHARED})(?P<signs>[{SURE}{ASKS_TO_JOIN}{REPLACES}]*) (?P<line>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a tapped button. Without `known`, the button is from the time before heads.

    - `owner`: the platform's id of the person for whom the button acts; 0: all may tap it.
    - `sure`: the button confirms a question, so its line is done without another.
    - `asks_to_join`: it is in an answer to a tap on a post, or on an answer to another person. So its tapper is asked
      before it makes them a member. Who is sure was asked.
    - `replaces`: the answer takes the place of the message with the button.
    """

    owner: int = 0
    sure: bool = False
    replaces: bool = False
    known: bool = True
    asks_to_join: bool = False

    def __str__(self) -> str:
        """Write the head as a platform carries it, with the blank before the line."""
        whose = f"{OWNED}{_in_base_36(self.owner)}" if self.owner else SHARED
        asks = SURE if self.sure else ASKS_TO_JOIN * self.asks_to_join
        return f"{whose}{asks}{REPLACES * self.replaces} "


NO_HEAD = Head(known=False)


def split_head(carried: str) -> tuple[Head, str]:
    """Split what a button carries into its head and its line."""
    found = _HEAD.fullmatch(carried)
    if found is None:
        return NO_HEAD, carried
    signs = found["signs"]
    owner = int(found["owner"] or "0", 36)
    return Head(owner, SURE in signs, REPLACES in signs, asks_to_join=ASKS_TO_JOIN in signs), found["line"]


def _in_base_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
