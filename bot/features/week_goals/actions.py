"""How far a group has come to its goal for the week, and the goals to offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.features.members.queries import group_settings
from bot.features.streaks.queries import study_days
from bot.features.week_goals.queries import read_week_goal
from bot.identity import GroupId
from roadmap.cadence import StudyClock, first_of_week, last_of_week, study_day
from roadmap.week_goals import lower_goal, offer_sizes

WEEK = timedelta(days=7)
WEEKS_BEFORE = 4
"""The weeks by which the sizes of a goal are chosen."""


@dataclass(frozen=True, slots=True)
class Together:
    """The tasks that a group has done in a week, of its goal. `full` is the goal before pauses lowered it."""

    done: int
    goal: int
    full: int

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.done >= self.goal


@dataclass(frozen=True, slots=True)
class GoalOffer:
    """Sizes of a goal for a week that has none yet. `again` was the goal of the week before; 0: it had none."""

    sizes: tuple[int, ...]
    again: int = 0


def find_running_week(db: Connection, group_id: GroupId, now: datetime) -> date:
    """Return the first day of the week that runs in a group's zone."""
    group = group_settings.read_group_settings(db, group_id)
    return first_of_week(study_day(StudyClock(group.zone), now), group.week_start)


def find_together(db: Connection, group_id: GroupId, roadmap_slug: str, week: date) -> Together | None:
    """Count the tasks of a week towards the group's goal for it. None without a goal.

    1. The live ticks of members who are not hidden count, as in the digest.
    2. The goal is lowered by the share of these members' days in the week that are pauses.
    3. If all of them are away all week, there is no goal.
    """
    full = read_week_goal(db, group_id, week)
    goal = lower_goal(full, *_count_days(db, group_id, week)) if full else 0
    if not goal:
        return None
    done, _ = study_days.count_ticks(db, group_id, roadmap_slug, week, last_of_week(week))
    return Together(done, goal, full)


def find_goal_offer(db: Connection, group_id: GroupId, roadmap_slug: str, now: datetime) -> GoalOffer | None:
    """Find the goals to offer for the week that runs.

    1. A week that has a goal is offered none.
    2. A group without a goal in the last four weeks is offered one once a month, in its first whole week.
    3. Without ticks in the last four weeks there is no size to offer.
    """
    week = find_running_week(db, group_id, now)
    lately = [read_week_goal(db, group_id, week - WEEK * back) for back in range(1, WEEKS_BEFORE + 1)]
    if read_week_goal(db, group_id, week) or not (any(lately) or week.day <= WEEK.days):
        return None
    sizes = find_sizes(db, group_id, roadmap_slug, week)
    return GoalOffer(sizes, lately[0]) if sizes else None


def find_sizes(db: Connection, group_id: GroupId, roadmap_slug: str, week: date) -> tuple[int, ...]:
    """Find the sizes to offer for a week, by the four weeks before it. None for a group of less than two members."""
    if len(study_days.read_active_members(db, group_id)) < 2:  # noqa: PLR2004  together
        return ()
    before = [week - WEEK * back for back in range(1, WEEKS_BEFORE + 1)]
    ticked = [study_days.count_ticks(db, group_id, roadmap_slug, first, last_of_week(first))[0] for first in before]
    return offer_sizes(ticked, again=read_week_goal(db, group_id, before[0]))


def _count_days(db: Connection, group_id: GroupId, week: date) -> tuple[int, int]:
    """Count the days of a week on which members are on no pause, and all of their days."""
    members = [one.learner_id for one in study_days.read_active_members(db, group_id)]
    calendars = study_days.read_study_calendars(db, members, week)
    days = [week + timedelta(days=ahead) for ahead in range(WEEK.days)]
    free = sum(not calendar.is_paused(day) for calendar in calendars.values() for day in days)
    return free, len(days) * len(members)
