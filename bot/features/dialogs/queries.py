"""SQL about questions that wait for plain words, each of a kind: the command that takes the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, select

from bot.database.upsert import Into, PerEngine
from bot.identity import Account, LearnerId
from bot.tables import accounts, dialogs


@dataclass(frozen=True, slots=True)
class Dialog:
    """A conversation of a kind, the command that takes its answers. Since `at`, it waits for the answer to a step."""

    kind: str
    step: str
    answers: dict[str, Any]
    at: datetime


_DIALOG_COLUMNS = (dialogs.c.kind, dialogs.c.step, dialogs.c.answers, dialogs.c.at)
_FIND_DIALOG = select(*_DIALOG_COLUMNS).where(
    dialogs.c.learner_id == bindparam("learner"), dialogs.c.kind == bindparam("which")
)
_DIALOG_OF_ACCOUNT = (
    select(*_DIALOG_COLUMNS)
    .join(accounts, accounts.c.learner_id == dialogs.c.learner_id)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.user_id == bindparam("user_id"))
)


def _putting_dialog(into: Into) -> Executable:
    fresh = into(dialogs)
    kept = {name: fresh.excluded[name] for name in ("kind", "step", "answers", "at")}
    return fresh.on_conflict_do_update(index_elements=["learner_id"], set_=kept)


_PUT_DIALOG = PerEngine(_putting_dialog)
_END_DIALOG = delete(dialogs).where(dialogs.c.learner_id == bindparam("learner"), dialogs.c.kind == bindparam("which"))


FRESH = timedelta(hours=24)
"""The time that a question waits for its answer. Later words are not taken as the answer."""


def find_dialog(db: Connection, learner_id: LearnerId, kind: str, now: datetime) -> Dialog | None:
    """Find the conversation of a kind that a learner is in, while its question is fresh."""
    return _find_fresh(db, _FIND_DIALOG, {"learner": learner_id, "which": kind}, now)


def find_account_dialog(db: Connection, account: Account, now: datetime) -> Dialog | None:
    """Find the conversation of any kind that the learner with this account is in."""
    return _find_fresh(db, _DIALOG_OF_ACCOUNT, {"platform": account.platform, "user_id": account.user_id}, now)


def read_asked(db: Connection, account: Account, now: datetime) -> str:
    """Return the command whose question waits for this account's plain words. Empty: no question waits."""
    found = find_account_dialog(db, account, now)
    return found.kind if found else ""


def _find_fresh(db: Connection, query: Executable, values: dict[str, object], now: datetime) -> Dialog | None:
    row = db.execute(query, values).one_or_none()
    found = Dialog(*row) if row else None
    return found if found and now - found.at < FRESH else None


def put_dialog(db: Connection, learner_id: LearnerId, dialog: Dialog) -> None:
    """Save a conversation's step, in place of any other conversation."""
    row = {
        "learner_id": learner_id,
        "kind": dialog.kind,
        "step": dialog.step,
        "answers": dialog.answers,
        "at": dialog.at,
    }
    db.execute(_PUT_DIALOG(db), row)


def end_dialog(db: Connection, learner_id: LearnerId, kind: str) -> bool:
    """End a learner's conversation of a kind. Return False if they are in none."""
    return db.execute(_END_DIALOG, {"learner": learner_id, "which": kind}).rowcount > 0
