"""A right that the bot lacks although its posts arrive: the stewards hear of it once."""

from __future__ import annotations

from sqlalchemy import update

from bot.chat.markup import Text
from bot.chat.rights import Right
from bot.database.store import Store
from bot.features.members.queries.places import note_steward
from bot.features.posts import POSTS as KINDS
from bot.features.stewards.lacking import note_lacking
from bot.identity import Account, Place
from bot.posting.deliverer import word_post
from bot.posting.posts import POSTS, read_post
from bot.posting.subjects import read_subjects
from bot.tables import memberships, places
from tests.bot.hall import HALL, Hall

DISCORD = Place("discord", 5, 6)


async def worded(hall: Hall) -> list[Text]:
    posts = await hall.store.read(lambda db: [read_post(row) for row in db.execute(POSTS)])
    found = [(post, await hall.store.read(read_subjects, post)) for post in posts]
    kinds = {kind.name: kind for kind in KINDS}
    return [word_post(post, kinds, {}, hall.clock.now(), subjects).text for post, subjects in found]


async def test_each_steward_hears_once_of_a_right_that_is_lacking(store: Store) -> None:
    hall = Hall(store)
    root = await hall.enter("Root")
    await hall.enter("Ann")
    await store.write(lambda db: db.execute(update(places).values(platform="discord", space_id=5, chat_id=6)).rowcount)
    steward = memberships.c.learner_id == root.learner_id
    await store.write(lambda db: db.execute(update(memberships).where(steward).values(steward=True)).rowcount)

    for _ in range(2):
        await store.write(note_lacking, DISCORD, Right.OPEN_THREADS, hall.clock.now())

    [said] = await hall.said("lacking")
    assert root.learner_id == said.learner_id
    [text] = await worded(hall)
    assert "Create Public Threads" in text.plain
    assert [6] == [span.channel for span in text.spans if span.channel]


async def test_an_admin_who_is_no_member_hears_once_too(store: Store) -> None:
    hall = Hall(store)
    root = await hall.enter("Root")
    await store.write(lambda db: db.execute(update(places).values(platform="discord", space_id=5, chat_id=6)).rowcount)
    await store.write(note_steward, root.place_id, Account("discord", 77, "Chief"))

    told = [await store.write(note_lacking, DISCORD, Right.OPEN_THREADS, hall.clock.now()) for _ in range(2)]

    assert [1, 0] == [len(words) for words in told]
    [word] = told[0]
    assert (77, True) == (word.place.chat_id, word.place.private)
    kinds = {kind.name: kind for kind in KINDS}
    subjects = await store.read(read_subjects, word)
    assert "Create Public Threads" in word_post(word, kinds, {}, hall.clock.now(), subjects).text.plain
    assert ["cancelled"] == [one.state for one in await hall.said("lacking")]


async def test_a_chat_that_is_no_group_is_left_alone(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)

    await sqlite_store.write(note_lacking, HALL, Right.OPEN_THREADS, hall.clock.now())

    assert [] == await hall.said()
