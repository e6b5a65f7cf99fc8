"""/leave: stop being a member, after a question to be sure. The learner's record is kept."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import Text
from bot.chat.readers import Readers
from bot.chat.reply import ButtonStyle, Reply
from bot.chat.taps import lay_out, make_taps
from bot.errors import Refused
from bot.features.members.actions.groups import NotInGroup, leave_group
from bot.features.members.invite import offer_return


class NotYourButton(Refused):
    """Refusal: the button asks another learner."""


class AskedElsewhere(Refused):
    """Refusal: the button asks about another group than the one that is meant now."""


@command(readers=Readers.ASKER, sure=Arg("yes, if you’re sure", optional=True, rest=True))
async def leave(call: Call, sure: str = "") -> Reply:
    """Leave this study group. Your progress is safe."""
    me = f"{call.said.account.key} {call.scene.group_id}"
    answer = sure.strip().casefold()
    if answer in {"yes", me}:
        left = await call.write(leave_group, call.caller)
        buttons = lay_out((make_taps([offer_return(call)], ButtonStyle.PRIMARY), 1))
        return Reply(_word(call, "left", left.title or _group(call)), buttons=buttons)
    if ":" in answer:
        raise AskedElsewhere if answer.split()[0] == call.said.account.key else NotYourButton
    if not call.scene.member:
        raise NotInGroup(offers=((call.label("start.join"), "join"),))
    yes = make_taps([(call.label("leave.yes"), f"leave {me}")], ButtonStyle.DANGER)
    no = make_taps([(call.label("leave.no"), "progress")])
    return Reply(
        _word(call, "sure", _group(call)),
        buttons=lay_out(((*yes, *no), 2)),
        question=True,  # not in private: there a tap would be about the group used last
    )


def _word(call: Call, key: str, group: str) -> Text:
    """Word leaving: a group, studying alone beside groups, or all that there is."""
    if not call.alone:
        afar = "_afar" if key == "left" and call.private else ""
        return call.say(f"leave.{key}{afar}", group=group)
    return call.say(f"leave.{key}_alone" if call.scene.own_groups is None else f"leave.{key}_own")


def _group(call: Call) -> str:
    return call.scene.group_title or call.scene.roadmap.title
