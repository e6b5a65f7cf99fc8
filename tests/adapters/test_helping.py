"""Members help each other over both platforms: a thread, a topic, a private chat, and what is done without them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.features.helping.actions.meeting import read_meeting_of_post
from bot.features.helping.queries.obstacles import find_obstacle, open_obstacle
from bot.features.helping.queries.stuck import note_posted
from bot.features.posts import POSTS
from bot.identity import GroupId, LearnerId, ObstacleId, Place, Platform
from bot.posting import outbox
from bot.posting.deliverer import word_post
from bot.posting.subjects import read_subjects
from bot.tables import learners, memberships
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_state import START_THREADS, Message, Person
from tests.adapters.telegram_peer import TelegramPeer
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.test_both import ANN, CHIEF, Town, town

BEN = Person("Ben")
ASKED = Reply(plain("Ann is stuck: Joins"), buttons=((Button("I can help", "assist 1"),),))
OBSTACLE = ObstacleId(1)
KINDS = {kind.name: kind for kind in POSTS}


def be_stuck(db: Connection, at: Any) -> None:
    """Let the first member be stuck."""
    group = GroupId(db.scalars(select(memberships.c.group_id)).first() or 0)
    made = open_obstacle(
        db, LearnerId(1), group_id=group, roadmap_slug="ml-engineer", task="week2-numpy", words="J", now=at
    )
    note_posted(db, made, at)


def want(db: Connection, values: dict[str, Any]) -> None:
    db.execute(update(learners).where(learners.c.id == 1).values(**values))


async def publish(both: Town, place: Place) -> None:
    await both.app.store.write(be_stuck, both.clock.now())
    await both.app.adapters[place.platform].send(place, ASKED, "digest:1")


async def on_discord(both: Town) -> Message:
    """Let Ann, Ben and the chief be members, and Ann be stuck. Returns the post with the button."""
    for person in (ANN, BEN, CHIEF):
        await both.discord.slash(person, "join" if person is not CHIEF else "setup")
    await both.discord.slash(CHIEF, "join")
    peer = both.discord
    await publish(both, Place(Platform.DISCORD, peer.home.id, peer.general.id))
    return peer.general.messages[-1]


def threads(peer: DiscordPeer) -> list[Any]:
    return [channel for channel in peer.others.values() if channel.parent is peer.general]


async def test_on_discord_a_thread_brings_both_together(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        asked = await on_discord(both)

        answer = await peer.tap(asked, "I can help", BEN)
        again = await peer.tap(asked, "I can help", BEN)
        await both.wait()

        assert (answer.ephemeral, "put you two in touch" in answer.text) == (True, True)
        assert "already offered" in again.text
        [thread] = threads(peer)
        contact = peer.general.messages[-1]
        assert (contact.id, {ANN.id, BEN.id}) == (thread.id, thread.members)
        assert "Help: NumPy & Pandas" == thread.name
        assert {str(ANN.id), str(BEN.id)} == contact.pinged


async def test_on_discord_the_asker_says_how_it_was_solved_and_the_helper_is_thanked(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.tap(await on_discord(both), "I can help", BEN)
        await both.wait()
        await both.wait(days=2)

        question = peer.dm_with(ANN.id).messages[-1]
        assert ["Yes, solved", "A little", "Not yet"] == list(question.buttons)
        solved = await peer.tap(question, "Yes, solved", ANN)
        window = await peer.begin_tap(solved, "Say how", ANN)
        await peer.until(lambda: window.modal)
        assert window.modal
        await peer.submit(window.modal, {"words": "Merge on both keys"}, ANN)
        await both.wait(days=1)

        found = await both.app.store.read(find_obstacle, OBSTACLE)
        assert found is not None
        assert "Merge on both keys" == found.solution
        assert "Thanks for your help" in peer.dm_with(BEN.id).messages[-1].text
        assert "Ben · 1 thank-you" in (await peer.slash(BEN, "leaderboard", {"board": "thanks"})).text


async def test_on_discord_without_the_right_they_meet_in_the_channel_and_an_admin_learns_it(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        asked = await on_discord(both)
        peer.general.denied |= START_THREADS
        await peer.slash(CHIEF, "setup", {"what": "here"})

        await peer.tap(asked, "I can help", BEN)
        await both.wait()
        await both.wait(minutes=1)

        assert [] == threads(peer)
        assert f"<@{ANN.id}>" in peer.general.messages[-1].text
        [word] = peer.dm_with(CHIEF.id).messages
        assert "Create Public Threads" in word.text


async def test_on_discord_a_closed_private_chat_falls_back_to_the_group(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        asked = await on_discord(both)
        await both.app.store.write(want, {"visibility": "number", "fallback": "group"})
        peer.dm_with(ANN.id).refuses = (403, 50007)

        answer = await peer.tap(asked, "I can help", BEN)
        await both.wait()
        await both.wait(seconds=5)

        assert "I’ll tell Member 1" in answer.text
        contact = peer.general.messages[-1]
        assert "Member 1" in contact.text
        assert "Ann" not in contact.text
        assert f"<@{BEN.id}>" in contact.text


async def test_on_discord_a_closed_private_chat_is_told_to_the_helper_and_others_may_help(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer, cat = both.discord, Person("Cat")
        asked = await on_discord(both)
        await peer.slash(cat, "join")
        await both.app.store.write(want, {"visibility": "number"})
        peer.dm_with(ANN.id).refuses = (403, 50007)

        await peer.tap(asked, "I can help", BEN)
        await both.wait()
        await both.wait(seconds=5)
        told = peer.dm_with(BEN.id).messages[-1].text
        peer.dm_with(ANN.id).refuses = None
        await peer.slash(ANN, "next")
        answer = await peer.tap(asked, "I can help", cat)
        await both.wait()

        assert "My message to Member 1 didn’t arrive" in told
        assert "I’ll tell Member 1" in answer.text
        assert f"<@{cat.id}> can help you" in peer.dm_with(ANN.id).messages[-1].text


async def test_on_discord_an_asker_whom_the_question_did_not_reach_answers_it_in_stuck(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.tap(await on_discord(both), "I can help", BEN)
        await both.wait()
        before = await peer.slash(ANN, "stuck")
        peer.dm_with(ANN.id).refuses = (403, 50007)
        await both.wait(days=2)
        await both.wait(seconds=5)

        shown = await peer.slash(ANN, "stuck")
        judged = await peer.tap(shown, "A little", ANN)
        after = await peer.slash(ANN, "stuck")

        assert [] == peer.dm_with(ANN.id).messages
        assert "You were offered help with “NumPy & Pandas”. Did that help?" in shown.text
        assert "I’ll thank Ben for you" in judged.text
        assert not any("Did that help?" in one.text for one in (before, after))


async def test_on_discord_where_no_post_arrives_the_asker_is_told_in_private(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        asked = await on_discord(both)
        await peer.tap(asked, "I can help", BEN)
        peer.general.refuses = (403, 50013)
        await both.wait()
        await both.wait(seconds=5)
        peer.general.refuses = None
        await both.wait(hours=1)

        assert asked is peer.general.messages[-1]
        [told] = peer.dm_with(ANN.id).messages
        assert f"<@{BEN.id}> can help you" in told.text
        assert "I lack a permission" in peer.dm_with(CHIEF.id).messages[0].text


@pytest.mark.parametrize("sent", [False, True])
async def test_a_kill_between_the_offer_and_its_post_loses_nothing_and_doubles_nothing(
    sqlite_url: str, sent: bool
) -> None:
    async with town(sqlite_url) as both:
        peer, store = both.discord, both.app.store
        await peer.tap(await on_discord(both), "I can help", BEN)
        before = len(peer.general.messages)
        [post] = await store.write(outbox.claim_posts, both.clock.now(), timedelta(minutes=2), 9, [Platform.DISCORD])
        if sent:  # the process dies before it notes so
            details = await store.read(read_meeting_of_post, post)
            subjects = await store.read(read_subjects, post)
            words = word_post(post, KINDS, both.app.library, both.clock.now(), subjects, details=details)
            await both.app.adapters[Platform.DISCORD].send(post.place, words, post.key)

        await both.wait(minutes=2)
        await both.wait(seconds=5)

        assert before + 1 == len(peer.general.messages)
        [thread] = threads(peer)
        assert {ANN.id, BEN.id} == thread.members
        await both.wait(days=2)
        assert 1 == len(peer.dm_with(ANN.id).messages)


async def on_telegram(both: Town) -> tuple[TelegramPeer, Chat, User, User]:
    peer = both.telegram
    ann, ben = peer.user("Ann", started=True), peer.user("Ben", started=True)
    room = peer.group("Study", forum=True, admins=(ann,))
    room.topics |= {7: "open"}
    peer.says(ann, room, "/join", thread=7)
    peer.says(ann, room, "/setup here", thread=7)
    peer.says(ben, room, "/join", thread=7)
    await peer.quiet()
    await publish(both, Place(Platform.TELEGRAM, room.id, room.id, 7))
    peer.taps(ben, room.last, "I can help")
    await peer.quiet()
    return peer, room, ann, ben


async def hear(both: Town, person: User, **by: float) -> Chat:
    """Let time pass. Somebody speaks, so that the platform counts as connected, and a person is written to."""
    both.clock.advance(timedelta(**by))
    both.telegram.says(both.telegram.user("Zoe"), both.telegram.user("Zoe"), "/about")
    await both.telegram.quiet()
    await both.wait()
    return both.telegram.private(person)


def mentioned(message: Any) -> set[int]:
    """The people whom a message mentions by a link."""
    return {one["user"]["id"] for one in message.entities if one["type"] == "text_mention"}


async def test_on_telegram_a_post_in_the_topic_mentions_both(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        _, room, ann, ben = await on_telegram(both)
        await both.wait()

        assert 7 == room.last.thread
        assert {ann.id, ben.id} == mentioned(room.last)
        assert "NumPy & Pandas" in room.last.text


async def test_on_telegram_a_closed_private_chat_is_told_to_the_helper_who_may_offer_again(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, ben = peer.user("Ann", started=True), peer.user("Ben", started=True)
        room = peer.group("Study")
        for person in (ann, ben):
            peer.says(person, room, "/join")
            await peer.quiet()
        await both.app.store.write(want, {"visibility": "number"})
        await publish(both, Place(Platform.TELEGRAM, room.id, room.id))
        asked, ann.blocked = room.last, True

        peer.taps(ben, asked, "I can help")
        await peer.quiet()
        await both.wait()
        told = (await hear(both, ben, seconds=5)).last.text
        ann.blocked = False
        peer.says(ann, ann, "/next")
        await peer.quiet()
        peer.taps(ben, asked, "I can help")
        await peer.quiet()
        reached = (await hear(both, ann, seconds=5)).last

        assert "My message to Member 1 didn’t arrive" in told
        assert "Ben can help you" in reached.text


async def test_on_telegram_where_no_post_arrives_the_asker_is_told_in_private(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        _, room, ann, ben = await on_telegram(both)
        room.muted = True
        before = len(room.messages)
        await both.wait()
        told = await hear(both, ann, seconds=5)

        assert before == len(room.messages)
        assert "Ben can help you" in told.texts[-2]
        assert [{"type": "text_mention", "user": ben.id}] == [
            {"type": one["type"], "user": one["user"]["id"]}
            for one in told.messages[-2].entities
            if one["type"] == "text_mention"
        ]
        assert "I’m not allowed to send messages there" in told.last.text  # Ann is the steward, too


async def test_on_telegram_plain_words_are_the_solution(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer, _, ann, ben = await on_telegram(both)
        await both.wait()
        chat = await hear(both, ann, days=2)
        peer.taps(ann, chat.last, "Yes, solved")
        await peer.quiet()
        peer.taps(ann, chat.last, "Say how")
        await peer.quiet()
        peer.says(ann, ann, "I merged on both keys.")
        await peer.quiet()
        thanks = await hear(both, ben, days=1)

        found = await both.app.store.read(find_obstacle, OBSTACLE)
        assert found is not None
        assert "I merged on both keys." == found.solution
        assert "Thanks for your help" in thanks.last.text


@pytest.mark.parametrize("wish", [{"visibility": "hidden"}, {"visibility": "number"}])
async def test_on_telegram_an_asker_who_is_not_shown_is_mentioned_nowhere(sqlite_url: str, wish: Any) -> None:
    async with town(sqlite_url) as both:
        peer, room, ann, _ = await on_telegram(both)
        await both.app.store.write(want, wish)
        before = len(room.messages)
        await both.wait()

        assert not any("Ann" in text for text in room.texts[before:])
        assert not [one for one in room.messages[before:] if ann.id in mentioned(one)]
        assert peer.violations == []
