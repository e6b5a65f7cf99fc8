"""Ask about a block if the words behind it tell that only some of it is done, or name a task of it with a slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from roadmap.lookup.closeness import nearest_entries
from roadmap.lookup.countings import Reading
from roadmap.lookup.doubts import leaves_out, names_only
from roadmap.lookup.index import IndexEntry
from roadmap.lookup.nearness import Nearness, is_near
from roadmap.lookup.plain_words import PLAIN_WORDS, SAID_ALONE
from roadmap.lookup.shares import is_share
from roadmap.lookup.taken import MOST_OFFERED, STATES, Taken
from roadmap.lookup.taking import Taker
from roadmap.lookup.words import LISTING, Sign, Word
from roadmap.model import Block, Task

_SHORTEST = 3  # letters of a name that a slip is told from
_MOST_PARTS = 10
_MOST_WORDS = 40
_FEW_WORDS = 2
_OFFERED = 3


def ask_some(taker: Taker, taken: Taken, block: Block) -> Taken:
    """Turn a block into a question if the words behind it tell that not all of it may be done.

    1. They leave out some of it, or keep to some: the rest is one of the ways.
    2. They tell how much of it is done.
    3. They name a task of it, up to a slip.
    4. They are a single word that is no common one.
    """
    end = next((at for at in range(taken.end, len(taker.words)) if taker.words[at].sign is Sign.LINE), len(taker.words))
    words = taker.words[taken.end : end]
    if leaves_out(words, named=True) or names_only(words):
        named, last = _named_inside(taker, taken.end, end, block)
        if leaves_out(words, named=bool(named)):
            return _ask(taken, last, _without(named, block))
        if named:
            return _ask(taken, last, _ways(named, block))
    return _share(taker, taken, end, block) or _slipped(taker, taken, end, block) or taken


def _without(named: list[Task], block: Block) -> list[Reading]:
    """The rest of the block without these tasks, each of them, and all of the block."""
    tasks = list(block.all_tasks())
    rest = tuple(task for task in tasks if task not in named) if named else ()
    return [rest, *((one,) for one in named or tasks), (block,)]


def _share(taker: Taker, taken: Taken, end: int, block: Block) -> Taken | None:
    """Ask about the tasks of the block if the next parts of the list tell how much of it is done."""
    last = taken.end
    while last < end:
        part = min(end, taker.segment_end(last))
        if not is_share(taker.text_between(last, part)):
            break
        last = part
    if last == taken.end:
        return None
    return _ask(taken, last, [*((one,) for one in block.all_tasks()), (block,)])


def _slipped(taker: Taker, taken: Taken, end: int, block: Block) -> Taken | None:
    """Ask about tasks of the block that are named behind it with a slip, or about a single word that nothing has."""
    words = taker.words[taken.end : end]
    if words and words[0].sign is Sign.AND:
        return None
    named, last = _named_loosely(taker, taken.end, block)
    if named:
        return _ask(taken, last, _ways(named, block))
    if len(words) != 1 or taker.linked or not _is_unknown(words[0], taker.text_behind(taken.end)):
        return None
    near = nearest_entries([words[0].text], taker.index.tasks, _OFFERED, _places_outside(taker, block))
    return replace(taken, things=(), ways=((block,), *((one,) for one in _tasks(near))))


def _ways(named: list[Task], block: Block) -> list[Reading]:
    return [tuple(named), *((one,) for one in named), (block,)]


def _ask(taken: Taken, end: int, ways: Iterable[Reading]) -> Taken:
    """Ask about some ways. The last, which is all of the block, stays if there are too many."""
    *others, last = dict.fromkeys(filter(None, ways))
    return replace(taken, end=end, things=(), ways=(*others[: MOST_OFFERED - 1], last))


def _named_inside(taker: Taker, at: int, end: int, block: Block) -> tuple[list[Task], int]:
    """The tasks of a block that are named in the words behind it, and where they end. Another block ends them."""
    found: dict[Task, None] = {}
    last = end
    end = min(end, at + _MOST_WORDS)
    while at < end and not (taker.words[at].sign in LISTING and isinstance(taker.find_slug(at), Block)):
        taken = taker.take_inside(at, block)
        found.update(dict.fromkeys(one for one in taken.things if isinstance(one, Task)) if taken else {})
        at = taken.end if taken else at + 1
        last = at if taken else last
    return list(found), last


def _named_loosely(taker: Taker, at: int, block: Block) -> tuple[list[Task], int]:
    """The tasks of a block that parts of the list behind it name, up to slips, and where the last of them ends."""
    entries = taker.index.tasks.at(taker.index.places_of([block]))
    found: dict[Task, None] = {}
    last = at
    for start, end in _parts(taker, at):
        tasks = _meant(taker, start, end, entries, block)
        found.update(dict.fromkeys(tasks))
        last = end if tasks else last
    return list(found), last


def _parts(taker: Taker, at: int) -> Iterator[tuple[int, int]]:
    """The parts of the list behind a block. It ends with the line, unless the block is all of its line."""
    heads = at < len(taker.words) and taker.words[at].sign is Sign.LINE
    for count in range(_MOST_PARTS):
        if at >= len(taker.words) or (count and not heads and taker.words[at].sign is Sign.LINE):
            return
        end = taker.segment_end(at)
        start = next((place for place in range(at, end) if not taker.words[place].mark), end)
        if heads and isinstance(taker.find_slug(start), Block):
            return
        yield start, end
        at = end


def _meant(taker: Taker, at: int, end: int, entries: list[IndexEntry], block: Block) -> list[Task]:
    """The tasks of the block that a part of the list names: all of it by words, else its first by a slip."""
    words = taker.words[at:end]
    if not words or all(_is_plain(word) for word in words) or taker.find_slug(at):
        return []
    taken = taker.take_inside(at, block)
    if taken and taken.end >= end:
        return [one for one in taken.things if isinstance(one, Task)]
    slips = words if len(words) <= _FEW_WORDS else words[:1]
    return _tasks(entry for entry in entries if any(_is_near(word, entry) for word in slips))


def _is_near(word: Word, entry: IndexEntry) -> bool:
    if _is_plain(word) or len(word.text) < _SHORTEST or not word.text.isalpha():
        return False
    names = (name for name in entry.names if len(name) >= _SHORTEST and name.isalpha())
    return any(is_near(word.text, name, Nearness.SLIP) for name in names)


def _is_unknown(word: Word, text: str) -> bool:
    """Tell whether a single word may be meant as a name: it stands behind a blank or colon, and is no common word."""
    tied = word.sign is Sign.BLANK or text.lstrip().startswith(":")
    return tied and word.text.isalpha() and len(word.text) > 1 and not _is_plain(word)


def _is_plain(word: Word) -> bool:
    return word.text in PLAIN_WORDS or word.text in SAID_ALONE or word.text in STATES


def _places_outside(taker: Taker, block: Block) -> set[int]:
    return {entry.place for entry in taker.index.tasks.entries}.difference(taker.index.places_of([block]))


def _tasks(entries: Iterable[IndexEntry]) -> list[Task]:
    return [entry.thing for entry in entries if isinstance(entry.thing, Task)]
