"""The group's daily nudge: only if a member has not studied yet, and never with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.features.farewells.facts import NUDGE
from bot.features.farewells.posts import NUDGE_GRACE, fall_silent
from bot.features.nudges.facts import FEWEST, PERSONAL, GroupNudge
from bot.features.streaks.queries import study_days
from bot.features.streaks.queries.study_days import ActiveMember
from bot.features.week_goals.actions import find_running_week, find_together
from bot.identity import LearnerId
from bot.library import Library
from bot.posting import apart, audiences, dues, hours, spoken
from bot.posting.audience_rules import FORSAKEN, is_forsaken, is_hushed, is_nudge_thinned
from bot.posting.audiences import Audience
from bot.posting.budget import PlannedPost, has_group_heard, has_higher_due, plan_for_group
from bot.posting.decisions import Decision, Foresight, Never, Speak, Wait
from bot.posting.dues import GroupDue
from roadmap.cadence import clock_at, study_day
from roadmap.model import Block, Cadence, Roadmap
from roadmap.progress import current_block, next_tasks
from roadmap.weekdays import has_weekday


@dataclass(frozen=True, slots=True)
class NudgeState:
    """A group at the due of its nudge.

    `taken`: the group has had its post of the day, or a higher-ranked post is due today.
    `clear_at`: the first instant that is no nearer than an hour to a private nudge of a member.
    """

    group: Audience
    at: datetime
    taken: bool
    clear_at: datetime


def decide_nudge(state: NudgeState, now: datetime) -> Decision:
    """Decide to nudge a group on its weekdays, unless the group is hushed, new or `taken`.

    After five nudges in a row without a reaction it is every other day. A nudge that is later than its grace waits for
    the next one, which may be today's. A nudge within the hour of a member's private nudge waits until the hour is
    over, on the same date and by day.
    """
    if now - state.at > hours.patience(state.at, state.group.zone, NUDGE_GRACE):
        return Wait(hours.next_nudge(state.group, max(state.at, now - NUDGE_GRACE)))
    new = now - state.group.created_at < hours.NEW
    day = hours.group_date(state.group, state.at)
    thinned = is_nudge_thinned(state.group, day)
    if new or thinned or state.taken or is_hushed(state.group, now):
        return Never()
    if not has_weekday(state.group.nudge_days, day.weekday()):
        return Never()
    if state.clear_at <= now:
        return Speak()
    return Wait(state.clear_at) if apart.may_wait(state.at, state.clear_at, state.group.zone) else Never()


def foresee_nudge(foresight: Foresight, at: datetime, now: datetime) -> Decision:
    """Decide `now` about a nudge to come."""
    foresight.group = _hear_reaction(foresight.db, foresight.group)
    taken = foresight.has_heard(now) or has_higher_due(foresight.group, NUDGE, foresight.coming, at)
    decision = decide_nudge(_state(foresight.db, foresight.group, at, now, taken=taken), now)
    if isinstance(decision, Speak):
        foresight.group = _nudged(foresight.group, now)
    return decision


def plan_group_nudge(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Plan a group's daily nudge, and return the moment of the next one.

    1. Return None if nudges are off, or if the group has a lone learner, sleeps or was removed.
    2. If the nudge is later than its grace, return the moment of the next one, which may be today.
    3. Skip it if the group is quiet, is less than three hours old, or has another post today.
       Let it wait if a private nudge of a member is within the hour (`bot.posting.apart`).
    4. If no member came for two weeks, plan the farewell instead and return None.
    5. Plan the nudge only if a member whose day asks for study has not studied.
    6. Count it as ignored until a member reacts.
    """
    group = _hear_reaction(db, audiences.read_audience(db, due.group_id))
    if not group.nudge_on or group.solo or group.asleep or group.removed:
        return None
    following = hours.next_nudge(group, max(due.at, now))
    coming = dues.read_group_dues(db, group.group_id)
    taken = has_higher_due(group, NUDGE, coming, due.at) or has_group_heard(db, group, now)
    decision = decide_nudge(_state(db, group, due.at, now, taken=taken), now)
    if isinstance(decision, Wait):
        return decision.until
    if isinstance(decision, Never):
        return following
    if is_forsaken(group, now):
        fall_silent(db, group, at=due.at, now=now)
        return None
    facts = _facts(db, group, library, due.at, now)
    if facts.studied < facts.members:
        grace = hours.patience(due.at, group.zone, NUDGE_GRACE)
        plan_for_group(db, group.group_id, PlannedPost(NUDGE, facts.day.isoformat(), facts, due.at, grace), now)
        ignored = _nudged(group, now).nudges_ignored
        audiences.change_audience(db, group.group_id, nudged_at=now, nudges_ignored=ignored)
    return following


def _nudged(group: Audience, now: datetime) -> Audience:
    return replace(group, nudged_at=now, nudges_ignored=group.nudges_ignored + 1)


def _hear_reaction(db: Connection, group: Audience) -> Audience:
    """Count a group's ignored nudges anew if it reacted to the last: a member did something since, of any kind."""
    reacted = group.nudged_at is not None and (
        group.active_at > group.nudged_at or study_days.has_acted(db, group.group_id, group.nudged_at)
    )
    return replace(group, nudges_ignored=0) if reacted else group


def _state(db: Connection, group: Audience, at: datetime, now: datetime, *, taken: bool) -> NudgeState:
    private = spoken.last_said_to_members(db, group.group_id, (PERSONAL,), now - apart.APART, now)
    return NudgeState(group, at, taken, private + apart.APART if private else now)


def _facts(db: Connection, group: Audience, library: Library, at: datetime, now: datetime) -> GroupNudge:
    roadmap = library[group.roadmap_slug]
    active = [one for one in study_days.read_active_members(db, group.group_id) if now - one.active_at < FORSAKEN]
    studied, missing = _count(db, active, now)
    frontier, task = _find_frontier(db, [one.learner_id for one in active], roadmap)
    return GroupNudge(
        at=at,
        day=hours.group_date(group, at),
        roadmap=roadmap.slug,
        studied=studied,
        members=studied + missing,
        frontier=frontier,
        task=task,
        habits=tuple(habit.slug for habit in roadmap.habits if habit.cadence is Cadence.DAILY),
        together=find_together(db, group.group_id, roadmap.slug, find_running_week(db, group.group_id, at)),
    )


def _count(db: Connection, active: Sequence[ActiveMember], now: datetime) -> tuple[int, int]:
    """Count the members that studied today, and the members whose day still asks for study.

    The second count leaves out members that joined less than three hours ago.
    """
    today = {one.learner_id: study_day(clock_at(one.clock, now), now) for one in active}
    calendars = study_days.read_study_calendars(db, list(today), min(today.values(), default=date.min))
    studied = [learner_id for learner_id, day in today.items() if day in calendars[learner_id].done]
    past_first_hours = [one.learner_id for one in active if now - one.joined_at >= hours.NEW]
    missing = [learner_id for learner_id in past_first_hours if calendars[learner_id].asks_for_study(today[learner_id])]
    return len(studied), len(missing)


def _find_frontier(
    db: Connection, learner_ids: Sequence[LearnerId], roadmap: Roadmap
) -> tuple[tuple[tuple[str, int], ...], str]:
    """Count the learners in each block, the fullest first, and find the task that comes next in it for most.

    A block counts with two learners or more, so that no learner can be told by it. Of two equal blocks the earlier
    comes first.
    """
    there: dict[str, list[str]] = {block.slug: [] for block in roadmap.blocks()}
    chosen = study_days.read_chosen_by(db, learner_ids, roadmap.slug)
    for learner_id, ticked in study_days.read_ticked_by(db, learner_ids, roadmap.slug).items():
        block = current_block(roadmap, ticked, chosen[learner_id])
        if block is not None:
            there[block.slug].append(_first_open(roadmap, block, ticked, chosen[learner_id]))
    full = sorted((slug for slug in there if len(there[slug]) >= FEWEST), key=lambda slug: -len(there[slug]))
    [(task, _), *_] = Counter(there[full[0]]).most_common(1) if full else [("", 0)]
    return tuple((slug, len(there[slug])) for slug in full), task


def _first_open(roadmap: Roadmap, block: Block, ticked: Collection[str], chosen: Mapping[str, str]) -> str:
    """Find the slug of a learner's first open task in a block. Empty if they have a choice to make first."""
    coming = next_tasks(roadmap, ticked, chosen, 1)
    return next((task.slug for task in coming if roadmap.place_of(task.slug)[2] == block), "")
