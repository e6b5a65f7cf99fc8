"""See a group as its stewards may: activity, obstacles, promises, posts, and tasks where members stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.members.queries.deputies import Deputy, read_deputies
from bot.features.members.queries.places import PostingPlace, read_posting_places
from bot.features.stewards.queries import overview as rows
from bot.features.stewards.queries.overview import SeenMember, SeenObstacle
from bot.features.streaks.queries import study_days
from bot.identity import GroupId, LearnerId
from bot.posting.outcomes import PostReason
from roadmap.cadence import clock_at, study_day
from roadmap.model import Roadmap
from roadmap.progress import next_tasks

WEEK = timedelta(days=7)
FORTNIGHT = timedelta(days=14)
"""The time in which a member gets one friendly word at most."""
LATELY = timedelta(days=28)
FEWEST = 2
"""The fewest members that are told of as being at one task."""


class Failure(StrEnum):
    """A kind of failure of a post: too late, perhaps arrived, refused."""

    LATE = "late"
    UNSURE = "unsure"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class GroupOverview:
    """A group as its stewards see it.

    `quiet`: silent for over a week, and not on a `pause`. `kept` of `promised` promises of the last closed week.
    `stops`: tasks that come next for several members, the most first. `at`: each member's own study day.
    """

    members: tuple[SeenMember, ...]
    new: tuple[SeenMember, ...]
    quiet: tuple[SeenMember, ...]
    away: tuple[SeenMember, ...]
    stuck: tuple[SeenObstacle, ...]
    stops: tuple[tuple[str, int], ...]
    kept: int
    promised: int
    failed: tuple[tuple[Failure, int], ...]
    places: tuple[PostingPlace, ...]
    deputies: tuple[Deputy, ...]

    def member(self, learner_id: LearnerId) -> SeenMember | None:
        """Find a member by their id."""
        return next((one for one in self.members if one.learner_id == learner_id), None)


def survey_group(db: Connection, group_id: GroupId, roadmap: Roadmap | None, now: datetime) -> GroupOverview:
    """See a group as its stewards may. Without its roadmap nothing is said of tasks."""
    members = rows.read_seen_members(db, group_id)
    away = find_away(db, members, now)
    active = [one for one in members if one not in away]
    kept, promised = _count_promises(db, group_id, members, roadmap)
    return GroupOverview(
        members=tuple(members),
        new=tuple(one for one in members if now - one.joined_at < WEEK),
        quiet=tuple(one for one in active if is_quiet_member(one, now)),
        away=tuple(away),
        stuck=tuple(rows.read_seen_obstacles(db, group_id, now - LATELY)),
        stops=_find_stops(db, members, roadmap) if roadmap else (),
        kept=kept,
        promised=promised,
        failed=_count_failures(db, group_id, now),
        places=read_posting_places(db, group_id),
        deputies=tuple(read_deputies(db, group_id)),
    )


def is_quiet_member(member: SeenMember, now: datetime) -> bool:
    """Whether a member was silent for over a week."""
    return now - member.active_at > WEEK


def may_offer_word(member: SeenMember, now: datetime) -> bool:
    """Whether a steward is offered to write to a member: one who can be named, and was not written to lately."""
    lately = member.written_at is not None and now - member.written_at < FORTNIGHT
    return not member.hidden and is_quiet_member(member, now) and not lately


def find_away(db: Connection, members: Sequence[SeenMember], now: datetime) -> list[SeenMember]:
    """Find the members on a pause, each on their own study day."""
    today = {one.learner_id: study_day(clock_at(one.clock, now), now) for one in members}
    calendars = study_days.read_study_calendars(db, list(today), min(today.values(), default=date.min))
    return [one for one in members if calendars[one.learner_id].is_paused(today[one.learner_id])]


def _count_promises(
    db: Connection, group_id: GroupId, members: Sequence[SeenMember], roadmap: Roadmap | None
) -> tuple[int, int]:
    week = rows.find_last_closed_week(db, group_id)
    if week is None or roadmap is None:
        return 0, 0
    return rows.count_promises(db, [one.learner_id for one in members], roadmap.slug, week)


def _find_stops(db: Connection, members: Sequence[SeenMember], roadmap: Roadmap) -> tuple[tuple[str, int], ...]:
    """Count the members for whom a task comes next. A single one is left out, and so are hidden members."""
    learner_ids = [one.learner_id for one in members if not one.hidden]
    ticked = study_days.read_ticked_by(db, learner_ids, roadmap.slug)
    chosen = study_days.read_chosen_by(db, learner_ids, roadmap.slug)
    coming = (next_tasks(roadmap, ticked[one], chosen[one], 1) for one in learner_ids)
    counts = Counter(task.slug for tasks in coming for task in tasks)
    return tuple((slug, count) for slug, count in counts.most_common() if count >= FEWEST)


def _count_failures(db: Connection, group_id: GroupId, now: datetime) -> tuple[tuple[Failure, int], ...]:
    counts: Counter[Failure] = Counter()
    for failed in rows.count_failed_posts(db, group_id, now - WEEK):
        counts[_failure_of(failed.state, failed.reason)] += failed.count
    return tuple((kind, counts[kind]) for kind in Failure if counts[kind])


def _failure_of(state: PostState, reason: str) -> Failure:
    if state is PostState.AMBIGUOUS:
        return Failure.UNSURE
    return Failure.LATE if reason == PostReason.STALE else Failure.REFUSED
