"""/resume: end a pause or a snooze, from today on."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import short_day
from bot.features.members.welcoming import welcome
from bot.features.pauses.actions import Resumed, resume_study
from bot.features.pauses.balance import Away
from bot.features.pauses.showing import stay, word_mute


@command(of_group=False, readers=Readers.SECRET, aliases=("unpause",))
async def resume(call: Call) -> Reply:
    """End your pause, or cancel one you planned."""
    return await come_back(call)


async def come_back(call: Call, *, unmute: bool = True) -> Reply:
    """End the caller's pause and snooze, and say so. With `unmute` false, a snooze ends only without a pause."""
    done = await call.write(resume_study, call.caller, call.roadmap_slug, unmute=unmute)
    joined = welcome(call, joined=done.pauses.joined)
    left = [*(stay(call, one, done.pauses) for one in done.pauses.coming), word_mute(call, done.pauses.mute)]
    offers = [(call.label("start.next"), "next"), (call.label("snooze.button.nudges"), "nudges")]
    return Reply(
        join_texts([_said(call, done), *left, joined]),
        buttons=lay_out((make_taps(offers), 2)),
        tone=Tone.GOOD if done.ended or done.dropped or done.snoozed else Tone.PLAIN,
        update=call.said.tapped,
    )


def _said(call: Call, done: Resumed) -> Text:
    if not done.ended and not done.dropped:
        return call.say("resume.snooze" if done.snoozed else "resume.nothing")
    ended = call.say("resume.ended") if done.ended else NOTHING
    dropped = _word_dropped(call, done.dropped) if done.dropped else NOTHING
    return join_texts([ended, dropped, call.say("resume.unmuted") if done.snoozed else NOTHING])


def _word_dropped(call: Call, dropped: Away) -> Text:
    language = call.scene.language
    first, last = short_day(dropped.first, language), short_day(dropped.last, language)
    if first == last:
        return call.say("resume.dropped_day", day=first)
    return call.say("resume.dropped", first=first, last=last)
