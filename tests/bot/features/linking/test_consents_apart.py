"""Consents after an unlink: what was said while two accounts were one holds for both, whatever its value."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.closed_sets import ConsentKind
from bot.features.linking.actions.consents import unite_consents
from bot.tables import accounts, learners, memberships
from tests.bot.features.homes.two_homes import TwoHomes
from tests.bot.features.linking.town import Town
from tests.bot.room import words
from tests.databases import open_patiently
from tests.sampling import examples

ANN, ANNIE = "Ann@discord", "Annie@telegram"
ACCOUNTS = (ANN, ANNIE)
LINES: dict[str, dict[str, object]] = {
    ConsentKind.VISIBILITY: {f"/settings visibility {one}": one for one in ("hidden", "number", "group")},
    ConsentKind.PUBLISHING: {f"/settings checkins {one}": one for one in ("private", "promise", "all")},
    ConsentKind.SHOWS_WORK: {"/settings work private": False, "/settings work on": True, "/settings work all": True},
    ConsentKind.TAKES_QUESTIONS: {"/settings questions off": False, "/settings questions on": True},
    ConsentKind.PINGS: {"/settings pings off": False, "/settings pings on": True},
    ConsentKind.COMMUNITY_ON: {
        "/settings privacy community off": False,
        "/settings privacy community on": True,
    },
}
"""Consent -> the lines that change it, the strictest first, each with the value that it gives."""
BESIDE = {"work_from": ConsentKind.SHOWS_WORK}
"""A column that goes with a consent."""
SAYINGS = [(kind, line) for kind, lines in LINES.items() for line in lines]
FIXTURE_IS_FINE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def read_rows(db: Connection) -> dict[str, dict[str, Any]]:
    """Account -> the row of its learner."""
    found = select(learners, accounts.c.platform).join(accounts, accounts.c.learner_id == learners.c.id)
    names = {name.partition("@")[2]: name for name in ACCOUNTS}
    return {names[row["platform"]]: dict(row) for row in db.execute(found).mappings()}


class Story:
    """A person with two accounts, and what is said with each."""

    def __init__(self, town: Town | TwoHomes) -> None:
        self.town = town

    async def begin(self) -> None:
        for name in ACCOUNTS:
            await self.town.say(name, "/log 20m")

    async def say(self, name: str, line: str) -> None:
        self.town.later(minutes=1)
        reply = words(await self.town.say(name, line))
        assert "can't" not in reply and "can set" not in reply, reply

    async def rows(self) -> dict[str, dict[str, Any]]:
        return await self.town.store.read(read_rows)

    async def consents(self) -> dict[str, dict[str, Any]]:
        rows = await self.rows()
        return {name: {one: row[one] for one in (*LINES, *BESIDE)} for name, row in rows.items()}

    async def link(self) -> None:
        self.town.later(hours=7)
        assert words(await self.town.link(ANN, ANNIE)).startswith("Linked!")

    async def unlink(self) -> None:
        self.town.later(minutes=1)
        assert words(await self.town.say(ANNIE, "/settings unlink yes")).startswith("Done.")


def test_every_consent_that_a_link_unites_is_said_with_a_line_here() -> None:
    """A new consent fails this test until it is said how an unlink parts it."""
    nothing = dict.fromkeys((*ConsentKind, *BESIDE))
    assert {*LINES, *BESIDE} == {*ConsentKind, *BESIDE}
    freest = {**nothing, "visibility": "group"}
    assert unite_consents(freest, freest).keys() == nothing.keys()


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("stricter", ACCOUNTS)
@pytest.mark.parametrize("speaker", ACCOUNTS)
async def test_a_choice_made_anew_while_linked_holds_for_both(
    town: Town, kind: str, stricter: str, speaker: str
) -> None:
    """The strict choice holds at the link, is loosened and made again: nothing has changed, but it was said."""
    story, (strict, *_, free) = Story(town), LINES[kind]
    await story.begin()
    for name in ACCOUNTS:
        await story.say(name, strict if name == stricter else free)
    await story.link()
    await story.say(speaker, free)
    await story.say(speaker, strict)

    await story.unlink()

    assert [LINES[kind][strict]] * 2 == [row[kind] for row in (await story.rows()).values()]


@pytest.mark.parametrize("kind", LINES)
async def test_a_choice_that_holds_already_holds_for_both_once_it_is_said(town: Town, kind: str) -> None:
    story, (strict, *_, free) = Story(town), LINES[kind]
    await story.begin()
    for name, line in zip(ACCOUNTS, (strict, free), strict=True):
        await story.say(name, line)
    await story.link()
    await story.say(ANNIE, strict)

    await story.unlink()

    assert [LINES[kind][strict]] * 2 == [row[kind] for row in (await story.rows()).values()]


@pytest.mark.parametrize("line", LINES[ConsentKind.SHOWS_WORK])
async def test_the_moment_from_which_work_is_shown_holds_for_both_once_it_is_said(town: Town, line: str) -> None:
    """It is that of the account which had said so before, but the other account had no moment yet."""
    story = Story(town)
    await story.begin()
    await story.say(ANN, line)
    await story.link()
    await story.say(ANNIE, line)
    [said] = {row["work_from"] for row in (await story.rows()).values()}

    await story.unlink()

    assert [said] * 2 == [row["work_from"] for row in (await story.rows()).values()]


@pytest.mark.parametrize("kind", LINES)
async def test_what_was_said_in_an_earlier_link_is_each_accounts_own_in_the_next(town: Town, kind: str) -> None:
    story, (strict, *_, free) = Story(town), LINES[kind]
    await story.begin()
    await story.link()
    await story.say(ANN, strict)
    await story.unlink()
    await story.say(ANNIE, free)
    await story.link()

    await story.unlink()

    rows = await story.rows()
    assert (LINES[kind][strict], LINES[kind][free]) == (rows[ANN][kind], rows[ANNIE][kind])


@pytest.mark.parametrize("wanting", ACCOUNTS)
async def test_a_wish_for_no_study_partners_while_linked_holds_for_both(homes: TwoHomes, wanting: str) -> None:
    """Both accounts are members of one group, and one of them wanted partners."""
    story = Story(homes)
    await homes.settle(*ACCOUNTS)
    await homes.join()
    for name in ACCOUNTS:
        await story.say(name, f"/settings partner {'on' if name == wanting else 'off'}")
    await story.link()
    for wish in ("on", "off"):
        await story.say(ANN, f"/settings partner {wish}")

    await story.unlink()

    found = select(memberships.c.partner_since).where(memberships.c.left_at.is_(None)).distinct()
    assert [None] == await homes.store.read(lambda db: list(db.scalars(found)))


Deed = tuple[bool, str, str] | None
"""The first account or the second says a line about a consent. None: they are linked, or separated."""
DEEDS: st.SearchStrategy[Deed] = st.one_of(
    st.none(), st.tuples(st.booleans(), st.sampled_from(SAYINGS)).map(lambda one: (one[0], *one[1]))
)


async def live(url: str, deeds: Sequence[Deed]) -> None:
    """Play a history, with a plain model beside it: what an account said, and what was said for both."""
    store = open_patiently(url)
    try:
        story = Story(Town(store))
        await story.begin()
        own, linked = await story.consents(), False
        for deed in (*deeds, None, None):
            if deed is None:
                await (story.unlink() if linked else story.link())
                linked = not linked
            else:
                first, kind, line = deed
                speaker = ACCOUNTS[not first]
                await story.say(speaker, line)
                said = (await story.consents())[speaker]
                assert LINES[kind][line] == said[kind]
                for name in ACCOUNTS if linked else [speaker]:
                    own[name] |= {one: said[one] for one in said if one == kind or BESIDE.get(one) == kind}
            if not linked:
                assert own == await story.consents()
    finally:
        await store.close()


@settings(examples(0.1, everyday=0.2), suppress_health_check=FIXTURE_IS_FINE)
@given(deeds=st.lists(DEEDS, max_size=16))
def test_after_any_history_each_account_has_what_was_last_said_for_it(
    sqlite_template: Path, same_folder: Path, deeds: list[Deed]
) -> None:
    file = same_folder / "cairn.db"
    for old in same_folder.glob("cairn.db*"):
        old.unlink()
    shutil.copyfile(sqlite_template, file)

    asyncio.run(live(f"sqlite:///{file}", deeds))
