"""Scores -> standings: who is first, who shares a rank, and where I am."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

RANKED_FROM = 3
"""The smallest group in which ranks are shown: with two, a rank would say who is last."""


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """A learner's score and the instant (UTC) at which it was reached. Hidden learners have no entry."""

    learner: int
    name: str
    score: int
    reached_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry and its rank, counted from 1; None in a group that is too small for ranks."""

    rank: int | None
    entry: BoardEntry


@dataclass(frozen=True, slots=True)
class Board:
    """The top, and me with my neighbours (`around`) where I am not in it. `size` counts all entries."""

    top: tuple[Standing, ...]
    around: tuple[Standing, ...]
    me: Standing | None
    size: int


def rank_entries(entries: Iterable[BoardEntry], me: int | None, top: int = 10) -> Board:
    """Rank entries by score; equal scores share a rank (1, 1, 3), the one reached first standing first.

    `me` is the learner who asks; `around` leaves out neighbours that the top shows already.
    """
    standings = _rank(sorted(entries, key=lambda entry: (-entry.score, entry.reached_at, entry.learner)))
    mine = next((index for index, standing in enumerate(standings) if standing.entry.learner == me), None)
    around = () if mine is None or mine < top else tuple(standings[max(mine - 1, top) : mine + 2])
    return Board(tuple(standings[:top]), around, None if mine is None else standings[mine], len(standings))


def _rank(ordered: Sequence[BoardEntry]) -> list[Standing]:
    if len(ordered) < RANKED_FROM:
        return [Standing(None, entry) for entry in ordered]
    first: dict[int, int] = {}
    for position, entry in enumerate(ordered, 1):
        first.setdefault(entry.score, position)
    return [Standing(first[entry.score], entry) for entry in ordered]
