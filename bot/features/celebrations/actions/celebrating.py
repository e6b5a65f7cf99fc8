"""Celebrating: from a milestone to its posts, once for ever for each learner and milestone.

A celebration is a row of the outbox, due after a minute of grace. Those of a crowd are gathered (`planning`).
A milestone reached within that minute joins it, and a milestone undone before it is sent leaves.
A post that is out already is changed by a post of kind "amend", which pings no learner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.features.acts.queries import Act
from bot.features.celebrations.actions.leaving_out import leave_out
from bot.features.celebrations.actions.planning import GRACE, plan_celebration, restore_undone
from bot.features.celebrations.actions.posted import (
    CelebrationFacts,
    change_posted,
    is_out,
    is_waiting,
    reinstate_in,
    withdraw_from,
)
from bot.features.celebrations.queries.milestones import (
    NOWHERE,
    KnownMilestone,
    add_milestones,
    is_hidden,
    reach_again,
    read_known_milestones,
    set_withdrawn,
)
from bot.features.celebrations.queries.posts import (
    lock_venues,
    read_learner_posts,
)
from bot.features.members.actions.presence import Present
from bot.features.streaks.actions.counting import StreakChange
from bot.identity import ActId, LearnerId
from roadmap.milestones import Milestone, MilestoneKind, is_comeback, streak_reached, streaks_held
from roadmap.model import Roadmap
from roadmap.streak import Streak

PINGING = frozenset({MilestoneKind.LEVEL, MilestoneKind.ROADMAP})


def celebrate(
    db: Connection, present: Present, roadmap: Roadmap, milestones: Collection[Milestone], act: Act
) -> tuple[Milestone, ...]:
    """Celebrate the milestones that an act of a caller reached, by the rules of `celebrate_learner`."""
    return celebrate_learner(db, present.learner_id, roadmap, milestones, act)


def celebrate_learner(
    db: Connection, learner_id: LearnerId, roadmap: Roadmap, milestones: Collection[Milestone], act: Act
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
    venues = lock_venues(db, learner_id, roadmap.slug, act.at)
    known = read_known_milestones(db, learner_id, roadmap.slug)
    taken_back = [one for one in milestones if one in known and known[one].withdrawn]
    shown = _shown(db, learner_id, known) if taken_back else set()
    again = {one: known[one].at if one in shown else act.at for one in taken_back}
    new = tuple(one for one in dict.fromkeys(milestones) if one not in known or one in again.keys() - shown)
    reach_again(db, learner_id, roadmap.slug, again, act.id)
    if again.keys() & shown:
        change_posted(db, learner_id, act.at, lambda facts: reinstate_in(facts, again.keys()))
    add_milestones(db, learner_id, roadmap.slug, [one for one in new if one not in known], act)
    plan_celebration(db, learner_id, roadmap.slug, new, venues, now=act.at, due_at=act.at + GRACE)
    return new


def is_told(db: Connection, learner_id: LearnerId, roadmap_slug: str, now: datetime) -> bool:
    """Tell whether posts tell of a learner's new milestones: not if they are hidden, or all their groups are quiet."""
    return not is_hidden(db, learner_id) and bool(lock_venues(db, learner_id, roadmap_slug, now))


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
    lock_venues(db, present.learner_id, roadmap.slug, now)
    posts = read_learner_posts(db, present.learner_id)
    for kept in filter(is_waiting, posts):
        leave_out(db, kept, gone, known, now)
    change_posted(db, present.learner_id, now, lambda facts: withdraw_from(facts, gone))
    set_withdrawn(db, present.learner_id, roadmap.slug, gone)


def reinstate_milestones(
    db: Connection, present: Present, roadmap: Roadmap, held: Collection[Milestone], now: datetime
) -> None:
    """Let milestones hold again that were withdrawn, as if they had never been.

    A post that showed them shows them again, and a waiting gathering takes them back. Without one, a milestone in its
    minute of grace is posted at its end.
    """
    known = read_known_milestones(db, present.learner_id, roadmap.slug) if held else {}
    again = {one: known[one] for one in held if one in known and known[one].withdrawn}
    if not again:
        return
    venues = lock_venues(db, present.learner_id, roadmap.slug, now)
    shown = _shown(db, present.learner_id, known)
    restored = restore_undone(db, read_learner_posts(db, present.learner_id), again.keys())
    others = [place_id for place_id in venues if place_id not in restored]
    for milestone, before in again.items():
        reach_again(db, present.learner_id, roadmap.slug, {milestone: before.at}, before.act_id)
        if milestone not in shown and before.at + GRACE > now:
            due_at = before.at + GRACE
            plan_celebration(db, present.learner_id, roadmap.slug, (milestone,), others, now=now, due_at=due_at)
    change_posted(db, present.learner_id, now, lambda facts: reinstate_in(facts, again.keys()))


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


def is_great(milestones: Iterable[Milestone]) -> bool:
    """Return whether a level or the whole roadmap is among these milestones, so that the post pings."""
    return any(one.kind in PINGING for one in milestones)
