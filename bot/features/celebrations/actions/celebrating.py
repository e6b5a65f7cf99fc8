"""Celebrating: from a milestone to its posts, once for ever for each learner and milestone.

A celebration is a row of the outbox, due after a minute of grace.
A milestone reached within that minute joins it, and a milestone undone within it leaves.
A post that is out already is changed by a post of kind "amend", which pings no learner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.celebrations.actions.posted import (
    CelebrationFacts,
    amend_post,
    change_posted,
    is_out,
    is_waiting,
    put_celebration,
    reinstate_in,
    withdraw_from,
)
from bot.features.celebrations.queries import (
    CELEBRATION,
    KeptPost,
    MilestoneName,
    add_milestones,
    is_hidden,
    postpone_post,
    read_known_milestones,
    read_learner_posts,
    read_post_facts,
    read_venues,
    remove_milestones,
    rewrite_post,
    set_posted,
)
from bot.features.members.actions.presence import Present
from bot.features.streaks.actions.counting import StreakChange
from bot.identity import LearnerId, PlaceId
from bot.posting import outbox, spoken
from bot.posting.posts import Post
from bot.posting.targets import Target, TargetKind
from roadmap.milestones import COMEBACK_DAYS, Milestone, MilestoneKind, is_comeback, streak_reached
from roadmap.model import Roadmap
from roadmap.streak import Streak, Verdict

GRACE = timedelta(seconds=60)
PINGING = frozenset({MilestoneKind.LEVEL, MilestoneKind.ROADMAP})


def celebrate(
    db: Connection, present: Present, roadmap: Roadmap, milestones: Collection[Milestone], now: datetime
) -> tuple[Milestone, ...]:
    """Keep new milestones and plan their post in every place of the learner's groups. Return the new ones.

    1. A milestone is new once per learner and roadmap. A streak or comeback is new once per learner.
    2. A hidden learner's milestones are kept, but never posted.
    3. Milestones reached while a group is quiet are kept, but not posted there.
    4. A milestone that is known already is put back into its old post if an undo took it out.
    """
    if not milestones:
        return ()
    known = read_known_milestones(db, present.learner_id, roadmap.slug)
    new = tuple(one for one in dict.fromkeys(milestones) if (one.kind.value, one.slug) not in known)
    again = [one for one in milestones if one not in new]
    if again:
        change_posted(db, present.learner_id, now, lambda facts: reinstate_in(facts, again))
    if new:
        add_milestones(db, present.learner_id, roadmap.slug, _names(new), now)
        _plan(db, present.learner_id, roadmap.slug, new, now)
    return new


def withdraw_milestones(
    db: Connection, present: Present, roadmap: Roadmap, milestones: Collection[Milestone], now: datetime
) -> None:
    """Undo `celebrate`.

    1. Take the milestones out of posts that still wait.
    2. Amend posts that are out.
    3. Forget milestones that no post has shown. Those shown stay kept for ever.
    """
    if not milestones:
        return
    posts = read_learner_posts(db, present.learner_id)
    for kept in posts:
        if is_waiting(kept):
            _leave_out(db, kept, milestones, now)
    shown = {one for kept in posts if is_out(kept) for one in CelebrationFacts.from_json(kept.facts).milestones}
    if shown.intersection(milestones):
        change_posted(db, present.learner_id, now, lambda facts: withdraw_from(facts, milestones))
    remove_milestones(db, present.learner_id, roadmap.slug, _names(one for one in milestones if one not in shown))


def mark_celebrated(db: Connection, post: Post) -> None:
    """Note that a celebration is out. If an undo came while it was being sent, it is amended at once."""
    if post.kind != CELEBRATION:
        return
    said, message_id = read_post_facts(db, post.id)
    facts = CelebrationFacts.from_json(said)
    set_posted(db, facts.learner, facts.roadmap, _names(facts.milestones))
    if facts.withdrawn:
        kept = KeptPost(post.id, post.kind, post.place_id, PostState.SENT, said, message_id)
        amend_post(db, kept, facts, [], post.due_at)


def streak_milestones(change: StreakChange) -> tuple[Milestone, ...]:
    """List the milestones that the streak just reached: a number of days, or a comeback."""
    if change.after <= change.before:
        return ()
    reached = streak_reached(change.before, change.after)
    return tuple(one for one in (reached, _comeback(change.streak)) if one)


def lost_streak_milestones(change: StreakChange) -> tuple[Milestone, ...]:
    """List the milestones that the streak no longer reaches after an undo."""
    if change.after >= change.before:
        return ()
    lost = streak_reached(change.after, change.before)
    undone = Milestone(MilestoneKind.COMEBACK, _break_of(change.streak)) if _short_of_comeback(change.streak) else None
    return tuple(one for one in (lost, undone) if one)


def _comeback(streak: Streak) -> Milestone | None:
    return Milestone(MilestoneKind.COMEBACK, _break_of(streak)) if is_comeback(streak.days) else None


def _break_of(streak: Streak) -> str:
    return streak.ended_on.isoformat() if streak.ended_on else ""


def _short_of_comeback(streak: Streak) -> bool:
    since = [day for day in streak.days if streak.ended_on and day.day > streak.ended_on]
    return sum(day.verdict is Verdict.DONE for day in since) == COMEBACK_DAYS - 1


def _names(milestones: Iterable[Milestone]) -> list[MilestoneName]:
    return [(one.kind.value, one.slug) for one in milestones]


def _plan(db: Connection, learner_id: LearnerId, roadmap_slug: str, new: tuple[Milestone, ...], now: datetime) -> None:
    if is_hidden(db, learner_id):
        return
    posts = read_learner_posts(db, learner_id)
    for place_id in read_venues(db, learner_id, roadmap_slug, now):
        waiting = next((kept for kept in posts if _waits_at(kept, place_id)), None)
        if waiting:
            _join(db, waiting, new, now)
        else:
            turn = spoken.next_turn(db, Target(TargetKind.PLACE, place_id), CELEBRATION)
            facts = CelebrationFacts(learner_id, roadmap_slug, new, turn=turn)
            serial = posts[-1].id if posts else 0  # a cancelled post keeps its key, so the next one needs another
            key = f"{learner_id}:{place_id}:{serial}"
            put_celebration(db, facts, kind=CELEBRATION, key=key, place_id=place_id, now=now, due_at=now + GRACE)


def is_great(milestones: Iterable[Milestone]) -> bool:
    """Return whether a level or the whole roadmap is among these milestones, so that the post pings."""
    return any(one.kind in PINGING for one in milestones)


def _waits_at(kept: KeptPost, place_id: PlaceId) -> bool:
    return is_waiting(kept) and kept.place_id == place_id


def _join(db: Connection, waiting: KeptPost, new: tuple[Milestone, ...], now: datetime) -> None:
    facts = CelebrationFacts.from_json(waiting.facts)
    both = tuple(dict.fromkeys((*facts.milestones, *new)))
    rewrite_post(db, waiting.id, replace(facts, milestones=both).to_json())
    postpone_post(db, waiting.id, now + GRACE)


def _leave_out(db: Connection, waiting: KeptPost, lost: Collection[Milestone], now: datetime) -> None:
    facts = CelebrationFacts.from_json(waiting.facts)
    left = tuple(one for one in facts.milestones if one not in lost)
    if not left:
        outbox.cancel_post(db, waiting.id, now)
    elif left != facts.milestones:
        rewrite_post(db, waiting.id, replace(facts, milestones=left).to_json())
