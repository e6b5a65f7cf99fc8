"""Show pauses in words: the days of one, how it stands, and the question before one."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text
from bot.chat.reply import Reply
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import say_moment, short_day
from bot.features.pauses.actions import Mute, Pauses
from bot.features.pauses.balance import Away

LENGTHS = {"3d": 3, "1w": 7, "2w": 14}
"""Lengths of time off to tap, in days."""

MUTED = ("1d", "3d", "1w")
"""Lengths of a silence to tap."""


def ask_silence(call: Call, left: int) -> Reply:
    """Ask whether the learner wants time off or only no reminders, and for how long. `left`: their days of pause."""
    off = offer_time_off(call, left)
    mute = [(call.label(f"mute.{length}"), f"snooze {length}") for length in MUTED]
    groups = [(make_taps(offers), 3) for offers in (off, mute) if offers]
    return Reply(
        call.say("pause.ask" if off else "pause.ask_muted"),
        title=call.say("pause.title"),
        buttons=lay_out(*groups),
        update=call.said.tapped,
    )


def offer_time_off(call: Call, left: int) -> list[Offer]:
    """Offer the lengths of a pause that begins today and takes no more than the days that are left."""
    return [(call.label(f"off.{length}"), f"pause {length}") for length, days in LENGTHS.items() if days <= left]


def stay(call: Call, away: Away, pauses: Pauses) -> Text:
    """Word a pause that is running or to come."""
    language = call.scene.language
    first, last = short_day(away.first, language), short_day(away.last, language)
    if away.first <= pauses.today:
        return call.say("pause.running", n=(away.last - pauses.today).days + 1, last=last)
    if away.first == away.last:
        return call.say("pause.one_day", day=first)
    return call.say("pause.coming", n=(away.last - away.first).days + 1, first=first, last=last)


def word_mute(call: Call, mute: Mute | None) -> Text:
    """Word until when the learner is muted. Nothing without a snooze."""
    if mute is None:
        return NOTHING
    if mute.back_at:
        return call.say("snooze.until_hour", until=say_moment(mute.back_at, mute.zone, call.scene.language))
    return call.say("snooze.until", day=short_day(mute.back_on, call.scene.language))


def offer_ends(call: Call, pauses: Pauses) -> list[Offer]:
    """Offer to end the next pause, and the snooze. Each ends alone."""
    if not pauses.mute:
        return [(call.label("pause.button.resume"), "resume")] if pauses.coming else []
    if not pauses.coming:
        return [(call.label("snooze.button.off"), "snooze off")]
    return [(call.label("pause.button.resume"), "pause off"), (call.label("snooze.button.unmute"), "snooze off")]


def days_in_words(call: Call, away: Away) -> str:
    """Write the first and last day of a pause, or its only day."""
    days = dict.fromkeys(short_day(day, call.scene.language) for day in (away.first, away.last))
    return " – ".join(days)
