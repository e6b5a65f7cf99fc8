"""The ways to change the plan of a goal, each with a preview: a later date, fewer tasks, a lighter week."""

from __future__ import annotations

from datetime import date

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import ButtonStyle, Reply
from bot.chat.taps import Offer, lay_out, make_taps, width_of
from bot.chat.words.showing import name_of_part
from bot.features.path.actions.aiming import Aim, AimView, preview_start
from bot.features.path.goal_showing import describe_aim, describe_goal, spell_goal, write_day
from bot.features.path.goal_words import read_part
from roadmap.goals import find_later_day, lighten_week, starts_before
from roadmap.lookup.parts import Part
from roadmap.lookup.spelling import spell_with_mark

CONFIRMED = "yes"
LATER, LIGHTER, FEWER = "later", "lighter", "fewer"
CHANGES = frozenset((LATER, LIGHTER, FEWER))


def offer_changes(call: Call, view: AimView, aim: Aim) -> tuple[Offer, ...]:
    """Offer the changes that a goal can have."""
    possible = {
        LATER: find_later_day(aim.pace, view.today, aim.day),
        FEWER: starts_before(call.roadmap, aim.part, view.state.progress),
        LIGHTER: lighten_week(aim.pace, view.today, aim.day),
    }
    return tuple((call.label(f"goal.{change}_button"), f"goal {change}") for change, found in possible.items() if found)


async def change_plan(call: Call, view: AimView, change: str, words: str) -> Reply | None:
    """Preview a change of the goal that is set. None without a goal, or if it has no such change."""
    aim = view.aimed
    if aim is None:
        return None
    if change == FEWER:
        return await _start_later(call, view, aim, read_part(call, words))
    return _move(call, view, aim) if change == LATER else _lighten(call, view, aim)


def propose_goal(call: Call, view: AimView, aim: Aim, note: Text = NOTHING) -> Reply:
    """Preview a goal, with a button that sets it, and one for a later day if that suits the learner better."""
    before = view.aimed
    moved = before if before and (before.part, before.day) != (aim.part, aim.day) and not note else None
    instead = call.say("goal.instead", part=name_of_part(moved.part), day=_day(call, view, moved)) if moved else NOTHING
    yes = call.label("goal.yes_button", day=_day(call, view, aim)), f"{spell_goal(call, aim.part, aim.day)} {CONFIRMED}"
    later = find_later_day(aim.pace, view.today, aim.day)
    rather = [_rather(call, view, aim.part, later)] if later else []
    keep = [(call.label("goal.keep_button"), "goal")] if before else []
    rows = lay_out((make_taps([yes], ButtonStyle.PRIMARY), 1), (make_taps([*rather, *keep]), 2))
    text = join_texts([note, describe_goal(call, aim, view), instead])
    return Reply(text, title=call.say("goal.preview" if before else "goal.title"), buttons=rows, question=True)


def _rather(call: Call, view: AimView, part: Part, day: date) -> Offer:
    return call.label("goal.rather_button", day=write_day(call, day, view.today)), spell_goal(call, part, day)


def _day(call: Call, view: AimView, aim: Aim) -> str:
    return write_day(call, aim.day, view.today)


def _move(call: Call, view: AimView, aim: Aim) -> Reply | None:
    later = find_later_day(aim.pace, view.today, aim.day)
    if later is None:
        return None
    return propose_goal(call, view, view.aim(aim.part, later), call.say("goal.later", day=_day(call, view, aim)))


def _lighten(call: Call, view: AimView, aim: Aim) -> Reply | None:
    light = lighten_week(aim.pace, view.today, aim.day)
    if light is None:
        return None
    note = call.say(
        "goal.lighter", n=light.tasks, needed=aim.pace.needed, until=write_day(call, light.until, view.today)
    )
    return propose_goal(call, view, view.aim(aim.part, light.day), note)


async def _start_later(call: Call, view: AimView, aim: Aim, start: Part | None) -> Reply | None:
    """Preview what a later start leaves, or ask for one. The button of a preview makes the placement."""
    starts = starts_before(call.roadmap, aim.part, view.state.progress)
    if not starts:
        return None
    if start is None:
        buttons = make_taps((name_of_part(one), f"goal {FEWER} {_spell(call, one)}") for one in starts)
        rows = lay_out((buttons, width_of(buttons, 3)))
        return Reply(call.say("goal.fewer"), title=call.say("goal.preview"), buttons=rows, question=True)
    after, granted = await call.read(preview_start, call.scene.learner_id, view, start.slug)
    would = call.say("goal.fewer_would", part=name_of_part(start), n=granted)
    yes = (call.label("placement.yes_button", part=name_of_part(start)), f"placement {_spell(call, start)} {CONFIRMED}")
    text = join_texts([would, describe_aim(call, after.aim(aim.part, aim.day), view.today)])
    rows = lay_out((make_taps([yes], ButtonStyle.PRIMARY), 1))
    return Reply(text, title=call.say("goal.preview"), buttons=rows, question=True)


def _spell(call: Call, part: Part) -> str:
    return spell_with_mark(part.slug, call.roadmap_slug, name_of_part(part))
