"""/settings: a learner's own zone, day end, visibility, pings, rest days, check-ins, and their company."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.going_back import offer_back, with_back
from bot.chat.markup import join_texts
from bot.chat.readers import Readers
from bot.chat.reply import ButtonStyle, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.saying_back import NAME, say_back
from bot.errors import Refused
from bot.features.linking.showing import change_link, change_unlink
from bot.features.partners.partnering import change_partner
from bot.features.privacy.export import answer_export
from bot.features.privacy.forget import change_forget
from bot.features.settings.actions.learner_settings import (
    LearnerSettings,
    read_own_settings,
)
from bot.features.settings.avoiding import change_avoided
from bot.features.settings.own_lines import (
    word_day_end,
    word_own_zone,
    word_pending_clock,
    word_pings,
    word_readers,
    word_rest_days,
    word_shown_work,
    word_turn,
    word_visibility,
)
from bot.features.settings.own_topics import (
    change_day_end,
    change_own_zone,
    change_pings,
    change_readers,
    change_rest_days,
    change_visibility,
)
from bot.features.settings.privacy_topic import show_privacy
from bot.features.settings.questions import change_questions, word_questions
from bot.features.settings.suggesting import own_values
from bot.features.settings.work_topic import change_work_readers

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


OF_GROUP = frozenset({"here", "roadmap", "week", "community", "answers", "role", "tour", "connect", "disconnect"})
"""Settings of a group, which people look for here."""
OF_CHAT = frozenset({"role", "connect", "disconnect"})
"""Those of a group with a chat of its own. A learner who studies alone has none of them."""


class NoSuchSetting(Refused):
    """Refusal: no setting has this name."""

    unread: ClassVar[bool] = True
    name: str


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
    if topic in OF_GROUP:
        return _send_to_setup(call, topic)
    if topic not in _CHANGES:
        offers = tuple((call.label(f"settings.button.{one}"), f"settings {one}") for one in TOPICS[:OFFERED])
        raise NoSuchSetting(name=say_back(what, NAME), offers=(*offers, offer_back(call, "settings")))
    reply = await _CHANGES[topic](call, value.strip())
    return reply if _is_under_a_post(call) else with_back(call, reply, "settings")


def _send_to_setup(call: Call, topic: str) -> Reply:
    """Say that a setting is the group's, with the line that changes it. A learner who studies alone changes it here."""
    key = "settings.of_own" if call.alone and topic not in OF_CHAT else "settings.of_group"
    taps = make_taps([(f"/setup {topic}", f"setup {topic}"), offer_back(call, "settings")])
    return Reply(call.say(key, name=topic), buttons=lay_out((taps, 2)), tone=Tone.PROBLEM)


def _is_under_a_post(call: Call) -> bool:
    """Whether a call is a tap under a message for all, behind which no overview stands."""
    return call.said.tapped and call.said.overseen


async def _overview(call: Call, *, whole: bool) -> Reply:
    """Show the settings that most learners look for; or, `whole`, every one."""
    kept = await call.read(read_own_settings, call.caller)
    if kept is None:
        return Reply(
            call.say("settings.not_joined"),
            buttons=lay_out((make_taps([(call.label("start.join"), "join")], ButtonStyle.PRIMARY), 1)),
        )
    lines = [word_own_zone(call, kept), word_pending_clock(call, kept), word_visibility(call, kept)]
    shared = [word_readers(call, kept), word_shown_work(call, kept), word_questions(call, kept.takes_questions)]
    more = [*shared, word_day_end(call, kept), word_pings(call, kept), word_rest_days(call, kept)]
    return Reply(
        join_texts([*lines, *(more if whole else ())]),
        title=call.say("settings.title"),
        buttons=lay_out((make_taps(_all_offers(call, kept) if whole else _first_offers(call)), 2)),
        update=call.said.tapped,
    )


def _first_offers(call: Call) -> list[Offer]:
    """Offer the three changes that most learners look for, and all others behind More."""
    offers = (("settings.button.zone", "settings zone"), ("settings.button.visibility", "settings visibility"))
    more = (("part.nudges", "nudges"), ("settings.button.more", f"settings {ALL}"))
    return [(call.label(key), line) for key, line in (*offers, *more)]


def _all_offers(call: Call, kept: LearnerSettings) -> list[Offer]:
    turn = word_turn(not kept.pings)
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


_CHANGES: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
    "zone": change_own_zone,
    "day": change_day_end,
    "visibility": change_visibility,
    "pings": change_pings,
    "rest": change_rest_days,
    "checkins": change_readers,
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
