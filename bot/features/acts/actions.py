"""Keep an act in the transaction that does it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.closed_sets import ActKind
from bot.features.acts.queries import Act, add_act
from bot.features.members.actions.presence import Present
from bot.identity import Caller


def record_act(db: Connection, caller: Caller, present: Present, kind: ActKind, roadmap_slug: str = "") -> Act:
    """Keep that the caller did something. Without a roadmap it is study beside one."""
    return add_act(db, present.learner_id, kind, roadmap_slug, at=caller.now, day=present.day)
