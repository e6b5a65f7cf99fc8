"""Show and change where a group gets its posts. Only `/setup here` moves them."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, Value, join_texts, plain
from bot.chat.reply import Reply, Tone
from bot.chat.rights import Right
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.whereabouts import name_whereabouts
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.members.queries.places import PostingPlace
from bot.features.settings.actions.group_setup import PlaceChange, is_place_wanted, post_here, set_up
from bot.features.stewards.losses import find_loss
from bot.identity import Platform

HERE = "setup here"


async def change_place(call: Call, _: str) -> Reply:
    """Post here from now on, if the bot has all rights that it needs here."""
    if call.private:
        await call.write(set_up, call.caller, call.roadmap_slug, {})  # refuses in any group but a learner's own
        return Reply(call.say("setup.posts.here"))
    lacking = await call.said.rights.lacks()
    if lacking:
        again = make_taps([(call.label("setup.button.again"), HERE)])
        return Reply(word_lacking(call, lacking), buttons=lay_out((again, 1)), tone=Tone.PROBLEM)
    changed = await call.write(post_here, call.caller, call.roadmap_slug)
    more = make_taps([(call.label("quiet.button.schedule"), "schedule"), (call.label("setup.button.all"), "setup")])
    return Reply(_word_change(call, changed), buttons=lay_out((more, 2)), tone=Tone.GOOD, update=call.said.tapped)


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
    if own is None:
        return NOTHING
    others = (one for one in kept.places if one.id != own.id and one.off_reason)
    return join_texts([_word_own(call, own), *(_word_loss(call, one) for one in others)])


def word_elsewhere(call: Call, kept: GroupSettings) -> Text:
    """Tell where posts go, unless they go here and arrive."""
    own = find_own(call, kept)
    well = own is None or (own.is_at(call.said.place) and not own.off_reason)
    return NOTHING if well else word_places(call, kept)


def offer_move(call: Call, kept: GroupSettings) -> list[Offer]:
    """Offer to post here instead, unless posts go here and arrive."""
    own = find_own(call, kept)
    if own is None or (own.is_at(call.said.place) and not own.off_reason):
        return []
    key = "setup.button.again" if own.is_at(call.said.place) else "setup.button.here"
    return [(call.label(key), HERE)]


def word_lacking(call: Call, lacking: tuple[Right, ...]) -> Text:
    """Tell which rights the bot lacks to post here, and how to give them."""
    if call.said.place.platform == Platform.DISCORD:
        names = ", ".join(call.say(f"right.{right}").plain for right in lacking)
        return call.say("setup.lacking.discord", n=len(lacking), rights=names)
    return call.say("setup.lacking.topic" if Right.TOPIC in lacking else "setup.lacking.chat")


def _word_own(call: Call, own: PostingPlace) -> Text:
    if own.off_reason:
        return _word_loss(call, own)
    if own.is_at(call.said.place):
        return call.say("setup.posts.here")
    return call.say("setup.posts.elsewhere", place=_name(call, own))


def _word_loss(call: Call, lost: PostingPlace) -> Text:
    loss = find_loss(lost.platform, lost.off_reason)
    return plain("⚠️ ") + call.say(f"loss.{loss}", place=_name(call, lost))


def _word_change(call: Call, changed: PlaceChange) -> Text:
    before = changed.before
    if before.is_at(call.said.place):
        return call.say("setup.posts.here" if before.chosen or before.off_reason else "setup.posts.chosen")
    return call.say("setup.posts.moved", place=_name(call, before))


def _name(call: Call, place: PostingPlace) -> Value:
    return name_whereabouts(call.say, place.platform, place.chat_id, place.thread_id)
