"""Ask about a name if the words behind it tell that another is meant, or only some of a block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from roadmap.lookup.countings import Reading
from roadmap.lookup.doubts import OR_WORDS, UNTIL_WORDS, is_share, leaves_out, names_only
from roadmap.lookup.index import Thing
from roadmap.lookup.taking import MOST_OFFERED, Taken, Taker
from roadmap.lookup.words import Sign
from roadmap.model import Block, Task


def ask_other_ways(taker: Taker, taken: Taken) -> Taken:
    """Turn a name into a question if it can be meant otherwise.

    1. "Or" and another name follow.
    2. "To" and another slug follow: the range is one of the ways.
    3. Words behind a block leave out some of it: the rest of the block is one of the ways.
    4. Words behind a block tell how much of it is done.
    """
    while other := _another(taker, taken):
        between = _between(taker, taken, other)
        ways = dict.fromkeys((*between, *_ways(taken), *_ways(other)))
        taken = replace(other, things=(), ways=tuple(ways)[:MOST_OFFERED], part=None)
    block = taken.things[0] if taken.whole and len(taken.things) == 1 else None
    return _some_of_block(taker, taken, block) if isinstance(block, Block) else taken


def _another(taker: Taker, taken: Taken) -> Taken | None:
    """The name behind "or" or "to". Behind a whole name, words of a task must be all there is up to the next sign."""
    at = taken.end
    if at + 1 >= len(taker.words) or not _ways(taken) or taker.words[at].sign is Sign.LINE:
        return None
    if taker.words[at].text in UNTIL_WORDS:
        return taker.take(at + 1) if taker.find_slug(at + 1) else None
    other = taker.take(at + 1) if taker.words[at].text in OR_WORDS else None
    loose = other and taken.whole and not other.whole and other.end < taker.segment_end(at)
    return None if loose or other is None or not _ways(other) else other


def _ways(taken: Taken) -> tuple[Reading, ...]:
    return (taken.things, *taken.ways) if taken.things else taken.ways


def _between(taker: Taker, first: Taken, last: Taken) -> tuple[Reading, ...]:
    """All tasks or blocks of a range, unless they are too many for a tap."""
    if taker.words[first.end].text in OR_WORDS or not len(first.things) == len(last.things) == 1:
        return ()
    start, stop = first.things[0], last.things[0]
    orders: tuple[list[Thing], ...] = (list(taker.index.roadmap.tasks()), list(taker.index.roadmap.blocks()))
    order = next((order for order in orders if start in order and stop in order), [])
    found = tuple(order[order.index(start) : order.index(stop) + 1]) if order else ()
    return (found,) if 1 < len(found) <= MOST_OFFERED else ()


def _some_of_block(taker: Taker, taken: Taken, block: Block) -> Taken:
    end = next((at for at in range(taken.end, len(taker.words)) if taker.words[at].sign is Sign.LINE), len(taker.words))
    words, tasks = taker.words[taken.end : end], list(block.all_tasks())
    if not (leaves_out(words, named=True) or names_only(words)):
        share = is_share(taker.text_behind(taken.end))
        return _ask(taken, end, [*((one,) for one in tasks), (block,)]) if share else taken
    named, last = _named_inside(taker, taken.end, end, block)
    if leaves_out(words, named=bool(named)):
        rest = tuple(task for task in tasks if task not in named) if named else ()
        return _ask(taken, last, [rest, *((one,) for one in named or tasks), (block,)])
    return _ask(taken, last, [tuple(named), *((one,) for one in named), (block,)]) if named else taken


def _ask(taken: Taken, end: int, ways: Iterable[Reading]) -> Taken:
    return replace(taken, end=end, things=(), ways=tuple(dict.fromkeys(filter(None, ways)))[:MOST_OFFERED])


def _named_inside(taker: Taker, at: int, end: int, block: Block) -> tuple[list[Task], int]:
    """The tasks of a block that are named in the words behind it, and where they end."""
    found: dict[Task, None] = {}
    last = end
    while at < end:
        taken = taker.take_inside(at, block)
        found.update(dict.fromkeys(one for one in taken.things if isinstance(one, Task)) if taken else {})
        at = taken.end if taken else at + 1
        last = at if taken else last
    return list(found), last
