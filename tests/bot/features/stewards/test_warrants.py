"""Who may do what for a group: each action of a steward, for each kind of person, in the group and in private."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.call import Said, Scene
from bot.chat.reply import Reply, Tone
from bot.chat.rights import KnownRights
from bot.database.store import Store
from bot.features.commands import make_registry
from bot.features.members.actions.chats import note_gone, note_returned
from bot.features.members.queries.deputies import read_deputies
from bot.identity import GroupId, Place
from bot.tables import groups, memberships
from tests.bot.room import HERE, Room, labels, lines, words

GROUP = GroupId(1)
OTHER = Place("sandbox", 2, 2, title="Second room")

FOR_STEWARDS = (
    "/setup zone Berlin",
    "/setup community on",
    "/schedule nudge 19:00",
    "/quiet 1d",
    "/howto",
    "/setup all",
    "/setup group",
    "/setup group quiet",
    "/setup group manage",
    "/setup group hello #3",
    "/setup group takedown o1",
    "/setup group putback o1",
    "/setup publishing",
    "/setup publishing off Cem",
    "/setup publishing on Cem",
)
FOR_ADMINS = ("/setup deputy Cem", "/setup deputy off Ben", "/setup deputy")
IN_PRIVATE = ("/setup group", "/setup group ~1", "/group ~1 quiet")
CHANGES_IN_PRIVATE = (
    "/setup deputy ~1 Cem",
    "/setup deputy ~1 off Ben",
    "/setup publishing ~1 off Cem",
    "/group ~1 takedown o1",
    "/group ~1 hello #3",
)


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


@pytest.mark.parametrize("line", [*FOR_STEWARDS, *FOR_ADMINS])
async def test_an_admin_may_do_all(room: Room, line: str) -> None:
    assert not refused(await room.say("Ann", line))


@pytest.mark.parametrize("line", FOR_STEWARDS)
async def test_a_deputy_may_do_what_stewards_do(room: Room, line: str) -> None:
    assert not refused(await room.say("Ben", line))


@pytest.mark.parametrize("line", FOR_ADMINS)
async def test_a_deputy_may_not_do_what_admins_alone_do(room: Room, line: str) -> None:
    before = await room.store.read(read_deputies, GROUP)
    assert refused(await room.say("Ben", line))
    assert before == await room.store.read(read_deputies, GROUP)


@pytest.mark.parametrize("name", ["Cem", "Dee", "Eve", "Stranger"])
@pytest.mark.parametrize("line", [*FOR_STEWARDS, *FOR_ADMINS])
async def test_nobody_else_may_do_any(room: Room, name: str, line: str) -> None:
    before = await room.store.read(kept)
    assert refused(await room.say(name, line))
    assert before == await room.store.read(kept)


@pytest.mark.parametrize("line", IN_PRIVATE)
async def test_in_private_an_admin_and_a_deputy_see_their_group(room: Room, line: str) -> None:
    for name in ("Ann", "Ben"):
        assert "4 members" in words(await room.privately(name, line)) or "quiet" in line


@pytest.mark.parametrize("name", ["Cem", "Dee", "Eve", "Stranger"])
@pytest.mark.parametrize("line", [*IN_PRIVATE, *CHANGES_IN_PRIVATE])
async def test_in_private_nobody_else_sees_it(room: Room, name: str, line: str) -> None:
    before = await room.store.read(kept)
    assert refused(await room.privately(name, line))
    assert before == await room.store.read(kept)


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


@dataclass(frozen=True, slots=True)
class Fleeting(KnownRights):
    """An admin who is none any more when the platform is asked anew."""

    async def is_admin(self, *, anew: bool) -> bool:
        return not anew


async def test_a_demoted_admin_changes_nothing(room: Room) -> None:
    room.rights = Fleeting()
    before = await room.store.read(kept)
    for line in ("/setup zone Tokyo", "/setup deputy Cem", "/quiet 1d"):
        assert refused(await room.say("Cem", line))
    assert before == await room.store.read(kept)


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
    assert "How Second room is doing" in words(await room.privately("Ann", lines(asked)[0]))


async def test_every_command_of_stewards_is_in_the_table() -> None:
    registry = make_registry()
    known = [command for word in registry.words() if (command := registry.get(word))]

    assert {one.name for one in known if one.for_stewards} == set(map(unfolded, (*FOR_STEWARDS, *FOR_ADMINS)))


def unfolded(line: str) -> str:
    name, *rest = line.removeprefix("/").split()
    return rest[0] if rest and rest[0] in {"group", "deputy", "publishing"} else name


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


def kept(db: Connection) -> list[tuple[object, ...]]:
    """All that a steward can change, in the first group."""
    settings = (groups.c.zone, groups.c.community, groups.c.nudge_at, groups.c.quiet_until)
    found = [tuple(row) for row in db.execute(select(*settings).where(groups.c.id == GROUP))]
    columns = (memberships.c.learner_id, memberships.c.deputy, memberships.c.barred_at, memberships.c.written_at)
    deputies = select(*columns).order_by(memberships.c.learner_id)
    return [*found, *(tuple(row) for row in db.execute(deputies))]
