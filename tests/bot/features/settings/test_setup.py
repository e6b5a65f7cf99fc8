"""/setup as typed and tapped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from bot.chat.call import Said
from bot.chat.reply import Reply, Tone
from bot.chat.rights import KnownRights
from bot.database.store import Store
from bot.identity import Place, Platform
from bot.tables import places
from tests.bot.room import HERE, PRACTISED, Room, button, labels, lines, words

OTHER = replace(PRACTISED, slug="other", title="The other one")


async def test_only_an_admin_sets_up(room: Room) -> None:
    assert "Only an admin" in words(await room.say("Ann", "/setup"))
    assert "Only an admin" in words(await room.say("Ann", "/setup zone Berlin"))
    assert "I post here" in words(await room.say("Root", "/setup all"))


async def test_setup_shows_all_values_with_buttons_for_the_next_step(room: Room) -> None:
    reply = await room.say("Root", "/setup all")

    for part in ("The climb", "UTC", "Monday", "18:00", "Sunday", "community board: no"):
        assert part in words(reply)
    assert "Language" not in words(reply)  # there is one
    assert 1 + 5 == len(words(reply).splitlines())
    assert "/join" not in words(reply)
    assert "First, tap Join." in words(await room.tap("Root", reply, "Post a how-to"))
    assert {"Time zone", "Week start", "Nudge", "Check-in", "Roadmap"} <= set(labels(reply))
    for label in labels(reply):
        answer = await room.tap("Root", reply, label)
        assert "went wrong" not in words(answer), label


@pytest.mark.parametrize(
    ("unread", "said"),
    [
        ((7,), "left out 1 line of its file that I can’t read as a task: 7"),
        ((3, 9), "left out 2 lines of its file that I can’t read as tasks: 3, 9"),
        (
            tuple(range(1, 13)),
            "left out 12 lines of its file that I can’t read as tasks: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …",
        ),
    ],
)
async def test_lines_of_the_roadmap_that_were_left_out_are_counted_and_named(
    sqlite_store: Store, unread: tuple[int, ...], said: str
) -> None:
    room = Room(sqlite_store, [PRACTISED, replace(OTHER, unread=unread)])
    assert "left out" not in words(await room.say("Root", "/setup all"))
    assert said in words(await room.say("Root", "/setup roadmap other"))


SERVER = Place(Platform.DISCORD, 900, 901)


async def test_a_steward_of_a_discord_server_chooses_the_role_that_a_level_pings(room: Room) -> None:
    asked = await room.say("Root", "/setup role", SERVER)
    chosen = await room.say("Root", "/setup role <@&77>", SERVER)
    assert "ping @role" in words(chosen)
    assert [77] == [span.role for span in chosen.text.spans if span.role]
    assert 77 == await room.store.read(role_at, SERVER)
    summary = await room.say("Root", "/setup all", SERVER)
    assert [77] == [span.role for span in summary.text.spans if span.role and not span.ping]

    await room.tap("Root", asked, "Ping no role", SERVER)
    assert await room.store.read(role_at, SERVER) is None


@pytest.mark.parametrize("value", ["<@&900>", f"<@&{'9' * 19}>", "<@77>", "everyone", "on"])
async def test_everybody_and_what_is_no_role_cannot_be_chosen(room: Room, value: str) -> None:
    reply = await room.say("Root", f"/setup role {value}", SERVER)

    assert Tone.PROBLEM is reply.tone
    assert ["Ping no role", "Back"] == labels(reply)


async def test_elsewhere_than_on_discord_there_are_no_roles(room: Room) -> None:
    assert "Only Discord servers" in words(await room.say("Root", "/setup role <@&77>"))


def role_at(db: Connection, place: Place) -> int | None:
    return db.scalar(select(places.c.role_id).where(places.c.space_id == place.space_id))


async def walk(room: Room, line: str, tap: str) -> Reply:
    asked = await room.say("Root", line)
    return await room.tap("Root", asked, tap)


@pytest.mark.parametrize(
    ("line", "tap", "said"),
    [
        ("/setup week", "Sunday", "starts on Sunday"),
        ("/setup week", "Saturday", "starts on Saturday"),
        ("/setup nudge", "20:00", "nudge at 20:00"),
        ("/setup checkin", "Friday", "Friday at 18:00"),
        ("/setup roadmap", "The other one", "Roadmap: The other one"),
        ("/setup language", "English", "Saved."),
        ("/setup community", "Join", "community board: yes"),
        ("/setup zone India", "", "Kolkata"),
        ("/setup zone Brazil", "Manaus", "Manaus"),
    ],
)
async def test_each_thing_is_set_up_by_a_tap(room: Room, line: str, tap: str, said: str) -> None:
    reply = await walk(room, line, tap) if tap else await room.say("Root", line)

    assert said in words(reply)
    assert "Saved" in words(reply)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("week fri", "starts on Friday"),
        ("nudge 7:30 pm", "nudge at 19:30"),
        ("checkin sat 19:30", "Saturday at 19:30"),
        ("checkin sat", "Saturday at 18:00"),
        ("checkin 20", "Sunday at 20:00"),
        ("roadmap other", "The other one"),
        ("roadmap THE OTHER ONE", "The other one"),
        ("language english", "Saved."),
        ("community off", "community board: no"),
        ("zone Europe/Berlin", "Berlin"),
    ],
)
async def test_each_thing_is_set_up_by_typing(room: Room, line: str, said: str) -> None:
    reply = await room.say("Root", f"/setup {line}")

    assert said in words(reply)
    assert "Saved" in words(reply)


@pytest.mark.parametrize(
    "line",
    [
        "foo",
        "week someday",
        "week t",
        "nudge 25:00",
        "checkin foo",
        "checkin sat foo",
        "checkin foo 18:00",
        "roadmap nope",
        "language klingon",
        "community maybe",
        "week " + "😀" * 900,
    ],
)
async def test_what_cannot_be_set_up_is_answered_here_with_what_can(room: Room, line: str) -> None:
    reply = await room.say("Root", f"/setup {line}")

    assert reply.tone is Tone.PROBLEM
    assert labels(reply)
    assert not reply.private
    assert len(words(reply)) < 1000


async def test_an_unknown_city_of_a_group_asks_for_the_time(room: Room) -> None:
    assert "/setup zone 14:30" in words(await room.say("Root", "/setup zone Atlantisville"))


async def test_the_week_board_follows_a_new_week_start(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    await room.say("Root", "/setup week sunday")

    assert "Since Sun 1 Mar" in words(await room.say("Ann", "/leaderboard"))
    await room.say("Root", "/setup week saturday")
    assert "Since Sat 28 Feb" in words(await room.say("Ann", "/leaderboard"))


async def test_ones_own_private_group_is_ones_own_to_set_up(room: Room) -> None:
    assert "Berlin" in words(await room.privately("Ann", "/setup zone Berlin"))
    room.later(days=1)
    assert "Berlin" in words(await room.privately("Ann", "/settings"))


async def test_a_shared_group_is_not_set_up_in_private(room: Room) -> None:
    await room.say("Root", "/join")

    assert "To set up a group" in words(await room.privately("Root", "/setup zone Berlin"))


@pytest.mark.parametrize("name", ["Root", "Ann"])
async def test_a_private_setup_shows_the_group_that_it_is_about(room: Room, name: str) -> None:
    await room.say("Root", "/setup zone Berlin")
    await room.say(name, "/join")

    shown = words(await room.privately(name, "/setup"))

    assert "Set up: Study" in shown
    assert "Berlin" in shown
    assert "type /setup in the group’s chat" in shown


@pytest.mark.parametrize("line", ["/setup", "/schedule"])
async def test_an_admin_who_has_not_joined_sees_their_group_in_private(room: Room, line: str) -> None:
    await room.say("Root", "/setup zone Berlin")

    shown = words(await room.privately("Root", line))

    assert ": Study room" in shown
    assert "Berlin" in shown
    assert "in the group’s chat" in shown
    assert "To set up a group" in words(await room.privately("Root", "/setup zone Paris"))


@pytest.mark.parametrize("command", ["setup", "schedule"])
async def test_an_admin_of_several_groups_is_asked_which(room: Room, command: str) -> None:
    await room.say("Root", "/setup zone Berlin")
    await room.say("Root", "/setup zone Tokyo", Place("sandbox", 2, 2, title="Second room"))

    asked = await room.privately("Root", f"/{command}")
    assert ["Study room", "Second room"] == labels(asked)
    shown = words(await room.privately("Root", f"/{lines(asked)[1]}"))

    assert "Second room" in shown
    assert "Tokyo" in shown


async def test_an_admin_with_a_group_of_one_can_set_up_both(room: Room) -> None:
    await room.privately("Root", "/join")
    await room.say("Root", "/setup zone Berlin")

    shown = await room.privately("Root", "/setup")

    assert "Set up: Study room" in words(shown)
    assert ["setup there own"] == lines(shown)
    assert "Study room" not in words(await room.privately("Root", "/setup there own"))
    assert "19:00" in words(await room.privately("Root", "/schedule nudge 19:00"))


async def test_a_stranger_sees_no_group_by_its_number(room: Room) -> None:
    await room.say("Root", "/setup zone Berlin")

    assert "Berlin" not in words(await room.privately("Ann", "/setup there 1"))


async def test_a_setup_button_is_for_the_steward_who_asked(room: Room) -> None:
    asked = await room.say("Root", "/setup week")
    sunday = button(asked, "Sunday").line

    assert "for somebody else" in words(await room.tap("Ann", asked, "Sunday", HERE))
    assert "Only an admin" in words(await room.say("Ann", f"/{sunday}"))


async def test_a_role_that_was_picked_needs_no_other_word(room: Room) -> None:
    options = {"role": "<@&77>"}
    said = Said(
        room.account("Root"), SERVER, "discord:1", name="setup", options=options, rights=KnownRights(admin=True)
    )

    await room.dispatcher.answer(said)

    assert 77 == await room.store.read(role_at, SERVER)


@pytest.mark.parametrize("line", ["/setup all", "/setup zone Berlin", "/schedule nudge 19:00", "/quiet 2d"])
async def test_in_private_a_member_is_told_where_their_group_is_set_up(room: Room, line: str) -> None:
    await room.say("Ann", "/join")

    assert "To set up a group" in words(await room.privately("Ann", line))
