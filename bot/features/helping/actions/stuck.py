"""Being stuck: an obstacle is opened on any day, taken back, or solved; members agree to be asked, or do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import HelpState, ObstacleState, Outreach, Visibility
from bot.errors import Refused
from bot.features.helping.actions.thanking import SOLUTION_LENGTH, SolutionTooLong
from bot.features.helping.queries.asking import answer_ask
from bot.features.helping.queries.obstacles import end_obstacle, find_obstacle, open_obstacle
from bot.features.helping.queries.stuck import (
    Solution,
    Stuck,
    choose_outreach,
    drop_solutions,
    find_answerable,
    find_stuck,
    keep_solution,
    read_asker,
    read_open_stuck,
    read_solutions,
    read_stuck_since,
    write_takes_questions,
)
from bot.features.helping.stuck_asking import is_past
from bot.features.helping.stuck_facts import STUCK
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.ticks.actions.roadmap_state import RoadmapState, all_names, view_state
from bot.identity import Caller, GroupId, LearnerId, ObstacleId
from bot.posting.dues import set_learner_due
from bot.posting.locking import lock_learners
from roadmap.model import Roadmap, Task
from roadmap.progress import is_ticked, next_tasks

A_WEEK = timedelta(days=7)
MOST_A_WEEK = 3
RETHINK = timedelta(minutes=2)
"""The time in which a learner may still choose whom to ask, before anybody is asked."""
SHOWN_SOLUTIONS = 2
NEAR = 3
"""The next tasks for which a learner sees whether an answer was kept."""
KEPT = 1000  # characters of what was tried


class StuckOnDone(Refused):
    """Refusal: the task is ticked off already."""

    task: str


class TooManyStuck(Refused):
    """Refusal: the learner was stuck three times in a week. `days` until there is room for another."""

    n: int


class StuckWhileHidden(Refused):
    """Refusal: others cannot see a hidden learner, so nobody can be asked."""


class NobodyToAsk(Refused):
    """Refusal: the learner learns alone."""


class NotStuck(Refused):
    """Refusal: the learner has no open question about the task."""

    task: str


class AskIsOver(Refused):
    """Refusal: the question was answered, taken back, or its day has passed."""


@dataclass(frozen=True, slots=True)
class StuckView:
    """A learner's open questions, the newest last, and the answers that were kept.

    `changed` is the obstacle that the call opened or changed. `fresh`: it was opened. `solutions` are of the task that
    was asked about, `solved` are the slugs of the next tasks that have some. `takes_questions` is the learner's own
    consent to be asked; None: not asked yet. `number`: others see the learner by it; 0: by name.
    """

    open: tuple[Stuck, ...] = ()
    changed: Stuck | None = None
    solutions: tuple[Solution, ...] = ()
    solved: tuple[str, ...] = ()
    takes_questions: bool | None = None
    fresh: bool = False
    number: int = 0


def see_stuck(db: Connection, caller: Caller, roadmap: Roadmap, slug: str = "") -> StuckView:
    """Read the caller's open questions, and the answers kept with a task, or else with the next ones."""
    present = presence.find_present(db, caller)
    if present is None:
        return StuckView()
    task = roadmap.task(slug)
    mine = _read_open(db, present, roadmap)
    return StuckView(
        open=mine,
        changed=next((one for one in mine if task and one.obstacle.task in all_names(roadmap, [slug])), None),
        solutions=tuple(find_solutions(db, present.learner_id, present.group_id, roadmap, task)) if task else (),
        solved=() if task else _find_solved(db, present, view_state(db, present.learner_id, roadmap)),
        takes_questions=read_asker(db, present.learner_id, present.group_id).takes_questions,
    )


def find_solutions(
    db: Connection, viewer: LearnerId | None, group_id: GroupId, roadmap: Roadmap, task: Task
) -> list[Solution]:
    """Read the newest answers that a group kept with a task."""
    names = all_names(roadmap, [task.slug])
    return read_solutions(db, viewer, group_id, roadmap.slug, names=names, most=SHOWN_SOLUTIONS)


def open_stuck(db: Connection, caller: Caller, roadmap: Roadmap, slug: str, words: str) -> StuckView:
    """Keep that the caller is stuck on a task, and set the moment at which the first member is asked.

    A task with an open question gets no other: its view is returned. Raises StuckOnDone, StuckWhileHidden,
    NobodyToAsk, TooManyStuck.
    """
    present = presence.enter(db, caller, roadmap.slug)
    names = all_names(roadmap, [slug])
    known = next((one for one in _read_open(db, present, roadmap) if one.obstacle.task in names), None)
    if known is None:
        _check(db, present, roadmap, slug, caller.now)
    obstacle_id = known.obstacle.id if known else _open(db, present, roadmap, (slug, words), caller.now)
    return _view(db, present, roadmap, obstacle_id, fresh=known is None)


def redirect_stuck(
    db: Connection, caller: Caller, roadmap: Roadmap, obstacle_id: ObstacleId, outreach: Outreach
) -> StuckView:
    """Change whom to ask about the caller's open question. Raises AskIsOver."""
    present = presence.enter(db, caller, roadmap.slug)
    stuck = _find_own(db, present, obstacle_id)
    choose_outreach(db, stuck.obstacle.id, outreach)
    set_learner_due(db, STUCK, present.learner_id, caller.now, caller.now)
    return _view(db, present, roadmap, obstacle_id)


def stop_stuck(db: Connection, caller: Caller, roadmap: Roadmap, slug: str) -> StuckView:
    """Take the caller's question about a task back. Nobody is asked about it any more. Raises NotStuck."""
    present = presence.enter(db, caller, roadmap.slug)
    names = all_names(roadmap, [slug])
    found = [one for one in read_open_stuck(db, present.learner_id) if one.obstacle.task in names]
    if not found:
        raise NotStuck(task=_title(roadmap, slug))
    for stuck in found:
        end_obstacle(db, stuck.obstacle.id, ObstacleState.CLOSED, caller.now)
    return _view(db, present, roadmap, found[-1].obstacle.id)


def solve_stuck(db: Connection, caller: Caller, roadmap: Roadmap, slug: str, answer: str) -> StuckView:
    """Keep what helped with a task for the next learner, and close the caller's own question about it.

    A member that helped keeps it in the place of the asker. Raises NotStuck, SolutionTooLong.
    """
    if len(answer) > SOLUTION_LENGTH:
        raise SolutionTooLong(count=len(answer), most=SOLUTION_LENGTH)
    present = presence.enter(db, caller, roadmap.slug)
    names = all_names(roadmap, [slug])
    found = find_answerable(db, present.learner_id, present.group_id, roadmap.slug, names)
    if found is None:
        raise NotStuck(task=_title(roadmap, slug))
    keep_solution(db, found.obstacle.id, answer)
    if found.obstacle.learner_id == present.learner_id:
        end_obstacle(db, found.obstacle.id, ObstacleState.SOLVED, caller.now)
    return _view(db, present, roadmap, found.obstacle.id)


def withdraw_answer(db: Connection, caller: Caller, roadmap: Roadmap, slug: str) -> None:
    """Take the caller's own answers to a task back. Raises NotStuck."""
    present = presence.enter(db, caller, roadmap.slug)
    if not drop_solutions(db, present.learner_id, roadmap.slug, all_names(roadmap, [slug])):
        raise NotStuck(task=_title(roadmap, slug))


def decline_ask(
    db: Connection, learner_id: LearnerId | None, obstacle_id: ObstacleId, now: datetime, *, for_ever: bool = False
) -> None:
    """Keep that a member cannot help now, so that the next is asked. `for_ever`: they are asked nothing any more.

    Raises AskIsOver.
    """
    obstacle = find_obstacle(db, obstacle_id)
    if learner_id is None:
        raise AskIsOver
    lock_learners(db, [learner_id, *([obstacle.learner_id] if obstacle else [])])
    if for_ever:
        write_takes_questions(db, learner_id, yes=False)
    answered = answer_ask(db, obstacle_id, learner_id, HelpState.DECLINED)
    if obstacle and answered:
        set_learner_due(db, STUCK, obstacle.learner_id, now, now)
    if not (answered or for_ever):
        raise AskIsOver


def take_questions(db: Connection, caller: Caller, roadmap_slug: str, yes: bool) -> bool:
    """Keep whether the caller may be asked when a fellow member is stuck on a task that they finished.

    Returns whether others see them by name. Otherwise they are not asked all the same.
    """
    present = presence.enter(db, caller, roadmap_slug)
    write_takes_questions(db, present.learner_id, yes)
    return read_asker(db, present.learner_id, present.group_id).visibility is Visibility.GROUP


def _check(db: Connection, present: Present, roadmap: Roadmap, slug: str, now: datetime) -> None:
    task = roadmap.task(slug)
    member = read_asker(db, present.learner_id, present.group_id)
    if task and is_ticked(task, view_state(db, present.learner_id, roadmap).ticked):
        raise StuckOnDone(task=task.title)
    if member.alone:
        raise NobodyToAsk
    if member.visibility is Visibility.HIDDEN:
        raise StuckWhileHidden
    lately = read_stuck_since(db, present.learner_id, now - A_WEEK)
    if len(lately) >= MOST_A_WEEK:
        raise TooManyStuck(n=-((now - lately[-MOST_A_WEEK] - A_WEEK) // timedelta(days=1)))


def _open(db: Connection, present: Present, roadmap: Roadmap, said: tuple[str, str], now: datetime) -> ObstacleId:
    """Keep a new obstacle: the slug of its task and the learner's words."""
    slug, words = said
    obstacle_id = open_obstacle(
        db,
        present.learner_id,
        group_id=present.group_id,
        roadmap_slug=roadmap.slug,
        task=slug,
        words=words[:KEPT],
        now=now,
    )
    choose_outreach(db, obstacle_id, Outreach.BOTH)
    set_learner_due(db, STUCK, present.learner_id, now + RETHINK, now)
    return obstacle_id


def _find_own(db: Connection, present: Present, obstacle_id: ObstacleId) -> Stuck:
    found = find_stuck(db, obstacle_id)
    if found is None or found.obstacle.learner_id != present.learner_id or not found.obstacle.open:
        raise AskIsOver
    return found


def _read_open(db: Connection, present: Present, roadmap: Roadmap) -> tuple[Stuck, ...]:
    """Read a member's open questions on a roadmap. One about a ticked task is over."""
    found = read_open_stuck(db, present.learner_id)
    here = (one for one in found if one.obstacle.roadmap_slug == roadmap.slug)
    return tuple(one for one in here if not is_past(db, one.obstacle, roadmap))


def _view(
    db: Connection, present: Present, roadmap: Roadmap, obstacle_id: ObstacleId, *, fresh: bool = False
) -> StuckView:
    member = read_asker(db, present.learner_id, present.group_id)
    return StuckView(
        open=_read_open(db, present, roadmap),
        changed=find_stuck(db, obstacle_id),
        takes_questions=member.takes_questions,
        fresh=fresh,
        number=present.number if member.visibility is Visibility.NUMBER else 0,
    )


def _find_solved(db: Connection, present: Present, state: RoadmapState) -> tuple[str, ...]:
    following = next_tasks(state.roadmap, state.ticked, state.chosen, NEAR)
    found = (
        task for task in following if find_solutions(db, present.learner_id, present.group_id, state.roadmap, task)
    )
    return tuple(task.slug for task in found)


def _title(roadmap: Roadmap, slug: str) -> str:
    task = roadmap.task(slug)
    return task.title if task else slug
