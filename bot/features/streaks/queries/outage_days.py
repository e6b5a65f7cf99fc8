"""SQL about the study days that outages of the bot take from learners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, or_, select, union_all, update

from bot.identity import LearnerId
from bot.tables import groups, learners, memberships, outage_days, outages, sessions, ticks, zone_changes
from bot.tables.clocks import CLOCK, clock_of
from roadmap.cadence import StudyClock
from roadmap.outages import ClockChange, ClockPeriod, Outage, find_outage_days, trace_clock

MARGIN = timedelta(days=2)
"""A study day may be this long before the UTC date."""


class OutageDays(NamedTuple):
    """The study days, first and last, that an outage takes from a learner."""

    learner_id: LearnerId
    outage: Outage
    first: date
    last: date


_LEARNER_IDS: BindParameter[list[LearnerId]] = bindparam("learner_ids", expanding=True)
_OPEN = select(outages.c.starts_at, outages.c.ends_at).where(outages.c.resolved.is_(False))
_CLOCKS = (
    select(learners.c.id, *CLOCK)
    .where(learners.c.id > bindparam("after"))
    .order_by(learners.c.id)
    .limit(bindparam("count"))
    .with_for_update(key_share=True)
)
_CHANGES = (
    select(
        zone_changes.c.learner_id,
        zone_changes.c.at,
        zone_changes.c.effective_at,
        zone_changes.c.zone,
        zone_changes.c.day_end,
    )
    .where(zone_changes.c.learner_id.in_(_LEARNER_IDS))
    .order_by(zone_changes.c.id)
)
_GROUP_ZONES = (
    select(memberships.c.learner_id, groups.c.zone)
    .join(groups, groups.c.id == memberships.c.group_id)
    .where(memberships.c.learner_id.in_(_LEARNER_IDS))
    .order_by(memberships.c.joined_at.desc(), memberships.c.group_id.desc())
)
_FIRST_ENTRIES = union_all(
    *(
        select(entries.c.learner_id, entries.c.at, entries.c.zone).where(
            entries.c.id.in_(
                select(func.min(entries.c.id))
                .where(entries.c.learner_id.in_(_LEARNER_IDS))
                .group_by(entries.c.learner_id)
            )
        )
        for entries in (ticks, sessions)
    )
)
_OF_OPEN = (
    select(
        outage_days.c.learner_id,
        outages.c.starts_at,
        outages.c.ends_at,
        outage_days.c.first_day,
        outage_days.c.last_day,
    )
    .join(outages, outages.c.starts_at == outage_days.c.starts_at)
    .where(outages.c.resolved.is_(False), outage_days.c.learner_id.in_(_LEARNER_IDS))
)
_RUNNING = (
    select(learners.c.id)
    .where(
        learners.c.id.in_(_LEARNER_IDS),
        or_(learners.c.streak_through >= bindparam("day"), learners.c.active_at >= bindparam("since")),
    )
    .order_by(learners.c.id)
)
_DROP = delete(outage_days).where(
    outage_days.c.learner_id == bindparam("learner"), outage_days.c.starts_at == bindparam("start")
)
_ADD = insert(outage_days)
_FORGET = delete(outages).where(outages.c.starts_at == outages.c.ends_at)
_CLOSE = update(outages).where(outages.c.resolved.is_(False)).values(resolved=True)


def read_open_outages(db: Connection) -> list[Outage]:
    """Read the outages whose study days are not resolved for every learner yet."""
    return [Outage(row.starts_at, row.ends_at) for row in db.execute(_OPEN)]


def close_outages(db: Connection) -> None:
    """Mark the outages as resolved for every learner. Forget those that never were."""
    db.execute(_FORGET)
    db.execute(_CLOSE)


def lock_clocks(db: Connection, after: LearnerId, limit: int) -> dict[LearnerId, StudyClock]:
    """Lock up to `limit` learners of ids above `after`, and read their clocks, by id."""
    return {row.id: clock_of(row) for row in db.execute(_CLOCKS, {"after": after, "count": limit})}


def resolve_outages(db: Connection, clocks: Mapping[LearnerId, StudyClock], found: Sequence[Outage]) -> set[OutageDays]:
    """Find the study days that outages take from these learners, by the clocks that they had then."""
    traces = trace_clocks(db, clocks)
    spans = (
        (learner_id, outage, find_outage_days(traces[learner_id], outage)) for learner_id in clocks for outage in found
    )
    return {OutageDays(learner_id, outage, *span) for learner_id, outage, span in spans if span}


def replace_outage_days(db: Connection, learner_ids: Collection[LearnerId], found: set[OutageDays]) -> set[LearnerId]:
    """Keep the study days that open outages take from learners. Return the learners of whom something changed."""
    rows = db.execute(_OF_OPEN, {"learner_ids": list(learner_ids)})
    kept = {OutageDays(row.learner_id, Outage(row.starts_at, row.ends_at), row.first_day, row.last_day) for row in rows}
    if kept - found:
        db.execute(_DROP, [{"learner": row.learner_id, "start": row.outage.starts_at} for row in kept - found])
    if found - kept:
        db.execute(_ADD, [_row(days) for days in found - kept])
    return {days.learner_id for days in found ^ kept}


def read_running(db: Connection, learner_ids: Collection[LearnerId], since: datetime) -> Sequence[LearnerId]:
    """List those of these learners whose streak stood at an instant, or who were active since, by id."""
    values = {"learner_ids": list(learner_ids), "day": (since - MARGIN).date(), "since": since}
    return db.scalars(_RUNNING, values).all()


def trace_clocks(db: Connection, clocks: Mapping[LearnerId, StudyClock]) -> dict[LearnerId, tuple[ClockPeriod, ...]]:
    """Read the clocks that learners have had, oldest first. `clocks` are their present ones."""
    changes = defaultdict[LearnerId, list[ClockChange]](list)
    for learner_id, *change in db.execute(_CHANGES, {"learner_ids": list(clocks)}):
        changes[learner_id].append(ClockChange(*change))
    zones = _read_first_zones(db, {learner_id: made[0].made_at for learner_id, made in changes.items()})
    return {
        learner_id: trace_clock(clock, zones.get(learner_id, clock.zone), changes[learner_id])
        for learner_id, clock in clocks.items()
    }


def _read_first_zones(db: Connection, changed: Mapping[LearnerId, datetime]) -> dict[LearnerId, str]:
    """Read the zones of learners before their first change, given its instant.

    The first tick or session says it. A learner with none before the change has the zone of their first group.
    """
    values = {"learner_ids": list(changed)}
    zones = {row.learner_id: row.zone for row in db.execute(_GROUP_ZONES, values)} if changed else {}
    entries = db.execute(_FIRST_ENTRIES, values).all() if changed else ()
    for entry in sorted(entries, key=attrgetter("at"), reverse=True):
        if entry.at < changed[entry.learner_id]:
            zones[entry.learner_id] = entry.zone
    return zones


def _row(days: OutageDays) -> dict[str, object]:
    return {
        "learner_id": days.learner_id,
        "starts_at": days.outage.starts_at,
        "first_day": days.first,
        "last_day": days.last,
    }
