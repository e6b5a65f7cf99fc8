"""The page of /nudges: the next reminder, the settings, and the changes that are offered."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Button, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import hour, say_moment, short_day
from bot.closed_sets import Fallback, NudgePace
from bot.features.members.welcoming import welcome
from bot.features.nudges.actions import (
    Nudges,
)
from bot.features.nudges.unreached import find_way

MORE, ALL = "more", "all"
"""The wishes to see every setting."""


def show_nudges(call: Call, found: Nudges, *, changed: bool = False, whole: bool = False) -> Reply:
    """Show the next reminder and three choices; or, `whole`, every setting and choice."""
    joined = welcome(call, joined=found.joined)
    lines = _lines(call, found, whole=whole) if found.on else [_silence(call, found), _snoozed(call, found)]
    return Reply(
        join_texts([joined, *lines]),
        title=call.say("nudges.title"),
        buttons=lay_out(*_offers(call, found, whole=whole)),
        tone=Tone.GOOD if changed else Tone.PLAIN,
        update=call.said.tapped,
    )


def _lines(call: Call, found: Nudges, *, whole: bool) -> list[Text]:
    reach = NOTHING if call.private else call.say(f"nudges.reach.{find_way(call)}")
    first = [_snoozed(call, found) or _next(call, found), call.say(f"nudges.pace.{found.pace}"), reach]
    if not whole:
        return first
    return [
        call.say(f"nudges.why.{found.why}", hour=hour(found.at)),
        call.say("nudges.saver_on" if found.saver_on else "nudges.saver_off"),
        call.say("nudges.cheers_on" if found.cheers_on else "nudges.cheers_off"),
        call.say(f"nudges.fallback.{found.fallback}"),
        call.say("nudges.promise"),
    ]


def _next(call: Call, found: Nudges) -> Text:
    if found.next_at is None:
        return call.say("nudges.none_planned")
    moved = call.say("nudges.moved", hour=hour(found.at)) if found.moved else NOTHING
    return join_texts(
        [call.say("nudges.next", moment=say_moment(found.next_at, found.zone, call.scene.language)), moved]
    )


def _silence(call: Call, found: Nudges) -> Text:
    return call.say("nudges.stopped" if found.stopped else "nudges.off")


def _snoozed(call: Call, found: Nudges) -> Text:
    mute, language = found.mute, call.scene.language
    if mute is None:
        return NOTHING
    if mute.back_at:
        return call.say("nudges.snoozed_hour", until=say_moment(mute.back_at, mute.zone, language))
    return call.say("nudges.snoozed", day=short_day(mute.back_on, language))


def _offers(call: Call, found: Nudges, *, whole: bool) -> list[tuple[tuple[Button, ...], int]]:
    if not found.on:
        names = ["on"] if found.stopped else ["on", "stop"]
        return [(make_taps(offer_wishes(call, names)), 2)]
    if not whole:
        pace = "less" if found.pace < NudgePace.WEEKLY else "daily"
        return [(make_taps(offer_wishes(call, ["at", pace, "stop", MORE])), 2)]
    saver = "saver off" if found.saver_on else "saver on"
    cheers = "cheers off" if found.cheers_on else "cheers on"
    fallback = "fallback none" if found.fallback == Fallback.GROUP else "fallback group"
    silence = [(call.label("part.snooze"), "pause"), (call.label("settings.button.back"), "nudges")]
    return [
        (make_taps(offer_wishes(call, ["earlier", "later", saver, fallback, cheers])), 2),
        (make_taps(silence), 2),
    ]


def offer_wishes(call: Call, wishes: list[str]) -> list[Offer]:
    """Offer wishes as buttons, each of which types its own."""
    return [(call.label(f"nudges.button.{wish.replace(' ', '_')}"), f"nudges {wish}") for wish in wishes]
