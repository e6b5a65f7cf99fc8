"""Whose message a tap may change: the whole program on both platforms, where others look on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot import metrics
from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.features.ticks.queries.ticks import read_ticked
from bot.identity import LearnerId, Place, Platform
from roadmap.reading import shipped_roadmap
from tests.adapters.discord_peer_state import Person
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.test_both import ANN, Town, town

BEN = Person("Ben")
POST = Reply(
    plain("Ann finished ZERO"),
    buttons=((Button("Leaderboard", "leaderboard"), Button("NumPy", "done week2-numpy"), Button("Join", "join")),),
)


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Town]:
    async with town(sqlite_url) as running:
        yield running


@pytest.fixture
def ann(both: Town) -> User:
    return both.telegram.user("Ann", "ann", started=True)


@pytest.fixture
def ben(both: Town) -> User:
    return both.telegram.user("Ben", "ben", started=True)


@pytest.fixture
def room(both: Town) -> Chat:
    return both.telegram.group("Study Group")


async def ticked_by(both: Town, learner_id: int) -> frozenset[str]:
    return await both.app.store.read(read_ticked, LearnerId(learner_id), shipped_roadmap().slug)


async def post_on_telegram(both: Town, room: Chat) -> None:
    await both.app.adapters["telegram"].send(Place(Platform.TELEGRAM, room.id, room.id), POST, "key")


@pytest.mark.parametrize("label", ["Leaderboard", "NumPy", "Join"])
async def test_a_post_on_discord_keeps_its_subject_and_the_tapper_is_answered_alone(both: Town, label: str) -> None:
    discord = both.discord
    await discord.slash(ANN, "join")
    place = Place(Platform.DISCORD, discord.home.id, discord.general.id)
    await both.app.adapters["discord"].send(place, POST, "key")
    post = discord.general.messages[-1]

    answer = await discord.tap(post, label, ANN)

    assert answer is not post
    assert answer.ephemeral
    assert "Ann finished ZERO" == post.text
    assert ["Leaderboard", "NumPy", "Join"] == list(post.buttons)


@pytest.mark.parametrize("label", ["Leaderboard", "NumPy", "Join"])
async def test_a_post_on_telegram_keeps_its_subject_and_the_tapper_is_answered_alone(
    both: Town, ann: User, room: Chat, label: str
) -> None:
    both.telegram.says(ann, room, "/join")
    await both.telegram.quiet()
    await post_on_telegram(both, room)
    before = room.texts

    both.telegram.taps(ann, room.last, label)
    await both.telegram.quiet()

    assert before == room.texts
    assert both.telegram.private(ann).texts or both.telegram.toasts[-1].text


async def test_a_tapper_without_a_private_chat_is_named_in_the_group(both: Town, room: Chat) -> None:
    cat = both.telegram.user("Cat")
    both.telegram.says(cat, room, "/join")
    await both.telegram.quiet()
    await post_on_telegram(both, room)
    post = room.last

    both.telegram.taps(cat, post, "NumPy")
    await both.telegram.quiet()

    assert "Ann finished ZERO" == post.text
    assert "Cat" in room.last.text or "Cat" in str(room.last.styled("text_mention"))


async def test_a_passer_by_on_discord_undoes_nothing(both: Town) -> None:
    discord = both.discord
    await discord.slash(BEN, "done", {"task": "week2-numpy"})
    answer = await discord.slash(ANN, "done", {"task": "week2-numpy"})
    text = answer.text

    refused = await discord.tap(answer, "Undo", BEN)

    assert refused.ephemeral
    assert "somebody else" in refused.text
    assert text == answer.text
    assert [{"week2-numpy"}] * 2 == [await ticked_by(both, one) for one in (1, 2)]


async def test_a_passer_by_on_telegram_undoes_nothing(both: Town, ann: User, ben: User, room: Chat) -> None:
    both.telegram.says(ben, room, "/done week2-numpy")
    both.telegram.says(ann, room, "/done week2-numpy")
    await both.telegram.quiet()
    before = room.texts

    both.telegram.taps(ben, room.last, "Undo")
    await both.telegram.quiet()

    assert "somebody else" in both.telegram.toasts[-1].text
    assert before == room.texts
    assert [{"week2-numpy"}] * 2 == [await ticked_by(both, one) for one in (1, 2)]


async def test_undo_and_redo_change_ones_own_answer_on_both_platforms(both: Town, ann: User, room: Chat) -> None:
    answer = await both.discord.slash(ANN, "done", {"task": "week2-numpy"})
    both.telegram.says(ann, room, "/done week2-numpy")
    await both.telegram.quiet()

    for label, words in (("Undo", "open again"), ("Redo", "done!")):
        assert answer is await both.discord.tap(answer, label, ANN)
        both.telegram.taps(ann, room.last, label)
        await both.telegram.quiet()
        assert words in answer.text
        assert words in room.last.text
        assert 1 == len(room.texts)


async def test_joining_by_a_tap_is_asked_on_both_platforms(both: Town, ann: User, ben: User, room: Chat) -> None:
    both.telegram.says(ann, room, "/join")
    await both.telegram.quiet()
    await post_on_telegram(both, room)
    both.telegram.taps(ben, room.last, "NumPy")
    await both.telegram.quiet()
    assert room.last.text.startswith("Ben: You haven’t joined")
    assert frozenset() == await ticked_by(both, 2)

    both.telegram.taps(ben, room.last, "Join and do it")
    await both.telegram.quiet()

    assert "done!" in room.last.text
    assert {"week2-numpy"} == await ticked_by(both, 2)


async def test_a_button_from_before_heads_asks_and_changes_no_message(both: Town, ann: User, room: Chat) -> None:
    answer = await both.discord.slash(ANN, "done", {"task": "week2-numpy"})
    text = answer.text
    answer.components[0]["components"][0]["custom_id"] = f"line:{answer.lines['Undo']}"
    asked = await both.discord.tap(answer, "Undo", ANN)
    both.telegram.says(ann, room, "/done week2-numpy")
    await both.telegram.quiet()
    before = room.texts
    both.telegram.sends_data(ann, room.last, room.last.line("Undo"))
    await both.telegram.quiet()

    assert "old button" in asked.text
    assert asked.ephemeral
    assert text == answer.text
    assert before == room.texts[:-1]
    assert room.texts[-1].startswith("Ann: That’s an old button.")
    assert [{"week2-numpy"}] * 2 == [await ticked_by(both, one) for one in (1, 2)]


async def test_a_choice_takes_the_place_of_its_question(both: Town, ann: User, room: Chat) -> None:
    asked = await both.discord.slash(ANN, "done", {"task": "pandas"})
    both.telegram.says(ann, room, "/done pandas")
    await both.telegram.quiet()
    messages = len(room.texts)

    chosen = await both.discord.tap(asked, "NumPy & Pandas", ANN)
    both.telegram.taps(ann, room.last, "NumPy & Pandas")
    await both.telegram.quiet()

    assert chosen is asked
    assert "done!" in asked.text
    assert messages == len(room.texts)
    assert "done!" in room.last.text


async def test_a_task_in_the_answer_to_a_tap_on_a_post_asks_before_it_joins_on_both_platforms(
    both: Town, ann: User, ben: User, room: Chat
) -> None:
    telegram, discord = both.telegram, both.discord
    telegram.says(ann, room, "/join")
    await telegram.quiet()
    await discord.slash(ANN, "join")
    card = Reply(plain("Up for it?"), buttons=((Button("Tick off a task", "done"),),))
    await both.app.adapters["telegram"].send(Place(Platform.TELEGRAM, room.id, room.id), card, "key")
    await both.app.adapters["discord"].send(Place(Platform.DISCORD, discord.home.id, discord.general.id), card, "key")

    telegram.taps(ben, room.last, "Tick off a task")
    await telegram.quiet()
    telegram.taps(ben, room.last, next(iter(room.last.buttons)))
    await telegram.quiet()
    offered = await discord.tap(discord.general.messages[-1], "Tick off a task", BEN)
    asked = await discord.tap(offered, next(iter(offered.choices)), BEN)

    for question in (room.last, asked):
        assert "You haven’t joined" in question.text
        assert "Join and do it" in str(question.buttons)
    assert "done!" in (await discord.tap(asked, "Join and do it", BEN)).text


async def test_while_the_bot_may_not_write_in_a_group_its_answers_come_in_private(
    both: Town, ann: User, room: Chat
) -> None:
    telegram, lines = both.telegram, ("/progress", "/leaderboard all", "/done week2-numpy", "/x@Cairn_Bot", "/setup")
    room.admins.append(ann)
    for home in ("private", "here"):
        telegram.says(ann, room, f"/setup answers {home}")
        await telegram.quiet()
        room.muted, before = True, room.texts
        for line in lines:
            already = len(telegram.private(ann).texts)
            telegram.says(ann, room, line)
            await telegram.quiet()
            assert (home, line, 1) == (home, line, len(telegram.private(ann).texts) - already)
        assert before == room.texts
        assert [] == telegram.private(ann).last.buttons  # those of /setup would mean another group
        room.muted = False


async def test_without_a_private_chat_an_answer_that_no_chat_takes_is_counted(both: Town, room: Chat) -> None:
    cat, counter = both.telegram.user("Cat"), metrics.UNHEARD.labels("telegram")
    room.muted, before = True, counter._value.get()

    both.telegram.says(cat, room, "/done week2-numpy")
    await both.telegram.quiet()

    assert [] == room.texts
    assert 1 == counter._value.get() - before
    assert {"week2-numpy"} == await ticked_by(both, 1)


async def test_a_double_tap_is_one_on_both_platforms(both: Town, ann: User, room: Chat) -> None:
    telegram, discord = both.telegram, both.discord
    asked = await discord.slash(ANN, "done", {"task": "pandas"})
    telegram.says(ann, room, "/done pandas")
    await telegram.quiet()
    carried, title = room.last.carried("NumPy & Pandas"), "NumPy & Pandas"

    taps = [await discord.begin_tap(asked, title, ANN) for _ in range(2)]
    for _ in range(2):
        telegram.sends_data(ann, room.last, carried)
    await discord.until(lambda: all(one.acknowledged for one in taps) and "done!" in asked.text)
    await telegram.quiet()

    for answer in (asked, room.last):
        assert "done!" in answer.text
        assert "already" not in answer.text
        assert "Undo" in answer.buttons
    assert 2 == len(telegram.toasts)

    for label, words in (("Undo", "open again"), ("Redo", "done!")):
        await discord.tap(asked, label, ANN)
        telegram.taps(ann, room.last, label)
        await telegram.quiet()
        assert words in asked.text
        assert words in room.last.text
