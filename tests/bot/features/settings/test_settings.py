"""/settings and /setup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from bot.chat.reply import Reply, Tone
from bot.chat.words.clocks import read_hour, read_weekday, read_weekdays, weekdays
from bot.database.store import Store
from bot.identity import DISCORD, Place
from bot.tables import places
from tests.bot.room import HERE, PRACTISED, Room, labels, words

OTHER = replace(PRACTISED, slug="other", title="The other one")


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store, [PRACTISED, OTHER])


async def test_settings_are_for_ones_own_eyes(room: Room) -> None:
    assert "join first" in words(await room.say("Ann", "/settings"))
    await room.say("Ann", "/join")

    reply = await room.say("Ann", "/settings")

    assert reply.private
    assert "UTC" in words(reply)
    assert labels(reply) == ["Time zone", "Day end", "Who sees me", "Pings off", "Rest days"]


async def test_a_zone_is_set_by_city_and_comes_with_the_next_day(room: Room) -> None:
    reply = await room.say("Ann", "/settings zone kiew")
    assert "Saved: Kyiv" in words(reply)
    assert "Time zone: UTC" in words(reply)
    assert "joined" in words(reply)
    room.later(days=1)

    assert "Time zone: Kyiv, where it is 20:00" in words(await room.say("Ann", "/settings"))


async def test_a_second_leap_over_a_date_in_one_day_is_not_taken_and_said_so(room: Room) -> None:
    await room.say("Ann", "/settings zone Kiritimati")
    room.later(days=2, hours=9)
    await room.say("Ann", "/settings zone Pago Pago")
    room.later(hours=11, minutes=30)

    reply = words(await room.say("Ann", "/settings zone Kiritimati"))

    assert "so your clock stays as it is" in reply
    assert "Saved" not in reply


async def test_a_zone_is_asked_for_by_what_time_it_is(room: Room) -> None:
    asked = await room.say("Ann", "/settings zone 20:00")

    assert any(label.startswith("Kyiv (20:00)") for label in labels(asked))
    assert "Saved: Kyiv" in words(await room.tap("Ann", asked, "Kyiv"))


async def test_a_bare_zone_asks_for_a_city_or_the_time(room: Room) -> None:
    assert "/settings zone 14:30" in words(await room.say("Ann", "/settings zone"))


@pytest.mark.parametrize("typed", ["Atlantisville", "😀", "@everyone", "<b>", "x" * 4000, "25:61", "\u202enilreB"])
async def test_an_unknown_city_gives_the_nearest_and_asks_for_the_time(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"/settings zone {typed}")

    assert "what time it is for you" in words(reply) or "Saved" in words(reply)
    assert len(labels(reply)) <= 5
    assert len(words(reply)) < 1000


async def test_the_day_end_is_chosen_by_button_or_typed(room: Room) -> None:
    asked = await room.say("Ann", "/settings day")
    assert labels(asked)[0] == "00:00"
    assert labels(asked)[-1] == "06:00"

    changed = await room.tap("Ann", asked, "02:00")

    assert "02:00" in words(changed)
    assert changed.update
    assert "00:00" in words(await room.say("Ann", "/settings day midnight"))


@pytest.mark.parametrize("typed", ["7", "soon", "-1", "06:01"])
async def test_a_day_end_that_cannot_be_is_refused_with_the_range(room: Room, typed: str) -> None:
    assert "between 00:00 and 06:00" in words(await room.say("Ann", f"/settings day {typed}"))


async def test_visibility_is_chosen_by_button(room: Room) -> None:
    asked = await room.say("Ann", "/settings visibility")

    assert "hidden" in words(await room.tap("Ann", asked, "Nobody"))
    assert "number" in words(await room.tap("Ann", asked, "Only as a number"))
    assert "name" in words(await room.tap("Ann", asked, "My groups"))


async def test_pings_are_switched_by_one_tap(room: Room) -> None:
    await room.say("Ann", "/join")

    off = await room.tap("Ann", await room.say("Ann", "/settings"), "Pings off")

    assert "never ping" in words(off)
    assert "may ping" in words(await room.tap("Ann", off, "Pings on"))
    assert labels(await room.say("Ann", "/settings pings")) == ["Pings on", "Pings off"]


async def test_it_is_said_from_when_rest_days_count(room: Room) -> None:
    assert "count from today" in words(await room.say("Ann", "/settings rest sun"))
    room.later(days=1)
    assert "counts from tomorrow" in words(await room.say("Ann", "/settings rest sat"))


async def test_rest_days_are_switched_one_by_one(room: Room) -> None:
    asked = await room.say("Ann", "/settings rest")
    saved = await room.tap("Ann", asked, "Saturday")
    assert "Rest days: Saturday" in words(saved)

    asked = await room.tap("Ann", saved, "Rest days")
    assert "✅ Saturday" in labels(asked)
    assert "Saturday, Sunday" in words(await room.tap("Ann", asked, "Sunday"))
    asked = await room.say("Ann", "/settings rest")
    assert "Rest days: Sunday" in words(await room.tap("Ann", asked, "✅ Saturday"))
    asked = await room.say("Ann", "/settings rest")
    assert "No rest days" in words(await room.tap("Ann", asked, "✅ Sunday"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("foo", "no setting called"),
        ("rest blursday", "not something I can set"),
        ("rest mon tue wed thu fri sat sun", "leave no day to study"),
        ("pings maybe", "not something I can set"),
        ("visibility ghost", "not something I can set"),
        ("x" * 4000, "no setting called"),
        ("visibility " + "<b>" * 1000, "not something I can set"),
    ],
)
async def test_what_is_no_setting_is_refused_with_what_is(room: Room, line: str, said: str) -> None:
    reply = await room.say("Ann", f"/settings {line}")

    assert said in words(reply)
    assert reply.tone is Tone.PROBLEM
    assert len(words(reply)) < 1000


async def test_only_an_admin_sets_up(room: Room) -> None:
    assert "Only an admin" in words(await room.say("Ann", "/setup"))
    assert "Only an admin" in words(await room.say("Ann", "/setup zone Berlin"))
    assert "I post here" in words(await room.say("Root", "/setup"))


async def test_setup_shows_all_values_with_buttons_for_the_next_step(room: Room) -> None:
    reply = await room.say("Root", "/setup")

    for part in ("The climb", "UTC", "Monday", "18:00", "Sunday", "English", "community board: no", "/join"):
        assert part in words(reply)
    assert {"Time zone", "Week start", "Nudge", "Check-in", "Roadmap"} <= set(labels(reply))
    for label in labels(reply):
        answer = await room.tap("Root", reply, label)
        assert "went wrong" not in words(answer), label


SERVER = Place(DISCORD, 900, 901)


async def test_a_steward_of_a_discord_server_chooses_the_role_that_a_level_pings(room: Room) -> None:
    asked = await room.say("Root", "/setup role", SERVER)
    chosen = await room.say("Root", "/setup role <@&77>", SERVER)
    assert "ping @role" in words(chosen)
    assert [77] == [span.role for span in chosen.text.spans if span.role]
    assert 77 == await room.store.read(role_at, SERVER)
    summary = await room.say("Root", "/setup", SERVER)
    assert [77] == [span.role for span in summary.text.spans if span.role and not span.ping]

    await room.tap("Root", asked, "Ping no role", SERVER)
    assert await room.store.read(role_at, SERVER) is None


@pytest.mark.parametrize("value", ["<@&900>", f"<@&{'9' * 19}>", "<@77>", "everyone", "on"])
async def test_everybody_and_what_is_no_role_cannot_be_chosen(room: Room, value: str) -> None:
    reply = await room.say("Root", f"/setup role {value}", SERVER)

    assert Tone.PROBLEM is reply.tone
    assert ["Ping no role"] == labels(reply)


async def test_elsewhere_than_on_discord_there_are_no_roles(room: Room) -> None:
    assert "Discord server only" in words(await room.say("Root", "/setup role <@&77>"))


def role_at(db: Connection, place: Place) -> int | None:
    return db.scalar(select(places.c.role_id).where(places.c.space_id == place.space_id))


async def walk(room: Room, line: str, tap: str) -> Reply:
    asked = await room.say("Root", line)
    return await room.tap("Root", asked, tap)


@pytest.mark.parametrize(
    ("line", "tap", "said"),
    [
        ("/setup week", "Sunday", "begins on Sunday"),
        ("/setup week", "Saturday", "begins on Saturday"),
        ("/setup nudge", "20:00", "nudge at 20:00"),
        ("/setup checkin", "Friday", "Friday at 18:00"),
        ("/setup roadmap", "The other one", "Roadmap: The other one"),
        ("/setup language", "English", "Language: English"),
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
        ("week fri", "begins on Friday"),
        ("nudge 7:30 pm", "nudge at 19:30"),
        ("checkin sat 19:30", "Saturday at 19:30"),
        ("checkin sat", "Saturday at 18:00"),
        ("checkin 20", "Sunday at 20:00"),
        ("roadmap other", "The other one"),
        ("roadmap THE OTHER ONE", "The other one"),
        ("language english", "English"),
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


async def test_an_unknown_city_of_a_group_asks_for_the_time_with_setups_own_line(room: Room) -> None:
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

    assert "where it talks" in words(await room.privately("Root", "/setup zone Berlin"))


async def test_a_setup_button_acts_for_who_taps_it(room: Room) -> None:
    asked = await room.say("Root", "/setup week")

    assert "Only an admin" in words(await room.tap("Ann", asked, "Sunday", HERE))


@pytest.mark.parametrize(
    ("typed", "day"),
    [("mon", 0), ("Monday", 0), ("SUN", 6), ("mo", 0), ("t", None), ("", None), ("xyz", None), ("th", 3)],
)
def test_a_weekday_is_read_when_it_can_be_only_one(typed: str, day: int | None) -> None:
    assert read_weekday(typed, "en") == day


def test_weekdays_are_read_in_the_groups_language_and_in_english() -> None:
    assert read_weekday("Dienstag", "de") == 1
    assert read_weekday("tuesday", "de") == 1
    assert read_weekdays("Sat, Sun and mon", "en") == 0b1100001
    assert read_weekdays("sat x", "en") is None
    assert read_weekdays(" ", "en") is None
    assert weekdays(0b1000001, "en") == "Monday, Sunday"


def test_hours_are_read_with_midnight_as_a_word() -> None:
    assert read_hour("Midnight") == 0
    assert read_hour("18:30") == 1110
    assert read_hour("late") is None
