"""The part of the steward's page about posts: those that did not arrive, and rights that are missing."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.rights import PlaceUnknown, Right
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.lists import list_words
from bot.chat.words.whereabouts import name_whereabouts
from bot.features.members.queries.places import PostingPlace
from bot.features.stewards.actions.overview import GroupOverview
from bot.features.stewards.losses import find_loss
from bot.features.stewards.offices import offer_page
from bot.identity import Platform


def word_trouble(call: Call, found: GroupOverview) -> Text:
    """Say in one line whether posts arrive."""
    lost = sum(bool(one.off_reason) for one in found.places)
    if lost:
        return call.say("stewards.posts.lost", n=lost)
    failed = sum(count for _, count in found.failed)
    return call.say("stewards.posts.failed", n=failed) if failed else call.say("stewards.posts.fine")


async def show_posts(call: Call, found: GroupOverview, _: str) -> Reply:
    """Say which posts did not arrive, why, and which rights are missing now."""
    failed = [call.say(f"stewards.posts.{kind}", n=count) for kind, count in found.failed]
    lost = [_word_loss(call, one) for one in found.places if one.off_reason]
    lines = [*lost, await _word_lacking(call, found), *failed]
    wrong = any(lines)
    threads = await _word_threads(call, found)
    return Reply(
        join_texts([*lines, threads] if wrong else [call.say("stewards.posts.fine"), threads]),
        title=call.say("stewards.button.posts"),
        buttons=lay_out((make_taps([offer_page(call)]), 1)),
        tone=Tone.PROBLEM if wrong else Tone.PLAIN,
        update=call.said.tapped,
    )


def _word_loss(call: Call, place: PostingPlace) -> Text:
    where = name_whereabouts(call.say, place.platform, place.chat_id, place.thread_id)
    loss = call.say(f"loss.{find_loss(place.platform, place.off_reason)}", place=where)
    return call.say("loss.here", loss=loss)


async def _word_lacking(call: Call, found: GroupOverview) -> Text:
    """Name the rights that the bot lacks now, where the platform says. A place that is off is named already."""
    if not _is_open_here(call, found):
        return NOTHING
    try:
        lacking = await call.said.rights.lacks()
    except PlaceUnknown:
        return NOTHING
    return _name_rights(call, lacking) if lacking else NOTHING


async def _word_threads(call: Call, found: GroupOverview) -> Text:
    """Say that the bot may open no threads here, although its posts arrive."""
    if not _is_open_here(call, found) or await call.said.rights.opens_threads():
        return NOTHING
    place = call.said.place
    where = name_whereabouts(call.say, place.platform, place.chat_id, place.thread_id)
    return call.say(f"steward.lacking.{Right.OPEN_THREADS}", place=where)


def _is_open_here(call: Call, found: GroupOverview) -> bool:
    """Whether this is a chat of the group to which it posts, and the posts arrive."""
    return not call.private and any(one.is_at(call.said.place) and not one.off_reason for one in found.places)


def _name_rights(call: Call, lacking: tuple[Right, ...]) -> Text:
    if call.said.place.platform != Platform.DISCORD:
        return call.say("stewards.posts.lacking")
    names = [call.label(f"right.{right}") for right in lacking]
    return call.say("stewards.posts.lacking_rights", names=list_words(names, call.scene.language))
