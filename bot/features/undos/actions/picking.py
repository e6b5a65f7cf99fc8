"""Pick what an undo takes back: the last act, the act of a button, or the ticks of named tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.closed_sets import ActKind
from bot.errors import Refused
from bot.features.acts.queries import Act, Change, find_act, read_changes, read_live_acts
from bot.features.members.actions.presence import Present
from bot.features.ticks.actions.roadmap_state import RoadmapState, all_names
from bot.features.ticks.queries.evidence import ReplacedEvidence, find_replaced
from bot.features.ticks.queries.ticks import Tick, read_ticks_named, read_ticks_of
from bot.features.undos.queries import (
    LoggedSession,
    find_act_of_session,
    find_act_of_tick,
    find_last_of,
    read_sessions_of,
)
from bot.identity import ActId, SessionId, TickId
from roadmap.lookup.parts import title_of
from roadmap.model import Roadmap

SEARCHED = 20  # last acts that are searched for one with a live part


class NothingToUndo(Refused):
    """Refusal: the caller has no act on this roadmap that is not taken back."""


class NotTicked(Refused):
    """Refusal: the caller has not ticked off this task. Another learner may have."""

    task: str


class NotYours(Refused):
    """Refusal: the Undo button is for another learner's act. A tap acts for the learner who taps."""


class UndoneAlready(Refused):
    """Refusal: the tick of this task was taken back before."""

    task: str


class ActUndoneAlready(Refused):
    """Refusal: the act was taken back before."""


class RoadmapGone(Refused):
    """Refusal: the act was on a roadmap that is no longer known."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The act to take back, as a line or button says it. An old button names a tick or session of it.

    `last` is the last act of these kinds. Without anything it is the last act of any kind.
    """

    act_id: ActId | None = None
    tick_id: TickId | None = None
    session_id: SessionId | None = None
    last: tuple[ActKind, ...] = ()


LAST = Wanted()
"""The last act of any kind."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Live ticks, sessions, changes and evidence that an undo takes back. `act` is None for ticks of named tasks."""

    act: Act | None
    ticks: tuple[Tick, ...]
    sessions: tuple[LoggedSession, ...] = ()
    changes: tuple[Change, ...] = ()
    replaced: ReplacedEvidence | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is live."""
        return not (self.ticks or self.sessions or self.changes or self.replaced)


def pick_act(db: Connection, present: Present, roadmap: Roadmap, wanted: Wanted) -> Picked:
    """Pick an act with its live parts. Raises NothingToUndo, NotYours, ActUndoneAlready."""
    if wanted == LAST:
        acts = read_live_acts(db, present.learner_id, roadmap.slug, SEARCHED)
        found = next((picked for act in acts if not (picked := _parts_of(db, act)).is_empty), None)
        if found is None:
            raise NothingToUndo
        return found
    act = _find(db, present, roadmap, wanted)
    picked = _parts_of(db, act)
    if not act.live or (picked.is_empty and act.kind is not ActKind.PLACEMENT):
        raise ActUndoneAlready
    return picked


def pick_tasks(db: Connection, present: Present, before: RoadmapState, slugs: Sequence[str]) -> Picked:
    """Pick the live ticks of the named tasks and blocks, whatever act made them.

    Raises NotTicked, UndoneAlready.
    """
    roadmap = before.roadmap
    wanted = all_names(roadmap, list(_expand(roadmap, slugs)))
    found = read_ticks_named(db, present.learner_id, roadmap.slug, wanted)
    if not found:
        was_ticked = any(name in before.turns for name in wanted)
        title = title_of(roadmap, slugs[0])
        raise UndoneAlready(task=title) if was_ticked else NotTicked(task=title)
    acts = {one.act_id for one in found if one.act_id}
    gone = {one.task for one in found}
    changes = (one for one in read_changes(db, acts) if gone.intersection(tasks_of_change(roadmap, one)))
    return Picked(None, tuple(found), changes=tuple(changes))


def roadmap_of_act(act: Act | None, roadmap: Roadmap, library: Mapping[str, Roadmap]) -> Roadmap:
    """Find the roadmap of an act. The group may follow another one by now. Raises RoadmapGone."""
    if act is None or not act.roadmap:
        return roadmap
    if act.roadmap not in library:
        raise RoadmapGone
    return library[act.roadmap]


def tasks_of_change(roadmap: Roadmap, change: Change) -> frozenset[str]:
    """Return the tasks that belong to a choice with this option: its own checkbox, and those of the option."""
    choice = roadmap.choice(change.name)
    if choice is None:
        return frozenset()
    options = (option for option in choice.options if option.slug == change.value)
    return frozenset({choice.task, *(task.slug for option in options for task in option.tasks)})


def _find(db: Connection, present: Present, roadmap: Roadmap, wanted: Wanted) -> Act:
    act_id = wanted.act_id
    if wanted.last:
        act_id = find_last_of(db, present.learner_id, roadmap.slug, wanted.last)
        if act_id is None:
            raise NothingToUndo
    elif wanted.tick_id is not None:
        act_id = find_act_of_tick(db, wanted.tick_id)
    elif wanted.session_id is not None:
        act_id = find_act_of_session(db, wanted.session_id)
    act = find_act(db, act_id) if act_id is not None else None
    if act is None:
        raise NothingToUndo
    if act.learner_id != present.learner_id:
        raise NotYours
    return act


def _parts_of(db: Connection, act: Act) -> Picked:
    live = tuple(one for one in read_ticks_of(db, [act.id]) if one.live)
    changes = tuple(read_changes(db, [act.id]))
    replaced = find_replaced(db, act.id) if act.kind is ActKind.TICK and not live else None
    return Picked(act, live, tuple(read_sessions_of(db, [act.id])), changes, replaced)


def _expand(roadmap: Roadmap, slugs: Sequence[str]) -> Iterator[str]:
    """Yield the slugs of the named tasks. A block gives all its tasks, those of every option included."""
    for slug in slugs:
        block = None if roadmap.task(slug) else roadmap.block(slug)
        yield from (task.slug for task in block.all_tasks()) if block else (slug,)
