"""/streak: the streak in days, why it is so, each day, and the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import NOTHING, SpokenMoment, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import local_time, short_day
from bot.features.members.actions.groups import NotInGroup
from bot.features.members.inviting import read_fellow
from bot.features.streaks.actions.reading import StreakOf, read_streak
from bot.features.streaks.news import explain_end
from roadmap.returning import ENOUGH_AT_RETURN
from roadmap.streak import Day, Verdict

DAYS_EXPLAINED = 14  # days
DAYS_FOR_STRENGTH = 14  # days since the first study day; before that the figure says nothing
RUNS_EXPLAINED = 3
"""So many of the last runs of days with one verdict, in /streak why. All lines together are five at most."""

WHY, DAYS, RULES = "why", "days", "rules"
MARKS = {
    Verdict.DONE: "✅",
    Verdict.REST: "💤",
    Verdict.PAUSE: "⏸",
    Verdict.FREEZE: "❄️",
    Verdict.OUTAGE: "🔌",
    Verdict.HELD: "✈️",
    Verdict.MISSED: "▫️",
    Verdict.OPEN: "⏳",
}


@command(
    of_group=False,
    readers=Readers.ASKER,
    why=Arg("the reasons, each day, or the rules", optional=True, choices=(WHY, DAYS, RULES)),
    member=Arg("a fellow member", optional=True, member=True, rest=True),
)
async def streak(call: Call, why: str = "", member: str = "") -> Reply:
    """Show your streak: how many days in a row you’ve studied."""
    word = why.strip().casefold()
    view = _VIEWS.get(word, _mine)
    named = " ".join(part for part in ("" if word in _VIEWS else why, member) if part).strip()
    found = await read_fellow(call, read_streak, call.caller, named)
    if found is None:
        raise NotInGroup(offers=((call.label("start.join"), "join"),))
    if not found.mine:
        key = "streak.theirs" if found.streak.current else "streak.theirs_none"
        fellow = (
            call.say("board.name", name=found.name) if found.name else call.say("board.member", number=found.number)
        )
        return Reply(call.say(key, who=fellow, n=found.streak.current))
    return view(call, found)


def _mine(call: Call, found: StreakOf) -> Reply:
    streak = found.streak
    lines = [_today(call, found), _ended(call, found, since=None), call.say("streak.best", n=streak.best)]
    if streak.week_streak:
        lines.append(call.say("streak.weeks", n=streak.week_streak))
    lines.append(call.say("streak.freezes", n=streak.freezes))
    if len(streak.days) >= DAYS_FOR_STRENGTH:
        lines.append(call.say("streak.strength", percent=streak.strength))
    offers = [(call.label("streak.why_button"), f"streak {WHY}"), (call.label("start.next"), "next")]
    tone = Tone.GOOD if streak.current else Tone.PLAIN
    return Reply(join_texts(lines), title=_headline(call, found), buttons=lay_out((make_taps(offers), 2)), tone=tone)


def _headline(call: Call, found: StreakOf) -> Text:
    if found.streak.current:
        return call.say("streak.days", n=found.streak.current)
    last = next((day.streak for day in reversed(found.streak.days) if day.streak), 0)
    return call.say("streak.last", n=last) if last else call.say("streak.none")


def _today(call: Call, found: StreakOf) -> Text:
    """Word how today counts, or until when it is open."""
    streak = found.streak
    until = _until(call, found)
    if not streak.open_today:
        return call.say(f"streak.today.{streak.days[-1].verdict}", until=until)
    if not streak.current:
        return call.say("streak.begin", until=until)
    return call.say("streak.at_risk" if streak.at_risk else "streak.open", until=until)


def _until(call: Call, found: StreakOf) -> SpokenMoment:
    """Word the end of the study day: an hour of today's date, or of tomorrow's."""
    zone = ZoneInfo(found.zone)
    time = local_time(found.ends_at, found.zone, call.scene.language)
    later = found.ends_at.astimezone(zone).date() > call.now.astimezone(zone).date()
    words = call.label("streak.tomorrow", time=time) if later else time
    return SpokenMoment(found.ends_at, words, clock=True)


def _ended(call: Call, found: StreakOf, *, since: date | None) -> Text:
    """Explain the last end while no streak runs, and later too if it lies on the day `since` or after it."""
    last = found.streak.ends[-1:]
    if not last or (found.streak.current and (since is None or last[0].day < since)):
        return NOTHING
    return explain_end(call, last[0])


def _recent(found: StreakOf) -> tuple[Day, ...]:
    return found.streak.days[-DAYS_EXPLAINED:]


def _explained(call: Call, found: StreakOf) -> Reply:
    """Say why the streak is as it is: the last runs of days, its last end, and by when to study again."""
    days = _recent(found)
    if days[0].verdict is Verdict.OPEN:
        return _lead_on(call, found, [_today(call, found)], (DAYS, RULES))
    ended = _ended(call, found, since=days[0].day)
    runs = _runs(days)[-(RUNS_EXPLAINED - bool(ended.plain)) :]
    lines = [*(_word_run(call, run) for run in runs), ended, _outlook(call, found)]
    return _lead_on(call, found, lines, (DAYS, RULES))


def _each_day(call: Call, found: StreakOf) -> Reply:
    days = _recent(found)
    title = call.say("streak.days_title", n=len(days))
    return replace(_lead_on(call, found, [_verdict(call, day) for day in days], (WHY, RULES)), title=title)


def _rules(call: Call, found: StreakOf) -> Reply:
    reply = _lead_on(call, found, [call.say("streak.rules")], (WHY, DAYS))
    return replace(reply, title=call.say("streak.rules_title"))


def _lead_on(call: Call, found: StreakOf, lines: Sequence[Text], views: Sequence[str]) -> Reply:
    """Give an answer with buttons for the other views."""
    offers = [(call.label(f"streak.{view}_button"), f"streak {view}") for view in views]
    return Reply(join_texts(lines), title=_headline(call, found), buttons=lay_out((make_taps(offers), 2)))


_VIEWS = {WHY: _explained, DAYS: _each_day, RULES: _rules}


def _how(day: Day) -> str:
    return "repaired" if day.repaired else "returned" if day.returned else day.verdict


def _runs(days: Sequence[Day]) -> list[tuple[Day, ...]]:
    """Part days into runs of one verdict each."""
    return [tuple(run) for _, run in groupby(days, key=_how)]


def _word_run(call: Call, run: tuple[Day, ...]) -> Text:
    """Word days with one verdict in a line. A run of one day is worded as that day."""
    first, last = run[0], run[-1]
    if first is last:
        return _verdict(call, first)
    language = call.scene.language
    span = call.say("streak.span", first=short_day(first.day, language), last=short_day(last.day, language))
    return call.say("streak.line", mark=MARKS[last.verdict], day=span, verdict=_word_verdict(call, last))


def _verdict(call: Call, day: Day) -> Text:
    shown = short_day(day.day, call.scene.language)
    return call.say("streak.line", mark=MARKS[day.verdict], day=shown, verdict=_word_verdict(call, day))


def _word_verdict(call: Call, day: Day) -> Text:
    return call.say(f"streak.verdict.{_how(day)}", n=day.streak, minutes=ENOUGH_AT_RETURN)


def _outlook(call: Call, found: StreakOf) -> Text:
    """Word the freezes that are left, and by when the learner must study again."""
    streak = found.streak
    left = call.say("streak.freezes", n=streak.freezes)
    if streak.through is None:
        return left
    return call.say("streak.outlook", freezes=left, through=short_day(streak.through, call.scene.language))
