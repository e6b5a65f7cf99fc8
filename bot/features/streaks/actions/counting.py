"""Counters of points and streaks, settled in the transaction of each change.

They can be rebuilt from the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.features.members.queries.records import StreakRecord
from bot.features.points.actions import DAY_POINT, award
from bot.features.points.queries import enlist, read_community_entries, read_counts, renew_counts, set_points
from bot.features.streaks.queries import ledger as facts
from bot.features.streaks.queries.ledger import AccountFacts, Circumstances
from bot.features.streaks.queries.shelved import DayFacts, read_shelved
from bot.identity import LearnerId
from roadmap.cadence import clock_at, study_day
from roadmap.linked_streak import unite_streaks
from roadmap.news import StreakNews, find_news, next_news_from
from roadmap.streak import Streak, StreakFacts, reckon_streak, streak_today

_DAY = timedelta(days=1)
REMEMBERED = 45  # days that a result carries; `read_ledger` has all


@dataclass(frozen=True, slots=True)
class StreakChange:
    """The streak before and after a change. `streak.days` are the last 45 days."""

    before: int
    after: int
    streak: Streak


@dataclass(frozen=True, slots=True)
class CounterDifference:
    """A counter that differs from the facts. `kept` is its value, `derived` the right one.

    `learner_id` is None for a counter of the community.
    """

    learner_id: LearnerId | None
    counter: str
    kept: int
    derived: int


def reckon_streak_change(
    db: Connection, learner_id: LearnerId, now: datetime, record: StreakRecord | None = None
) -> StreakChange:
    """Bring the counters in line with the ledger, after a tick, an undo or any other change to it.

    1. Reckon the streak anew.
    2. If the next study day is done already, reckon as of that day.
    3. Pay or take back the points of each study day.
    4. Keep the streak's counters if they changed.
    5. Return the streak before and after.

    The `record` is read, unless the caller has it as it is in this transaction.
    """
    books = _open_books(db, learner_id, record)
    record, streak = books.record, _reckon(books, now + _ahead(books, now))
    for day in books.days:
        award(db, learner_id, day.day, _due(day) - day.kept, now)
    kept = (record.streak, record.streak_through, record.best_streak, record.news_from)
    news_from = next_news_from(streak, find_news(streak, books.around.heard))
    if kept != (streak.current, streak.through, streak.best, news_from):
        facts.keep_streak(db, learner_id, streak, news_from)
    today = study_day(clock_at(record.clock, now), now)
    before = streak_today(record.streak, record.streak_through, today)
    return StreakChange(before, streak.current, replace(streak, days=streak.days[-REMEMBERED:]))


def _ahead(books: _Books, now: datetime) -> timedelta:
    """Return one day if the next study day is done already, else no time."""
    tomorrow = study_day(clock_at(books.record.clock, now), now) + _DAY
    return _DAY if any(day.day == tomorrow and day.done for day in books.days) else timedelta()


def read_ledger(db: Connection, learner_id: LearnerId, now: datetime, week_start: int = 0) -> Streak:
    """Reckon the streak and the verdict of each study day, without changing anything."""
    return _reckon(_open_books(db, learner_id), now, week_start)


def read_news(db: Connection, learner_id: LearnerId, now: datetime) -> tuple[Streak, StreakNews]:
    """Read the streak, and the news of it that the learner was not told."""
    books = _open_books(db, learner_id)
    streak = _reckon(books, now)
    return streak, find_news(streak, books.around.heard)


def verify_counters(db: Connection, now: datetime | None = None) -> list[CounterDifference]:
    """List every difference between the counters and the facts, as of `now`.

    Without `now` it is as of the newest entry.
    """
    now = now or facts.read_newest_entry(db)
    if now is None:
        return []
    found: list[CounterDifference] = []
    for entry in read_community_entries(db):
        found += _differing("in_community", entry.learner_id, {0: int(entry.listed)}, {0: int(entry.eligible)})
        found += _check_learner(db, entry.learner_id, now)
    kept, counted = read_counts(db)
    return [*found, *_differing("point_counts", None, kept, counted)]


def rebuild_counters(db: Connection, now: datetime | None = None) -> int:
    """Correct every counter from the facts, as of `now`. Return how many differed.

    Without `now` it is as of the newest entry.
    """
    now = now or facts.read_newest_entry(db)
    if now is None:
        return 0
    found = verify_counters(db, now)
    for entry in read_community_entries(db):
        if entry.listed != entry.eligible:
            enlist(db, entry.learner_id, entry.eligible)
    for learner_id in sorted({entry.learner_id for entry in found if entry.learner_id is not None}):
        repay_days(db, learner_id)
        reckon_streak_change(db, learner_id, now)
    renew_counts(db)
    return len(found)


def repay_days(db: Connection, learner_id: LearnerId) -> None:
    """Reckon the points of each of a learner's study days anew. The community's counts are the caller's part."""
    linked = facts.read_streak_record(db, learner_id).linked
    set_points(db, learner_id, {day.day: _due(day) for day in facts.read_days(db, learner_id, linked=linked)})


def _due(day: DayFacts) -> int:
    """Add up a study day's points: its ticks' points, and one for being done in time."""
    return day.earned + (DAY_POINT if day.done else 0)


@dataclass(frozen=True, slots=True)
class _Books:
    """All that a learner's streak is reckoned from. A linked learner has a book of each account too."""

    record: StreakRecord
    days: Sequence[DayFacts]
    around: Circumstances
    accounts: Sequence[AccountFacts] = ()


def _open_books(db: Connection, learner_id: LearnerId, record: StreakRecord | None = None) -> _Books:
    record = record or facts.read_streak_record(db, learner_id)
    days, around = facts.read_facts(db, learner_id, record.clock)
    if not record.linked:
        return _Books(record, days, around)
    shelved = read_shelved(db, learner_id)
    return _Books(record, shelved.add_to(days), around, facts.read_account_facts(db, learner_id, record.clock, shelved))


def _reckon(books: _Books, now: datetime, week_start: int = 0) -> Streak:
    today = study_day(clock_at(books.record.clock, now), now)
    joint = _streak_facts(books.record.joined_day, today, books.days, books.around)
    if not books.accounts:
        return reckon_streak(joint, week_start=week_start)
    return unite_streaks(
        joint,
        [_streak_facts(own.joined, today, own.days, own.around) for own in books.accounts],
        week_start=week_start,
    )


def _streak_facts(joined: date, today: date, days: Sequence[DayFacts], around: Circumstances) -> StreakFacts:
    return StreakFacts(
        joined=joined,
        today=today,
        done=frozenset(day.day for day in days if day.done or day.repaired),
        repaired=frozenset(day.day for day in days if day.repaired),
        returned=frozenset(day.day for day in days if day.returned),
        rest=around.rest,
        pauses=around.pauses,
        outages=frozenset(_days_of(around.outages)),
        held=around.held,
    )


def _days_of(spans: Iterable[tuple[date, date]]) -> Iterator[date]:
    for first, last in spans:
        yield from (first + _DAY * count for count in range((last - first).days + 1))


def _check_learner(db: Connection, learner_id: LearnerId, now: datetime) -> Iterator[CounterDifference]:
    record = facts.read_streak_record(db, learner_id)
    days = facts.read_days(db, learner_id, linked=record.linked)
    kept = {day.day.toordinal(): day.kept for day in days}
    due = {day.day.toordinal(): _due(day) for day in days}
    yield from _differing("day_points", learner_id, kept, due)
    yield from _differing("points", learner_id, {0: record.points}, {0: sum(due.values())})
    streak = read_ledger(db, learner_id, now)
    today = study_day(clock_at(record.clock, now), now)
    shown = streak_today(record.streak, record.streak_through, today)
    yield from _differing("streak", learner_id, {0: shown}, {0: streak.current})
    yield from _differing("best_streak", learner_id, {0: record.best_streak}, {0: streak.best})


def _differing(
    counter: str, learner_id: LearnerId | None, kept: dict[int, int], derived: dict[int, int]
) -> Iterator[CounterDifference]:
    for key in sorted(kept.keys() | derived.keys()):
        if kept.get(key, 0) != derived.get(key, 0):
            yield CounterDifference(learner_id, counter, kept.get(key, 0), derived.get(key, 0))
