"""Plan celebrations: one learner's in a post of its own, those of a crowd gathered into one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.celebrations.actions.posted import (
    WORTH_SAYING,
    CelebrationFacts,
    GatheringFacts,
    is_waiting,
    put_celebration,
    rewrite,
)
from bot.features.celebrations.queries.gatherings import (
    GATHERING,
    last_minute,
    newest_post,
    put_part,
    waiting_gatherings,
)
from bot.features.celebrations.queries.milestones import is_hidden
from bot.features.celebrations.queries.posts import (
    CELEBRATION,
    KeptPost,
    last_celebrated_at,
    postpone_post,
    read_learner_posts,
    rewrite_post,
)
from bot.identity import LearnerId, PlaceId, PostId
from bot.posting import outbox, spoken
from bot.posting.targets import Target, TargetKind
from roadmap.milestones import Milestone

GRACE = timedelta(seconds=60)
APART = timedelta(minutes=10)
"""The time between two celebrations at a place."""


def plan_celebration(
    db: Connection,
    learner_id: LearnerId,
    roadmap_slug: str,
    new: tuple[Milestone, ...],
    venues: Iterable[PlaceId],
    *,
    now: datetime,
    due_at: datetime,
) -> None:
    """Plan that each venue hears of a learner's new milestones. `due_at` ends their minute of grace.

    1. They join the learner's own post if it still waits there. It then waits for the end of their minute too, and
       what is gathered behind it stays ten minutes apart.
    2. A venue without a celebration in the ten minutes before `due_at` hears them in a post of their own.
    3. At any other venue they are gathered with those of other learners.
    4. A gathering is due ten minutes after the celebration before it.
    5. It takes what has its minute of grace behind it by then. The rest goes to the next gathering.
    6. So a crowd of so many minutes makes at most one post, and one more for each ten minutes begun.
    7. A hidden learner's milestones are not planned.
    """
    if not new or is_hidden(db, learner_id):
        return
    posts = read_learner_posts(db, learner_id)
    facts = CelebrationFacts(learner_id, roadmap_slug, new)
    for place_id in venues:
        waiting = [kept for kept in posts if is_waiting(kept) and kept.place_id == place_id]
        _forget_undone(db, waiting, new)
        own = next((kept for kept in waiting if kept.kind == CELEBRATION), None)
        if own:
            _join(db, own, new, due_at)
            _keep_apart(db, place_id, own.due_at, due_at)
            continue
        last = last_celebrated_at(db, place_id)
        if last is None or last + APART <= due_at:
            serial = posts[-1].id if posts else 0  # a cancelled post keeps its key, so the next one needs another
            said = replace(facts, turn=_next_turn(db, place_id))
            key = f"{CELEBRATION}:{learner_id}:{place_id}:{serial}"
            put_celebration(db, said, kind=CELEBRATION, key=key, place_id=place_id, now=now, due_at=due_at)
        else:
            _gather(db, place_id, facts, waiting, last + APART, now=now, due_at=due_at)


def _keep_apart(db: Connection, place_id: PlaceId, before: datetime, due_at: datetime) -> None:
    """Move the gatherings behind a celebration that was due `before` to ten minutes after it, and after each other."""
    for gathering in waiting_gatherings(db, place_id):
        if before < gathering.due_at < due_at + APART:
            postpone_post(db, gathering.id, due_at + APART)
        due_at = max(due_at + APART, gathering.due_at) if before < gathering.due_at else due_at


def hasten_gathering(db: Connection, place_id: PlaceId) -> None:
    """Let a place's next gathering come sooner after the celebration before it was cancelled.

    It is due when all its parts have their minute behind them, yet ten minutes after the last celebration.
    """
    gathering = next(iter(waiting_gatherings(db, place_id)), None)
    ready = last_minute(db, gathering.id) if gathering else None
    if gathering is None or ready is None:
        return
    last = last_celebrated_at(db, place_id, but=gathering.id)
    due_at = max(ready, last + APART) if last and last < gathering.due_at else ready
    if due_at < gathering.due_at:
        postpone_post(db, gathering.id, due_at)


def restore_undone(db: Connection, posts: Sequence[KeptPost], again: Collection[Milestone]) -> set[PlaceId | None]:
    """Put milestones back into the waiting gatherings that an undo took them out of. Returns the places of these."""
    restored = set()
    for kept in posts:
        facts = CelebrationFacts.from_json(kept.facts)
        back = [one for one in facts.undone if one in again]
        if kept.kind == GATHERING and is_waiting(kept) and back:
            undone = tuple(one for one in facts.undone if one not in again)
            rewrite(db, kept, replace(facts, milestones=(*facts.milestones, *back), undone=undone))
            restored.add(kept.place_id)
    return restored


def _gather(
    db: Connection,
    place_id: PlaceId,
    facts: CelebrationFacts,
    waiting: Iterable[KeptPost],
    at: datetime,
    *,
    now: datetime,
    due_at: datetime,
) -> None:
    """Put a learner's part into the first waiting gathering that it is ready for, else into a new one for `at`."""
    own = {kept.id: CelebrationFacts.from_json(kept.facts) for kept in waiting}
    for gathering in waiting_gatherings(db, place_id):
        before = own.get(gathering.id, facts)
        if due_at <= gathering.due_at and before.roadmap == facts.roadmap:
            both = tuple(dict.fromkeys((*before.milestones, *facts.milestones)))
            put_part(db, gathering.id, facts.learner, replace(before, milestones=both).to_json(), due_at)
            return
    post_id = _put_gathering(db, place_id, at, now)
    if post_id is not None:
        put_part(db, post_id, facts.learner, facts.to_json(), due_at)


def _put_gathering(db: Connection, place_id: PlaceId, at: datetime, now: datetime) -> PostId | None:
    return outbox.put_post(
        db,
        kind=GATHERING,
        key=f"{GATHERING}:{place_id}:{newest_post(db, place_id)}",
        place_id=place_id,
        learner_id=None,
        facts=GatheringFacts(at, turn=_next_turn(db, place_id)).to_json(),
        now=now,
        due_at=at,
        stale_at=at + WORTH_SAYING,
    )


def _next_turn(db: Connection, place_id: PlaceId) -> int:
    return spoken.next_turn(db, Target(TargetKind.PLACE, place_id), CELEBRATION, GATHERING)


def _forget_undone(db: Connection, waiting: Iterable[KeptPost], new: Collection[Milestone]) -> None:
    """Forget that an undo took these out of a gathering, because they are planned anew."""
    for kept in waiting:
        facts = CelebrationFacts.from_json(kept.facts)
        left = tuple(one for one in facts.undone if one not in new)
        if left != facts.undone:
            rewrite(db, kept, replace(facts, undone=left))


def _join(db: Connection, waiting: KeptPost, new: tuple[Milestone, ...], due_at: datetime) -> None:
    facts = CelebrationFacts.from_json(waiting.facts)
    both = tuple(dict.fromkeys((*facts.milestones, *new)))
    rewrite_post(db, waiting.id, replace(facts, milestones=both).to_json(), due_at)
