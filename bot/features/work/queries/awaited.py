"""SQL about the link that a learner was asked for, which waits for plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Executable, bindparam, delete, select

from bot.database.columns import constant
from bot.database.upsert import Into, PerEngine
from bot.identity import Account, LearnerId
from bot.tables import accounts, dialogs

ATTACH = "attach"
"""The command whose question it is."""
WAITS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class AwaitedLink:
    """The task for which a learner was asked for a link."""

    roadmap_slug: str
    task: str


def _asking(into: Into) -> Executable:
    fresh = into(dialogs)
    kept = {name: fresh.excluded[name] for name in ("kind", "step", "answers", "at")}
    return fresh.on_conflict_do_update(index_elements=["learner_id"], set_=kept)


_ASK = PerEngine(_asking)
_OWN = dialogs.c.kind == constant(ATTACH)
_FIND = (
    select(dialogs.c.answers)
    .join(accounts, accounts.c.learner_id == dialogs.c.learner_id)
    .where(
        accounts.c.platform == bindparam("platform"),
        accounts.c.user_id == bindparam("user_id"),
        _OWN,
        dialogs.c.at > bindparam("since"),
    )
)
_END = delete(dialogs).where(dialogs.c.learner_id == bindparam("learner"), _OWN)


def await_link(db: Connection, learner_id: LearnerId, awaited: AwaitedLink, now: datetime) -> None:
    """Let the learner's next plain words be the link of a task. Another question waits no more."""
    answers = {"roadmap": awaited.roadmap_slug, "task": awaited.task}
    db.execute(_ASK(db), {"learner_id": learner_id, "kind": ATTACH, "step": ATTACH, "answers": answers, "at": now})


def find_awaited_link(db: Connection, account: Account, now: datetime) -> AwaitedLink | None:
    """Find the task whose link is asked for. None: none is, or it was asked too long ago."""
    values = {"platform": account.platform, "user_id": account.user_id, "since": now - WAITS}
    answers = db.scalar(_FIND, values)
    return AwaitedLink(answers["roadmap"], answers["task"]) if answers else None


def await_no_link(db: Connection, learner_id: LearnerId) -> None:
    """Wait for a link no more."""
    db.execute(_END, {"learner": learner_id})
