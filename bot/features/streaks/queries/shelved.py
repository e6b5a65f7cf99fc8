"""SQL about the rows that the link of a learner set aside, and that their accounts' ledgers still count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from bot.closed_sets import TickSource
from bot.identity import LearnerId
from bot.tables import learners, links, outage_days, rest_changes, set_aside, ticks, undos


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
class ShelvedAccount:
    """Days of one account's ledger that the link set aside, and the day on which the account joined.

    `ticked` and `late` are the days of ticks that stand no more, as the other account had ticked the same task earlier.
    `rest` and `outages` are as in `Circumstances`.
    """

    platform: str
    joined: date
    ticked: frozenset[date]
    late: frozenset[date]
    rest: tuple[tuple[date, int], ...]
    outages: tuple[tuple[date, date], ...]

    def add_to(self, days: Iterable[DayFacts]) -> list[DayFacts]:
        """Let the ticks that were set aside count for their days."""
        found = {day.day: day for day in days}
        for day in self.ticked | self.late:
            found[day] = self._mend(found.get(day, DayFacts(day, done=False, repaired=False, earned=0, kept=0)))
        return list(found.values())

    def _mend(self, day: DayFacts) -> DayFacts:
        if day.day in self.ticked:
            return day._replace(done=True, repaired=False, returned=False)
        return day if day.done else day._replace(repaired=True, returned=False)


@dataclass(frozen=True, slots=True)
class Shelved:
    """Rows that the link of a learner set aside, by account."""

    accounts: tuple[ShelvedAccount, ...]

    def add_to(self, days: Iterable[DayFacts]) -> list[DayFacts]:
        """Let the ticks that were set aside count for their days."""
        for account in self.accounts:
            days = account.add_to(days)
        return list(days)


class _Row(NamedTuple):
    platform: str
    table: str
    values: dict[str, Any]


_COUNTED = (learners.name, ticks.name, rest_changes.name, outage_days.name)
_SHELVED = (
    select(set_aside.c.platform, set_aside.c.table_name, set_aside.c.row)
    .join(links, links.c.id == set_aside.c.link_id)
    .outerjoin(undos, undos.c.tick_id == set_aside.c.twin)
    .where(links.c.learner_id == bindparam("learner"), set_aside.c.table_name.in_(_COUNTED), undos.c.tick_id.is_(None))
    .order_by(set_aside.c.id)
)
"""A tick whose twin was taken back is left out: whoever takes back a task takes back both."""


def read_shelved(db: Connection, learner_id: LearnerId) -> Shelved:
    """Read what the link of a learner set aside and their ledgers count."""
    rows = [_Row(*row) for row in db.execute(_SHELVED, {"learner": learner_id})]
    own = {row.platform: row.values for row in rows if row.table == learners.name}
    return Shelved(tuple(_account(platform, row, rows) for platform, row in own.items()))


def _account(platform: str, learner: dict[str, Any], rows: Iterable[_Row]) -> ShelvedAccount:
    own = [row for row in rows if row.platform == platform]
    return ShelvedAccount(
        platform,
        date.fromisoformat(learner["joined_day"]),
        ticked=frozenset(_days_of(own, TickSource.TICK)),
        late=frozenset(_days_of(own, TickSource.REPAIR)),
        rest=tuple(
            (date.fromisoformat(row.values["from_day"]), row.values["rest_days"])
            for row in own
            if row.table == rest_changes.name
        ),
        outages=tuple(
            (date.fromisoformat(row.values["first_day"]), date.fromisoformat(row.values["last_day"]))
            for row in own
            if row.table == outage_days.name
        ),
    )


def _days_of(rows: Iterable[_Row], source: TickSource) -> Iterator[date]:
    """Yield the days of ticks of a kind that were set aside."""
    for row in rows:
        if row.table == ticks.name and row.values["source"] == source:
            yield date.fromisoformat(row.values["day"])
