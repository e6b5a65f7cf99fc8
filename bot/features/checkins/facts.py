"""The facts of a check-in's posts: opening, reminder and digest. The digest's are gathered when it closes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PromiseState
from bot.features.boards.queries import MemberScore, read_board_members, read_week_points
from bot.features.celebrations.queries.milestones import RecentMilestone, read_recent_milestones
from bot.features.checkins.queries.reporting import read_reporters
from bot.features.partners.actions.wishing import has_offer
from bot.features.promises.queries import Checkin, read_latest_checkin, read_promises
from bot.features.promises.viewing import WEEK
from bot.features.streaks.queries import study_days
from bot.features.week_goals.actions import GoalOffer, Together, find_goal_offer, find_together
from bot.identity import CheckinId, GroupId, LearnerId
from bot.posting.facts import PostFacts
from roadmap.cadence import last_of_week
from roadmap.leaderboard import BoardEntry, first_ranks
from roadmap.model import Roadmap

CHECKIN, REMIND = "checkin", "remind"
CLOSE = "close"
"""The due at which a check-in closes with its digest."""
RANKED = 10
"""The members that a digest keeps, and those that tie with the last. The first three that are not hidden are shown."""
REACHED = 8
SCANNED = 50  # milestones looked through for those of the week
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CheckinOpened(PostFacts):
    """The facts of a check-in that opens, about the week that begins on `week`.

    `habits` are the slugs of the roadmap's weekly habits.
    """

    at: datetime
    week: date
    roadmap: str
    closes_at: datetime
    zone: str
    habits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder(PostFacts):
    """The facts of a reminder for a regular reporter who has not reported yet. `zone` is the learner's."""

    at: datetime
    week: date
    closes_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A learner who reported. What the group reads of the report is read when the digest is worded."""

    learner: LearnerId


@dataclass(frozen=True, slots=True)
class Scored:
    """A learner's points in the week. `reached_at` orders learners with equal points."""

    learner: LearnerId
    points: int
    reached_at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone of the week."""

    learner: LearnerId
    kind: str
    slug: str


@dataclass(frozen=True, slots=True)
class Digest(PostFacts):
    """The outcome of a check-in. Hidden members are in none of its lists, and `reports` has only reporters.

    `board` has more members than are shown, so that ranks close up when a member hides later. In the week, `tasks` were
    ticked off and `kept` promised tasks were kept. `tasks_before` were ticked off in the week before. `checkin` is 0 in
    posts from before reports were published. `message_id` is the platform's id of the post to change.

    `together` is how far the group came to its goal for the week, if it had one. `goal` offers goals for the next.
    `partners`: it offers study partners.
    """

    at: datetime
    week: date
    roadmap: str
    reports: tuple[Reported, ...] = ()
    board: tuple[Scored, ...] = ()
    milestones: tuple[Reached, ...] = ()
    tasks: int = 0
    tasks_before: int = 0
    kept: int = 0
    checkin: CheckinId = CheckinId(0)
    message_id: str = ""
    together: Together | None = None
    goal: GoalOffer | None = None
    partners: bool = False


def gather_digest(db: Connection, checkin: Checkin, roadmap: Roadmap, *, at: datetime, now: datetime) -> Digest:
    """Gather the digest of a week. `at` is the instant that it was meant for."""
    members = read_board_members(db, checkin.group_id)
    week = (checkin.week, last_of_week(checkin.week))
    tasks, _ = study_days.count_ticks(db, checkin.group_id, roadmap.slug, *week)
    before, _ = study_days.count_ticks(db, checkin.group_id, roadmap.slug, week[0] - WEEK, week[1] - WEEK)
    made = read_promises(db, [one.learner_id for one in members], roadmap.slug, checkin.week)
    return Digest(
        at=at,
        week=checkin.week,
        roadmap=roadmap.slug,
        reports=tuple(map(Reported, read_reporters(db, checkin.group_id, checkin.id))),
        board=_front(db, checkin.group_id, members, week),
        milestones=_reached(db, checkin, roadmap, now),
        together=find_together(db, checkin.group_id, roadmap.slug, checkin.week),
        goal=find_goal_offer(db, checkin.group_id, roadmap.slug, now),
        partners=has_offer(db, checkin.group_id, checkin.week),
        tasks=tasks,
        tasks_before=before,
        kept=sum(one.state == PromiseState.KEPT for one in made),
        checkin=checkin.id,
    )


def _front(
    db: Connection, group_id: GroupId, members: Sequence[MemberScore], week: tuple[date, date]
) -> tuple[Scored, ...]:
    points = read_week_points(db, group_id, *week)
    entries = (BoardEntry(one.learner_id, one.name, points.get(one.learner_id, 0), one.points_at) for one in members)
    first = (standing.entry for standing in first_ranks(entries, RANKED))
    return tuple(Scored(LearnerId(entry.learner), entry.score, entry.reached_at) for entry in first)


def _reached(db: Connection, checkin: Checkin, roadmap: Roadmap, now: datetime) -> tuple[Reached, ...]:
    """List the latest eight milestones since the end of the last check-in, newest first.

    None is older than two weeks before the end. Before a first check-in, the week before its opening counts.
    """
    before = read_latest_checkin(db, checkin.group_id, checkin.opened_at - _MOMENT)
    since = max(before.closes_at if before else checkin.opened_at - WEEK, checkin.closes_at - 2 * WEEK)
    found = read_recent_milestones(db, checkin.group_id, roadmap.slug, viewer=None, until=now, count=SCANNED)
    return tuple(_few(found, since))


def _few(found: Iterable[RecentMilestone], since: datetime) -> list[Reached]:
    latest = [one for one in found if one.at >= since][:REACHED]
    return [Reached(one.learner_id, one.kind, one.slug) for one in latest]
