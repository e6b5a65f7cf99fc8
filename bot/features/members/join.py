"""/join: become a member of the group here, or come back to it."""

from __future__ import annotations

from bot.chat.call import Call, MissingRoadmap
from bot.chat.command import command
from bot.chat.markup import NOTHING, join_texts
from bot.chat.reply import ButtonStyle, Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.features.members.actions.presence import Present, enter


@command(of_group=False, joins=True)
async def join(call: Call) -> Reply:
    """Join this study group, or come back to it."""
    present = await call.write(enter, call.caller, call.roadmap_slug)
    first = make_taps([(call.label("start.next"), "next")], ButtonStyle.PRIMARY)
    offers = [
        (call.label("start.placement"), "placement"),
        (call.label("start.zone"), "settings zone"),
    ]
    text = call.say(_key(present), roadmap=call.scene.roadmap.title, n=present.number)
    lacking = call.say(MissingRoadmap.key, slug=call.roadmap_slug) if call.scene.missing else NOTHING
    return Reply(join_texts([text, lacking]), buttons=lay_out(((*first, *make_taps(offers)), 3)), tone=Tone.GOOD)


def _key(present: Present) -> str:
    if present.joined:
        return "join.joined"
    return "join.back" if present.back else "join.already"
