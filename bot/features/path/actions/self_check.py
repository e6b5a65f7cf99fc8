"""The self-check of a level. A complete level with all its criteria affirmed is a victory."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.closed_sets import ActKind, ChangeKind
from bot.errors import Refused
from bot.features.acts.actions import record_act
from bot.features.acts.queries import Act, add_change
from bot.features.celebrations.actions import celebrating
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.ticks.actions.roadmap_state import RoadmapState, read_state, view_state
from bot.features.ticks.queries import criteria
from bot.identity import Caller, LearnerId
from roadmap.milestones import Milestone, MilestoneKind, is_victory
from roadmap.model import Criterion, Level, Roadmap
from roadmap.progress import Progress


class NoSuchCriterion(Refused):
    """Refusal: the roadmap has no criterion and no level of this name."""

    typed: str


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A level's criteria as a learner sees them.

    `complete`: all tasks that count are ticked. `victory`: the level is complete and all criteria are affirmed.
    `changed` is the criterion that was just affirmed or withdrawn.
    `won`: the victory came with this answer, and not by placement alone. It is celebrated.
    """

    level: str
    affirmed: tuple[str, ...]
    complete: bool
    percent: int
    victory: bool
    changed: str = ""
    won: bool = False
    joined: bool = False


def check_oneself(db: Connection, learner_id: LearnerId | None, roadmap: Roadmap, level_slug: str = "") -> SelfCheck:
    """Return the self-check of a level. Without a known slug it is the last complete level.

    If no level is complete, it is the first. Levels without criteria are passed over if another has some.
    """
    state = view_state(db, learner_id, roadmap)
    level = roadmap.level(level_slug) or _level_at_hand(state)
    affirmed = criteria.read_affirmed(db, learner_id, roadmap.slug) if learner_id else frozenset()
    return _self_check(level, state.progress, affirmed)


def affirm_criterion(
    db: Connection, caller: Caller, roadmap: Roadmap, criterion_slug: str, yes: bool = True
) -> SelfCheck:
    """Affirm a criterion for the caller, or withdraw it. The caller joins if they are no member yet.

    The last criterion of a complete level makes a victory, which is celebrated.
    A level that was passed by placement alone is not celebrated.
    Withdrawing a criterion ends the victory, and withdraws its celebration. Raises NoSuchCriterion.
    """
    level, criterion = find_criterion(roadmap, criterion_slug)
    present = presence.enter(db, caller, roadmap.slug)
    state = read_state(db, present, roadmap)
    progress = state.progress
    before = criteria.read_affirmed(db, present.learner_id, roadmap.slug)
    after = before | {criterion.slug} if yes else before - {criterion.slug}
    act = _change(db, caller, present, roadmap.slug, criterion.slug, yes=yes) if after != before else None
    won, was_won = is_victory(level, progress, after), is_victory(level, progress, before)
    victory = (Milestone(MilestoneKind.VICTORY, level.slug),)
    earned = won and not was_won and _earned(state, level)
    if act and earned:
        celebrating.celebrate(db, present, roadmap, victory, act)
    elif act and was_won and not won:
        celebrating.withdraw_milestones(db, present, roadmap, victory, now=caller.now)
    check = _self_check(level, progress, after)
    return replace(check, changed=criterion.slug if act else "", won=earned, joined=present.joined)


def _change(db: Connection, caller: Caller, present: Present, roadmap_slug: str, criterion: str, *, yes: bool) -> Act:
    act = record_act(db, caller, present, ActKind.CRITERION, roadmap_slug)
    add_change(db, act, ChangeKind.CRITERION, criterion, criterion if yes else "")
    if yes:
        criteria.add_affirmed(db, present.learner_id, roadmap_slug, criterion, act.at)
    else:
        criteria.withdraw_affirmed(db, present.learner_id, roadmap_slug, criterion)
    return act


def _earned(state: RoadmapState, level: Level) -> bool:
    tasks = (task for block in level.blocks() for task in block.all_tasks())
    names = {name for task in tasks for name in (task.slug, *task.aliases)}
    return bool(state.ticked & names - state.placed)


def find_criterion(roadmap: Roadmap, slug: str) -> tuple[Level, Criterion]:
    """Find a criterion and its level. Raises NoSuchCriterion."""
    for level in roadmap.levels:
        for criterion in level.criteria:
            if criterion.slug == slug:
                return level, criterion
    raise NoSuchCriterion(typed=slug)


def _level_at_hand(state: RoadmapState) -> Level:
    levels = [level for level in state.roadmap.levels if level.criteria] or list(state.roadmap.levels)
    complete = [level for level in levels if state.progress.levels[level.slug].complete]
    return complete[-1] if complete else levels[0]


def _self_check(level: Level, progress: Progress, affirmed: frozenset[str]) -> SelfCheck:
    own = tuple(one.slug for one in level.criteria if one.slug in affirmed)
    share = progress.levels[level.slug]
    return SelfCheck(level.slug, own, share.complete, share.percent, is_victory(level, progress, affirmed))
