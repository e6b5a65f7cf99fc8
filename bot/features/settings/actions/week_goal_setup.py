"""A steward's goal for the group's week."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.features.members.actions.places import find_group_of_caller
from bot.features.settings.actions.group_setup import set_up
from bot.features.week_goals.actions import Together, find_running_week, find_sizes, find_together
from bot.features.week_goals.queries import drop_week_goal, keep_week_goal, read_week_goal
from bot.identity import Caller


@dataclass(frozen=True, slots=True)
class GoalShown:
    """The running week of a group: its goal, how far the group has come, and the sizes to offer.

    `goal` is 0 without one. `together` is None without one too, or if all members are away.
    """

    goal: int = 0
    together: Together | None = None
    sizes: tuple[int, ...] = ()


def see_week_goal(db: Connection, caller: Caller, roadmap_slug: str) -> GoalShown:
    """Read the goal of the caller's group for the week that runs. Without a group there is none."""
    here = find_group_of_caller(db, caller.account, caller.place)
    if here is None:
        return GoalShown()
    week = find_running_week(db, here.group_id, caller.now)
    return GoalShown(
        read_week_goal(db, here.group_id, week),
        find_together(db, here.group_id, roadmap_slug, week),
        find_sizes(db, here.group_id, roadmap_slug, week),
    )


def set_week_goal(db: Connection, caller: Caller, roadmap_slug: str, tasks: int) -> GoalShown:
    """Set the goal of the caller's group for the week that runs; 0: it has none. The caller is noted as a steward."""
    set_up(db, caller, roadmap_slug, {})
    here = find_group_of_caller(db, caller.account, caller.place)
    if here is None:
        return GoalShown()
    week = find_running_week(db, here.group_id, caller.now)
    if tasks:
        keep_week_goal(db, here.group_id, week, tasks, caller.now)
    else:
        drop_week_goal(db, here.group_id, week)
    return see_week_goal(db, caller, roadmap_slug)
