"""Ticks -> the done share of a block, month, level and the whole roadmap.

Only the chosen option of a choice counts. While a choice is open, its heaviest option is required and none of its
ticks count. So choosing never lowers a learner's progress.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from roadmap.model import Block, Choice, Level, Month, Option, Roadmap, Task


class Share(NamedTuple):
    """How much of a part is ticked: weights for the percentage, numbers of tasks for people.

    A tuple, because a measure makes one for each part.
    """

    ticked: int = 0
    required: int = 0
    tasks_ticked: int = 0
    tasks_required: int = 0

    @property
    def complete(self) -> bool:
        """Whether all that counts is ticked; a part that asks for nothing is complete from the start."""
        return self.tasks_ticked == self.tasks_required

    @property
    def tasks_left(self) -> int:
        """How many tasks are still open."""
        return self.tasks_required - self.tasks_ticked

    @property
    def percent(self) -> int:
        """0 to 100, rounded down: 100 only if complete, and at least 1 once anything is ticked."""
        if self.complete:
            return 100
        return max(min(self.ticked * 100 // max(self.required, 1), 99), min(self.tasks_ticked, 1))


@dataclass(frozen=True, slots=True)
class Progress:
    """The share of every part by its slug. `unnamed` are months that only hold blocks together."""

    whole: Share
    levels: Mapping[str, Share]
    months: Mapping[str, Share]
    blocks: Mapping[str, Share]
    unnamed: frozenset[str] = frozenset()


def measure(roadmap: Roadmap, ticked: Collection[str], chosen: Mapping[str, str]) -> Progress:
    """The progress of a learner with these ticks, and these options (by the slug of their choice).

    A slug that a task had before counts as that task. Unknown slugs are passed over.
    """
    slugs = frozenset(ticked)
    blocks = {block.slug: _share_of_block(block, slugs, chosen) for block in roadmap.blocks()}
    months: dict[str, Share] = {}
    levels: dict[str, Share] = {}
    for level in roadmap.levels:
        for month in level.months:
            months[month.slug] = _total(blocks[block.slug] for block in month.blocks)
        levels[level.slug] = _total(months[month.slug] for month in level.months)
    unnamed = frozenset(month.slug for level in roadmap.levels for month in level.months if not month.first)
    return Progress(_total(levels.values()), levels, months, blocks, unnamed)


def is_ticked(task: Task, ticked: Collection[str]) -> bool:
    """Whether a task is ticked, under its slug or one that it had before."""
    return task.slug in ticked or (bool(task.aliases) and any(alias in ticked for alias in task.aliases))


def chosen_option(choice: Choice, chosen: Mapping[str, str]) -> Option | None:
    """The option that was chosen; None while open, or if the roadmap has no such option any more."""
    slug = chosen.get(choice.slug)
    return next((option for option in choice.options if option.slug == slug), None)


def implied_choice(roadmap: Roadmap, task_slug: str, chosen: Mapping[str, str]) -> tuple[str, str] | None:
    """The choice and option (slugs) that ticking this task makes; None if it makes none."""
    found = roadmap.option_of(task_slug)
    if found is None:
        return None
    choice, option = found
    return None if chosen_option(choice, chosen) else (choice.slug, option.slug)


def counted_tasks(roadmap: Roadmap, chosen: Mapping[str, str]) -> tuple[Task, ...]:
    """The tasks that count for this learner, in order; those of an open choice are left out."""
    return tuple(task for block in roadmap.blocks() for task in _tasks_of_block(block, chosen))


def next_tasks(
    roadmap: Roadmap, ticked: Collection[str], chosen: Mapping[str, str], count: int = 3
) -> tuple[Task, ...]:
    """The first tasks that count and are not ticked."""
    counted = (task for block in roadmap.blocks() for task in _tasks_of_block(block, chosen))
    return tuple(islice((task for task in counted if not is_ticked(task, ticked)), count))


def current_block(roadmap: Roadmap, ticked: Collection[str], chosen: Mapping[str, str]) -> Block | None:
    """The first block that is not complete; None when the roadmap is."""
    slugs = frozenset(ticked)
    return next((block for block in roadmap.blocks() if not _share_of_block(block, slugs, chosen).complete), None)


def open_choice(roadmap: Roadmap, ticked: Collection[str], chosen: Mapping[str, str]) -> Choice | None:
    """The first choice in the current block that is still to be made."""
    block = current_block(roadmap, ticked, chosen)
    choices = block.choices if block else ()
    return next((choice for choice in choices if chosen_option(choice, chosen) is None), None)


def tasks_before(roadmap: Roadmap, part: Level | Month | Block, chosen: Mapping[str, str]) -> tuple[Task, ...]:
    """List the tasks granted to a learner who starts at this part. Raises ValueError for a part of another roadmap.

    Options of choices that are still open are not granted: the choice can be made afterwards.
    """
    tasks: list[Task] = []
    for level, month, block in _walk(roadmap):
        if part in (level, month, block):
            return tuple(tasks)
        tasks += _tasks_of_block(block, chosen)
    raise ValueError(f"{part.slug} has no blocks in {roadmap.slug}")


def _walk(roadmap: Roadmap) -> Iterator[tuple[Level, Month, Block]]:
    for level in roadmap.levels:
        for month in level.months:
            for block in month.blocks:
                yield level, month, block


def _tasks_of_block(block: Block, chosen: Mapping[str, str]) -> list[Task]:
    if not block.choices:
        return sorted(block.tasks, key=lambda task: task.line)
    options = [chosen_option(choice, chosen) for choice in block.choices]
    tasks = [*block.tasks, *(task for option in options if option for task in option.tasks)]
    return sorted(tasks, key=lambda task: task.line)


def _share_of_block(block: Block, ticked: frozenset[str], chosen: Mapping[str, str]) -> Share:
    untouched = ticked.isdisjoint(block.names)  # as most blocks are
    own = Share(0, block.weight, 0, len(block.tasks)) if untouched else _share_of_tasks(block.tasks, ticked)
    return _total((own, *(_share_of_choice(one, ticked, chosen) for one in block.choices))) if block.choices else own


def _share_of_choice(choice: Choice, ticked: frozenset[str], chosen: Mapping[str, str]) -> Share:
    option = chosen_option(choice, chosen)
    if option:
        return _share_of_tasks(option.tasks, ticked)
    shares = (_share_of_tasks(option.tasks, frozenset()) for option in choice.options)
    return max(shares, key=lambda share: (share.required, share.tasks_required), default=Share())


def _share_of_tasks(tasks: Sequence[Task], ticked: frozenset[str]) -> Share:
    done = [task.weight for task in tasks if is_ticked(task, ticked)]
    return Share(sum(done), sum(task.weight for task in tasks), len(done), len(tasks))


def _total(shares: Iterable[Share]) -> Share:
    ticked = required = tasks_ticked = tasks_required = 0
    for one_ticked, one_required, one_tasks_ticked, one_tasks_required in shares:
        ticked += one_ticked
        required += one_required
        tasks_ticked += one_tasks_ticked
        tasks_required += one_tasks_required
    return Share(ticked, required, tasks_ticked, tasks_required)
