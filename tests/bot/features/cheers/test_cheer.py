"""Cheers: one a member, counted in the post, taken back by a second tap."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, select, update

from bot.database.store import Store
from bot.features.cheers.actions import MOST
from bot.features.cheers.queries.posts import count_cheerers
from bot.identity import LearnerId
from bot.tables import learners, memberships, outbox
from tests.bot.features.cheers.stage import Party
from tests.bot.room import labels, lines, show_as, words


def forget(db: Connection, learner_id: LearnerId) -> None:
    db.execute(delete(learners).where(learners.c.id == learner_id))


@pytest.fixture
async def party(store: Store) -> Party:
    """Ann, Ben and Cat, and Ann has finished a block."""
    room = Party(store)
    await room.join("Ann", "Ben", "Cat")
    await room.finish("Ann")
    return room


async def test_a_celebration_has_a_button_to_cheer_beside_the_leaderboard(party: Party) -> None:
    assert ["👏 Cheer", "Leaderboard"] == labels(party.last)


async def test_a_cheer_is_counted_in_its_message_which_says_the_same_as_before(party: Party) -> None:
    before = words(party.last)

    answer = await party.cheer("Ben")

    assert answer.update
    assert answer.shared
    assert not answer.private
    assert ["👏 Cheer (1)", "Leaderboard"] == labels(party.last)
    assert before == words(party.last)


async def test_a_cheer_pings_nobody(party: Party) -> None:
    await party.cheer("Ben")

    assert not any(span.ping for span in party.last.text.spans)


async def test_a_second_tap_takes_the_cheer_back(party: Party) -> None:
    await party.cheer("Ben")
    await party.cheer("Cat")
    party.later(seconds=3)
    await party.cheer("Ben")

    assert "👏 Cheer (1)" == party.count
    assert 1 == await party.kept()


async def test_a_double_tap_is_one_cheer(party: Party) -> None:
    message = party.last
    await party.cheer("Ben")
    party.later(seconds=1)
    await party.cheer("Ben", party.last)

    assert message is not party.last
    assert "👏 Cheer (1)" == party.count


async def test_a_double_tap_takes_a_cheer_back_once(party: Party) -> None:
    await party.cheer("Cat")
    await party.cheer("Ben")
    party.later(seconds=5)
    await party.cheer("Ben")
    party.later(seconds=1)
    await party.cheer("Ben")

    assert "👏 Cheer (1)" == party.count
    assert 1 == await party.kept()

    party.later(seconds=2)
    await party.cheer("Ben")
    assert "👏 Cheer (2)" == party.count


async def test_two_taps_at_once_are_one_cheer_and_those_of_two_members_are_two(party: Party) -> None:
    await asyncio.gather(*(party.tap(name, party.last, "👏") for name in ("Ben", "Ben", "Cat")))
    await party.cheer("Ben")

    assert 2 == await party.kept()
    assert "👏 Cheer (2)" == party.count


async def test_a_tap_that_is_told_twice_counts_once(party: Party) -> None:
    await party.cheer("Ben")
    given = party.said
    party.later(minutes=1)
    await party.again()
    assert 1 == await party.kept()

    await party.cheer("Ben")
    party.later(minutes=1)
    await party.again()
    party.said = given
    await party.again()
    assert 0 == await party.kept()
    assert "👏 Cheer" == party.count


async def test_a_learner_does_not_cheer_for_themselves(party: Party) -> None:
    answer = await party.cheer("Ann")

    assert answer.private
    assert not answer.update
    assert "you did great" in words(answer)
    assert 0 == await party.kept()


async def test_a_guest_is_asked_to_join_and_then_their_cheer_counts(party: Party) -> None:
    question = await party.cheer("Eve")
    answer = await party.tap("Eve", question, "Join and do it")

    assert "You haven’t joined this study group yet. Join now, and your tap counts." == words(question)
    assert "👏 Your cheer counts." == words(answer)
    assert answer.private
    assert not answer.update
    assert 1 == await party.kept()


async def test_a_hidden_member_cheers_and_is_counted(party: Party) -> None:
    await show_as(party, "hidden", await party.learner("Ben"))
    answer = await party.cheer("Ben")

    assert answer.update
    assert not answer.private
    assert "👏 Cheer (1)" == party.count


async def test_a_member_on_a_pause_cheers(party: Party) -> None:
    await party.say("Ben", "/pause 3d")
    await party.cheer("Ben")

    assert "👏 Cheer (1)" == party.count


async def test_cheers_within_an_hour_have_a_kind_end(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.cheers.actions.MOST", 1)
    await party.cheer("Ben")
    first = party.last
    party.later(minutes=20)
    await party.finish("Ann", "week2")
    refused = await party.cheer("Ben")

    assert 30 == MOST
    assert refused.private
    assert "in an hour" in words(refused)
    assert "👏 Cheer" == party.count

    await party.cheer("Ben", first)
    await party.cheer("Ben")
    assert "👏 Cheer (1)" == party.count

    party.later(minutes=61)
    await party.finish("Cat")
    await party.cheer("Ben")
    assert "👏 Cheer (1)" == party.count


async def test_an_undo_keeps_the_cheers_for_what_is_left(party: Party) -> None:
    await party.say("Ann", "/done week2")
    party.later(minutes=11)
    await party.deliver()
    await party.cheer("Ben")
    await party.say("Ann", "/done week3")
    await party.say("Ann", "/undo")
    party.later(minutes=11)
    await party.deliver()

    assert "👏 Cheer (1)" == party.count


async def test_a_celebration_that_was_taken_back_takes_no_cheer(party: Party) -> None:
    message = party.last
    await party.cheer("Ben")
    await party.say("Ann", "/undo")
    refused = await party.cheer("Cat")
    await party.deliver()

    assert "no longer" in words(refused)
    assert [] == labels(party.last)
    assert message is not party.last
    assert 1 == await party.kept()


async def test_a_redo_finds_the_cheers_again(party: Party) -> None:
    await party.cheer("Ben")
    undone = await party.say("Ann", "/undo")
    await party.deliver()
    await party.tap("Ann", undone, "Redo")
    await party.deliver()

    assert "👏 Cheer (1)" == party.count


async def test_a_crowds_post_is_cheered_for_as_one(party: Party) -> None:
    await party.say("Ben", "/done week1")
    await party.say("Cat", "/done week1")
    party.later(minutes=11)
    await party.deliver()
    await party.cheer("Ben")
    await party.cheer("Ann")

    assert "👏 Cheer (2)" == party.count
    assert "celebrate" in words(party.last)


async def test_a_cheer_shows_a_learner_as_they_wish_to_be_shown_by_then(party: Party) -> None:
    ann = await party.learner("Ann")
    mentions = []
    for name, visibility in (("Ben", "number"), ("Cat", "hidden"), ("Dan", "group")):
        await party.say(name, "/join")
        await show_as(party, visibility, ann)
        await party.cheer(name)
        mentions.append([span.mention.name for span in party.last.text.spans if span.mention])
        assert ("Member 1 finished" in words(party.last)) == (visibility != "group")

    assert [[], [], ["Ann"]] == mentions
    assert "👏 Cheer (3)" == party.count


async def test_a_cheer_for_a_crowd_names_only_members_who_are_shown(party: Party) -> None:
    for name in ("Ben", "Cat"):
        await party.say(name, "/done week1")
    party.later(minutes=11)
    await party.deliver()
    await show_as(party, "hidden", await party.learner("Ben"))
    await party.cheer("Ann")
    by_cat = words(party.last)
    await party.store.write(forget, await party.learner("Ben"))
    await party.cheer("Cat")
    assert "Cat" in by_cat
    assert not any(word in by_cat for word in ("Ben", "Member"))
    assert by_cat == words(party.last)

    await show_as(party, "hidden", await party.learner("Cat"))
    party.later(seconds=3)
    await party.cheer("Ann")
    assert "This isn’t shown anymore." == words(party.last)


@pytest.mark.parametrize("gone", ["roadmap", "learner"])
async def test_a_cheer_for_a_post_that_has_no_words_any_more_is_thanked_for_and_changes_nothing(
    party: Party, gone: str
) -> None:
    before, button = words(party.last), party.count
    await party.store.write(lose, gone, await party.learner("Ann"))

    answer = await party.cheer("Ben")

    assert ("👏 Your cheer counts." in words(answer), answer.private, answer.update) == (True, True, False)
    assert (before, button, 1) == (words(party.last), party.count, await party.kept())


def lose(db: Connection, what: str, learner_id: LearnerId) -> None:
    """Lose what a post needs to be worded."""
    if what == "learner":
        db.execute(delete(memberships).where(memberships.c.learner_id == learner_id))
    for row in db.execute(select(outbox.c.id, outbox.c.facts)).all() if what == "roadmap" else ():
        db.execute(update(outbox).where(outbox.c.id == row.id).values(facts=row.facts | {"roadmap": "gone"}))


@pytest.mark.parametrize("line", ["/cheer 99", "/cheer x", "/cheer 9999999999999999999999"])
async def test_a_cheer_for_no_post_is_refused(party: Party, line: str) -> None:
    assert "no longer takes cheers" in words(await party.say("Ben", line))


async def test_a_post_that_waits_takes_no_cheer(party: Party) -> None:
    party.later(minutes=20)
    await party.say("Ann", "/done week2")
    waiting = await party.store.read(lambda db: db.scalar(select(outbox.c.id).where(outbox.c.state == "new")))

    assert waiting
    assert "no longer takes cheers" in words(await party.say("Ben", f"/cheer {waiting}"))


async def test_a_post_that_arrived_without_an_answer_takes_cheers_and_changes(party: Party) -> None:
    lost = update(outbox).values(state="ambiguous", message_id=None)
    await party.store.write(lambda db: db.execute(lost).rowcount)
    await show_as(party, "hidden", await party.learner("Ann"))

    assert (await party.cheer("Ben")).update
    assert "👏 Cheer (1)" == party.count


async def test_a_member_who_cheered_for_two_posts_is_told_of_as_one(party: Party) -> None:
    since, ann = party.clock.now(), await party.learner("Ann")
    await party.cheer("Ben")
    party.later(minutes=20)
    await party.finish("Ann", "week2")
    await party.cheer("Ben")
    until = party.clock.now()

    async def heard(since: datetime, until: datetime) -> int:
        return await party.store.read(count_cheerers, ann, since, until)

    assert (1, 1) == (await heard(since, until + timedelta(hours=1)), await heard(until, until + timedelta(hours=1)))
    assert (0, 0) == (await heard(since, since), await heard(until + timedelta(seconds=1), until + timedelta(hours=1)))


async def test_a_celebration_in_private_has_no_button_to_cheer(party: Party) -> None:
    await party.privately("Zoe", "/join")
    await party.privately("Zoe", "/done week1")
    party.later(minutes=2)
    await party.deliver()

    assert ["Leaderboard"] == labels(party.last)


async def test_a_typed_cheer_counts_too(party: Party) -> None:
    answer = await party.say("Ben", f"/{lines(party.last)[0]}")

    assert "👏 Your cheer counts." == words(answer)
    assert 1 == await party.kept()


@pytest.mark.parametrize("name", ["cheer", "assist", "helped"])
async def test_a_command_that_is_only_tapped_leads_to_its_button(party: Party, name: str) -> None:
    explained, bare = words(await party.say("Ben", f"/help {name}")), words(await party.say("Ben", f"/{name}"))

    assert explained.startswith(f"/{name}\n")
    assert all("tap its button" in said for said in (explained, bare))
    assert not any(word in explained + bare for word in ("POST", "OBSTACLE", "number"))


async def test_a_member_of_another_group_cannot_cheer_here(party: Party) -> None:
    answer = await party.privately("Eve", f"/{lines(party.last)[0]}")

    assert "no longer takes cheers" in words(answer)


async def test_the_cheers_of_a_learner_who_is_forgotten_count_no_more(party: Party) -> None:
    await party.cheer("Ben")
    await party.store.write(forget, await party.learner("Ben"))
    await party.cheer("Cat")

    assert "👏 Cheer (1)" == party.count


async def test_a_post_that_is_deleted_takes_its_cheers_with_it(party: Party) -> None:
    message = party.last
    await party.cheer("Ben", message)
    await party.store.write(forget, await party.learner("Ann"))
    refused = await party.cheer("Cat", message)

    assert "no longer" in words(refused)
    assert 0 == await party.kept()


async def test_the_button_of_a_deleted_post_counts_for_no_other_post(party: Party) -> None:
    message = party.last
    await party.store.write(forget, await party.learner("Ann"))
    await party.finish("Cat")
    refused = await party.cheer("Ben", message)

    assert message is not party.last
    assert "no longer" in words(refused)
    assert 0 == await party.kept()
