"""Who leaves the chat, or is removed from it, leaves board and counts; on return everything is there again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.tables import accounts, memberships, ticks
from tests.adapters.discord_peer_state import Person
from tests.adapters.test_both import ANN, Town, town

LATER = timedelta(minutes=11)


async def present(both: Town) -> dict[str, bool]:
    """Who is a member, by name."""
    statement = (
        select(accounts.c.name, memberships.c.left_at)
        .join(memberships, memberships.c.learner_id == accounts.c.learner_id)
        .order_by(accounts.c.name)
    )
    rows = await both.app.store.read(lambda db: db.execute(statement).all())
    return {row.name: row.left_at is None for row in rows}


async def tick_count(both: Town) -> int:
    return len(await both.app.store.read(lambda db: db.execute(select(ticks.c.id)).all()))


@pytest.mark.parametrize("way", ["told", "service"])
@pytest.mark.parametrize("standing", ["left", "kicked"])
async def test_on_telegram_a_member_leaves_the_group_with_the_chat(sqlite_url: str, way: str, standing: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, ben, room = peer.user("Ann", started=True), peer.user("Ben"), peer.group("Study")
        peer.says(ann, room, "/done week2-numpy")
        peer.says(ben, room, "/done week2-numpy")
        await peer.quiet()
        room.attendance[ann.id] = (standing, {})
        if way == "told":
            peer.moves(ann, room, "member", standing)
        else:
            peer.says(ann, room, "", left_chat_member=ann.shown())
        await peer.quiet()
        assert {"Ann": False, "Ben": True} == await present(both)

        peer.says(ben, room, "/leaderboard all")
        await peer.quiet()
        assert "Ann" not in room.texts[-1]

        del room.attendance[ann.id]
        if way == "told":
            peer.moves(ann, room, standing, "member")
        else:
            peer.says(ann, room, "", new_chat_members=[ann.shown()])
        await peer.quiet()
        assert {"Ann": True, "Ben": True} == await present(both)


@pytest.mark.parametrize(
    ("old", "new", "rights"),
    [
        ("member", "restricted", {}),
        ("member", "administrator", {}),
        ("administrator", "member", {}),
        ("restricted", "member", {}),
    ],
)
async def test_only_left_or_kicked_removes(sqlite_url: str, old: str, new: str, rights: dict[str, bool]) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, room = peer.user("Ann"), peer.group("Study")
        peer.says(ann, room, "/done week2-numpy")
        await peer.quiet()
        peer.moves(ann, room, old, new, **rights)
        await peer.quiet()

        assert {"Ann": True} == await present(both)


async def test_on_telegram_a_tapper_who_is_gone_neither_reads_nor_ticks(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, room = peer.user("Ann", started=True), peer.group("Study")
        peer.says(ann, room, "/next")
        await peer.quiet()
        peer.says(ann, room, "/done week2-numpy")
        await peer.quiet()
        ticked, [answer] = await tick_count(both), [one for one in room.messages if one.ours]
        room.attendance[ann.id] = ("left", {})
        both.clock.advance(LATER)
        label = answer.buttons[0]
        peer.taps(ann, answer, label)
        await peer.quiet()

        assert "not in this chat any more" in peer.toasts[-1].text
        assert (ticked, {"Ann": False}) == (await tick_count(both), await present(both))


async def test_on_telegram_a_muted_tapper_is_answered_in_private(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, room = peer.user("Ann", started=True), peer.group("Study")
        peer.says(ann, room, "/done week2-numpy")
        await peer.quiet()
        said = list(room.texts)
        peer.moves(ann, room, "member", "restricted")
        await peer.quiet()
        peer.taps(ann, room.last, "My progress")
        await peer.quiet()

        assert said == room.texts
        assert peer.private(ann).texts


@pytest.mark.parametrize("known", [True, False])
async def test_in_private_a_member_is_called_in_the_group(sqlite_url: str, known: bool) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, ben, room = peer.user("Ann", started=True), peer.user("Ben"), peer.group("Study")
        peer.says(ben, room, "/done week2-numpy")
        peer.says(ann, room, "/done week2-numpy")
        await peer.quiet()
        room.attendance[ann.id] = ("kicked", {})
        if not known:
            peer.refuses("getChatMember", 400, "Bad Request: CHAT_ADMIN_REQUIRED", times=9)
        both.clock.advance(LATER)
        peer.says(ann, ann, "/leaderboard all")
        await peer.quiet()

        assert {"Ann": not known, "Ben": True} == await present(both)
        assert ("Ben" in "".join(peer.private(ann).texts)) != known


async def test_on_discord_a_member_is_called_where_no_event_tells(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        ben = Person("Ben")
        await peer.slash(ben, "done", {"task": "week2-numpy"})
        await peer.slash(ANN, "done", {"task": "week2-numpy"})
        await peer.part(ANN)
        both.clock.advance(LATER)
        board = await peer.slash(ANN, "leaderboard", {"which": "all"}, channel=peer.dm_with(ANN.id))

        assert ("Ben" not in board.text, {"Ann": False, "Ben": True}) == (True, await present(both))
        await peer.come_back(ANN)
        await peer.slash(ANN, "progress")
        assert {"Ann": True, "Ben": True} == await present(both)


async def test_on_discord_a_member_on_a_timeout_is_answered_in_private(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        answer = await peer.slash(ANN, "done", {"task": "week2-numpy"})
        muted = Person("Ann", muted=True, id=ANN.id)
        shown = await peer.tap(answer, "My progress", muted)

        assert (False, True) == (answer.ephemeral, shown.ephemeral)


async def test_the_digest_looks_for_each_member_once_a_day(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        ben = Person("Ben")
        for person in (ANN, ben):
            await peer.slash(person, "done", {"task": "week2-numpy"})
        await peer.part(ben)
        for _ in range(9 * 6):
            await both.wait(hours=4)

        asked = [call for call in peer.calls if call.startswith("GET /guilds/")]
        assert {"Ann": True, "Ben": False} == await present(both)
        assert (1, 1) == tuple(sum(str(one.id) in call for call in asked) for one in (ANN, ben))
