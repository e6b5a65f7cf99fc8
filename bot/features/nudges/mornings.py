"""The morning post: yesterday used or earned a freeze, or brought cheers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.features.cheers.queries.posts import count_cheerers
from bot.features.nudges.facts import Morning
from bot.features.streaks.actions import counting
from bot.features.streaks.actions.telling import MORNING, note_freezes_told
from bot.features.streaks.queries import study_days
from bot.features.streaks.queries.study_days import StudyCalendar
from bot.library import Library
from bot.posting import hours
from bot.posting.audience_rules import is_snoozed, is_wanted
from bot.posting.audiences import Listener, find_home, read_listener
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_learner
from bot.posting.decisions import Decision, Never, Speak
from bot.posting.dues import LearnerDue
from bot.posting.posts import Post
from roadmap.cadence import clock_at, day_bounds, study_day
from roadmap.streak import DAYS_TO_EARN_A_FREEZE, MOST_FREEZES_HELD

GRACE = timedelta(hours=6)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MorningState:
    """A learner at the due of their morning post.

    `news`: yesterday used or earned a freeze, or brought cheers of which the learner wants to hear. `heard`: the
    learner has had their post of the day.
    """

    listener: Listener
    at: datetime
    news: bool
    heard: bool


def decide_morning(state: MorningState, now: datetime) -> Decision:
    """Decide to send the morning post if there is news of yesterday.

    It is not sent late, during a snooze, or beside another post of the day.
    """
    passed = now - state.at > GRACE or is_snoozed(state.listener, now) or state.heard
    return Speak() if state.news and not passed else Never()


def plan_morning(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Plan the morning post, and return the moment of the next one.

    1. Return None if the learner has no group or wants no nudges.
    2. Skip a post that is later than its grace.
    3. Skip it if today is a pause.
    4. Skip it unless yesterday used or earned a freeze, or brought cheers. Cheers can be switched off.
    5. Skip it if the learner is snoozed or has had their post of the day.
    6. Otherwise plan it.
    """
    listener = read_listener(db, due.learner_id)
    if not is_wanted(listener) or find_home(db, listener.learner_id) is None:
        return None
    if now - due.at <= GRACE:
        yesterday = study_day(clock_at(listener.clock, now), now) - _DAY
        facts = _facts(db, listener, yesterday, at=due.at, now=now)
        state = MorningState(listener, due.at, facts is not None, has_learner_heard(db, listener, now))
        if facts and decide_morning(state, now) == Speak():
            plan_for_learner(
                db, listener.learner_id, PlannedPost(MORNING, yesterday.isoformat(), facts, due.at, GRACE), now
            )
    return hours.next_morning(listener, max(due.at, now if now - due.at <= GRACE else now - GRACE))


def read_cheers_wanted(db: Connection, post: Post) -> bool:
    """Read whether the learner of a morning post wants to hear of cheers by now."""
    return post.learner_id is not None and read_listener(db, post.learner_id).cheers_on


def note_morning_told(db: Connection, post: Post) -> None:
    """Note the freezes of a morning post as told, in the transaction that marks it as sent."""
    if post.learner_id is not None:
        note_freezes_told(db, post.learner_id, Morning.from_json(post.facts).used, on=post.place.platform)


def _facts(db: Connection, learner: Listener, yesterday: date, *, at: datetime, now: datetime) -> Morning | None:
    calendar = study_days.read_study_calendars(db, [learner.learner_id], yesterday)[learner.learner_id]
    if calendar.is_paused(yesterday + _DAY):
        return None
    freezes = _freeze_news(db, learner, calendar, yesterday, at=at, now=now)
    cheers = _count_cheers(db, learner, yesterday) if freezes or learner.cheers_on else 0
    return replace(freezes or Morning(at), cheers=cheers) if freezes or cheers else None


def _count_cheers(db: Connection, learner: Listener, yesterday: date) -> int:
    """Count the members who cheered for a learner on their study day."""
    begin, end = day_bounds(learner.clock, yesterday)
    return count_cheerers(db, learner.learner_id, begin, end)


def _freeze_news(
    db: Connection, learner: Listener, calendar: StudyCalendar, yesterday: date, *, at: datetime, now: datetime
) -> Morning | None:
    """Return the news of the freeze that yesterday used or earned. None without any."""
    if not _may_matter(db, learner, calendar, yesterday):
        return None
    streak, news = counting.read_news(db, learner.learner_id, now)
    if yesterday in calendar.done:
        earned = streak.freezes < MOST_FREEZES_HELD or _freezes_before(db, learner, yesterday) < MOST_FREEZES_HELD
        return Morning(at, earned=True, freezes=streak.freezes, streak=streak.current) if earned else None
    used = yesterday in news.freezes
    return Morning(at, used=(yesterday,), freezes=streak.freezes, streak=streak.current) if used else None


def _may_matter(db: Connection, learner: Listener, calendar: StudyCalendar, yesterday: date) -> bool:
    """Return whether yesterday may have used or earned a freeze, so that the ledger is worth reckoning.

    Every tenth done day may earn a freeze. A day without study may use one while a streak lasts.
    Rest days and pauses use none.
    """
    if yesterday in calendar.done:
        return study_days.count_done_days(db, learner.learner_id, yesterday) % DAYS_TO_EARN_A_FREEZE == 0
    return learner.streak > 0 and not calendar.is_rest(yesterday) and not calendar.is_paused(yesterday)


def _freezes_before(db: Connection, learner: Listener, day: date) -> int:
    begin = day_bounds(clock_at(learner.clock, day_bounds(learner.clock, day)[0]), day)[0]
    return counting.read_ledger(db, learner.learner_id, begin - timedelta(minutes=1)).freezes
