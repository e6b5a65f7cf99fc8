"""A home of a connected group that removed the bot: its stewards are warned, and after a month the group parts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.closed_sets import REMOVED
from bot.database.store import Store
from bot.features.members.actions.groups import note_removed
from bot.features.members.queries.places import note_steward
from bot.features.privacy.actions import retention
from bot.features.privacy.actions.upkeep import DAILY, last_done
from bot.features.privacy.daily import DailyJob
from bot.features.privacy.facts import HOME_ENDS, HomeEnds
from bot.identity import Account, PlaceId
from bot.posting.posts import Post
from bot.posting.target_posts import note_place_found
from bot.posting.wording import NothingToSay
from bot.tables import checkins, connections, groups, learners, memberships, obstacles, outbox, places, week_goals
from tests.bot.features.homes.two_homes import CHIEF, PLACES, ROOT, TwoHomes
from tests.bot.room import words

DAY = timedelta(days=1)
OTHER = {"discord": "telegram", "telegram": "discord"}


class LostHome:
    """A group of two homes, and the daily job. Root is a steward on Discord, Chief on Telegram; both are members."""

    def __init__(self, store: Store) -> None:
        self.homes = TwoHomes(store)
        self.aside: list[Post] = []
        self.refused: list[str] = []
        """Kinds of words that do not arrive, each once."""
        self.job = DailyJob(store, self.homes.clock, self.homes.library, self._say)

    async def _say(self, post: Post) -> bool:
        if post.kind in self.refused:
            self.refused.remove(post.kind)
            return False
        self.aside.append(post)
        return True

    async def begin(self) -> None:
        """Connect both homes, which do something together."""
        homes = self.homes
        await homes.settle("Ann@discord", "Cem@telegram", ROOT, CHIEF)
        for name in (ROOT, CHIEF):
            await homes.say(name, "/setup nudge 18:00")
        await homes.join()
        await self.live(1)
        await homes.say(ROOT, "/setup goal 9")
        await homes.say("Cem@telegram", "/stuck week1-practice how?")
        for day in range(14):
            if day == 5:
                await homes.say("Cem@telegram", "/checkin it went well")
            await homes.live(hours=12)
            await homes.live(hours=12)

    async def live(self, days: int) -> None:
        """Let days go by, with a daily job each."""
        for _ in range(days):
            self.homes.later(days=1)
            assert await self.job.run()

    async def warned(self) -> list[HomeEnds]:
        """The warnings to stewards who are learners."""
        return [HomeEnds.from_json(one.facts) for one in await self.homes.rows(outbox, kind=HOME_ENDS)]

    async def platforms(self) -> list[str]:
        """The platforms of the places that are left."""
        return [one.platform for one in await self.homes.rows(places)]


@pytest.fixture
async def lost(sqlite_store: Store) -> LostHome:
    """Such a group on SQLite."""
    found = LostHome(sqlite_store)
    await found.begin()
    return found


@pytest.mark.parametrize("platform", ["discord", "telegram"])
async def test_nothing_is_left_of_a_lost_home_after_a_month_and_the_other_goes_on(store: Store, platform: str) -> None:
    lost, left = LostHome(store), OTHER[platform]
    await lost.begin()
    homes, own = lost.homes, 1 if platform == "discord" else 2
    closed = [one.id for one in await homes.rows(checkins) if one.closed_at]
    assert closed
    await homes.lose(platform)

    await lost.live(22)
    assert [] == await lost.warned()
    await lost.live(1)
    ends_at = homes.clock.now() + 7 * DAY
    assert {(own, platform, ends_at)} == {(one.group_id, one.platform, one.ends_at) for one in await lost.warned()}
    assert {1, 2, 3, 4} > {one.learner_id for one in await homes.rows(outbox, kind=HOME_ENDS)} >= {3, 4}
    said = words(await homes.word_of((await homes.rows(outbox, kind=HOME_ENDS))[0].id))
    assert f"I was removed from {PLACES[platform].title} on {platform.capitalize()}" in said
    await lost.live(6)
    assert ["discord", "telegram"] == await lost.platforms()
    assert 2 == len(await lost.warned())
    await lost.live(1)

    assert [left] == await lost.platforms()
    [group] = await homes.rows(groups)
    assert (None, None, 3 - own) == (group.removed_at, group.joined_to, group.id)
    assert [] == await homes.rows(connections)
    assert set(closed) <= {one.id for one in await homes.rows(checkins, group_id=group.id)}
    assert await homes.rows(week_goals, group_id=group.id)
    assert await homes.rows(obstacles, group_id=group.id)
    theirs = {"discord": [1, 3], "telegram": [2, 4]}
    assert theirs[left] == [one.learner_id for one in await homes.rows(memberships) if one.left_at is None]
    assert [3, 3] == [one.points for one in await homes.rows(learners)][:2]
    assert f"I was removed from your chat on {platform.capitalize()}" in words(await homes.word("homes", left))
    assert "week1" in words(await homes.say("Cem@telegram" if left == "telegram" else "Ann@discord", "/next"))


async def test_a_home_that_comes_back_in_time_finds_everything(lost: LostHome) -> None:
    homes = lost.homes
    await homes.lose("discord")
    await lost.live(29)
    await homes.return_to("discord")

    await lost.live(40)
    assert ["discord", "telegram"] == await lost.platforms()
    [connection] = await homes.rows(connections)
    assert connection.open
    assert sorted(await homes.present(1)) == [1, 2, 3, 4]
    await homes.lose("discord")
    await lost.live(29)
    assert 4 == len(await lost.warned())
    assert ["discord", "telegram"] == await lost.platforms()


@pytest.mark.parametrize("reason", ["kicked", "forbidden", "unknown guild", "deactivated", "timed out"])
async def test_only_a_removal_that_was_reported_starts_the_clock(lost: LostHome, reason: str) -> None:
    homes = lost.homes
    await homes.store.write(note_removed, PLACES["discord"], homes.clock.now(), reason)

    await lost.live(70)
    assert ["discord", "telegram"] == await lost.platforms()
    assert [] == await lost.warned()


@pytest.mark.parametrize("reason", [REMOVED, "kicked"])
async def test_a_removal_that_is_reported_again_keeps_the_clock(lost: LostHome, reason: str) -> None:
    homes = lost.homes
    await homes.lose("discord")
    await lost.live(20)
    await homes.store.write(note_removed, PLACES["discord"], homes.clock.now(), reason)

    await lost.live(9)
    assert ["discord", "telegram"] == await lost.platforms()
    await lost.live(1)
    assert ["telegram"] == await lost.platforms()


@pytest.mark.parametrize("platform", ["discord", "telegram"])
@pytest.mark.parametrize("reason", ["kicked", "forbidden"])
async def test_a_lost_home_ends_though_the_last_one_is_off_for_another_reason(
    lost: LostHome, platform: str, reason: str
) -> None:
    homes, left = lost.homes, OTHER[platform]
    await homes.lose(platform)
    await lost.live(20)
    await homes.store.write(note_removed, PLACES[left], homes.clock.now(), reason)

    await lost.live(3)
    assert {platform} == {one.platform for one in await lost.warned()}
    await lost.live(6)
    assert ["discord", "telegram"] == await lost.platforms()
    await lost.live(1)
    assert [left] == await lost.platforms()
    await lost.live(40)
    assert [left] == await lost.platforms()


async def test_a_post_that_arrives_ends_the_loss(lost: LostHome) -> None:
    homes = lost.homes
    await homes.lose("discord")
    await homes.store.write(note_place_found, PlaceId(1))

    [place] = await homes.rows(places, platform="discord")
    assert (None, None) == (place.off_reason, place.removed_at)
    await lost.live(40)
    assert ["discord", "telegram"] == await lost.platforms()


async def test_a_steward_who_is_no_member_is_warned_once(lost: LostHome) -> None:
    homes = lost.homes
    for place_id, platform in ((1, "discord"), (2, "telegram")):
        await homes.store.write(note_steward, PlaceId(place_id), Account(platform, 770 + place_id, "Owner"))
    await homes.lose("telegram")

    await lost.live(29)
    assert [771, 772] == [one.place.chat_id for one in lost.aside]


async def test_a_steward_who_is_no_member_is_warned_once_of_each_of_two_ends(lost: LostHome) -> None:
    homes = lost.homes
    await homes.store.write(note_steward, PlaceId(1), Account("discord", 771, "Owner"))
    await homes.lose("discord")
    await lost.live(1)
    await homes.lose("telegram")
    homes.later(days=23)  # the bot was off

    await lost.live(3)
    assert ["group_ends", HOME_ENDS] == sorted(one.kind for one in lost.aside)


@pytest.mark.parametrize("refused", [["group_ends"], [HOME_ENDS], ["group_ends", HOME_ENDS]])
async def test_a_warning_that_did_not_arrive_is_said_again(lost: LostHome, refused: list[str]) -> None:
    homes = lost.homes
    await homes.store.write(note_steward, PlaceId(1), Account("discord", 771, "Owner"))
    await homes.lose("discord")
    await lost.live(1)
    await homes.lose("telegram")
    homes.later(days=23)  # the bot was off
    lost.refused = list(refused)

    await lost.live(4)

    assert ["group_ends", HOME_ENDS] == sorted(one.kind for one in lost.aside)
    assert [] == lost.refused


async def test_a_home_that_fails_to_part_holds_nothing_else_up(lost: LostHome, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        raise LookupError

    homes = lost.homes
    await homes.lose("discord")
    await lost.live(29)
    with monkeypatch.context() as patched:
        patched.setattr(retention, "part_home", fail)
        await lost.live(1)
    assert ["discord", "telegram"] == await lost.platforms()
    assert homes.clock.now() == await homes.store.read(last_done, DAILY)

    await lost.live(1)
    assert ["telegram"] == await lost.platforms()


async def test_a_warning_is_not_said_when_the_bot_is_back(lost: LostHome) -> None:
    homes = lost.homes
    await homes.lose("telegram")
    await lost.live(23)
    [first, *_] = await homes.rows(outbox, kind=HOME_ENDS)
    assert "removed" in words(await homes.word_of(first.id))
    homes.later(hours=1)
    await homes.return_to("telegram")
    await homes.lose("telegram")

    with pytest.raises(NothingToSay):
        await homes.word_of(first.id)


async def test_two_homes_that_are_lost_apart_end_apart(lost: LostHome) -> None:
    homes = lost.homes
    await homes.lose("discord")
    await lost.live(10)
    await homes.lose("telegram")

    await lost.live(19)
    assert ["discord", "telegram"] == await lost.platforms()
    await lost.live(1)
    assert ["telegram"] == await lost.platforms()
    await lost.live(9)
    assert ["telegram"] == await lost.platforms()
    await lost.live(1)
    assert [] == await lost.platforms()
    assert [] == await homes.store.read(lambda db: db.execute(select(groups)).all())


async def test_a_home_that_parted_by_hand_keeps_its_clock(lost: LostHome) -> None:
    homes = lost.homes
    await homes.lose("discord")
    await lost.live(25)
    await homes.say(CHIEF, "/setup disconnect yes")

    await lost.live(4)
    assert ["discord", "telegram"] == await lost.platforms()
    await lost.live(1)
    assert ["telegram"] == await lost.platforms()
