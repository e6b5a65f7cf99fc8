"""/habits: the habits of the roadmap, and which of them are done."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.chat.command import command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.features.sessions.actions import Practice, practices
from bot.features.sessions.log import HABIT
from roadmap.lookup.spelling import spell_with_mark
from roadmap.model import Cadence


@command(readers=Readers.ASKER)
async def habits(call: Call) -> Reply:
    """Show the roadmap’s habits, and tick one off."""
    found = await call.read(practices, call.caller, call.roadmap)
    if not found:
        return Reply(call.say("habits.none"))
    parts = [_section(call, cadence, found) for cadence in Cadence]
    offers = [
        (one.habit.title, f"log {HABIT}{spell_with_mark(one.habit.slug, one.habit.title)}")
        for one in found
        if not one.done
    ]
    return Reply(
        join_texts([*parts, call.say("habits.count")]),
        title=call.say("habits.title"),
        buttons=lay_out((make_taps(offers), 2)) if offers else (),
    )


def _section(call: Call, cadence: Cadence, found: Sequence[Practice]) -> Text:
    own = [one for one in found if one.habit.cadence is cadence]
    if not own:
        return Text()
    return call.say(f"habits.{cadence}", habits=join_texts([_line(call, one) for one in own], " · "))


def _line(call: Call, practice: Practice) -> Text:
    mark = "✅" if practice.done else "⬜"
    least, most = practice.habit.minutes
    key = "habits.timed" if most else "habits.line"
    return call.say(key, mark=mark, title=practice.habit.title, least=least, most=most)
