"""Ask an asker, two days after the help was offered, whether it helped. Each offer is asked about once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import Visibility
from bot.features.helping.actions.offering import ASKED_AFTER
from bot.features.helping.actions.unreached import release_unsaid
from bot.features.helping.facts import FOLLOW_UP, Help, Participant
from bot.features.helping.queries.meeting import find_pause_end
from bot.features.helping.queries.obstacles import Obstacle, find_obstacle
from bot.features.helping.queries.offers import HelpGiven, find_asked, read_waiting_offers
from bot.identity import LearnerId
from bot.library import Library
from bot.posting import hours
from bot.posting.audience_rules import is_silenced, is_snoozed
from bot.posting.audiences import Listener, find_home, read_listener
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.decisions import Decision, Never, Speak, Wait
from bot.posting.dues import LearnerDue
from roadmap.cadence import is_quiet

LATEST = timedelta(days=14)
"""The age of an offer from which it is not asked about any more, for example after a long pause."""
GRACE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class FollowUpState:
    """An asker at the due of a follow-up. `paused_until`: the end of a pause that covers today."""

    listener: Listener
    paused_until: datetime | None


def decide_follow_up(state: FollowUpState, now: datetime) -> Decision:
    """Decide whether to ask now.

    1. Never ask an asker who hid, or who stopped all private posts.
    2. Wait until the end of a pause, of a mute and of the quiet hours.
    """
    listener = state.listener
    if is_silenced(listener) or listener.visibility is Visibility.HIDDEN:
        return Never()
    if state.paused_until is not None:
        return Wait(state.paused_until)
    if listener.snoozed_until is not None and is_snoozed(listener, now):
        return Wait(listener.snoozed_until)
    zone = hours.whereabouts(listener.clock, now)
    return Wait(hours.next_waking(now, zone)) if is_quiet(now, zone) else Speak()


def plan_follow_up(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Ask about each offer that is two days old, and return when to look again.

    1. An offer whose contact was not said, and never will be, is taken back.
    2. An offer older than two weeks is not asked about.
    """
    waiting = _unasked(db, due.learner_id, now)
    if not waiting or find_home(db, due.learner_id) is None:
        return None
    said, again = release_unsaid(db, due.learner_id, waiting, now)
    ripe = [one for one in said if _ripens(one) <= now]
    later = [_ripens(one) for one in said if _ripens(one) > now]
    following = min((*later, *([again] if again else [])), default=None)
    if not ripe:
        return following
    listener = read_listener(db, due.learner_id)
    decision = decide_follow_up(FollowUpState(listener, find_pause_end(db, listener, now)), now)
    if isinstance(decision, Wait):
        return min(decision.until, following or decision.until)
    if isinstance(decision, Speak):
        for offer in ripe:
            _ask(db, due.learner_id, offer, now)
    return following


def find_unjudged(db: Connection, asker: LearnerId, now: datetime) -> Obstacle | None:
    """Find the obstacle with the oldest offer of the last two weeks that is ripe for the question, and unanswered.

    The private question may not have arrived.
    """
    ripe = (one for one in read_waiting_offers(db, asker, now - LATEST) if _ripens(one) <= now)
    first = next(ripe, None)
    return find_obstacle(db, first.obstacle_id) if first else None


def _unasked(db: Connection, asker: LearnerId, now: datetime) -> list[HelpGiven]:
    waiting = read_waiting_offers(db, asker, now - LATEST)
    keys = {_key(asker, one): one for one in waiting}
    asked = find_asked(db, keys)
    return [one for key, one in keys.items() if key not in asked]


def _key(asker: LearnerId, given: HelpGiven) -> str:
    """Return the key of the post that asks about an offer, as `plan_for_learner` makes it."""
    return f"{FOLLOW_UP}:{asker}:{_stamp(given)}"


def _stamp(given: HelpGiven) -> str:
    return f"{given.obstacle_id}:{given.learner_id}"


def _ripens(given: HelpGiven) -> datetime:
    """Return when the asker of an offer is to be asked about it."""
    assert given.offered_at is not None  # noqa: S101  only offers are read
    return given.offered_at + ASKED_AFTER


def _ask(db: Connection, asker: LearnerId, given: HelpGiven, now: datetime) -> None:
    obstacle = find_obstacle(db, given.obstacle_id)
    if obstacle is None:
        return
    parts = (Participant(asker), Participant(given.learner_id))
    facts = Help(now, obstacle.roadmap_slug, obstacle.id, *parts)
    plan_for_learner(db, asker, PlannedPost(FOLLOW_UP, _stamp(given), facts, now, GRACE), now)
