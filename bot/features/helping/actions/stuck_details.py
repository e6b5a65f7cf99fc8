"""The details of posts about a stuck learner, read just before they are worded, so that hiding and leaving count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from bot.closed_sets import HelpState
from bot.features.helping.queries.asking import may_be_asked, read_asked_members
from bot.features.helping.queries.obstacles import Obstacle, find_obstacle
from bot.features.helping.stuck_facts import StuckAsk, StuckGroup
from bot.features.members.queries.avoiding import read_avoided
from bot.features.streaks.queries.study_days import StudyCalendar, read_study_calendars
from bot.features.ticks.queries.ticks import read_ticked
from bot.identity import LearnerId
from bot.posting import audiences
from bot.posting.audiences import Listener
from bot.posting.posts import Post
from bot.posting.subjects import Subject, read_learners

_DAY = timedelta(days=1)
"""A study day may be the day before that of UTC."""


@dataclass(frozen=True, slots=True)
class StuckDetails:
    """An obstacle that others may read, its learner as they see them, and the learner's ticks."""

    obstacle: Obstacle
    asker: Subject
    ticked: frozenset[str]


@dataclass(frozen=True, slots=True)
class AskDetails(StuckDetails):
    """The same for the member that is asked, with their wishes and pauses."""

    listener: Listener
    calendar: StudyCalendar


@dataclass(frozen=True, slots=True)
class EndedDetails:
    """An obstacle that has ended, and its learner's ticks. Nobody is asked about it, and its words are not shown."""

    obstacle: Obstacle
    ticked: frozenset[str]


def read_ask_details(db: Connection, post: Post) -> AskDetails | None:
    """Read what a private post about a stuck learner needs. None: this member is not to be asked any more."""
    facts, learner_id = StuckAsk.from_json(post.facts), post.learner_id
    obstacle = find_obstacle(db, facts.obstacle)
    found = _read(db, obstacle, post)
    if found is None or learner_id is None or not _is_asked(db, found.obstacle, learner_id):
        return None
    return AskDetails(
        found.obstacle,
        found.asker,
        found.ticked,
        listener=audiences.read_listener(db, learner_id),
        calendar=read_study_calendars(db, [learner_id], facts.at.date() - _DAY)[learner_id],
    )


def read_group_details(db: Connection, post: Post) -> StuckDetails | None:
    """Read what a group's post about a stuck learner needs. None: there is nothing to say any more."""
    return _read(db, find_obstacle(db, StuckGroup.from_json(post.facts).obstacle), post)


def read_amended_details(db: Connection, post: Post) -> StuckDetails | EndedDetails | None:
    """Read what the change of a group's post needs. None: the question was taken down."""
    obstacle = find_obstacle(db, StuckGroup.from_json(post.facts).obstacle)
    if obstacle and obstacle.shown and not obstacle.open:
        return EndedDetails(obstacle, read_ticked(db, obstacle.learner_id, obstacle.roadmap_slug))
    return _read(db, obstacle, post)


def _read(db: Connection, obstacle: Obstacle | None, post: Post) -> StuckDetails | None:
    if obstacle is None or not (obstacle.open and obstacle.shown):
        return None
    asker = read_learners(db, [obstacle.learner_id], obstacle.group_id, post.place.platform).get(obstacle.learner_id)
    if asker is None or asker.silent:
        return None
    return StuckDetails(obstacle, asker, read_ticked(db, obstacle.learner_id, obstacle.roadmap_slug))


def _is_asked(db: Connection, obstacle: Obstacle, learner_id: LearnerId) -> bool:
    """Whether a member is asked, and may still be: they agree, are shown, and the two do not avoid each other."""
    asked = any(
        one.learner_id == learner_id and one.state is HelpState.ASKED for one in read_asked_members(db, obstacle.id)
    )
    return asked and may_be_asked(db, learner_id, obstacle) and learner_id not in read_avoided(db, obstacle.learner_id)
