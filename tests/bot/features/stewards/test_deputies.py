"""Name and revoke deputies, on both engines."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.chat.rights import KnownRights, RightsUnknown
from bot.database.store import Store
from bot.features.members.queries.deputies import read_deputies
from bot.features.members.queries.learners import find_person
from bot.identity import GroupId, LearnerId, Place
from tests.bot.room import Room, lines, show_as, words

GROUP = GroupId(1)


@pytest.fixture
async def room(store: Store) -> Room:
    room = Room(store)
    for name in ("Root", "Ben", "Cem"):
        await room.say(name, "/join")
    return room


async def names(room: Room) -> list[str]:
    return [one.name for one in await room.store.read(read_deputies, GROUP)]


async def test_an_admin_names_a_deputy_and_revokes_them_by_a_tap(room: Room) -> None:
    assert "Ben is a co-admin now" in words(await room.say("Root", "/setup deputy @ben"))
    assert "already" in words(await room.say("Root", "/setup deputy Ben"))
    assert ["Ben"] == await names(room)

    listed = await room.say("Root", "/setup deputy")
    assert "Co-admins: Ben" in words(listed)
    gone = await room.tap("Root", listed, "Remove Ben")

    assert "Ben isn’t a co-admin any more" in words(gone)
    assert [] == await names(room)
    assert "not a co-admin" in words(await room.tap("Root", listed, "Remove Ben"))


async def test_a_stranger_and_a_hidden_member_are_not_named(room: Room) -> None:
    await show_as(room, "hidden", await learner(room, "Ben"))
    for who in ("Ben", "Nobody", "#2"):
        assert "can’t find" in words(await room.say("Root", f"/setup deputy {who}"))
    assert [] == await names(room)


async def test_a_deputy_who_hides_is_revoked_without_their_name(room: Room) -> None:
    await room.say("Root", "/setup deputy Ben")
    await show_as(room, "hidden", await learner(room, "Ben"))

    listed = await room.say("Root", "/setup deputy")
    assert "Ben" not in words(listed)
    await room.tap("Root", listed, "Remove A hidden member")

    assert [] == await names(room)


@pytest.mark.parametrize(("visibility", "shown"), [("hidden", "hidden member"), ("number", "Member 2")])
async def test_a_deputy_is_revoked_as_others_see_them(room: Room, visibility: str, shown: str) -> None:
    await room.say("Root", "/setup deputy Ben")
    await show_as(room, visibility, await learner(room, "Ben"))

    gone = words(await room.say("Root", "/setup deputy off #2"))

    assert shown in gone
    assert not any(known in gone for known in ("Ben", "Member 2") if known != shown)
    assert [] == await names(room)


async def test_a_deputy_shown_by_number_is_listed_so(room: Room) -> None:
    await room.say("Root", "/setup deputy Ben")
    await show_as(room, "number", await learner(room, "Ben"))

    assert "Member 2" in words(await room.say("Root", "/setup deputy"))


@pytest.mark.parametrize("line", ["off Member 9", "off Somebody", "off Cem", "off"])
async def test_off_without_a_deputy_behind_it_leads_to_the_list_and_to_no_time_off(room: Room, line: str) -> None:
    said = await room.say("Root", f"/setup deputy {line}")

    assert any(known in words(said) for known in ("See the list: /setup deputy", "no co-admins yet"))
    assert "pause" not in lines(said)


async def test_a_second_delivery_names_nobody_twice(room: Room) -> None:
    first = await room.say("Root", "/setup deputy Ben")
    assert words(first) == words(await room.again())


async def test_five_deputies_are_the_most(room: Room) -> None:
    for name in ("Dee", "Eva", "Fin", "Gil"):
        await room.say(name, "/join")
    for name in ("Ben", "Cem", "Dee", "Eva", "Fin"):
        await room.say("Root", f"/setup deputy {name}")

    assert "5 co-admins are the most" in words(await room.say("Root", "/setup deputy Gil"))
    assert "deputy ~1" in lines(await room.say("Root", "/setup deputy off Ben"))
    assert "Gil is a co-admin now" in words(await room.say("Root", "/setup deputy Gil"))


def hall(number: int) -> Place:
    return Place("sandbox", number, number, title=f"Hall {number}")


async def test_a_steward_reaches_a_sixth_group_in_private(room: Room) -> None:
    """Groups of which the platform says nothing, or in which they are no admin, hide none."""
    for number in range(11, 16):
        room.later(minutes=1)
        await room.say("Ben", "/join", hall(number))
    room.rights = Administered(chats=(1,), unknown=11)

    assert "How Study room is doing" in words(await room.privately("Ben", "/setup group"))

    room.rights = Administered(unknown=11)
    assert "can’t check right now" in words(await room.privately("Ben", "/setup group"))
    room.rights = Administered(chats=(1, 12))
    several = await room.privately("Ben", "/setup group")
    assert {"group ~1", "group ~3"} == set(lines(several))


async def test_a_deputy_who_left_has_no_page_of_the_group(room: Room) -> None:
    await room.say("Root", "/setup deputy Ben")
    assert "How Study room" in words(await room.privately("Ben", "/setup group"))

    await room.say("Ben", "/leave yes")

    assert "How Study room" not in words(await room.privately("Ben", "/setup group"))
    assert "Only an admin" in words(await room.privately("Ben", "/setup group ~1"))


@dataclass(frozen=True)
class Administered(KnownRights):
    """Rights of an admin of these chats alone. Of one chat the platform says nothing."""

    chats: tuple[int, ...] = ()
    unknown: int = 0

    async def administers(self, chat: Place) -> bool:
        if chat.chat_id == self.unknown:
            raise RightsUnknown
        return chat.chat_id in self.chats


async def learner(room: Room, name: str) -> LearnerId:
    person = await room.store.read(find_person, room.account(name))
    assert person
    return person.learner_id
