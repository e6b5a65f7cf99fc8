"""/snooze: no private posts for some days. Group posts and the streak go on."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import short_day
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.silences import ENDED, offer_lengths, read_silence
from bot.errors import Refused
from bot.features.members.actions.days import read_today
from bot.features.nudges.actions import Nudges, snooze_nudges

LENGTHS = ("1d", "3d", "1w")


class NoSuchTime(Refused):
    """Refusal: the words are neither a length nor a date."""

    value: str


@command(private=True, until=Arg("how long: 1d, 3d, 1w, until friday; or off", optional=True, rest=True))
async def snooze(call: Call, until: str = "") -> Reply:
    """Hear nothing from me in private for a while; your streak goes on."""
    typed = until.strip()
    if not typed:
        lengths = make_taps(offer_lengths(call, "snooze", LENGTHS))
        return Reply(call.say("snooze.ask"), buttons=lay_out((lengths, 3)), update=call.said.tapped)
    days = 0 if typed.casefold() in ENDED else await _days(call, typed)
    return _word_snooze(call, await call.write(snooze_nudges, call.caller, call.roadmap_slug, days))


async def _days(call: Call, typed: str) -> int:
    days = read_silence(typed, await call.read(read_today, call.caller), call.scene.language)
    if days is None:
        raise NoSuchTime(value=say_back(typed, NAME), offers=tuple(offer_lengths(call, "snooze", LENGTHS)))
    return days


def _word_snooze(call: Call, found: Nudges) -> Reply:
    offers = [(call.label("snooze.button.off"), "snooze off")] if found.back_on else []
    joined = call.say("join.on_the_way") if found.joined else NOTHING
    return Reply(
        join_texts([_said(call, found), joined]),
        buttons=lay_out((make_taps([*offers, (call.label("snooze.button.nudges"), "nudges")]), 2)),
        tone=Tone.GOOD,
        update=call.said.tapped,
    )


def _said(call: Call, found: Nudges) -> Text:
    if found.back_on is None:
        return call.say("snooze.over" if found.on else "snooze.over_off")
    return call.say("snooze.until", day=short_day(found.back_on, call.scene.language))
