"""The daily word to a group: only if somebody has not studied yet, and never about who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.features.nudges.facts import GroupNudge
from bot.features.streaks.queries import study_days
from bot.features.streaks.queries.study_days import ActiveMember
from bot.library import Library
from bot.posting import audiences as store
from bot.posting import dues, hours
from bot.posting.audience_rules import FORSAKEN, is_forsaken, is_hushed, roadmap_of
from bot.posting.audiences import Audience
from bot.posting.budget import CHECKIN, CLOSE, NUDGE, REVIEW, PlannedPost, has_group_heard, plan_for_group
from bot.posting.calendar import put_to_sleep
from bot.posting.dues import Due
from roadmap.cadence import settled, study_day
from roadmap.model import Cadence, Roadmap
from roadmap.progress import current_block

GRACE = timedelta(hours=3)
WORTH_MORE = (CHECKIN, CLOSE, REVIEW)
"""What is due later on the same day instead."""


def plan_group_nudge(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Say how the group's day stands, if there is a reason to, and return tomorrow's moment."""
    group = store.read_audience(db, due.group_id or 0)
    if not group.nudge_on or group.solo or group.asleep or group.removed:
        return None
    grace = hours.patience(due.at, group.zone, GRACE)
    if now - due.at > grace:
        return hours.next_nudge(group, max(due.at, now - GRACE))
    following = hours.next_nudge(group, max(due.at, now))
    if is_hushed(group, now) or _gives_way(db, group, due.at, now):
        return following
    if is_forsaken(group, now):
        fall_silent(db, group, library, at=due.at, now=now)
        return None
    facts = _facts(db, group, library, due.at, now)
    if facts.studied < facts.members:
        plan_for_group(db, group.group_id, PlannedPost(NUDGE, facts.day.isoformat(), facts, due.at, grace), now)
    return following


def fall_silent(db: Connection, group: Audience, library: Library, *, at: datetime, now: datetime) -> None:
    """Say a last word to a group, and nothing more until somebody returns."""
    facts = replace(_facts(db, group, library, at, now), asleep=True)
    grace = hours.patience(at, group.zone, GRACE)
    plan_for_group(db, group.group_id, PlannedPost(NUDGE, facts.day.isoformat(), facts, at, grace), now)
    put_to_sleep(db, group.group_id)


def _gives_way(db: Connection, group: Audience, at: datetime, now: datetime) -> bool:
    """Whether the group has its post of the day without this one."""
    today = hours.group_date(group, at)
    coming = dues.read_group_dues(db, group.group_id)
    rest_of_day = (hours.group_date(group, coming[kind]) for kind in WORTH_MORE if kind in coming)
    return today in rest_of_day or has_group_heard(db, group, now)


def _facts(db: Connection, group: Audience, library: Library, at: datetime, now: datetime) -> GroupNudge:
    roadmap = roadmap_of(library, group.roadmap_slug)
    active = [one for one in study_days.read_active_members(db, group.group_id) if now - one.active_at < FORSAKEN]
    studied, missing = _count(db, active, now)
    return GroupNudge(
        at=at,
        day=hours.group_date(group, at),
        roadmap=roadmap.slug,
        studied=studied,
        members=studied + missing,
        frontier=_frontier(db, [one.learner_id for one in active], roadmap),
        habits=tuple(habit.slug for habit in roadmap.habits if habit.cadence is Cadence.DAILY),
    )


def _count(db: Connection, active: Sequence[ActiveMember], now: datetime) -> tuple[int, int]:
    """How many have studied today, and how many of those whose day asks for it have not; not who has just joined."""
    today = {one.learner_id: study_day(settled(one.clock, now), now) for one in active}
    calendars = study_days.read_study_calendars(db, list(today), min(today.values(), default=date.min))
    studied = [who for who, day in today.items() if day in calendars[who].done]
    settled_in = [one.learner_id for one in active if now - one.joined_at >= hours.NEW]
    missing = [who for who in settled_in if calendars[who].asks_for_study(today[who])]
    return len(studied), len(missing)


def _frontier(db: Connection, learner_ids: Sequence[int], roadmap: Roadmap) -> tuple[tuple[str, int], ...]:
    """How many are in which block, the furthest first."""
    counts: Counter[str] = Counter()
    chosen = study_days.read_chosen_by(db, learner_ids, roadmap.slug)
    for learner_id, ticked in study_days.read_ticked_by(db, learner_ids, roadmap.slug).items():
        block = current_block(roadmap, ticked, chosen[learner_id])
        if block is not None:
            counts[block.slug] += 1
    return tuple((block.slug, counts[block.slug]) for block in reversed(list(roadmap.blocks())) if counts[block.slug])
