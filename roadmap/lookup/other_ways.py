"""Ask about a name if the words behind it tell that another is meant."""

from __future__ import annotations

from dataclasses import replace

from roadmap.lookup.countings import Reading
from roadmap.lookup.doubts import OR_WORDS, UNTIL_WORDS
from roadmap.lookup.hedging import EITHER_WORDS, is_all_hedged, is_both, is_unnamed_turn, may_turn, turns
from roadmap.lookup.index import Thing
from roadmap.lookup.some_of_block import ask_some
from roadmap.lookup.taken import MOST_OFFERED, Taken
from roadmap.lookup.taking import Taker
from roadmap.lookup.words import Sign
from roadmap.model import Block


def take_either(taker: Taker, at: int) -> Taken | None:
    """Take the name behind "either" or "maybe" as a question, with the others that follow."""
    if taker.words[at].text not in EITHER_WORDS or at + 1 >= len(taker.words):
        return None
    taken = taker.take(at + 1)
    if taken is None or not _ways(taken):
        return None
    return ask_other_ways(taker, replace(taken, things=(), ways=_ways(taken), part=None))


def ask_other_ways(taker: Taker, taken: Taken) -> Taken:
    """Turn a name into a question if it can be meant otherwise.

    1. "Or" and another name follow, or a correction such as "I mean" and another name.
    2. "To" and another slug follow: the range is one of the ways.
    3. "Or both" or "or not" follows.
    4. Words behind a block tell that only some of it is done.
    """
    while other := _another(taker, taken):
        between = _between(taker, taken, other)
        ways = dict.fromkeys((*between, *_ways(taken), *_ways(other)))
        taken = replace(other, things=(), ways=tuple(ways)[:MOST_OFFERED], part=None)
    if may_turn(taker.words, taken.end):
        taken = _ask_unnamed(taker, taken)
    block = taken.things[0] if taken.whole and len(taken.things) == 1 else None
    return ask_some(taker, taken, block) if isinstance(block, Block) else taken


def _another(taker: Taker, taken: Taken) -> Taken | None:
    """The name behind "or", "to" or a correction."""
    at = taken.end
    if at + 1 >= len(taker.words) or not _ways(taken) or taker.words[at].sign is Sign.LINE:
        return None
    if taker.words[at].text in UNTIL_WORDS:
        return taker.take(at + 1) if taker.find_slug(at + 1) else None
    for place, loosely in turns(taker.words, at) if may_turn(taker.words, at) else ():
        other = taker.take(place)
        if other and _ways(other):
            return other if _is_meant(taker, taken, other, place, loosely=loosely) else None
    return None


def _is_meant(taker: Taker, taken: Taken, other: Taken, at: int, *, loosely: bool) -> bool:
    """Tell whether a name is another way to read the one before. It begins a note otherwise.

    Behind "or", words of a task must be all there is up to the next sign if a whole name is before. Behind a
    correction, a title must be so, too.
    """
    if set(_ways(taken)).issuperset(_ways(other)):
        return False
    rest = taker.words[other.end : max(taker.segment_end(at), other.end)]
    fills = is_all_hedged(rest) or may_turn(taker.words, other.end)
    if loosely:
        return other.whole or fills or not taken.whole
    ends = fills or taker.words[other.end].sign is Sign.NOTE
    return taker.find_slug(at) is not None or (other.whole and ends)


def _ask_unnamed(taker: Taker, taken: Taken) -> Taken:
    """Ask if "or both", "or not" or such words fill the line up to the next sign."""
    at = taken.end
    words = taker.words[at : taker.segment_end(at)]
    if not _ways(taken) or not is_unnamed_turn(words):
        return taken
    ways = _ways(taken)
    both = tuple(dict.fromkeys(one for way in ways for one in way)) if is_both(words) else ()
    found = dict.fromkeys((*ways, both) if len(both) > 1 else ways)
    return replace(taken, end=at + len(words), things=(), ways=tuple(found)[:MOST_OFFERED], part=None)


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
