"""The facts of a celebration: put into the outbox, and changed once the post is out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.celebrations.queries.gatherings import (
    AMEND_GATHERING,
    GATHERING,
    read_every_part,
    rewrite_part,
)
from bot.features.celebrations.queries.posts import (
    AMEND,
    CELEBRATION,
    KeptPost,
    read_every_celebration,
    read_learner_posts,
    rewrite_post,
)
from bot.identity import LearnerId, PlaceId, PostId
from bot.posting import outbox
from bot.posting.amending import find_change_key
from bot.posting.changing import change_key
from bot.posting.facts import PostFacts
from roadmap.milestones import Milestone

WORTH_SAYING = timedelta(days=7)
"""The week's digest has told an older milestone already, and a change of its post is not tried for ever either."""


@dataclass(frozen=True, slots=True)
class CelebrationFacts(PostFacts):
    """The facts of a celebration, kept as JSON until it is worded.

    `withdrawn` are milestones that an undo took back after the post was out. `undone` are those that an undo took out
    of a waiting gathering. `turn` picks among the wordings. `message_id` is the platform's id of the post to change,
    `post` its id in the outbox.
    """

    learner: LearnerId
    roadmap: str
    milestones: tuple[Milestone, ...]
    withdrawn: tuple[Milestone, ...] = ()
    post: PostId = PostId(0)
    message_id: str = ""
    turn: int = 0
    undone: tuple[Milestone, ...] = ()

    @property
    def remaining(self) -> tuple[Milestone, ...]:
        """The milestones that no undo has taken back."""
        return tuple(one for one in self.milestones if one not in self.withdrawn)


@dataclass(frozen=True, slots=True)
class GatheringFacts(PostFacts):
    """The facts of a gathering or of its change. The learners' parts are rows of `gathered`.

    `parts_of` is the gathering whose parts are told; 0: the post's own. `at` is the moment for which it was meant.
    """

    at: datetime
    parts_of: PostId = PostId(0)
    turn: int = 0
    message_id: str = ""


CELEBRATING = frozenset({CELEBRATION, GATHERING})
"""The kinds that tell a milestone first."""


def is_waiting(kept: KeptPost) -> bool:
    """Whether a celebration has not been claimed yet, so that it may still be changed or stopped."""
    return kept.kind in CELEBRATING and kept.state == PostState.NEW


def is_out(kept: KeptPost) -> bool:
    """Return whether a celebration is being sent, has arrived or may have arrived."""
    return kept.kind in CELEBRATING and kept.state in {PostState.SENDING, PostState.SENT, PostState.AMBIGUOUS}


def rewrite(db: Connection, kept: KeptPost, facts: CelebrationFacts) -> None:
    """Replace the facts of a learner's celebration, or of their part in a gathering."""
    if kept.kind == GATHERING:
        rewrite_part(db, kept.id, facts.learner, facts.to_json())
    else:
        rewrite_post(db, kept.id, facts.to_json())


def withdraw_from(facts: CelebrationFacts, lost: Collection[Milestone]) -> CelebrationFacts:
    """Withdraw milestones from a post after an undo."""
    gone = (one for one in facts.milestones if one in lost)
    return replace(facts, withdrawn=tuple(dict.fromkeys((*facts.withdrawn, *gone))))


def reinstate_in(facts: CelebrationFacts, again: Collection[Milestone]) -> CelebrationFacts:
    """Reinstate milestones in a post after a redo."""
    return replace(facts, withdrawn=tuple(one for one in facts.withdrawn if one not in again))


def rename_in_posts(db: Connection, roadmap_slug: str, names: Mapping[Milestone, Milestone]) -> None:
    """Let the celebrations of a roadmap's parts follow them to new slugs, those that are out for a later undo."""
    if not names:
        return
    for post_id, kept in read_every_celebration(db).items():
        if renamed := _renamed(CelebrationFacts.from_json(kept), roadmap_slug, names):
            rewrite_post(db, post_id, renamed.to_json())
    for post_id, kept in read_every_part(db):
        if renamed := _renamed(CelebrationFacts.from_json(kept), roadmap_slug, names):
            rewrite_part(db, post_id, renamed.learner, renamed.to_json())


def _renamed(
    facts: CelebrationFacts, roadmap_slug: str, names: Mapping[Milestone, Milestone]
) -> CelebrationFacts | None:
    """Return the facts with the new slugs; None if there is nothing to change."""
    if facts.roadmap != roadmap_slug:
        return None
    shown, gone, undone = (
        tuple(names.get(one, one) for one in every) for every in (facts.milestones, facts.withdrawn, facts.undone)
    )
    renamed = replace(facts, milestones=shown, withdrawn=gone, undone=undone)
    return renamed if renamed != facts else None


def change_posted(
    db: Connection, learner_id: LearnerId, now: datetime, change: Callable[[CelebrationFacts], CelebrationFacts]
) -> None:
    """Change the facts of the learner's posts that are out."""
    posts = read_learner_posts(db, learner_id)
    for kept in filter(is_out, posts):
        before = CelebrationFacts.from_json(kept.facts)
        after = change(before)
        if after != before:
            rewrite(db, kept, after)
            _amend(db, kept, after, posts, now)


def amend_posted(db: Connection, learner_id: LearnerId, reached_at: datetime, now: datetime) -> None:
    """Plan the change of a learner's posts about an instant that are out: they are worded by what may be read then."""
    posts = read_learner_posts(db, learner_id)
    for kept in filter(is_out, posts):
        if reached_at <= kept.due_at <= reached_at + WORTH_SAYING:
            _amend(db, kept, CelebrationFacts.from_json(kept.facts), posts, now)


def _amend(db: Connection, kept: KeptPost, facts: CelebrationFacts, posts: Sequence[KeptPost], now: datetime) -> None:
    if kept.kind == GATHERING:
        amend_gathering(db, kept.id, kept.place_id, kept.message_id, turn=facts.turn, now=now)
    else:
        amend_post(db, kept, facts, posts, now)


def amend_gathering(
    db: Connection, post_id: PostId, place_id: PlaceId | None, message_id: str | None, *, turn: int, now: datetime
) -> None:
    """Plan the change of a gathering that is out. One that is being sent is amended by `mark_gathering` later.

    It is worded from the parts as they are then.
    """
    if not message_id:
        return
    key = find_change_key(db, AMEND_GATHERING, post_id, place_id)
    if key is not None:
        outbox.put_post(
            db,
            kind=AMEND_GATHERING,
            key=key,
            place_id=place_id,
            learner_id=None,
            facts=GatheringFacts(now, parts_of=post_id, turn=turn, message_id=message_id).to_json(),
            now=now,
            due_at=now,
            stale_at=now + WORTH_SAYING,
        )


def amend_post(
    db: Connection, kept: KeptPost, facts: CelebrationFacts, posts: Sequence[KeptPost], now: datetime
) -> None:
    """Plan the change of a post that is out. A post being sent has no id yet: `mark_celebrated` amends it later."""
    if not kept.message_id:
        return
    said = replace(facts, post=kept.id, message_id=kept.message_id)
    earlier = [one for one in posts if one.kind == AMEND and one.facts.get("post") == kept.id]
    waiting = next((one for one in earlier if one.state == PostState.NEW), None)
    if waiting:
        rewrite_post(db, waiting.id, said.to_json())
    else:
        key = change_key(AMEND, kept.id, earlier[-1].id if earlier else None)
        put_celebration(db, said, kind=AMEND, key=key, place_id=kept.place_id, now=now, due_at=now)


def put_celebration(
    db: Connection,
    facts: CelebrationFacts,
    *,
    kind: str,
    key: str,
    place_id: PlaceId | None,
    now: datetime,
    due_at: datetime,
) -> None:
    """Put a post about a learner into the outbox."""
    outbox.put_post(
        db,
        kind=kind,
        key=key,
        place_id=place_id,
        learner_id=facts.learner,
        facts=facts.to_json(),
        now=now,
        due_at=due_at,
        stale_at=due_at + WORTH_SAYING,
    )
