"""The blocks or tasks that numbers of weeks may mean. Different ways to count are different readings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from roadmap.lookup.numbers import Turn
from roadmap.model import Block, Month, Roadmap, Task
from roadmap.reading.labels import Unit, read_label
from roadmap.reading.spans import first_week

Reading = tuple[Task | Block, ...]
_MOST_FOUND = 200

Counting = Callable[[int], list[Block]]


class Countings:
    """The ways in which a roadmap counts its weeks."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._months = [month for level in roadmap.levels for month in level.months]
        self._blocks = [block for month in self._months for block in month.blocks]
        self._found: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[list[Reading], bool]] = {}
        self._boxes = _weeks_in_boxes(roadmap)
        self._home = {task.slug: block for block in self._blocks for task in block.all_tasks()}

    def months(self, numbers: Sequence[int]) -> list[Month]:
        """The months that cover these numbers, in file order."""
        return [month for month in self._months if month.first and any(month.first <= n <= month.last for n in numbers)]

    def readings(self, turn: Turn) -> tuple[list[Reading], bool]:
        """The readings of weeks in all ways of counting, and whether all ways that the roadmap has agree.

        1. Checkboxes that are called by these weeks.
        2. Our own count of blocks, unless a month was named.
        3. The calendar from the roadmap's start, or from the month's.
        4. The weeks in the headings, each month for itself.
        """
        key = (turn.months, turn.weeks)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            found = self._found[key] = self._count(turn)
        return found

    def _count(self, turn: Turn) -> tuple[list[Reading], bool]:
        boxed = self._boxed(turn)
        ways = list(self._ways(turn)) if min(turn.weeks) else []
        found = list(dict.fromkeys(way for way in ways if way))
        if boxed and all(self._holds(reading, boxed) for reading in found if reading != self._numbered(turn)):
            return [boxed], True
        return list(dict.fromkeys(filter(None, (boxed, *found)))), len(found) == 1 and not boxed and all(ways)

    def _boxed(self, turn: Turn) -> Reading:
        if turn.months or not all(n in self._boxes for n in turn.weeks):
            return ()
        return tuple(dict.fromkeys(task for n in turn.weeks for task in self._boxes[n]))

    def _ways(self, turn: Turn) -> Iterator[Reading]:
        if turn.months:
            yield from self._inside_months(turn)
            return
        if any(block.number for block in self._blocks):
            yield self._numbered(turn)
        if any(block.calendar[0] for block in self._blocks):
            yield _read(turn, partial(_in_calendar, self._blocks, 0))
        for month in self._months:
            if headed := _read(turn, partial(_headed, month)):
                yield headed

    def _numbered(self, turn: Turn) -> Reading:
        return _read(turn, lambda n: [block for block in self._blocks if block.number == n])

    def _inside_months(self, turn: Turn) -> Iterator[Reading]:
        for month in self.months(turn.months):
            start = first_week((month.first, month.first)) - 1
            yield _read(turn, partial(_in_calendar, month.blocks, start))

    def _holds(self, reading: Reading, boxed: Reading) -> bool:
        """Tell whether a reading is only the blocks around checkboxes that are called by these weeks."""
        return {self._home[task.slug].slug for task in boxed} >= {one.slug for one in reading}


def _read(turn: Turn, count: Counting) -> Reading:
    """The blocks of all numbers in one way of counting. Nothing if a number has none."""
    found = [count(n) for n in turn.weeks]
    return tuple(dict.fromkeys(block for blocks in found for block in blocks)) if all(found) else ()


def _in_calendar(blocks: Sequence[Block], start: int, n: int) -> list[Block]:
    return [block for block in blocks if 0 < block.calendar[0] <= n + start <= block.calendar[1]]


def _headed(month: Month, n: int) -> list[Block]:
    return [block for block in month.blocks if _covers(block.weeks, n)]


def _covers(weeks: str, n: int) -> bool:
    numbers = [int(one) for one in re.findall(r"\d+", weeks)]
    return bool(numbers) and numbers[0] <= n <= numbers[-1]


def _weeks_in_boxes(roadmap: Roadmap) -> dict[int, list[Task]]:
    """The tasks that are called by a week of their own ("Week 3: Plots"), by its number."""
    found: dict[int, list[Task]] = {}
    for block in roadmap.blocks():
        for task in block.all_tasks():
            label = read_label(task.title)
            slug = re.match(r"week(\d+)(?:-|$)", task.slug)
            if label.unit is Unit.WEEK and label.weeks and label.weeks[0] == label.weeks[1]:
                found.setdefault(label.weeks[0], []).append(task)
            elif slug and not block.weeks and not block.number:
                found.setdefault(int(slug[1]), []).append(task)
    weeks = {block.weeks for block in roadmap.blocks()}
    return {week: tasks for week, tasks in found.items() if str(week) not in weeks}
