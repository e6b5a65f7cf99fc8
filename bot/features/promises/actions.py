"""Promises: one to three tasks for a week, and the outcome of earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from bot.closed_sets import PromiseState
from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.places import find_group_of_caller
from bot.features.members.actions.presence import Present
from bot.features.promises.queries import (
    add_promises,
    drop_promises,
    judge_promises,
    note_kept,
    read_promises,
    read_promises_since,
)
from bot.features.promises.viewing import (
    MONDAY,
    MOST_PROMISES,
    OFFERED,
    PROMISE_HISTORY,
    Promise,
    is_promise_kept,
    is_task_done,
    promise_week,
    view_promise,
)
from bot.features.streaks.queries import study_days
from bot.features.ticks.actions import roadmap_state
from bot.features.ticks.actions.roadmap_state import RoadmapState
from bot.identity import Caller, LearnerId
from roadmap.cadence import StudyClock, first_of_week, study_day
from roadmap.model import Roadmap
from roadmap.progress import counted_tasks


class TooManyPromises(Refused):
    """Refusal: more tasks than a promise has room for."""

    count: int
    most: int


class PromisedDone(Refused):
    """Refusal: the task is ticked off already."""

    task: str


class KeptAlready(Refused):
    """Refusal: the promised task is ticked off, so its outcome is known."""

    task: str


class NothingToPromise(Refused):
    """Refusal: no task was named, or a block in which no task is open."""


class NotPromised(Refused):
    """Refusal: the task was not promised for an earlier week."""

    task: str


def see_promise(db: Connection, caller: Caller, roadmap: Roadmap) -> Promise:
    """Read the caller's promises. Nothing is written. A caller who is no member has none."""
    present = presence.find_present(db, caller)
    if present is None:
        offers = tuple(task.slug for task in counted_tasks(roadmap, {})[:OFFERED])
        return Promise(_week_here(db, caller), offers=offers)
    return view_promise(db, present, roadmap, caller.now)


def make_promise(db: Connection, caller: Caller, roadmap: Roadmap, slugs: Sequence[str]) -> Promise:
    """Promise these tasks, in place of the open ones. A block means its open tasks.

    Raises TooManyPromises, PromisedDone, NothingToPromise.
    """
    present = presence.enter(db, caller, roadmap.slug)
    keep_promise(db, present, roadmap, slugs, caller.now)
    return view_promise(db, present, roadmap, caller.now)


def add_promise(db: Connection, caller: Caller, roadmap: Roadmap, slug: str, *, week: date | None = None) -> Promise:
    """Promise one more task, for the week that begins then. Raises as `make_promise` does."""
    present = presence.enter(db, caller, roadmap.slug)
    before = view_promise(db, present, roadmap, caller.now, week=week)
    keep_promise(db, present, roadmap, (*before.open, slug), caller.now, week=week)
    return view_promise(db, present, roadmap, caller.now, week=week)


def drop_promise(
    db: Connection, caller: Caller, roadmap: Roadmap, slugs: Sequence[str] = (), *, week: date | None = None
) -> Promise:
    """Drop these tasks from the promise. Without any, drop all that are not kept yet."""
    present = presence.enter(db, caller, roadmap.slug)
    give_up_promises(db, present, roadmap, slugs, now=caller.now, week=week)
    return view_promise(db, present, roadmap, caller.now, week=week)


def judge_promise(
    db: Connection, caller: Caller, roadmap: Roadmap, slug: str, state: PromiseState, *, week: date | None = None
) -> Promise:
    """Judge a task that was promised before: it is done in part, or it moves to the promise for `week`.

    A refusal writes nothing. Raises NotPromised; KeptAlready for a ticked task. A move raises as `make_promise` does.
    """
    present = presence.enter(db, caller, roadmap.slug)
    before = view_promise(db, present, roadmap, caller.now, week=week)
    rows = read_promises_since(db, present.learner_id, roadmap.slug, before.week - PROMISE_HISTORY)
    promised = [one for one in rows if one.task == slug]
    if promised and is_promise_kept(slug, roadmap_state.view_state(db, present.learner_id, roadmap)):
        raise KeptAlready(task=_title_of_task(roadmap, slug))
    made = [one for one in promised if one.week < before.week]
    if not made:
        raise NotPromised(task=_title_of_task(roadmap, slug))
    if state == PromiseState.MOVED:
        if roadmap.task(slug) is None:
            raise NothingToPromise
        keep_promise(db, present, roadmap, (*before.open, slug), caller.now, week=week)
    judge_promises(db, present.learner_id, roadmap.slug, made[-1].week, [slug], state=state)
    return view_promise(db, present, roadmap, caller.now, week=week)


def keep_promise(
    db: Connection,
    present: Present,
    roadmap: Roadmap,
    slugs: Sequence[str],
    now: datetime,
    *,
    week: date | None = None,
) -> None:
    """Save the tasks of a promise, in place of the open ones. Kept ones stay. Raises as `make_promise` does.

    `week` is the first day of the week that it is for, by default of `promise_week`.
    """
    before = roadmap_state.view_state(db, present.learner_id, roadmap)
    tasks = _open_tasks(before, slugs)
    if len(tasks) > MOST_PROMISES:
        raise TooManyPromises(count=len(tasks), most=MOST_PROMISES)
    week = week or promise_week(db, present.group_id, now)
    known = read_promises(db, [present.learner_id], roadmap.slug, week)
    given_up = [one.task for one in known if one.task not in tasks and not is_promise_kept(one.task, before)]
    drop_promises(db, present.learner_id, roadmap.slug, week, given_up)
    add_promises(db, present.learner_id, roadmap.slug, week, tasks, now=now)


def give_up_promises(
    db: Connection,
    present: Present,
    roadmap: Roadmap,
    slugs: Sequence[str] = (),
    *,
    now: datetime,
    week: date | None = None,
) -> None:
    """Drop these tasks from the promise, unless they are kept. Without any, drop all that are not kept."""
    before = view_promise(db, present, roadmap, now, week=week)
    dropped = [slug for slug in before.open if not slugs or slug in slugs]
    drop_promises(db, present.learner_id, roadmap.slug, before.week, dropped)


def mark_kept_promises(db: Connection, learner_ids: Sequence[LearnerId], roadmap: Roadmap, week: date) -> None:
    """Note which promises of a week that is over were kept. All learners are read at once."""
    waiting = [one for one in read_promises(db, learner_ids, roadmap.slug, week) if one.state != PromiseState.KEPT]
    ticked = study_days.read_ticked_by(db, list({one.learner_id for one in waiting}), roadmap.slug)
    note_kept(db, roadmap.slug, [one for one in waiting if is_task_done(roadmap, one.task, ticked[one.learner_id])])


def _week_here(db: Connection, caller: Caller) -> date:
    """Return the week for which a caller would promise before joining."""
    group = find_group_of_caller(db, caller.account, caller.place)
    if group is not None:
        return promise_week(db, group.group_id, caller.now)
    return first_of_week(study_day(StudyClock(caller.zone), caller.now), MONDAY)


def _open_tasks(own: RoadmapState, slugs: Iterable[str]) -> list[str]:
    found: list[str] = []
    for slug in dict.fromkeys(slugs):
        block = own.roadmap.block(slug)
        if block:
            counted = {task.slug for task in counted_tasks(own.roadmap, own.chosen)}
            inside = [task.slug for task in block.all_tasks() if task.slug in counted]
            found += [one for one in inside if not is_promise_kept(one, own)]
        elif is_promise_kept(slug, own):
            raise PromisedDone(task=_title_of_task(own.roadmap, slug))
        else:
            found.append(slug)
    if not found:
        raise NothingToPromise
    return list(dict.fromkeys(found))


def _title_of_task(roadmap: Roadmap, slug: str) -> str:
    task = roadmap.task(slug)
    return task.title if task else slug
