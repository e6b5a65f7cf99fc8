"""The topics of /settings that change a learner's own settings: each asks, or saves what was typed."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.call import Call
from bot.chat.going_back import offer_back
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import WEEK, hour, local_time, read_hours, weekday
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.switches import SWITCH
from bot.chat.words.weekdays import read_weekdays
from bot.chat.words.zone_asking import read_zone
from bot.chat.words.zone_names import city_of
from bot.closed_sets import Publishing, Visibility
from bot.errors import Refused
from bot.features.checkins.sharing import read_readers
from bot.features.members.welcoming import welcome
from bot.features.settings.actions.learner_settings import (
    LearnerSettings,
    NoSuchDayEnd,
    choose_pings,
    choose_publishing,
    choose_visibility,
    read_own_settings,
    set_clock,
    set_rest_days,
)
from bot.features.settings.own_lines import (
    word_day_end,
    word_pending_clock,
    word_pings,
    word_readers,
    word_rest_days,
    word_visibility,
)
from bot.features.settings.seeing import read_visibility
from roadmap.cadence import LATEST_DAY_END
from roadmap.weekdays import DAYS_IN_WEEK, bits_of, has_weekday, weekdays_of

TWICE_A_DAY = 2
"""The readings of a time on a dial. More of them may be two different times."""
NONE = "none"
NO_REST = (NONE, "off", "no", "no days", "never", "nothing", "clear", "-")


class NoSuchValue(Refused):
    """Refusal: the setting cannot have this value."""

    value: str


def _show_saved(call: Call, kept: LearnerSettings, said: Text, *changed: Text) -> Reply:
    """Say that a setting is saved, and what it is now."""
    joined = welcome(call, joined=kept.joined)
    return Reply(join_texts([said, *changed, joined]), tone=Tone.GOOD, update=call.said.tapped)


async def change_own_zone(call: Call, value: str) -> Reply:
    """Ask for the learner's zone, or save it. A change counts from the next study day."""
    zone = read_zone(call, "settings zone", value)
    if isinstance(zone, Reply):
        return zone
    kept = await call.write(set_clock, call.caller, call.roadmap_slug, zone=zone)
    language = call.scene.language
    said = "settings.zone_later" if kept.clock.next_from else "settings.zone_saved"
    city, time = city_of(zone, language), local_time(call.now, zone, language)
    pending = word_pending_clock(call, kept) if kept.taken else NOTHING
    return _show_saved(
        call, kept, call.say(said if kept.taken else "settings.not_taken", city=city, time=time), pending
    )


async def change_day_end(call: Call, value: str) -> Reply:
    """Ask for the hour at which study days end, or save it. A change counts from the next study day."""
    if not value:
        offers = [(hour(at * 60), f"settings day {hour(at * 60)}") for at in range(7)]
        return Reply(call.say("settings.ask.day"), buttons=lay_out((make_taps(offers), 4)), update=call.said.tapped)
    read = read_hours(value)
    found = [at for at in read if at <= LATEST_DAY_END]
    if not found or len(read) > TWICE_A_DAY:
        times = [hour(at) for at in sorted(found)] or ["04:00"]
        likely = tuple((time, f"settings day {time}") for time in times)
        raise NoSuchDayEnd(offers=(*likely, offer_back(call, "settings")))
    kept = await call.write(set_clock, call.caller, call.roadmap_slug, day_end=found[0])
    saved = [word_pending_clock(call, kept) or word_day_end(call, kept)] if kept.taken else []
    return _show_saved(call, kept, call.say("settings.saved" if kept.taken else "settings.not_taken"), *saved)


async def change_visibility(call: Call, value: str) -> Reply:
    """Ask how the group sees the learner, or save it."""
    offers = tuple((call.label(f"settings.button.{one}"), f"settings visibility {one}") for one in Visibility)
    if not value:
        buttons = lay_out((make_taps(offers), 1))
        return Reply(call.say("settings.ask.visibility"), buttons=buttons, update=call.said.tapped)
    choice = read_visibility(call, value)
    if choice is None:
        raise NoSuchValue(value=say_back(value, NAME), offers=(*offers, offer_back(call, "settings")))
    kept = await call.write(choose_visibility, call.caller, call.roadmap_slug, choice)
    return _show_saved(call, kept, call.say("settings.saved"), word_visibility(call, kept))


async def change_pings(call: Call, value: str) -> Reply:
    """Ask whether posts ping the learner, or save it."""
    offers = tuple((call.label(f"settings.button.pings_{one}"), f"settings pings {one}") for one in ("on", "off"))
    if not value:
        return Reply(call.say("settings.ask.pings"), buttons=lay_out((make_taps(offers), 2)), update=call.said.tapped)
    if value.casefold() not in SWITCH:
        raise NoSuchValue(value=say_back(value, NAME), offers=(*offers, offer_back(call, "settings")))
    kept = await call.write(choose_pings, call.caller, call.roadmap_slug, SWITCH[value.casefold()])
    return _show_saved(call, kept, call.say("settings.saved"), word_pings(call, kept))


async def change_readers(call: Call, value: str) -> Reply:
    """Ask how much of the learner's check-ins the group reads, or save it."""
    offers = tuple((call.label(f"checkin.readers.{one}"), f"settings checkins {one}") for one in Publishing)
    if not value:
        buttons = lay_out((make_taps(offers), 1))
        return Reply(call.say("settings.ask.checkins"), buttons=buttons, update=call.said.tapped)
    choice = read_readers(call, value)
    if choice is None:
        raise NoSuchValue(value=say_back(value, NAME), offers=(*offers, offer_back(call, "settings")))
    kept = await call.write(choose_publishing, call.caller, call.roadmap_slug, choice)
    return _show_saved(call, kept, call.say("settings.saved"), word_readers(call, kept))


async def change_rest_days(call: Call, value: str) -> Reply:
    """Ask for rest days, or save them. The buttons stay, so that several days can be tapped."""
    if not value:
        kept = await call.read(read_own_settings, call.caller)
        return _ask_rest(call, kept.rest_days if kept else 0)
    bits = 0 if value.casefold() in NO_REST else read_weekdays(value, call.scene.language)
    if bits is None:
        likely = (("Sat, Sun", "settings rest sat,sun"), (NONE, "settings rest none"))
        raise NoSuchValue(value=say_back(value, NAME), offers=(*likely, offer_back(call, "settings")))
    kept = await call.write(set_rest_days, call.caller, call.roadmap_slug, bits)
    today = "settings.rest_saved" if kept.rest_days else "settings.saved"
    said = call.say("settings.rest_later" if kept.later else today)
    saved = _show_saved(call, kept, said, word_rest_days(call, kept))
    return replace(saved, buttons=_ask_rest(call, kept.rest_days).buttons)


def _ask_rest(call: Call, bits: int) -> Reply:
    """Ask for rest days with seven buttons. Each types the rest days as they are after the tap."""
    offers = []
    for number in range(DAYS_IN_WEEK):
        mark = "✅ " if has_weekday(bits, number) else ""
        offers.append(
            (mark + weekday(number, call.scene.language), f"settings rest {_typed(bits ^ bits_of([number]))}")
        )
    return Reply(call.say("settings.ask.rest"), buttons=lay_out((make_taps(offers), 4)), update=call.said.tapped)


def _typed(bits: int) -> str:
    return ",".join(WEEK[number] for number in weekdays_of(bits)) or NONE
