"""Study partners on both platforms: introduced in the group's place, on Discord with a thread where that is allowed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.discord_peer_state import START_THREADS, Person
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.test_both import ANN, CHIEF, Town, town

BEN = Person("Ben")


async def want_partners(both: Town) -> tuple[Chat, User, User]:
    """Ann and Ben on Discord, Cat and Dan on Telegram: they want partners, and are matched on Tuesday evening."""
    room = both.telegram.group("Study Group")
    cat, dan = both.telegram.user("Cat", "cat", started=True), both.telegram.user("Dan", "dan", started=True)
    for person in (ANN, BEN):
        answered = await both.discord.slash(person, "settings", {"what": "partner", "value": "on"})
        assert answered.ephemeral
    for user in (cat, dan):
        await want_on_telegram(both, user, room)
    both.clock.advance(timedelta(hours=24, minutes=20))
    polls = len(both.telegram.polls)
    both.telegram.says(dan, room, "It’s Tuesday!")  # a poll has to end, or Telegram counts as down since yesterday
    await both.telegram.until(lambda: len(both.telegram.polls) > polls)
    await both.wait()
    return room, cat, dan


async def want_on_telegram(both: Town, user: User, room: Chat) -> None:
    alone = both.telegram.private(user)
    both.telegram.says(user, room, "/settings partner on")
    await both.telegram.until(lambda: bool(alone.texts))


async def test_partners_meet_in_a_thread_on_discord_and_in_the_chat_on_telegram(database_url: str) -> None:
    async with town(database_url) as both:
        room, cat, _ = await want_partners(both)

        message = both.discord.general.messages[-1]
        threads = [one for one in both.discord.others.values() if one.parent is both.discord.general]
        read_by_cat = both.telegram.private(cat).texts

    assert "New study partners" in message.title
    assert {str(ANN.id), str(BEN.id)} == message.pinged
    [thread] = threads
    assert {ANN.id, BEN.id} <= thread.members
    assert "New study partners" in room.last.text
    assert "Cat and Dan" in room.last.text
    assert "Ben" not in room.last.text
    assert any("No partner right now" in text for text in read_by_cat)


@pytest.mark.parametrize("member", [True, False])
async def test_without_the_right_to_open_threads_partners_meet_in_the_channel_and_an_admin_learns_it(
    sqlite_url: str, member: bool
) -> None:
    async with town(sqlite_url) as both:
        both.discord.general.denied = START_THREADS
        await both.discord.slash(CHIEF, "join" if member else "help")
        await both.discord.slash(CHIEF, "setup", {"what": "here"})
        await want_partners(both)
        await both.wait(minutes=1)

        [word] = both.discord.dm_with(CHIEF.id).messages
        message = both.discord.general.messages[-1]
        threads = [one for one in both.discord.others.values() if one.parent is both.discord.general]

    assert "New study partners" in message.title
    assert {str(ANN.id), str(BEN.id)} == message.pinged
    assert [] == threads
    assert "Create Public Threads" in word.text


async def test_a_partner_reads_of_the_other_for_themselves(database_url: str) -> None:
    async with town(database_url) as both:
        room, cat, _ = await want_partners(both)

        answered = await both.discord.tap(both.discord.general.messages[-1], "My partner", ANN)
        before, alone = len(room.messages), both.telegram.private(cat)
        both.telegram.taps(cat, room.last, "My partner")
        await both.telegram.until(lambda: "Dan" in alone.last.text)

    assert answered.ephemeral
    assert "Your study partner: **Ben**" in answered.text
    assert before == len(room.messages)


async def test_each_of_several_pairs_has_a_thread_of_its_own_on_discord(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        for name in ("Eve", "Fay"):
            await both.discord.slash(Person(name), "settings", {"what": "partner", "value": "on"})
        await want_partners(both)

        channel = both.discord.general
        threads = [one for one in both.discord.others.values() if one.parent is channel]

    [main, *apart] = [
        one for one in channel.messages if "partners" in one.title or "This thread is for you" in one.text
    ]
    assert ["Study partners 1", "Study partners 2"] == [one.name for one in threads]
    assert [2, 2] == [len(one.members) for one in threads]
    assert [str(one.id) for one in threads] == [str(one.id) for one in apart]
    assert 4 == len(main.pinged)
    assert not any(one.pinged for one in apart)
