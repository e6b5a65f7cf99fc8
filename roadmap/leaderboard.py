"""Scores -> standings: ranks, shared ranks, and the asking learner's own place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

RANKED_FROM = 3
"""The smallest group in which ranks are shown. With two members, a rank would name the last."""
TIED = 5
"""How many more than asked for are shown, so that a tie is whole."""


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
class SharedRank:
    """A rank that too many share to show them all. None of them is in the top, and `members` counts them."""

    rank: int
    score: int
    members: int


@dataclass(frozen=True, slots=True)
class Board:
    """The top of a leaderboard, and the asking learner.

    If the learner is not in the top, `around` has them with their neighbours. `size` counts all entries. `shared` is
    the rank that follows the top, if it was left out because it is shared by too many.
    """

    top: tuple[Standing, ...]
    around: tuple[Standing, ...]
    me: Standing | None
    size: int
    shared: SharedRank | None = None


def rank_entries(entries: Iterable[BoardEntry], me: int | None, top: int = 10) -> Board:
    """Rank entries by score. Equal scores share a rank (1, 1, 3); the one reached first comes first.

    `me` is the learner who asks. `around` leaves out neighbours that the top shows already. The top has `top` entries,
    and up to five more to show the last rank whole. A rank that more share is left out whole.
    """
    standings = _order(entries)
    mine = next((index for index, standing in enumerate(standings) if standing.entry.learner == me), None)
    end = _end_of_tie(standings, top)
    cut = end if end <= top + TIED else _start_of_tie(standings, top)
    around = () if mine is None or mine < cut else tuple(standings[max(mine - 1, cut) : mine + 2])
    shared = _share(standings[cut:end])
    return Board(tuple(standings[:cut]), around, None if mine is None else standings[mine], len(standings), shared)


def first_ranks(entries: Iterable[BoardEntry], count: int) -> tuple[Standing, ...]:
    """Return the first standings, `count` at least, with each rank among them whole."""
    standings = _order(entries)
    return tuple(standings[: _end_of_tie(standings, count)])


def _order(entries: Iterable[BoardEntry]) -> list[Standing]:
    return _rank(sorted(entries, key=lambda entry: (-entry.score, entry.reached_at, entry.learner)))


def _end_of_tie(standings: Sequence[Standing], count: int) -> int:
    """Return how many standings come before the first rank that begins behind `count`.

    Without a score there is no tie.
    """
    if len(standings) <= count:
        return len(standings)
    last = standings[count - 1].entry.score
    return count + sum(bool(last) and behind.entry.score == last for behind in standings[count:])


def _start_of_tie(standings: Sequence[Standing], count: int) -> int:
    last = standings[count - 1].entry.score
    return next(index for index in range(count) if standings[index].entry.score == last)


def _share(tie: Sequence[Standing]) -> SharedRank | None:
    rank = tie[0].rank if tie else None
    return SharedRank(rank, tie[0].entry.score, len(tie)) if rank is not None else None


def _rank(ordered: Sequence[BoardEntry]) -> list[Standing]:
    if len(ordered) < RANKED_FROM:
        return [Standing(None, entry) for entry in ordered]
    first: dict[int, int] = {}
    for position, entry in enumerate(ordered, 1):
        first.setdefault(entry.score, position)
    return [Standing(first[entry.score], entry) for entry in ordered]
