"""Cheers in a group of two homes: a person counts once for what is told in both, and both messages show the count."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.database.store import Store
from bot.tables import cheers, outbox
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.room import labels, taps, words

MIA, MIA_TOO = "Mia@discord", "Mia@telegram"
BEN, CEM = "Ben@discord", "Cem@telegram"


class Cheering(TwoHomes):
    """Two homes that celebrate what Ann finished. Mia has an account on both platforms."""

    async def celebrate(self, name: str = "Ann@discord", what: str = "week1") -> None:
        """Let somebody finish something, and both homes hear of it."""
        await self.say(name, f"/done {what}")
        self.later(minutes=2)
        await self.work()

    async def cheer(self, name: str, kind: str = "celebration") -> str:
        """Let a person tap on the button of the last message of a kind in their chat. Returns its answer."""
        self.later(seconds=30)
        message = await self.word(kind, self.account(name).platform)
        answer = await self.tap(name, message, "👏")
        await self.work()
        return words(answer)

    async def counts(self, kind: str = "celebration") -> list[int]:
        """The count that each home's message shows."""
        shown = [await self.word(kind, platform) for platform in ("discord", "telegram")]
        return [read_count(labels(one)) for one in shown]

    async def link_mia(self) -> None:
        """Link both accounts of Mia."""
        code = (await self.say(MIA, "/settings link")).text.plain.split("Your code: ")[1].split()[0]
        asked = await self.say(MIA_TOO, f"/settings link {code}")
        await self.tap(MIA_TOO, asked, labels(asked)[0])

    async def unlink(self) -> None:
        """Separate them again."""
        await self.say(MIA, "/settings unlink yes")

    async def changed(self) -> list[tuple[str, str]]:
        """The platform of each message that was changed so that it shows a new count."""
        return await self.posted("cheered")


def read_count(found: Sequence[str]) -> int:
    [label] = [one for one in found if one.startswith("👏")]
    digits = "".join(letter for letter in label if letter.isdigit())
    return int(digits or 0)


@pytest.fixture
async def both(sqlite_store: Store) -> Cheering:
    """A group of two homes in which Ann finished a week."""
    return await begin(sqlite_store)


async def begin(store: Store) -> Cheering:
    homes = Cheering(store)
    await homes.settle("Ann@discord", BEN, CEM, MIA, MIA_TOO)
    await homes.join()
    await homes.celebrate()
    return homes


TAPS = (
    ((BEN,), 1),
    ((BEN, CEM), 2),
    ((BEN, CEM, BEN), 1),
    ((CEM, CEM), 0),
    ((CEM, CEM, CEM), 1),
)
"""Who taps in turn, and how many cheers there are then."""
LINKED_TAPS = (
    ((MIA,), 1),
    ((MIA_TOO,), 1),
    ((MIA, MIA_TOO), 0),
    ((MIA_TOO, MIA), 0),
    ((MIA, MIA_TOO, MIA_TOO), 1),
    ((MIA, BEN, MIA_TOO, CEM), 2),
    ((MIA, MIA, MIA_TOO, BEN), 2),
)
"""The same where Mia's accounts are linked."""


@pytest.mark.parametrize(("tapped", "n"), TAPS)
async def test_both_messages_show_the_cheers_of_both_homes(both: Cheering, tapped: tuple[str, ...], n: int) -> None:
    for name in tapped:
        await both.cheer(name)

    assert [n, n] == await both.counts()


@pytest.mark.parametrize(("tapped", "n"), LINKED_TAPS)
async def test_a_member_of_both_platforms_counts_once(both: Cheering, tapped: tuple[str, ...], n: int) -> None:
    await both.link_mia()
    for name in tapped:
        await both.cheer(name)

    assert [n, n] == await both.counts()


async def test_a_member_of_both_platforms_counts_once_on_both_engines(store: Store) -> None:
    both = await begin(store)
    await both.link_mia()
    for name, n in ((MIA, 1), (CEM, 2), (MIA_TOO, 1), (MIA_TOO, 2)):
        await both.cheer(name)
        assert [n, n] == await both.counts(), name


async def test_cheers_from_before_a_link_count_once_and_are_taken_back_together(both: Cheering) -> None:
    for name in (MIA, MIA_TOO, BEN):
        await both.cheer(name)
    assert [3, 3] == await both.counts()

    await both.link_mia()
    assert [2, 2] == await both.counts()
    await both.cheer(MIA_TOO)
    assert [1, 1] == await both.counts()
    assert [False, False, True] == sorted(one.given for one in await both.rows(cheers))


async def test_each_account_keeps_its_own_cheers_after_an_unlink(both: Cheering) -> None:
    for name in (MIA, MIA_TOO):
        await both.cheer(name)
    await both.link_mia()
    assert [1, 1] == await both.counts()

    await both.unlink()
    assert [2, 2] == await both.counts()
    await both.cheer(MIA)
    assert [1, 1] == await both.counts()


async def test_the_message_in_the_other_home_is_changed_and_once_for_several_cheers(both: Cheering) -> None:
    await both.cheer(BEN)
    assert [("telegram", "new")] == await both.changed()
    await both.say(MIA, f"/{await line(both, 'discord')}", tapped=True)
    assert [("telegram", "new")] == await both.changed()
    both.later(seconds=5)
    await both.work()
    assert [("telegram", "sent")] == await both.changed()
    assert "That one’s yours" in words(await both.say("Ann@discord", f"/{await line(both, 'discord')}", tapped=True))
    await both.say(BEN, f"/{await line(both, 'discord')}", tapped=True)

    assert [("telegram", "sent"), ("telegram", "new")] == await both.changed()
    [first, _] = await both.rows(outbox, kind="cheered")
    [told] = [one for one in await both.rows(outbox, kind="celebration") if one.place_id == 2]
    assert (told.id, "m") == (first.facts["post"], first.facts["message_id"])
    assert 1 == read_count(labels(await both.word("cheered", "telegram")))


async def line(both: Cheering, platform: str) -> str:
    shown = await both.word("celebration", platform)
    [found] = [one.line for one in taps(shown) if one.line.startswith("cheer ")]
    return found


async def test_a_learner_may_not_cheer_for_themselves_in_either_home(both: Cheering) -> None:
    await both.link_mia()
    await both.celebrate(MIA, "week2")
    both.later(minutes=15)
    await both.work()

    for name in (MIA, MIA_TOO):
        await both.cheer(name)
    assert [0, 0] == await both.counts()


async def test_a_gathering_counts_once_in_both_homes(both: Cheering) -> None:
    await both.link_mia()
    for name in (BEN, CEM):
        await both.say(name, "/done week1")
    both.later(minutes=15)
    await both.work()

    for name, n in ((MIA, 1), (MIA_TOO, 0), (MIA_TOO, 1), (BEN, 2)):
        await both.cheer(name, "gathering")
        assert [n, n] == await both.counts("gathering"), name
    assert [0, 0] == await both.counts()


async def test_a_digest_counts_once_in_both_homes(both: Cheering) -> None:
    await both.link_mia()
    for _ in range(16):
        await both.say(BEN, "/checkin it went well")
        await both.live(hours=12)

    for name, n in ((MIA, 1), (CEM, 2), (MIA_TOO, 1)):
        await both.cheer(name, "digest")
        assert [n, n] == await both.counts("digest"), name


async def test_each_home_counts_its_own_cheers_after_a_disconnect(both: Cheering) -> None:
    for name in (BEN, CEM, MIA_TOO):
        await both.cheer(name)
    await both.say(ROOT, "/setup disconnect yes")

    assert 1 == read_count(labels(await both.word("celebration", "discord")))
    await both.say(MIA, f"/{await line(both, 'discord')}", tapped=True)
    assert 2 == read_count(labels(await both.word("celebration", "discord")))
    assert ["telegram"] == sorted({platform for platform, _ in await both.changed()} - {"discord"})


async def test_a_home_that_never_heard_of_it_is_left_alone(sqlite_store: Store) -> None:
    homes = Cheering(sqlite_store)
    await homes.settle("Ann@discord", BEN, CEM, CHIEF)
    await homes.celebrate()
    await homes.join()
    await homes.cheer(BEN)

    assert [] == await homes.changed()
    assert 1 == read_count(labels(await homes.word("celebration", "discord")))


async def test_a_tap_on_the_own_post_takes_no_cheer_for_another_back(both: Cheering) -> None:
    await both.link_mia()
    await both.say(MIA, "/done week1")
    await both.lose("discord")
    await both.say(CEM, "/done week1")
    await both.return_to("discord")
    both.later(minutes=15)
    await both.work()

    await both.cheer(MIA_TOO, "gathering")
    assert [0, 1] == await both.counts("gathering")
    assert "That one’s yours" in await both.cheer(MIA, "gathering")
    assert [0, 1] == await both.counts("gathering")
    assert [True] == [one.given for one in await both.rows(cheers)]
