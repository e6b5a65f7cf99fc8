"""/settings avoid: whom a learner does not want to work with, and that nobody else reads of it."""

from __future__ import annotations

from sqlalchemy import delete

from bot.features.members.queries.avoiding import read_avoidances, read_avoided
from bot.features.settings.actions.avoiding import MOST_AVOIDED
from bot.identity import LearnerId
from bot.tables import learners
from tests.bot.room import Room, labels, lines, show_as, words

ANN, BEN, CAT = LearnerId(1), LearnerId(2), LearnerId(3)


async def _joined(room: Room) -> None:
    for name in ("Ann", "Ben", "Cat"):
        await room.say(name, "/join")


async def _avoided(room: Room, learner_id: LearnerId) -> set[LearnerId]:
    return await room.store.read(read_avoided, learner_id)


async def test_a_learner_names_a_member_for_their_own_eyes(room: Room) -> None:
    await _joined(room)

    reply = await room.say("Ann", "/settings avoid ben")

    assert reply.private
    assert "I won’t match you with Ben" in words(reply)
    assert "Only you see this" in words(reply)
    assert {BEN} == await _avoided(room, ANN)


async def test_both_members_are_kept_apart(room: Room) -> None:
    await _joined(room)
    await room.say("Ann", "/settings avoid Ben")

    assert {ANN} == await _avoided(room, BEN)
    assert set() == await _avoided(room, CAT)
    assert {frozenset({ANN, BEN})} == await room.store.read(read_avoidances, [ANN, BEN, CAT])
    assert set() == await room.store.read(read_avoidances, [ANN, CAT])


async def test_a_member_is_not_shown_that_others_named_them(room: Room) -> None:
    await _joined(room)
    before = await room.say("Ben", "/settings avoid")
    await room.say("Ann", "/settings avoid Ben")

    after = await room.say("Ben", "/settings avoid")

    assert words(before) == words(after)
    assert labels(before) == labels(after)


async def test_a_tap_takes_it_back(room: Room) -> None:
    await _joined(room)
    await room.say("Ann", "/settings avoid Ben")
    await room.say("Ann", "/settings avoid Cat")
    listed = await room.say("Ann", "/settings avoid")
    assert "I don’t match you with: Ben, Cat." in words(listed)

    reply = await room.tap("Ann", listed, "Take back: Ben")

    assert "I may match you with Ben again" in words(reply)
    assert reply.update
    assert ["Take back: Cat", "Back"] == labels(reply)
    assert {CAT} == await _avoided(room, ANN)


async def test_a_tap_on_an_old_button_takes_nothing_more_back(room: Room) -> None:
    await _joined(room)
    named = await room.say("Ann", "/settings avoid Ben")
    await room.tap("Ann", named, "Take back: Ben")

    assert "not on your list" in words(await room.tap("Ann", named, "Take back: Ben"))


async def test_a_learner_takes_back_only_what_they_named_themselves(room: Room) -> None:
    await _joined(room)
    await room.say("Ann", "/settings avoid Ben")

    assert "not on your list" in words(await room.say("Ben", f"/settings avoid off #{ANN}"))
    assert {BEN} == await _avoided(room, ANN)


async def test_a_learner_who_is_no_member_cannot_be_named(room: Room) -> None:
    await _joined(room)

    reply = await room.say("Ann", "/settings avoid Bem")

    assert "can’t find “Bem”" in words(reply)
    assert "settings avoid sandbox:101" in lines(reply)


async def test_a_hidden_member_is_not_found(room: Room) -> None:
    await _joined(room)
    unknown = words(await room.say("Ann", "/settings avoid Zoe"))
    await show_as(room, "hidden", BEN)

    assert unknown.replace("Zoe", "Ben") == words(await room.say("Ann", "/settings avoid Ben"))


async def test_the_list_names_members_as_they_are_shown_now(room: Room) -> None:
    await _joined(room)
    await room.say("Ann", "/settings avoid Ben")
    await show_as(room, "number", BEN)
    assert "match you with: Member 2." in words(await room.say("Ann", "/settings avoid"))
    await show_as(room, "hidden", BEN)

    assert "match you with: a hidden member." in words(await room.say("Ann", "/settings avoid"))


async def test_a_member_shown_by_number_is_named_by_number(room: Room) -> None:
    await _joined(room)
    await show_as(room, "number", BEN)

    assert "match you with Member 2," in words(await room.say("Ann", "/settings avoid #2"))
    assert {BEN} == await _avoided(room, ANN)


async def test_a_learner_cannot_name_themselves(room: Room) -> None:
    await _joined(room)

    assert "That’s you" in words(await room.say("Ann", "/settings avoid Ann"))


async def test_a_learner_names_ten_members_at_most(room: Room) -> None:
    await room.say("Ann", "/join")
    named = [f"Member{at}" for at in range(MOST_AVOIDED + 1)]
    for name in named:
        await room.say(name, "/join")
    for name in named[:-1]:
        await room.say("Ann", f"/settings avoid {name}")

    assert "up to 10" in words(await room.say("Ann", f"/settings avoid {named[-1]}"))
    assert "Saved" in words(await room.say("Ann", f"/settings avoid {named[0]}"))  # who is named already
    assert MOST_AVOIDED == len(await _avoided(room, ANN))


async def test_a_learner_who_names_a_member_twice_named_them_once(room: Room) -> None:
    await _joined(room)
    await room.say("Ann", "/settings avoid Ben")

    assert ["Take back: Ben", "Back"] == labels(await room.say("Ann", "/settings avoid Ben"))


async def test_a_deleted_learner_leaves_no_trace_with_those_who_named_them(room: Room) -> None:
    await _joined(room)
    await room.say("Ann", "/settings avoid Ben")
    await room.say("Cat", "/settings avoid Ann")
    await room.store.write(lambda db: db.execute(delete(learners).where(learners.c.id == BEN)).rowcount)

    assert {CAT} == await _avoided(room, ANN)
    assert "Who don’t you want" in words(await room.say("Ann", "/settings avoid"))


async def test_settings_lead_to_those_a_learner_avoids(room: Room) -> None:
    await _joined(room)

    reply = await room.tap("Ann", await room.say("Ann", "/settings all"), "Not with")

    assert "/settings avoid Ben" in words(reply)
    assert ["Back"] == labels(reply)


async def test_the_list_is_in_reach_in_private(room: Room) -> None:
    await _joined(room)
    await room.privately("Ann", "/settings avoid Ben")

    assert "Ben" in words(await room.privately("Ann", "/settings avoid"))


async def test_a_newcomer_who_names_a_member_joins(room: Room) -> None:
    await room.say("Ben", "/join")

    assert "in the group now" in words(await room.say("Ann", "/settings avoid Ben"))
