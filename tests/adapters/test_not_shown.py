"""A picked or mentioned person of whom nothing is shown: named, never by a raw id, with a button to invite them."""

from __future__ import annotations

import re

import pytest

from tests.adapters.discord_peer_state import Person
from tests.adapters.test_both import ANN, town

EVE = Person("Eve")
RAW = re.compile(r"(discord|telegram):\d+|\d{9,}")


@pytest.mark.parametrize("command", ["progress", "streak"])
async def test_on_discord_a_picked_person_is_named_and_can_be_invited(sqlite_url: str, command: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.slash(ANN, "done", {"task": "week2-numpy"})
        answer = await peer.slash(ANN, command, {"member": EVE})

        assert ("anything of Eve here. They may not have joined yet" in answer.text, ["Invite Eve"]) == (
            True,
            [*answer.buttons][:1],
        )
        assert RAW.search(answer.text) is None

        invited = await peer.tap(answer, "Invite Eve", ANN)
        assert (f"<@{EVE.id}>" in invited.content + invited.text, "Join" in invited.buttons) == (True, True)
        assert not invited.ephemeral
        joined = await peer.tap(invited, "Join", EVE)
        assert "You’re in!" in joined.text


@pytest.mark.parametrize("way", ["mention", "reply", "username"])
async def test_on_telegram_a_mentioned_person_is_named_and_can_be_invited(sqlite_url: str, way: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, room = peer.user("Ann", started=True), peer.group("Study")
        eve = peer.user("Eve 🎓 Ng", "eve")
        peer.says(ann, room, "/done week2-numpy")
        await peer.quiet()
        if way == "mention":
            peer.says(ann, room, "/progress Eve 🎓 Ng", mentions={"Eve 🎓 Ng": eve})
        elif way == "reply":
            peer.says(ann, room, "/progress", to=peer.says(eve, room, "hello"))
        else:
            peer.says(ann, room, "/progress @eve")
        await peer.quiet()

        name = "@eve" if way == "username" else "Eve 🎓 Ng"
        assert f"I can’t show anything of {name} here" in room.texts[-1].replace("\u2060", "")
        assert RAW.search(room.texts[-1]) is None
        peer.taps(ann, room.last, f"Invite {name}")
        await peer.until(lambda: "Join" in room.last.buttons)
        assert name in room.texts[-1].replace("\u2060", "")


async def test_an_unknown_id_is_never_shown(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, room = peer.user("Ann", started=True), peer.group("Study")
        peer.says(ann, room, "/done week2-numpy")
        peer.says(ann, room, "/streak telegram:5999999999")
        peer.says(ann, room, "/progress <@1300000000016777216>")
        await peer.quiet()

        refusals = peer.private(ann).texts + room.texts[1:]
        assert [True, True] == ["anything of this person here" in text for text in refusals]
        assert RAW.search("".join(refusals)) is None
