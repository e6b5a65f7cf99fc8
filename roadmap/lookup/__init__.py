"""Find the task or block that a person typed, or the near misses. Never guess between two."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from roadmap.lookup.calendar import find_readings, read_moment, read_typed_moment
from roadmap.lookup.closeness import is_slip, match, nearest_entries, rank
from roadmap.lookup.index import Index, IndexEntry, Thing, index_of, split_name
from roadmap.model import Block, Level, Month, Roadmap, Task

__all__ = ["Match", "Nothing", "OneBlock", "OneTask", "Several", "look_up", "look_up_part", "nearest_tasks", "suggest"]

MOST_OFFERED = 9
_NEAR = 3


@dataclass(frozen=True, slots=True)
class OneTask:
    """This task and no other was meant."""

    task: Task


@dataclass(frozen=True, slots=True)
class OneBlock:
    """This block was meant."""

    block: Block


@dataclass(frozen=True, slots=True)
class Several:
    """Each of these may be meant: at most nine, in file order."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No task or block is meant. `near` are the three tasks that look most like it."""

    near: tuple[Task, ...]


Match = OneTask | OneBlock | Several | Nothing


def look_up(roadmap: Roadmap, typed: str) -> Match:
    """Find the task or block that was typed. The first that fits counts:

    1. A slug or alias, exactly.
    2. A slug, alias or title, however it is spaced.
    3. A calendar form with words after it: those words inside its blocks.
    4. A calendar form alone: its block, or the tasks of all blocks that it may mean.
    5. Words of a task, up to small slips.
    6. Otherwise nothing, with the nearest tasks.
    """
    index, words = index_of(roadmap), split_name(typed)
    things = _exact(index, words)
    if things:
        return _match_things(things)
    moment = read_typed_moment(typed, words)
    if moment:
        readings = find_readings(index, moment)
        if any(moment.rest):
            return _look_inside(index, readings, moment.rest, words)
        if readings:
            return _match_blocks(readings, sure=moment.spelled or moment.month is not None)
    return _match_entries(match(words, index.tasks)) or _offer(index, words)


def _exact(index: Index, words: list[str]) -> list[Thing]:
    """Find the things with exactly this slug or title, however it is spaced."""
    slug, form = "-".join(words), "".join(words)
    if slug in index.slugs:
        return [index.slugs[slug]]
    return index.forms.get(form) or index.titles.get(form) or []


def _match_things(things: list[Thing]) -> Match:
    tasks = [thing for thing in things if isinstance(thing, Task)]
    if len(tasks) == 1:
        return OneTask(tasks[0])
    if tasks:
        return Several(tuple(tasks[:MOST_OFFERED]))
    return _match_blocks([[thing] for thing in things if isinstance(thing, Block)], sure=False)


def _match_blocks(readings: list[list[Block]], *, sure: bool) -> Match:
    """Match a block if the first reading means a single one, and is `sure` or the only reading.

    Otherwise the tasks of all readings may be meant.
    """
    if len(readings[0]) == 1 and (sure or len(readings) == 1):
        return OneBlock(readings[0][0])
    blocks = {block.slug: block for blocks in readings for block in blocks}
    tasks = [task for block in blocks.values() for task in block.all_tasks()]
    return Several(tuple(tasks[:MOST_OFFERED]))


def _look_inside(index: Index, readings: list[list[Block]], rest: list[str], words: list[str]) -> Match:
    """Find the rest inside the first reading that has it, else all words anywhere.

    A task elsewhere that has only the rest is offered, not matched, for the week was another.
    """
    for blocks in readings:
        if found := _match_entries(match(rest, index.tasks, index.places_of(blocks))):
            return found
    return _match_entries(match(words, index.tasks)) or Nothing(_nearest(index, rest, match(rest, index.tasks)))


def _match_entries(found: list[IndexEntry]) -> OneTask | Several | None:
    tasks = _tasks(found)
    if len(tasks) == 1:
        return OneTask(tasks[0])
    return Several(tasks[:MOST_OFFERED]) if tasks else None


def nearest_tasks(roadmap: Roadmap, typed: str) -> tuple[Task, ...]:
    """The three tasks that look most like words that name nothing for certain."""
    return _offer(index_of(roadmap), split_name(typed)).near


def _offer(index: Index, words: list[str]) -> Nothing:
    """The nearest tasks; those of a block whose title has the words come first."""
    blocks = [entry.thing for entry in match(words, index.blocks) if isinstance(entry.thing, Block)]
    return Nothing(_nearest(index, words, index.tasks.at(index.places_of(blocks))))


def _nearest(index: Index, words: list[str], first: list[IndexEntry]) -> tuple[Task, ...]:
    first = first[:_NEAR]
    others = nearest_entries(words, index.tasks, _NEAR - len(first), {entry.place for entry in first})
    return _tasks([*first, *others])


def _tasks(entries: list[IndexEntry]) -> tuple[Task, ...]:
    return tuple(entry.thing for entry in entries if isinstance(entry.thing, Task))


def look_up_part(roadmap: Roadmap, typed: str) -> Level | Month | Block | None:
    """Find a level ("mid"), month ("month 4", "m4") or block ("week7"); None if no part is surely meant.

    1. A slug, title or level's name, however it is spaced.
    2. A calendar form for a month.
    3. A calendar form for a week, if its likeliest reading is a single block.
    4. A small slip of the first, if only one part fits.
    """
    index, words = index_of(roadmap), split_name(typed)
    form = "".join(words)
    named = [part for part in _parts(roadmap) if form and form in _part_forms(part)]
    if named:
        return named[0]
    moment = read_typed_moment(typed, words)
    if moment and not any(moment.rest):
        if moment.weeks is None:
            return index.find_month(moment.month or 0)
        readings = find_readings(index, moment)
        return readings[0][0] if readings and len(readings[0]) == 1 else None
    slips = [part for part in _parts(roadmap) if any(is_slip(form, one) for one in _part_forms(part))]
    return slips[0] if len(slips) == 1 else None


def _parts(roadmap: Roadmap) -> Iterator[Level | Month | Block]:
    yield from roadmap.levels
    yield from (month for level in roadmap.levels for month in level.months)
    yield from roadmap.blocks()


def _part_forms(part: Level | Month | Block) -> set[str]:
    """All that a part goes by, run together; a level also as "mid level" and "level mid"."""
    forms = {"".join(split_name(text)) for text in (part.slug, part.title)}
    if isinstance(part, Level):
        name = "".join(split_name(part.name))
        forms |= {name, f"{name}level", f"level{name}"}
    return forms - {""}


def suggest(
    roadmap: Roadmap, typed: str, *, without: Collection[str] = (), limit: int = 25
) -> tuple[Task | Block, ...]:
    """Complete a beginning, best first, leaving out the tasks named and the blocks that they complete."""
    index, words = index_of(roadmap), split_name(typed)
    tasks = {entry.place for entry in index.tasks.entries if entry.thing.slug not in without}
    if not words:
        return _tasks(index.tasks.at(sorted(tasks)[:limit]))
    blocks = [entry.place for entry in index.blocks.entries if _is_open(entry, without)]
    ranked = [*rank(words, index.blocks, blocks), *rank(words, index.tasks, tasks)]
    likely = [entry for _, entry in sorted(ranked, key=lambda one: one[0])]
    found = [entry.thing for entry in (*likely, *_in_moment(index, words, tasks))]
    return tuple({thing.slug: thing for thing in found}.values())[:limit]


def _is_open(entry: IndexEntry, without: Collection[str]) -> bool:
    return isinstance(entry.thing, Block) and any(task.slug not in without for task in entry.thing.all_tasks())


def _in_moment(index: Index, words: list[str], tasks: set[int]) -> list[IndexEntry]:
    """The tasks that the calendar form leads to, as far as it is typed."""
    moment = read_moment(words)
    if moment is None:
        return []
    readings = find_readings(index, moment)
    blocks = [block for blocks in (readings[:1] if moment.spelled else readings) for block in blocks]
    inside = tasks.intersection(index.places_of(blocks))
    if not any(moment.rest):
        return index.tasks.at(inside)
    return [entry for _, entry in rank(moment.rest, index.tasks, inside)]
