"""Guided conversations that are going on: one a learner, kept so that a restart does not end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, select

from bot.database.upsert import Into, PerEngine
from bot.identity import Account
from bot.tables import accounts, dialogs


@dataclass(frozen=True, slots=True)
class Dialog:
    """A conversation of a kind, waiting for the answer to a step since `at`."""

    kind: str
    step: str
    answers: dict[str, Any]
    at: datetime


_COLUMNS = (dialogs.c.kind, dialogs.c.step, dialogs.c.answers, dialogs.c.at)
_FIND = select(*_COLUMNS).where(dialogs.c.learner_id == bindparam("learner"))
_OF_ACCOUNT = (
    select(*_COLUMNS)
    .join(accounts, accounts.c.learner_id == dialogs.c.learner_id)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.user_id == bindparam("user_id"))
)


def _putting(into: Into) -> Executable:
    fresh = into(dialogs)
    kept = {name: fresh.excluded[name] for name in ("kind", "step", "answers", "at")}
    return fresh.on_conflict_do_update(index_elements=["learner_id"], set_=kept)


_PUT = PerEngine(_putting)
_END = delete(dialogs).where(dialogs.c.learner_id == bindparam("learner"))


FRESH = timedelta(hours=24)
"""How long a question waits for its answer: words that come later were not meant for it."""


def find_step(db: Connection, learner_id: int, now: datetime) -> str:
    """The question that waits for this learner's answer; empty if there is none."""
    found = find_dialog(db, learner_id)
    return found.step if found and now - found.at < FRESH else ""


def find_dialog(db: Connection, learner_id: int) -> Dialog | None:
    """The conversation that a learner is in, however old."""
    row = db.execute(_FIND, {"learner": learner_id}).one_or_none()
    return Dialog(*row) if row else None


def find_account_dialog(db: Connection, account: Account) -> Dialog | None:
    """The same for whoever has this account."""
    row = db.execute(_OF_ACCOUNT, {"platform": account.platform, "user_id": account.user_id}).one_or_none()
    return Dialog(*row) if row else None


def put_dialog(db: Connection, learner_id: int, dialog: Dialog) -> None:
    """Keep where a conversation stands, in place of any other."""
    row = {
        "learner_id": learner_id,
        "kind": dialog.kind,
        "step": dialog.step,
        "answers": dialog.answers,
        "at": dialog.at,
    }
    db.execute(_PUT(db), row)


def end_dialog(db: Connection, learner_id: int) -> bool:
    """The conversation is over; False if there was none."""
    return db.execute(_END, {"learner": learner_id}).rowcount > 0
