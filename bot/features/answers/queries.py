"""SQL about the answers to typed messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.database.upsert import PerEngine
from bot.identity import Account
from bot.tables import accounts, answers


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer: the digest of the answered line, our message, and what was done with the lines that undo it."""

    digest: str
    chat_id: int
    message_id: int
    acts: Sequence[Sequence[str]]


_OF_MESSAGE = (
    answers.c.platform == bindparam("of_platform"),
    answers.c.chat_id == bindparam("of_chat"),
    answers.c.message_id == bindparam("of_message"),
)
_FIND = select(answers).where(*_OF_MESSAGE)
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


def put_answer(db: Connection, account: Account, message: tuple[int, int], answer: AnswerRow, now: datetime) -> None:
    """Keep the answer to an account's message, named by its chat and number. A later answer replaces an earlier one."""
    row = {"platform": account.platform, "chat_id": message[0], "message_id": message[1], "user_id": account.user_id}
    said = {"digest": answer.digest, "answer_chat_id": answer.chat_id, "answer_id": answer.message_id}
    by = {"by_platform": account.platform, "by_user": account.user_id}
    db.execute(_PUT(db), {**row, **said, **by, "acts": [list(act) for act in answer.acts], "at": now})


def find_answer(db: Connection, platform: str, message: tuple[int, int]) -> AnswerRow | None:
    """Find the answer to a message, named by its chat and number."""
    of_message = {"of_platform": platform, "of_chat": message[0], "of_message": message[1]}
    row = db.execute(_FIND, of_message).one_or_none()
    return AnswerRow(row.digest, row.answer_chat_id, row.answer_id, row.acts) if row else None


def prune_answers(db: Connection, before: datetime) -> int:
    """Delete the answers from before an instant. Returns how many."""
    return db.execute(_PRUNE, {"before": before}).rowcount
