"""Long lists, eight at a time: `roadmap week2 p3` is their third page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Generic, TypeVar

from bot.chat.call import Call
from bot.chat.reply import Button
from bot.chat.taps import make_taps

PAGE = 8

T = TypeVar("T")
_NUMBER = re.compile(r"(?:^|\s)p([1-9]\d{0,3})$")


def split_page(typed: str) -> tuple[str, int]:
    """Split typed words into the words and a page number, counted from 1."""
    found = _NUMBER.search(typed)
    return (typed[: found.start()].strip(), int(found[1])) if found else (typed.strip(), 1)


class Page(Generic[T]):
    """A page of a list. A number beyond the end gives the last page. `line` shows the list, `size` items a page."""

    def __init__(self, every: Sequence[T], number: int, line: str, *, size: int = PAGE) -> None:
        self._count = max(-(-len(every) // size), 1)
        self._number = min(number, self._count)
        self._line = line
        self.shown = tuple(every[(self._number - 1) * size : self._number * size])

    def taps(self, call: Call) -> tuple[Button, ...]:
        """Buttons to the page before and after."""
        offers = []
        if self._number > 1:
            offers.append((call.label("roadmap.before_button"), f"{self._line} p{self._number - 1}"))
        if self._number < self._count:
            offers.append((call.label("roadmap.after_button"), f"{self._line} p{self._number + 1}"))
        return make_taps(offers)
