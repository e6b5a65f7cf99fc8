"""Choices in words and buttons."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button
from bot.chat.taps import make_taps
from roadmap.lookup.spelling import spell_with_mark
from roadmap.model import Choice, Option


def describe_choice(call: Call, choice: Choice, chosen: str = "") -> Text:
    """A choice with its options, the chosen one marked."""
    head = call.say("choose.choice" if chosen else "choose.open", choice=choice.title)
    return join_texts([head, *(_describe_option(call, option, option.slug == chosen) for option in choice.options)])


def _describe_option(call: Call, option: Option, chosen: bool) -> Text:
    line = call.say("choose.taken" if chosen else "choose.option", title=option.title)
    return line + (call.say("choose.hint", hint=option.hint) if option.hint else Text())


def option_taps(choice: Choice) -> tuple[Button, ...]:
    """A button for each option.

    An option whose slugs are too long for a button is typed by its number, with a mark of its words.
    """
    return tuple(_tap(choice, option, at) for at, option in enumerate(choice.options, 1))


def _tap(choice: Choice, option: Option, at: int) -> Button:
    ways = (option.slug, spell_with_mark(str(at), choice.title, option.title))
    by_slug, by_number = make_taps((option.title, f"choose {choice.slug} {way}") for way in ways)
    return by_slug if by_slug.fits else by_number


def option_title(choice: Choice, slug: str) -> str:
    """Return an option's title, or its slug if the roadmap has no such option any more."""
    return next((option.title for option in choice.options if option.slug == slug), slug)
