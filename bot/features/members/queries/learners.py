"""SQL about learners, their accounts and their study clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.closed_sets import NudgePace, Visibility
from bot.database.upsert import PerEngine
from bot.features.members.queries.records import RECORD, StreakRecord, record_of
from bot.identity import Account, AccountId, LearnerId
from bot.tables import accounts, learners, names
from bot.tables.clocks import CLOCK, clock_of
from bot.tables.names import SHOWN_NAME, reader
from roadmap.cadence import StudyClock

NAME = names.NAME
ACCOUNT_NAME = 128
USERNAME = 64


@dataclass(frozen=True, slots=True)
class Person:
    """A learner found by one of their accounts.

    `account_name` and `username` are the names of the account when it was last seen. `news_in`: the call in whose
    answer they were told news of their streak last.
    """

    learner_id: LearnerId
    account_id: AccountId
    name: str
    account_name: str
    username: str
    record: StreakRecord
    active_at: datetime | None
    nudge_pace: NudgePace
    nudges_ignored: int
    off_reason: str | None
    language: str | None
    visibility: Visibility
    news_in: str | None = None

    @property
    def clock(self) -> StudyClock:
        """The study clock, with a change that is to come."""
        return self.record.clock


PERSON = (
    learners.c.id,
    accounts.c.id.label("account_id"),
    learners.c.name,
    accounts.c.name.label("account_name"),
    accounts.c.username,
    learners.c.active_at,
    learners.c.nudge_pace,
    learners.c.nudges_ignored,
    accounts.c.off_reason,
    learners.c.language,
    learners.c.visibility,
    learners.c.news_in,
    *RECORD,
)
"""The columns of a `Person`, in the order of `person_of`."""

_PERSON = (
    select(*PERSON)
    .join(accounts, accounts.c.learner_id == learners.c.id)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.user_id == bindparam("user_id"))
)
_PERSON_LOCKED = _PERSON.with_for_update(
    of=[learners, accounts], key_share=True
)  # rows that refer to it may be written
_CLOCK_OF = select(*CLOCK).where(learners.c.id == bindparam("learner_id"))
_JOINED_DAY_OF = select(learners.c.joined_day).where(learners.c.id == bindparam("learner_id"))
_NAME_OF = select(SHOWN_NAME).where(learners.c.id == bindparam("learner_id"))

_NEW_LEARNER = insert(learners).returning(learners.c.id)
_NEW_ACCOUNT = PerEngine(lambda into: into(accounts).on_conflict_do_nothing().returning(accounts.c.id))
_DROP_LEARNER = delete(learners).where(learners.c.id == bindparam("learner_id"))
_RENAME_LEARNER = update(learners).where(learners.c.id == bindparam("learner_id")).values(name=bindparam("new_name"))
_SPEAK = update(learners).where(learners.c.id == bindparam("learner_id")).values(language=bindparam("new_language"))
_RENAME_ACCOUNT = (
    update(accounts)
    .where(accounts.c.id == bindparam("account_id"))
    .values(name=bindparam("new_name"), username=bindparam("new_username"))
)
_SET_CLOCK = (
    update(learners)
    .where(learners.c.id == bindparam("learner_id"))
    .values(
        zone=bindparam("new_zone"),
        day_end=bindparam("new_day_end"),
        next_zone=bindparam("new_next_zone"),
        next_day_end=bindparam("new_next_day_end"),
        next_from=bindparam("new_next_from"),
    )
)


def find_person(db: Connection, account: Account, *, lock: bool = False) -> Person | None:
    """Find the learner of an account. `lock` holds the rows of both until the transaction ends.

    A link or unlink that is waited for may give the account to another learner (PostgreSQL), who is found then.
    """
    values = {"platform": account.platform, "user_id": account.user_id}
    row = db.execute(_PERSON_LOCKED if lock else _PERSON, values).one_or_none()
    if row is None and lock and db.dialect.name == "postgresql":
        row = db.execute(_PERSON_LOCKED, values).one_or_none()
    return person_of(row) if row else None


def person_of(values: Sequence[Any]) -> Person:
    """The person that the values of these columns describe."""
    learner_id, account_id, name, account_name, username, active_at, pace, ignored, off, language, seen = values[:11]
    news_in, *record = values[11:]
    return Person(
        learner_id=learner_id,
        account_id=account_id,
        name=name,
        account_name=account_name,
        username=username,
        record=record_of(record),
        news_in=news_in,
        active_at=active_at,
        nudge_pace=NudgePace(pace),
        nudges_ignored=ignored,
        off_reason=off,
        language=language,
        visibility=Visibility(seen),
    )


def add_learner(db: Connection, name: str, zone: str, joined_at: datetime, joined_day: date) -> LearnerId:
    """Add a learner without an account. Return the learner's id."""
    values = {"name": name, "zone": zone, "joined_at": joined_at, "joined_day": joined_day, "points_at": joined_at}
    return LearnerId(db.execute(_NEW_LEARNER, values).scalar_one())


def add_account(db: Connection, learner_id: LearnerId, account: Account, name: str, username: str) -> bool:
    """Give a learner an account. Return False if it has a learner already."""
    values = {
        "learner_id": learner_id,
        "platform": account.platform,
        "user_id": account.user_id,
        "name": name,
        "username": username,
    }
    return db.execute(_NEW_ACCOUNT(db), values).one_or_none() is not None


def drop_learner(db: Connection, learner_id: LearnerId) -> None:
    """Delete a learner that was made in vain, because a faster call had added the account."""
    db.execute(_DROP_LEARNER, {"learner_id": learner_id})


def rename(db: Connection, person: Person, name: str, account_name: str, username: str) -> None:
    """Update changed names of a learner and their account. Write nothing if none changed."""
    if person.name != name:
        db.execute(_RENAME_LEARNER, {"learner_id": person.learner_id, "new_name": name})
    if (person.account_name, person.username) != (account_name, username):
        values = {"account_id": person.account_id, "new_name": account_name, "new_username": username}
        db.execute(_RENAME_ACCOUNT, values)


def follow_language(db: Connection, person: Person, language: str) -> None:
    """Save a learner's language. Write nothing if it is empty or has not changed."""
    if language and language != person.language:
        db.execute(_SPEAK, {"learner_id": person.learner_id, "new_language": language})


def read_clock(db: Connection, learner_id: LearnerId) -> StudyClock:
    """Read a learner's study clock, with a change that is to come."""
    return clock_of(db.execute(_CLOCK_OF, {"learner_id": learner_id}).one())


def keep_clock(db: Connection, learner_id: LearnerId, clock: StudyClock) -> None:
    """Save a learner's study clock."""
    values = {
        "learner_id": learner_id,
        "new_zone": clock.zone,
        "new_day_end": clock.day_end,
        "new_next_zone": clock.next_zone,
        "new_next_day_end": clock.next_day_end,
        "new_next_from": clock.next_from,
    }
    db.execute(_SET_CLOCK, values)


def read_joined_day(db: Connection, learner_id: LearnerId) -> date:
    """Read a learner's first study day, on which they joined."""
    day: date = db.execute(_JOINED_DAY_OF, {"learner_id": learner_id}).scalar_one()
    return day


def read_name(db: Connection, learner_id: LearnerId) -> str:
    """Read a learner's name, as it is on the platform of the reader."""
    return str(db.execute(_NAME_OF, {"learner_id": learner_id, **reader(db)}).scalar_one())
