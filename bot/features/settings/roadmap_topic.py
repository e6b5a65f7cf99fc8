"""The roadmap of a group, as /setup and its tour ask for it."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.taps import Offer
from bot.features.settings.group_topics import Topic, Values
from bot.library import find_roadmap, label_roadmaps, spell_roadmap


def _offers(call: Call, command: str) -> list[Offer]:
    library = call.library
    return [
        (name, f"{command} roadmap {spell_roadmap(library, slug)}") for slug, name in label_roadmaps(library).items()
    ]


def _read(call: Call, value: str) -> Values | None:
    slug = find_roadmap(call.library, value)
    return {"roadmap": slug} if slug else None


ROADMAP = Topic("roadmap", _offers, _read, 1)
