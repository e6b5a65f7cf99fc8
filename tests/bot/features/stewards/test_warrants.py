"""The rights of admins and deputies that change, and the group that a steward means."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.call import Said, Scene
from bot.chat.reply import Reply, Tone
from bot.database.store import Store
from bot.features.members.actions.chats import note_gone, note_returned
from bot.identity import GroupId, Place
from bot.tables import groups, memberships
from tests.bot.room import HERE, Room, labels, lines, words

GROUP = GroupId(1)
OTHER = Place("sandbox", 2, 2, title="Second room")

IN_PRIVATE = ("/setup group", "/setup group ~1", "/group ~1 quiet")


@pytest.fixture
async def room(sqlite_store: Store) -> Room:
    """Ann is an admin, Ben her deputy, Cem a member, Dee was a deputy, Eve an admin of another group."""
    room = Room(sqlite_store)
    room.admins = {"Ann"}
    for name in ("Ann", "Ben", "Cem", "Dee"):
        await room.say(name, "/join")
    await room.say("Eve", "/join", OTHER)
    for line in ("/setup deputy Ben", "/setup deputy Dee", "/setup deputy off Dee"):
        assert (await room.say("Ann", line)).tone is Tone.GOOD
    return room


def refused(reply: Reply) -> bool:
    return any(part in words(reply) for part in ("Only an admin", "in its chat", "for somebody else"))


@pytest.mark.parametrize("line", IN_PRIVATE)
async def test_in_private_an_admin_and_a_deputy_see_their_group(room: Room, line: str) -> None:
    for name in ("Ann", "Ben"):
        assert "4 members" in words(await room.privately(name, line)) or "quiet" in line


async def test_in_private_a_deputy_names_none_and_an_admin_does(room: Room) -> None:
    assert refused(await room.privately("Ben", "/setup deputy ~1 Cem"))
    assert "Cem is a co-admin now" in words(await room.privately("Ann", "/setup deputy ~1 Cem"))


async def test_the_number_of_another_group_is_refused_in_a_group(room: Room) -> None:
    await room.say("Eve", "/join", OTHER)
    assert refused(await room.say("Ann", "/group ~2"))
    assert refused(await room.say("Ann", "/setup deputy ~2 Eve"))


async def test_a_button_of_a_deputy_is_refused_after_they_are_revoked(room: Room) -> None:
    asked = await room.say("Ben", "/setup nudge")
    page = await room.say("Ben", "/setup group")
    await room.say("Ann", "/setup deputy off Ben")

    assert refused(await room.tap("Ben", asked, "19:00"))
    assert refused(await room.tap("Ben", page, "Quiet"))
    ben = room.account("Ben")
    assert refused(await room.tap("Ben", page, "Quiet", Place("sandbox", ben.user_id, ben.user_id, private=True)))


async def test_a_deputy_who_is_revoked_between_the_call_and_its_write_changes_nothing(room: Room) -> None:
    room.dispatcher = Slow(room).dispatcher
    before = await room.store.read(zones)

    assert refused(await room.say("Ben", "/setup zone Tokyo"))
    assert before == await room.store.read(zones)


async def test_the_buttons_of_the_page_are_for_its_reader_alone(room: Room) -> None:
    page = await room.say("Ann", "/setup group")

    assert page.private
    assert refused(await room.tap("Ben", page, "Quiet"))


async def test_a_deputy_who_leaves_is_none_any_more(room: Room) -> None:
    await room.say("Ben", "/leave yes")
    assert refused(await room.say("Ben", "/setup group"))
    await room.say("Ben", "/join")
    assert refused(await room.say("Ben", "/setup group"))


async def test_a_deputy_who_left_the_chat_is_none_when_they_are_back(room: Room) -> None:
    ben = room.account("Ben")
    await room.store.write(note_gone, ben, HERE, room.clock.now())
    assert refused(await room.privately("Ben", "/setup group ~1"))
    await room.store.write(note_returned, ben, HERE, room.clock.now())
    assert refused(await room.say("Ben", "/setup zone Tokyo"))


async def test_a_steward_of_several_groups_is_asked_which(room: Room) -> None:
    room.later(hours=1)
    await room.say("Ann", "/join", OTHER)

    asked = await room.privately("Ann", "/setup group")

    assert {"Study room", "Second room"} <= set(labels(asked))
    assert "How Second room is doing" in words(await room.privately("Ann", f"/{lines(asked)[0]}"))


class Slow:
    """Revokes Ben after his scene was read."""

    def __init__(self, room: Room) -> None:
        self.room, self.dispatcher = room, room.dispatcher
        self._read = room.dispatcher._calls.read_scene
        room.dispatcher._calls.read_scene = self.read

    async def read(self, said: Said) -> Scene:
        scene = await self._read(said)
        await self.room.store.write(revoke_all)
        return scene


def revoke_all(db: Connection) -> None:
    db.execute(update(memberships).values(deputy=False))


def zones(db: Connection) -> list[str]:
    return list(db.scalars(select(groups.c.zone).order_by(groups.c.id)))
