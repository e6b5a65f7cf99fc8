"""Study days that a clock skipped while two accounts were linked: they are held after an unlink, too."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.features.linking.actions.uniting import clock_of_row
from bot.features.streaks.actions.counting import read_ledger, verify_counters
from bot.identity import LearnerId
from bot.tables import accounts, learners
from roadmap.cadence import clock_at
from roadmap.streak import Verdict
from tests.bot.features.linking.town import Town
from tests.bot.room import words

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"


async def _log(town: Town, *names: str) -> None:
    for name in names:
        await town.say(name, "/log 20m")


async def _unlink(town: Town) -> None:
    assert words(await town.say(TELEGRAM, "/settings unlink yes")).startswith("Done.")


async def _verdicts(town: Town) -> dict[str, list[Verdict]]:
    """Platform -> the verdicts of its learner's study days but today."""

    def read(db: Connection) -> dict[str, list[Verdict]]:
        now = town.clock.now()
        assert [] == verify_counters(db, now)
        found = select(accounts.c.platform, accounts.c.learner_id).order_by(accounts.c.id)
        ledgers = {row.platform: read_ledger(db, LearnerId(row.learner_id), now) for row in db.execute(found)}
        return {platform: [day.verdict for day in ledger.days[:-1]] for platform, ledger in ledgers.items()}

    return await town.store.read(read)


@pytest.mark.parametrize("name", [DISCORD, TELEGRAM])
async def test_a_date_that_a_flight_skipped_since_the_link_is_held_for_both(town: Town, name: str) -> None:
    """The flight was the person's, whichever account told of it."""
    for one in (DISCORD, TELEGRAM):
        await town.say(one, f"/settings zone {WEST}")
        await _log(town, one)
    await town.link(DISCORD, TELEGRAM)
    town.later(hours=1)
    await town.say(name, f"/settings zone {EAST}")
    for _ in range(2):
        town.later(hours=24)
        await _log(town, DISCORD, TELEGRAM)
    skipped = [Verdict.DONE, Verdict.HELD, Verdict.DONE]
    assert {"discord": skipped, "telegram": skipped} == await _verdicts(town)

    await _unlink(town)

    assert {"discord": skipped, "telegram": skipped} == await _verdicts(town)


async def test_a_date_that_a_link_skipped_is_held_for_the_account_whose_date_it_was(town: Town) -> None:
    """Discord's account was a study day behind, and studied on the day of the link after it."""
    for name, zone in ((DISCORD, WEST), (TELEGRAM, EAST)):
        await town.say(name, f"/settings zone {zone}")
        await _log(town, name)
    town.later(hours=24)
    await town.link(DISCORD, TELEGRAM)
    for _ in range(3):
        await _log(town, DISCORD)
        town.later(hours=24)

    await _unlink(town)

    found = await _verdicts(town)
    assert [Verdict.DONE, Verdict.HELD] == found["discord"][:2]
    assert {Verdict.DONE} == set(found["discord"][2:5])
    assert Verdict.HELD not in found["telegram"]


async def test_a_clock_changed_since_the_link_holds_no_date_for_the_account_that_had_it(town: Town) -> None:
    """The change is both accounts'. The date that the link skipped was over for Telegram's, who had not studied."""
    for name, zone in ((DISCORD, WEST), (TELEGRAM, EAST)):
        await town.say(name, f"/settings zone {zone}")
        await _log(town, name)
    town.later(hours=48)
    await town.link(DISCORD, TELEGRAM)
    town.later(minutes=1)
    await town.say(TELEGRAM, "/settings day 05:00")
    await _log(town, DISCORD, TELEGRAM)
    town.later(hours=24)

    await _unlink(town)

    found = await _verdicts(town)
    assert (True, False) == (Verdict.HELD in found["discord"], Verdict.HELD in found["telegram"])


@pytest.mark.parametrize(("behind", "ahead"), [(DISCORD, TELEGRAM), (TELEGRAM, DISCORD)])
async def test_a_clock_waits_for_the_next_study_day_where_its_own_is_behind_the_last_entry(
    town: Town, behind: str, ahead: str
) -> None:
    """So the entry is on no day to come. That study day lasts until it is over in both zones, and none is missed."""
    platform = behind.partition("@")[2]
    for name, zone in ((behind, WEST), (ahead, EAST)):
        await town.say(name, f"/settings zone {zone}")
        await _log(town, name)
    town.later(hours=24)
    await _log(town, behind, ahead)
    town.later(hours=24)
    await town.link(DISCORD, TELEGRAM)
    await _log(town, behind)

    await _unlink(town)

    zones = []
    for _ in range(4):
        zones.append(await _zone(town, platform))
        assert {Verdict.DONE, Verdict.HELD} >= {*(await _verdicts(town))[platform]}
        town.later(hours=24)
        await _log(town, behind)
    assert [EAST, EAST, WEST, WEST] == zones


async def _zone(town: Town, platform: str) -> str:
    """The zone by which the learner of an account on a platform has their study day now."""

    def read(db: Connection) -> str:
        found = select(learners).join(accounts, accounts.c.learner_id == learners.c.id)
        row = db.execute(found.where(accounts.c.platform == platform)).mappings().one()
        return clock_at(clock_of_row(dict(row)), town.clock.now()).zone

    return await town.store.read(read)


@pytest.mark.parametrize("days", [0, 1])
async def test_a_date_that_comes_again_after_an_unlink_is_not_held(town: Town, days: int) -> None:
    """On the day of the link, nobody studied. `days`: so long before it, the account on Discord did."""
    for name, zone in ((DISCORD, WEST), (TELEGRAM, EAST)):
        await town.say(name, f"/settings zone {zone}")
    await _log(town, *((DISCORD,) if days else ()))
    town.later(days=days)
    await town.link(DISCORD, TELEGRAM)

    await _unlink(town)

    town.later(hours=48)
    assert Verdict.HELD not in (await _verdicts(town))["discord"]
