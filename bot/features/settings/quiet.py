"""/quiet: silence the group's posts for a while. Commands are still answered."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Access, Arg, command
from bot.chat.going_back import with_back
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.silences import ENDED, Silence, offer_lengths, offer_silences, read_silences
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.settings.actions.scheduling import be_quiet, local_today, see_group
from bot.features.settings.group_topics import word_end_of_quiet, word_quiet

LENGTHS = ("3d", "1w", "2w")


@command(access=Access.STEWARD, until=Arg("how long: 2h, 3d, 2w, until 3 May; or off", optional=True, rest=True))
async def quiet(call: Call, until: str = "") -> Reply:
    """Stop all posts in the group for a while, celebrations too."""
    typed = until.strip()
    if not typed:
        return await _ask(call)
    if typed.casefold() in ENDED:
        return await _be_quiet(call, Silence())
    today, language = await call.read(local_today, call.caller), call.scene.language
    found = read_silences(typed, today, language)
    if not found:
        text = call.say("quiet.no_such_time", value=say_back(typed, NAME))
        return Reply(text, buttons=lay_out((make_taps(offer_lengths(call, "quiet", LENGTHS)), 3)), tone=Tone.PROBLEM)
    if len(found) > 1:
        return Reply(
            call.say("quiet.which"), buttons=lay_out((make_taps(offer_silences("quiet", found, today, language)), 2))
        )
    return await _be_quiet(call, found[0])


async def _be_quiet(call: Call, wanted: Silence) -> Reply:
    kept = await call.write(be_quiet, call.caller, call.roadmap_slug, wanted.days, time=wanted.time, at=wanted.at)
    return _word_silence(call, kept)


async def _ask(call: Call) -> Reply:
    """Ask how long to be quiet, and show the silence that holds now.

    Only a silence that holds has a button to end it.
    """
    kept = await call.read(see_group, call.caller)
    now = word_quiet(call, kept) if kept else NOTHING
    offers = [*offer_lengths(call, "quiet", LENGTHS), *([(call.label("quiet.button.off"), "quiet off")] if now else [])]
    text = join_texts([now, call.say("quiet.ask")], "\n\n")
    asked = Reply(text, buttons=lay_out((make_taps(offers), 4)), update=call.said.tapped)
    return with_back(call, asked, "schedule")


def _word_silence(call: Call, kept: GroupSettings) -> Reply:
    offers = [(call.label("quiet.button.off"), "quiet off")] if kept.quiet_until else []
    return Reply(
        _said(call, kept),
        buttons=lay_out((make_taps([*offers, (call.label("quiet.button.schedule"), "schedule")]), 2)),
        tone=Tone.GOOD,
        update=call.said.tapped,
    )


def _said(call: Call, kept: GroupSettings) -> Text:
    """Word that a group is silent from now on, or no more: in all its homes."""
    homes = len({place.platform for place in kept.places}) > 1
    if kept.quiet_until is None:
        return call.say("quiet.over_homes" if homes else "quiet.over")
    day = word_end_of_quiet(call, kept.quiet_until, kept.zone)
    return call.say("quiet.begun_homes" if homes else "quiet.begun", day=day)
