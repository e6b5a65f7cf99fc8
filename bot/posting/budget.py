"""The budget: at most one ranked post a day. A post of a higher rank takes the place of a lesser one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.closed_sets import Fallback, Visibility
from bot.identity import AccountId, GroupId, LearnerId, PlaceId, PostId
from bot.posting import audiences, hours, kinds, outbox, spoken
from bot.posting.audiences import Audience, Listener
from bot.posting.facts import PostFacts
from bot.posting.kinds import Hearer
from bot.posting.targets import Target, TargetKind
from roadmap.cadence import clock_at, day_bounds, study_day

IN_THE_MORNING = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post to be planned for `at`, once for each kind, `stamp` and target.

    It goes stale `grace` after `at`. With a `night` it goes stale two hours after the night's end at the earliest.
    """

    kind: str
    stamp: str
    facts: PostFacts
    at: datetime
    grace: timedelta
    night: tuple[datetime, datetime] | None = None

    @property
    def stale_at(self) -> datetime:
        """The instant from which the post is not worth saying."""
        late = self.at + self.grace
        return max(late, self.night[1] + IN_THE_MORNING) if self.night else late


def has_group_heard(db: Connection, group: Audience, now: datetime) -> bool:
    """Whether a group has had its ranked post of the local date, or such a post still waits.

    For a learner alone, their private posts count instead.
    """
    if group.solo:
        alone = audiences.read_member_ids(db, group.group_id)
        return any(has_learner_heard(db, audiences.read_listener(db, learner_id), now) for learner_id in alone)
    zone = ZoneInfo(group.zone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return spoken.spoken_to_group(db, group.group_id, kinds.ranked_names(Hearer.GROUP), midnight, now)


def has_higher_due(group: Audience, kind: str, coming: Mapping[str, datetime], at: datetime) -> bool:
    """Whether a post of a higher rank than this kind is due for a group on the local date of `at`.

    `coming` are the group's dues by name.
    """
    today = hours.group_date(group, at)
    above = kinds.group_dues_above(kind)
    return any(hours.group_date(group, coming[name]) == today for name in above if name in coming)


def has_learner_heard(db: Connection, learner: Listener, now: datetime) -> bool:
    """Whether a learner has had a ranked private post on this study day, or such a post still waits."""
    clock = clock_at(learner.clock, now)
    since = day_bounds(clock, study_day(clock, now))[0]
    return spoken.spoken_to_learner(db, learner.learner_id, kinds.ranked_names(Hearer.LEARNER), since, now)


def plan_for_group(db: Connection, group_id: GroupId, word: PlannedPost, now: datetime) -> bool:
    """Plan a post in every place of a group that takes posts.

    Waiting posts there of the same kind or a lesser one are cancelled. Returns False if nothing was planned: no
    place takes posts, or the post was planned before.
    """
    planned = False
    for place_id in audiences.open_places(db, group_id):
        post = _put(db, word, f"{word.kind}:{place_id}:{word.stamp}", now, place_id=place_id)
        if post is not None:
            spoken.forgo(db, Target(TargetKind.PLACE, place_id), kinds.lesser_names(word.kind), post, now)
            planned = True
    return planned


def plan_for_learner(db: Connection, learner_id: LearnerId, word: PlannedPost, now: datetime) -> bool:
    """Plan a private post.

    If no account takes it now, it goes to the fallback that the learner chose. Without one it waits for an account
    whose platform does not run. A waiting post of the same kind at the account is cancelled, if a newer one replaces
    it. Returns False if nothing was planned: there is no target, or the post was planned before.
    """
    key = f"{word.kind}:{learner_id}:{word.stamp}"
    account_id = audiences.reached_account(db, learner_id)
    if account_id is None:
        place_id = fallback_place(db, learner_id, word.kind)
        if place_id is not None:
            return _put(db, word, key, now, place_id=place_id, learner_id=learner_id) is not None
        account_id = audiences.open_account(db, learner_id)
    if account_id is None:
        return False
    post = _put(db, word, key, now, account_id=account_id, learner_id=learner_id)
    if post is not None and kinds.find_kind(word.kind).replaced:
        spoken.forgo(db, Target(TargetKind.ACCOUNT, account_id), (word.kind,), post, now)
    return post is not None


def fallback_place(db: Connection, learner_id: LearnerId, kind: str) -> PlaceId | None:
    """Find the place in a group for a private post that no account takes.

    1. None for a kind that is never said in a group.
    2. None if the learner did not choose their group as the fallback.
    3. None for a hidden learner.
    4. None for a learner in no group.
    5. Otherwise the first place on a running platform of theirs of the group used last, if one takes posts.
    """
    listener = audiences.read_listener(db, learner_id)
    home = audiences.find_home(db, learner_id)
    if (
        kinds.find_kind(kind).never_in_group
        or listener.fallback != Fallback.GROUP
        or listener.visibility == Visibility.HIDDEN
        or home is None
    ):
        return None
    return next(iter(audiences.open_places_of(db, home.group_id, learner_id)), None)


def _put(
    db: Connection,
    word: PlannedPost,
    key: str,
    now: datetime,
    *,
    place_id: PlaceId | None = None,
    account_id: AccountId | None = None,
    learner_id: LearnerId | None = None,
) -> PostId | None:
    turn = spoken.next_turn(db, Target.of(place_id, account_id), word.kind)
    return outbox.put_post(
        db,
        kind=word.kind,
        key=key,
        place_id=place_id,
        account_id=account_id,
        learner_id=learner_id,
        facts=word.facts.to_json() | {spoken.TURN: turn},
        now=now,
        due_at=word.at,
        stale_at=word.stale_at,
        night=word.night,
    )
