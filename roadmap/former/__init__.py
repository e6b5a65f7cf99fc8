"""Read a plan as version 0.1 did, only to learn the slugs that it gave: ticks under them are moved to today's slugs.

The rules in this package are frozen, and better ones belong in `roadmap/reading`. Much of it looks like today's reader
on purpose: the two must be free to part, so a rule that is only the same today stands here again. What is imported from
there is what a plan's author relies on, and may not change either: marks in braces (`split_marks`), front matter, the
units, and how weeks count from the start (`shift`, `first_week`). Groups that have moved need this package no more.
"""

from __future__ import annotations

from roadmap.former.apart import FormerExtras, find_former_apart
from roadmap.former.gathering import FormerGatherer
from roadmap.former.naming import FormerNamer
from roadmap.former.outline import FormerItem, FormerOutline, FormerPart
from roadmap.former.shaping import FormerShaper, find_former_positions
from roadmap.reading.draft import blank_front_matter
from roadmap.reading.labels import Unit


def former_slugs(source: str) -> dict[str, int]:
    """Map each slug that version 0.1 gave to the line that it stood for, pinned slugs included.

    They are those of tasks, choices, options, criteria and habits. The map is empty for a plan without a checkbox.
    """
    return _read(source).lines


def former_parts(source: str) -> dict[str, int]:
    """Map each slug that version 0.1 gave to a level, month or block to the line of its heading."""
    return _read(source).part_lines


def _read(source: str) -> FormerGatherer:
    outline = FormerOutline(blank_front_matter(source.removeprefix("\ufeff")))
    namer = FormerNamer()
    _reserve(namer, outline.root)
    gatherer = FormerGatherer(outline.references, namer)
    _gather(gatherer, _find_base(outline.root))
    return gatherer


def _reserve(namer: FormerNamer, part: FormerPart) -> None:
    for content in part.contents:
        if isinstance(content, FormerPart):
            if content.line:
                namer.reserve(content.marks)
            _reserve(namer, content)
        else:
            _reserve_items(namer, content)


def _reserve_items(namer: FormerNamer, item: FormerItem) -> None:
    namer.reserve(item.marks)
    for below in item.items:
        _reserve_items(namer, below)


def _find_base(root: FormerPart) -> FormerPart:
    tops = list(root.parts())
    if not tops or tops[0].depth > 1 or tops[0].label.unit is not Unit.NONE:
        return root
    title, bearing = tops[0], [part for part in tops if part.bears_tasks()]
    if any(item.checkbox for item in root.items()) or (title in bearing and len(bearing) > 1):
        return root
    if bearing == [title]:
        return title
    root.text, root.contents = title.text, [*title.contents, *(one for one in root.contents if one is not title)]
    return root


def _gather(gatherer: FormerGatherer, base: FormerPart) -> None:
    criteria, habits = find_former_apart(base)
    positions = list(find_former_positions(base, {id(part) for part in (*criteria, *habits)}))
    if not positions:
        criteria, habits, positions = [], [], list(find_former_positions(base, ()))
    shaper = FormerShaper(gatherer, base)
    levels = shaper.shape(positions)
    if levels:
        extras = FormerExtras(gatherer, base, shaper.level_parts)
        extras.name_criteria(levels, criteria)
        extras.name_habits(habits)
