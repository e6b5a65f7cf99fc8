"""Where posts go, over both platforms: the rights are asked of the platform before a place is promised."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.tables import places
from tests.adapters.discord_peer_state import IN_THREADS, Channel
from tests.adapters.test_both import ANN, CHIEF, Town, town

EMBED, ATTACH, SEND = 1 << 14, 1 << 15, 1 << 11


async def spots(both: Town) -> list[tuple[int, int | None]]:
    rows = await both.app.store.read(lambda db: db.execute(select(places.c.chat_id, places.c.thread_id)).all())
    return [(row.chat_id, row.thread_id) for row in rows]


async def test_on_discord_posts_move_by_a_wish_alone(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        study = peer.home.channel("study")
        await peer.slash(CHIEF, "setup", {"what": "here"})
        await peer.slash(ANN, "done", {"task": "week2-numpy"}, channel=study)
        looked = await peer.slash(CHIEF, "setup", channel=study)

        assert f"I post in <#{peer.general.id}>." in looked.text
        assert [(peer.general.id, None)] == await spots(both)

        moved = await peer.tap(looked, "Post here instead", CHIEF)
        assert f"no longer in <#{peer.general.id}>" in moved.text
        assert [(study.id, None)] == await spots(both)


@pytest.mark.parametrize(
    ("denied", "in_thread", "named"),
    [
        (EMBED | ATTACH, False, "Embed Links, Attach Files"),
        (SEND, False, "Send Messages"),
        (IN_THREADS, True, "Send Messages in Threads"),
        (SEND, True, ""),
    ],
)
async def test_on_discord_the_lacking_rights_are_named(
    sqlite_url: str, denied: int, in_thread: bool, named: str
) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        where: Channel = peer.home.channel("study")
        where.denied = denied
        where = peer.thread(where) if in_thread else where
        await peer.slash(CHIEF, "setup", {"what": "here"})
        answer = await peer.slash(CHIEF, "setup", {"what": "here"}, channel=where)

        assert (f"*{named}*" if named else "I’ll post here from now on") in answer.text.replace("_", "*")
        assert [(peer.general.id if named else where.id, None)] == await spots(both)


async def test_on_discord_posts_go_to_the_channel_that_is_picked(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        study = await peer.make_channel(peer.home, "study")
        await peer.slash(CHIEF, "setup", {"what": "here"})
        moved = await peer.slash(CHIEF, "setup", {"channel": study})

        assert f"I’ll post in <#{study.id}> from now on, and no longer in <#{peer.general.id}>." == moved.text
        assert [(study.id, None)] == await spots(both)
        assert f"I post in <#{study.id}>." == (await peer.slash(CHIEF, "setup", {"channel": study})).text
        assert "I’ll post here from now on" in (await peer.slash(CHIEF, "setup", {"channel": peer.general})).text


async def test_on_discord_a_picked_channel_is_tried_again_and_no_other(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        closed = await peer.make_channel(peer.home, "closed", denied=SEND)
        gone = Channel("gone", peer.home)
        await peer.slash(CHIEF, "setup", {"what": "here"})
        answer = await peer.slash(CHIEF, "setup", {"channel": closed})
        again = await peer.tap(answer, "Try again", CHIEF)
        assert f"I can’t post in <#{closed.id}> yet" in answer.text
        assert ("Send Messages" in answer.text, answer.text) == (True, again.text)

        unknown = await peer.slash(CHIEF, "setup", {"channel": gone})
        assert "I changed nothing" in unknown.text
        assert [(peer.general.id, None)] == await spots(both)


async def test_a_role_is_promised_only_if_it_can_be_pinged(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        quiet = await peer.make_role(peer.home, "Quiet")
        loud = await peer.make_role(peer.home, "Loud", mentionable=True)
        refused = await peer.slash(CHIEF, "setup", {"what": "role", "value": quiet})
        chosen = await peer.slash(CHIEF, "setup", {"what": "role", "value": loud})

        assert (f"I can’t ping {quiet}" in refused.text, "Mention Everyone" in refused.text) == (True, True)
        assert f"I’ll ping {loud}" in chosen.text


@pytest.mark.parametrize("trouble", ["closed", "muted", "silent", "unsaid"])
async def test_on_telegram_a_place_that_takes_no_posts_is_not_promised(sqlite_url: str, trouble: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann = peer.user("Ann", started=True)
        room = peer.group("Study", forum=True, admins=(ann,))
        room.topics[7] = "open"
        peer.says(ann, room, "/setup here")
        await peer.until(lambda: "I’ll post here" in "".join(room.texts))
        room.topics[7] = "closed" if trouble == "closed" else "open"
        room.muted, room.silent = trouble == "muted", trouble == "silent"
        if trouble == "unsaid":
            peer.refuses("getChatMember", 400, "Bad Request: CHAT_ADMIN_REQUIRED", times=3)
            peer.refuses("sendChatAction", 500, "Internal Server Error", times=9)
        peer.says(ann, room, "/setup here", thread=7)
        await peer.quiet()

        assert [(room.id, None)] == await spots(both)


async def test_on_telegram_posts_move_to_a_topic_by_a_wish_alone(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann = peer.user("Ann", started=True)
        room = peer.group("Study", forum=True, admins=(ann,))
        room.topics |= {7: "open", 8: "open"}
        peer.says(ann, room, "/setup here", thread=7)
        peer.says(ann, room, "/done week2-numpy", thread=8)
        peer.says(ann, room, "/setup zone Berlin", thread=8)
        await peer.quiet()
        assert ([(room.id, 7)], "I post in a topic" in room.texts[-1]) == (await spots(both), True)

        peer.taps(ann, room.last, "Post here instead")
        await peer.quiet()
        assert "no longer in a topic" in room.texts[-1]
        assert [(room.id, 8)] == await spots(both)
