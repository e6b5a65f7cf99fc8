"""/snooze: no private posts for some days. Group posts and the streak go on."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import say_moment, short_day
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.silences import ENDED, Silence, offer_lengths, offer_silences, read_silences
from bot.errors import Refused
from bot.features.members.actions.days import read_today
from bot.features.nudges.actions import Nudges, read_nudges, snooze_nudges
from bot.features.pauses.actions import view_pauses
from bot.features.pauses.showing import MUTED, ask_silence


class NoSuchTime(Refused):
    """Refusal: the words are neither a length nor a date."""

    value: str


@command(readers=Readers.SECRET, until=Arg("how long: 2h, 1d, 1w, until friday; or off", optional=True, rest=True))
async def snooze(call: Call, until: str = "") -> Reply:
    """Mute my private messages for a while. Your streak still counts."""
    typed = until.strip()
    if not typed:
        return await _ask(call)
    if typed.casefold() in ENDED:
        return await _snooze(call, Silence())
    today, language = await call.read(read_today, call.caller), call.scene.language
    found = read_silences(typed, today, language)
    if not found:
        raise NoSuchTime(value=say_back(typed, NAME), offers=tuple(offer_lengths(call, "snooze", MUTED)))
    if len(found) > 1:
        taps = make_taps(offer_silences("snooze", found, today, language))
        return Reply(call.say("snooze.which"), buttons=lay_out((taps, 2)), update=call.said.tapped)
    return await _snooze(call, found[0])


async def _ask(call: Call) -> Reply:
    """Ask what is wanted, as /pause does. If the learner is snoozing, say until when, and offer to end it."""
    found = await call.read(read_nudges, call.caller)
    if found is None or found.back_on is None:
        pauses = await call.read(view_pauses, call.caller)
        return ask_silence(call, pauses.left if pauses and not pauses.running else 0)
    lengths = make_taps((call.label(f"mute.{length}"), f"snooze {length}") for length in MUTED)
    return Reply(
        join_texts([_said(call, found), call.say("snooze.ask_again")]),
        buttons=lay_out((lengths, 3), (make_taps([(call.label("snooze.button.off"), "snooze off")]), 1)),
        update=call.said.tapped,
    )


async def _snooze(call: Call, wanted: Silence) -> Reply:
    kept = await call.write(snooze_nudges, call.caller, call.roadmap_slug, wanted.days, time=wanted.time, at=wanted.at)
    return _word_snooze(call, kept)


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
    language = call.scene.language
    if found.back_at:
        return call.say("snooze.until_hour", until=say_moment(found.back_at, found.zone, language))
    return call.say("snooze.until", day=short_day(found.back_on, language))
