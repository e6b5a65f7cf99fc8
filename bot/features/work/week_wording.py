"""Word the links of a week for the digest: a few lines, and the rest behind a button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.files import is_message_link
from bot.chat.markup import Linked, Text, fill, join_texts
from bot.chat.reply import Button
from bot.chat.words.links import LINK
from bot.features.work.week import WeekLink
from bot.posting.wording import Worded
from roadmap.lookup.parts import title_of
from roadmap.model import Roadmap

FIRST_LINKS = 3
"""The links that a digest shows."""


def word_week_links(worded: Worded, links: Sequence[WeekLink], roadmap: Roadmap) -> Text:
    """Word the newest links of a week, a line each. Empty without any."""
    return join_texts(_line(worded, one, roadmap) for one in links[:FIRST_LINKS])


def offer_week_links(worded: Worded, links: Sequence[WeekLink], week: date) -> tuple[Button, ...]:
    """Offer all links of a week, if there are more than are shown."""
    if len(links) <= FIRST_LINKS:
        return ()
    return (Button(worded.label("work.all_button", n=len(links)), f"work week {week}"),)


def _line(worded: Worded, link: WeekLink, roadmap: Roadmap) -> Text:
    named = link.name or worded.say("digest.member", number=link.number)
    return worded.say("work.week_line", who=named, title=title_of(roadmap, link.task), link=_address(worded, link))


def _address(worded: Worded, link: WeekLink) -> Text:
    found = LINK.search(link.words)
    address = found[0] if found else link.file if is_message_link(link.file) else ""
    return fill("{link}", {"link": Linked(address, address)}) if address else worded.say("work.file")
