"""When the digest offers study partners."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.closed_sets import Visibility
from bot.database.store import Store
from bot.features.partners.actions.wishing import has_offer
from tests.bot.features.partners.study import GROUP, Study

WEEKS = [date(2026, 3, 2) + timedelta(weeks=one) for one in range(8)]


@pytest.fixture
async def study(sqlite_store: Store) -> Study:
    """Ann, Ben and Cat in a group. Ann wants a partner."""
    study = Study(sqlite_store)
    for name in ("Ann", "Ben", "Cat"):
        await study.enter(name)
    await study.want("Ann")
    return study


async def offers(study: Study) -> int:
    """The number of digests of eight weeks that offer partners."""
    return sum([await study.store.read(has_offer, GROUP, week) for week in WEEKS])


async def test_partners_are_offered_while_a_member_wants_one_and_another_does_not(study: Study) -> None:
    assert 8 == await offers(study)
    await study.want("Ben", "Cat")
    assert 0 == await offers(study)


async def test_where_no_member_wants_a_partner_they_are_offered_every_fourth_week(study: Study) -> None:
    await study.want("Ann", wanted=False)
    assert 2 == await offers(study)


async def test_hidden_members_and_those_who_left_are_offered_none(study: Study) -> None:
    await study.want("Ben")
    await study.show("Cat", Visibility.HIDDEN)
    assert 0 == await offers(study)
    await study.want("Ben", wanted=False)
    assert 8 == await offers(study)
    await study.leave("Ben")
    assert 0 == await offers(study)
    await study.want("Ann", wanted=False)
    assert 0 == await offers(study)
