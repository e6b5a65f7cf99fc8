"""Lost places and accounts: send a learner's post elsewhere, and tell a steward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection

from bot.closed_sets import GONE, REMOVED
from bot.features.focus.actions.unseen import inform_starter
from bot.features.focus.facts import FOCUS
from bot.features.helping.actions.offering import meet_in_private
from bot.features.helping.actions.unreached import take_offer_back
from bot.features.helping.facts import CONTACT, Help
from bot.features.members.actions import groups
from bot.features.members.queries import places
from bot.features.members.queries.groups import find_group_here
from bot.features.members.queries.learners import find_person
from bot.features.stewards.actions.friendly import FRIENDLY
from bot.features.stewards.facts import PlaceLost, RoadmapLost
from bot.features.stewards.queries.friendly import note_friendly_word
from bot.identity import Account, GroupId, LearnerId, Place, PlaceId, PostId
from bot.posting import audiences, outbox, spoken
from bot.posting.budget import PlannedPost, fallback_place, plan_for_learner
from bot.posting.locking import lock_learner
from bot.posting.posts import Post

STEWARD = "steward"
ROADMAP_LOST = "roadmap_lost"
GRACE = timedelta(days=2)


def carry_on(db: Connection, post: Post, reason: str, now: datetime) -> None:
    """Finish the work after a failed post showed that a place or account takes no posts.

    1. A learner's private post is sent elsewhere.
    2. If a post to a steward cannot be sent elsewhere, and no other steward is reachable, another home is told.
    3. If a group's chat is lost because the bot was removed, its place is noted as removed.
    4. The stewards of that group are told about the lost place.
    5. A lost private chat of a group of one needs nothing more.
    6. A helper and an asker who were to meet in that chat are put in touch in private.
    7. An offer of which the asker cannot be told is taken back, and its helper is told.
    8. A friendly word that cannot be said counts for none.
    9. The starter of a shared session is told that their own chat cannot see it.
    """
    if post.account_id is not None and post.learner_id is not None:
        elsewhere = _say_elsewhere(db, post, post.learner_id, now)
        if not elsewhere:
            _give_up(db, post, post.learner_id, now)
    elif post.kind == STEWARD:
        return
    elif post.group_id is not None and post.place_id is not None and not post.place.private:
        if reason in GONE:
            groups.note_removed(db, post.place, now, reason)
        if post.kind == CONTACT:
            meet_in_private(db, post, now)
        elif post.kind == FOCUS:
            inform_starter(db, post, now)
        _inform_stewards(db, _describe(post, reason, now), now)


def lose_group(db: Connection, place: Place, now: datetime) -> Sequence[Post]:
    """Stop posting in a place, because the bot was removed, and tell the group's stewards.

    Returns the posts to say to stewards who are no learners, once.
    """
    here = find_group_here(db, place, None)
    groups.note_removed(db, place, now)
    if here is None or here.solo:
        return ()
    known = places.read_posting_place(db, here.group_id, here.place_id)
    lost = PlaceLost(now, known.platform, REMOVED, here.group_id, known.id, known.chat_id, known.thread_id)
    _inform_stewards(db, lost, now)
    if here.unreachable:
        return ()
    strangers = [one for one in places.read_noted_stewards(db, known.id) if find_person(db, one) is None]
    return tuple(_word_aside(one, lost, here.language) for one in strangers)


def inform_owner(db: Connection, post: Post, owner: Account, reason: str, now: datetime) -> Post | None:
    """Tell the owner of a server or chat, or a steward who is no member, once, that posts no longer arrive in it.

    An account that is a learner's hears it as any steward does. For any other no post is kept. Then the post to say to
    it is returned.
    """
    lost = _describe(post, reason, now)
    person = find_person(db, owner)
    if person is None:
        return _word_aside(owner, lost, post.language, post.id)
    lock_learner(db, person.learner_id)
    if audiences.open_account(db, person.learner_id) is not None:
        plan_for_learner(db, person.learner_id, _word(db, lost, now), now)
    return None


def report_lost_roadmap(
    db: Connection, group_id: GroupId, roadmap_slug: str, now: datetime, *, alone: Sequence[LearnerId] = ()
) -> None:
    """Tell the first steward reachable in private, or the learner of a group of one, that the roadmap is missing.

    They are told once until a post arrives in the group again.
    """
    last = max((spoken.last_sent(db, place) for place in audiences.open_places(db, group_id)), default=0)
    word = PlannedPost(
        ROADMAP_LOST, f"{group_id}:{roadmap_slug}:{last}", RoadmapLost(now, group_id, roadmap_slug), now, GRACE
    )
    _post_to_first(db, alone or audiences.read_stewards(db, group_id), word, now)


def _give_up(db: Connection, post: Post, learner_id: LearnerId, now: datetime) -> None:
    """Do what a private post calls for that came to no chat of its learner."""
    if post.kind == STEWARD:
        _inform_unless_found(db, PlaceLost.from_json(post.facts), now)
    elif post.kind == CONTACT:
        take_offer_back(db, Help.from_json(post.facts), post.id, now)
    elif post.kind == FRIENDLY:
        note_friendly_word(db, learner_id, None)


def _say_elsewhere(db: Connection, post: Post, learner_id: LearnerId, now: datetime) -> bool:
    """Send a private post to another account of the learner whose platform runs, else to the place that they chose.

    Returns False if there is neither. A post kind with `never_in_group` is sent to no place.
    """
    account_id = audiences.reached_account(db, learner_id)
    place_id = fallback_place(db, learner_id, post.kind) if account_id is None else None
    if account_id is None and place_id is None:
        return False
    outbox.put_post(
        db,
        kind=post.kind,
        key=f"{post.key}:{post.id}",
        place_id=place_id,
        account_id=account_id,
        learner_id=learner_id,
        facts=post.facts,
        now=now,
        due_at=now,
        stale_at=spoken.stale_at(db, post.id),
    )
    return True


def _describe(post: Post, reason: str, now: datetime) -> PlaceLost:
    """Describe the loss of the place to which a post was to go."""
    assert post.group_id is not None  # noqa: S101  it is a group's place
    place_id = post.place_id or PlaceId(0)
    return PlaceLost(
        now, post.place.platform, reason, post.group_id, place_id, post.place.chat_id, post.place.thread_id
    )


def _inform_unless_found(db: Connection, lost: PlaceLost, now: datetime) -> None:
    """Tell another home about a lost place, if no steward is reachable and it takes no posts yet."""
    if any(one.id == lost.place_id and one.off_reason for one in places.read_posting_places(db, lost.group_id)):
        _inform_stewards(db, lost, now)


def _inform_stewards(db: Connection, lost: PlaceLost, now: datetime) -> None:
    """Tell each steward reachable in private that posts no longer arrive in their group; else the group's other homes.

    They are told once until a post arrives there again, or the bot is removed or comes back.
    """
    word, stewards = _word(db, lost, now), audiences.read_stewards(db, lost.group_id)
    for learner_id in stewards:
        if audiences.open_account(db, learner_id) is not None:
            plan_for_learner(db, learner_id, word, now)
    if all(audiences.reached_account(db, learner_id) is None for learner_id in stewards):
        _inform_other_homes(db, lost, word, now)


def _inform_other_homes(db: Connection, lost: PlaceLost, word: PlannedPost, now: datetime) -> None:
    for home in places.read_posting_places(db, lost.group_id):
        if home.id != lost.place_id and not home.off_reason:
            outbox.put_post(
                db,
                kind=word.kind,
                key=f"{word.kind}:home:{home.id}:{word.stamp}",
                place_id=home.id,
                learner_id=None,
                facts=word.facts.to_json(),
                now=now,
                due_at=now,
                stale_at=word.stale_at,
            )


def _word_aside(account: Account, lost: PlaceLost, language: str, cause: PostId = PostId(0)) -> Post:
    """Make the word for an account that is no learner's. It is in no outbox. `cause`: the post that did not arrive."""
    chat = Place(account.platform, account.user_id, account.user_id, private=True, person=True)
    key, facts, at = f"owner:{lost.place_id}:{cause}", lost.to_json(), lost.at
    return Post(cause, STEWARD, key, None, facts, 1, at, at, chat, language, lost.place_id, lost.group_id)


def _word(db: Connection, lost: PlaceLost, now: datetime) -> PlannedPost:
    """Make the word about a lost place.

    Its stamp stays the same until a post arrives, posts go to another chat, or the bot is removed or comes back.
    """
    stay = f"{REMOVED if lost.reason in GONE else ''}{places.read_stay(db, lost.place_id)}"
    stamp = f"{lost.place_id}:{lost.chat_id}:{lost.thread_id or 0}:{spoken.last_sent(db, lost.place_id)}:{stay}"
    return PlannedPost(STEWARD, stamp, lost, now, GRACE)


def _post_to_first(db: Connection, learner_ids: Sequence[LearnerId], word: PlannedPost, now: datetime) -> None:
    """Plan a private post to the first of these learners with an account that takes it, now if one does."""
    finders = (audiences.reached_account, audiences.open_account)
    takers = (one for find in finders for one in learner_ids if find(db, one) is not None)
    for learner_id in islice(takers, 1):
        plan_for_learner(db, learner_id, word, now)
