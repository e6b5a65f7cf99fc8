"""Celebrating: from a milestone to its posts, once for ever for each learner and milestone.

A celebration is a row of the outbox, due after a minute of grace.
A milestone reached within that minute joins it, and a milestone undone within it leaves.
A post that is out already is changed by a post of kind "amend", which pings no learner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.acts.queries import Act
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
    NOWHERE,
    KeptPost,
    KnownMilestone,
    add_milestones,
    is_hidden,
    postpone_post,
    reach_again,
    read_known_milestones,
    read_learner_posts,
    read_post_facts,
    read_venues,
    rewrite_post,
    set_posted,
    set_withdrawn,
)
from bot.features.members.actions.presence import Present
from bot.features.streaks.actions.counting import StreakChange
from bot.identity import ActId, LearnerId, PlaceId
from bot.posting import outbox, spoken
from bot.posting.posts import Post
from bot.posting.targets import Target, TargetKind
from roadmap.milestones import Milestone, MilestoneKind, is_comeback, streak_reached, streaks_held
from roadmap.model import Roadmap
from roadmap.streak import Streak

GRACE = timedelta(seconds=60)
PINGING = frozenset({MilestoneKind.LEVEL, MilestoneKind.ROADMAP})


def celebrate(
    db: Connection, present: Present, roadmap: Roadmap, milestones: Collection[Milestone], act: Act
) -> tuple[Milestone, ...]:
    """Keep the milestones that an act reached, and plan their post in every place of the learner's groups.

    1. A milestone is new once per learner and roadmap. A streak or comeback is new once per learner.
    2. It is new again if it was taken back before any post showed it.
    3. A hidden learner's milestones are kept, but never posted.
    4. Milestones reached while a group is quiet are kept, but not posted there.
    5. A milestone that a post showed is put back into that post if an undo took it out.
    6. Return the new ones.
    """
    if not milestones:
        return ()
    known = read_known_milestones(db, present.learner_id, roadmap.slug)
    taken_back = [one for one in milestones if one in known and known[one].withdrawn]
    shown = _shown(db, present.learner_id, known) if taken_back else set()
    again = {one: known[one].at if one in shown else act.at for one in taken_back}
    new = tuple(one for one in dict.fromkeys(milestones) if one not in known or one in again.keys() - shown)
    reach_again(db, present.learner_id, roadmap.slug, again, act.id)
    if again.keys() & shown:
        change_posted(db, present.learner_id, act.at, lambda facts: reinstate_in(facts, again.keys()))
    add_milestones(db, present.learner_id, roadmap.slug, [one for one in new if one not in known], act)
    _plan(db, present.learner_id, roadmap.slug, new, now=act.at, due_at=act.at + GRACE)
    return new


def withdraw_milestones(
    db: Connection,
    present: Present,
    roadmap: Roadmap,
    lost: Collection[Milestone],
    *,
    now: datetime,
    since: ActId = ActId(0),
) -> None:
    """Take milestones back that no longer hold without an act.

    1. Leave those that an earlier act than `since` had reached.
    2. Take the others out of posts that still wait.
    3. Amend posts that are out.
    4. Mark them as withdrawn, so that they are listed nowhere.
    """
    known = read_known_milestones(db, present.learner_id, roadmap.slug) if lost else {}
    gone = [one for one in lost if one in known and _is_lost(known[one], since)]
    if not gone:
        return
    posts = read_learner_posts(db, present.learner_id)
    for kept in filter(is_waiting, posts):
        _leave_out(db, kept, gone, known, now)
    change_posted(db, present.learner_id, now, lambda facts: withdraw_from(facts, gone))
    set_withdrawn(db, present.learner_id, roadmap.slug, gone)


def reinstate_milestones(
    db: Connection, present: Present, roadmap: Roadmap, held: Collection[Milestone], now: datetime
) -> None:
    """Let milestones hold again that were withdrawn, as if they had never been.

    A post that showed them shows them again. Without one, a milestone in its minute of grace is posted at its end.
    """
    known = read_known_milestones(db, present.learner_id, roadmap.slug) if held else {}
    again = {one: known[one] for one in held if one in known and known[one].withdrawn}
    if not again:
        return
    shown = _shown(db, present.learner_id, known)
    for milestone, before in again.items():
        reach_again(db, present.learner_id, roadmap.slug, {milestone: before.at}, before.act_id)
        if milestone not in shown and before.at + GRACE > now:
            _plan(db, present.learner_id, roadmap.slug, (milestone,), now=now, due_at=before.at + GRACE)
    change_posted(db, present.learner_id, now, lambda facts: reinstate_in(facts, again.keys()))


def mark_celebrated(db: Connection, post: Post) -> None:
    """Note that a celebration is out. If an undo came while it was being sent, it is amended at once."""
    if post.kind != CELEBRATION:
        return
    said, message_id = read_post_facts(db, post.id)
    facts = CelebrationFacts.from_json(said)
    set_posted(db, facts.learner, facts.roadmap, facts.milestones)
    if facts.withdrawn:
        kept = KeptPost(post.id, post.kind, post.place_id, PostState.SENT, said, message_id, post.due_at)
        amend_post(db, kept, facts, [], post.due_at)


def streak_milestones(change: StreakChange) -> tuple[Milestone, ...]:
    """List the milestones that the streak just reached: a number of days, or a comeback."""
    if change.after <= change.before:
        return ()
    reached = streak_reached(change.before, change.after)
    return tuple(one for one in (reached, _comeback(change.streak)) if one)


def lost_streak_milestones(db: Connection, present: Present, roadmap: Roadmap, streak: Streak) -> list[Milestone]:
    """List the streaks and comebacks that a learner reached, and that the whole ledger no longer holds."""
    held = streaks_held(streak.best, streak.days)
    known = read_known_milestones(db, present.learner_id, roadmap.slug)
    return [one for one in known if one.kind in NOWHERE and one not in held]


def _comeback(streak: Streak) -> Milestone | None:
    broken = streak.ended_on.isoformat() if streak.ended_on else ""
    return Milestone(MilestoneKind.COMEBACK, broken) if is_comeback(streak.days) else None


def _is_lost(known: KnownMilestone, since: ActId) -> bool:
    return not known.withdrawn and (known.act_id is None or known.act_id >= since)


def _shown(db: Connection, learner_id: LearnerId, known: Mapping[Milestone, KnownMilestone]) -> set[Milestone]:
    """Return the milestones that a post showed, or may have shown."""
    out = filter(is_out, read_learner_posts(db, learner_id))
    in_posts = {one for kept in out for one in CelebrationFacts.from_json(kept.facts).milestones}
    return in_posts.union(one for one, before in known.items() if before.posted)


def _plan(
    db: Connection,
    learner_id: LearnerId,
    roadmap_slug: str,
    new: tuple[Milestone, ...],
    *,
    now: datetime,
    due_at: datetime,
) -> None:
    if not new or is_hidden(db, learner_id):
        return
    posts = read_learner_posts(db, learner_id)
    for place_id in read_venues(db, learner_id, roadmap_slug, now):
        waiting = next((kept for kept in posts if _waits_at(kept, place_id)), None)
        if waiting:
            _join(db, waiting, new, due_at)
        else:
            turn = spoken.next_turn(db, Target(TargetKind.PLACE, place_id), CELEBRATION)
            facts = CelebrationFacts(learner_id, roadmap_slug, new, turn=turn)
            serial = posts[-1].id if posts else 0  # a cancelled post keeps its key, so the next one needs another
            key = f"{learner_id}:{place_id}:{serial}"
            put_celebration(db, facts, kind=CELEBRATION, key=key, place_id=place_id, now=now, due_at=due_at)


def is_great(milestones: Iterable[Milestone]) -> bool:
    """Return whether a level or the whole roadmap is among these milestones, so that the post pings."""
    return any(one.kind in PINGING for one in milestones)


def _waits_at(kept: KeptPost, place_id: PlaceId) -> bool:
    return is_waiting(kept) and kept.place_id == place_id


def _join(db: Connection, waiting: KeptPost, new: tuple[Milestone, ...], due_at: datetime) -> None:
    facts = CelebrationFacts.from_json(waiting.facts)
    both = tuple(dict.fromkeys((*facts.milestones, *new)))
    rewrite_post(db, waiting.id, replace(facts, milestones=both).to_json())
    postpone_post(db, waiting.id, due_at)


def _leave_out(
    db: Connection,
    waiting: KeptPost,
    lost: Collection[Milestone],
    known: Mapping[Milestone, KnownMilestone],
    now: datetime,
) -> None:
    """Take milestones out of a waiting post. If the last of them put it off, it is due as it was before them."""
    facts = CelebrationFacts.from_json(waiting.facts)
    left = tuple(one for one in facts.milestones if one not in lost)
    if not left:
        outbox.cancel_post(db, waiting.id, now)
    elif left != facts.milestones:
        rewrite_post(db, waiting.id, replace(facts, milestones=left).to_json())
        before = _end_of_grace(known, left)
        if before and waiting.due_at == _end_of_grace(known, facts.milestones):
            postpone_post(db, waiting.id, before)


def _end_of_grace(known: Mapping[Milestone, KnownMilestone], milestones: Iterable[Milestone]) -> datetime | None:
    ends = (known[one].at + GRACE for one in milestones if one in known)
    return max(ends, default=None)
