"""From a milestone to the posts about it: once per learner and milestone for ever, and not after an undo.

A celebration is a row of the outbox, due after a minute of grace. What a learner reaches within that minute joins it,
what is undone leaves it. A post that is out already is changed by a row of kind "amend"; nobody is pinged twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.celebrations.actions.posted import (
    AMEND,
    CELEBRATION,
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
    CelebratedLearner,
    KeptPost,
    MilestoneName,
    Venue,
    add_milestones,
    postpone_post,
    read_celebrated_learner,
    read_known_milestones,
    read_learner_posts,
    read_post_facts,
    read_venues,
    remove_milestones,
    rewrite_post,
    set_posted,
)
from bot.features.members.actions.presence import Present
from bot.features.streaks.actions.counting import SettledStreak
from bot.identity import Account
from bot.posting import outbox, spoken
from bot.posting.posts import Post
from roadmap.milestones import COMEBACK_DAYS, Milestone, MilestoneKind, is_comeback, streak_reached
from roadmap.model import Roadmap
from roadmap.streak import Streak, Verdict

__all__ = [
    "AMEND",
    "CELEBRATION",
    "GRACE",
    "CelebrationFacts",
    "celebrate",
    "follow_wishes",
    "lost_streak_milestones",
    "mark_celebrated",
    "streak_milestones",
    "withdraw_milestones",
]

GRACE = timedelta(seconds=60)
PINGING = frozenset({MilestoneKind.LEVEL, MilestoneKind.ROADMAP})
HIDDEN = "hidden"


def celebrate(
    db: Connection, present: Present, roadmap: Roadmap, milestones: Collection[Milestone], now: datetime
) -> tuple[Milestone, ...]:
    """Keep what is new of these milestones and plan its post in every place of the learner's groups.

    A hidden learner's are kept and told to nobody, and so is what is reached while a group is quiet. One that was
    posted, undone and is reached again is set right in the old post. Returns those that are new.
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
    """Undo `celebrate`: what still waits is not said, what is out is amended and stays kept for ever."""
    if not milestones:
        return
    posts = read_learner_posts(db, present.learner_id)
    for kept in posts:
        if is_waiting(kept):
            _leave_out(db, kept, milestones, now)
    told = {one for kept in posts if is_out(kept) for one in CelebrationFacts.from_json(kept.facts).milestones}
    if told.intersection(milestones):
        change_posted(db, present.learner_id, now, lambda facts: withdraw_from(facts, milestones))
    remove_milestones(db, present.learner_id, roadmap.slug, _names(one for one in milestones if one not in told))


def mark_celebrated(db: Connection, post: Post) -> None:
    """Note that a celebration is out. If an undo came while it was being sent, it is amended at once."""
    if post.kind != CELEBRATION:
        return
    said, message_id = read_post_facts(db, post.id)
    facts = CelebrationFacts.from_json(said)
    set_posted(db, facts.learner, facts.roadmap, _names(facts.milestones))
    if facts.withdrawn:
        kept = KeptPost(post.id, post.kind, post.place_id, "sent", said, message_id)
        amend_post(db, kept, facts, [], post.due_at)


def follow_wishes(db: Connection, learner_id: int, now: datetime) -> None:
    """Bring celebrations that still wait in line with the learner's visibility and wish for pings, just changed.

    A post to a group that the learner is no longer a member of is not sent.
    """
    learner = read_celebrated_learner(db, learner_id)
    for kept in filter(is_waiting, read_learner_posts(db, learner_id)):
        facts = CelebrationFacts.from_json(kept.facts)
        venues = read_venues(db, learner_id, facts.roadmap, now)
        venue = next((one for one in venues if one.place_id == kept.place_id), None)
        if venue is None or learner.visibility == HIDDEN:
            outbox.cancel_post(db, kept.id, now)
        else:
            said = replace(_facts(learner_id, facts.roadmap, facts.milestones, learner, venue), turn=facts.turn)
            rewrite_post(db, kept.id, said.to_json())


def streak_milestones(settled: SettledStreak) -> tuple[Milestone, ...]:
    """What the streak reached by the action that was just settled: a number of days, or a comeback."""
    if settled.after <= settled.before:
        return ()
    reached = streak_reached(settled.before, settled.after)
    return tuple(one for one in (reached, _comeback(settled.streak)) if one)


def lost_streak_milestones(settled: SettledStreak) -> tuple[Milestone, ...]:
    """What the streak no longer reaches after the undo that was just settled."""
    if settled.after >= settled.before:
        return ()
    lost = streak_reached(settled.after, settled.before)
    undone = (
        Milestone(MilestoneKind.COMEBACK, _break_of(settled.streak)) if _short_of_comeback(settled.streak) else None
    )
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


def _plan(db: Connection, learner_id: int, roadmap: str, new: tuple[Milestone, ...], now: datetime) -> None:
    learner = read_celebrated_learner(db, learner_id)
    if learner.visibility == HIDDEN:
        return
    posts = read_learner_posts(db, learner_id)
    for venue in read_venues(db, learner_id, roadmap, now):
        waiting = next((kept for kept in posts if _waits_at(kept, venue.place_id)), None)
        if waiting:
            _join(db, waiting, new, learner.pings, now)
        else:
            turn = spoken.next_turn(db, ("place", venue.place_id), CELEBRATION)
            facts = replace(_facts(learner_id, roadmap, new, learner, venue), turn=turn)
            serial = posts[-1].id if posts else 0  # a cancelled post keeps its key, so the next one needs another
            key = f"{learner_id}:{venue.place_id}:{serial}"
            put_celebration(db, facts, kind=CELEBRATION, key=key, place_id=venue.place_id, now=now, due_at=now + GRACE)


def _facts(
    learner_id: int, roadmap: str, new: tuple[Milestone, ...], learner: CelebratedLearner, venue: Venue
) -> CelebrationFacts:
    by_number = learner.visibility == "number"
    return CelebrationFacts(
        learner_id,
        roadmap,
        new,
        account=None if by_number else _account_for(learner, venue.platform),
        number=venue.number,
        ping=learner.pings and not by_number and is_great(new),
        role=venue.role_id or 0,
    )


def _account_for(learner: CelebratedLearner, platform: str) -> Account:
    accounts = [Account(*one) for one in learner.accounts]
    return next((one for one in accounts if one.platform == platform), accounts[0])


def is_great(milestones: Iterable[Milestone]) -> bool:
    """Whether these are great enough to ping for."""
    return any(one.kind in PINGING for one in milestones)


def _waits_at(kept: KeptPost, place_id: int) -> bool:
    return is_waiting(kept) and kept.place_id == place_id


def _join(db: Connection, waiting: KeptPost, new: tuple[Milestone, ...], pings: bool, now: datetime) -> None:
    facts = CelebrationFacts.from_json(waiting.facts)
    both = tuple(dict.fromkeys((*facts.milestones, *new)))
    ping = facts.ping or (pings and facts.account is not None and is_great(new))
    rewrite_post(db, waiting.id, replace(facts, milestones=both, ping=ping).to_json())
    postpone_post(db, waiting.id, now + GRACE)


def _leave_out(db: Connection, waiting: KeptPost, lost: Collection[Milestone], now: datetime) -> None:
    facts = CelebrationFacts.from_json(waiting.facts)
    left = tuple(one for one in facts.milestones if one not in lost)
    if not left:
        outbox.cancel_post(db, waiting.id, now)
    elif left != facts.milestones:
        rewrite_post(db, waiting.id, replace(facts, milestones=left, ping=facts.ping and is_great(left)).to_json())
