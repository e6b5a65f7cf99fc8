"""/settings: a learner's own zone, day end, visibility, pings, rest days, check-ins, and their company."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import ClassVar

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.going_back import offer_back, with_back
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import ButtonStyle, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import WEEK, hour, local_day, local_time, read_hours, weekday, weekdays
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.switches import SWITCH
from bot.chat.words.weekdays import read_weekdays
from bot.chat.words.zone_asking import read_zone
from bot.chat.words.zone_names import city_of
from bot.closed_sets import Publishing, Visibility
from bot.errors import Refused
from bot.features.checkins.sharing import read_readers
from bot.features.linking.showing import change_link, change_unlink
from bot.features.members.welcoming import welcome
from bot.features.partners.partnering import change_partner
from bot.features.privacy.export import answer_export
from bot.features.privacy.forget import change_forget
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
from bot.features.settings.avoiding import change_avoided
from bot.features.settings.privacy_topic import show_privacy
from bot.features.settings.questions import change_questions, word_questions
from bot.features.settings.suggesting import own_values
from bot.features.settings.work_topic import change_work_readers
from roadmap.cadence import LATEST_DAY_END
from roadmap.weekdays import DAYS_IN_WEEK, bits_of, has_weekday, weekdays_of

TOPICS = (
    *("zone", "day", "visibility", "pings", "rest", "checkins", "work", "partner"),
    *("questions", "avoid", "link", "unlink", "privacy", "export", "forget"),
)
OFFERED = 8
"""The settings that are offered for a name that none has, with the way back beside them."""
ALL = "all"
"""The word that shows every setting."""
ALSO = {
    "timezone": "zone",
    "partners": "partner",
    "tz": "zone",
    "city": "zone",
    "time": "zone",
    "day_end": "day",
    "hide": "visibility",
    "delete": "forget",
    "forget_me": "forget",
    "checkin": "checkins",
    "links": "work",
    "question": "questions",
    "download": "export",
    "data": "privacy",
}
TWICE_A_DAY = 2
"""The readings of a time on a dial. More of them may be two different times."""
NONE = "none"
NO_REST = (NONE, "off", "no", "no days", "never", "nothing", "clear", "-")


class NoSuchSetting(Refused):
    """Refusal: no setting has this name."""

    unread: ClassVar[bool] = True
    name: str


class NoSuchValue(Refused):
    """Refusal: the setting cannot have this value."""

    value: str


@command(
    of_group=False,
    readers=Readers.SECRET,
    what=Arg("which setting", optional=True, choices=TOPICS),
    value=Arg("the new value: Berlin, 04:00, hidden, off, sat sun, Ben", own_values, optional=True, rest=True),
)
async def settings(call: Call, what: str = "", value: str = "") -> Reply:
    """Your time zone, day end, privacy, data, pings and rest days."""
    word = what.strip().casefold()
    topic = ALSO.get(word, word)
    if topic in {"", ALL}:
        return await _overview(call, whole=topic == ALL)
    if topic not in _CHANGES:
        offers = tuple((call.label(f"settings.button.{one}"), f"settings {one}") for one in TOPICS[:OFFERED])
        raise NoSuchSetting(name=say_back(what, NAME), offers=(*offers, offer_back(call, "settings")))
    return with_back(call, await _CHANGES[topic](call, value.strip()), "settings")


async def _overview(call: Call, *, whole: bool) -> Reply:
    """Show the settings that most learners look for; or, `whole`, every one."""
    kept = await call.read(read_own_settings, call.caller)
    if kept is None:
        return Reply(
            call.say("settings.not_joined"),
            buttons=lay_out((make_taps([(call.label("start.join"), "join")], ButtonStyle.PRIMARY), 1)),
        )
    lines = [_zone(call, kept), _pending(call, kept), _visibility(call, kept)]
    shared = [_checkins(call, kept), _work(call, kept), word_questions(call, kept.takes_questions)]
    more = [*shared, _day(call, kept), _pings(call, kept), _rest(call, kept)]
    return Reply(
        join_texts([*lines, *(more if whole else ())]),
        title=call.say("settings.title"),
        buttons=lay_out((make_taps(_all_offers(call, kept) if whole else _first_offers(call)), 2)),
        update=call.said.tapped,
    )


def _show(call: Call, kept: LearnerSettings, said: Text, *changed: Text) -> Reply:
    """Say that a setting is saved, and what it is now."""
    joined = welcome(call, joined=kept.joined)
    return Reply(join_texts([said, *changed, joined]), tone=Tone.GOOD, update=call.said.tapped)


def _zone(call: Call, kept: LearnerSettings) -> Text:
    zone, language = kept.clock.zone, call.scene.language
    return call.say("settings.zone", city=city_of(zone, language), time=local_time(call.now, zone, language))


def _pending(call: Call, kept: LearnerSettings) -> Text:
    """Word the change of clock to come, and its date.

    A change never shortens the current study day.
    """
    clock, language = kept.clock, call.scene.language
    if clock.next_from is None or clock.next_zone is None or clock.next_day_end is None:
        return NOTHING
    return call.say(
        "settings.pending",
        city=city_of(clock.next_zone, language),
        hour=hour(clock.next_day_end),
        day=local_day(clock.next_from, clock.next_zone, language),
        time=local_time(clock.next_from, clock.next_zone, language),
    )


def _day(call: Call, kept: LearnerSettings) -> Text:
    return call.say("settings.day", hour=hour(kept.clock.day_end))


def _visibility(call: Call, kept: LearnerSettings) -> Text:
    return call.say(f"settings.visibility.{kept.visibility}")


def _checkins(call: Call, kept: LearnerSettings) -> Text:
    return call.say(f"settings.checkins.{kept.publishing or 'undecided'}")


def _pings(call: Call, kept: LearnerSettings) -> Text:
    return call.say(f"settings.pings.{_switch(kept.pings)}")


def _rest(call: Call, kept: LearnerSettings) -> Text:
    if not kept.rest_days:
        return call.say("settings.no_rest")
    return call.say("settings.rest", days=weekdays(kept.rest_days, call.scene.language))


def _work(call: Call, kept: LearnerSettings) -> Text:
    return call.say(f"settings.work.{_switch(bool(kept.shows_work))}")


def _first_offers(call: Call) -> list[Offer]:
    """Offer the three changes that most learners look for, and all others behind More."""
    offers = (("settings.button.zone", "settings zone"), ("settings.button.visibility", "settings visibility"))
    more = (("part.nudges", "nudges"), ("settings.button.more", f"settings {ALL}"))
    return [(call.label(key), line) for key, line in (*offers, *more)]


def _all_offers(call: Call, kept: LearnerSettings) -> list[Offer]:
    turn = _switch(not kept.pings)
    offers = (
        ("settings.button.day", "settings day"),
        ("settings.button.rest", "settings rest"),
        ("settings.button.work", "settings work"),
        (f"settings.button.pings_{turn}", f"settings pings {turn}"),
        ("settings.button.checkins", "settings checkins"),
        ("settings.button.questions", "settings questions"),
        ("settings.button.partner", "settings partner"),
        ("settings.button.avoid", "settings avoid"),
        ("settings.button.link", "settings link"),
        ("part.snooze", "pause"),
        ("settings.button.privacy", "settings privacy"),
        ("part.leave", "leave"),
        ("settings.button.back", "settings"),
    )
    return [(call.label(key), line) for key, line in offers]


def _switch(on: bool) -> str:
    return "on" if on else "off"


async def _change_zone(call: Call, value: str) -> Reply:
    zone = read_zone(call, "settings zone", value)
    if isinstance(zone, Reply):
        return zone
    kept = await call.write(set_clock, call.caller, call.roadmap_slug, zone=zone)
    language = call.scene.language
    said = "settings.zone_later" if kept.clock.next_from else "settings.zone_saved"
    city, time = city_of(zone, language), local_time(call.now, zone, language)
    pending = _pending(call, kept) if kept.taken else NOTHING
    return _show(call, kept, call.say(said if kept.taken else "settings.not_taken", city=city, time=time), pending)


async def _change_day(call: Call, value: str) -> Reply:
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
    saved = [_pending(call, kept) or _day(call, kept)] if kept.taken else []
    return _show(call, kept, call.say("settings.saved" if kept.taken else "settings.not_taken"), *saved)


async def _change_visibility(call: Call, value: str) -> Reply:
    offers = tuple((call.label(f"settings.button.{one}"), f"settings visibility {one}") for one in Visibility)
    if not value:
        buttons = lay_out((make_taps(offers), 1))
        return Reply(call.say("settings.ask.visibility"), buttons=buttons, update=call.said.tapped)
    if value.casefold() not in set(Visibility):
        raise NoSuchValue(value=say_back(value, NAME), offers=(*offers, offer_back(call, "settings")))
    kept = await call.write(choose_visibility, call.caller, call.roadmap_slug, Visibility(value.casefold()))
    return _show(call, kept, call.say("settings.saved"), _visibility(call, kept))


async def _change_pings(call: Call, value: str) -> Reply:
    offers = tuple((call.label(f"settings.button.pings_{one}"), f"settings pings {one}") for one in ("on", "off"))
    if not value:
        return Reply(call.say("settings.ask.pings"), buttons=lay_out((make_taps(offers), 2)), update=call.said.tapped)
    if value.casefold() not in SWITCH:
        raise NoSuchValue(value=say_back(value, NAME), offers=(*offers, offer_back(call, "settings")))
    kept = await call.write(choose_pings, call.caller, call.roadmap_slug, SWITCH[value.casefold()])
    return _show(call, kept, call.say("settings.saved"), _pings(call, kept))


async def _change_checkins(call: Call, value: str) -> Reply:
    offers = tuple((call.label(f"checkin.readers.{one}"), f"settings checkins {one}") for one in Publishing)
    if not value:
        buttons = lay_out((make_taps(offers), 1))
        return Reply(call.say("settings.ask.checkins"), buttons=buttons, update=call.said.tapped)
    choice = read_readers(call, value)
    if choice is None:
        raise NoSuchValue(value=say_back(value, NAME), offers=(*offers, offer_back(call, "settings")))
    kept = await call.write(choose_publishing, call.caller, call.roadmap_slug, choice)
    return _show(call, kept, call.say("settings.saved"), _checkins(call, kept))


async def _change_rest(call: Call, value: str) -> Reply:
    if not value:
        kept = await call.read(read_own_settings, call.caller)
        return _ask_rest(call, kept.rest_days if kept else 0)
    bits = 0 if value.casefold() in NO_REST else read_weekdays(value, call.scene.language)
    if bits is None:
        likely = (("Sat, Sun", "settings rest sat,sun"), (NONE, "settings rest none"))
        raise NoSuchValue(value=say_back(value, NAME), offers=(*likely, offer_back(call, "settings")))
    kept = await call.write(set_rest_days, call.caller, call.roadmap_slug, bits)
    said = call.say("settings.rest_later" if kept.later else "settings.rest_saved")
    saved = _show(call, kept, said, _rest(call, kept))
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


_CHANGES: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
    "zone": _change_zone,
    "day": _change_day,
    "visibility": _change_visibility,
    "pings": _change_pings,
    "rest": _change_rest,
    "checkins": _change_checkins,
    "questions": change_questions,
    "partner": change_partner,
    "avoid": change_avoided,
    "forget": change_forget,
    "privacy": show_privacy,
    "export": answer_export,
    "work": change_work_readers,
    "link": change_link,
    "unlink": change_unlink,
}
