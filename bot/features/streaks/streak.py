"""/streak: the streak in days, and the verdict of each day."""

from __future__ import annotations

from datetime import date
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
WHY = "why"
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
    readers=Readers.ASKER,
    why=Arg("show each day", optional=True, choices=(WHY,)),
    member=Arg("a fellow member", optional=True, member=True, rest=True),
)
async def streak(call: Call, why: str = "", member: str = "") -> Reply:
    """Show your streak: how many days in a row you’ve studied."""
    explain = why.strip().casefold() == WHY
    named = " ".join(word for word in ("" if explain else why, member) if word).strip()
    found = await read_fellow(call, read_streak, call.caller, named)
    if found is None:
        raise NotInGroup(offers=((call.label("start.join"), "join"),))
    if not found.mine:
        key = "streak.theirs" if found.streak.current else "streak.theirs_none"
        fellow = (
            call.say("board.name", name=found.name) if found.name else call.say("board.member", number=found.number)
        )
        return Reply(call.say(key, who=fellow, n=found.streak.current))
    return _explained(call, found) if explain else _mine(call, found)


def _mine(call: Call, found: StreakOf) -> Reply:
    streak = found.streak
    lines = [_today(call, found), _ended(call, found, since=None), call.say("streak.best", n=streak.best)]
    if streak.week_streak:
        lines.append(call.say("streak.weeks", n=streak.week_streak))
    lines.append(call.say("streak.freezes", n=streak.freezes))
    if len(streak.days) >= DAYS_FOR_STRENGTH:
        lines.append(call.say("streak.strength", percent=streak.strength))
    offers = [(call.label("streak.why"), f"streak {WHY}"), (call.label("start.next"), "next")]
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
    days = _recent(found)
    listed = join_texts([_verdict(call, day) for day in days])
    parts = [listed, _outlook(call, found), call.say("streak.rules")]
    if days[0].verdict is Verdict.OPEN:
        parts = [_today(call, found), call.say("streak.rules")]
    return Reply(join_texts(parts, "\n\n"), title=_headline(call, found))


def _verdict(call: Call, day: Day) -> Text:
    how = "repaired" if day.repaired else "returned" if day.returned else day.verdict
    words = call.say(f"streak.verdict.{how}", n=day.streak, minutes=ENOUGH_AT_RETURN)
    return call.say("streak.line", mark=MARKS[day.verdict], day=short_day(day.day, call.scene.language), verdict=words)


def _outlook(call: Call, found: StreakOf) -> Text:
    """Word by when the learner must study again."""
    streak, language = found.streak, call.scene.language
    through = NOTHING
    if streak.through is not None:
        through = call.say("streak.stands", through=short_day(streak.through, language))
    return join_texts(
        [_ended(call, found, since=_recent(found)[0].day), call.say("streak.freezes", n=streak.freezes), through]
    )
