"""/assist: offer help with an obstacle. The button *I can help* types it; no menu shows it."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import Text
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.features.helping.actions.offering import NoContact, Offered, OfferMade, offer_help
from bot.features.helping.numbers import read_obstacle_id


@command(of_group=False, tapped=True, readers=Readers.SECRET, obstacle=Arg("the number in the button"))
async def assist(call: Call, obstacle: str) -> Reply:
    """Offer help with what is in a member’s way."""
    number = read_obstacle_id(obstacle)
    if number is None:
        raise NoContact
    made = await call.write(offer_help, call.caller, call.roadmap_slug, number)
    return Reply(_said(call, made), tone=Tone.GOOD)


def _said(call: Call, made: OfferMade) -> Text:
    if made.outcome in {Offered.PRIVATE, Offered.APART}:
        return call.say(f"assist.{made.outcome}", who=made.name or call.say("contact.member", number=made.number))
    return call.say(f"assist.{made.outcome}")
