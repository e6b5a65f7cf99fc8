"""Find the task or block that a person typed, or the near misses. Never guess between two."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from roadmap.lookup.closeness import match, nearest_entries, rank
from roadmap.lookup.index import MAX_TYPED, Index, IndexEntry, Thing, index_of, split_name
from roadmap.lookup.places import Spot, Width, find_spot
from roadmap.lookup.slips import is_slip
from roadmap.lookup.words import split_typed
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
    """Each of these may be meant: at most nine."""

    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No task or block is meant. `near` are the three tasks that look most like it."""

    near: tuple[Task, ...]


Match = OneTask | OneBlock | Several | Nothing


def look_up(roadmap: Roadmap, typed: str) -> Match:
    """Find the task or block that was typed. The first that fits counts:

    1. A slug or alias, exactly.
    2. A slug, alias or title, however it is spaced.
    3. A place with words after it: those words inside its blocks.
    4. A place alone: its block, or all that it may mean.
    5. Words of a task, up to small slips.
    6. Otherwise nothing, with the nearest tasks.
    """
    index, words = index_of(roadmap), split_name(typed)
    things = _exact(index, words)
    if things:
        return _match_things(things)
    if place := _read_place(index, typed):
        return _look_inside(index, place, words) if place.rest else _match_things(list(_meant(place.spot)))
    return _match_entries(match(words, index.tasks)) or _offer(index, words)


def _exact(index: Index, words: list[str]) -> list[Thing]:
    """Find the things with exactly this slug or title, however it is spaced."""
    slug, form = "-".join(words), "".join(words)
    if slug in index.slugs:
        return [index.slugs[slug]]
    return index.forms.get(form) or index.titles.get(form) or []


@dataclass(frozen=True, slots=True)
class _Place:
    """A place at the beginning of typed words, and the words behind it."""

    spot: Spot
    rest: list[str]


def _read_place(index: Index, typed: str) -> _Place | None:
    read = typed[:MAX_TYPED]
    words = split_typed(read)
    spot = find_spot(index, read, words, 0) if words else None
    if spot is None:
        return None
    return _Place(spot, split_name(read[words[spot.end].start :] if spot.end < len(words) else ""))


def _meant(spot: Spot) -> Iterator[Thing]:
    """All that a place alone may mean."""
    yield from dict.fromkeys(thing for way in spot.readings or (spot.blocks,) for thing in way)


def _match_things(things: list[Thing]) -> Match:
    [first, *others] = things
    if others:
        return Several(tuple(things[:MOST_OFFERED]))
    return OneTask(first) if isinstance(first, Task) else OneBlock(first)


def _look_inside(index: Index, place: _Place, words: list[str]) -> Match:
    """Find the rest inside the place, else all words anywhere.

    A task elsewhere that has only the rest is offered, not matched, for the place was another.
    """
    inside = match(place.rest, index.tasks, index.places_of(place.spot.blocks))
    found = _match_entries(inside) or _match_entries(match(words, index.tasks))
    return found or Nothing(_nearest(index, place.rest, match(place.rest, index.tasks)))


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
    2. A number of a month, or one of weeks, if its likeliest reading is a single block.
    3. A small slip of the first, if only one part fits.
    """
    index, words = index_of(roadmap), split_name(typed)
    form = "".join(words)
    named = [part for part in _parts(roadmap) if form and form in _part_forms(part)]
    if named:
        return named[0]
    place = _read_place(index, typed)
    if place and not place.rest:
        return place.spot.part or _likeliest_block(place.spot)
    slips = [part for part in _parts(roadmap) if any(is_slip(form, one) for one in _part_forms(part))]
    return slips[0] if len(slips) == 1 else None


def _likeliest_block(spot: Spot) -> Block | None:
    """The block that a number means as we count, else by the calendar. None if it means several."""
    first = next(iter(spot.readings), ()) if spot.sure or spot.width >= Width.WEEK else ()
    return first[0] if len(first) == 1 and isinstance(first[0], Block) else None


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
    found = [entry.thing for entry in (*likely, *_in_place(index, typed, tasks))]
    return tuple({thing.slug: thing for thing in found}.values())[:limit]


def _is_open(entry: IndexEntry, without: Collection[str]) -> bool:
    return isinstance(entry.thing, Block) and any(task.slug not in without for task in entry.thing.all_tasks())


def _in_place(index: Index, typed: str, tasks: set[int]) -> list[IndexEntry]:
    """The tasks that a place leads to, as far as it is typed."""
    place = _read_place(index, typed)
    if place is None:
        return []
    sure = [one for one in _meant(place.spot) if isinstance(one, Block)] if place.spot.sure else place.spot.blocks
    inside = tasks.intersection(index.places_of(sure))
    if not place.rest:
        return index.tasks.at(inside)
    return [entry for _, entry in rank(place.rest, index.tasks, inside)]
