"""A place that takes no posts any more, over both platforms: told once, shown, and made good when it works again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.discord_peer_state import Person
from tests.adapters.test_both import ANN, CHIEF, town


@pytest.mark.parametrize(
    ("refusal", "said"),
    [((403, 50013), "I lack a permission"), ((404, 10003), "it was deleted"), ((400, 50083), "it’s closed")],
)
async def test_on_discord_steward_and_owner_hear_once_and_the_post_arrives_later(
    sqlite_url: str, refusal: tuple[int, int], said: str
) -> None:
    async with town(sqlite_url) as both:
        peer, owner = both.discord, Person("Owner", id=1)
        await peer.slash(CHIEF, "join")
        await peer.slash(CHIEF, "setup", {"what": "here"})
        await peer.slash(ANN, "done", {"task": "week1"})
        peer.general.refuses = refusal
        for _ in range(3):
            await both.wait(minutes=11)

        for person in (CHIEF, owner):
            [word] = peer.dm_with(person.id).messages
            assert (said in word.text, f"<#{peer.general.id}>" in word.text) == (True, True)
        for line in ("setup", "schedule"):
            assert f"⚠️ I can’t post in <#{peer.general.id}>" in (await peer.slash(CHIEF, line)).text
        peer.general.refuses = None
        await both.wait(minutes=11)
        assert 1 == [one.title for one in peer.general.messages].count("🎉 Math Essentials done")
        assert "⚠️" not in (await peer.slash(CHIEF, "setup")).text


@pytest.mark.parametrize("trouble", ["closed", "deleted", "muted", "kicked"])
async def test_on_telegram_steward_and_owner_hear_once(sqlite_url: str, trouble: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, ben, owner = peer.user("Ann"), peer.user("Ben", started=True), peer.user("Owner", started=True)
        room = peer.group("Study", forum=True, admins=(owner, ben))
        room.topics |= {7: "open", 8: "open"}
        peer.says(ben, room, "/join", thread=7)
        peer.says(ben, room, "/setup here", thread=7)
        peer.says(ann, room, "/done week1", thread=8)
        await peer.quiet()
        before = len(peer.private(ben).texts)
        posts = len(room.texts)
        if trouble == "closed":
            room.topics[7] = "closed"
        elif trouble == "deleted":
            del room.topics[7]
        room.muted = trouble == "muted"
        if trouble == "kicked":
            peer.moves_bot(owner, room, "member", "kicked")
            await peer.quiet()
        for minutes in (2, 11, 11):
            both.clock.advance(timedelta(minutes=minutes))
            peer.says(ann, ann, "/next")  # so that Telegram counts as well
            await peer.quiet()
            await both.wait()

        [word] = peer.private(ben).texts[before:]
        assert {"closed": "it’s closed", "deleted": "it was deleted", "muted": "not allowed", "kicked": "removed"}[
            trouble
        ] in word
        told = peer.private(owner).texts
        assert told == ([] if trouble == "kicked" else [word])
        assert posts == len(room.texts)


async def test_on_telegram_the_post_arrives_when_the_topic_is_open_again(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ben = peer.user("Ben", started=True)
        room = peer.group("Study", forum=True, admins=(ben,))
        room.topics |= {7: "open", 8: "open"}
        peer.says(ben, room, "/setup here", thread=7)
        peer.says(ben, room, "/done week1", thread=8)
        await peer.quiet()
        room.topics[7] = "closed"
        await both.wait(minutes=2)
        assert 7 not in [one.thread for one in room.messages if one.ours and "Math" in one.text and one.thread == 7]

        peer.says(ben, room, "/setup here", thread=8)
        await peer.quiet()
        await both.wait(seconds=5)
        assert (8, True) == (room.last.thread, "Math Essentials" in room.last.text)


async def test_an_owner_unknown_to_us_is_told_when_discord_is_well_again(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer, owner = both.discord, Person("Owner", id=1)
        await peer.slash(CHIEF, "join")
        await peer.slash(CHIEF, "setup", {"what": "here"})
        await peer.slash(ANN, "done", {"task": "week1"})
        peer.general.refuses = (403, 50013)
        peer.fail(f"POST /channels/{peer.dm_with(owner.id).id}/messages", 503, times=2)
        for _ in range(4):
            await both.wait(minutes=11)

        [word] = peer.dm_with(owner.id).messages
        assert "I lack a permission" in word.text


async def test_on_telegram_a_removal_and_a_lost_topic_after_the_return_are_told(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, ben, owner = peer.user("Ann"), peer.user("Ben", started=True), peer.user("Owner")
        room = peer.group("Study", forum=True, admins=(owner, ben))
        room.topics |= {7: "open", 8: "open"}
        peer.says(ben, room, "/join", thread=7)
        peer.says(ben, room, "/setup here", thread=7)
        peer.says(ann, room, "/done week1", thread=8)
        await peer.quiet()
        heard = len(peer.private(ben).texts)

        async def go_on() -> list[str]:
            nonlocal heard
            for minutes in (2, 11, 11):
                both.clock.advance(timedelta(minutes=minutes))
                peer.says(ann, ann, "/next")  # so that Telegram counts as well
                await peer.quiet()
                await both.wait()
            before, heard = heard, len(peer.private(ben).texts)
            return peer.private(ben).texts[before:]

        del room.topics[7]
        [word] = await go_on()
        assert "it was deleted" in word
        peer.moves_bot(owner, room, "member", "kicked")
        await peer.quiet()
        [word] = await go_on()
        assert "removed" in word
        room.kicked = False
        peer.moves_bot(owner, room, "left", "member")
        await peer.quiet()
        peer.says(ann, room, "/done week2-numpy", thread=8)
        peer.says(ann, room, "/done week2-python", thread=8)
        await peer.quiet()
        both.clock.advance(timedelta(days=1))
        [word] = await go_on()
        assert "it was deleted" in word
        assert "/setup here" in word
        assert [] == await go_on()
