"""Make learners when they are first seen, and keep their names and study clocks current."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.features.members.actions.names import tidy_name
from bot.features.members.queries import groups, learners
from bot.features.members.queries.learners import Person
from bot.identity import Account, Caller
from bot.posting.locking import lock_groups_of, lock_learner
from roadmap.cadence import StudyClock, clock_at, study_day


def ensure_learner(db: Connection, caller: Caller) -> Person:
    """Find the caller's learner, or make learner and account.

    Names follow the platform, and the language follows the caller. The learner's row stays locked until the transaction
    ends (PostgreSQL).
    """
    name = tidy_name(caller.account.name, learners.ACCOUNT_NAME) or caller.account.key
    username = tidy_name(caller.account.username, learners.USERNAME).lower()
    person = learners.find_person(db, caller.account, lock=True)
    if person is None:
        _add_learner_with_account(db, caller, name, username)
        person = learners.find_person(db, caller.account, lock=True)
        assert person is not None  # noqa: S101  made a line above, or by a faster call
    learners.rename(db, person, name[: learners.NAME], name, username)
    learners.follow_language(db, person, caller.language)
    return person


def lock_person(db: Connection, account: Account) -> Person | None:
    """Find the learner of an account. The learner and all groups of theirs stay locked until the transaction ends.

    A link or unlink at the same moment may give the account to another learner, who is then found and locked.
    """
    person = learners.find_person(db, account)
    while person is not None:
        lock_groups_of(db, [person.learner_id])
        lock_learner(db, person.learner_id)
        locked, person = person.learner_id, learners.find_person(db, account)
        if person is not None and person.learner_id == locked:
            break
    return person


def apply_clock_change(db: Connection, person: Person, caller: Caller) -> StudyClock:
    """Apply a change of zone or day end that has come into effect. Returns the learner's current clock."""
    clock = clock_at(person.clock, caller.now)
    if clock != person.clock:
        learners.keep_clock(db, person.learner_id, clock)
    return clock


def _add_learner_with_account(db: Connection, caller: Caller, name: str, username: str) -> None:
    here = groups.find_group_here(db, caller.place, None)
    zone = here.zone if here else caller.zone
    joined_day = study_day(StudyClock(zone), caller.now)
    learner_id = learners.add_learner(db, name[: learners.NAME], zone, caller.now, joined_day)
    if not learners.add_account(db, learner_id, caller.account, name, username):
        learners.drop_learner(db, learner_id)
