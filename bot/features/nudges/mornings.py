"""The morning after: a freeze was used for yesterday, or yesterday earned one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.features.nudges.facts import MORNING, Morning
from bot.features.streaks.actions import counting
from bot.features.streaks.queries import study_days
from bot.features.streaks.queries.study_days import StudyCalendar
from bot.library import Library
from bot.posting import hours
from bot.posting.audience_rules import is_snoozed, is_wanted
from bot.posting.audiences import Listener, read_listener
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_learner
from bot.posting.dues import LearnerDue
from roadmap.cadence import day_bounds, settled, study_day
from roadmap.streak import DAYS_TO_EARN_A_FREEZE, MOST_FREEZES_HELD, Verdict

GRACE = timedelta(hours=6)
_DAY = timedelta(days=1)


def plan_morning(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Tell what yesterday did to the freezes, if anything; return the next morning."""
    one = read_listener(db, due.learner_id)
    if not is_wanted(one):
        return None
    if now - due.at <= GRACE and not is_snoozed(one, now):
        yesterday = study_day(settled(one.clock, now), now) - _DAY
        facts = _facts(db, one, yesterday, at=due.at, now=now)
        if facts and not has_learner_heard(db, one, now):
            plan_for_learner(db, one.learner_id, PlannedPost(MORNING, yesterday.isoformat(), facts, due.at, GRACE), now)
    return hours.next_morning(one, max(due.at, now if now - due.at <= GRACE else now - GRACE))


def _facts(db: Connection, one: Listener, yesterday: date, *, at: datetime, now: datetime) -> Morning | None:
    calendar = study_days.read_study_calendars(db, [one.learner_id], yesterday)[one.learner_id]
    if calendar.is_paused(yesterday + _DAY) or not _may_matter(db, one, calendar, yesterday):
        return None
    streak = counting.read_ledger(db, one.learner_id, now)
    if yesterday in calendar.done:
        earned = streak.freezes < MOST_FREEZES_HELD or _freezes_before(db, one, yesterday) < MOST_FREEZES_HELD
        return Morning(at, earned=True, freezes=streak.freezes, streak=streak.current) if earned else None
    used = any(day.day == yesterday and day.verdict is Verdict.FREEZE for day in streak.days)
    return Morning(at, used=(yesterday,), freezes=streak.freezes, streak=streak.current) if used else None


def _may_matter(db: Connection, one: Listener, calendar: StudyCalendar, yesterday: date) -> bool:
    """Whether it is worth reckoning the whole ledger: a tenth done day, or a day missed while a streak stood."""
    if yesterday in calendar.done:
        return study_days.count_done_days(db, one.learner_id, yesterday) % DAYS_TO_EARN_A_FREEZE == 0
    return one.streak > 0 and not calendar.is_rest(yesterday) and not calendar.is_paused(yesterday)


def _freezes_before(db: Connection, one: Listener, day: date) -> int:
    begin = day_bounds(settled(one.clock, day_bounds(one.clock, day)[0]), day)[0]
    return counting.read_ledger(db, one.learner_id, begin - timedelta(minutes=1)).freezes
