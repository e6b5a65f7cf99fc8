"""Wording of the weekly check-in: opening and private reminder."""

from __future__ import annotations

from datetime import date, datetime

from bot.chat.form import ABOUT
from bot.chat.markup import SpokenMoment, Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Row
from bot.chat.words.clocks import say_moment, say_moment_of
from bot.chat.words.lists import list_words
from bot.features.checkins.facts import CheckinOpened, Reminder
from bot.posting.wording import Worded


def word_checkin(worded: Worded) -> Reply:
    """Word the opening of a check-in, with its button."""
    facts = CheckinOpened.from_json(worded.post.facts)
    habits = [habit.title for habit in worded.find(facts.roadmap).habits if habit.slug in facts.habits]
    return Reply(
        join_texts(
            [
                worded.say_anew("checkin.opens"),
                worded.say("checkin.habits", what=list_words(habits, worded.post.language)) if habits else Text(),
                worded.say("checkin.until", until=_until(worded, facts.closes_at, facts.zone)),
                worded.apology(facts.at),
            ]
        ),
        title=worded.say_anew("checkin.opens.title"),
        buttons=_button(worded, "checkin.button", facts.week),
    )


def word_reminder(worded: Worded) -> Reply:
    """Word the reminder of a check-in, for the learner in private."""
    facts = Reminder.from_json(worded.post.facts)
    text = worded.say_anew("checkin.remind", until=_until(worded, facts.closes_at, facts.zone))
    stop = Button(worded.label("snooze.button.nudges"), "nudges")
    check_in, *_ = _button(worded, "checkin.button", facts.week)
    return Reply(join_texts([text, worded.apology(facts.at)]), buttons=((*check_in, stop),), private=True)


def _until(worded: Worded, instant: datetime, zone: str) -> SpokenMoment:
    """Write an instant: for a group in its own zone, which is named."""
    write = say_moment if worded.post.place.private else say_moment_of
    return write(instant, zone, worded.post.language)


def _button(worded: Worded, label: str, week: date) -> tuple[Row, ...]:
    """Make the button that reports on a week, however late it is tapped."""
    return ((Button(worded.label(label), f"checkin {ABOUT}{week}", style=ButtonStyle.PRIMARY),),)
