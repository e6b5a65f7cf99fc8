"""Word the private posts to a learner: nudge, saver, morning post and welcome."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Row
from bot.chat.words.clocks import say_hour, weekday
from bot.chat.words.lists import list_words
from bot.features.nudges.facts import Morning, PersonalNudge, Saver, Welcome
from bot.posting.wording import NothingToSay, Worded
from roadmap.lookup.spelling import spell_slug

SHORT = 3
BEST_SAID = 3
"""The fewest days of a best streak that the welcome names."""

LESS: tuple[tuple[str, ...], ...] = (("nudges less",), ("nudges weekly",), ())
"""The line of the "less often" button for each pace: daily, every other day, weekly."""


def word_personal_nudge(worded: Worded) -> Reply:
    """Word the nudge with a button for each of the next tasks, or the question whether to stop."""
    facts = PersonalNudge.from_json(worded.post.facts)
    if facts.asks_to_stop:
        return _ask_to_stop(worded)
    roadmap = worded.find(facts.roadmap)
    tasks = [task for task in map(roadmap.task, facts.tasks) if task is not None][:SHORT]
    streak = worded.say("personal.streak", n=facts.streak) if facts.streak else Text()
    offered: tuple[Row, ...] = tuple(
        (_tick(worded.label("personal.did", what=task.title), f"done {spell_slug(roadmap, task.slug)}"),)
        for task in tasks
    )
    return Reply(
        join_texts(
            [
                worded.say_anew("personal.text"),
                streak,
                worded.say(f"personal.pace.{facts.pace}") if facts.thinned else Text(),
                worded.apology(facts.at),
            ]
        ),
        buttons=(*offered, _controls(worded, facts.pace)),
        private=True,
    )


def word_saver(worded: Worded) -> Reply:
    """Word the saver: a streak that ends tonight unless the learner studies."""
    facts = Saver.from_json(worded.post.facts)
    until = say_hour(facts.ends_at, facts.zone, worded.post.language)
    return Reply(
        join_texts([worded.say_anew("saver.text", n=facts.streak, until=until), worded.apology(facts.at)]),
        title=worded.say("saver.title", n=facts.streak),
        buttons=(
            (_tick(worded.label("nudge.log"), "log 15m"), Button(worded.label("nudge.next"), "next")),
            (Button(worded.label("saver.off"), "nudges saver off"),),
        ),
        private=True,
    )


def word_morning(worded: Worded) -> Reply:
    """Word the missed days that a freeze has covered, a freeze that was earned, and cheers if they are wanted still."""
    facts = Morning.from_json(worded.post.facts)
    if worded.details is False:
        facts = replace(facts, cheers=0)
    if not (facts.has_freeze_news or facts.cheers):
        raise NothingToSay
    days = list_words([weekday(day.weekday(), worded.post.language) for day in facts.used], worded.post.language)
    used = worded.say_anew("morning.used", n=len(facts.used), days=days) if facts.used else Text()
    earned = worded.say_anew("morning.earned") if facts.earned else Text()
    left = worded.say("morning.left" if facts.freezes else "morning.left_none", n=facts.freezes)
    parts = [
        used,
        earned,
        left if facts.has_freeze_news else Text(),
        worded.say("morning.streak", n=facts.streak) if facts.streak else Text(),
        _cheers(worded, facts),
        worded.apology(facts.at),
    ]
    return Reply(join_texts(parts), buttons=(_morning_taps(worded, facts),), private=True)


def _cheers(worded: Worded, facts: Morning) -> Text:
    """Word how many cheered. One sign is enough for a message."""
    key = "morning.cheers_too" if facts.used else "morning.cheers"
    return worded.say(key, n=facts.cheers) if facts.cheers else Text()


def _morning_taps(worded: Worded, facts: Morning) -> Row:
    why = (Button(worded.label("morning.why"), "streak why"),) if facts.has_freeze_news else ()
    off = (Button(worded.label("nudges.button.cheers_off"), "nudges cheers off"),) if facts.cheers else ()
    return (Button(worded.label("nudge.next"), "next"), *why, *off)


def word_welcome(worded: Worded) -> Reply:
    """Word the welcome, with buttons for a small task, five minutes of study, a promise, leaving and stopping."""
    facts = Welcome.from_json(worded.post.facts)
    roadmap = worded.find(facts.roadmap)
    task = roadmap.task(facts.task)
    done = f"done {spell_slug(roadmap, task.slug)}" if task else ""
    small = _tick(worded.label("welcome.small", what=task.title), done) if task else None
    first: tuple[Row, ...] = ((small,),) if small else ()
    return Reply(
        join_texts(
            [
                worded.say_anew("welcome.text", n=facts.days),
                worded.say("welcome.minutes", minutes=facts.minutes) if facts.minutes else Text(),
                worded.say("welcome.best", n=facts.best_streak) if facts.best_streak >= BEST_SAID else Text(),
                worded.apology(facts.at),
            ]
        ),
        buttons=(
            *first,
            (Button(worded.label("welcome.log"), "log 5m"), Button(worded.label("welcome.plan"), "promise")),
            (Button(worded.label("welcome.leave"), "leave"), Button(worded.label("personal.stop"), "nudges stop")),
        ),
        private=True,
    )


def _ask_to_stop(worded: Worded) -> Reply:
    buttons = (
        Button(worded.label("personal.stop"), "nudges stop"),
        Button(worded.label("personal.go_on"), "nudges weekly"),
    )
    return Reply(worded.say_anew("personal.ask"), buttons=(buttons,), private=True)


def _controls(worded: Worded, pace: int) -> Row:
    """Make the buttons of a nudge. "Less often" is one step slower than the pace in effect."""
    snooze, stop = (
        Button(worded.label("personal.snooze"), "snooze 1d"),
        Button(worded.label("personal.stop"), "nudges stop"),
    )
    less = [Button(worded.label("personal.less"), line) for line in LESS[pace]]
    return (snooze, *less, stop)


def _tick(label: str, line: str) -> Button:
    """Make a button that enters what was done."""
    return Button(label, line, style=ButtonStyle.SUCCESS)
