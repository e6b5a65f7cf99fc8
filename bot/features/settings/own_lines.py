"""The lines of /settings: each says how one setting of a learner is now."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text
from bot.chat.words.clocks import hour, local_day, local_time, weekdays
from bot.chat.words.zone_names import city_of
from bot.features.settings.actions.learner_settings import (
    LearnerSettings,
)


def word_own_zone(call: Call, kept: LearnerSettings) -> Text:
    """Word the learner's zone by its city, with the time there now."""
    zone, language = kept.clock.zone, call.scene.language
    return call.say("settings.zone", city=city_of(zone, language), time=local_time(call.now, zone, language))


def word_pending_clock(call: Call, kept: LearnerSettings) -> Text:
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


def word_day_end(call: Call, kept: LearnerSettings) -> Text:
    """Word the hour at which the learner's study days end."""
    return call.say("settings.day", hour=hour(kept.clock.day_end))


def word_visibility(call: Call, kept: LearnerSettings) -> Text:
    """Word how the group sees the learner."""
    return call.say(f"settings.visibility.{kept.visibility}")


def word_readers(call: Call, kept: LearnerSettings) -> Text:
    """Word how much of the learner's check-ins the group reads."""
    return call.say(f"settings.checkins.{kept.publishing or 'undecided'}")


def word_pings(call: Call, kept: LearnerSettings) -> Text:
    """Word whether posts ping the learner."""
    return call.say(f"settings.pings.{word_turn(kept.pings)}")


def word_rest_days(call: Call, kept: LearnerSettings) -> Text:
    """Word the learner's rest days."""
    if not kept.rest_days:
        return call.say("settings.no_rest")
    return call.say("settings.rest", days=weekdays(kept.rest_days, call.scene.language))


def word_shown_work(call: Call, kept: LearnerSettings) -> Text:
    """Word whether the group sees the learner's links and notes."""
    return call.say(f"settings.work.{word_turn(bool(kept.shows_work))}")


def word_turn(on: bool) -> str:
    """Return the word of a switch as it is typed."""
    return "on" if on else "off"
