"""Whom a linked learner avoids, and who avoids them, after an unlink: as before, but for what was said since."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.features.members.queries.learners import find_person
from bot.features.privacy.queries.export_rows import read_export
from bot.tables import accounts, avoidances
from tests.bot.features.homes.two_homes import TwoHomes
from tests.bot.room import words

ANN, ANNIE, BEN = "Ann@discord", "Annie@telegram", "Ben@discord"
BOTH = {ANN, ANNIE}


@pytest.fixture
async def shared(homes: TwoHomes) -> TwoHomes:
    """One group with two homes, in which all three are members."""
    await homes.settle(ANN, ANNIE, BEN)
    await homes.join()
    return homes


async def avoid(homes: TwoHomes, name: str, other: str) -> None:
    asked = words(await homes.say(name, f"/settings avoid {other.partition('@')[0]}"))
    assert "won’t match you" in asked or "already" in asked, asked


def read_names(db: Connection) -> set[tuple[str, str]]:
    """Who avoids whom, by their accounts."""
    found = select(accounts.c.name, accounts.c.platform, accounts.c.learner_id)
    names: dict[int, list[str]] = {}
    for row in db.execute(found):
        names.setdefault(row.learner_id, []).append(f"{row.name}@{row.platform}")
    rows = db.execute(select(avoidances.c.learner_id, avoidances.c.other_id)).all()
    return {(one, other) for a, b in rows for one in names[a] for other in names[b]}


async def avoided(homes: TwoHomes) -> set[tuple[str, str]]:
    return await homes.store.read(read_names)


async def unlink(homes: TwoHomes) -> None:
    assert words(await homes.say(ANN, "/settings unlink yes")).startswith("Done.")


BEFORE = [set(), {ANN}, {ANNIE}, BOTH]


@pytest.mark.parametrize("named", BEFORE)
async def test_a_member_avoids_after_an_unlink_whom_they_avoided_before(shared: TwoHomes, named: set[str]) -> None:
    for name in sorted(named):
        await avoid(shared, BEN, name)
    before = await avoided(shared)
    assert {(BEN, name) for name in named} == before
    await shared.link(ANN, ANNIE)
    assert ({(BEN, name) for name in BOTH} if named else set()) == await avoided(shared)

    await unlink(shared)

    assert before == await avoided(shared)
    assert [(None, None)] * len(before) == [(one.said_on, one.named_on) for one in await shared.rows(avoidances)]


@pytest.mark.parametrize("named", BEFORE)
async def test_a_member_who_says_so_while_the_two_are_one_avoids_both(shared: TwoHomes, named: set[str]) -> None:
    for name in sorted(named):
        await avoid(shared, BEN, name)
    await shared.link(ANN, ANNIE)
    await avoid(shared, BEN, ANN)

    await unlink(shared)

    assert {(BEN, ANN), (BEN, ANNIE)} == await avoided(shared)


@pytest.mark.parametrize("saying", BEFORE)
async def test_each_account_avoids_whom_it_avoided_before(shared: TwoHomes, saying: set[str]) -> None:
    for name in sorted(saying):
        await avoid(shared, name, BEN)
    before = await avoided(shared)
    await shared.link(ANN, ANNIE)

    await unlink(shared)

    assert {(name, BEN) for name in saying} == before == await avoided(shared)


@pytest.mark.parametrize("saying", BEFORE)
@pytest.mark.parametrize("speaker", sorted(BOTH))
async def test_an_avoidance_said_while_linked_is_of_both(shared: TwoHomes, saying: set[str], speaker: str) -> None:
    for name in sorted(saying):
        await avoid(shared, name, BEN)
    await shared.link(ANN, ANNIE)
    await avoid(shared, speaker, BEN)

    await unlink(shared)

    assert {(ANN, BEN), (ANNIE, BEN)} == await avoided(shared)


@pytest.mark.parametrize("direction", [(BEN, ANN), (ANN, BEN)])
async def test_one_that_was_taken_back_while_linked_is_of_neither(shared: TwoHomes, direction: tuple[str, str]) -> None:
    speaker, other = direction
    for one, two in ((BEN, ANN), (BEN, ANNIE)) if speaker == BEN else ((ANN, BEN), (ANNIE, BEN)):
        await avoid(shared, one, two)
    await shared.link(ANN, ANNIE)
    shown = await shared.say(speaker, "/settings avoid")
    [button] = [row.label for group in shown.buttons for row in group if other.partition("@")[0] in row.label]
    await shared.tap(speaker, shown, button)

    await unlink(shared)

    assert set() == await avoided(shared)


async def test_two_accounts_that_avoid_each_other_do_so_again_after_an_unlink(shared: TwoHomes) -> None:
    await avoid(shared, ANN, ANNIE)
    await avoid(shared, ANNIE, ANN)
    await shared.link(ANN, ANNIE)
    assert set() == await avoided(shared)

    await unlink(shared)

    assert {(ANN, ANNIE), (ANNIE, ANN)} == await avoided(shared)


async def test_no_export_shows_who_avoids_its_learner(shared: TwoHomes) -> None:
    """Neither while the two are one nor after it: that a member avoids them is that member's alone."""
    await avoid(shared, BEN, ANNIE)
    await shared.link(ANN, ANNIE)
    caller = shared.caller(ANN)

    def export(db: Connection) -> list[str]:
        person = find_person(db, caller.account)
        sections = read_export(db, person.learner_id if person else None, caller.account)
        return [
            one.name for one in sections if "avoidances" in repr(one.rows) or (one.rows and one.name == "avoidances")
        ]

    assert [] == await shared.store.read(export)
