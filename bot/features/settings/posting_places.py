"""Show and change where a group gets its posts. Only `/setup here` moves them."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, Value, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.rights import Right
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.whereabouts import name_whereabouts
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.members.queries.places import PostingPlace
from bot.features.settings.actions.group_setup import PlaceChange, is_place_wanted, post_here, set_up
from bot.features.settings.group_topics import refuse
from bot.features.stewards.losses import find_loss
from bot.identity import Place, Platform

HERE = "setup here"
THIS_PLACE = frozenset({"", "here", "this", "this channel", "this chat", "this thread", "this topic"})
_CHANNEL = re.compile(r"<#([1-9]\d{0,18})>", re.ASCII)  # how Discord writes a channel that was picked


def read_channel(value: str) -> int:
    """Read a channel of a Discord server that was picked. 0: it is none."""
    found = _CHANNEL.fullmatch(value.strip())
    return int(found[1]) if found else 0


async def change_place(call: Call, value: str) -> Reply:
    """Post here from now on, or in the channel that was picked, if the bot has all rights that it needs there.

    Words that mean neither are refused, so that nothing moves by accident.
    """
    if call.private:
        await call.write(set_up, call.caller, call.roadmap_slug, {})  # refuses in any group but a learner's own
        return Reply(call.say("setup.posts.here"))
    there = _find_meant(call, value)
    if there is None:
        return refuse(call, value, [(call.label("setup.button.here"), HERE)])
    lacking = await call.said.rights.lacks(there)
    if lacking:
        again = make_taps([(call.label("setup.button.again"), f"{HERE} {value}".strip() if there else HERE)])
        return Reply(word_lacking(call, lacking, there), buttons=lay_out((again, 1)), tone=Tone.PROBLEM)
    place = replace(call.said.place, chat_id=there) if there else call.said.place
    changed = await call.write(post_here, replace(call.caller, place=place), call.roadmap_slug)
    more = make_taps([(call.label("quiet.button.schedule"), "schedule")])
    said = _word_change_there(call, changed, place) if there else _word_change(call, changed)
    return Reply(said, buttons=lay_out((more, 2)), tone=Tone.GOOD, update=call.said.tapped)


async def find_lacking(call: Call) -> tuple[Right, ...] | None:
    """Find the rights that the bot lacks to post here. None if the group needs no place."""
    wanted = not call.private and await call.read(is_place_wanted, call.said.place)
    return await call.said.rights.lacks() if wanted else None


def find_own(call: Call, kept: GroupSettings) -> PostingPlace | None:
    """Find the place of the group on the server or chat in which it was called. None in private."""
    place = call.said.place
    own = (one for one in kept.places if (one.platform, one.space_id) == (place.platform, place.space_id))
    return None if place.private else next(own, None)


def word_places(call: Call, kept: GroupSettings) -> Text:
    """Tell where posts go, and which places take none, in this home and the others."""
    own = find_own(call, kept)
    return NOTHING if own is None else join_texts([_word_own(call, own), _word_other_losses(call, kept, own)])


def word_elsewhere(call: Call, kept: GroupSettings) -> Text:
    """Tell the same, but no word of posts that go here and arrive."""
    own = find_own(call, kept)
    if own is None or not _arrive_here(call, own):
        return word_places(call, kept)
    return _word_other_losses(call, kept, own)


def offer_move(call: Call, kept: GroupSettings) -> list[Offer]:
    """Offer to post here instead, unless posts go here and arrive."""
    own = find_own(call, kept)
    if own is None or _arrive_here(call, own):
        return []
    key = "setup.button.again" if own.is_at(call.said.place) else "setup.button.here"
    return [(call.label(key), HERE)]


def word_lacking(call: Call, lacking: tuple[Right, ...], there: int = 0) -> Text:
    """Tell which rights the bot lacks to post here, or in the picked channel, and how to give them."""
    if call.said.place.platform == Platform.DISCORD:
        names = ", ".join(call.say(f"right.{right}").plain for right in lacking)
        if there:
            place = name_whereabouts(call.say, Platform.DISCORD, there, None)
            return call.say("setup.lacking.there", n=len(lacking), rights=names, place=place)
        return call.say("setup.lacking.discord", n=len(lacking), rights=names)
    return call.say("setup.lacking.topic" if Right.TOPIC in lacking else "setup.lacking.chat")


def _arrive_here(call: Call, own: PostingPlace) -> bool:
    """Whether posts go to the place of this call and arrive."""
    return own.is_at(call.said.place) and not own.off_reason


def _word_own(call: Call, own: PostingPlace) -> Text:
    if own.off_reason:
        return _word_loss(call, own)
    if own.is_at(call.said.place):
        return call.say("setup.posts.here")
    return call.say("setup.posts.elsewhere", place=_name(call, own))


def _word_loss(call: Call, lost: PostingPlace) -> Text:
    return call.say("loss.here", loss=_word_remedy(call, lost))


def _word_other_losses(call: Call, kept: GroupSettings, own: PostingPlace) -> Text:
    """Tell which places of the group's other homes take no posts."""
    lost = [one for one in kept.places if one.id != own.id and one.off_reason]
    return join_texts(
        [call.say("loss.elsewhere", platform=one.platform.capitalize(), loss=_word_remedy(call, one)) for one in lost]
    )


def _word_remedy(call: Call, lost: PostingPlace) -> Text:
    return call.say(f"loss.{find_loss(lost.platform, lost.off_reason)}", place=_name(call, lost))


def _word_change(call: Call, changed: PlaceChange) -> Text:
    before = changed.before
    if before.is_at(call.said.place):
        return call.say("setup.posts.here" if before.chosen or before.off_reason else "setup.posts.chosen")
    return call.say("setup.posts.moved", place=_name(call, before))


def _word_change_there(call: Call, changed: PlaceChange, place: Place) -> Text:
    to = name_whereabouts(call.say, place.platform, place.chat_id, place.thread_id)
    if changed.before.is_at(place):
        return call.say("setup.posts.elsewhere", place=to)
    return call.say("setup.posts.moved_there", to=to, place=_name(call, changed.before))


def _find_meant(call: Call, value: str) -> int | None:
    """Find the channel of this server that is meant, if another one was picked. 0: this place. None: no place."""
    here, there = call.said.place, read_channel(value)
    if there and here.platform == Platform.DISCORD:
        return there if there != here.chat_id else 0
    return 0 if value.casefold() in THIS_PLACE else None


def _name(call: Call, place: PostingPlace) -> Value:
    return name_whereabouts(call.say, place.platform, place.chat_id, place.thread_id)
