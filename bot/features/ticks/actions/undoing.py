"""Undoing: all that a tick did is reversed, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.celebrations.actions import celebrating
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries.locking import lock_learner
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.roadmap_state import (
    BlockProgress,
    RoadmapState,
    all_names,
    measure_block,
    read_state,
)
from bot.features.ticks.queries import choices, ticks
from bot.identity import Caller, TickId
from roadmap.lookup.parts import title_of
from roadmap.milestones import Milestone, MilestoneKind, reached
from roadmap.model import Roadmap

OFFERED = 3
TICKS_SEARCHED = 12  # last ticks that are searched for the three that are offered


class NothingToUndo(Refused):
    """Refusal: the caller has no tick on this roadmap, besides those of a placement."""


class NotTicked(Refused):
    """Refusal: the caller has not ticked off this task. Another learner may have."""

    task: str


class NotYours(Refused):
    """Refusal: the Undo button is for another learner's ticks. A tap acts for the learner who taps."""


class UndoneAlready(Refused):
    """Refusal: the ticks were taken back before.

    If no task was named, the last live ticks are offered. A second undo is most often a slip.
    """

    task: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The result of an undo. `missing` were named but not ticked; `unchosen` are choices that are open again."""

    tasks: tuple[str, ...]
    missing: tuple[str, ...] = ()
    points: int = 0
    unchosen: tuple[str, ...] = ()
    block: BlockProgress | None = None
    streak_before: int = 0
    streak_after: int = 0


def undo_act(
    db: Connection,
    caller: Caller,
    roadmap: Roadmap,
    slugs: Sequence[str] = (),
    ids: tuple[TickId, TickId] | None = None,
) -> Undone:
    """Take back the caller's last tick, the ticks of tasks or blocks, or an act's ticks by ids.

    1. Refuse a caller who is no member.
    2. Lock the learner, then pick the ticks.
    3. Mark them as taken back.
    4. Open the choices again that these ticks made, unless another live tick belongs to them.
    5. Settle the streak, which takes back the points of the ticks and of the done day.
    6. Withdraw the milestones that are lost.
    7. Report the named tasks that had no tick.

    Raises NothingToUndo, NotTicked, NotYours, UndoneAlready.
    """
    present = presence.find_present(db, caller)
    if present is None:
        raise NothingToUndo
    lock_learner(db, present.learner_id)
    before = read_state(db, present, roadmap)
    found = _pick(db, present, before, slugs, ids)
    ticks.add_undo(db, [one.id for one in found], caller.now)
    undone = _reverse(db, caller, present, before, found)
    return replace(undone, missing=tuple(_missing(roadmap, slugs, found)))


def _pick(
    db: Connection, present: Present, before: RoadmapState, slugs: Sequence[str], ids: tuple[TickId, TickId] | None
) -> list[ticks.Tick]:
    if ids:
        return _of_act(db, present, before.roadmap, ids)
    return _named(db, present, before, slugs) if slugs else [_last(db, present, before.roadmap)]


def _of_act(db: Connection, present: Present, roadmap: Roadmap, ids: tuple[TickId, TickId]) -> list[ticks.Tick]:
    """Return the ticks of an act that were not taken back."""
    found = ticks.read_ticks_between(db, present.learner_id, roadmap.slug, *ids)
    if not found:
        raise NotYours
    state = [one for one in found if one.live]
    if not state:
        raise UndoneAlready(task=title_of(roadmap, found[0].task))
    return state


def _named(db: Connection, present: Present, before: RoadmapState, slugs: Sequence[str]) -> list[ticks.Tick]:
    roadmap = before.roadmap
    wanted = all_names(roadmap, list(_expand(roadmap, slugs)))
    found = ticks.read_ticks_named(db, present.learner_id, roadmap.slug, wanted)
    if not found:
        was_ticked = any(name in before.turns for name in wanted)
        title = title_of(roadmap, slugs[0])
        raise UndoneAlready(task=title) if was_ticked else NotTicked(task=title)
    return found


def _last(db: Connection, present: Present, roadmap: Roadmap) -> ticks.Tick:
    latest = ticks.read_latest_ticks(db, present.learner_id, roadmap.slug, TICKS_SEARCHED)
    if not latest:
        raise NothingToUndo
    if latest[0].live:
        return latest[0]
    state = [one for one in latest if one.live and roadmap.task(one.task)][:OFFERED]
    offers = tuple((title_of(roadmap, one.task), f"undo {one.task}") for one in state)
    raise UndoneAlready(task=title_of(roadmap, latest[0].task), offers=offers)


def _expand(roadmap: Roadmap, slugs: Sequence[str]) -> Iterator[str]:
    """Yield the slugs of the named tasks. A block gives all its tasks, those of every option included."""
    for slug in slugs:
        block = None if roadmap.task(slug) else roadmap.block(slug)
        yield from (task.slug for task in block.all_tasks()) if block else (slug,)


def _reverse(
    db: Connection, caller: Caller, present: Present, before: RoadmapState, found: Sequence[ticks.Tick]
) -> Undone:
    roadmap = before.roadmap
    gone = frozenset(one.task for one in found)
    unchosen = _unchoose(db, present, roadmap, found, before.ticked - gone)
    chosen = {choice: option for choice, option in before.chosen.items() if choice not in unchosen}
    after = replace(before, ticked=before.ticked - gone, chosen=chosen)
    change = counting.reckon_streak_change(db, present.learner_id, caller.now)
    lost = (*lost_milestones(before, after), *celebrating.lost_streak_milestones(change))
    celebrating.withdraw_milestones(db, present, roadmap, lost, caller.now)
    last = roadmap.task(found[-1].task)
    return Undone(
        tasks=tuple(one.task for one in found),
        points=sum(one.points for one in found),
        unchosen=unchosen,
        block=measure_block(after, roadmap.place_of(last.slug)[2]) if last else None,
        streak_before=change.before,
        streak_after=change.after,
    )


def _missing(roadmap: Roadmap, slugs: Sequence[str], found: Sequence[ticks.Tick]) -> Iterator[str]:
    """Yield the named tasks that had no tick."""
    gone = {one.task for one in found}
    return (slug for slug in slugs if roadmap.task(slug) and not gone.intersection(all_names(roadmap, [slug])))


def lost_milestones(before: RoadmapState, after: RoadmapState) -> tuple[Milestone, ...]:
    """List the milestones that an undo takes away. A victory falls with its level."""
    lost = reached(after.progress, before.progress)
    levels = [one.slug for one in lost if one.kind is MilestoneKind.LEVEL]
    return (*lost, *(Milestone(MilestoneKind.VICTORY, slug) for slug in levels))


def _unchoose(
    db: Connection, present: Present, roadmap: Roadmap, found: Sequence[ticks.Tick], left: frozenset[str]
) -> tuple[str, ...]:
    """Open the choices again that these ticks made, and return their slugs.

    A choice stays if another live tick belongs to it. A tick made a choice if both have the same instant.
    """
    made_at = choices.read_choice_time(db, present.learner_id, roadmap.slug)
    open_again = []
    for choice in roadmap.choices():
        own = {choice.task, *(task.slug for option in choice.options for task in option.tasks)}
        by_these = any(one.task in own and one.at == made_at.get(choice.slug) for one in found)
        if by_these and not own.intersection(left):
            choices.drop_choice(db, present.learner_id, roadmap.slug, choice.slug)
            open_again.append(choice.slug)
    return tuple(open_again)
