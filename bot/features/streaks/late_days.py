"""Ask about a day that a learner named with their study. It is never counted for today unasked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.refusals import word_refusal
from bot.chat.reply import Reply
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import say_hour, short_day
from bot.chat.words.named_days import NamedDay, days_of, is_of_event_ahead
from bot.chat.words.saying_back import NAME, say_back
from bot.errors import Refused
from bot.features.members.actions.days import OpenNight, read_today
from bot.features.streaks.actions.chances import find_chance

_SCORE = re.compile(r"\d{1,2}/\d{1,2}")
"""`9/10`, which is no day of study as long as that day is still to come."""


async def ask_about_day(call: Call, named: NamedDay, late: Callable[[date], str], today: str) -> Reply | None:
    """Ask for which day the study counts. None if the words name today alone, or an event to come, or are a score.

    1. A day that can be repaired has a button that types `late` of it.
    2. For any other day the reason is told, or that it is still to come.
    3. The last button types `today`, in case the words were meant as a note.
    """
    this_day = await call.glance(read_today, call.caller)
    days = days_of(named, this_day, call.scene.language)
    score = _SCORE.fullmatch(named.words) is not None and all(day > this_day for day in days)
    if days == (this_day,) or score or is_of_event_ahead(named, this_day, call.scene.language):
        return None
    said = [call.say("named_day.heard", typed=say_back(named.words, NAME))]
    offers: list[Offer] = []
    for day in days:
        text, offer = await _weigh(call, day, late) if day < this_day else (_word_ahead(call, day, this_day), None)
        said.append(text)
        offers += [offer] if offer else []
    label = call.label("named_day.today", day=short_day(this_day, call.scene.language))
    buttons = lay_out((make_taps([*offers, (label, today)]), 1))
    return Reply(join_texts(dict.fromkeys(said)), buttons=buttons, private=True, question=True)


def _word_ahead(call: Call, day: date, this_day: date) -> Text:
    """Tell that a day is still to come. Nothing of today."""
    return call.say("named_day.ahead", day=short_day(day, call.scene.language)) if day > this_day else NOTHING


async def _weigh(call: Call, day: date, late: Callable[[date], str]) -> tuple[Text, Offer | None]:
    """Tell whether a day can be repaired, with the button for it, or why not."""
    named = short_day(day, call.scene.language)
    try:
        chance = await call.read(find_chance, call.caller, day)
    except Refused as refused:
        return call.say("named_day.reason", day=named, reason=word_refusal(call.scene.language, refused)), None
    if chance is None:
        return call.say("named_day.reason", day=named, reason=call.say("refused.not_here_yet")), None
    return call.say("named_day.chance", day=named, n=chance.left), (call.label("named_day.late", day=named), late(day))


def word_night(call: Call, night: OpenNight | None) -> Text:
    """Tell for which day an entry after midnight counts. Nothing at any other time."""
    if night is None:
        return NOTHING
    language = call.scene.language
    time = say_hour(night.ends_at, night.zone, language)
    return call.say("named_day.night", day=short_day(night.day, language), time=time)
