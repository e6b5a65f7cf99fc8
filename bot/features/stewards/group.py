"""/setup group: the steward's page about the group, for their eyes alone."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Access, Arg, command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.chat.taps import Offer, lay_out, make_taps
from bot.features.stewards.actions.deputies import LINE
from bot.features.stewards.actions.overview import GroupOverview, survey_group
from bot.features.stewards.group_parts import DEEDS, PARTS
from bot.features.stewards.offices import PAGE, act_for, group_of_call, line_for, split_number
from bot.features.stewards.posts_part import word_trouble


@command(
    readers=Readers.SECRET,
    access=Access.STEWARD,
    anywhere=True,
    part=Arg("new, quiet, away, stuck, tasks, posts or manage", optional=True, rest=True),
)
async def group(call: Call, part: str = "") -> Reply:
    """See how the group is doing: who is new, quiet, away or stuck."""
    number, words = split_number(part)
    call = await act_for(call, number)
    roadmap = None if call.scene.missing else call.roadmap
    found = await call.read(survey_group, group_of_call(call), roadmap, call.now)
    word, _, rest = words.casefold().partition(" ")
    part_or_deed = PARTS.get(word) or DEEDS.get(word)
    return await part_or_deed(call, found, rest) if part_or_deed else _show(call, found)


def _show(call: Call, found: GroupOverview) -> Reply:
    offers = [(call.label(f"stewards.button.{part}"), line_for(call, PAGE, part)) for part in PARTS]
    lines = [_members(call, found), _absent(call, found), _where(call, found), _promises(call, found)]
    return Reply(
        join_texts([*lines, word_trouble(call, found)]),
        title=call.say("stewards.title", group=call.scene.group_title),
        buttons=lay_out((make_taps([*offers, _offer_deputies(call)]), 3)),
        update=call.said.tapped,
    )


def _offer_deputies(call: Call) -> Offer:
    return call.label("deputy.button.all"), line_for(call, LINE)


def _members(call: Call, found: GroupOverview) -> Text:
    return call.say("stewards.members", n=len(found.members), new=len(found.new))


def _absent(call: Call, found: GroupOverview) -> Text:
    if not found.quiet and not found.away:
        return call.say("stewards.lively")
    return call.say("stewards.absent", quiet=len(found.quiet), away=len(found.away))


def _where(call: Call, found: GroupOverview) -> Text:
    """Word how many are stuck, and the task at which most members are."""
    task = call.scene.roadmap.task(found.stops[0][0]) if found.stops else None
    said = [call.say("stewards.stuck" if found.stuck else "stewards.unstuck", n=len(found.stuck))]
    if task:
        said.append(call.say("stewards.most", task=task.title, n=found.stops[0][1]))
    return join_texts(said, " ")


def _promises(call: Call, found: GroupOverview) -> Text:
    if not found.promised:
        return call.say("stewards.unpromised")
    return call.say("stewards.promises", kept=found.kept, n=found.promised)
