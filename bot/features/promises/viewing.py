"""A member's promises as they are now: for a week, for the week before, and how many of the last were kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PromiseState
from bot.features.members.actions.presence import Present
from bot.features.members.queries import group_settings
from bot.features.promises.queries import (
    Promised,
    read_latest_checkin,
    read_promises_since,
)
from bot.features.ticks.actions import roadmap_state
from bot.features.ticks.actions.roadmap_state import RoadmapState
from bot.identity import GroupId
from roadmap.cadence import StudyClock, first_of_week, study_day
from roadmap.model import Roadmap
from roadmap.progress import is_ticked, next_tasks

MOST_PROMISES = 3
MONDAY = 0
OFFERED = 5
WEEK = timedelta(days=7)
PROMISE_HISTORY = 8 * WEEK
ENOUGH_TO_JUDGE = 3
RELIABLE = 80  # percent kept: a learner at or above it needs no advice


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promised task and its state: open, kept, part, moved. A tick keeps it."""

    task: str
    state: PromiseState


@dataclass(frozen=True, slots=True)
class Promise:
    """A learner's promise for the week that begins on `week`. `last` is the promise before it.

    Of the `judged` tasks promised lately, `kept` were done. `advised` is how many tasks the learner usually keeps in a
    week. 0: no advice is needed, or there are too few to say. `offers` are slugs of tasks to promise.
    """

    week: date
    tasks: tuple[Pledge, ...] = ()
    last: tuple[Pledge, ...] = ()
    judged: int = 0
    kept: int = 0
    advised: int = 0
    offers: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """The promised tasks that are not done yet."""
        return tuple(one.task for one in self.tasks if one.state != PromiseState.KEPT)


def view_promise(
    db: Connection, present: Present, roadmap: Roadmap, now: datetime, *, week: date | None = None
) -> Promise:
    """Read a member's promises, for the week that begins then and for the one before."""
    week = week or promise_week(db, present.group_id, now)
    own = roadmap_state.view_state(db, present.learner_id, roadmap)
    rows = read_promises_since(db, present.learner_id, roadmap.slug, week - PROMISE_HISTORY)
    past = [one for one in rows if one.week < week]
    last = [one for one in past if one.week == past[-1].week]
    current = [_pledge(one, own) for one in rows if one.week == week]
    states = [*(one.state for one in past[: len(past) - len(last)]), *(_pledge(one, own).state for one in last)]
    return Promise(
        week=week,
        tasks=tuple(current),
        last=tuple(_pledge(one, own) for one in last),
        judged=len(states),
        kept=states.count(PromiseState.KEPT),
        advised=_advise(states, len({one.week for one in past})),
        offers=_offers(own, last, {one.task for one in current}),
    )


def promise_week(db: Connection, group_id: GroupId, now: datetime) -> date:
    """Return the first day of the week for which promises are made now.

    It is the group's current week, unless its latest check-in is about that week. Then it is the next week.
    """
    group = group_settings.read_group_settings(db, group_id)
    this_week = first_of_week(study_day(StudyClock(group.zone), now), group.week_start)
    last = read_latest_checkin(db, group_id, now)
    return max(this_week, last.week + WEEK) if last else this_week


def _pledge(made: Promised, own: RoadmapState) -> Pledge:
    return Pledge(made.task, PromiseState.KEPT if is_promise_kept(made.task, own) else made.state)


def is_promise_kept(slug: str, own: RoadmapState) -> bool:
    """Whether a promised task is ticked off."""
    return is_task_done(own.roadmap, slug, own.ticked)


def is_task_done(roadmap: Roadmap, slug: str, ticked: Collection[str]) -> bool:
    """Whether a task is among the ticked ones. A task that the roadmap no longer has counts by its slug."""
    task = roadmap.task(slug)
    return is_ticked(task, ticked) if task else slug in ticked


def _advise(states: Sequence[str], weeks: int) -> int:
    """Return how many tasks to advise for a week. A task done in part counts half.

    Fewer than three tasks give 0. So does a learner who keeps at least 80 percent, or three tasks a week.
    """
    if len(states) < ENOUGH_TO_JUDGE:
        return 0
    kept = states.count(PromiseState.KEPT) + states.count(PromiseState.PART) / 2
    usual = max(1, round(kept / weeks))
    return usual if round(100 * kept / len(states)) < RELIABLE and usual < MOST_PROMISES else 0


def _offers(own: RoadmapState, last: Iterable[Promised], promised: Collection[str]) -> tuple[str, ...]:
    """Offer tasks: first those left undone, then the next on the roadmap, at most five."""
    left = [one.task for one in last if own.roadmap.task(one.task) and not is_promise_kept(one.task, own)]
    following = next_tasks(own.roadmap, own.ticked, own.chosen, OFFERED + len(promised))
    slugs = dict.fromkeys((*left, *(task.slug for task in following)))
    return tuple(slug for slug in slugs if slug not in promised)[:OFFERED]
