"""Both homes hear of their connection a day ahead, and of the moment at which it comes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.closed_sets import PostState
from bot.features.homes.actions.noticing import follow_notice
from bot.posting.posts import POSTS as OUTBOX
from bot.posting.posts import read_post
from bot.posting.wording import NothingToSay
from bot.tables import connections, outbox
from tests.bot.features.homes.two_homes import CHIEF, ROOT, WAYS, TwoHomes, do
from tests.bot.room import labels, lines, words


async def arrive(homes: TwoHomes, platform: str, at: datetime) -> None:
    """Let the notice arrive in the home on a platform, and do what follows."""
    number = ("discord", "telegram").index(platform)
    notice = [one for one in await homes.rows(outbox, kind="homes") if one.facts["news"] == "ahead"][number]
    change = update(outbox).where(outbox.c.id == notice.id).values(state="sent", ended_at=at, message_id="m")
    await homes.store.write(lambda db: db.execute(change).rowcount)
    found = OUTBOX.where(outbox.c.id == notice.id)
    await homes.store.write(lambda db: follow_notice(db, read_post(db.execute(found).one())))


async def news(homes: TwoHomes) -> list[tuple[str, str]]:
    """The news that is no notice, each with the platform on which it is read, in their order."""
    found = [one for one in await homes.rows(outbox, kind="homes") if one.facts["news"] != "ahead"]
    return [((await homes.read_post(one.id))[1], one.facts["news"]) for one in found]


async def test_a_home_that_has_not_heard_of_it_for_a_day_is_waited_for(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()

    homes.later(days=1)
    await homes.joiner.run_due()
    assert [one.joined_at for one in await homes.rows(connections)] == [None]
    await homes.work()
    homes.later(hours=24)
    await homes.work()
    homes.later(hours=1)
    await homes.work()

    assert all(one.joined_at for one in await homes.rows(connections))


async def test_homes_that_never_hear_of_it_stay_apart_after_a_week(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    begun = homes.clock.now()

    for hours in (24, 6 * 24):
        homes.later(hours=hours)
        await homes.joiner.run_due()
        [waiting] = await homes.rows(connections)
        assert (None, homes.clock.now() + timedelta(hours=1)) == (waiting.ended_at, waiting.due_at)
    assert begun + timedelta(days=7) == homes.clock.now()
    homes.later(hours=1)
    await homes.joiner.run_due()
    assert [homes.clock.now()] == [one.ended_at for one in await homes.rows(connections)]


async def test_the_home_that_hears_of_it_last_has_its_day(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()
    heard = homes.clock.now() + timedelta(hours=5)
    [_, last] = await homes.rows(outbox, kind="homes")
    late = update(outbox).where(outbox.c.id == last.id).values(ended_at=heard)
    await homes.store.write(lambda db: db.execute(late).rowcount)

    homes.later(days=1)
    await homes.joiner.run_due()
    assert [(None, heard + timedelta(days=1))] == [(one.joined_at, one.due_at) for one in await homes.rows(connections)]


@pytest.mark.parametrize("early", ["discord", "telegram"])
async def test_a_home_is_told_once_that_the_other_has_not_heard_and_then_the_moment(
    homes: TwoHomes, early: str
) -> None:
    late = "telegram" if early == "discord" else "discord"
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await arrive(homes, early, homes.clock.now())

    homes.later(days=1)
    for _ in range(30):
        await homes.joiner.run_due()
        homes.later(hours=1)
    assert [(early, "delayed")] == await news(homes)
    said = await homes.word("homes", early)
    assert "If I can’t by Mon 9 Mar, 18:00 UTC, you stay two groups" in words(said)
    assert ["setup connect cancel 1"] == lines(said)

    assert "Fri 6 Mar, 00:00 UTC" in words(await homes.word("homes", late))
    await arrive(homes, late, homes.clock.now())
    assert [(early, "delayed"), (early, "moved")] == await news(homes)
    said = await homes.word("homes", early)
    assert "become one later: on Fri 6 Mar, 00:00 UTC" in words(said)
    assert ["setup connect cancel 1"] == lines(said)
    homes.later(days=1, seconds=-1)
    await homes.joiner.run_due()
    assert [None] == [one.joined_at for one in await homes.rows(connections)]
    homes.later(seconds=1)
    await homes.joiner.run_due()
    assert [homes.clock.now()] == [one.joined_at for one in await homes.rows(connections)]


@pytest.mark.parametrize(("minutes", "told"), [(0, []), (59, []), (60, [("discord", "moved")])])
async def test_a_moment_that_moves_by_an_hour_is_told(
    homes: TwoHomes, minutes: int, told: list[tuple[str, str]]
) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    begun = homes.clock.now()
    await arrive(homes, "discord", begun)
    homes.later(minutes=minutes)
    await arrive(homes, "telegram", homes.clock.now())

    assert told == await news(homes)
    assert [homes.clock.now() + timedelta(days=1)] == [one.due_at for one in await homes.rows(connections)]


async def test_a_home_that_was_promised_the_moment_is_told_it_however_little_it_moves(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    homes.later(hours=23, minutes=40)
    await arrive(homes, "discord", homes.clock.now())
    homes.later(minutes=20)
    await homes.joiner.run_due()
    assert [("discord", "delayed")] == await news(homes)
    homes.later(minutes=10)
    await arrive(homes, "telegram", homes.clock.now())

    assert [("discord", "delayed"), ("discord", "moved")] == await news(homes)
    assert "on Wed 4 Mar, 18:10 UTC" in words(await homes.word("homes", "discord"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lost", ["discord", "telegram"])
async def test_a_notice_that_died_on_its_way_is_said_when_the_bot_returns(homes: TwoHomes, lost: str, way: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.kick_out((await homes.rows(outbox, kind="homes"))[("discord", "telegram").index(lost)].id)
    await homes.lose(lost)
    homes.later(hours=3)
    await homes.come_back(lost, way)
    heard = homes.clock.now()
    await homes.work()

    assert [("discord", "sent"), ("telegram", "sent")] == (await homes.posted("homes"))[:2]
    for _ in range(30):
        await homes.joiner.run_due()
        homes.later(hours=1)
    [found] = await homes.rows(connections)
    assert found.joined_at is not None
    assert heard + timedelta(days=1) == found.due_at


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lost", ["discord", "telegram"])
async def test_the_news_of_one_group_that_died_on_its_way_is_said_when_the_bot_returns(
    homes: TwoHomes, lost: str, way: str
) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()
    homes.later(days=1)
    await homes.joiner.run_due()
    joined = (await homes.rows(outbox, kind="homes"))[2:]
    await homes.kick_out(joined[("discord", "telegram").index(lost)].id)
    await homes.lose(lost)
    homes.later(hours=3)
    await homes.come_back(lost, way)
    await homes.work()

    assert [("discord", "sent"), ("telegram", "sent")] * 2 == await homes.posted("homes")
    assert "are one now" in words(await homes.word("homes", lost))


@pytest.mark.parametrize("way", WAYS)
async def test_a_notice_that_was_heard_is_not_said_again_on_a_return(homes: TwoHomes, way: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()
    await homes.lose("telegram")
    await homes.come_back("telegram", way)

    assert ("telegram", "new") not in await homes.posted("homes")


@pytest.mark.parametrize("state", [PostState.NEW, PostState.DEAD])
@pytest.mark.parametrize("aware", [(), ("discord",), ("telegram",)])
async def test_homes_that_never_both_heard_are_told_the_true_reason(
    homes: TwoHomes, aware: tuple[str, ...], state: PostState
) -> None:
    """`state`: that of a notice that did not arrive."""
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    given_up = update(outbox).values(state=state, ended_at=homes.clock.now() if state is PostState.DEAD else None)
    await homes.store.write(do, given_up)
    for platform in aware:
        await arrive(homes, platform, homes.clock.now())
    homes.later(days=7, hours=1)
    await homes.joiner.run_due()

    wanted = [(one, "unheard" if one in aware else "mute") for one in ("discord", "telegram")]
    assert sorted(wanted) == sorted(await news(homes))
    for platform, _ in wanted:
        said = await homes.word("homes", platform)
        where = "in the other chat" if platform in aware else "here"
        assert f"for a week, I couldn’t post {where}." in words(said)
        assert [] == lines(said)
    told = [one for one in await homes.rows(outbox, kind="homes") if one.facts["news"] != "ahead"]
    days = {"unheard": 2, "mute": 30}
    assert [timedelta(days[one.facts["news"]]) for one in told] == [one.stale_at - one.due_at for one in told]


async def test_a_home_that_hears_on_the_last_day_still_joins(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await arrive(homes, "discord", homes.clock.now())
    homes.later(days=6, hours=23)
    await arrive(homes, "telegram", homes.clock.now())
    homes.later(hours=2)
    await homes.joiner.run_due()
    homes.later(hours=22)
    await homes.joiner.run_due()

    assert [homes.clock.now()] == [one.joined_at for one in await homes.rows(connections)]


async def test_setup_connect_says_which_home_has_not_heard(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await arrive(homes, "telegram", homes.clock.now())
    homes.later(minutes=5)

    for admin in (ROOT, CHIEF):
        shown = await homes.say(admin, "/setup connect")
        assert "I couldn’t post in Server yet. If I can’t by Mon 9 Mar, 18:00 UTC, they stay" in words(shown)
        assert "Cancel" == labels(shown)[0]
    await arrive(homes, "discord", homes.clock.now())
    assert "become one group on Tue 3 Mar, 18:05 UTC" in words(await homes.say(ROOT, "/setup connect"))


async def test_no_news_of_a_connection_to_come_is_said_once_it_was_cancelled(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await arrive(homes, "discord", homes.clock.now())
    homes.later(days=1)
    await homes.joiner.run_due()
    await homes.say(ROOT, "/setup connect cancel")

    [delayed] = [one for one in await homes.rows(outbox, kind="homes") if one.facts["news"] == "delayed"]
    with pytest.raises(NothingToSay):
        await homes.word_of(delayed.id)
