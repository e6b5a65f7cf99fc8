"""/resume: end a pause or a snooze, from today on."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import short_day
from bot.features.pauses.actions import Resumed, resume_study
from bot.features.pauses.showing import stay


@command(readers=Readers.SECRET, aliases=("unpause",))
async def resume(call: Call) -> Reply:
    """End your pause, or cancel one you planned."""
    return await come_back(call)


async def come_back(call: Call) -> Reply:
    """End the caller's pause or snooze, and say so."""
    done = await call.write(resume_study, call.caller, call.roadmap_slug)
    joined = call.say("join.on_the_way") if done.pauses.joined else NOTHING
    left = [stay(call, one, done.pauses) for one in done.pauses.coming]
    offers = [(call.label("start.next"), "next"), (call.label("snooze.button.nudges"), "nudges")]
    return Reply(
        join_texts([_said(call, done), *left, joined]),
        buttons=lay_out((make_taps(offers), 2)),
        tone=Tone.GOOD if done.ended or done.dropped or done.snoozed else Tone.PLAIN,
        update=call.said.tapped,
    )


def _said(call: Call, done: Resumed) -> Text:
    if done.ended:
        return call.say("resume.ended")
    if done.dropped:
        language = call.scene.language
        first, last = short_day(done.dropped.first, language), short_day(done.dropped.last, language)
        if first == last:
            return call.say("resume.dropped_day", day=first)
        return call.say("resume.dropped", first=first, last=last)
    return call.say("resume.snooze" if done.snoozed else "resume.nothing")
