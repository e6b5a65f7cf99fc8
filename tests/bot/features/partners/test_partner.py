"""/settings partner as typed and tapped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.features.partners.facts import MATCHING
from bot.features.partners.queries.pairings import (
    add_pairing,
    end_other_pairings,
    forget_pairings,
    read_former_partners,
)
from bot.identity import GroupId, LearnerId, Place
from bot.tables import dues, learners
from tests.bot.room import Room, labels, lines, show_as, words

ANN, BEN, CAT = LearnerId(1), LearnerId(2), LearnerId(3)


async def match(room: Room, *learner_ids: LearnerId) -> None:
    """These members want partners, and are matched."""
    for name in ("Ann", "Ben", "Cat")[: len(learner_ids)]:
        await room.say(name, "/settings partner on")
    await room.store.write(add_pairing, GroupId(1), learner_ids, room.clock.now())


async def test_partners_are_off_until_a_member_wants_some(room: Room) -> None:
    await room.say("Ann", "/join")

    reply = await room.say("Ann", "/settings partner")

    assert reply.private
    assert "Want a study partner?" in words(reply)
    assert ["settings partner on", "settings"] == lines(reply)


async def test_a_tap_asks_for_partners_and_another_stops_them(room: Room) -> None:
    await room.say("Ann", "/join")
    offered = await room.say("Ann", "/settings partner")

    wanted = await room.tap("Ann", offered, "Find me a partner")
    stopped = await room.tap("Ann", wanted, "No more partners")

    assert "No partner right now. I look again on Tue 3 Mar." in words(wanted)
    assert wanted.update
    assert "You have no study partner now" in words(stopped)
    assert "Want a study partner?" in words(await room.say("Ann", "/settings partner"))


async def test_partners_read_of_each_other_and_since_when(room: Room) -> None:
    await match(room, ANN, BEN)

    reply = await room.say("Ann", "/settings partner")

    assert "Your study partner: Ben, since Mon 2 Mar." in words(reply)
    assert "Your study partner: Ann" in words(await room.say("Ben", "/settings partner"))
    assert ["No more partners", "Back"] == labels(reply)


async def test_partners_of_a_three_are_named_as_they_are_shown(room: Room) -> None:
    await match(room, ANN, BEN, CAT)
    await show_as(room, "number", BEN)

    assert "Your study partners: Member 2, Cat," in words(await room.say("Ann", "/settings partner"))


async def test_a_pairing_with_one_left_is_none(room: Room) -> None:
    await match(room, ANN, BEN)
    await room.say("Ben", "/settings partner off")

    assert "No partner right now" in words(await room.say("Ann", "/settings partner"))


async def test_a_partner_who_left_the_group_is_none_though_they_return(room: Room) -> None:
    await match(room, ANN, BEN)
    room.later(hours=1)
    for line in ("/leave yes", "/join", "/settings partner on"):
        await room.say("Ben", line)

    assert "No partner right now" in words(await room.say("Ann", "/settings partner"))


async def test_partners_of_a_pairing_that_a_member_left_are_not_shown(room: Room) -> None:
    await match(room, ANN, BEN, CAT)
    await room.say("Ann", "/settings partner off")
    await room.say("Ann", "/settings partner on")
    await room.store.write(add_pairing, GroupId(1), (ANN, CAT), room.clock.now())

    assert "Your study partner: Cat" in words(await room.say("Ann", "/settings partner"))


async def test_the_partners_of_one_group_are_nothing_to_another(room: Room) -> None:
    await match(room, ANN, BEN, CAT)
    beside, now = Place("sandbox", 2, 2), room.clock.now()
    for name in ("Ann", "Cat"):
        await room.say(name, "/settings partner on", beside)
    await room.store.write(add_pairing, GroupId(2), (ANN, CAT), now)

    former = await room.store.read(read_former_partners, GroupId(1), (ANN,))
    assert {frozenset((ANN, BEN)), frozenset((ANN, CAT)), frozenset((BEN, CAT))} == former

    await room.store.write(end_other_pairings, GroupId(1), (), now)
    await room.say("Ann", "/settings partner off")
    assert "Your study partner: Cat" in words(await room.say("Ann", "/settings partner", beside))

    await room.store.write(end_other_pairings, GroupId(2), (), now)
    await room.store.write(forget_pairings, GroupId(1), now + timedelta(days=1))
    assert not await room.store.read(read_former_partners, GroupId(1), (ANN,))
    assert {frozenset((ANN, CAT))} == await room.store.read(read_former_partners, GroupId(2), (ANN,))


async def test_a_deleted_learner_is_nobodys_partner(room: Room) -> None:
    await match(room, ANN, BEN)
    await room.store.write(lambda db: db.execute(delete(learners).where(learners.c.id == BEN)).rowcount)

    assert "No partner right now" in words(await room.say("Ann", "/settings partner"))


async def test_a_second_wish_changes_nothing(room: Room) -> None:
    await match(room, ANN, BEN)
    room.later(hours=1)

    assert "Your study partner: Ben" in words(await room.say("Ann", "/settings partner on"))


async def test_a_hidden_member_reads_why_they_have_no_partner(room: Room) -> None:
    await room.say("Ann", "/settings visibility hidden")

    reply = await room.say("Ann", "/settings partner on")

    assert "saved that you want a study partner" in words(reply)
    assert "You’re hidden, so I only look for one once" in words(reply)
    assert "settings visibility" in lines(reply)


async def test_a_hidden_member_without_partners_reads_that_they_have_to_be_seen(room: Room) -> None:
    await room.say("Ann", "/settings visibility hidden")

    assert "You’re hidden now" in words(await room.say("Ann", "/settings partner"))


async def test_a_member_shown_by_number_reads_what_partners_see(room: Room) -> None:
    await room.say("Ann", "/settings visibility number")

    reply = await room.say("Ann", "/settings partner on")

    assert "There you’re only Member 1. I tell you in private" in words(reply)
    assert "settings visibility" in lines(reply)


async def test_partners_read_who_of_them_shows_only_a_number(room: Room) -> None:
    await match(room, ANN, BEN)
    assert "number" not in words(await room.say("Ann", "/settings partner")).casefold()
    await show_as(room, "number", BEN)

    assert "Member 2 shows no name, and can say hi first" in words(await room.say("Ann", "/settings partner"))
    assert "Here you’re only Member 2, so say hi first" in words(await room.say("Ben", "/settings partner"))

    await show_as(room, "number", ANN)
    assert "let your partner see your name" in words(await room.say("Ben", "/settings partner"))


@pytest.mark.parametrize("line", ["/pause 3 days", "/snooze 3 days"])
async def test_a_member_who_takes_a_break_reads_that_i_look_later(room: Room, line: str) -> None:
    await room.say("Ann", "/settings partner on")
    await room.say("Ann", line)

    assert "You’re taking a break" in words(await room.say("Ann", "/settings partner"))


async def test_a_learner_alone_is_sent_to_their_group(room: Room) -> None:
    await room.privately("Ann", "/join")

    assert "type /settings partner in your group" in words(await room.privately("Ann", "/settings partner on"))


async def test_without_a_due_no_day_is_named(room: Room) -> None:
    await room.say("Ann", "/settings partner on")
    await room.store.write(lambda db: db.execute(delete(dues).where(dues.c.kind == MATCHING)).rowcount)

    assert "I look for one every week" in words(await room.say("Ann", "/settings partner"))


async def test_a_newcomer_who_wants_partners_joins(room: Room) -> None:
    assert "in the group now" in words(await room.say("Ann", "/settings partner on"))


async def test_no_partner_before_joining(room: Room) -> None:
    assert "Want a study partner?" in words(await room.say("Ann", "/settings partner"))


async def test_words_that_are_neither_on_nor_off_are_asked_about(room: Room) -> None:
    reply = await room.say("Ann", "/settings partner maybe")

    assert "can’t set that to “maybe”" in words(reply)
    assert ["settings partner on", "settings partner off"] == lines(reply)[:2]


async def test_the_word_partner_leads_there(room: Room) -> None:
    await room.say("Ann", "/join")
    asked = words(await room.say("Ann", "/settings partner"))

    assert asked == words(await room.say("Ann", "/partner"))
    assert asked == words(await room.tap("Ann", await room.say("Ann", "/settings all"), "Study partner"))
