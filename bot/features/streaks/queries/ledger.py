"""SQL about study days: the facts that the ledger is reckoned from, and the counters beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    bindparam,
    case,
    cast,
    func,
    null,
    select,
    union_all,
    update,
)

from bot.closed_sets import NewsKind, SessionSource, TickSource
from bot.database.columns import constant
from bot.features.members.queries.records import RECORD, StreakRecord, record_of
from bot.features.streaks.queries.outage_days import read_open_outages, resolve_outages
from bot.identity import LearnerId
from bot.tables import (
    day_points,
    learners,
    outage_days,
    outages,
    pauses,
    rest_changes,
    sessions,
    streak_news,
    ticks,
    undos,
    zone_changes,
)
from roadmap.cadence import StudyClock
from roadmap.news import HeardNews
from roadmap.streak import ENOUGH_MINUTES, Streak


class DayFacts(NamedTuple):
    """A study day with any activity.

    `done`: it has a tick, or 15 minutes of study, entered on the day itself.
    `repaired`: late entries made it count. `returned`: fewer minutes were enough, as it was the day of a return.
    `earned` are the points of its ticks. `kept` are the points that the counter has.
    """

    day: date
    done: bool
    repaired: bool
    earned: int
    kept: int
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The circumstances that hold a streak without study.

    `rest` are (from day, weekday bits, Monday = 1). `held` are dates that a change of zone skipped or cut short.
    `pauses` and `outages` are (first day, last day). `heard` is the news of the streak that the learner was told.
    """

    rest: tuple[tuple[date, int], ...]
    pauses: tuple[tuple[date, date], ...]
    held: frozenset[date]
    outages: tuple[tuple[date, date], ...]
    heard: HeardNews


_nothing, _single, _enough = constant(0), constant(1), constant(ENOUGH_MINUTES)

_LIVE_TICKS = (
    select(
        ticks.c.day,
        case((ticks.c.source == constant(TickSource.TICK), _single), else_=_nothing).label("ticked"),
        case((ticks.c.source == constant(TickSource.REPAIR), _single), else_=_nothing).label("late"),
        _nothing.label("minutes"),
        _nothing.label("late_minutes"),
        ticks.c.points.label("earned"),
        _nothing.label("kept"),
        _enough.label("enough"),
    )
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(
        ticks.c.learner_id == bindparam("learner_id"),
        ticks.c.source != constant(TickSource.PLACEMENT),
        undos.c.tick_id.is_(None),
    )
)
_SESSIONS = select(
    sessions.c.day,
    _nothing,
    _nothing,
    case((sessions.c.source == constant(SessionSource.SESSION), sessions.c.minutes), else_=_nothing),
    case((sessions.c.source == constant(SessionSource.REPAIR), sessions.c.minutes), else_=_nothing),
    _nothing,
    _nothing,
    sessions.c.enough,
).where(sessions.c.learner_id == bindparam("learner_id"), sessions.c.undone_at.is_(None))
_KEPT = select(day_points.c.day, *[_nothing] * 5, day_points.c.points, _enough).where(
    day_points.c.learner_id == bindparam("learner_id")
)
_entries = union_all(_LIVE_TICKS, _SESSIONS, _KEPT).subquery()
_LEARNER = select(*RECORD).where(learners.c.id == bindparam("learner_id"))

_no_date = cast(null(), Date)


def _span(kind: str, *columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Select spans of a kind beside the days, which have six figures more."""
    return select(constant(kind), *columns, *[_nothing] * 6)


_FACTS = union_all(
    select(
        constant("day").label("kind"),
        _entries.c.day.label("first"),
        _no_date.label("last"),
        func.sum(_entries.c.ticked).label("number"),
        func.sum(_entries.c.late),
        func.sum(_entries.c.minutes),
        func.sum(_entries.c.late_minutes),
        func.sum(_entries.c.earned),
        func.sum(_entries.c.kept),
        func.min(_entries.c.enough),
    ).group_by(_entries.c.day),
    _span("rest", rest_changes.c.from_day, _no_date, rest_changes.c.rest_days).where(
        rest_changes.c.learner_id == bindparam("learner_id")
    ),
    _span("pause", pauses.c.first_day, pauses.c.last_day, _nothing).where(
        pauses.c.learner_id == bindparam("learner_id")
    ),
    _span("held", zone_changes.c.held_day, _no_date, _nothing).where(
        zone_changes.c.learner_id == bindparam("learner_id"), zone_changes.c.held_day.is_not(None)
    ),
    _span("outage", outage_days.c.first_day, outage_days.c.last_day, _nothing)
    .join(outages, outages.c.starts_at == outage_days.c.starts_at)
    .where(outage_days.c.learner_id == bindparam("learner_id"), outages.c.resolved),
    *(
        _span(f"told {kind}", streak_news.c.day, _no_date, _nothing).where(
            streak_news.c.learner_id == bindparam("learner_id"), streak_news.c.kind == constant(kind)
        )
        for kind in NewsKind
    ),
    _span("open", _no_date, _no_date, _nothing).select_from(outages).where(outages.c.resolved.is_(False)),
)

_KEEP = (
    update(learners)
    .where(learners.c.id == bindparam("learner"))
    .values(
        streak=bindparam("now_streak"),
        streak_through=bindparam("now_through"),
        best_streak=bindparam("now_best"),
        news_from=bindparam("now_news"),
    )
)

_LATEST = tuple(select(func.max(column)) for column in (learners.c.joined_at, ticks.c.at, undos.c.at, sessions.c.at))


def read_streak_record(db: Connection, learner_id: LearnerId) -> StreakRecord:
    """Read the learner's clock and counters."""
    return record_of(db.execute(_LEARNER, {"learner_id": learner_id}).one())


def read_days(db: Connection, learner_id: LearnerId) -> list[DayFacts]:
    """Read each study day of a learner that has a tick, a session or points, in no order."""
    return _days(_read(db, learner_id))


def read_facts(db: Connection, learner_id: LearnerId, clock: StudyClock) -> tuple[list[DayFacts], Circumstances]:
    """Read a learner's study days, and their rest days, pauses, held dates and outages.

    An outage that is not resolved for every learner yet is resolved here.
    """
    facts = _read(db, learner_id)
    fresh = resolve_outages(db, {learner_id: clock}, read_open_outages(db)) if facts.get("open") else ()
    kept = [(first, last) for first, last, *_ in facts.get("outage", ())]
    return _days(facts), Circumstances(
        rest=tuple(sorted((first, int(bits)) for first, _, bits, *_ in facts.get("rest", ()))),
        pauses=tuple((first, last) for first, last, *_ in facts.get("pause", ())),
        held=frozenset(first for first, *_ in facts.get("held", ())),
        outages=(*kept, *((days.first, days.last) for days in fresh)),
        heard=_heard(facts),
    )


def _heard(facts: Mapping[str, list[Sequence[Any]]]) -> HeardNews:
    freezes, ends, before = ({day for day, *_ in facts.get(f"told {kind}", ())} for kind in NewsKind)
    return HeardNews(freezes, ends, max(before, default=date.min))


def _read(db: Connection, learner_id: LearnerId) -> dict[str, list[Sequence[Any]]]:
    """Read all that the ledger is reckoned from, by kind."""
    found: dict[str, list[Sequence[Any]]] = {}
    for kind, *values in db.execute(_FACTS, {"learner_id": learner_id}):
        found.setdefault(kind, []).append(values)
    return found


def _days(facts: Mapping[str, list[Sequence[Any]]]) -> list[DayFacts]:
    return [_day(first, *sums) for first, _, *sums in facts.get("day", ())]


def keep_streak(db: Connection, learner_id: LearnerId, streak: Streak, news_from: date | None) -> None:
    """Keep the streak's counters, and from which study day on there is news of it."""
    kept = {"now_streak": streak.current, "now_through": streak.through, "now_best": streak.best}
    db.execute(_KEEP, {"learner": learner_id, **kept, "now_news": news_from})


def _day(day: date, *sums: int) -> DayFacts:
    ticked, late, minutes, late_minutes, earned, kept, enough = sums
    done = ticked > 0 or minutes >= enough
    repaired = not done and (late > 0 or minutes + late_minutes >= ENOUGH_MINUTES)
    returned = not ticked and enough <= minutes < ENOUGH_MINUTES
    return DayFacts(day, done, repaired, earned, kept, returned)


def read_newest_entry(db: Connection) -> datetime | None:
    """Read the instant of the newest entry of any learner. None if there is none."""
    latest = (db.execute(statement).scalar() for statement in _LATEST)
    return max((instant for instant in latest if instant is not None), default=None)
