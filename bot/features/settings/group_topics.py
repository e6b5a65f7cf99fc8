"""Settings of a group that /setup and /schedule ask for, refuse or save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import hour, local_day, local_time, say_moment_of, weekday, weekdays
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.switches import SWITCH
from bot.chat.words.zone_names import city_of
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.settings.group_hours import (
    checkin_offers,
    likely_checkins,
    likely_nudges,
    nudge_offers,
    read_checkin,
    read_nudge,
)
from roadmap.weekdays import WHOLE_WEEK, bits_of

MIDNIGHT = time()
WORKING_DAYS = bits_of(range(5))

Values = Mapping[str, object]
Save = Callable[[Call, Values], Awaitable[Reply]]
Change = Callable[[Call, str], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Topic:
    """A setting that a steward can change. `name` is its typed name.

    `offers` makes the values to tap, `width` in a row. `read` turns typed words into values, or None if they mean none.
    `likely` makes the values of words that may mean two.
    """

    name: str
    offers: Callable[[Call, str], list[Offer]]
    read: Callable[[Call, str], Values | None]
    width: int = 2
    likely: Callable[[Call, str, str], list[Offer]] = lambda call, value, command: []

    def change(self, command: str, save: Save) -> Change:
        """Make the function that asks for a value, refuses it or saves it.

        `command` begins the line that each offer types.
        """

        async def change(call: Call, value: str) -> Reply:
            offers = self.offers(call, command)
            if not value:
                return ask(call, f"{_page(command)}.ask.{self.name}", offers, self.width)
            if likely := self.likely(call, value, command):
                return ask(call, "setup.which_hour", likely)
            values = self.read(call, value)
            return refuse(call, value, offers) if values is None else await save(call, values)

        return change


def switch(name: str, column: str) -> Topic:
    """Make a setting that is on or off, kept in this column."""

    def offers(call: Call, command: str) -> list[Offer]:
        turns = ("on", "off")
        return [(call.label(f"{_page(command)}.button.{name}_{turn}"), f"{command} {name} {turn}") for turn in turns]

    def read(_: Call, value: str) -> Values | None:
        return {column: SWITCH[value.casefold()]} if value.casefold() in SWITCH else None

    return Topic(name, offers, read)


def _page(command: str) -> str:
    """The name of the command, with which the keys of its texts begin."""
    return command.split(maxsplit=1)[0]


def _nudge_offers(call: Call, command: str) -> list[Offer]:
    days = (("every_day", "every day"), ("mon_fri", "mon-fri"))
    named = [(call.label(f"setup.button.{name}"), f"{command} nudge {typed}") for name, typed in days]
    return [*nudge_offers(command), *named]


NUDGE = Topic(
    "nudge",
    _nudge_offers,
    lambda call, value: read_nudge(value, call.scene.language),
    4,
    lambda call, value, command: likely_nudges(value, command, call.scene.language),
)
CHECKIN = Topic(
    "checkin",
    lambda call, command: checkin_offers(command, call.scene.language),
    lambda call, value: read_checkin(value, call.scene.language),
    likely=lambda call, value, command: likely_checkins(value, command, call.scene.language),
)


def word_nudge(call: Call, kept: GroupSettings, key: str) -> Text:
    """Tell the group's nudge by the text of a key. Its weekdays follow unless it comes on all of them."""
    said = call.say(key, hour=hour(kept.nudge_at))
    if not kept.nudge_on or kept.nudge_days == WHOLE_WEEK:
        return said
    working = kept.nudge_days == WORKING_DAYS
    days = call.label("setup.button.mon_fri") if working else weekdays(kept.nudge_days, call.scene.language)
    return call.say("schedule.nudge_days", nudge=said, days=days)


def word_hours(call: Call, kept: GroupSettings) -> list[Text]:
    """Tell when the nudge and the check-in of a group come, or that they are off."""
    day = weekday(kept.checkin_day, call.scene.language)
    return [
        word_nudge(call, kept, "setup.nudge" if kept.nudge_on else "schedule.nudge_off"),
        call.say("setup.checkin" if kept.checkin_on else "schedule.checkin_off", day=day, hour=hour(kept.checkin_at)),
    ]


def word_zone(call: Call, kept: GroupSettings) -> Text:
    """Tell the group's time zone by a city, and the time there."""
    language = call.scene.language
    return call.say("setup.zone", city=city_of(kept.zone, language), time=local_time(call.now, kept.zone, language))


def word_quiet(call: Call, kept: GroupSettings) -> Text:
    """Word the end of the group's silence, if it is silent."""
    if kept.quiet_until is None or kept.quiet_until <= call.now:
        return NOTHING
    return call.say("quiet.until", day=word_end_of_quiet(call, kept.quiet_until, kept.zone))


def word_end_of_quiet(call: Call, until: datetime, zone: str) -> Text | str:
    """Word the end of a silence: a day, or the instant if it ends within that day."""
    if until.astimezone(ZoneInfo(zone)).time() == MIDNIGHT:
        return local_day(until, zone, call.scene.language)
    return call.say("quiet.hour", moment=say_moment_of(until, zone, call.scene.language))


def ask(call: Call, key: str, offers: list[Offer], width: int = 2) -> Reply:
    """Ask a question, with its answers to tap."""
    return Reply(call.say(key), buttons=lay_out((make_taps(offers), width)) if offers else (), update=call.said.tapped)


def refuse(call: Call, value: str, offers: list[Offer]) -> Reply:
    """Refuse a value that cannot be set, and offer those that can."""
    return wrong(call.say("setup.no_such_value", value=say_back(value, NAME)), offers)


def wrong(text: Text, offers: list[Offer]) -> Reply:
    """Reply that a value is wrong, and offer others.

    This is no `Refused`: that answer is private, and a tap in private would change another group.
    """
    return Reply(text, buttons=lay_out((make_taps(offers), 2)), tone=Tone.PROBLEM)
