"""Show pauses in words: the days of one, and how it stands."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import Text
from bot.chat.words.clocks import short_day
from bot.features.pauses.actions import Away, Pauses


def stay(call: Call, away: Away, pauses: Pauses) -> Text:
    """Word a pause that is running or to come."""
    language = call.scene.language
    first, last = short_day(away.first, language), short_day(away.last, language)
    if away.first <= pauses.today:
        return call.say("pause.running", n=(away.last - pauses.today).days + 1, last=last)
    if away.first == away.last:
        return call.say("pause.one_day", day=first)
    return call.say("pause.coming", n=(away.last - away.first).days + 1, first=first, last=last)


def days_in_words(call: Call, away: Away) -> str:
    """Write the first and last day of a pause, or its only day."""
    days = dict.fromkeys(short_day(day, call.scene.language) for day in (away.first, away.last))
    return " – ".join(days)
