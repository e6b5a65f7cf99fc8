"""The goal of a group for the week that runs: shown, set and taken away by a steward."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.features.settings.actions.week_goal_setup import GoalShown, see_week_goal, set_week_goal

NONE = frozenset({"off", "no", "none", "0", "-"})
FIRST = (5, 10, 20)
"""The sizes for a group that has done no tasks lately."""
_DIGITS = 3


async def change_week_goal(call: Call, value: str) -> Reply:
    """Set the week's goal to a number of tasks, or to none. Without a value, show it and ask.

    A learner alone is led to a goal of their own.
    """
    if call.private:
        own = make_taps([(call.label("week_goal.button.own"), "goal")])
        return Reply(call.say("week_goal.alone"), buttons=lay_out((own, 1)))
    typed = value.casefold().removesuffix("together").strip().removesuffix("tasks").strip()
    if not typed:
        return _ask(call, await call.read(see_week_goal, call.caller, call.roadmap_slug))
    tasks = 0 if typed in NONE else _read_number(typed)
    if tasks is None:
        found = await call.read(see_week_goal, call.caller, call.roadmap_slug)
        return Reply(call.say("week_goal.no_such"), buttons=lay_out((_taps(call, found), 3)), tone=Tone.PROBLEM)
    return _show(call, await call.write(set_week_goal, call.caller, call.roadmap_slug, tasks))


def _read_number(typed: str) -> int | None:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS else 0
    return number or None


def _ask(call: Call, found: GoalShown) -> Reply:
    said = join_texts([_current(call, found), call.say("week_goal.ask")])
    return Reply(said, buttons=lay_out((_taps(call, found), 3)), update=call.said.tapped)


def _show(call: Call, found: GoalShown) -> Reply:
    if not found.goal:
        return Reply(call.say("week_goal.off"), tone=Tone.GOOD, update=call.said.tapped)
    said = _current(call, found)
    text = join_texts([said, call.say("week_goal.shown")]) if said else call.say("week_goal.away")
    return Reply(text, tone=Tone.GOOD, update=call.said.tapped)


def _current(call: Call, found: GoalShown) -> Text:
    """Word the goal and how far the group has come. Empty without a goal."""
    reached = found.together
    if reached is None:
        return Text()
    key = "week_goal.lowered" if reached.full > reached.goal else "week_goal.is"
    return call.say(key, n=reached.goal, done=reached.done, full=reached.full)


def _taps(call: Call, found: GoalShown) -> tuple[Button, ...]:
    sizes: list[Offer] = [
        (call.label("week_goal.button.size", n=size), f"setup goal {size}")
        for size in found.sizes or FIRST
        if size != found.goal
    ]
    off = [(call.label("week_goal.button.off"), "setup goal off")] if found.goal else []
    return make_taps([*sizes, *off])
