"""Promises: one to three tasks for a week, and the outcome of earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PromiseState
from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.places import find_group_of_caller
from bot.features.members.actions.presence import Present
from bot.features.members.queries import group_settings
from bot.features.promises.queries import (
    Promised,
    add_promises,
    drop_promises,
    judge_promises,
    note_kept,
    read_latest_checkin,
    read_promises,
    read_promises_since,
)
from bot.features.streaks.queries import study_days
from bot.features.ticks.actions import roadmap_state
from bot.features.ticks.actions.roadmap_state import RoadmapState
from bot.identity import Caller, GroupId, LearnerId
from roadmap.cadence import StudyClock, first_of_week, study_day
from roadmap.model import Roadmap
from roadmap.progress import counted_tasks, is_ticked, next_tasks

MOST_PROMISES = 3
MONDAY = 0
OFFERED = 5
WEEK = timedelta(days=7)
PROMISE_HISTORY = 8 * WEEK
ENOUGH_TO_JUDGE = 3
RELIABLE = 80  # percent kept: a learner at or above it needs no advice


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
    if promised and _is_kept(slug, roadmap_state.view_state(db, present.learner_id, roadmap)):
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
    given_up = [one.task for one in known if one.task not in tasks and not _is_kept(one.task, before)]
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


def mark_kept_promises(db: Connection, learner_ids: Sequence[LearnerId], roadmap: Roadmap, week: date) -> None:
    """Note which promises of a week that is over were kept. All learners are read at once."""
    waiting = [one for one in read_promises(db, learner_ids, roadmap.slug, week) if one.state != PromiseState.KEPT]
    ticked = study_days.read_ticked_by(db, list({one.learner_id for one in waiting}), roadmap.slug)
    note_kept(db, roadmap.slug, [one for one in waiting if _is_done(roadmap, one.task, ticked[one.learner_id])])


def _week_here(db: Connection, caller: Caller) -> date:
    """Return the week for which a caller would promise before joining."""
    group = find_group_of_caller(db, caller.account, caller.place)
    if group is not None:
        return promise_week(db, group.group_id, caller.now)
    return first_of_week(study_day(StudyClock(caller.zone), caller.now), MONDAY)


def promise_week(db: Connection, group_id: GroupId, now: datetime) -> date:
    """Return the first day of the week for which promises are made now.

    It is the group's current week, unless its latest check-in is about that week. Then it is the next week.
    """
    group = group_settings.read_group_settings(db, group_id)
    this_week = first_of_week(study_day(StudyClock(group.zone), now), group.week_start)
    last = read_latest_checkin(db, group_id, now)
    return max(this_week, last.week + WEEK) if last else this_week


def _open_tasks(own: RoadmapState, slugs: Iterable[str]) -> list[str]:
    found: list[str] = []
    for slug in dict.fromkeys(slugs):
        block = own.roadmap.block(slug)
        if block:
            counted = {task.slug for task in counted_tasks(own.roadmap, own.chosen)}
            inside = [task.slug for task in block.all_tasks() if task.slug in counted]
            found += [one for one in inside if not _is_kept(one, own)]
        elif _is_kept(slug, own):
            raise PromisedDone(task=_title_of_task(own.roadmap, slug))
        else:
            found.append(slug)
    if not found:
        raise NothingToPromise
    return list(dict.fromkeys(found))


def _pledge(made: Promised, own: RoadmapState) -> Pledge:
    return Pledge(made.task, PromiseState.KEPT if _is_kept(made.task, own) else made.state)


def _is_kept(slug: str, own: RoadmapState) -> bool:
    return _is_done(own.roadmap, slug, own.ticked)


def _is_done(roadmap: Roadmap, slug: str, ticked: Collection[str]) -> bool:
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
    left = [one.task for one in last if own.roadmap.task(one.task) and not _is_kept(one.task, own)]
    following = next_tasks(own.roadmap, own.ticked, own.chosen, OFFERED + len(promised))
    slugs = dict.fromkeys((*left, *(task.slug for task in following)))
    return tuple(slug for slug in slugs if slug not in promised)[:OFFERED]


def _title_of_task(roadmap: Roadmap, slug: str) -> str:
    task = roadmap.task(slug)
    return task.title if task else slug
