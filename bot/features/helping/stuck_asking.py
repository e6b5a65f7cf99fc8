"""The asking for a stuck learner: two members that finished the task, a day each, and then the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.closed_sets import HelpState, ObstacleState
from bot.features.helping.actions.amending_questions import amend_questions
from bot.features.helping.actions.stuck_views import is_past
from bot.features.helping.queries.asking import (
    AskedMember,
    AskPost,
    add_ask,
    answer_ask,
    drop_ask,
    find_ask_post,
    find_candidates,
    read_asked_members,
)
from bot.features.helping.queries.obstacles import Obstacle, end_obstacle
from bot.features.helping.queries.stuck import Stuck, note_posted, read_open_stuck
from bot.features.helping.stuck_facts import STUCK_ASK, STUCK_GROUP, StuckAsk, StuckGroup
from bot.features.helping.stuck_steps import A_DAY, AskingState, AskingStep, decide_asking, may_be_questioned
from bot.features.members.queries.avoiding import read_avoided
from bot.features.streaks.queries.study_days import read_study_calendars
from bot.features.ticks.actions.roadmap_state import all_names
from bot.library import Library
from bot.posting import audiences, hours, spoken
from bot.posting.audience_rules import is_hushed
from bot.posting.audiences import Audience, Listener
from bot.posting.budget import PlannedPost, plan_for_group, plan_for_learner
from bot.posting.decisions import Never, Wait
from bot.posting.dues import LearnerDue
from roadmap.cadence import is_quiet
from roadmap.model import Roadmap

SOON = timedelta(minutes=15)
"""The wait before a post on its way is looked at again."""
LIFETIME = timedelta(days=14)
"""The age at which an obstacle is closed."""
MISSING = timedelta(hours=6)
"""The wait while the roadmap of an obstacle is not there."""


def plan_asking(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Go on with the asking for each open obstacle of a learner, and return when to look again."""
    moments = [_go_on(db, one, library, now) for one in read_open_stuck(db, due.learner_id)]
    return min((moment for moment in moments if moment), default=None)


def _go_on(db: Connection, stuck: Stuck, library: Library, now: datetime) -> datetime | None:
    """Do the next step for an obstacle. One of a ticked task, and one that is old, is closed, also in the group."""
    roadmap = library.get(stuck.obstacle.roadmap_slug)
    if stuck.outreach is None:
        return None
    if roadmap is None:
        return now + MISSING
    if now - stuck.obstacle.at >= LIFETIME or is_past(db, stuck.obstacle, roadmap):
        end_obstacle(db, stuck.obstacle.id, ObstacleState.CLOSED, now)
        amend_questions(db, stuck.obstacle.group_id, stuck.obstacle.id, now)
        return None
    asked, answer_by = _read_answers(db, stuck.obstacle, now)
    candidates = _candidates(db, stuck.obstacle, roadmap, now)
    state = AskingState(
        outreach=stuck.outreach,
        shown=stuck.obstacle.shown,
        offered=any(one.state in {HelpState.OFFERED, HelpState.HELPED} for one in asked),
        asked=len(asked),
        answer_by=answer_by,
        candidates=bool(candidates),
        posted=stuck.posted_at is not None,
    )
    return _do(db, stuck, state, candidates, now)


def _do(
    db: Connection, stuck: Stuck, state: AskingState, candidates: Sequence[Listener], now: datetime
) -> datetime | None:
    match decide_asking(state, now):
        case Wait(until):
            return until
        case Never():
            return stuck.obstacle.at + LIFETIME
        case AskingStep.GROUP:
            return _ask_group(db, stuck.obstacle, now)
        case AskingStep.MEMBER:
            if _ask_member(db, stuck.obstacle, candidates, now):
                return now + SOON
            return _do(db, stuck, replace(state, candidates=False), (), now)


def _read_answers(db: Connection, obstacle: Obstacle, now: datetime) -> tuple[list[AskedMember], datetime | None]:
    """Read the members with a part in an obstacle, and when the present member's day ends.

    A member whose day has ended is passed over. One that the post never reached does not count as asked.
    """
    kept, answer_by = [], None
    for member in read_asked_members(db, obstacle.id):
        if member.state is not HelpState.ASKED:
            kept.append(member)
            continue
        post = find_ask_post(db, f"{STUCK_ASK}:{member.learner_id}:{obstacle.id}")
        if post and post.lost:
            drop_ask(db, obstacle.id, member.learner_id)
            continue
        kept.append(member)
        ends_at = _end_of_day(member, post, now)
        if now < ends_at:
            answer_by = ends_at
        else:
            answer_ask(db, obstacle.id, member.learner_id, HelpState.PASSED)
    return kept, answer_by


def _end_of_day(member: AskedMember, post: AskPost | None, now: datetime) -> datetime:
    """Return when a member's day to answer ends: a day after the post came. One on its way is looked at soon."""
    if post is None:
        return member.at + A_DAY
    return post.sent_at + A_DAY if post.sent_at else now + SOON


def _candidates(db: Connection, obstacle: Obstacle, roadmap: Roadmap, now: datetime) -> list[Listener]:
    """List the members to ask, those who finished the task last first. Avoided and silent ones are left out."""
    names = all_names(roadmap, [obstacle.task or ""])
    found = find_candidates(db, obstacle, names, STUCK_ASK, now)
    avoided = read_avoided(db, obstacle.learner_id) if found else set()
    calendars = read_study_calendars(db, found, now.date() - A_DAY) if found else {}
    listeners = audiences.read_listeners(db, found)
    return [
        listeners[one] for one in found if one not in avoided and may_be_questioned(listeners[one], calendars[one], now)
    ]


def _ask_member(db: Connection, obstacle: Obstacle, candidates: Sequence[Listener], now: datetime) -> bool:
    """Ask the first of these members that can be asked. At night the post waits for their morning."""
    for listener in candidates:
        zone = hours.whereabouts(listener.clock, now)
        at = hours.next_waking(now, zone) if is_quiet(now, zone) else now
        post = PlannedPost(
            STUCK_ASK, str(obstacle.id), StuckAsk(at, obstacle.id), at, A_DAY, hours.night_after(at, zone)
        )
        if plan_for_learner(db, listener.learner_id, post, now):
            add_ask(db, obstacle.id, listener.learner_id, now)
            return True
    return False


def _ask_group(db: Connection, obstacle: Obstacle, now: datetime) -> datetime | None:
    """Ask the group, or return when to try again. A group is asked about one obstacle a day at most."""
    group = audiences.read_audience(db, obstacle.group_id)
    if group.removed or group.solo:
        return None
    if wait := _wait_for_group(db, group, now):
        return wait
    facts = StuckGroup(now, obstacle.id, obstacle.learner_id)
    post = PlannedPost(STUCK_GROUP, str(obstacle.id), facts, now, A_DAY, hours.night_after(now, group.zone))
    if not plan_for_group(db, group.group_id, post, now):
        return now + A_DAY
    note_posted(db, obstacle.id, now)
    return now + A_DAY


def _wait_for_group(db: Connection, group: Audience, now: datetime) -> datetime | None:
    """Return until when a group is not asked: it is silent, it is night there, or it was asked today."""
    if is_hushed(group, now) and group.quiet_until:
        return group.quiet_until
    morning = hours.next_waking(now, group.zone)
    midnight = datetime.combine(hours.local_date(now, group.zone), time(), ZoneInfo(group.zone))
    if is_quiet(now, group.zone) or spoken.spoken_to_group(db, group.group_id, (STUCK_GROUP,), midnight, now):
        return morning
    return now + A_DAY if group.asleep else None
