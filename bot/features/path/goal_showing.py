"""Word a goal: how it stands, and the days to choose from."""

from __future__ import annotations

from datetime import date

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.taps import Offer
from bot.chat.words.clocks import short_day
from bot.chat.words.showing import name_of_part
from bot.features.path.actions.aiming import Aim, AimView
from roadmap.goals import USUAL, WINDOW, GoalState, Lately, count_left, finish_at
from roadmap.lookup.parts import Part
from roadmap.lookup.spelling import spell_with_mark
from roadmap.model import Level
from roadmap.weekdays import DAYS_IN_WEEK

RATES = (5, 3, USUAL)
"""The rates, in tasks a week, whose days are offered."""


def write_day(call: Call, day: date, today: date) -> str:
    """Write a date with its weekday, and with its year if that is another one than today's."""
    written = short_day(day, call.scene.language)
    return written if day.year == today.year else f"{written} {day.year}"


def spell_goal(call: Call, part: Part, day: date | None = None) -> str:
    """Spell the line of a goal for a button."""
    spelled = spell_with_mark(part.slug, call.roadmap_slug, name_of_part(part))
    return f"goal {spelled} {day}" if day else f"goal {spelled}"


def describe_aim(call: Call, aim: Aim, today: date) -> Text:
    """Word a goal: what is left until its day, and how many tasks a week that takes."""
    values = {"part": name_of_part(aim.part), "day": write_day(call, aim.day, today)}
    if aim.pace.state is GoalState.REACHED:
        return call.say("goal.reached", part=values["part"])
    left = call.say("goal.left", n=aim.pace.left)
    if aim.pace.state is GoalState.OVER:
        return call.say("goal.over", left=left, **values)
    soon = (aim.day - today).days < DAYS_IN_WEEK
    return call.say("goal.soon" if soon else "goal.line", left=left, needed=aim.pace.needed, **values)


def describe_rate(call: Call, aim: Aim, lately: Lately) -> Text:
    """Word how many tasks a week the learner did lately, and whether that is enough."""
    if aim.pace.state in {GoalState.REACHED, GoalState.OVER}:
        return NOTHING
    known = "" if lately.days == WINDOW else "_new"
    return call.say(f"goal.{aim.pace.state}{known}", had=aim.pace.had)


def describe_goal(call: Call, aim: Aim, view: AimView) -> Text:
    """Word a goal and the learner's own rate."""
    return join_texts([describe_aim(call, aim, view.today), describe_rate(call, aim, view.lately)])


def offer_days(call: Call, view: AimView, part: Part) -> tuple[Offer, ...]:
    """Offer the days on which a part is finished, at the learner's own rate and at usual ones."""
    left = count_left(call.roadmap, part, view.state.progress)
    rates = sorted({*RATES, view.lately.a_week} - {0}, reverse=True)
    days = {day: rate for rate in rates if left and (day := finish_at(left, rate, view.today))}
    return tuple(
        (call.label("goal.day_button", day=write_day(call, day, view.today), n=rate), spell_goal(call, part, day))
        for day, rate in days.items()
    )


def open_levels(view: AimView) -> tuple[Level, ...]:
    """List the levels that are not finished."""
    return tuple(level for level in view.state.roadmap.levels if view.state.progress.levels[level.slug].tasks_left)


def offer_levels(call: Call, view: AimView, day: date | None = None) -> tuple[Offer, ...]:
    """Offer the levels that are not finished, for a day if one is known."""
    return tuple((name_of_part(one), spell_goal(call, one, day)) for one in open_levels(view))
