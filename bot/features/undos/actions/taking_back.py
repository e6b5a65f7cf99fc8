"""Taking back: all that an act did is reversed, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.closed_sets import ActKind, ChangeKind, TickSource
from bot.features.acts.queries import Change, assign_change, mark_undone, read_held, revoke_change
from bot.features.celebrations.actions import celebrating
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.points.actions import renew_points_at
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.roadmap_state import (
    RoadmapState,
    all_names,
    measure_block,
    read_state,
)
from bot.features.ticks.queries import choices, criteria
from bot.features.ticks.queries.evidence import put_back
from bot.features.ticks.queries.ticks import Tick, add_undo, read_ticks_named, read_ticks_of
from bot.features.undos.actions.picking import (
    LAST,
    NothingToUndo,
    Picked,
    Wanted,
    pick_act,
    pick_tasks,
    roadmap_of_act,
    tasks_of_change,
)
from bot.features.undos.actions.undone import Restored, Undone
from bot.features.undos.queries import take_back_sessions
from bot.identity import ActId, Caller
from bot.posting import calendar
from bot.posting.locking import lock_learner
from roadmap.milestones import Milestone, MilestoneKind, is_victory, reached
from roadmap.model import Roadmap


@dataclass(frozen=True, slots=True)
class _State:
    """The ticks, choices and affirmed criteria of a learner."""

    here: RoadmapState
    affirmed: frozenset[str]


def undo_act(
    db: Connection,
    caller: Caller,
    roadmap: Roadmap,
    library: Mapping[str, Roadmap],
    wanted: Wanted = LAST,
    *,
    sure: bool = False,
) -> Undone:
    """Take back the caller's last act whole, or the one that is wanted.

    1. Refuse a caller who is no member.
    2. Lock the learner, then pick the act.
    3. If it is older than today and the caller is not `sure`, ask and change nothing.
    4. Otherwise reverse all that it did.

    Raises NothingToUndo, NotYours, ActUndoneAlready, RoadmapGone.
    """
    present = _lock(db, caller)
    picked = pick_act(db, present, roadmap, wanted)
    course = roadmap_of_act(picked.act, roadmap, library)
    if picked.act and picked.act.day < present.day and not sure:
        return replace(_describe(picked, present), asks=True)
    return _reverse(db, caller, present, course, picked)


def describe_last(db: Connection, caller: Caller, roadmap: Roadmap) -> Undone:
    """Describe the act that an undo would take back, and change nothing. Raises NothingToUndo."""
    present = presence.find_present(db, caller)
    if present is None:
        raise NothingToUndo
    return replace(_describe(pick_act(db, present, roadmap, LAST), present), asks=True)


def undo_tasks(db: Connection, caller: Caller, roadmap: Roadmap, slugs: Sequence[str]) -> Undone:
    """Take back the caller's ticks of tasks and blocks, whatever acts made them. Report the named tasks without one.

    Raises NothingToUndo, NotTicked, UndoneAlready.
    """
    present = _lock(db, caller)
    picked = pick_tasks(db, present, read_state(db, present, roadmap), slugs)
    undone = _reverse(db, caller, present, roadmap, picked)
    return replace(undone, missing=tuple(_missing(roadmap, slugs, picked.ticks)))


def _lock(db: Connection, caller: Caller) -> Present:
    present = presence.find_present(db, caller)
    if present is None:
        raise NothingToUndo
    lock_learner(db, present.learner_id)
    return present


def _reverse(db: Connection, caller: Caller, present: Present, roadmap: Roadmap, picked: Picked) -> Undone:
    """Reverse what was picked.

    1. Take back its ticks and sessions, and put replaced evidence back.
    2. Restore the choices and criteria that it changed.
    3. Note the acts of which nothing is left as taken back.
    4. Settle the streak, which takes back the points of the ticks and of the done day, and the order of ties.
    5. Withdraw the milestones that are lost, and reinstate those that hold again.
    6. After a repair, renew the learner's dues.
    """
    before = _read_state(db, present, roadmap)
    add_undo(db, [one.id for one in picked.ticks], caller.now)
    take_back_sessions(db, [one.id for one in picked.sessions], caller.now)
    if picked.replaced:
        put_back(db, picked.replaced)
    restored = tuple(_restore_all(db, caller, present, roadmap, picked))
    _close_acts(db, caller, picked)
    after = _read_state(db, present, roadmap)
    change = counting.reckon_streak_change(db, present.learner_id, caller.now)
    renew_points_at(db, present.learner_id)
    _correct_milestones(db, caller, present, (before, after), picked)
    if any(one.source == TickSource.REPAIR for one in picked.ticks) or _is_repair(picked):
        calendar.schedule_learner(db, present.learner_id, caller.now)
    last = roadmap.task(picked.ticks[-1].task) if picked.ticks else None
    return replace(
        _describe(picked, present),
        restored=restored,
        block=measure_block(after.here, roadmap.place_of(last.slug)[2]) if last else None,
        percent=after.here.progress.whole.percent,
        streak_before=change.before,
        streak_after=change.after,
    )


def _describe(picked: Picked, present: Present) -> Undone:
    act = picked.act
    days = [*(one.day for one in picked.ticks), *(one.day for one in picked.sessions), present.day]
    undone = Undone(
        tasks=tuple(one.task for one in picked.ticks),
        restored=tuple(Restored(one.kind, one.name, one.value) for one in picked.changes),
        evidence=picked.ticks[0].evidence if len(picked.ticks) == 1 else "",
        points=sum(one.points for one in picked.ticks),
        minutes=sum(one.minutes for one in picked.sessions),
        habit=next((one.habit for one in picked.sessions), ""),
        note=next((one.note for one in picked.sessions), ""),
        counted=days[0],
        today=present.day,
    )
    if picked.replaced:
        former, words = picked.replaced.former, picked.replaced.words
        undone = replace(undone, noted=former.task, renoted=bool(former.words), evidence=words)
    return replace(undone, act_id=act.id, kind=act.kind, roadmap=act.roadmap, day=act.day) if act else undone


def _read_state(db: Connection, present: Present, roadmap: Roadmap) -> _State:
    affirmed = criteria.read_affirmed(db, present.learner_id, roadmap.slug)
    return _State(read_state(db, present, roadmap), affirmed)


def _is_repair(picked: Picked) -> bool:
    return picked.act is not None and picked.act.kind is ActKind.REPAIR


def _restore_all(
    db: Connection, caller: Caller, present: Present, roadmap: Roadmap, picked: Picked
) -> Iterator[Restored]:
    """Restore each choice and criterion that was changed. A later tick keeps a choice that would be open."""
    for change in picked.changes:
        held = read_held(db, present.learner_id, change)
        keeper = None if held else _keeper(db, present, roadmap, change)
        if keeper:
            assign_change(db, change.id, keeper)
            yield Restored(change.kind, change.name, change.value, change.value)
        else:
            revoke_change(db, change.id, caller.now)
            _restore(db, present, change, held)
            yield Restored(change.kind, change.name, change.value, held.value if held else "")


def _keeper(db: Connection, present: Present, roadmap: Roadmap, change: Change) -> ActId | None:
    """Find the first act whose live ticks would have made the choice if this one had not."""
    own = tasks_of_change(roadmap, change)
    if change.kind is not ChangeKind.CHOICE or not own:
        return None
    live = read_ticks_named(db, present.learner_id, roadmap.slug, all_names(roadmap, sorted(own)))
    later = (one.act_id for one in live if one.act_id and change.act_id and one.act_id >= change.act_id)
    return min(later, default=None)


def _restore(db: Connection, present: Present, change: Change, held: Change | None) -> None:
    """Put a choice or criterion back as the change that holds now left it."""
    slug, name = change.roadmap, change.name
    if change.kind is ChangeKind.CHOICE and held:
        choices.put_choice(db, present.learner_id, slug, choice=name, option=held.value, now=held.at)
    elif change.kind is ChangeKind.CHOICE:
        choices.drop_choice(db, present.learner_id, slug, name)
    else:
        criteria.withdraw_affirmed(db, present.learner_id, slug, name)
        if held and held.value:
            criteria.add_affirmed(db, present.learner_id, slug, name, held.at)


def _close_acts(db: Connection, caller: Caller, picked: Picked) -> None:
    """Mark the act as taken back. Of named tasks it is each act of which nothing is left.

    A placement is taken back only as a whole: its tasks stay known as placed.
    """
    if picked.act:
        mark_undone(db, picked.act.id, caller.now)
        return
    acts = {one.act_id for one in picked.ticks if one.act_id and one.source != TickSource.PLACEMENT}
    for act_id in acts:
        if not any(one.live for one in read_ticks_of(db, [act_id])):
            mark_undone(db, act_id, caller.now)


def _correct_milestones(
    db: Connection, caller: Caller, present: Present, change: tuple[_State, _State], picked: Picked
) -> None:
    before, after = change
    roadmap = after.here.roadmap
    streak = counting.read_ledger(db, present.learner_id, caller.now)
    lost = (*_gained(after, before), *celebrating.lost_streak_milestones(db, present, roadmap, streak))
    acts = [picked.act.id] if picked.act else [one.act_id or ActId(0) for one in picked.ticks]
    celebrating.withdraw_milestones(db, present, roadmap, lost, now=caller.now, since=min(acts))
    celebrating.reinstate_milestones(db, present, roadmap, _gained(before, after), caller.now)


def _gained(before: _State, after: _State) -> tuple[Milestone, ...]:
    """List the milestones of parts, and the victories, that hold after a change and did not before."""
    victories = (
        Milestone(MilestoneKind.VICTORY, level.slug)
        for level in after.here.roadmap.levels
        if is_victory(level, after.here.progress, after.affirmed)
        and not is_victory(level, before.here.progress, before.affirmed)
    )
    return (*reached(before.here.progress, after.here.progress), *victories)


def _missing(roadmap: Roadmap, slugs: Sequence[str], found: Sequence[Tick]) -> Iterator[str]:
    """Yield the named tasks that had no tick."""
    gone = {one.task for one in found}
    return (slug for slug in slugs if roadmap.task(slug) and not gone.intersection(all_names(roadmap, [slug])))
