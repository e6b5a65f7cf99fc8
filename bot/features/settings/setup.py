"""/setup: a steward's settings for the group. Only `/setup here` moves its posts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from babel import Locale

from bot import texts
from bot.chat.call import Call
from bot.chat.command import AFAR, Access, Arg, Pick, command
from bot.chat.going_back import with_back
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.own_links import add_to_group
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import WEEK, weekday
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.weekdays import read_weekday
from bot.chat.words.zone_asking import read_zone
from bot.features.homes.actions.offering import ConnectionView, find_second
from bot.features.homes.connecting import change_connection, change_disconnect, word_second
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.settings.actions.group_setup import set_up
from bot.features.settings.afar import show_afar
from bot.features.settings.answer_homes import ANSWERS, offer_homes, word_home
from bot.features.settings.group_topics import (
    CHECKIN,
    NUDGE,
    Change,
    Topic,
    Values,
    switch,
    word_hours,
    word_quiet,
    word_zone,
    wrong,
)
from bot.features.settings.posting_places import (
    change_place,
    find_lacking,
    offer_move,
    read_channel,
    word_elsewhere,
    word_lacking,
    word_places,
)
from bot.features.settings.roadmap_topic import ROADMAP
from bot.features.settings.roles import change_role, is_role, word_role
from bot.features.settings.settings import ALSO
from bot.features.settings.settings import TOPICS as OWN_TOPICS
from bot.features.settings.suggesting import group_values
from bot.features.settings.tour import TOUR, begins_with_tour, guide
from bot.features.settings.week_goal_topic import change_week_goal
from bot.library import list_lines

TOPICS = (
    "here",
    "roadmap",
    "zone",
    "week",
    "nudge",
    "checkin",
    "language",
    "community",
    "answers",
    "role",
    "goal",
    "tour",
    "connect",
    "disconnect",
)
OF_MEMBER = frozenset((*OWN_TOPICS, *ALSO)) - frozenset(TOPICS)
"""Settings of a member's own, which people look for here."""
ALL = "all"
"""The word that shows every setting."""

BETWEEN = " · "
"""Between two short settings of one line."""

WEEKS = (0, 6, 5)  # Monday, Sunday, Saturday: how weeks begin around the world


@command(
    readers=Readers.ASKER,
    access=Access.STEWARD,
    afar=True,
    elsewhere=OF_MEMBER,
    what=Arg("what to set", optional=True, choices=TOPICS),
    value=Arg(
        "the new value: Berlin, sunday, 18:00, on",
        group_values,
        optional=True,
        rest=True,
        picks=(Pick.CHANNEL, Pick.ROLE),
    ),
)
async def setup(call: Call, what: str = "", value: str = "") -> Reply:
    """Set up the group: where I post, roadmap, time zone, week, hours, language."""
    word = what.strip().casefold()
    if call.private and word in {"", AFAR}:
        shown = await show_afar(call, "setup", value.strip(), partial(_show_from_afar, call))
        return shown or await _save(call, {})
    topic = word or ("role" if is_role(value) else "here" if read_channel(value) else "")
    if topic == ALL or (not topic and not await begins_with_tour(call)):
        return await _save(call, {})
    if not topic:
        return await guide(call, "")
    if topic in OF_MEMBER:
        return _send_to_settings(call, ALSO.get(topic, topic))
    if topic not in _CHANGES:
        reply = wrong(
            call.say("setup.no_such_topic", name=say_back(what, NAME)),
            _topics(call, _offer_second(call, await _find_second(call))),
        )
    else:
        reply = await _CHANGES[topic](call, value.strip())
    return reply if topic == "tour" else with_back(call, reply, f"setup {ALL}")


def _send_to_settings(call: Call, topic: str) -> Reply:
    """Say that a setting is the member's own, with the line that changes it."""
    taps = make_taps([(f"/settings {topic}", f"settings {topic}")])
    return Reply(call.say("setup.of_member", name=topic), buttons=lay_out((taps, 1)), tone=Tone.PROBLEM)


def _show_from_afar(call: Call, kept: GroupSettings, others: list[Offer]) -> Reply:
    """Show in private the settings of a group. They are changed in its own chat."""
    lines = [word_quiet(call, kept), *_settings(call, kept), call.say("setup.change_there")]
    buttons = (*(lay_out((make_taps(others), 1)) if others else ()), *add_to_group(call))
    return Reply(join_texts(lines), title=call.say("setup.title", group=kept.title), buttons=buttons)


async def _save(call: Call, values: Values) -> Reply:
    """Save values, and show all settings. A saved value ends the set-up: the group gets a place if it has none."""
    lacking = await find_lacking(call) if values else None
    choose = lacking == ()
    kept = await call.write(set_up, call.caller, call.roadmap_slug, values, choose=choose)
    rest = join_texts([*_rest_of(call, kept), await word_role(call, kept)], BETWEEN)
    shown = word_elsewhere if values and not choose else word_places
    posts = word_lacking(call, lacking) if lacking else shown(call, kept)
    said = call.say("setup.saved") if values else NOTHING
    guides = [(call.label("tour.button.begin"), TOUR), *_offer_howto(call)]
    named = kept.title and not call.private
    second = await _find_second(call)
    return Reply(
        join_texts(
            [
                join_texts([said, posts], " "),
                word_quiet(call, kept),
                *_settings(call, kept),
                rest,
                word_second(call, second) if second else NOTHING,
            ]
        ),
        title=call.say("setup.title", group=kept.title) if named else call.say("setup.title_bare"),
        buttons=(
            *lay_out(
                (make_taps([*offer_move(call, kept), *_topics(call, _offer_second(call, second), kept), *guides]), 2)
            ),
            *add_to_group(call),
        ),
        tone=Tone.GOOD if values else Tone.PLAIN,
        update=call.said.tapped,
    )


def _offer_howto(call: Call) -> list[Offer]:
    """Offer the guide for members. Alone in private there are none."""
    return [] if call.private else [(call.label("tour.button.howto"), "howto")]


def _topics(call: Call, second: list[Offer], kept: GroupSettings | None = None) -> list[Offer]:
    offers = [
        (call.label(f"setup.button.{topic}"), f"setup {topic}")
        for topic in ("zone", "week", "nudge", "checkin")
        + (("roadmap",) if len(call.library) > 1 or call.scene.missing else ())
        + (("language",) if len(texts.languages()) > 1 else ())
    ]
    turn = "off" if kept and kept.community else "on"
    community = (call.label(f"setup.button.community_{turn}"), f"setup community {turn}")
    return [*offers, *offer_homes(call), community, *second]


async def _find_second(call: Call) -> ConnectionView | None:
    """Find the connection of the group with a second chat."""
    return None if call.private else await call.read(find_second, call.caller)


def _offer_second(call: Call, found: ConnectionView | None) -> list[Offer]:
    """Offer to connect a second chat, or to part from the one that is connected."""
    if call.private:
        return []
    if found:
        return [(call.label("homes.button.part"), "setup disconnect")]
    return [(call.label("setup.button.connect"), "setup connect")]


def _settings(call: Call, kept: GroupSettings) -> list[Text]:
    return [_roadmap(call, kept), *_days_and_hours(call, kept)]


def _roadmap(call: Call, kept: GroupSettings) -> Text:
    found = call.library.get(kept.roadmap)
    if found is None:
        return call.say("setup.roadmap_missing", slug=kept.roadmap)
    named = call.say("setup.roadmap", roadmap=found.title)
    if not found.unread:
        return named
    lines = list_lines(found.unread)
    return join_texts([named, call.say("setup.roadmap_unread", n=len(found.unread), lines=lines)])


def _days_and_hours(call: Call, kept: GroupSettings) -> list[Text]:
    """Word the zone with the week in one line, and the nudge with the check-in in the next."""
    week = call.say("setup.week", day=weekday(kept.week_start, call.scene.language))
    return [join_texts([word_zone(call, kept), week], BETWEEN), join_texts(word_hours(call, kept), BETWEEN)]


def _rest_of(call: Call, kept: GroupSettings) -> list[Text]:
    return [
        call.say("setup.language", name=_language_name(kept.language)) if len(texts.languages()) > 1 else NOTHING,
        call.say("setup.community_on" if kept.community else "setup.community_off"),
        word_home(call, kept),
    ]


def _language_name(code: str) -> str:
    return (Locale.parse(code).get_display_name(code) or code).capitalize()


def _named(names: Mapping[str, str], value: str) -> str | None:
    """Find the key that was typed, by the key itself or by its name."""
    wanted = value.casefold()
    return next((key for key, name in names.items() if wanted in {key.casefold(), name.casefold()}), None)


def _week_offers(call: Call, command: str) -> list[Offer]:
    return [(weekday(day, call.scene.language), f"{command} week {WEEK[day]}") for day in WEEKS]


def _read_week(call: Call, value: str) -> Values | None:
    day = read_weekday(value, call.scene.language)
    return None if day is None else {"week_start": day}


def _language_offers(call: Call, command: str) -> list[Offer]:
    return [(_language_name(code), f"{command} language {code}") for code in texts.languages()]


def _read_language(call: Call, value: str) -> Values | None:
    code = _named({code: _language_name(code) for code in texts.languages()}, value)
    return {"language": code} if code else None


async def _change_zone(call: Call, value: str) -> Reply:
    zone = read_zone(call, "setup zone", value)
    return zone if isinstance(zone, Reply) else await _save(call, {"zone": zone})


_CHANGES: dict[str, Change] = {
    "here": change_place,
    "roadmap": ROADMAP.change("setup", _save),
    "zone": _change_zone,
    "week": Topic("week", _week_offers, _read_week, 3).change("setup", _save),
    "nudge": NUDGE.change("setup", _save),
    "checkin": CHECKIN.change("setup", _save),
    "language": Topic("language", _language_offers, _read_language).change("setup", _save),
    "community": switch("community", "community").change("setup", _save),
    "answers": ANSWERS.change("setup", _save),
    "role": change_role,
    "goal": change_week_goal,
    "tour": guide,
    "connect": change_connection,
    "disconnect": change_disconnect,
}
