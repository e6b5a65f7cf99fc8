"""SQL about study days: the facts that the ledger is reckoned from, and the counters beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Executable,
    Select,
    Table,
    bindparam,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)

from bot.closed_sets import NewsKind, SessionSource, TickSource
from bot.database.columns import constant
from bot.features.members.queries.records import RECORD, StreakRecord, record_of
from bot.features.streaks.queries.outage_days import read_open_outages, resolve_outages
from bot.features.streaks.queries.shelved import DayFacts, Shelved, read_shelved
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


class AccountFacts(NamedTuple):
    """The study days and circumstances of one account of a linked learner, and the study day on which it joined."""

    joined: date
    days: list[DayFacts]
    around: Circumstances


_nothing, _single, _enough = constant(0), constant(1), constant(ENOUGH_MINUTES)
_LEARNER = select(*RECORD).where(learners.c.id == bindparam("learner_id"))

_no_date = cast(null(), Date)

Made = Callable[[Table], tuple[ColumnElement[bool], ...]]
"""The condition on the rows of a table that count: none, or that an account made them."""


def _of(table: Table, made: Made) -> tuple[ColumnElement[bool], ...]:
    return (table.c.learner_id == bindparam("learner_id"), *made(table))


def _live_ticks(made: Made) -> Select[*tuple[Any, ...]]:
    return (
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
        .where(*_of(ticks, made), ticks.c.source != constant(TickSource.PLACEMENT), undos.c.tick_id.is_(None))
    )


def _sessions(made: Made) -> Select[*tuple[Any, ...]]:
    return select(
        sessions.c.day,
        _nothing,
        _nothing,
        case((sessions.c.source == constant(SessionSource.SESSION), sessions.c.minutes), else_=_nothing),
        case((sessions.c.source == constant(SessionSource.REPAIR), sessions.c.minutes), else_=_nothing),
        _nothing,
        _nothing,
        sessions.c.enough,
    ).where(*_of(sessions, made), sessions.c.undone_at.is_(None))


_KEPT = select(day_points.c.day, *[_nothing] * 5, day_points.c.points, _enough).where(
    day_points.c.learner_id == bindparam("learner_id")
)


def _span(kind: str, *columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Select spans of a kind beside the days, which have six figures more."""
    return select(constant(kind), *columns, *[_nothing] * 6)


def _facts(made: Made) -> CompoundSelect[*tuple[Any, ...]]:
    """Select all that the ledger is reckoned from."""
    entries = union_all(_live_ticks(made), _sessions(made), _KEPT).subquery()
    return union_all(
        select(
            constant("day").label("kind"),
            entries.c.day.label("first"),
            _no_date.label("last"),
            func.sum(entries.c.ticked).label("number"),
            func.sum(entries.c.late),
            func.sum(entries.c.minutes),
            func.sum(entries.c.late_minutes),
            func.sum(entries.c.earned),
            func.sum(entries.c.kept),
            func.min(entries.c.enough),
        ).group_by(entries.c.day),
        _span("rest", rest_changes.c.from_day, _no_date, rest_changes.c.rest_days).where(*_of(rest_changes, made)),
        _span("pause", pauses.c.first_day, pauses.c.last_day, _nothing).where(*_of(pauses, made)),
        _span("held", zone_changes.c.held_day, _no_date, _nothing).where(
            *_of(zone_changes, made), zone_changes.c.held_day.is_not(None)
        ),
        _span("outage", outage_days.c.first_day, outage_days.c.last_day, _nothing)
        .join(outages, outages.c.starts_at == outage_days.c.starts_at)
        .where(*_of(outage_days, made), outages.c.resolved),
        *(
            _span(f"told {kind}", streak_news.c.day, _no_date, _nothing).where(
                streak_news.c.learner_id == bindparam("learner_id"), streak_news.c.kind == constant(kind)
            )
            for kind in NewsKind
        ),
        _span("open", _no_date, _no_date, _nothing).select_from(outages).where(outages.c.resolved.is_(False)),
    )


def _by_account(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (or_(table.c.made_on == bindparam("platform"), table.c.made_on.is_(None)),)


_FACTS = _facts(lambda _: ())
_FACTS_OF_ACCOUNT = _facts(_by_account)

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


def read_days(db: Connection, learner_id: LearnerId, *, linked: bool = False) -> list[DayFacts]:
    """Read each study day of a learner that has a tick, a session or points, in no order."""
    days = _days(_read(db, _FACTS, learner_id))
    return read_shelved(db, learner_id).add_to(days) if linked else days


def read_facts(db: Connection, learner_id: LearnerId, clock: StudyClock) -> tuple[list[DayFacts], Circumstances]:
    """Read a learner's study days, and their rest days, pauses, held dates and outages.

    An outage that is not resolved for every learner yet is resolved here.
    """
    facts = _read(db, _FACTS, learner_id)
    return _days(facts), _circumstances(facts, _resolve(db, learner_id, clock, facts))


def read_account_facts(
    db: Connection, learner_id: LearnerId, clock: StudyClock, shelved: Shelved
) -> list[AccountFacts]:
    """Read the same of each account of a linked learner, with the rows that the link set aside."""
    found = []
    for own in shelved.accounts:
        facts = _read(db, _FACTS_OF_ACCOUNT, learner_id, platform=own.platform)
        around = _circumstances(facts, _resolve(db, learner_id, clock, facts))
        rest, spans = {**dict(around.rest), **dict(own.rest)}, (*around.outages, *own.outages)
        around = replace(around, rest=tuple(sorted(rest.items())), outages=spans)
        found.append(AccountFacts(own.joined, own.add_to(_days(facts)), around))
    return found


def _resolve(
    db: Connection, learner_id: LearnerId, clock: StudyClock, facts: Mapping[str, list[Sequence[Any]]]
) -> list[tuple[date, date]]:
    fresh = resolve_outages(db, {learner_id: clock}, read_open_outages(db)) if facts.get("open") else ()
    return [(days.first, days.last) for days in fresh]


def _circumstances(facts: Mapping[str, list[Sequence[Any]]], fresh: Sequence[tuple[date, date]]) -> Circumstances:
    kept = [(first, last) for first, last, *_ in facts.get("outage", ())]
    return Circumstances(
        rest=tuple(sorted((first, int(bits)) for first, _, bits, *_ in facts.get("rest", ()))),
        pauses=tuple((first, last) for first, last, *_ in facts.get("pause", ())),
        held=frozenset(first for first, *_ in facts.get("held", ())),
        outages=(*kept, *fresh),
        heard=_heard(facts),
    )


def _heard(facts: Mapping[str, list[Sequence[Any]]]) -> HeardNews:
    freezes, ends, before = ({day for day, *_ in facts.get(f"told {kind}", ())} for kind in NewsKind)
    return HeardNews(freezes, ends, max(before, default=date.min))


def _read(
    db: Connection, statement: Executable, learner_id: LearnerId, **values: str
) -> dict[str, list[Sequence[Any]]]:
    """Read all that the ledger is reckoned from, by kind."""
    found: dict[str, list[Sequence[Any]]] = {}
    for kind, *figures in db.execute(statement, {"learner_id": learner_id, **values}):
        found.setdefault(kind, []).append(figures)
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
