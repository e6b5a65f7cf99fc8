"""Consent: a learner is asked before their group reads anything, and changes the choice by a tap."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.reply import Reply
from bot.closed_sets import Publishing
from bot.database.store import Store
from bot.features.checkins.queries.consents import stricter
from bot.tables import learners, reports
from tests.adapters.weekly_core import WeeklyCore
from tests.bot.room import Room, button, labels, lines, show_as, words

CHOICES = ["All", "Only my promise", "Private"]


@pytest.fixture
async def weekly(store: Store) -> WeeklyCore:
    """The evening of a check-in in a group of two."""
    core = WeeklyCore(store)
    for name in ("Ann", "Ben"):
        await core.room.say(name, "/join")
    await core.open_checkin()
    return core


@pytest.fixture
def room(weekly: WeeklyCore) -> Room:
    return weekly.room


def kept(db: Connection) -> tuple[str | None, list[str | None]]:
    """Ann's choice, and those of the reports."""
    chosen = db.scalar(select(learners.c.publishing).where(learners.c.id == 1))
    return chosen, list(db.scalars(select(reports.c.publishing).order_by(reports.c.checkin_id)))


def asks(reply: Reply) -> bool:
    return set(CHOICES) <= set(labels(reply))


async def test_a_first_report_is_kept_and_waits_for_the_tap_that_says_who_reads_it(room: Room) -> None:
    reply = await room.say("Ann", "/checkin A book | Rain")

    assert "You’re checked in" in words(reply)
    assert "shown in the weekly summary, with your name" in words(reply)
    assert CHOICES == labels(reply)[:3]
    assert len({one.style for one in [button(reply, label) for label in CHOICES]}) == 1
    assert (None, [None]) == await room.store.read(kept)


@pytest.mark.parametrize(
    ("label", "choice", "said"),
    [("All", "all", "all of it"), ("Only", "promise", "only your promise"), ("Private", "private", "Only you")],
)
async def test_a_tap_is_remembered_and_shown_and_is_asked_for_once(
    weekly: WeeklyCore, label: str, choice: str, said: str
) -> None:
    room = weekly.room
    chosen = await room.tap("Ann", await room.say("Ann", "/checkin A book"), label)

    assert chosen.update
    assert f"Who reads it: {'Only you' if choice == 'private' else f'Your group, {said}'}" in words(chosen)
    assert (choice, [choice]) == await room.store.read(kept)
    await weekly.close_checkin()
    again = await room.say("Ann", "/checkin Another")
    assert not asks(again)
    assert (choice, [choice, choice]) == await room.store.read(kept)


async def test_a_choice_is_changed_by_a_tap_on_the_report(room: Room) -> None:
    report = await room.tap("Ann", await room.say("Ann", "/checkin A book"), "All")
    asked = await room.tap("Ann", report, "Who reads it")
    assert "counts for this check-in and the next" in words(asked)
    assert "You’re checked in" in words(await room.tap("Ann", asked, "Back"))

    changed = await room.tap("Ann", asked, "Private")

    assert "Who reads it: Only you" in words(changed)
    assert ("private", ["private"]) == await room.store.read(kept)


async def test_a_choice_in_settings_counts_for_the_next_report_and_makes_none_looser(weekly: WeeklyCore) -> None:
    room = weekly.room
    await room.tap("Ann", await room.say("Ann", "/checkin A book"), "Private")
    asked = await room.say("Ann", "/settings checkins")
    assert CHOICES == labels(asked)[:3]

    saved = await room.tap("Ann", asked, "All")

    assert "your groups read all of yours" in words(saved)
    assert "already posted" not in words(saved)
    assert "your groups read all of yours" in words(await room.say("Ann", "/settings all"))
    assert ("all", ["private"]) == await room.store.read(kept)
    assert "Who reads it: Only you" in words(await room.say("Ann", "/checkin Two books"))
    await weekly.close_checkin()
    assert "Who reads it: Your group, all of it" in words(await room.say("Ann", "/checkin Another"))


async def test_a_stricter_choice_in_settings_counts_at_once(room: Room) -> None:
    await room.tap("Ann", await room.say("Ann", "/checkin A book"), "All")
    await room.say("Ann", "/settings checkins promise")

    assert "only your promise" in words(await room.say("Ann", "/checkin"))


@pytest.mark.parametrize("typed", ["everyone!", "All of it.", "only my promise", "-"])
async def test_the_choice_in_settings_may_be_typed(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"/settings checkins {typed}")

    assert ("everyone" in typed) == asks(reply)
    assert ("everyone" in typed) == ("I can’t set that to" in words(reply))


async def test_an_earlier_report_stays_unpublished_though_its_learner_has_chosen_since(room: Room) -> None:
    await room.say("Ann", "/checkin A book")
    await room.say("Ann", "/settings checkins all")

    assert ("all", [None]) == await room.store.read(kept)
    assert "Who reads it: Only you" in words(await room.say("Ann", "/checkin"))


async def test_a_report_made_anew_after_the_choice_follows_it(room: Room) -> None:
    await room.say("Ann", "/checkin A book")
    await room.say("Ann", "/settings checkins promise")
    await room.say("Ann", "/checkin Two books")

    assert ("promise", ["promise"]) == await room.store.read(kept)


async def test_a_hidden_learner_is_not_asked_and_reads_why(room: Room) -> None:
    await show_as(room, "hidden")
    reply = await room.say("Ann", "/checkin A book")

    assert not asks(reply)
    assert "Only you, because you’re hidden" in words(reply)
    assert "Who reads it" not in labels(reply)


async def test_a_learner_shown_by_number_is_told_under_which(room: Room) -> None:
    await show_as(room, "number")

    assert "as Member 1" in words(await room.say("Ann", "/checkin A book"))


async def test_a_learner_alone_is_not_asked(core: WeeklyCore) -> None:
    await core.room.privately("Zoe", "/join")
    await core.room.privately("Zoe", "/setup checkin sunday 18:00")
    await core.open_checkin()
    reply = await core.room.privately("Zoe", "/checkin A book")

    assert "You’re checked in" in words(reply)
    assert "Who reads it" not in words(reply)
    assert not asks(reply)


async def test_a_report_that_a_steward_took_down_says_so(room: Room) -> None:
    await room.tap("Ann", await room.say("Ann", "/checkin A book"), "All")
    await room.store.write(lambda db: db.execute(update(reports).values(hidden_at=room.clock.now())).rowcount)

    assert "An admin took it out" in words(await room.say("Ann", "/checkin"))


async def test_an_old_report_is_kept_private_by_its_old_button(weekly: WeeklyCore) -> None:
    room = weekly.room
    old = await room.tap("Ann", await room.say("Ann", "/checkin A book"), "All")
    room.later(days=20)
    line = next(one for one in lines(old) if one.endswith(" readers"))

    assert "You’re checked in" in words(await room.say("Ann", f"{line} private", tapped=True))
    assert ("private", ["private"]) == await room.store.read(kept)


async def test_the_words_of_the_button_are_no_report_and_others_are(room: Room) -> None:
    await room.say("Ann", "/checkin readers of my blog wrote back")

    assert "Finished: readers of my blog wrote back" in words(await room.say("Ann", "/checkin"))


@pytest.mark.parametrize(
    ("choice", "title"),
    [
        (None, "Check-in · only you, until you choose"),
        ("all", "Check-in · your group reads it"),
        ("promise", "Check-in · your group reads your promise"),
        ("private", "Check-in · only you read it"),
    ],
)
async def test_the_form_says_in_its_title_who_reads_it(room: Room, choice: str | None, title: str) -> None:
    if choice:
        await room.say("Ann", f"/settings checkins {choice}")
    await room.say("Ann", "/checkin")
    assert room.said
    form = await room.dispatcher.beforehand.form(replace(room.said, inbound="form"))

    assert form is not None
    assert title == form.title


def test_the_stricter_of_two_choices_is_taken_and_none_is_the_strictest() -> None:
    order = [None, Publishing.PRIVATE, Publishing.PROMISE, Publishing.ALL]

    for first, second in product(order, order):
        assert order[min(order.index(first), order.index(second))] == stricter(first, second)
