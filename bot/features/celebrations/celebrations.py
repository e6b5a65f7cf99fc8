"""/celebrations: the latest milestones of the group's members."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import command
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.showing import day_in_words, name_of_part
from bot.closed_sets import Visibility
from bot.features.celebrations.actions.listing import recent_milestones
from bot.features.celebrations.queries.milestones import RecentMilestone
from roadmap.cadence import StudyClock, study_day
from roadmap.lookup.parts import find_part
from roadmap.milestones import MilestoneKind


@command(aliases=("milestones",))
async def celebrations(call: Call) -> Reply:
    """Show the group’s recent celebrations."""
    group = call.scene.group_id
    viewer = call.scene.learner_id if call.private else None  # in a group other members read the answer too
    found = await call.read(recent_milestones, group, call.roadmap, viewer, call.now) if group else []
    buttons = make_taps([(call.label("done.next_button"), "next"), (call.label("done.progress_button"), "progress")])
    lines = [_line(call, one) for one in found] or [call.say("celebrations.none")]
    return Reply(join_texts(lines), title=call.say("celebrations.title"), buttons=lay_out((buttons, 2)))


def _line(call: Call, milestone: RecentMilestone) -> Text:
    clock = StudyClock(call.scene.zone)
    day = day_in_words(call, study_day(clock, milestone.at), study_day(clock, call.now))
    by_number = milestone.visibility == Visibility.NUMBER and not (
        call.private and milestone.learner_id == call.scene.learner_id
    )
    name = call.say("progress.member", n=milestone.number) if by_number else milestone.name
    return call.say("celebrations.line", who=name, what=_what(call, milestone), day=day)


def _what(call: Call, milestone: RecentMilestone) -> Text:
    if milestone.kind == MilestoneKind.STREAK:
        return call.say("celebrations.streak", n=int(milestone.slug))
    part = find_part(call.roadmap, milestone.slug) if milestone.slug else None
    title = name_of_part(part) if part else milestone.slug.partition("~")[0] or call.roadmap.title
    return call.say(f"celebrations.{milestone.kind}", title=title)
