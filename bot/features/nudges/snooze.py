"""/snooze: no private posts for some days. Group posts and the streak go on."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.silences import ENDED, Silence, offer_lengths, offer_silences, read_silences
from bot.errors import Refused
from bot.features.members.actions.days import read_today
from bot.features.members.welcoming import welcome
from bot.features.nudges.actions import Nudges, snooze_nudges
from bot.features.pauses.actions import view_pauses
from bot.features.pauses.showing import MUTED, ask_silence, offer_ends, stay, word_mute


class NoSuchTime(Refused):
    """Refusal: the words are neither a length nor a date."""

    value: str


@command(
    of_group=False,
    readers=Readers.SECRET,
    until=Arg("how long: 2h, 1d, 1w, until friday; or off", optional=True, rest=True),
)
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
    """Ask what is wanted, as /pause does. During a pause or snooze, say until when, and offer to end each."""
    found = await call.read(view_pauses, call.caller)
    if found is None or not (found.mute or found.running):
        return ask_silence(call, found.left if found else 0)
    paused = stay(call, found.running, found) if found.running else NOTHING
    asked = call.say("snooze.ask_again" if found.mute else "pause.ask_muted")
    lengths = make_taps((call.label(f"mute.{length}"), f"snooze {length}") for length in MUTED)
    return Reply(
        join_texts([paused, word_mute(call, found.mute), asked]),
        buttons=lay_out((lengths, 3), (make_taps(offer_ends(call, found)), 2)),
        update=call.said.tapped,
    )


async def _snooze(call: Call, wanted: Silence) -> Reply:
    kept = await call.write(snooze_nudges, call.caller, call.roadmap_slug, wanted.days, time=wanted.time, at=wanted.at)
    return _word_snooze(call, kept)


def _word_snooze(call: Call, found: Nudges) -> Reply:
    offers = [(call.label("snooze.button.off"), "snooze off")] if found.mute else []
    joined = welcome(call, joined=found.joined)
    return Reply(
        join_texts([_said(call, found), joined]),
        buttons=lay_out((make_taps([*offers, (call.label("snooze.button.nudges"), "nudges")]), 2)),
        tone=Tone.GOOD,
        update=call.said.tapped,
    )


def _said(call: Call, found: Nudges) -> Text:
    return word_mute(call, found.mute) or call.say("snooze.over" if found.on else "snooze.over_off")
