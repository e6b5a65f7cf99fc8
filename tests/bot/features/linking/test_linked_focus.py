"""Shared sessions in two homes of people who link their accounts, and separate them again."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from bot.features.privacy.actions.forgetting import Forgotten, forget_now
from bot.tables import outbox, sessions
from tests.bot.features.focus.shared_homes import ANN, BOB, CEM, begin
from tests.bot.room import words


@pytest.mark.parametrize("first", [ANN, CEM])
async def test_who_joined_with_both_accounts_and_links_them_is_in_it_since_the_first(
    sqlite_store: Store, first: str
) -> None:
    homes = await begin(sqlite_store, ANN, BOB, CEM)
    await homes.say(BOB, "/focus 25")
    await homes.work()
    await homes.tap_on(first, "Join")
    await homes.study(10)
    await homes.tap_on(CEM if first == ANN else ANN, "Join")
    for shown in await homes.shown():
        assert all(name in shown for name in ("Ann", "Bob", "Cem"))
    await homes.link(ANN, CEM)
    discord, telegram = await homes.shown()
    assert "Cem" not in discord
    assert "Ann" not in telegram
    await homes.study(15)

    assert [25, 25] == [one.minutes for one in await homes.rows(sessions)]
    for over in await homes.last():
        assert "25 minutes together." in over


async def test_who_is_alone_in_one_of_two_sessions_and_links_their_accounts_ends_it(sqlite_store: Store) -> None:
    homes = await begin(sqlite_store, ANN, BOB, CEM, joined=False)
    await homes.say(ANN, "/focus 25")
    await homes.work()
    homes.later(minutes=6)
    await homes.say(CEM, "/focus 25")
    await homes.work()
    await homes.link(CEM, ANN)
    await homes.work()
    assert [("discord", "sent")] == await homes.posted("focus_end")
    assert "I only log 5 minutes or more." in words(await homes.word("focus_end"))
    assert "Started" in words(await homes.say(BOB, "/focus"))


@pytest.mark.parametrize("when", ["before", "since"])
@pytest.mark.parametrize("joined", [ANN, CEM])
@pytest.mark.parametrize("gone", [ANN, CEM])
async def test_who_is_forgotten_after_an_unlink_is_taken_out_of_the_message_of_either_home(
    sqlite_store: Store, gone: str, joined: str, when: str
) -> None:
    homes = await begin(sqlite_store, ANN, BOB, CEM)
    if when == "since":
        await homes.link(ANN, CEM)
        homes.later(minutes=1)
    await homes.say(BOB, "/focus 10")
    await homes.work()
    await homes.tap_on(joined, "Join")
    await homes.study(5)
    if when == "before":
        await homes.link(ANN, CEM)
    await homes.study(5)
    assert ["Ann" in over for over in await homes.last()] == [True, False]
    assert ["Cem" in over for over in await homes.last()] == [False, True]
    homes.later(minutes=1)
    await homes.say(ANN, "/settings unlink yes")
    homes.later(minutes=1)
    assert await homes.store.write(forget_now, homes.caller(gone), "") is Forgotten.DONE

    home = homes.account(gone).platform
    assert home in [platform for platform, _ in await homes.posted("unnamed")]
    bare = gone.partition("@")[0]
    for row in await homes.rows(outbox, kind="unnamed"):
        shown = words(await homes.word_of(row.id))
        assert bare not in shown
        assert "Bob" in shown
