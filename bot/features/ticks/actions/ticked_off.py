"""The result of a /done: the new ticks, and all that came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.features.members.actions.days import OpenNight
from bot.features.ticks.actions.evidencing import (
    Noted,
)
from bot.features.ticks.actions.roadmap_state import BlockProgress
from bot.identity import ActId, ObstacleId
from roadmap.milestones import Milestone


@dataclass(frozen=True, slots=True)
class Already:
    """A task that was ticked before, and its study day. `placed`: a placement granted it."""

    task: str
    day: date
    placed: bool = False


@dataclass(frozen=True, slots=True)
class TickedOff:
    """The result of a /done. Tasks, choices and blocks are slugs.

    `act_id` is the act that made the new ticks and choices; 0 if nothing changed.
    `outside` were ticked, but belong to another option than the chosen one.
    `placed` were ticked as a placement had ticked them, and earn nothing.
    `undecided` are choices that are still to be made. `chosen` are choices that the ticks made.
    `unpaid` counts ticks after the five of the day. `shortened`: the evidence was cut.
    `block` is the block of the last task. `today` is the study day.
    `night`: it is after midnight, and that day is still open. `celebrated`: a post tells of what was reached.
    `noted`: the evidence went to a task that was ticked before. `asks_link`: a project was ticked without a link.
    `asks_readers`: the learner is to be asked who sees their work.
    `stuck` is the learner's open question about one of the tasks; 0: none.
    """

    ticked: tuple[str, ...] = ()
    act_id: ActId = ActId(0)
    already: tuple[Already, ...] = ()
    outside: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()
    points: int = 0
    unpaid: int = 0
    joined: bool = False
    shortened: bool = False
    block: BlockProgress | None = None
    percent: int = 0
    streak: int = 0
    streak_grew: bool = False
    next: str = ""
    reached: tuple[Milestone, ...] = ()
    celebrated: bool = False
    today: date = date.min
    night: OpenNight | None = None
    noted: Noted | None = None
    asks_link: bool = False
    asks_readers: bool = False
    stuck: ObstacleId = ObstacleId(0)
