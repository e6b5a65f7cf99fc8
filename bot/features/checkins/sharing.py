"""The readers of a report in words: what the group reads, the question about it, and its answers."""

from __future__ import annotations

import re

from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, Field
from bot.chat.taps import make_taps
from bot.closed_sets import Publishing, Visibility
from bot.features.checkins.dialogs import READERS
from bot.features.checkins.queries.consents import Consent

READERS_LINE = re.compile(rf"{READERS}(?: (?P<choice>{'|'.join(Publishing)}))?", re.IGNORECASE)
"""The line of a button about the readers of a report: it makes a choice, or asks for one."""
_IN_WORDS = {
    Publishing.ALL: ("all", "all of it", "everything"),
    Publishing.PROMISE: ("promise", "only my promise", "only the promise", "only promise", "my promise"),
    Publishing.PRIVATE: ("private", "nobody", "nothing", "none", "no", "-", "only me"),
}


def read_readers(call: Call, typed: str) -> Publishing | None:
    """Read typed words as a choice of readers. None: they are none for certain."""
    said = typed.strip().strip(".!").casefold()
    meant = (
        one for one, words in _IN_WORDS.items() if said in (*words, call.label(f"checkin.readers.{one}").casefold())
    )
    return next(meant, None)


def ask_readers(call: Call, consent: Consent) -> Text:
    """Ask how much of a learner's check-ins the group may read. Say before who reads it, and under which name."""
    by_number = consent.visibility is Visibility.NUMBER
    asked = (
        call.say("checkin.ask.readers_by_number", number=consent.number)
        if by_number
        else call.say("checkin.ask.readers")
    )
    key = "checkin.readers.until_then" if consent.learner is None else "checkin.readers.from_now"
    return join_texts([asked, call.say(key)])


def tap_readers(call: Call, report: str) -> tuple[Button, ...]:
    """Make the three buttons of that question, none of them marked. `report` is the line of the report."""
    return make_taps((call.label(f"checkin.readers.{choice}"), f"{report} {READERS} {choice}") for choice in Publishing)


def show_readers(call: Call, consent: Consent | None) -> tuple[Field, ...]:
    """Say who reads a report. A learner without a group has no such line."""
    if consent is None or consent.alone:
        return ()
    return (Field(call.say("checkin.readers"), call.say(f"checkin.read_by.{_readers(consent)}")),)


def title_of_form(call: Call, consent: Consent | None) -> str:
    """Title the form: it says who will read the answers."""
    if consent is None or consent.alone:
        return call.label("checkin.form.title")
    return call.label(f"checkin.form.title_{_readers(consent)}")


def _readers(consent: Consent) -> str:
    """Return the key of the readers of a report."""
    if not consent.has_readers:
        return Visibility.HIDDEN
    if consent.taken_down:
        return "taken_down"
    if consent.barred:
        return "barred"
    return "undecided" if consent.is_due else (consent.shown or Publishing.PRIVATE)
