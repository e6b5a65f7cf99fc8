"""The digest of a check-in: who reported, what is promised, who is in front, what was reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.storage import boards, checkins, milestones, promises, study_days
from bot.storage.boards import Score
from bot.storage.checkins import Checkin
from bot.storage.promises import KEPT
from bot.usecases.promising import WEEK
from bot.usecases.speaking.checkin_facts import Digest, Named, Placed, Reached, Told
from roadmap.leaderboard import Entry, stand
from roadmap.model import Roadmap

FRONT = 3
REACHED = 8
SCANNED = 50  # milestones looked through for those of the week
_LAST_DAY = timedelta(days=6)
_TICK = timedelta(microseconds=1)


def digest(db: Connection, checkin: Checkin, roadmap: Roadmap, *, at: datetime, now: datetime) -> Digest:
    """What there is to say about a week; `at` is when it was meant to be said."""
    members = boards.read_members(db, checkin.group_id)
    week = (checkin.week, checkin.week + _LAST_DAY)
    tasks, _ = study_days.count_ticks(db, checkin.group_id, roadmap.slug, *week)
    before, _ = study_days.count_ticks(db, checkin.group_id, roadmap.slug, week[0] - WEEK, week[1] - WEEK)
    made = promises.read_week(db, [one.learner_id for one in members], roadmap.slug, checkin.week)
    return Digest(
        at=at,
        week=checkin.week,
        roadmap=roadmap.slug,
        reports=_reports(db, checkin, roadmap),
        board=_front(db, checkin.group_id, members, week),
        milestones=_reached(db, checkin, roadmap, now),
        tasks=tasks,
        tasks_before=before,
        kept=sum(one.state == KEPT for one in made),
    )


def _reports(db: Connection, checkin: Checkin, roadmap: Roadmap) -> tuple[Told, ...]:
    reporters = checkins.read_reporters(db, checkin.group_id, checkin.id)
    coming = promises.read_week(db, [one.learner_id for one in reporters], roadmap.slug, checkin.week + WEEK)
    return tuple(
        Told(
            _named(one.name, by_number=one.by_number, number=one.number),
            tuple(made.task for made in coming if made.learner_id == one.learner_id),
        )
        for one in reporters
    )


def _front(db: Connection, group_id: int, members: Sequence[Score], week: tuple[date, date]) -> tuple[Placed, ...]:
    points = boards.read_week(db, group_id, *week)
    entries = (Entry(one.learner_id, one.name, points.get(one.learner_id, 0), one.points_at) for one in members)
    known = {one.learner_id: _named(one.name, by_number=one.by_number, number=one.number) for one in members}
    return tuple(
        Placed(known[standing.entry.learner], standing.rank, standing.entry.score)
        for standing in stand(entries, None, FRONT).top
        if standing.entry.score
    )


def _reached(db: Connection, checkin: Checkin, roadmap: Roadmap, now: datetime) -> tuple[Reached, ...]:
    """What was reached since the last check-in closed, the latest first."""
    before = checkins.latest(db, checkin.group_id, checkin.opened_at - _TICK)
    since = max(before.closes_at if before else checkin.opened_at - WEEK, checkin.closes_at - 2 * WEEK)
    found = milestones.recent(db, checkin.group_id, roadmap.slug, viewer=None, until=now, count=SCANNED)
    return tuple(_few(found, since))


def _few(found: Iterable[milestones.Recent], since: datetime) -> list[Reached]:
    latest = [one for one in found if one.at >= since][:REACHED]
    return [
        Reached(_named(one.name, by_number=one.visibility == "number", number=one.number), one.kind, one.slug)
        for one in latest
    ]


def _named(name: str, *, by_number: bool, number: int) -> Named:
    return Named(number=number) if by_number else Named(name, number)
