"""Take milestones out of a celebration that waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.features.celebrations.actions.planning import GRACE, hasten_gathering
from bot.features.celebrations.actions.posted import CelebrationFacts, rewrite
from bot.features.celebrations.queries.gatherings import GATHERING
from bot.features.celebrations.queries.milestones import KnownMilestone
from bot.features.celebrations.queries.posts import KeptPost, postpone_post
from bot.posting import outbox
from roadmap.milestones import Milestone


def leave_out(
    db: Connection,
    waiting: KeptPost,
    lost: Collection[Milestone],
    known: Mapping[Milestone, KnownMilestone],
    now: datetime,
) -> None:
    """Take milestones out of a waiting post.

    1. A gathering keeps them as undone, so that a redo puts them back.
    2. A post of the learner's own without any left is cancelled. A gathering behind it comes sooner.
    3. If the last of them put the post off, it is due as it was before them.
    """
    facts = CelebrationFacts.from_json(waiting.facts)
    left = tuple(one for one in facts.milestones if one not in lost)
    if left == facts.milestones:
        return
    if waiting.kind == GATHERING:
        undone = (one for one in facts.milestones if one in lost)
        rewrite(db, waiting, replace(facts, milestones=left, undone=(*facts.undone, *undone)))
    elif not left:
        outbox.cancel_post(db, waiting.id, now)
        if waiting.place_id is not None:
            hasten_gathering(db, waiting.place_id)
    else:
        rewrite(db, waiting, replace(facts, milestones=left))
        before = _end_of_grace(known, left)
        if before and waiting.due_at == _end_of_grace(known, facts.milestones):
            postpone_post(db, waiting.id, before)


def _end_of_grace(known: Mapping[Milestone, KnownMilestone], milestones: Iterable[Milestone]) -> datetime | None:
    ends = (known[one].at + GRACE for one in milestones if one in known)
    return max(ends, default=None)
