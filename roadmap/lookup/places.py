"""Places in a roadmap as they are typed: `Week 3-4`, `ZERO level`, `Month 1, week 3`, a block's title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from roadmap.lookup.countings import Reading
from roadmap.lookup.index import Index
from roadmap.lookup.names import WholeName, is_apart
from roadmap.lookup.numbers import Turn, read_turn
from roadmap.lookup.words import Sign, Word
from roadmap.model import Block, Level, Month, Task


class Width(IntEnum):
    """How wide a place is. A narrower one may follow inside it."""

    LEVEL = 0
    MONTH = 1
    WEEK = 2
    BLOCK = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the roadmap, as far as it is typed.

    - `end`: the first word after it.
    - `blocks`: all blocks that it may mean.
    - `readings`: what it ticks if it stands alone, in each way to read it.
    - `sure`: there is only one way.
    - `part`: the level or month, which is too much for one word.
    """

    end: int
    width: Width
    blocks: tuple[Block, ...]
    readings: tuple[Reading, ...] = ()
    sure: bool = False
    part: Level | Month | None = None


def find_spot(index: Index, typed: str, words: Sequence[Word], at: int) -> Spot | None:
    """Find the place that begins with this word, with the narrower ones that follow at once."""
    spot = _one_spot(index, typed, words, at)
    while spot and spot.end < len(words) and words[spot.end].sign is not Sign.AND:
        inner = _one_spot(index, typed, words, spot.end)
        nested = _nest(spot, inner) if inner and is_apart(words, inner.end) else None
        if nested is None:
            break
        spot = nested
    return spot


def _nest(spot: Spot, inner: Spot) -> Spot | None:
    blocks = tuple(block for block in inner.blocks if block in spot.blocks)
    if inner.width <= spot.width or not blocks:
        return None
    inside = {block.slug for block in blocks}
    readings = tuple(
        way for way in inner.readings if all(not isinstance(one, Block) or one.slug in inside for one in way)
    )
    return replace(inner, blocks=blocks, readings=readings, sure=len(readings) == 1)


def _one_spot(index: Index, typed: str, words: Sequence[Word], at: int) -> Spot | None:
    whole = index.names.find(typed, words, at)
    turn = read_turn(typed, words[at].start)
    named = _named_spot(whole) if whole else None
    if turn is None:
        return named
    end = next((place for place in range(at + 1, len(words)) if words[place].start >= turn.end), len(words))
    if named and named.end >= end and not (turn.glued and named.end == end):
        return named
    return (
        _month_spot(index, turn, end) if not turn.weeks else _week_spot(index, turn, end, named if turn.glued else None)
    )


def _named_spot(whole: WholeName) -> Spot | None:
    """The place of a whole name. It is not sure if a task or another part is called so, too."""
    spots = [_part_spot(one, whole.end) for one in whole.named if not isinstance(one, Task)]
    ways = tuple(dict.fromkeys(way for spot in spots for way in spot.readings))
    blocks = tuple(dict.fromkeys(block for spot in spots for block in spot.blocks))
    if not spots:
        return None
    sure = len(ways) == 1 and len(spots) == len(whole.named) and not any(spot.part for spot in spots)
    return replace(spots[0], blocks=blocks, readings=ways, sure=sure)


def _part_spot(part: Level | Month | Block, end: int) -> Spot:
    """The place of a part. A level or month of a single block is that block."""
    if isinstance(part, Block):
        return Spot(end, Width.BLOCK, (part,), ((part,),), sure=True)
    blocks = tuple(part.blocks()) if isinstance(part, Level) else part.blocks
    width = Width.LEVEL if isinstance(part, Level) else Width.MONTH
    if len(blocks) == 1:
        return Spot(end, width, blocks, ((blocks[0],),), sure=True)
    return Spot(end, width, blocks, part=part)


def _month_spot(index: Index, turn: Turn, end: int) -> Spot | None:
    """A month, or several, whose blocks are asked about."""
    months = index.countings.months(turn.months)
    blocks = tuple(block for month in months for block in month.blocks)
    if len(months) > 1:
        return Spot(end, Width.MONTH, blocks, tuple((block,) for block in blocks))
    return Spot(end, Width.MONTH, blocks, part=months[0]) if months else None


def _week_spot(index: Index, turn: Turn, end: int, named: Spot | None) -> Spot | None:
    """A number typed like a slug is the block of that slug; a task may be in any block that the number means."""
    readings, sure = index.countings.readings(turn)
    ways = named.readings if named else tuple(readings)
    around = [*ways, *readings]
    blocks = tuple(dict.fromkeys(one for way in around for one in way if isinstance(one, Block)))
    if not ways:
        return None
    return Spot(end, Width.WEEK, blocks, ways, sure=bool(named) or (sure and not turn.unsure))
