"""/settings as typed and tapped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.reply import Tone
from bot.features.settings.setup import TOPICS
from tests.bot.room import PRACTISED, Room, labels, lines, words

OTHER = replace(PRACTISED, slug="other", title="The other one")

OF_GROUPS = frozenset(TOPICS) | {"all", "quiet", "deputy", "nothing"}
"""Words behind /setup that are for admins."""


async def test_settings_are_for_ones_own_eyes(room: Room) -> None:
    assert "Join first" in words(await room.say("Ann", "/settings"))
    await room.say("Ann", "/join")

    reply = await room.say("Ann", "/settings")

    assert reply.private
    assert "UTC" in words(reply)
    assert ["Time zone", "Who sees me", "My reminders", "More"] == labels(reply)


async def test_a_newcomer_has_their_zone_at_once_and_their_first_day_counts(room: Room) -> None:
    reply = words(await room.say("Ann", "/settings zone Tokyo"))
    assert "Saved: Tokyo, 03:00 now" in reply
    assert "in the group now" in reply
    room.later(hours=16)  # 19:00 in Tokyo
    assert "1 day" in words(await room.say("Ann", "/log 30m"))
    room.later(days=1)

    assert "2 days" in words(await room.say("Ann", "/log 30m"))


async def test_a_newcomer_who_has_only_placed_themselves_has_their_zone_at_once(room: Room) -> None:
    await room.say("Ann", "/placement")

    assert "From" not in words(await room.say("Ann", "/settings zone Tokyo"))


async def test_a_group_zone_is_a_newcomers_at_once(room: Room) -> None:
    await room.say("Ann", "/join")
    await room.say("Root", "/setup zone Tokyo")

    assert "Time zone: Tokyo" in words(await room.say("Ann", "/settings"))


async def test_a_zone_is_set_by_city_and_comes_with_the_next_day(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    reply = words(await room.say("Ann", "/settings zone kiew"))
    assert "Saved: Kyiv. Your streak is safe." in reply
    assert "From Tue 3 Mar, 06:00: Kyiv" in reply
    assert "Time zone: UTC" in words(await room.say("Ann", "/settings"))
    room.later(days=1)

    assert "Time zone: Kyiv, 20:00 now" in words(await room.say("Ann", "/settings"))


async def test_a_second_leap_over_a_date_in_one_day_is_refused(room: Room) -> None:
    await room.say("Ann", "/settings zone Kiritimati")
    await room.say("Ann", "/log 30m")
    room.later(days=2, hours=9)
    await room.say("Ann", "/settings zone Pago Pago")
    room.later(hours=11, minutes=30)

    reply = words(await room.say("Ann", "/settings zone Kiritimati"))

    assert "once a day" in reply
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

    assert "your local time" in words(reply) or "Saved" in words(reply)
    assert len(labels(reply)) <= 5
    assert len(words(reply)) < 1000


async def test_the_day_end_is_chosen_by_button_or_typed(room: Room) -> None:
    asked = await room.say("Ann", "/settings day")
    assert "00:00" == labels(asked)[0]
    assert ["06:00", "Back"] == labels(asked)[-2:]

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

    off = await room.tap("Ann", await room.say("Ann", "/settings all"), "Pings off")

    assert "never ping" in words(off)
    assert "may ping" in words(await room.say("Ann", "/settings pings on"))
    assert ["Pings on", "Pings off", "Back"] == labels(await room.say("Ann", "/settings pings"))


async def test_it_is_said_from_when_rest_days_count(room: Room) -> None:
    assert "count from today" in words(await room.say("Ann", "/settings rest sun"))
    room.later(days=1)
    assert "counts from tomorrow" in words(await room.say("Ann", "/settings rest sat"))


async def test_rest_days_are_switched_one_by_one(room: Room) -> None:
    asked = await room.say("Ann", "/settings rest")
    saved = await room.tap("Ann", asked, "Saturday")
    assert "Rest days: Saturday" in words(saved)

    assert "✅ Saturday" in labels(saved)
    assert "Saturday, Sunday" in words(await room.tap("Ann", saved, "Sunday"))
    asked = await room.say("Ann", "/settings rest")
    assert "Rest days: Sunday" in words(await room.tap("Ann", asked, "✅ Saturday"))
    asked = await room.say("Ann", "/settings rest")
    back = words(await room.tap("Ann", asked, "✅ Sunday"))
    assert "No rest days" in back and "count from today" not in back


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("foo", "I can’t set “"),
        ("rest blursday", "I can’t set that to"),
        ("rest mon tue wed thu fri sat sun", "leave no day to study"),
        ("pings maybe", "I can’t set that to"),
        ("visibility ghost", "I can’t set that to"),
        ("x" * 4000, "I can’t set “"),
        ("visibility " + "<b>" * 1000, "I can’t set that to"),
    ],
)
async def test_what_is_no_setting_is_refused_with_what_is(room: Room, line: str, said: str) -> None:
    reply = await room.say("Ann", f"/settings {line}")

    assert said in words(reply)
    assert reply.tone is Tone.PROBLEM
    assert len(words(reply)) < 1000


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("rest weekends", "Saturday, Sunday"),
        ("rest weekend", "Saturday, Sunday"),
        ("rest sat-sun", "Saturday, Sunday"),
        ("rest mon-fri", "Monday, Tuesday, Wednesday, Thursday, Friday"),
        ("rest on Sundays", "Sunday"),
        ("rest weds & thurs", "Wednesday, Thursday"),
        ("day midnight", "00:00"),
        ("day 24:00", "00:00"),
        ("day at 05:00", "05:00"),
        ("day 5 am", "05:00"),
        ("day half past five", "05:30"),
    ],
)
async def test_days_and_hours_of_a_learner_are_understood(room: Room, typed: str, said: str) -> None:
    assert said in words(await room.say("Ann", f"/settings {typed}"))


@pytest.mark.parametrize("typed", ["off", "none", "no"])
async def test_rest_days_are_taken_back_by_a_word(room: Room, typed: str) -> None:
    before = words(await room.say("Ann", "/settings"))
    await room.say("Ann", "/settings rest weekends")

    assert "Saturday" not in words(await room.say("Ann", f"/settings rest {typed}"))
    assert "Saturday" not in before


async def test_more_is_one_thing_typed_and_tapped(room: Room) -> None:
    await room.say("Ann", "/join")

    tapped = await room.tap("Ann", await room.say("Ann", "/settings"), "More")
    typed = await room.say("Ann", "/settings more")

    assert (words(tapped), labels(tapped)) == (words(typed), labels(typed))


@pytest.mark.parametrize("line", ["/pause 1w", "/snooze 3d"])
async def test_a_pause_or_mute_ends_in_the_settings(room: Room, line: str) -> None:
    await room.say("Ann", line)

    await room.say("Ann", "/settings resume")

    assert "You’re not on a pause." in words(await room.say("Ann", "/resume"))


@pytest.mark.parametrize("topic", ["connect", "Disconnect", "roadmap", "week", "community", "answers", "here"])
async def test_a_setting_of_the_group_says_where_it_is(room: Room, topic: str) -> None:
    await room.say("Ann", "/join")

    said = await room.say("Ann", f"/settings {topic}")

    assert f"/setup {topic.lower()}." in words(said)
    assert [f"setup {topic.lower()}", "settings"] == lines(said)


@pytest.mark.parametrize("topic", ["roadmap", "week", "community", "answers", "here", "tour"])
@pytest.mark.parametrize("joined", [False, True])
async def test_who_studies_alone_reads_of_no_admin_and_no_group(room: Room, topic: str, joined: bool) -> None:
    if joined:
        await room.privately("Ann", "/join")

    said = await room.privately("Ann", f"/settings {topic}")

    assert words(said) == f"You change that with /setup {topic}."
    assert [f"setup {topic}", "settings"] == lines(said)


@pytest.mark.parametrize("topic", ["role", "connect", "disconnect"])
async def test_what_needs_a_chat_of_a_group_is_never_changed_alone(room: Room, topic: str) -> None:
    await room.privately("Ann", "/join")

    assert "in the group’s chat" in words(await room.privately("Ann", f"/settings {topic}"))


@pytest.mark.parametrize(
    ("typed", "topic"),
    [(one, one) for one in ("link", "unlink", "privacy", "export", "forget", "pings", "day", "visibility")]
    + [("hide", "visibility"), ("delete", "forget"), ("download", "export"), ("Link telegram", "link")],
)
async def test_a_setting_of_a_member_says_where_it_is(room: Room, typed: str, topic: str) -> None:
    await room.say("Ann", "/join")

    for said in (
        await room.say("Root", f"/setup {typed}"),
        await room.say("Ann", f"/setup {typed}"),
        await room.privately("Zoe", f"/setup {typed}"),
    ):
        assert f"your own setting, not the group’s. To see it, type /settings {topic}." in words(said)
        assert [f"settings {topic}"] == lines(said)


@pytest.mark.parametrize("topic", sorted(OF_GROUPS))
async def test_a_setting_of_the_group_is_no_members_to_change(room: Room, topic: str) -> None:
    await room.say("Ann", "/join")

    assert "Only an admin" in words(await room.say("Ann", f"/setup {topic}"))
