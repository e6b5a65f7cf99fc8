"""SQL about the answers to typed messages, and about updates that wait for theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.database.inbound import close_tickets
from bot.database.upsert import PerEngine
from bot.identity import Account
from bot.tables import accounts, answers, brief_answers, waiting_updates


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer: the digest of the answered line, our message, and what was done with the lines that undo it."""

    digest: str
    chat_id: int
    message_id: int
    acts: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """An answer, the account to which it was given, and the chat and number of the call."""

    account: Account
    call: tuple[int, int]
    answer: AnswerRow


_OF_MESSAGE = (
    answers.c.platform == bindparam("of_platform"),
    answers.c.chat_id == bindparam("of_chat"),
    answers.c.message_id == bindparam("of_message"),
)
_FIND = select(answers).where(*_OF_MESSAGE)
_LATEST = 100  # answers of one person in which a deed is looked for
_TO_ACCOUNT = (
    select(answers)
    .where(answers.c.platform == bindparam("platform"), answers.c.user_id == bindparam("user_id"))
    .order_by(answers.c.at.desc(), answers.c.message_id.desc())
    .limit(_LATEST)
)
_LEARNER = (
    select(accounts.c.learner_id)
    .where(accounts.c.platform == bindparam("by_platform"), accounts.c.user_id == bindparam("by_user"))
    .scalar_subquery()
)
_CHANGED = ("learner_id", "digest", "answer_chat_id", "answer_id", "acts", "at")
_PUT = PerEngine(
    lambda into: (kept := into(answers).values(learner_id=_LEARNER)).on_conflict_do_update(
        index_elements=["platform", "chat_id", "message_id"],
        set_={name: kept.excluded[name] for name in _CHANGED},
    )
)
_PRUNE = delete(answers).where(answers.c.at < bindparam("before"))
_ADD_UPDATES = PerEngine(lambda into: into(waiting_updates).on_conflict_do_nothing())
_UPDATES = select(waiting_updates.c.number, waiting_updates.c.body).where(waiting_updates.c.at >= bindparam("since"))
_DROP_UPDATE = delete(waiting_updates).where(waiting_updates.c.number == bindparam("which"))
_ADD_BRIEF = PerEngine(lambda into: into(brief_answers).on_conflict_do_nothing())
_DUE = (
    select(brief_answers.c.chat_id, brief_answers.c.message_id)
    .where(brief_answers.c.until <= bindparam("now"))
    .order_by(brief_answers.c.until)
)
_DROP_BRIEF = delete(brief_answers).where(
    brief_answers.c.chat_id == bindparam("of_chat"), brief_answers.c.message_id == bindparam("of_message")
)
_PRUNE_UPDATES = delete(waiting_updates).where(waiting_updates.c.at < bindparam("before"))


def put_reports(db: Connection, reports: Sequence[ReportRow], now: datetime) -> None:
    """Keep the answers to messages. A later answer to a message replaces an earlier one."""
    if reports:
        db.execute(_PUT(db), [_values(report, now) for report in reports])


def _values(report: ReportRow, now: datetime) -> dict[str, object]:
    account, (chat_id, message_id), answer = report.account, report.call, report.answer
    row = {"platform": account.platform, "chat_id": chat_id, "message_id": message_id, "user_id": account.user_id}
    said = {"digest": answer.digest, "answer_chat_id": answer.chat_id, "answer_id": answer.message_id}
    by = {"by_platform": account.platform, "by_user": account.user_id}
    return {**row, **said, **by, "acts": [list(act) for act in answer.acts], "at": now}


def find_answer(db: Connection, platform: str, message: tuple[int, int]) -> AnswerRow | None:
    """Find the answer to a message, named by its chat and number."""
    of_message = {"of_platform": platform, "of_chat": message[0], "of_message": message[1]}
    row = db.execute(_FIND, of_message).one_or_none()
    return AnswerRow(row.digest, row.answer_chat_id, row.answer_id, row.acts) if row else None


def close_answered(db: Connection, inbound_ids: Sequence[str], reports: Sequence[ReportRow], now: datetime) -> None:
    """Clear the tickets of calls that were answered, and keep what their answers report."""
    close_tickets(db, inbound_ids)
    put_reports(db, reports, now)


def find_reporting(db: Connection, account: Account, undo: str) -> AnswerRow | None:
    """Find the latest answer to an account that names a deed with this line to take it back."""
    rows = db.execute(_TO_ACCOUNT, {"platform": account.platform, "user_id": account.user_id})
    row = next((row for row in rows if any(act[1] == undo for act in row.acts)), None)
    return AnswerRow(row.digest, row.answer_chat_id, row.answer_id, row.acts) if row else None


def prune_answers(db: Connection, before: datetime) -> int:
    """Delete the answers from before an instant. Returns how many."""
    return db.execute(_PRUNE, {"before": before}).rowcount


def add_updates(db: Connection, updates: Mapping[int, str], now: datetime) -> None:
    """Keep updates by their number. One that is kept already stays."""
    db.execute(_ADD_UPDATES(db), [{"number": number, "body": body, "at": now} for number, body in updates.items()])


def read_updates(db: Connection, since: datetime) -> dict[int, str]:
    """Read the updates that were kept since an instant."""
    return {row.number: row.body for row in db.execute(_UPDATES, {"since": since})}


def delete_updates(db: Connection, numbers: Sequence[int]) -> None:
    """Delete updates."""
    db.execute(_DROP_UPDATE, [{"which": number} for number in numbers])


def prune_updates(db: Connection, before: datetime) -> int:
    """Delete the updates from before an instant. Returns how many."""
    return db.execute(_PRUNE_UPDATES, {"before": before}).rowcount


def add_brief_answer(db: Connection, message: tuple[int, int], until: datetime) -> None:
    """Keep a message of ours, named by its chat and number, that is removed at an instant."""
    db.execute(_ADD_BRIEF(db), {"chat_id": message[0], "message_id": message[1], "until": until})


def read_due_answers(db: Connection, now: datetime) -> list[tuple[int, int]]:
    """Read the messages to be removed by now."""
    return [(row.chat_id, row.message_id) for row in db.execute(_DUE, {"now": now})]


def delete_brief_answer(db: Connection, message: tuple[int, int]) -> None:
    """Forget a message that is removed."""
    db.execute(_DROP_BRIEF, {"of_chat": message[0], "of_message": message[1]})
