"""/log: log study beside the roadmap, or a habit."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.chat.command import Arg, Pick, Suggestion, command
from bot.chat.limits import shorten
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps, undo_tap
from bot.chat.words.lengths import length_in_words
from bot.chat.words.named_days import NamedDay, find_named_day, leave_out_today
from bot.chat.words.saying_back import LINE
from bot.chat.words.timed_lines import TimedNote
from bot.chat.words.timed_notes import COLON, begins_with_time, read_duration
from bot.closed_sets import ActKind
from bot.errors import Offers, Refused
from bot.features.members.welcoming import welcome
from bot.features.sessions.actions import (
    Logged,
    find_habit,
    keep_habit,
    log_study,
)
from bot.features.streaks.late_days import ask_about_day, word_night
from bot.features.undos.actions.picking import NothingToUndo, Wanted
from bot.features.undos.taken_back import take_back
from bot.identity import SessionId
from roadmap.lookup.nearness import Nearness, nearest
from roadmap.lookup.spelling import is_marked_for, split_mark
from roadmap.model import Habit
from roadmap.streak import ENOUGH_MINUTES

TIMES = ("15m", "30m", "1h", "2h")
HABIT = "habit:"
UNDO = "undo"
TODAY = "today"
NOTE_SHOWN = 200
LONGEST_ID = 19  # digits of the largest id; a typed id has fewer


class HowLong(Refused):
    """Refusal: the session has no length."""


class UnknownHabit(Refused):
    """Refusal: the roadmap no longer has the habit of this button."""


async def times_and_habits(call: Call, typed: str) -> list[Suggestion]:
    """Suggest lengths if nothing is typed, and the habits with the typed characters in their titles."""
    word = typed.strip().casefold()
    times = [Suggestion(f"{time} {typed}".strip(), f"{time} {typed}".strip()) for time in TIMES if not word]
    habits = [
        Suggestion(habit.title, f"{HABIT}{habit.slug}")
        for habit in call.scene.roadmap.habits
        if word in habit.title.casefold()
    ]
    return times + habits


def begins_study(call: Call, typed: str) -> bool:
    """Whether words begin with a length of time or name a habit."""
    return begins_with_time(typed) or _habit_of(call.scene.roadmap.habits, typed) is not None


@command(
    aliases=("study", "session"),
    what=Arg(
        "how long and what: 30m read a paper; or a habit",
        suggest=times_and_habits,
        rest=True,
        begins=begins_study,
        picks=(Pick.FILE,),
    ),
)
async def log(call: Call, what: str) -> Reply:
    """Log other study. 15 minutes make a day count."""
    first, _, rest = what.partition(" ")
    if first.casefold() == UNDO:
        return await _undo(call, rest.strip())
    if first.startswith(HABIT):
        return await _keep(call, what.removeprefix(HABIT).strip())
    named = find_named_day(what, call.scene.language)
    if named and not named.is_today and (asked := await _ask_about(call, named, named.rest, what)):
        return asked
    return await _log(call, named.rest if named and named.is_today else what, is_today=named is not None)


async def _log(call: Call, what: str, *, is_today: bool) -> Reply:
    """Log a session or a habit. Not `is_today`: the note may still name another day."""
    timed = read_duration(leave_out_today(what))
    named = None if is_today else find_named_day(timed.words, call.scene.language)
    length = "" if timed.minutes is None else f"{timed.minutes}m"
    rest = f"{COLON} ".join(part for part in (length, named.rest) if part) if named else ""
    if named and (asked := await _ask_about(call, named, rest, what)):
        return asked
    habit = _habit_of(call.scene.roadmap.habits, timed.words)
    if timed.minutes is None and habit:
        return await _keep(call, habit.slug)
    if timed.minutes is None:
        raise HowLong(offers=_with_times(call, timed))
    note = "" if habit else timed.words
    slug = habit.slug if habit else ""
    result = await call.write(
        log_study, call.caller, call.scene.roadmap, timed.minutes, note=note, habit=slug, tapped=call.said.tapped
    )
    if result.act_id is None:
        return Reply(call.say("log.just_now"), private=True)
    return _word_logged(call, result, habit.title if habit else shorten(note, NOTE_SHOWN))


async def _ask_about(call: Call, named: NamedDay, rest: str, what: str) -> Reply | None:
    """Ask about the day that a line names, with buttons to enter it late or to count it for today."""
    return await ask_about_day(call, named, lambda day: f"repair {day} {rest}".strip(), _today_line(named, rest, what))


def _today_line(named: NamedDay, rest: str, what: str) -> str:
    """Type a line that counts for today, with all that was typed as its note."""
    timed = read_duration(rest)
    if read_duration(what).minutes is None and timed.minutes is not None:
        return f"log {TODAY} {timed.minutes}m{COLON} {named.words} {timed.words}".strip()
    return f"log {TODAY} {what}"


async def _keep(call: Call, slug: str) -> Reply:
    slug, mark = split_mark(slug)
    habit = find_habit(call.roadmap.habits, slug)
    if habit is None or not is_marked_for(mark, habit.title):
        raise UnknownHabit(offers=(("/habits", "habits"),))
    return _word_logged(call, await call.write(keep_habit, call.caller, call.roadmap, slug), habit.title)


def _word_logged(call: Call, result: Logged, what: str) -> Reply:
    if result.act_id is None:
        return Reply(call.say("log.already", what=what), private=True)
    kept = call.say(
        "log.kept" if what else "log.kept_bare", time=length_in_words(result.minutes, call.scene.language), what=what
    )
    joined = welcome(call, joined=result.joined)
    undo = undo_tap(call.label("log.undo"), result.act_id)
    streak = make_taps([(call.label("log.streak"), "streak")])
    tone = Tone.GOOD if result.enough else Tone.PLAIN
    text = join_texts([kept, _effect(call, result), word_night(call, result.night), joined])
    return Reply(text, buttons=lay_out(((undo, *streak), 2)), tone=tone, deed=kept, undo=undo.line)


def _effect(call: Call, result: Logged) -> Text:
    if result.after > result.before:
        back = result.today < ENOUGH_MINUTES and result.needed < ENOUGH_MINUTES
        return call.say("log.counts_back" if back else "log.counts", n=result.after, minutes=result.needed)
    if not result.enough:
        return call.say("log.short", n=result.needed - result.today)
    return call.say("log.today", time=length_in_words(result.today, call.scene.language))


async def _undo(call: Call, typed: str) -> Reply:
    """Take back what was logged last, or the session that an old button names. `/undo` does the rest."""
    if not typed:
        return await take_back(call, Wanted(last=(ActKind.LOG, ActKind.HABIT)))
    if not typed.isascii() or not typed.isdigit() or len(typed) >= LONGEST_ID:
        raise NothingToUndo
    return await take_back(call, Wanted(session_id=SessionId(int(typed))))


def _habit_of(habits: Sequence[Habit], words: str) -> Habit | None:
    named = next((habit for habit in habits if words.casefold() == habit.slug), None)
    if named or not words:
        return named
    titles = {habit.slug: habit.title for habit in habits}
    found = nearest(words[:LINE], titles, Nearness.TITLE, 1)
    return find_habit(habits, found[0]) if found else None


def _with_times(call: Call, timed: TimedNote) -> Offers:
    """Offer the line again with each length before it: those that it may mean, else a few usual ones."""
    meant = [(length_in_words(minutes, call.scene.language), f"{minutes}m") for minutes in timed.maybe]
    times = meant or [(time, time) for time in TIMES]
    return tuple((label, f"log {time}{COLON if timed.words else ''} {timed.words}".strip()) for label, time in times)
