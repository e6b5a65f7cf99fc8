"""Whatever happens to links and groups, each account is a member of its own group with its own rights.

A history is drawn: two accounts of a person and two other members come, leave by their own wish or with the chat, and
return. Stewards name and revoke deputies, and stop publishing. Accounts are linked and separated, and the groups are
connected and disconnected, in any order. After each deed the database agrees with a plain model.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.chat.reply import Reply
from bot.database.store import Store
from bot.features.members.actions.chats import note_gone, note_returned
from bot.identity import Place
from bot.tables import accounts, groups, memberships, places
from tests.bot.features.homes.two_homes import CHIEF, PLACES, ROOT, TwoHomes
from tests.bot.room import lines, words
from tests.databases import Cluster, open_patiently
from tests.laws.together.rights import ANN, MAX, UMA, ZOE, Rights
from tests.sampling import examples

NAMES = (ANN, UMA, ANN, UMA, ZOE, MAX)
OFF = 8
"""From this number on, a right or wish is taken back."""
STEWARDS = {"discord": ROOT, "telegram": CHIEF}
Deed = tuple[str, int]
"""What is done, and the number of who does it."""


def read_rights(db: Connection) -> dict[str, tuple[bool, bool, bool]]:
    """The rights of each account in the group of its platform, of which it is a present member."""
    found = (
        select(accounts.c.name, accounts.c.platform, memberships)
        .join(memberships, memberships.c.learner_id == accounts.c.learner_id)
        .join(places, (places.c.group_id == memberships.c.group_id) & (places.c.platform == accounts.c.platform))
        .join(groups, groups.c.id == memberships.c.group_id)
        .where(memberships.c.left_at.is_(None))
    )
    return {
        f"{row.name}@{row.platform}": (row.deputy, row.barred_at is not None, row.partner_since is not None)
        for row in db.execute(found)
    }


class Life:
    """A history in course, with the model beside it."""

    def __init__(self, store: Store) -> None:
        self.homes = TwoHomes(store)
        self.model = Rights()

    async def play(self, deeds: Sequence[Deed]) -> None:
        for name in (ROOT, CHIEF, ANN, UMA):
            await self.homes.say(name, "/settings language en" if name in (ANN, UMA) else "/log 20m")
        for number, (what, who) in enumerate(deeds):
            await getattr(self, f"do_{what}")(NAMES[who % len(NAMES)], who)
            self.homes.later(minutes=7)
            found = await self.homes.store.read(read_rights)
            wanted = {name: seen for name, seen in self.model.seen().items() if seen is not None}
            assert wanted == {name: found[name] for name in found if name in NAMES}, (number, what, who)

    async def do_come(self, name: str, who: int) -> None:
        if name in self.model.inside:
            assert words(await self.homes.say(name, "/log 20m"))
            self.model.come(name)

    async def do_leave(self, name: str, who: int) -> None:
        if name in self.model.inside and self.model.is_present(name):
            await self.homes.say(name, "/leave yes")
            self.model.leave(name)

    async def do_chat(self, name: str, who: int) -> None:
        """Leave the chat, or return to it."""
        account = self.homes.account(name)
        back = name not in self.model.inside
        note = note_returned if back else note_gone
        await self.homes.store.write(note, account, PLACES[account.platform], self.homes.clock.now())
        (self.model.return_to_chat if back else self.model.leave_chat)(name)

    async def do_deputy(self, name: str, who: int) -> None:
        await self._decide(name, "deputy", "/setup deputy", value=who < OFF)

    async def do_bar(self, name: str, who: int) -> None:
        await self._decide(name, "barred", "/setup publishing", value=who < OFF)

    async def _decide(self, name: str, right: str, line: str, *, value: bool) -> None:
        if self.model.is_present(name):
            word = {"deputy": "" if value else "off ", "barred": "off " if value else "on "}[right]
            steward = STEWARDS[name.partition("@")[2]]
            await self.homes.say(steward, f"{line} {word}{name.partition('@')[0]}")
            self.model.decide(name, right, value)

    async def do_partner(self, name: str, who: int) -> None:
        if name in self.model.inside and self.model.is_present(name):
            wish = who < OFF
            await self.homes.say(name, f"/settings partner {'on' if wish else 'off'}")
            self.model.come(name)
            self.model.decide(name, "partner", wish)

    async def do_link(self, name: str, who: int) -> None:
        """Link the accounts or separate them, in private: who left a chat says nothing there."""
        first, second = (ANN, UMA) if who % 2 else (UMA, ANN)
        if self.model.linked:
            assert words(await self.alone(first, "/settings unlink yes")).startswith("Done.")
        else:
            shown = (await self.alone(first, "/settings link")).text.plain
            asked = await self.alone(second, f"/settings link {shown.split('Your code: ')[1].split()[0]}")
            [link, *_] = lines(asked)
            assert words(await self.alone(second, link)).startswith("Linked!")
        self.model.turn(linked=not self.model.linked, connected=self.model.connected)

    async def alone(self, name: str, line: str) -> Reply:
        """What is answered in a private chat with the bot."""
        account = self.homes.account(name)
        return await self.homes.say(name, line, Place(account.platform, account.user_id, account.user_id, private=True))

    async def do_connect(self, name: str, who: int) -> None:
        if self.model.connected:
            assert "two groups again" in words(await self.homes.say(STEWARDS["discord"], "/setup disconnect yes"))
        else:
            await self.homes.connect(*((ROOT, CHIEF) if who % 3 else (CHIEF, ROOT)))
            await self.homes.work()
            self.homes.later(days=1)
            await self.homes.work()
        self.model.turn(linked=self.model.linked, connected=not self.model.connected)


async def live(url: str, deeds: Sequence[Deed]) -> None:
    """Play a history on a database that has all tables and no row."""
    store = open_patiently(url)
    try:
        await Life(store).play(deeds)
    finally:
        await store.close()


WEIGHTS = {"come": 5, "leave": 2, "chat": 3, "deputy": 3, "bar": 2, "partner": 3, "link": 4, "connect": 3}
WHAT = [what for what, weight in WEIGHTS.items() for _ in range(weight)]
DEEDS: st.SearchStrategy[Deed] = st.tuples(st.sampled_from(WHAT), st.integers(0, 11))
FIXTURE_IS_FINE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
LONG, ON_POSTGRES = 40, 12


MET: list[Deed] = [("come", 0), ("come", 1), ("come", 4), ("come", 5)]
"""All are members."""
BROKEN_ONCE: dict[str, list[Deed]] = {
    "a deputy of one home was a deputy of both after a disconnect": [
        *(("deputy", 2), ("link", 0), ("connect", 1), ("connect", 0)),
    ],
    "a deputy of the other account stayed a deputy after an unlink": [
        *(("deputy", 1), ("bar", 1), ("link", 1), ("connect", 1), ("link", 1)),
    ],
    "a stop of one account held for both after a disconnect": [
        *(("bar", 1), ("connect", 1), ("link", 0), ("connect", 0)),
    ],
    "one who had left a chat before the link was a member there after a disconnect": [
        *(("connect", 1), ("chat", 0), ("link", 0), ("connect", 0)),
    ],
    "one who had left a chat before the link and was back was none after an unlink": [
        *(("connect", 1), ("chat", 0), ("link", 0), ("chat", 0), ("link", 0)),
    ],
    "one who left by their own wish and came back while linked was none after an unlink": [
        *(("connect", 1), ("leave", 1), ("link", 0), ("come", 1), ("link", 0)),
    ],
    "a deputy who was revoked and named again while linked was one by half": [
        *(("deputy", 2), ("link", 0), ("connect", 1), ("deputy", 8), ("deputy", 2), ("link", 0)),
    ],
    "a wish for partners was lost when two groups were connected again": [
        *(("partner", 5), ("connect", 1), ("connect", 1), ("connect", 1)),
    ],
    "a stop that was lifted came back when two groups were connected again": [
        *(("bar", 5), ("connect", 1), ("connect", 1), ("bar", 11), ("connect", 1)),
    ],
    "one who came by the other account too while linked was none after an unlink": [
        *(("leave", 1), ("connect", 1), ("link", 0), ("come", 0), ("come", 1), ("link", 0)),
    ],
    "one who never came by an account had left its home when the groups parted once more": [
        *(("link", 0), ("come", 0), ("connect", 0), ("leave", 0), ("connect", 0)),
        *(("come", 0), ("connect", 0), ("connect", 0)),
    ],
    "one who never came to their own home but left the group was a member there later": [
        *(("come", 0), ("connect", 1), ("come", 1), ("leave", 1), ("link", 0)),
        *(("connect", 0), ("connect", 0), ("connect", 0)),
    ],
}
"""Histories that broke it, by what was wrong."""


@pytest.mark.parametrize("wrong", BROKEN_ONCE)
def test_a_history_that_gave_wrong_rights_once_gives_none(database_url: str, wrong: str) -> None:
    met = [] if wrong.startswith("one who never came") else MET
    asyncio.run(live(database_url, [*met, *BROKEN_ONCE[wrong]]))


@settings(examples(0.3, everyday=0.3), suppress_health_check=FIXTURE_IS_FINE)
@given(deeds=st.lists(DEEDS, min_size=10, max_size=LONG))
def test_each_account_keeps_its_own_rights_whatever_was_one_meanwhile(
    sqlite_template: Path, same_folder: Path, deeds: list[Deed]
) -> None:
    file = same_folder / "cairn.db"
    for old in same_folder.glob("cairn.db*"):
        old.unlink()
    shutil.copyfile(sqlite_template, file)

    asyncio.run(live(f"sqlite:///{file}", deeds))


@pytest.mark.thorough
@settings(max_examples=ON_POSTGRES, suppress_health_check=FIXTURE_IS_FINE)
@given(deeds=st.lists(DEEDS, min_size=10, max_size=LONG))
def test_no_history_on_postgres_gives_wrong_rights_either(
    cluster: Cluster, postgres_template: str, deeds: list[Deed]
) -> None:
    async def live_there() -> None:
        name = await cluster.copy(postgres_template)
        try:
            await live(cluster.address(name), deeds)
        finally:
            await cluster.drop(name)

    asyncio.run(live_there())
