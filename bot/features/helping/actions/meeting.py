"""Two members as they may be put in touch now: read by an offer of help, and again before a post about it is worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.closed_sets import HelpState
from bot.features.helping.facts import Help
from bot.features.helping.queries.meeting import find_chat_platforms, find_shared_platforms
from bot.features.helping.queries.obstacles import Obstacle, find_obstacle
from bot.features.helping.queries.offers import read_offers
from bot.features.members.queries.avoiding import read_avoided
from bot.identity import LearnerId, ObstacleId
from bot.posting import hours
from bot.posting.audiences import read_listener
from bot.posting.posts import Post
from bot.posting.subjects import Subject, read_learners


@dataclass(frozen=True, slots=True)
class Meeting:
    """An obstacle with two members as each other, and their group, may see them now.

    None: the obstacle is gone, or a member was never in its group. `barred`: they are never to be brought together.
    `waiting`: the asker did not say yet whether it helped. `thanked`: they thanked the helper. `zone`: the asker's, by
    whose hours they hear posts. `shared`: the platforms on which both are. `chats`: those on which their group is.
    """

    obstacle: Obstacle | None = None
    asker: Subject | None = None
    fellow: Subject | None = None
    barred: bool = False
    waiting: bool = False
    thanked: bool = False
    zone: str = "UTC"
    shared: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether the two may be put in touch: the obstacle is shown and open, and neither hid, left or said no."""
        shown = self.obstacle is not None and self.obstacle.shown and self.obstacle.open
        known = self.asker is not None and self.fellow is not None
        silent = any(one is not None and one.silent for one in (self.asker, self.fellow))
        return shown and known and not silent and not self.barred


def read_meeting(db: Connection, obstacle_id: ObstacleId, fellow: LearnerId, platform: str, now: datetime) -> Meeting:
    """Read an obstacle, and its asker and a helper as they may be shown on a platform."""
    obstacle = find_obstacle(db, obstacle_id)
    if obstacle is None:
        return Meeting()
    asker = obstacle.learner_id
    people = read_learners(db, [asker, fellow], obstacle.group_id, platform)
    given = next((one for one in read_offers(db, obstacle_id) if one.learner_id == fellow), None)
    return Meeting(
        obstacle,
        people.get(asker),
        people.get(fellow),
        barred=fellow in read_avoided(db, asker),
        waiting=given is not None and given.state is HelpState.OFFERED,
        thanked=given is not None and given.thanked_at is not None and not given.taken_down,
        zone=hours.whereabouts(read_listener(db, asker).clock, now),
        shared=find_shared_platforms(db, asker, fellow),
        chats=find_chat_platforms(db, obstacle.group_id),
    )


def read_meeting_of_post(db: Connection, post: Post) -> Meeting:
    """Read the same for a post about help, just before it is worded."""
    facts = Help.from_json(post.facts)
    return read_meeting(db, facts.obstacle, facts.fellow.learner, post.place.platform, post.due_at)
