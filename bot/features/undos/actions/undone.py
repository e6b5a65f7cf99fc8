"""The result of an undo: the parts of an act that it took back, or would take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.closed_sets import ActKind, ChangeKind
from bot.features.ticks.actions.roadmap_state import (
    BlockProgress,
)
from bot.identity import ActId


@dataclass(frozen=True, slots=True)
class Restored:
    """A choice or criterion after an undo. `value` was taken back; `held` holds now, empty if it is open again."""

    kind: ChangeKind
    name: str
    value: str
    held: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """The parts of an act that an undo took back. If it `asks`, nothing was taken back yet.

    `kind` is None for the ticks of named tasks. `missing` were named but not ticked. `evidence` is that of one tick.
    `noted` is a task of which only the evidence was taken back; `renoted`: its former words are back.
    `day` is the study day of the act, `counted` the day for which it counted, `today` the current one.
    """

    tasks: tuple[str, ...] = ()
    act_id: ActId = ActId(0)
    kind: ActKind | None = None
    asks: bool = False
    roadmap: str = ""
    day: date = date.min
    counted: date = date.min
    today: date = date.min
    missing: tuple[str, ...] = ()
    evidence: str = ""
    noted: str = ""
    renoted: bool = False
    points: int = 0
    minutes: int = 0
    habit: str = ""
    note: str = ""
    restored: tuple[Restored, ...] = ()
    block: BlockProgress | None = None
    percent: int = 0
    streak_before: int = 0
    streak_after: int = 0
