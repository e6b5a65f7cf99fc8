"""Suggest the values of a setting while a steward or learner types them."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Suggestion
from bot.chat.words.suggesting import (
    SuggestFor,
    suggest_by,
    suggest_hours,
    suggest_weekdays,
    suggest_weekly_hours,
    suggest_words,
)
from bot.chat.words.zone_suggesting import suggest_zones
from bot.closed_sets import Publishing, Visibility
from bot.features.settings.group_hours import EVENING
from bot.features.settings.privacy_topic import suggest_privacy
from bot.features.work.actions import WorkChoice
from bot.library import label_roadmaps, spell_roadmap
from roadmap.cadence import LATEST_DAY_END


def _roadmaps(call: Call, typed: str) -> list[Suggestion]:
    known = label_roadmaps(call.library)
    return suggest_words(((name, spell_roadmap(call.library, slug)) for slug, name in known.items()), typed)


def _turns(_: Call, typed: str) -> list[Suggestion]:
    return suggest_words((("on", "on"), ("off", "off")), typed)


def _hours(_: Call, typed: str) -> list[Suggestion]:
    return suggest_hours(typed)


def _weekly(call: Call, typed: str) -> list[Suggestion]:
    return suggest_weekly_hours(typed, call.scene.language, EVENING)


def _zones(call: Call, typed: str) -> list[Suggestion]:
    return suggest_zones(typed, call.scene.language, call.now, call.scene.zone)


def _visibilities(call: Call, typed: str) -> list[Suggestion]:
    return suggest_words(((call.label(f"settings.button.{one}"), one.value) for one in Visibility), typed)


def _readers(call: Call, typed: str) -> list[Suggestion]:
    return suggest_words(((call.label(f"checkin.readers.{one}"), one.value) for one in Publishing), typed)


def _sizes(call: Call, typed: str) -> list[Suggestion]:
    sizes = [(call.label("week_goal.button.size", n=size), str(size)) for size in (10, 20, 30)]
    return suggest_words([*sizes, (call.label("week_goal.button.off"), "off")], typed)


_GROUP: dict[str, SuggestFor] = {
    "zone": _zones,
    "nudge": _hours,
    "checkin": _weekly,
    "review": _turns,
    "community": _turns,
    "week": lambda call, typed: suggest_weekdays(typed, call.scene.language),
    "roadmap": _roadmaps,
    "goal": _sizes,
}
_OWN: dict[str, SuggestFor] = {
    "zone": _zones,
    "day": lambda _, typed: suggest_hours(typed, LATEST_DAY_END),
    "rest": lambda call, typed: suggest_weekdays(typed, call.scene.language),
    "visibility": _visibilities,
    "pings": _turns,
    "partner": _turns,
    "checkins": _readers,
    "work": lambda call, typed: suggest_words(
        ((call.label("work.show_button"), WorkChoice.ON), (call.label("work.private_button"), WorkChoice.PRIVATE)),
        typed,
    ),
    "questions": _turns,
    "privacy": suggest_privacy,
}

group_values = suggest_by("what", _GROUP)
"""Suggests values for /setup and /schedule."""

own_values = suggest_by("what", _OWN)
"""Suggests values for /settings."""
