"""/start: greet a learner, and show how to begin."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.own_links import add_to_group
from bot.chat.readers import Readers
from bot.chat.reply import Button, ButtonStyle, Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.features.members.greeting import greet
from bot.features.members.invite import answer_invite, answer_return, is_invite, returns_to_group


@command(
    of_group=False,
    joins=True,
    readers=Readers.ASKER,
    code=Arg("what a link brings along; nothing to type", optional=True, rest=True),
)
async def start(call: Call, code: str = "") -> Reply:
    """Say hello, and show the first steps."""
    if not call.private and not call.scene.member:
        return replace(greet(call.scene.language), shared=True)
    if call.private and is_invite(code):
        return await answer_invite(call, code)
    if call.private and returns_to_group(call, code):
        return await answer_return(call, code)
    back = call.scene.member
    buttons = (*lay_out((_buttons(call, back), 3)), *add_to_group(call))
    if back:
        text = call.say("start.back_alone" if call.alone else "start.back", group=call.scene.group_title)
    else:
        text = call.say("start.private", roadmap=call.scene.roadmap.title)
    return Reply(text, title=call.say("start.title"), buttons=buttons, tone=Tone.GOOD)


def _buttons(call: Call, back: bool) -> tuple[Button, ...]:
    first = (call.label("start.next"), "next") if back else (call.label("start.join"), "join")
    more = [
        (call.label("start.roadmap"), "roadmap"),
        (call.label("start.placement"), "placement"),
        (call.label("start.zone"), "settings zone"),
        (call.label("start.help"), "help"),
    ]
    return (*make_taps([first], ButtonStyle.PRIMARY), *make_taps(more))
