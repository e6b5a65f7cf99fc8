"""Offer help with an obstacle: the two are put in touch, in the group or else in private."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from bot.closed_sets import HelpState, ObstacleSource
from bot.errors import Refused
from bot.features.helping.actions.meeting import read_meeting
from bot.features.helping.facts import CONTACT, FOLLOW_UP, Help, Participant
from bot.features.helping.queries.meeting import find_meeting_place, find_shared_platforms, is_on_pause
from bot.features.helping.queries.obstacles import Obstacle, lock_obstacle
from bot.features.helping.queries.offers import HelpGiven, put_offer, read_offers
from bot.features.helping.queries.stuck import find_stuck
from bot.features.members.actions import presence
from bot.features.ticks.queries.ticks import read_ticked
from bot.identity import Caller, LearnerId, ObstacleId
from bot.posting import audiences, dues, hours, outbox
from bot.posting.audience_rules import is_silenced, is_snoozed
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.posts import Post
from bot.posting.spoken import TURN, next_turn
from bot.posting.subjects import Subject, read_learners
from bot.posting.targets import Target, TargetKind
from roadmap.cadence import is_quiet

ASKED_AFTER = timedelta(days=2)
"""The time after which an asker is asked whether the help did help. Until then nobody else needs to help."""
GRACE = timedelta(days=1)
PRIVATE_GRACE = timedelta(days=3)


class NoContact(Refused):
    """Refusal: the two cannot be put in touch. It never says why, for the reason may be the other's own."""


class OwnObstacle(Refused):
    """Refusal: the obstacle is the caller's own."""


class ObstacleSolved(Refused):
    """Refusal: the obstacle needs no help any more."""


class HelperUnseen(Refused):
    """Refusal: the helper is not shown by name, so the asker could not write to them."""


class Offered(StrEnum):
    """The outcome of an offer: they meet in the group, the asker is told in private, or nothing more is needed.

    `APART`: the asker is told in private, and the two have no platform in common.
    """

    MET = "met"
    PRIVATE = "private"
    APART = "apart"
    AGAIN = "again"
    HELPED = "helped"


@dataclass(frozen=True, slots=True)
class OfferMade:
    """An offer of help as its helper hears of it. `name` is the asker's; empty if others see them by number."""

    outcome: Offered
    name: str = ""
    number: int = 0


def offer_help(db: Connection, caller: Caller, roadmap_slug: str, obstacle_id: ObstacleId) -> OfferMade:
    """Offer the caller's help with an obstacle, and plan the post that puts the two in touch.

    1. Refuse an own, solved or withdrawn obstacle, and a helper whom the asker cannot see.
    2. A second offer of the same helper changes nothing.
    3. For two days the obstacle has the helper who came first.
    4. They meet in the group. If they cannot, or the group was not asked yet, the asker is told in private.
    5. A post that is not said in time takes the offer back: see `release_unsaid`.

    Raises NoContact, OwnObstacle, ObstacleSolved, HelperUnseen.
    """
    present = presence.enter(db, caller, roadmap_slug)
    obstacle = lock_obstacle(db, obstacle_id)
    if obstacle is None or not obstacle.shown:
        raise NoContact
    if obstacle.learner_id == present.learner_id:
        raise OwnObstacle
    if not obstacle.open or _is_ticked(db, obstacle):
        raise ObstacleSolved
    offers = read_offers(db, obstacle_id)
    if any(one.learner_id == present.learner_id for one in offers):
        return OfferMade(Offered.AGAIN)
    asker = _check_contact(db, obstacle, present.learner_id, caller)
    if _is_helped(db, obstacle, offers, caller):
        return OfferMade(Offered.HELPED)
    put_offer(db, obstacle_id, present.learner_id, caller.now)
    outcome = _plan_contact(db, obstacle, present.learner_id, asker, caller)
    return OfferMade(outcome, asker.name, asker.number)


def _is_ticked(db: Connection, obstacle: Obstacle) -> bool:
    """Whether the asker has finished the task that an obstacle is about."""
    return obstacle.task is not None and obstacle.task in read_ticked(db, obstacle.learner_id, obstacle.roadmap_slug)


def schedule_follow_up(db: Connection, post: Post) -> None:
    """Let the asker be asked in two days whether it helped, in the transaction that marks the contact as sent."""
    facts = Help.from_json(post.facts)
    _check_by(db, facts.asker.learner, post.due_at + ASKED_AFTER, post.due_at)


def _check_by(db: Connection, asker: LearnerId, at: datetime, now: datetime) -> None:
    """Check the offers to an asker by this instant."""
    known = dues.read_learner_dues(db, asker).get(FOLLOW_UP, at)
    dues.set_learner_due(db, FOLLOW_UP, asker, min(at, known), now)


def meet_in_private(db: Connection, post: Post, now: datetime) -> None:
    """Let an asker be told in private, in place of a contact that their group does not take now."""
    facts = Help.from_json(post.facts)
    if _plan_private(db, facts.asker.learner, f"{facts.obstacle}:{facts.fellow.learner}", facts, now):
        outbox.cancel_post(db, post.id, now)


def _check_contact(db: Connection, obstacle: Obstacle, fellow: LearnerId, caller: Caller) -> Subject:
    """Return the asker, if the two may be put in touch now. Raises NoContact, HelperUnseen."""
    meeting = read_meeting(db, obstacle.id, fellow, caller.account.platform, caller.now)
    if meeting.fellow is not None and meeting.fellow.account is None:
        raise HelperUnseen(offers=(("/settings visibility group", "settings visibility group"),))
    if not meeting.possible or meeting.asker is None or is_on_pause(db, obstacle.learner_id, caller.now):
        raise NoContact
    return meeting.asker


def _is_helped(db: Connection, obstacle: Obstacle, offers: Iterable[HelpGiven], caller: Caller) -> bool:
    """Whether another member offered help within two days, and can still give it."""
    fresh = [
        one.learner_id
        for one in offers
        if one.state is HelpState.OFFERED and one.offered_at and one.offered_at > caller.now - ASKED_AFTER
    ]
    people = read_learners(db, fresh, obstacle.group_id, caller.account.platform)
    return any(not one.silent for one in people.values())


def _plan_contact(db: Connection, obstacle: Obstacle, fellow: LearnerId, asker: Subject, caller: Caller) -> Offered:
    """Plan the post that puts the two in touch. An asker who is shown by number is told in private alone.

    Raises NoContact if neither the group nor the asker can be reached.
    """
    now, parts = caller.now, (Participant(obstacle.learner_id), Participant(fellow))
    facts = Help(now, obstacle.roadmap_slug, obstacle.id, *parts)
    stamp = f"{obstacle.id}:{fellow}:{int(now.timestamp())}"  # one that was taken back may be made again
    shared = asker.account is not None and _is_known_to_group(db, obstacle)
    place_id = find_meeting_place(db, obstacle, fellow, caller.account.platform, now) if shared else None
    if place_id is not None:
        turn = next_turn(db, Target(TargetKind.PLACE, place_id), CONTACT)
        outbox.put_post(
            db,
            kind=CONTACT,
            key=f"{CONTACT}:{stamp}",
            place_id=place_id,
            learner_id=obstacle.learner_id,
            facts=facts.to_json() | {TURN: turn},
            now=now,
            due_at=now,
            stale_at=now + GRACE,
        )
        _check_by(db, obstacle.learner_id, now + GRACE, now)
        return Offered.MET
    if not _plan_private(db, obstacle.learner_id, stamp, facts, now):
        raise NoContact
    return Offered.PRIVATE if find_shared_platforms(db, obstacle.learner_id, fellow) else Offered.APART


def _is_known_to_group(db: Connection, obstacle: Obstacle) -> bool:
    """Whether the group has read of an obstacle: in a summary, or because it was asked."""
    stuck = find_stuck(db, obstacle.id) if obstacle.source is ObstacleSource.STUCK else None
    return stuck is None or stuck.posted_at is not None


def _plan_private(db: Connection, asker: LearnerId, stamp: str, facts: Help, now: datetime) -> bool:
    """Plan the private post to an asker, outside the quiet hours. Returns whether it can be said."""
    listener = audiences.read_listener(db, asker)
    if is_silenced(listener) or is_snoozed(listener, now):
        return False
    zone = hours.whereabouts(listener.clock, now)
    at = hours.next_waking(now, zone) if is_quiet(now, zone) else now
    word = PlannedPost(CONTACT, stamp, facts, at, PRIVATE_GRACE)
    if not plan_for_learner(db, asker, word, now):
        return False
    _check_by(db, asker, word.stale_at, now)
    return True
