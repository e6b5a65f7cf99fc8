"""Being stuck: an obstacle is opened on any day, taken back, or solved."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import ObstacleState, Outreach, Visibility
from bot.errors import Refused
from bot.features.helping.actions.amending_questions import amend_questions
from bot.features.helping.actions.stuck_answers import AskIsOver
from bot.features.helping.actions.stuck_views import StuckView, read_open_here, read_stuck_view
from bot.features.helping.actions.thanking import SOLUTION_LENGTH, SolutionTooLong
from bot.features.helping.queries.obstacles import end_obstacle, open_obstacle
from bot.features.helping.queries.stuck import (
    Stuck,
    choose_outreach,
    drop_solutions,
    find_answerable,
    find_stuck,
    keep_solution,
    read_asker,
    read_open_stuck,
    read_stuck_since,
)
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.ticks.actions.roadmap_state import all_names, view_state
from bot.features.ticks.actions.stuck_tasks import STUCK
from bot.identity import Caller, ObstacleId
from bot.posting.dues import set_learner_due
from roadmap.model import Roadmap
from roadmap.progress import is_ticked

A_WEEK = timedelta(days=7)
MOST_A_WEEK = 3
RETHINK = timedelta(minutes=2)
"""The time in which a learner may still choose whom to ask, before anybody is asked."""
KEPT = 1000  # characters of what was tried


class StuckOnDone(Refused):
    """Refusal: the task is ticked off already."""

    task: str


class TooManyStuck(Refused):
    """Refusal: the learner was stuck three times in a week. `n` days until there is room for another."""

    n: int


class StuckWhileHidden(Refused):
    """Refusal: others cannot see a hidden learner, so nobody can be asked."""


class StuckWhileBarred(Refused):
    """Refusal: a steward stopped the learner's publishing, so that nobody could read the question."""


class NobodyToAsk(Refused):
    """Refusal: the learner learns alone."""


class NotStuck(Refused):
    """Refusal: the learner has no open question about the task."""

    task: str


def open_stuck(db: Connection, caller: Caller, roadmap: Roadmap, slug: str, words: str) -> StuckView:
    """Keep that the caller is stuck on a task, and set the moment at which the first member is asked.

    A task with an open question gets no other: its view is returned. Raises StuckOnDone, StuckWhileHidden,
    StuckWhileBarred, NobodyToAsk, TooManyStuck.
    """
    present = presence.enter(db, caller, roadmap.slug)
    names = all_names(roadmap, [slug])
    known = next((one for one in read_open_here(db, present, roadmap) if one.obstacle.task in names), None)
    if known is None:
        _check(db, present, roadmap, slug, caller.now)
    obstacle_id = known.obstacle.id if known else _open(db, present, roadmap, (slug, words), caller.now)
    return read_stuck_view(db, present, roadmap, obstacle_id, fresh=known is None)


def redirect_stuck(
    db: Connection, caller: Caller, roadmap: Roadmap, obstacle_id: ObstacleId, outreach: Outreach
) -> StuckView:
    """Change whom to ask about the caller's open question. Raises AskIsOver."""
    present = presence.enter(db, caller, roadmap.slug)
    stuck = _find_own(db, present, obstacle_id)
    choose_outreach(db, stuck.obstacle.id, outreach)
    set_learner_due(db, STUCK, present.learner_id, caller.now, caller.now)
    return read_stuck_view(db, present, roadmap, obstacle_id)


def stop_stuck(db: Connection, caller: Caller, roadmap: Roadmap, slug: str) -> StuckView:
    """Take the caller's question about a task back, also out of the group's post. Nobody is asked about it any more.

    Raises NotStuck.
    """
    present = presence.enter(db, caller, roadmap.slug)
    names = all_names(roadmap, [slug])
    found = [one for one in read_open_stuck(db, present.learner_id) if one.obstacle.task in names]
    if not found:
        raise NotStuck(task=_title(roadmap, slug))
    for stuck in found:
        end_obstacle(db, stuck.obstacle.id, ObstacleState.CLOSED, caller.now)
        amend_questions(db, stuck.obstacle.group_id, stuck.obstacle.id, caller.now)
    return read_stuck_view(db, present, roadmap, found[-1].obstacle.id)


def solve_stuck(db: Connection, caller: Caller, roadmap: Roadmap, slug: str, answer: str) -> StuckView:
    """Keep what helped with a task for the next learner, and close the caller's question about it.

    It bears the caller's name, so they keep words for no other member. Raises NotStuck, SolutionTooLong.
    """
    if len(answer) > SOLUTION_LENGTH:
        raise SolutionTooLong(count=len(answer), most=SOLUTION_LENGTH)
    present = presence.enter(db, caller, roadmap.slug)
    names = all_names(roadmap, [slug])
    found = find_answerable(db, present.learner_id, present.group_id, roadmap.slug, names)
    if found is None:
        raise NotStuck(task=_title(roadmap, slug))
    keep_solution(db, found.obstacle.id, answer, caller.now)
    end_obstacle(db, found.obstacle.id, ObstacleState.SOLVED, caller.now)
    if found.obstacle.open:
        amend_questions(db, found.obstacle.group_id, found.obstacle.id, caller.now)
    return read_stuck_view(db, present, roadmap, found.obstacle.id)


def withdraw_answer(db: Connection, caller: Caller, roadmap: Roadmap, slug: str) -> None:
    """Take the caller's own answers to a task back. Raises NotStuck."""
    present = presence.enter(db, caller, roadmap.slug)
    if not drop_solutions(db, present.learner_id, roadmap.slug, all_names(roadmap, [slug])):
        raise NotStuck(task=_title(roadmap, slug))


def _check(db: Connection, present: Present, roadmap: Roadmap, slug: str, now: datetime) -> None:
    task = roadmap.task(slug)
    member = read_asker(db, present.learner_id, present.group_id)
    if task and is_ticked(task, view_state(db, present.learner_id, roadmap).ticked):
        raise StuckOnDone(task=task.title)
    if member.alone:
        raise NobodyToAsk
    if member.visibility is Visibility.HIDDEN:
        raise StuckWhileHidden
    if member.barred:
        raise StuckWhileBarred
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


def _title(roadmap: Roadmap, slug: str) -> str:
    task = roadmap.task(slug)
    return task.title if task else slug
