"""Make a choice or change it. Ticks stay, and only those of the chosen option count."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.closed_sets import ActKind
from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.ticks.actions.planning import plan_ticks
from bot.features.ticks.actions.roadmap_state import RoadmapState, read_state
from bot.features.ticks.actions.ticked_off import TickedOff
from bot.features.ticks.actions.ticking import tick
from bot.identity import Caller
from roadmap.model import Roadmap


class NoSuchOption(Refused):
    """Refusal: the roadmap has no such choice, or the choice has no such option."""

    typed: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice that was made. `before` is the option that was chosen until now, or empty.

    `ticked` is the result of ticking the choice's own checkbox.
    """

    choice: str
    option: str
    before: str
    ticked: TickedOff


def choose_option(db: Connection, caller: Caller, roadmap: Roadmap, choice_slug: str, option_slug: str) -> Chosen:
    """Choose an option for the caller. The caller joins if they are no member yet.

    The choice's own checkbox is ticked with it. Ticks of an earlier option stay.
    They count again if that option is chosen again. Raises NoSuchOption.
    """
    choice = roadmap.choice(choice_slug)
    if choice is None or all(option.slug != option_slug for option in choice.options):
        raise NoSuchOption(typed=option_slug)
    present = presence.enter(db, caller, roadmap.slug)
    before = read_state(db, present, roadmap)
    earlier = before.chosen.get(choice_slug, "")
    plan = plan_ticks(_with(before, choice_slug, option_slug), [choice.task] if choice.task else [])
    plan.already.clear()
    if earlier != option_slug:
        plan.made[choice_slug] = option_slug
    ticked = tick(db, caller, present, before, plan, kind=ActKind.CHOICE)
    return Chosen(choice_slug, option_slug, earlier, ticked)


def _with(state: RoadmapState, choice: str, option: str) -> RoadmapState:
    return replace(state, chosen={**state.chosen, choice: option})
