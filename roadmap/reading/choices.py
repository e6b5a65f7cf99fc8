"""Tell which checkboxes and headings are choices, and which of the parts below are their options."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap.reading.labels import Unit
from roadmap.reading.tree import Item, Part

_CHOOSE = re.compile(r"(?:choose|pick|select)\s+(?:one|your|a|an|between|among)\b", re.IGNORECASE)
FEWEST_OPTIONS = 2


def is_choice(item: Item, title: str) -> bool:
    """Whether a checkbox offers options: marked so, or "choose your ..." over plain bullets."""
    if item.marks.choice:
        return True
    plain = len(item.items) >= FEWEST_OPTIONS and not item.has_checkboxes()
    return plain and _CHOOSE.match(title) is not None


def find_options(part: Part) -> Iterator[Part]:
    """The parts below that are options: all with tasks if it is marked `choice`, else those named "Option A"."""
    below = [one for one in part.parts() if one.bears_tasks()]
    if not part.marks.choice:
        below = [one for one in below if one.label.unit is Unit.OPTION]
    return iter(below if len(below) >= FEWEST_OPTIONS else ())
