"""SQL about study days: the facts that the ledger is reckoned from, and the counters beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Table,
    bindparam,
    func,
    or_,
    select,
    update,
)

from bot.closed_sets import NewsKind
from bot.features.members.queries.records import RECORD, StreakRecord, record_of
from bot.features.streaks.queries.ledger_rows import select_facts
from bot.features.streaks.queries.outage_days import read_open_outages, resolve_outages
from bot.features.streaks.queries.shelved import DayFacts, Shelved, read_shelved
from bot.identity import LearnerId
from bot.tables import (
    learners,
    sessions,
    ticks,
    undos,
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


_LEARNER = select(*RECORD).where(learners.c.id == bindparam("learner_id"))


def _by_account(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (or_(table.c.made_on == bindparam("platform"), table.c.made_on.is_(None)),)


_FACTS = select_facts(lambda _: ())
_FACTS_OF_ACCOUNT = select_facts(_by_account)

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
