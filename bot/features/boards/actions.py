"""Leaderboards: this week, all time, streaks, and the community of all groups that opted in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from bot.features.boards.queries import (
    CommunityCounts,
    MemberScore,
    count_around,
    has_left_community,
    read_beside,
    read_board_members,
    read_hidden_member,
    read_listed,
    read_numbers,
    read_top,
    read_week_points,
)
from bot.features.helping.queries.thanks import count_thanks, count_thanks_down
from bot.features.members.queries import group_settings
from bot.identity import GroupId, LearnerId
from roadmap.cadence import StudyClock, clock_at, first_of_week, last_of_week, study_day
from roadmap.leaderboard import TIED, Board, BoardEntry, SharedRank, Standing, rank_entries
from roadmap.streak import streak_today

TOP = 10
FOUR_WEEKS = timedelta(weeks=4)
"""The time for which thanks count."""


class BoardKind(StrEnum):
    """The leaderboards, by the score that they count."""

    WEEK = "week"
    ALL = "all"
    STREAKS = "streaks"
    COMMUNITY = "community"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class ShownBoard:
    """A leaderboard to be shown, without learners that have no score.

    `numbers` are the numbers of learners that are shown by number only.
    `since` is the first day of the week that it counts. `opted_in`: the group is in the community.
    `left`: the learner who asks left the community. `hidden_score` is the own score of a hidden learner who asks, and
    `taken_down` the number of thanks to the learner who asks that a steward took down. Show all three to that learner
    alone.
    """

    board: Board
    numbers: dict[LearnerId, int]
    since: date | None = None
    opted_in: bool = True
    left: bool = False
    hidden_score: int = 0
    taken_down: int = 0


def show_board(
    db: Connection, kind: BoardKind, group_id: GroupId | None, me: LearnerId | None, now: datetime
) -> ShownBoard:
    """Return a leaderboard of a group, or the community's. `me` is the learner of the call."""
    if kind is BoardKind.COMMUNITY:
        return _community(db, group_id, me)
    if group_id is None:
        return ShownBoard(rank_entries((), me), {})
    members = read_board_members(db, group_id)
    hidden = read_hidden_member(db, group_id, me) if me is not None else None
    if kind is BoardKind.WEEK:
        first = _week_of(db, group_id, now)
        scores = read_week_points(db, group_id, first, last_of_week(first))
        return _shown(members, me, lambda one: scores.get(one.learner_id, 0), hidden, since=first)
    if kind is BoardKind.STREAKS:
        return _shown(members, me, lambda one: _streak_now(one, now), hidden)
    if kind is BoardKind.THANKS:
        given = count_thanks(db, group_id, now - FOUR_WEEKS)
        down = count_thanks_down(db, group_id, now - FOUR_WEEKS).get(me, 0) if me is not None else 0
        return replace(_shown(members, me, lambda one: given.get(one.learner_id, 0), hidden), taken_down=down)
    return _shown(members, me, lambda one: one.points, hidden)


def _week_of(db: Connection, group_id: GroupId, now: datetime) -> date:
    group = group_settings.read_group_settings(db, group_id)
    return first_of_week(study_day(StudyClock(group.zone), now), group.week_start)


def _streak_now(member: MemberScore, now: datetime) -> int:
    return streak_today(member.streak, member.streak_through, study_day(clock_at(member.clock, now), now))


def _shown(
    members: list[MemberScore],
    me: LearnerId | None,
    score: Callable[[MemberScore], int],
    hidden: MemberScore | None,
    since: date | None = None,
) -> ShownBoard:
    board = rank_entries((_entry(one, score(one)) for one in members), me, TOP)
    listed = board.me if board.me and board.me.entry.score else None
    scored = Board(
        top=_with_score(board.top),
        around=_with_score(board.around) if listed else (),
        me=listed,
        size=board.size,
        shared=board.shared,
    )
    numbers = {one.learner_id: one.number for one in members if one.by_number}
    return ShownBoard(scored, numbers, since, hidden_score=score(hidden) if hidden else 0)


def _entry(member: MemberScore, score: int) -> BoardEntry:
    return BoardEntry(member.learner_id, member.name, score, member.points_at)


def _with_score(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    return tuple(standing for standing in standings if standing.entry.score)


def _community(db: Connection, group_id: GroupId | None, me: LearnerId | None) -> ShownBoard:
    opted_in = group_id is not None and group_settings.read_group_settings(db, group_id).community
    first = read_top(db, TOP + TIED + 1)  # no learner comes before them, so their ranks are right
    top = rank_entries((_entry(one, one.points) for one in first), me, TOP)
    in_top = any(one.entry.learner == me for one in top.top)
    mine = read_listed(db, me) if me is not None and not in_top else None
    above = read_beside(db, mine, above=True) if mine else None
    below = read_beside(db, mine, above=False) if mine else None
    counts = count_around(db, mine.points if mine else 0, above.points if above else 0)
    around = _ranked(counts, mine, above, below)
    board = Board(
        top=top.top,
        around=tuple(one for one in around if all(one.entry != other.entry for other in top.top)),
        me=top.me or next((one for one in around if mine and one.entry.learner == mine.learner_id), None),
        size=counts.any,
        shared=_count_shared(db, top.shared),
    )
    shy = [one.learner_id for one in (*first, mine, above, below) if one and one.by_number]
    hidden = read_hidden_member(db, group_id, me) if group_id is not None and me is not None else None
    hidden_score = hidden.points if hidden else 0
    left = me is not None and has_left_community(db, me)
    return ShownBoard(board, read_numbers(db, shy), opted_in=opted_in, hidden_score=hidden_score, left=left)


def _count_shared(db: Connection, shared: SharedRank | None) -> SharedRank | None:
    """Count all members of a rank, of whom only the first few were read."""
    return replace(shared, members=count_around(db, shared.score, 0).as_many) if shared else None


def _ranked(
    counts: CommunityCounts, mine: MemberScore | None, above: MemberScore | None, below: MemberScore | None
) -> list[Standing]:
    """Rank the caller and their direct neighbours. Equal points share a rank."""
    if mine is None:
        return []
    rank = counts.more + 1
    standings = [Standing(rank, _entry(mine, mine.points))]
    if above:
        higher = rank if above.points == mine.points else rank - counts.next_more
        standings.insert(0, Standing(higher, _entry(above, above.points)))
    if below:
        lower = rank if below.points == mine.points else rank + counts.as_many
        standings.append(Standing(lower, _entry(below, below.points)))
    return standings
