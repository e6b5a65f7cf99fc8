"""Scores -> standings: ranks, shared ranks, and the asking learner's own place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

RANKED_FROM = 3
"""The smallest group in which ranks are shown. With two members, a rank would name the last."""


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
    """The top of a leaderboard, and the asking learner.

    If the learner is not in the top, `around` has them with their neighbours. `size` counts all entries.
    """

    top: tuple[Standing, ...]
    around: tuple[Standing, ...]
    me: Standing | None
    size: int


def rank_entries(entries: Iterable[BoardEntry], me: int | None, top: int = 10) -> Board:
    """Rank entries by score. Equal scores share a rank (1, 1, 3); the one reached first comes first.

    `me` is the learner who asks. `around` leaves out neighbours that the top shows already.
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
