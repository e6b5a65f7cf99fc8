"""The part of the steward's page with what members published: take it down, or put it back."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.limits import shorten
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import local_day
from bot.chat.words.pages import Page, split_page
from bot.features.stewards.actions.moderation import LINE, Moderated, list_published, restore_text, take_down
from bot.features.stewards.actions.overview import GroupOverview
from bot.features.stewards.naming import name_member
from bot.features.stewards.offices import PAGE, group_of_call, line_for, offer_page
from bot.features.stewards.queries.moderation import PublishedText, TextKind

MANAGE = "manage"
DOWN = "takedown"
BACK = "putback"
LENGTH = 60
AT_ONCE = 4


async def show_manage(call: Call, _: GroupOverview, rest: str) -> Reply:
    """List what members published, four at a time, each with its button."""
    found = await call.read(list_published, group_of_call(call), call.now)
    page = Page(found, split_page(rest)[1], line_for(call, PAGE, MANAGE), size=AT_ONCE)
    lines = [_describe(call, number, text) for number, text in enumerate(page.shown, 1)]
    taps = [_offer(call, number, text) for number, text in enumerate(page.shown, 1)]
    stop = (call.label("publishing.button"), line_for(call, LINE))
    return Reply(
        join_texts(lines or [call.say("moderation.nothing")]),
        title=call.say("stewards.button.manage"),
        buttons=lay_out((make_taps(taps), 2), (page.taps(call), 2), (make_taps([stop, offer_page(call)]), 2)),
        update=call.said.tapped,
    )


async def take_text_down(call: Call, _: GroupOverview, rest: str) -> Reply:
    """Take a text down, and offer to put it back."""
    done = await call.write(take_down, group_of_call(call), rest.strip(), call.now)
    return _answer(call, done, "moderation.down", Button(call.label("moderation.undo"), _line(call, BACK, done.key)))


async def put_text_back(call: Call, _: GroupOverview, rest: str) -> Reply:
    """Put a text back, and offer to take it down."""
    done = await call.write(restore_text, group_of_call(call), rest.strip(), call.now)
    return _answer(call, done, "moderation.back", Button(call.label("moderation.redo"), _line(call, DOWN, done.key)))


def _answer(call: Call, done: Moderated, key: str, other: Button) -> Reply:
    back = Button(call.label("stewards.button.page"), line_for(call, PAGE, MANAGE))
    said = call.say(key if done.changed else f"{key}_already")
    return Reply(said, buttons=((other, back),), tone=Tone.GOOD, update=call.said.tapped)


def _line(call: Call, deed: str, key: str) -> str:
    return line_for(call, PAGE, f"{deed} {key}")


def _describe(call: Call, number: int, text: PublishedText) -> Text:
    name = name_member(call, text.name, text.number)
    words = shorten(" ".join(text.words.split()), LENGTH) or _word(call, text)
    key = "moderation.text_down" if text.down else "moderation.text"
    return call.say(key, number=number, who=name, words=words)


def _word(call: Call, text: PublishedText) -> str:
    """Word thanks, or a report without words."""
    day = local_day(text.at, call.scene.zone, call.scene.language)
    return call.label("moderation.thanks" if text.kind is TextKind.THANKS else "moderation.wordless", day=day)


def _offer(call: Call, number: int, text: PublishedText) -> Offer:
    if text.down:
        return call.label("moderation.button.back", number=number), _line(call, BACK, text.key)
    return call.label("moderation.button.down", number=number), _line(call, DOWN, text.key)
