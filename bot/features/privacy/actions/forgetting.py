"""Forget a learner: after a day that can be taken back, or at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from bot.features.codes.actions import keep_guesses_nameless
from bot.features.focus.actions.stopping import stop_if_empty
from bot.features.focus.queries.focuses import find_present_focus
from bot.features.members.actions.learners import lock_person
from bot.features.members.queries.learners import find_person
from bot.features.points.actions import leave_community
from bot.features.privacy.actions.unnaming import are_on_their_way, find_naming_posts, plan_unnaming
from bot.features.privacy.actions.upkeep import FORGOTTEN, note_done
from bot.features.privacy.queries import forgettings, traces
from bot.features.privacy.queries.export_rows import read_export
from bot.features.privacy.queries.forgettings import Forgetting
from bot.features.privacy.queries.naming import unname_facts
from bot.identity import Account, Caller, LearnerId
from bot.posting.locking import lock_groups_of, lock_learner

COOL_OFF = timedelta(days=1)
"""The time for which a learner can take the wish back."""

LATER = timedelta(hours=1)
"""The wait after a deletion that raised."""
AGAIN = timedelta(minutes=1)
"""The wait for a post that names the learner and is on its way."""


class Forgotten(StrEnum):
    """An outcome of a wish to be forgotten at once.

    - DONE: nothing is kept any more.
    - SOON: a post that names the learner is on its way, so it is done within some minutes.
    """

    DONE = "done"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class ForgettingView:
    """Whether a caller is a learner, and when they are to be forgotten, if they asked for it.

    `account`: they are none, but something is kept of their account. `asked_before`: the wish that they say now was
    kept already.
    """

    known: bool
    forgetting: Forgetting | None = None
    account: bool = False
    asked_before: bool = False


def read_forgetting_wish(db: Connection, caller: Caller) -> ForgettingView:
    """Read whether the caller is known, and their wish to be forgotten."""
    person = find_person(db, caller.account)
    if person is None:
        return _view_stranger(db, caller)
    return ForgettingView(known=True, forgetting=forgettings.read_forgetting(db, person.learner_id))


def find_forgetting(db: Connection, caller: Caller) -> Forgetting | None:
    """Find when the caller is to be forgotten. None: they did not ask for it."""
    person = find_person(db, caller.account)
    return forgettings.read_forgetting(db, person.learner_id) if person else None


def _view_stranger(db: Connection, caller: Caller) -> ForgettingView:
    """View a caller who is no learner. What is kept of their account is what an export holds."""
    return ForgettingView(known=False, account=any(one.rows for one in read_export(db, None, caller.account)))


def ask_to_forget(db: Connection, caller: Caller) -> ForgettingView:
    """Let the caller be forgotten in a day. A wish that they have already keeps its moment."""
    person = find_person(db, caller.account, lock=True)
    if person is None:
        return _view_stranger(db, caller)
    before = forgettings.read_forgetting(db, person.learner_id)
    if before is None:
        forgettings.put_forgetting(db, person.learner_id, caller.now, caller.now + COOL_OFF)
    kept = forgettings.read_forgetting(db, person.learner_id)
    return ForgettingView(known=True, forgetting=kept, asked_before=before is not None)


def keep_learner(db: Connection, caller: Caller) -> bool:
    """Take back the caller's wish to be forgotten. False if there was none."""
    person = find_person(db, caller.account, lock=True)
    return person is not None and forgettings.drop_forgetting(db, person.learner_id)


def forget_now(db: Connection, caller: Caller, call: str) -> Forgotten:
    """Forget the caller at once. `call` is the id of this call, whose result is kept without them."""
    person = lock_person(db, caller.account)
    if person is None:
        _drop_accounts(db, None, [caller.account], caller.now, but=call)
        return Forgotten.DONE
    if forget_learner(db, person.learner_id, caller.now, but=call):
        return Forgotten.DONE
    forgettings.put_forgetting(db, person.learner_id, caller.now, caller.now + AGAIN)
    return Forgotten.SOON


def find_next_due(db: Connection) -> datetime | None:
    """Find the earliest moment at which a learner is to be forgotten."""
    return forgettings.next_forgetting_at(db)


def find_due(db: Connection, now: datetime) -> list[LearnerId]:
    """Find the learners who are to be forgotten by now."""
    return forgettings.read_due_forgettings(db, now)


def forget_if_due(db: Connection, learner_id: LearnerId, now: datetime) -> bool:
    """Forget a learner whose moment has come. False if they took it back meanwhile.

    While a post that names them is on its way, it is put off by a minute. Then it returns False, too.
    """
    _lock(db, learner_id)
    found = forgettings.read_forgetting(db, learner_id)
    if found is None or found.due_at > now:
        return False
    done = forget_learner(db, learner_id, now)
    if not done:
        forgettings.put_off_wish(db, learner_id, now + AGAIN)
    return done


def put_off_forgetting(db: Connection, learner_id: LearnerId, now: datetime) -> None:
    """Try again in an hour to forget a learner, if they are still there."""
    forgettings.put_off_wish(db, learner_id, now + LATER)


def forget_learner(db: Connection, learner_id: LearnerId, now: datetime, *, but: str = "") -> bool:
    """Forget a learner, in this transaction. Returns False, and changes nothing, while a post that names them is sent.

    1. Lock their groups and them.
    2. Find the posts that name them, before the rows go that say so.
    3. Delete the groups of one, with the private chats.
    4. Take them out of the community board and out of the facts of posts.
    5. Keep as numbers: their number in each group, and the thanks that they gave.
    6. Delete the rows of their accounts, and what other calls were answered about them.
    7. Delete them, and all that goes with them. A session in which they were alone is over.
    8. Plan the changes of the messages that name them.
    """
    _lock(db, learner_id)
    accounts = traces.read_accounts(db, learner_id)
    naming = find_naming_posts(db, learner_id, now)
    if are_on_their_way(naming):
        return False
    traces.drop_own_groups(db, learner_id, accounts)
    leave_community(db, [learner_id])
    traces.keep_numbers(db, learner_id)
    traces.empty_obstacles(db, learner_id, now)
    unname_facts(db, learner_id)
    _drop_accounts(db, learner_id, accounts, now, but=but)
    session = find_present_focus(db, learner_id)
    traces.drop_learner_rows(db, learner_id)
    if session is not None:
        stop_if_empty(db, session.id, now)
    plan_unnaming(db, naming, now)
    note_done(db, FORGOTTEN, now)
    return True


def _lock(db: Connection, learner_id: LearnerId) -> None:
    lock_groups_of(db, [learner_id])
    lock_learner(db, learner_id)


def _drop_accounts(
    db: Connection, learner_id: LearnerId | None, accounts: Sequence[Account], now: datetime, *, but: str
) -> None:
    """Delete the rows of accounts, and the kept results that name them. Wrong codes stay counted for ten minutes."""
    names = {name for one in accounts for name in (one.name, one.username)}
    if learner_id is None:
        traces.drop_own_groups(db, None, accounts)
    else:
        names.add(traces.find_learner_name(db, learner_id) or "")
    for account in accounts:
        keep_guesses_nameless(db, account, now)
        traces.drop_account_rows(db, account, but=but)
    traces.drop_results(db, learner_id, accounts, names, but=but)
