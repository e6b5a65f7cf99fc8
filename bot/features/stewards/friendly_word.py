"""Tell a steward what became of their wish to write to a quiet member."""

from __future__ import annotations

import re

from bot.chat.call import Call
from bot.chat.markup import Text
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import local_day
from bot.features.stewards.actions.friendly import WordOutcome, WrittenWord, write_friendly
from bot.features.stewards.actions.overview import GroupOverview, may_offer_word
from bot.features.stewards.naming import name_member, name_members
from bot.features.stewards.offices import PAGE, group_of_call, line_for
from bot.features.stewards.queries.overview import SeenMember

HELLO = "hello"
_NUMBERED = re.compile(r"#?([1-9]\d{0,8})", re.ASCII)


def offer_words(call: Call, members: tuple[SeenMember, ...]) -> list[Offer]:
    """Offer to write to each of these members who was not written to lately."""
    names = name_members(call, [(one.name, one.number) for one in members])
    return [
        (call.label("friendly.button", who=name), line_for(call, PAGE, f"{HELLO} #{one.number}"))
        for name, one in zip(names, members, strict=True)
        if may_offer_word(one, call.now)
    ]


async def write_word(call: Call, _: GroupOverview, rest: str) -> Reply:
    """Write to the member with this number, and say what became of it."""
    found = _NUMBERED.fullmatch(rest.strip())
    number = int(found[1]) if found else 0
    written = await call.write(write_friendly, group_of_call(call), number, call.now)
    back = [(call.label("stewards.button.page"), line_for(call, PAGE, "quiet"))]
    tone = Tone.GOOD if written.outcome in {WordOutcome.PLANNED, WordOutcome.BACK} else Tone.PLAIN
    return Reply(_word(call, written), buttons=lay_out((make_taps(back), 1)), tone=tone, update=call.said.tapped)


def _word(call: Call, written: WrittenWord) -> Text:
    name = name_member(call, written.name, written.number)
    day = local_day(written.last, call.scene.zone, call.scene.language) if written.last else ""
    return call.say(f"friendly.{written.outcome}", who=name, day=day)
