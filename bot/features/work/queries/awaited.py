"""The link that a learner was asked for, which waits for plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.features.dialogs.queries import Dialog, end_dialog, find_account_dialog, put_dialog
from bot.identity import Account, LearnerId

ATTACH = "attach"
"""The command whose question it is."""


@dataclass(frozen=True, slots=True)
class AwaitedLink:
    """The task for which a learner was asked for a link."""

    roadmap_slug: str
    task: str


def await_link(db: Connection, learner_id: LearnerId, awaited: AwaitedLink, now: datetime) -> None:
    """Let the learner's next plain words be the link of a task. Another question waits no more."""
    answers = {"roadmap": awaited.roadmap_slug, "task": awaited.task}
    put_dialog(db, learner_id, Dialog(ATTACH, ATTACH, answers, now))


def find_awaited_link(db: Connection, account: Account, now: datetime) -> AwaitedLink | None:
    """Find the task whose link is asked for. None: none is, or it was asked too long ago."""
    found = find_account_dialog(db, account, now)
    return AwaitedLink(found.answers["roadmap"], found.answers["task"]) if found and found.kind == ATTACH else None


def await_no_link(db: Connection, learner_id: LearnerId) -> None:
    """Wait for a link no more."""
    end_dialog(db, learner_id, ATTACH)
