"""The end of a check-in: the reminders before it, and the digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PromiseState
from bot.features.boards.queries import MemberScore, read_board_members, read_week_points
from bot.features.celebrations.queries import RecentMilestone, read_recent_milestones
from bot.features.checkins.facts import REMIND, Digest, Reached, Reminder, Scored, Told
from bot.features.checkins.queries import read_reporters, regulars_missing
from bot.features.promises.actions import WEEK
from bot.features.promises.queries import Checkin, read_latest_checkin, read_promises
from bot.features.streaks.queries import study_days
from bot.library import Library
from bot.posting import audiences as store
from bot.posting import hours
from bot.posting.audience_rules import is_hushed, is_snoozed, is_wanted
from bot.posting.audiences import Audience, Listener
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_group, plan_for_learner
from bot.posting.decisions import Decision, Never, Speak, Wait
from bot.posting.dues import GroupDue
from roadmap.cadence import is_quiet, last_of_week, settled, study_day
from roadmap.leaderboard import BoardEntry, rank_entries
from roadmap.model import Roadmap

HOUR = timedelta(hours=1)
REMIND_BEFORE = timedelta(hours=4)
EARLIEST_REMINDER = timedelta(hours=14)
"""So long before the end the first are reminded: those whose night follows."""
REGULAR = 4
"""Who reported in one of the last so many check-ins is reminded of this one."""


@dataclass(frozen=True, slots=True)
class ReminderState:
    """A learner who has not reported yet. `may_hear`: they may be spoken to now."""

    one: Listener
    checkin: Checkin
    may_hear: bool


def decide_reminder(state: ReminderState, now: datetime) -> Decision:
    """Remind a learner at their moment, if they may be spoken to then."""
    moment = _moment_of(state.one, state.checkin)
    if moment > now:
        return Wait(moment)
    return Speak() if state.may_hear else Never()


def plan_remind(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Remind regular reporters once each, some hours before the end and not at night."""
    group = store.read_audience(db, due.group_id)
    checkin = find_open_checkin(db, group.group_id, now)
    if checkin is None or now >= checkin.closes_at or group.solo or group.removed or is_hushed(group, now):
        return None
    later: list[datetime] = []
    for learner_id in regulars_missing(db, checkin, REGULAR):
        one = store.read_listener(db, learner_id)
        decision = decide_reminder(ReminderState(one, checkin, may_hear(db, one, now)), now)
        if isinstance(decision, Wait):
            later.append(decision.until)
        elif isinstance(decision, Speak):
            _remind(db, one, checkin, now)
    return min(later, default=None)


def is_reminded_later(db: Connection, one: Listener, group_id: int, now: datetime) -> bool:
    """Whether the reminder of this group's check-in is this learner's word of the day, and still to come."""
    checkin = find_open_checkin(db, group_id, now)
    if checkin is None:
        return False
    moment = _moment_of(one, checkin)
    zone = hours.whereabouts(one.clock, now)
    later_today = now < moment and hours.local_date(moment, zone) == hours.local_date(now, zone)
    return later_today and one.learner_id in regulars_missing(db, checkin, REGULAR)


def find_open_checkin(db: Connection, group_id: int, now: datetime) -> Checkin | None:
    """The check-in of a group that has not closed yet."""
    found = read_latest_checkin(db, group_id, now)
    return found if found and found.closed_at is None else None


def may_hear(db: Connection, one: Listener, now: datetime) -> bool:
    """Whether a learner wants to be spoken to, is not away, not asleep, and has not had their post of the day."""
    clock = settled(one.clock, now)
    day = study_day(clock, now)
    away = study_days.read_study_calendars(db, [one.learner_id], day)[one.learner_id].is_paused(day)
    silent = away or is_snoozed(one, now) or is_quiet(now, hours.whereabouts(one.clock, now))
    return is_wanted(one) and not silent and not has_learner_heard(db, one, now)


def _moment_of(one: Listener, checkin: Checkin) -> datetime:
    """When to remind a learner: hours before the end, or the last hour before their night."""
    moment = checkin.closes_at - REMIND_BEFORE
    zone = hours.whereabouts(one.clock, moment)
    while is_quiet(moment, zone) and moment > checkin.closes_at - EARLIEST_REMINDER:
        moment -= HOUR
    return moment


def _remind(db: Connection, one: Listener, checkin: Checkin, now: datetime) -> None:
    zone = hours.whereabouts(one.clock, now)
    facts = Reminder(now, checkin.week, checkin.closes_at, zone)
    grace = hours.patience(now, zone, checkin.closes_at - now)
    plan_for_learner(db, one.learner_id, PlannedPost(REMIND, f"{checkin.id}", facts, now, grace), now)


RANKED = 10
"""So many members are kept, of whom the first three are shown when the digest is sent."""
REACHED = 8
SCANNED = 50  # milestones looked through for those of the week
_TICK = timedelta(microseconds=1)


def digest(db: Connection, checkin: Checkin, roadmap: Roadmap, *, at: datetime, now: datetime) -> Digest:
    """Gather the digest of a week. `at` is the instant that it was meant for."""
    members = read_board_members(db, checkin.group_id)
    week = (checkin.week, last_of_week(checkin.week))
    tasks, _ = study_days.count_ticks(db, checkin.group_id, roadmap.slug, *week)
    before, _ = study_days.count_ticks(db, checkin.group_id, roadmap.slug, week[0] - WEEK, week[1] - WEEK)
    made = read_promises(db, [one.learner_id for one in members], roadmap.slug, checkin.week)
    return Digest(
        at=at,
        week=checkin.week,
        roadmap=roadmap.slug,
        reports=_reports(db, checkin, roadmap),
        board=_front(db, checkin.group_id, members, week),
        milestones=_reached(db, checkin, roadmap, now),
        tasks=tasks,
        tasks_before=before,
        kept=sum(one.state == PromiseState.KEPT for one in made),
    )


def _reports(db: Connection, checkin: Checkin, roadmap: Roadmap) -> tuple[Told, ...]:
    reporters = read_reporters(db, checkin.group_id, checkin.id)
    coming = read_promises(db, reporters, roadmap.slug, checkin.week + WEEK)
    return tuple(
        Told(learner_id, tuple(made.task for made in coming if made.learner_id == learner_id))
        for learner_id in reporters
    )


def _front(
    db: Connection, group_id: int, members: Sequence[MemberScore], week: tuple[date, date]
) -> tuple[Scored, ...]:
    points = read_week_points(db, group_id, *week)
    entries = (BoardEntry(one.learner_id, one.name, points.get(one.learner_id, 0), one.points_at) for one in members)
    first = (standing.entry for standing in rank_entries(entries, None, RANKED).top)
    return tuple(Scored(entry.learner, entry.score, entry.reached_at) for entry in first)


def _reached(db: Connection, checkin: Checkin, roadmap: Roadmap, now: datetime) -> tuple[Reached, ...]:
    """List the milestones since the last check-in closed, the latest first."""
    before = read_latest_checkin(db, checkin.group_id, checkin.opened_at - _TICK)
    since = max(before.closes_at if before else checkin.opened_at - WEEK, checkin.closes_at - 2 * WEEK)
    found = read_recent_milestones(db, checkin.group_id, roadmap.slug, viewer=None, until=now, count=SCANNED)
    return tuple(_few(found, since))


def _few(found: Iterable[RecentMilestone], since: datetime) -> list[Reached]:
    latest = [one for one in found if one.at >= since][:REACHED]
    return [Reached(one.learner_id, one.kind, one.slug) for one in latest]


def plan_for_hearers(db: Connection, group: Audience, word: PlannedPost, now: datetime) -> None:
    """Plan the post for the group. A group of one gets it in private, if the learner wants it."""
    if not group.solo:
        plan_for_group(db, group.group_id, word, now)
        return
    for learner_id in store.read_member_ids(db, group.group_id):
        one = store.read_listener(db, learner_id)
        if may_hear(db, one, now):
            plan_for_learner(db, learner_id, word, now)
