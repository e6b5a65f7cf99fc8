"""Ticking off: one transaction that keeps ticks, choices, points, streak and milestones right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from bot.closed_sets import ActKind, ChangeKind, TickSource
from bot.features.acts.actions import record_act
from bot.features.acts.queries import Act, add_change
from bot.features.celebrations.actions import celebrating
from bot.features.members.actions import presence
from bot.features.members.actions.days import find_night
from bot.features.members.actions.presence import Present
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.evidencing import (
    EVIDENCE,
    columns_of_evidence,
    is_worth_a_link,
    note_evidence,
    read_evidence_before,
)
from bot.features.ticks.actions.planning import TickPlan, pay_points, plan_ticks, state_after
from bot.features.ticks.actions.roadmap_state import RoadmapState, all_names, measure_block, read_state
from bot.features.ticks.actions.stuck_tasks import end_questions_soon, find_question
from bot.features.ticks.actions.ticked_off import Already, TickedOff
from bot.features.ticks.queries import choices, criteria, ticks
from bot.features.ticks.queries.evidence import Evidence, note_asked
from bot.identity import Caller
from roadmap.milestones import Milestone, MilestoneKind, is_victory, reached
from roadmap.model import Roadmap
from roadmap.progress import next_tasks


def tick_off(
    db: Connection, caller: Caller, roadmap: Roadmap, slugs: Sequence[str], evidence: str = "", *, file: str = ""
) -> TickedOff:
    """Tick off tasks and blocks for the caller. The caller joins if they are no member yet.

    `file` is the reference of a file that came with it.
    `plan_ticks` has the rules.
    """
    present = presence.enter(db, caller, roadmap.slug)
    before = read_state(db, present, roadmap)
    plan = replace(plan_ticks(before, slugs, evidence), file=file)
    done = tick(db, caller, present, before, plan, kind=ActKind.TICK)
    done = replace(done, stuck=find_question(before, done.ticked))
    noted = note_evidence(db, caller, present, before, plan)
    if noted is None:
        return replace(done, asks_link=is_worth_a_link(before, plan))
    shortened = len(plan.evidence) > EVIDENCE
    return replace(done, noted=noted, act_id=noted.act_id, asks_readers=noted.asks_readers, shortened=shortened)


def tick(
    db: Connection,
    caller: Caller,
    present: Present,
    before: RoadmapState,
    plan: TickPlan,
    *,
    kind: ActKind,
    late_for: date | None = None,
) -> TickedOff:
    """Write a plan as one act, with all that follows from it. The caller holds the lock on the learner's row.

    1. Keep the choices that the plan makes.
    2. Add its ticks with their points. Evidence is cut after 500 characters.
    3. Settle the streak, which pays the points of the ticks and of the done day.
    4. Let the questions about its tasks end soon.
    5. Find the milestones that were reached: parts of the roadmap, victories, streak and comeback.
    6. Celebrate those that are new.

    A plan without tasks keeps its choices, and celebrates only parts that they complete.
    `late_for` is a study day that is over. The ticks repair it and earn no points.
    """
    after = state_after(before, plan)
    if not plan.tasks and not plan.made:
        return _outcome(db, present, after, plan)
    act = record_act(db, caller, present, kind, before.roadmap.slug)
    for choice, option in plan.made.items():
        choices.put_choice(db, present.learner_id, before.roadmap.slug, choice=choice, option=option, now=act.at)
        add_change(db, act, ChangeKind.CHOICE, choice, option)
    if plan.tasks:
        return _keep(db, act, present, (before, after), plan, late_for=late_for)
    completed = reached(before.progress, after.progress)
    gained = (*completed, *_victories(db, present, after, completed))
    return replace(
        _outcome(db, present, after, plan),
        act_id=act.id,
        reached=celebrating.celebrate(db, present, before.roadmap, gained, act),
    )


def _outcome(db: Connection, present: Present, after: RoadmapState, plan: TickPlan) -> TickedOff:
    following = next_tasks(after.roadmap, after.ticked, after.chosen, 1)
    return TickedOff(
        already=_when(db, present, after.roadmap, plan.already),
        outside=tuple(plan.outside),
        placed=tuple(plan.placed),
        undecided=tuple(plan.undecided),
        chosen=tuple(plan.made.items()),
        joined=present.joined,
        percent=after.progress.whole.percent,
        next=following[0].slug if following else "",
        today=present.day,
    )


def _keep(
    db: Connection,
    act: Act,
    present: Present,
    change: tuple[RoadmapState, RoadmapState],
    plan: TickPlan,
    *,
    late_for: date | None,
) -> TickedOff:
    before, after = change
    unpaid = {*plan.outside, *plan.placed}
    points = [0] * len(plan.tasks) if late_for else pay_points(plan.tasks, unpaid, before.paid_today)
    former = read_evidence_before(db, present, before, plan)
    ticks.add_ticks(db, _rows(act, present, before, plan, points, former=former, late_for=late_for))
    end_questions_soon(db, present.learner_id, before, [task.slug for task in plan.tasks], act.at)
    record = None if late_for else present.record  # a late day is reckoned before, too
    streak = counting.reckon_streak_change(db, present.learner_id, act.at, record)  # pays the ticks and the done day
    completed = _completed(before, after, plan)
    victories = _victories(db, present, after, completed)
    gained = (*completed, *victories, *celebrating.streak_milestones(streak))
    new = celebrating.celebrate(db, present, after.roadmap, gained, act)
    return replace(
        _outcome(db, present, after, plan),
        ticked=tuple(task.slug for task in plan.tasks),
        act_id=act.id,
        night=None if late_for else find_night(present, act.at),
        points=sum(points),
        unpaid=0 if late_for else points.count(0) - len(unpaid),
        shortened=len(plan.evidence) > EVIDENCE,
        block=measure_block(after, after.roadmap.place_of(plan.tasks[-1].slug)[2]),
        streak=streak.after,
        streak_grew=streak.after > streak.before,
        reached=new,
        celebrated=bool(new) and celebrating.is_told(db, present.learner_id, after.roadmap.slug, act.at),
        asks_readers=plan.has_evidence and note_asked(db, present.learner_id, present.group_id, act.at),
    )


def _rows(
    act: Act,
    present: Present,
    before: RoadmapState,
    plan: TickPlan,
    points: Sequence[int],
    *,
    former: Mapping[str, Evidence],
    late_for: date | None,
) -> list[dict[str, object]]:
    shared = {
        "learner_id": present.learner_id,
        "roadmap": before.roadmap.slug,
        "at": act.at,
        "zone": present.clock.zone,
        "day": late_for or present.day,
        "group_id": present.group_id,
        "act_id": act.id,
    }
    own = TickSource.REPAIR if late_for else TickSource.TICK
    return [
        {
            **shared,
            **columns_of_evidence(task, plan, former),
            "task": task.slug,
            "source": TickSource.PLACEMENT if task.slug in plan.placed else own,
            "turn": before.turns.get(task.slug, 0) + 1,
            "weight": task.weight,
            "points": paid,
        }
        for task, paid in zip(plan.tasks, points, strict=True)
    ]


def _completed(before: RoadmapState, after: RoadmapState, plan: TickPlan) -> tuple[Milestone, ...]:
    """List the milestones of parts that a plan completes. What a placement had completes none.

    The state before is measured only if a touched block is now complete, because measuring is slow.
    """
    touched = {after.roadmap.place_of(task.slug)[2].slug for task in plan.tasks if task.slug not in plan.placed}
    full = any(after.progress.blocks[slug].complete for slug in touched)
    return reached(before.progress, after.progress) if full else ()


def _victories(
    db: Connection, present: Present, after: RoadmapState, completed: Sequence[Milestone]
) -> Iterator[Milestone]:
    """Yield the victories of levels that are now complete and whose criteria were all affirmed before."""
    for milestone in completed:
        level = after.roadmap.level(milestone.slug) if milestone.kind is MilestoneKind.LEVEL else None
        if level and level.criteria:
            affirmed = criteria.read_affirmed(db, present.learner_id, after.roadmap.slug)
            if is_victory(level, after.progress, affirmed):
                yield Milestone(MilestoneKind.VICTORY, level.slug)


def _when(db: Connection, present: Present, roadmap: Roadmap, slugs: Sequence[str]) -> tuple[Already, ...]:
    if not slugs:
        return ()
    found = {
        one.task: one for one in ticks.read_ticks_named(db, present.learner_id, roadmap.slug, all_names(roadmap, slugs))
    }
    kept = ((slug, next(found[name] for name in all_names(roadmap, [slug]) if name in found)) for slug in slugs)
    return tuple(Already(slug, one.day, one.source == TickSource.PLACEMENT) for slug, one in kept)
