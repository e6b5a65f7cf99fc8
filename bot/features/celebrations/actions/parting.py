"""Share out the milestones that a linked learner had reached and that no post has shown yet, at the end of the link."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.features.celebrations.actions.leaving_out import leave_out
from bot.features.celebrations.actions.planning import GRACE, plan_celebration
from bot.features.celebrations.actions.posted import (
    CelebrationFacts,
    change_posted,
    is_out,
    is_waiting,
    withdraw_from,
)
from bot.features.celebrations.queries.milestones import (
    UnpostedMilestone,
    read_known_milestones,
    read_unposted_milestones,
    set_withdrawn,
)
from bot.features.celebrations.queries.posts import (
    KeptPost,
    lock_all_venues,
    lock_venues,
    read_learner_posts,
    read_unposted_facts,
)
from bot.identity import LearnerId
from roadmap.milestones import Milestone

Held = Callable[[LearnerId, str], Collection[Milestone] | None]
"""The milestones of a roadmap that a learner's own rows hold, or the streaks and comebacks. None: it is not known."""
Unsaid = dict[str, list[UnpostedMilestone]]
"""Milestones by the roadmap of the post that was to tell them."""


def lock_unposted(db: Connection, learner_id: LearnerId, since: datetime, now: datetime) -> None:
    """Lock the places at which milestones of since an instant may wait, before a learner's posts are changed."""
    if read_unposted_milestones(db, learner_id, since):
        waiting = map(CelebrationFacts.from_json, read_unposted_facts(db, learner_id))
        lock_all_venues(db, learner_id, {facts.roadmap for facts in waiting}, now)


def part_celebrations(db: Connection, both: Sequence[LearnerId], since: datetime, held: Held, now: datetime) -> None:
    """Share out what was reached since an instant, by two learners who were one, and waits to be celebrated.

    1. All of it leaves the posts that wait: they may name the other learner.
    2. A milestone that a learner's own rows do not hold is withdrawn. A post that is out is amended.
    3. A milestone that they hold is planned anew for them, in the places of their own groups.
    """
    found = {learner_id: read_unposted_milestones(db, learner_id, since) for learner_id in both}
    every = [one for mine in found.values() for one in mine]
    if not every:
        return
    unsaid = [_take_out(db, learner_id, every, now) for learner_id in both]
    for learner_id, mine in found.items():
        own = {slug: held(learner_id, slug) for slug in {one.roadmap for one in mine}}
        lost = [one for one in mine if not _holds(own[one.roadmap], one.milestone)]
        _withdraw(db, both, learner_id, lost, now)
        for slug in sorted({slug for posts in unsaid for slug in posts}):
            waited = [one for one in mine if one not in lost and any(one in posts.get(slug, ()) for posts in unsaid)]
            _plan_anew(db, learner_id, slug, waited, now)


def _holds(held: Collection[Milestone] | None, milestone: Milestone) -> bool:
    return held is None or milestone in held


def _facts(kept: KeptPost) -> CelebrationFacts:
    return CelebrationFacts.from_json(kept.facts)


def _take_out(db: Connection, learner_id: LearnerId, every: Iterable[UnpostedMilestone], now: datetime) -> Unsaid:
    """Take milestones out of a learner's posts that wait. Returns those that were in one."""
    unsaid: Unsaid = {}
    for kept in filter(is_waiting, read_learner_posts(db, learner_id)):
        facts = _facts(kept)
        gone = [one for one in every if one.is_in(facts.roadmap, facts.milestones)]
        if gone:
            known = read_known_milestones(db, learner_id, facts.roadmap)
            leave_out(db, kept, [one.milestone for one in gone], known, now)
            unsaid.setdefault(facts.roadmap, []).extend(gone)
    return unsaid


def _withdraw(
    db: Connection, both: Iterable[LearnerId], learner_id: LearnerId, lost: Sequence[UnpostedMilestone], now: datetime
) -> None:
    for slug, gone in _by_roadmap(lost).items():
        set_withdrawn(db, learner_id, slug, gone)
    if not lost:
        return

    def without(facts: CelebrationFacts) -> CelebrationFacts:
        return withdraw_from(facts, [one.milestone for one in lost if one.is_in(facts.roadmap, facts.milestones)])

    for author_id in both:
        change_posted(db, author_id, now, without)


def _by_roadmap(found: Iterable[UnpostedMilestone]) -> Mapping[str, list[Milestone]]:
    sorted_out: dict[str, list[Milestone]] = {}
    for row in found:
        sorted_out.setdefault(row.roadmap, []).append(row.milestone)
    return sorted_out


def _plan_anew(
    db: Connection, learner_id: LearnerId, slug: str, waited: Sequence[UnpostedMilestone], now: datetime
) -> None:
    out = {one for kept in filter(is_out, read_learner_posts(db, learner_id)) for one in _facts(kept).milestones}
    new = [one for one in waited if one.milestone not in out]
    if new:
        due_at = max(now, *(one.at + GRACE for one in new))
        venues = lock_venues(db, learner_id, slug, now)
        plan_celebration(db, learner_id, slug, tuple(one.milestone for one in new), venues, now=now, due_at=due_at)
