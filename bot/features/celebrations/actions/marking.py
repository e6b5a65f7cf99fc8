"""Mark celebrations that were posted, so that no learner's milestone is celebrated twice."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.celebrations.actions.posted import (
    CelebrationFacts,
    GatheringFacts,
    amend_gathering,
    amend_post,
)
from bot.features.celebrations.queries.gatherings import drop_part, read_parts
from bot.features.celebrations.queries.milestones import (
    set_posted,
)
from bot.features.celebrations.queries.posts import (
    KeptPost,
    read_post_facts,
)
from bot.posting.posts import Post
from bot.posting.subjects import read_learners


def mark_celebrated(db: Connection, post: Post) -> None:
    """Note that a celebration is out. If an undo came while it was being sent, it is amended at once."""
    said, message_id = read_post_facts(db, post.id)
    facts = CelebrationFacts.from_json(said)
    set_posted(db, facts.learner, facts.roadmap, facts.milestones)
    if facts.withdrawn:
        kept = KeptPost(post.id, post.kind, post.place_id, PostState.SENT, said, message_id, post.due_at)
        amend_post(db, kept, facts, [], post.due_at)


def mark_gathering(db: Connection, post: Post) -> None:
    """Note that a gathering is out. If an undo came while it was being sent, it is amended at once.

    A learner who is silent left no word in it, so their part is dropped.
    """
    said, message_id = read_post_facts(db, post.id)
    parts = [CelebrationFacts.from_json(part) for part in read_parts(db, post.id)]
    subjects = read_learners(db, [part.learner for part in parts], post.group_id, post.place.platform)
    for part in parts:
        subject = subjects.get(part.learner)
        if subject is None or subject.silent:
            drop_part(db, post.id, part.learner)
        else:
            set_posted(db, part.learner, part.roadmap, part.milestones)
    if any(part.withdrawn for part in parts):
        turn = GatheringFacts.from_json(said).turn
        amend_gathering(db, post.id, post.place_id, message_id, turn=turn, now=post.due_at)
