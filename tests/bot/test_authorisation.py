"""Who may do what for a group: all that the registry lets stewards do, tried by somebody of every kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot import features
from bot.chat.call import say
from bot.chat.heads import Head
from bot.chat.reply import Button, Reply
from bot.database.store import Store
from bot.identity import Place
from bot.texts import SOURCE
from tests.bot.authorising import (
    ELSEWHERE,
    STUDY,
    GuardedRoom,
    changed,
    for_group,
    is_for_anywhere,
    is_for_stewards,
    key_of,
    list_deeds,
    see_all,
    see_first_group,
)
from tests.bot.room import taps, words


@dataclass(frozen=True)
class Row:
    """A line of a steward. `changes`: the table that it changes; empty: it shows something.

    `for_admins`: a deputy may not.
    """

    line: str
    changes: str = ""
    for_admins: bool = False


TABLE = (
    Row("/setup"),
    Row("/setup here"),
    Row("/setup roadmap climb"),
    Row("/setup zone Berlin", "groups"),
    Row("/setup week sunday", "groups"),
    Row("/setup nudge 19:00", "groups"),
    Row("/setup checkin friday 17:00", "groups"),
    Row("/setup language en"),
    Row("/setup community on", "groups"),
    Row("/setup answers private", "groups"),
    Row("/setup role off"),
    Row("/setup goal 12", "week_goals"),
    Row("/setup tour"),
    Row("/setup tour zone Asia/Tokyo", "groups"),
    Row("/setup tour end"),
    Row("/setup connect", "codes", for_admins=True),
    Row("/homecode", "codes", for_admins=True),
    Row("/setup connect cancel", for_admins=True),
    Row("/setup disconnect", for_admins=True),
    Row("/setup disconnect yes", for_admins=True),
    Row("/schedule"),
    Row("/schedule nudge 20:00", "groups"),
    Row("/schedule checkin off", "groups"),
    Row("/schedule review off", "groups"),
    Row("/schedule preview"),
    Row("/howto"),
    Row("/setup group"),
    Row("/setup group new"),
    Row("/setup group quiet"),
    Row("/setup group away"),
    Row("/setup group stuck"),
    Row("/setup group tasks"),
    Row("/setup group posts"),
    Row("/setup group manage"),
    Row("/setup group hello #5", "outbox"),
    Row("/setup group takedown w1", "ticks"),
    Row("/setup group putback w1", "ticks"),
    Row("/setup publishing"),
    Row("/setup publishing off Cem", "memberships"),
    Row("/setup publishing on Cem", "memberships"),
    Row("/setup deputy", for_admins=True),
    Row("/setup deputy Cem", "memberships", for_admins=True),
    Row("/setup deputy off Cem", "memberships", for_admins=True),
    Row("/invite new", "invites"),
    Row("/focus stop 1", "focuses"),
    Row("/quiet 1d", "groups"),
)
REFUSALS = tuple(
    say(SOURCE, f"refused.{key}", command="help", line="/setup").plain.partition("/")[0]
    for key in (
        *("stewards_only", "no_group_of_your_own", "rights_unknown", "not_in_group", "others_button"),
        *("no_such_focus", "not_your_focus"),
    )
)
"""How the answers begin that refuse somebody."""

NUMBERED = tuple(replace(row, line=for_group(row.line, 1)) for row in TABLE if is_for_anywhere(row.line))
"""What is done from a private chat too, for the group with the number 1."""

ASKING = {"connecting", "deputy", "focus", "group", "homecode", "invite", "offices", "publishing"}
"""The modules that ask for the right of a caller themselves. A new one has rows in the table."""
ASKS = re.compile(r"\b(find_warrant|require_admin|act_for|Warrant)\(")


@pytest.fixture
async def room(sqlite_store: Store) -> GuardedRoom:
    room = GuardedRoom(sqlite_store)
    await room.move_in()
    return room


def test_all_that_stewards_can_do_is_in_the_table() -> None:
    assert list_deeds() == {key_of(row.line) for row in TABLE}


def test_no_other_module_asks_for_a_right() -> None:
    found = Path(features.__file__).parent.rglob("*.py")
    assert ASKING == {one.stem for one in found if ASKS.search(one.read_text("utf-8"))}


async def test_an_admin_does_all_and_is_asked_about_anew(room: GuardedRoom) -> None:
    await see_done(room, "Ann", TABLE, anew=True)


async def test_an_anonymous_admin_who_taps_does_all(room: GuardedRoom) -> None:
    await see_done(room, "Zed", TABLE, anew=True)


async def test_a_deputy_does_what_is_not_for_admins_alone(room: GuardedRoom) -> None:
    await see_refused(room, "Ben", [row for row in TABLE if row.for_admins])
    await see_done(room, "Ben", [row for row in TABLE if not row.for_admins])


async def test_an_admin_who_was_demoted_minutes_ago_changes_nothing(room: GuardedRoom) -> None:
    await see_refused(room, "Dan", [row for row in TABLE if row.changes])
    before = await room.store.read(see_all)
    for row in TABLE:
        await room.say("Dan", row.line)
    assert changed(before, await room.store.read(see_all)) == set()


@pytest.mark.parametrize("name", ["Cem", "Dee", "Eve", "Sia", "Stranger"])
async def test_nobody_else_does_or_sees_any(room: GuardedRoom, name: str) -> None:
    await see_refused(room, name, TABLE)


async def test_the_steward_of_another_group_does_nothing_to_this_one(room: GuardedRoom) -> None:
    before = await room.store.read(see_first_group)
    for row in TABLE:
        await room.say("Eve", row.line, ELSEWHERE)
    await see_refused(room, "Eve", NUMBERED, ELSEWHERE)
    assert changed(before, await room.store.read(see_first_group)) == set()


async def test_in_private_an_admin_does_what_is_for_anywhere(room: GuardedRoom) -> None:
    await see_done(room, "Ann", NUMBERED, room.alone("Ann"), anew=True)


async def test_in_private_a_deputy_does_what_is_for_anywhere_and_not_for_admins(room: GuardedRoom) -> None:
    await see_refused(room, "Ben", [row for row in NUMBERED if row.for_admins], room.alone("Ben"))
    await see_done(room, "Ben", [row for row in NUMBERED if not row.for_admins], room.alone("Ben"))


@pytest.mark.parametrize("name", ["Cem", "Dee", "Dan", "Eve", "Sia", "Stranger"])
async def test_in_private_nobody_else_does_any(room: GuardedRoom, name: str) -> None:
    before = await room.store.read(see_first_group)
    await see_refused(room, name, NUMBERED, room.alone(name))
    for row in TABLE:
        await room.say(name, row.line, room.alone(name))
    assert changed(before, await room.store.read(see_first_group)) == set()


@pytest.mark.parametrize("name", ["Ann", "Ben"])
async def test_in_private_a_steward_changes_nothing_else(room: GuardedRoom, name: str) -> None:
    before = await room.store.read(see_first_group)
    for row in TABLE:
        if not is_for_anywhere(row.line):
            await room.say(name, row.line, room.alone(name))
    assert changed(before, await room.store.read(see_first_group)) == set()


async def test_forged_buttons_do_nothing(room: GuardedRoom) -> None:
    """The buttons that an admin sees: tapped as they are, and with a head that a member wrote."""
    found = await buttons_of(room, "Ann")
    keys = {key_of(one.line) for one in found.values()}
    assert keys > {("setup", "zone"), ("schedule", "checkin"), ("group", "takedown"), ("deputy", "off")}
    assert keys <= list_deeds()

    before = await room.store.read(see_all)
    for one in found.values():
        for carried in (one.carried, f"{Head(room.account('Cem').user_id)}{one.line}", f"* {one.line}", one.line):
            assert is_refusal(await room.press("Cem", carried)), carried
    assert changed(before, await room.store.read(see_all)) == set()


async def buttons_of(room: GuardedRoom, name: str) -> dict[str, Button]:
    """Collect the buttons that type a steward's line in what somebody is answered. Line -> button."""
    found: dict[str, Button] = {}
    for line, place in [*((row.line, STUDY) for row in TABLE), *((row.line, room.alone(name)) for row in NUMBERED)]:
        found |= {one.line: one for one in taps(await room.say(name, line, place)) if is_for_stewards(one.line)}
    return found


async def see_done(
    room: GuardedRoom, name: str, rows: Iterable[Row], place: Place = STUDY, *, anew: bool = False
) -> None:
    """See that somebody does all of it. `anew`: the platform is asked anew before anything is changed."""
    for row in rows:
        before = await room.store.read(see_all)
        reply = await room.say(name, row.line, place)
        found = changed(before, await room.store.read(see_all))
        assert not is_refusal(reply), row
        assert not row.changes or row.changes in found, row
        assert not (anew and found) or room.asked.asked_anew, row


async def see_refused(room: GuardedRoom, name: str, rows: Iterable[Row], place: Place = STUDY) -> None:
    """See that somebody is refused all of it, with a sentence, and that nothing is changed."""
    before = await room.store.read(see_all)
    for row in rows:
        reply = await room.say(name, row.line, place)
        assert is_refusal(reply), (row, words(reply))
    assert changed(before, await room.store.read(see_all)) == set()


def is_refusal(reply: Reply) -> bool:
    return words(reply).startswith(REFUSALS)
