"""A short guide for members, to be pinned. A steward posts it at the end of the set-up."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Access, command
from bot.chat.reply import ButtonStyle, Reply, Tone
from bot.chat.taps import lay_out, make_taps


@command(access=Access.STEWARD)
async def howto(call: Call) -> Reply:
    """Post a short guide for members."""
    if call.private:
        offers = make_taps([(call.label("start.help"), "help")])
        return Reply(call.say("howto.in_group"), buttons=lay_out((offers, 1)), tone=Tone.PROBLEM)
    first = make_taps([(call.label("greeting.join"), "join")], ButtonStyle.PRIMARY)
    roadmap = (call.label("greeting.roadmap"), "roadmap")
    partner = (call.label("settings.button.partner"), "settings partner")
    more = make_taps([roadmap, partner, (call.label("start.help"), "help")])
    text = call.say("howto.text", roadmap=call.roadmap.title)
    return Reply(text, title=call.say("howto.title"), buttons=lay_out(((*first, *more), 2)), shared=True)
