"""/goal: a day by which to finish a part of the roadmap, and ways to change the plan. Only its learner sees it."""

from __future__ import annotations

from datetime import date

from bot.chat.call import Call
from bot.chat.command import Arg, Suggestion, command
from bot.chat.markup import NOTHING, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.showing import name_of_part
from bot.errors import Refused
from bot.features.members.welcoming import welcome
from bot.features.path.actions.aiming import (
    AimView,
    GoalInThePast,
    GoalReached,
    GoalTooFar,
    check_goal,
    drop_goal,
    set_goal,
    view_aim,
)
from bot.features.path.goal_changes import CHANGES, CONFIRMED, change_plan, offer_changes, propose_goal
from bot.features.path.goal_showing import (
    describe_aim,
    describe_goal,
    offer_days,
    offer_levels,
    open_levels,
    spell_goal,
    write_day,
)
from bot.features.path.goal_words import read_wanted_goal
from bot.features.path.queries import Goal
from roadmap.goals import GoalState
from roadmap.lookup.parts import Part, find_part

DROPS = frozenset("off remove removed clear delete drop none no stop cancel end forget undo".split())  # noqa: SIM905


class NoSuchGoalDay(Refused):
    """Refusal: the words name no day."""

    value: str


class NoSuchGoalPart(Refused):
    """Refusal: the words name no part of the roadmap."""

    value: str


async def goal_levels(call: Call, typed: str) -> list[Suggestion]:
    """Suggest the levels."""
    named = [(name_of_part(one), one.slug) for one in call.roadmap.levels]
    return [Suggestion(name, slug) for name, slug in named if typed.casefold() in f"{name} {slug}".casefold()]


@command(
    readers=Readers.SECRET,
    target=Arg("what and by when: ZERO 1 May; or off", suggest=goal_levels, optional=True, rest=True),
)
async def goal(call: Call, target: str = "") -> Reply:
    """Choose a date to finish a level by, and see how many tasks a week it takes."""
    typed = target.strip()
    if typed.casefold().strip(".!") in DROPS:
        return await _drop(call)
    view = await call.read(view_aim, call.caller, call.roadmap)
    if not typed:
        return _show(call, view)
    change, _, words = typed.partition(" ")
    if change.casefold() in CHANGES:
        return await change_plan(call, view, change.casefold(), words) or _show(call, view)
    *before, last = typed.split()
    confirmed = last.casefold() == CONFIRMED and bool(before)
    meant = read_wanted_goal(call, " ".join(before) if confirmed else typed, view.today)
    part = meant.part or _aimed_part(view)
    if meant.unread and meant.part is None:
        days = offer_levels(call, view, next(iter(meant.days), None))
        raise NoSuchGoalPart(value=say_back(meant.unread, NAME), offers=days)
    if part is None:
        return _reply_finished(call)
    if meant.unread:
        raise NoSuchGoalDay(value=say_back(meant.unread, NAME), offers=offer_days(call, view, part))
    coming = tuple(day for day in meant.days if day >= view.today)
    return await _aim(call, view, part, coming or meant.days, confirmed=confirmed)


async def _aim(call: Call, view: AimView, part: Part, days: tuple[date, ...], *, confirmed: bool) -> Reply:
    """Set a goal that a button confirms, preview any other, and ask for a day that is not clear.

    Raises GoalInThePast, GoalTooFar, GoalReached.
    """
    day = days[0] if days else view.today
    try:
        aim = check_goal(view, part, day)
        if not days:
            return _ask_day(call, view, part)
        if len(days) > 1:
            return _ask_which(call, view, part, days)
        if confirmed:
            return await _set(call, view, part, day)
        return _show(call, view) if Goal(part.slug, day) == view.goal else propose_goal(call, view, aim)
    except (GoalInThePast, GoalTooFar) as refused:
        raise refused.offering(offer_days(call, view, part)) from None
    except GoalReached as refused:
        raise refused.offering(offer_levels(call, view)) from None


def _aimed_part(view: AimView) -> Part | None:
    """Return the part of the goal that is set, if it is not finished, else the first level that is not finished."""
    if view.aimed and view.aimed.pace.left:
        return view.aimed.part
    return next(iter(open_levels(view)), None)


def _show(call: Call, view: AimView) -> Reply:
    """Show the goal that is set with the ways to change the plan. Without one, ask for it."""
    aim, part = view.aimed, _aimed_part(view)
    if part is None:
        return _reply_finished(call)
    if aim is None or aim.pace.state is GoalState.REACHED:
        return _ask_day(call, view, part)
    over = aim.pace.state is GoalState.OVER
    offers = offer_days(call, view, part) if over else offer_changes(call, view, aim)
    lines = [describe_goal(call, aim, view), call.say("goal.new_day" if over else "goal.changes")]
    rows = lay_out((make_taps(offers), 2), (make_taps([(call.label("goal.drop_button"), "goal off")]), 1))
    return Reply(join_texts(lines), title=call.say("goal.title"), buttons=rows, question=True)


def _ask_day(call: Call, view: AimView, part: Part) -> Reply:
    """Ask for the day of a part, and offer the other levels."""
    reached = describe_aim(call, view.aimed, view.today) if view.aimed and not view.aimed.pace.left else NOTHING
    left = call.say("goal.left", n=view.aim(part, view.today).pace.left)
    when = call.say("goal.when", part=name_of_part(part), left=left)
    others = [one for one in offer_levels(call, view) if one[1] != spell_goal(call, part)]
    rows = lay_out((make_taps(offer_days(call, view, part)), 2), (make_taps(others), 3))
    text = join_texts([reached, when, call.say("goal.how")])
    return Reply(text, title=call.say("goal.title"), buttons=rows, question=True)


def _ask_which(call: Call, view: AimView, part: Part, days: tuple[date, ...]) -> Reply:
    offers = [(write_day(call, day, view.today), spell_goal(call, part, day)) for day in days]
    return Reply(call.say("goal.which"), buttons=lay_out((make_taps(offers), 2)), question=True)


def _reply_finished(call: Call) -> Reply:
    offers = make_taps([(call.label("done.progress_button"), "progress")])
    return Reply(call.say("goal.all_done"), buttons=lay_out((offers, 1)), tone=Tone.GOOD)


async def _set(call: Call, view: AimView, part: Part, day: date) -> Reply:
    done = await call.write(set_goal, call.caller, call.roadmap, part, day)
    lines = [
        welcome(call, joined=done.joined),
        call.say("goal.set", part=name_of_part(part), day=write_day(call, day, view.today)),
        call.say("goal.yours"),
    ]
    following = make_taps([(call.label("done.next_button"), "next"), (call.label("goal.change_button"), "goal")])
    undo = make_taps(
        [_put_back(call, None if done.over else done.before)] if done.before != Goal(part.slug, day) else ()
    )
    return Reply(join_texts(lines), buttons=lay_out(((*following, *undo), 3)), tone=Tone.GOOD)


async def _drop(call: Call) -> Reply:
    done = await call.write(drop_goal, call.caller, call.roadmap)
    again = _put_back(call, done.before) if done.before and not done.over else (call.label("goal.set_button"), "goal")
    text = call.say("goal.dropped" if done.before else "goal.none")
    return Reply(text, buttons=lay_out((make_taps([again]), 1)))


def _put_back(call: Call, before: Goal | None) -> Offer:
    """Offer the goal as it was before a change. Without one, the change is dropped."""
    part = find_part(call.roadmap, before.part) if before else None
    line = f"{spell_goal(call, part, before.day)} {CONFIRMED}" if part and before else "goal off"
    return call.label("goal.undo_button"), line
