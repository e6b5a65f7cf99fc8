"""Keep what an asker says of help: solved, a little, not yet. Solved and a little thank the helpers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from bot.closed_sets import HelpState, ObstacleState, Visibility
from bot.errors import Refused
from bot.features.helping.actions.amending_questions import amend_questions
from bot.features.helping.facts import THANKS, Help, Participant
from bot.features.helping.queries.meeting import is_on_pause
from bot.features.helping.queries.obstacles import (
    Obstacle,
    end_obstacle,
    find_obstacle,
    lock_obstacle,
    reopen_obstacle,
)
from bot.features.helping.queries.offers import HelpGiven, judge_help, read_offers
from bot.features.helping.queries.questions import await_no_solution, await_solution
from bot.features.helping.queries.stuck import keep_solution
from bot.features.members.actions import presence
from bot.features.members.queries.learners import find_person
from bot.identity import Caller, LearnerId, ObstacleId
from bot.posting import hours
from bot.posting.audience_rules import is_silenced, is_snoozed, is_wanted
from bot.posting.audiences import read_listener
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.subjects import read_learners
from roadmap.cadence import is_quiet

GRACE = timedelta(days=2)
A_MINUTE = timedelta(minutes=1)
"""The time in which another answer may take thanks back before the helper hears of them."""
SOLUTION_LENGTH = 500  # characters


class NoSuchObstacle(Refused):
    """Refusal: the caller has no such obstacle."""


class SolutionTooLong(Refused):
    """Refusal: a solution is too long."""

    count: int
    most: int


class HelpVerdict(StrEnum):
    """An asker's answer to the question whether help did help."""

    YES = "yes"
    SOME = "some"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer as it was kept. `names` are the thanked helpers that are shown by name, `others` counts the rest.

    `task`: the obstacle was about a task, so that the next member stuck there finds its solution.
    `open`: it still waits for help, and others may read it.
    """

    verdict: HelpVerdict
    names: tuple[str, ...] = ()
    others: int = 0
    task: bool = False
    open: bool = False


def judge_offers(
    db: Connection, caller: Caller, roadmap_slug: str, obstacle_id: ObstacleId, verdict: HelpVerdict
) -> Judged:
    """Keep the asker's answer about all help that was offered with an obstacle.

    1. `YES` solves the obstacle, and thanks the helpers. `SOME` thanks them, and leaves it open.
    2. `NO` leaves it open, and takes thanks back. With a solution it stays solved, and closed it stays closed.
    3. The last answer counts. Thanks keep the moment at which they were said first.

    Raises NoSuchObstacle.
    """
    present = presence.enter(db, caller, roadmap_slug)
    obstacle = _own(lock_obstacle(db, obstacle_id), present.learner_id)
    still_open = _end(db, obstacle, verdict, caller.now)
    if still_open != obstacle.open:
        amend_questions(db, obstacle.group_id, obstacle_id, caller.now)
    waits = still_open and obstacle.shown
    offers = read_offers(db, obstacle_id)
    for offer in offers:
        _judge(db, obstacle, offer, verdict, caller.now)
    if verdict is HelpVerdict.NO:
        return Judged(verdict, open=waits)
    people = read_learners(db, [one.learner_id for one in offers], obstacle.group_id, caller.account.platform)
    names = tuple(one.name for one in people.values() if one.name and not one.silent)
    return Judged(verdict, names, len(offers) - len(names), task=obstacle.task is not None, open=waits)


def put_solution(
    db: Connection, caller: Caller, roadmap_slug: str, obstacle_id: ObstacleId, words: str
) -> Obstacle | None:
    """Keep how the asker solved an obstacle, for the next learner who is stuck there. It is solved with that.

    Returns it; None if there are no words. Raises NoSuchObstacle, SolutionTooLong.
    """
    kept = words.strip()
    if len(kept) > SOLUTION_LENGTH:
        raise SolutionTooLong(count=len(kept), most=SOLUTION_LENGTH)
    present = presence.enter(db, caller, roadmap_slug)
    obstacle = _own(lock_obstacle(db, obstacle_id), present.learner_id)
    if kept:
        end_obstacle(db, obstacle_id, ObstacleState.SOLVED, caller.now)
        keep_solution(db, obstacle_id, kept, caller.now)
    if kept and obstacle.open:
        amend_questions(db, obstacle.group_id, obstacle_id, caller.now)
    await_no_solution(db, present.learner_id)
    return obstacle if kept else None


def ask_solution(db: Connection, caller: Caller, roadmap_slug: str, obstacle_id: ObstacleId) -> Obstacle:
    """Let the caller's next plain words be the solution of their obstacle. Raises NoSuchObstacle."""
    present = presence.enter(db, caller, roadmap_slug)
    obstacle = _own(find_obstacle(db, obstacle_id), present.learner_id)
    await_solution(db, present.learner_id, obstacle_id, caller.now)
    return obstacle


def see_own_obstacle(db: Connection, caller: Caller, obstacle_id: ObstacleId) -> Obstacle:
    """Read an obstacle of the caller. Nothing is written. Raises NoSuchObstacle."""
    person = find_person(db, caller.account)
    return _own(find_obstacle(db, obstacle_id), person.learner_id if person else None)


def _own(obstacle: Obstacle | None, learner_id: LearnerId | None) -> Obstacle:
    if obstacle is None or obstacle.learner_id != learner_id:
        raise NoSuchObstacle
    return obstacle


def _end(db: Connection, obstacle: Obstacle, verdict: HelpVerdict, now: datetime) -> bool:
    """Let an obstacle be solved, or open as before. Returns whether it is open then."""
    if verdict is HelpVerdict.YES:
        end_obstacle(db, obstacle.id, ObstacleState.SOLVED, now)
        return False
    if obstacle.state is ObstacleState.SOLVED and not obstacle.solution:
        reopen_obstacle(db, obstacle.id)
        return True
    return obstacle.open


def _judge(db: Connection, obstacle: Obstacle, given: HelpGiven, verdict: HelpVerdict, now: datetime) -> None:
    if verdict is HelpVerdict.NO:
        judge_help(db, obstacle.id, given.learner_id, HelpState.UNHELPFUL, None)
        return
    judge_help(db, obstacle.id, given.learner_id, HelpState.HELPED, given.thanked_at or now)
    if given.thanked_at is None:
        _pass_on(db, obstacle, given.learner_id, now)


def _pass_on(db: Connection, obstacle: Obstacle, fellow: LearnerId, now: datetime) -> None:
    """Let a helper hear of thanks: at once if they want reminders, else in the morning.

    A helper who is hidden, on a pause or muted hears nothing. The thanks count all the same.
    """
    listener = read_listener(db, fellow)
    hidden = listener.visibility is Visibility.HIDDEN
    if hidden or is_silenced(listener) or is_snoozed(listener, now) or is_on_pause(db, fellow, now):
        return
    zone = hours.whereabouts(listener.clock, now)
    soon = is_wanted(listener) and not is_quiet(now, zone)
    at = now + A_MINUTE if soon else hours.next_morning(listener, now)
    facts = Help(at, obstacle.roadmap_slug, obstacle.id, Participant(obstacle.learner_id), Participant(fellow))
    plan_for_learner(db, fellow, PlannedPost(THANKS, str(obstacle.id), facts, at, GRACE), now)
