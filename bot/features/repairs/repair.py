"""/repair: enter study of yesterday late, for the streak but without points, twice a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.chat.call import Call
from bot.chat.command import Arg, Pick, command
from bot.chat.limits import shorten
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps, undo_tap
from bot.chat.words.clocks import say_moment, short_day
from bot.chat.words.dates import read_dates
from bot.chat.words.lengths import length_in_words
from bot.chat.words.named_days import days_of, find_named_day
from bot.chat.words.saying_back import say_back
from bot.chat.words.timed_lines import TimedNote
from bot.chat.words.timed_notes import COLON, read_duration
from bot.errors import Refused
from bot.features.members.actions.days import read_today
from bot.features.members.actions.groups import NotInGroup
from bot.features.repairs.actions import Repaired, repair_by_tasks, repair_by_time
from bot.features.streaks.actions.chances import Chance, find_chance
from bot.features.ticks.asking import ask_about, offer_ways, refuse_all
from bot.features.ticks.ticked import word_ticks
from roadmap.lookup.understanding import Understood, doubt_denied, understand

TIMES = {"15m": 15, "30m": 30, "1h": 60, "2h": 120}
LONGEST_DATE = 3  # words: 3 May 2026
NOTE_SHOWN = 200


class RepairHow(Refused):
    """Refusal: the words name no length and no task."""

    what: str


@command(
    readers=Readers.SECRET,
    aliases=("late",),
    what=Arg(
        "how long and what: 30m read a paper; or a task you finished", optional=True, rest=True, picks=(Pick.FILE,)
    ),
)
async def repair(call: Call, what: str = "") -> Reply:
    """Add yesterday’s study. It saves your streak, without points."""
    today = await call.read(read_today, call.caller)
    days, rest = _days_of(what.strip(), today, call.scene.language)
    if len(days) > 1:
        return _which(call, days, rest)
    day = days[0] if days else None
    if not rest:
        return await _offer(call, day)
    timed = read_duration(rest)
    if timed.minutes is not None:
        note = timed.words
        done = await call.write(repair_by_time, call.caller, call.scene.roadmap, day, minutes=timed.minutes, note=note)
        return _entered(call, done, shorten(note, NOTE_SHOWN))
    meant = doubt_denied(call.roadmap, understand(call.roadmap, rest))
    if not meant.slugs:
        return _ask(call, meant, timed, day)
    done = await call.write(repair_by_tasks, call.caller, call.roadmap, day, slugs=meant.slugs, note=meant.note)
    return _ticked(call, done, meant)


async def _offer(call: Call, day: date | None) -> Reply:
    chance = await call.read(find_chance, call.caller, day)
    if chance is None:
        raise NotInGroup(offers=((call.label("start.join"), "join"),))
    language = call.scene.language
    times = make_taps(
        (length_in_words(minutes, call.scene.language), f"repair {chance.day} {time}")
        for time, minutes in TIMES.items()
    )
    return Reply(
        join_texts([call.say("repair.ask", day=short_day(chance.day, language)), _until(call, chance)], "\n\n"),
        buttons=lay_out(
            (times, 4),
            (make_taps([(call.label("streak.why_button"), "streak why"), (call.label("start.next"), "next")]), 2),
        ),
        update=call.said.tapped,
    )


def _until(call: Call, chance: Chance) -> Text:
    until = say_moment(chance.ends_at, chance.zone, call.scene.language)
    return call.say("repair.until", n=chance.left, until=until)


def _entered(call: Call, done: Repaired, note: str) -> Reply:
    time, day = length_in_words(done.minutes, call.scene.language), short_day(done.day, call.scene.language)
    said = call.say("repair.kept" if note else "repair.kept_bare", day=day, time=time, what=note)
    undo = undo_tap(call.label("log.undo"), done.act_id)
    why = make_taps([(call.label("streak.why_button"), "streak why")])
    return Reply(
        join_texts([said, _effect(call, done), _left(call, done)]),
        buttons=lay_out(((undo, *why), 2)),
        tone=Tone.GOOD,
        deed=said,
        undo=undo.line,
    )


def _left(call: Call, done: Repaired) -> Text:
    return call.say("repair.left", n=done.left) if done.left else call.say("repair.left_none")


def _effect(call: Call, done: Repaired) -> Text:
    return call.say("repair.streak", n=done.after) if done.after else call.say("repair.marked")


def _ticked(call: Call, done: Repaired, meant: Understood) -> Reply:
    assert done.ticked is not None  # noqa: S101  repair_by_tasks always sets it
    asked = ask_about(call, meant, f"repair {done.day}")
    if not done.ticked.ticked:
        return word_ticks(call, done.ticked, meant.note, asked)
    said = call.say("repair.ticked", day=short_day(done.day, call.scene.language))
    left = replace(asked, text=join_texts([_left(call, done), asked.text]))
    return word_ticks(call, done.ticked, meant.note, left, above=said)


def _ask(call: Call, meant: Understood, timed: TimedNote, day: date | None) -> Reply:
    """Ask which task was meant. Raises RepairHow, with lengths to add, if no task was meant."""
    line = f"repair {day}" if day else "repair"
    if meant.part or any(question.meant for question in meant.questions):
        return refuse_all(call, meant, line)
    lengths: list[Offer] = [
        (length_in_words(minutes, call.scene.language), f"{line} {minutes}m{COLON} {timed.words}")
        for minutes in timed.maybe or TIMES.values()
    ]
    near = offer_ways(call, meant.questions, line, meant.note)
    raise RepairHow(what=say_back(timed.words), offers=(*lengths, *near))


def _which(call: Call, days: Sequence[date], rest: str) -> Reply:
    """Ask which day was meant, with a button for each reading."""
    offers = [(short_day(day, call.scene.language), f"repair {day} {rest}".strip()) for day in days]
    return Reply(call.say("repair.which"), buttons=lay_out((make_taps(offers), 1)), update=call.said.tapped)


def _days_of(typed: str, today: date, language: str) -> tuple[tuple[date, ...], str]:
    """Split a line into the days that it may name, at its beginning or elsewhere, and the rest.

    A weekday is its last date before today.
    """
    words = typed.split()
    for count in range(min(LONGEST_DATE, len(words)), 0, -1):
        days = read_dates(" ".join(words[:count]).rstrip(":,"), today, language, past=True)
        if days:
            over = tuple(day for day in days if day < today)
            return over or days, typed.split(maxsplit=count)[count] if len(words) > count else ""
    named = find_named_day(typed, language)
    days = days_of(named, today, language) if named else ()
    return (days, named.rest) if named and days else ((), typed)
