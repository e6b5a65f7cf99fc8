"""A message names whom it shows: after an unlink, each learner is taken out of the messages that show their name."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select

import bot.features
from bot.database.store import Store
from bot.features.privacy.actions.forgetting import Forgotten, forget_now
from bot.posting.facts import PostFacts
from bot.posting.subjects import find_ids
from bot.tables import accounts, focus_members, focuses, gathered, links, outbox, places
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes

DISCORD, TELEGRAM = "Ulf@discord", "Robbie@telegram"
BOTH = (DISCORD, TELEGRAM)
NOBODY = "nobody"

for module in pkgutil.walk_packages(bot.features.__path__, "bot.features."):
    importlib.import_module(module.name)


def _facts(learner: int, other: int) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """The facts of posts to a group, by the class of facts: the kind, and the facts that name a learner."""
    who = {"learner": learner}
    return {
        "CelebrationFacts": ("celebration", {**who, "roadmap": "climb", "milestones": [["block", "week1"]]}),
        "Digest": ("digest", {"reports": [who], "board": [{**who, "points": 3}], "milestones": [who]}),
        "StuckGroup": ("stuck_group", {"obstacle": 0, **who}),
        "Help": ("contact", {"obstacle": 0, "asker": who, "fellow": {"learner": other}}),
        "Introduction": ("partners", {"partners": [{"pairing": 0, "members": [who, {"learner": other}]}]}),
    }


IN_ROWS = ("gathering", "focus")
"""The kinds that come to a learner by rows of other tables."""
KINDS = (*_facts(1, 2), *IN_ROWS)


def test_each_kind_of_facts_that_names_a_learner_is_here() -> None:
    naming = {
        kind.__name__
        for kind in PostFacts.__subclasses__()
        if '"learner"' in json.dumps(TypeAdapter(kind).json_schema())
    }

    assert set(_facts(1, 2)) | {"FriendlyWord"} == naming  # that one is a private word to its learner


class Wall(TwoHomes):
    """A group with one home or two, and messages there that name Ulf on Discord and Robbie on Telegram."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.shown: dict[int, str] = {}  # post -> whom its message names

    async def open(self, *, joined: bool) -> None:
        await self.settle(ROOT, DISCORD, CHIEF, TELEGRAM)
        if joined:
            await self.join()
        self.later(hours=1)

    async def put(self, kind: str, platform: str, shown: str, maker: str, changes: int = 0) -> int:
        """Put a message on a platform that is out now, and names a person. `maker`: who made its row."""
        post = await self.store.write(self._put, kind, platform, (shown, maker), changes)
        self.shown[post] = shown
        return post

    def _put(self, db: Connection, kind: str, platform: str, people: tuple[str, str], changes: int) -> int:
        shown, maker = people
        learner, now = self.learner(db, shown), self.clock.now()
        home = places.c.platform == platform, places.c.private.is_(False)
        target = {"place_id": db.execute(select(places.c.id).where(*home)).scalar_one()}
        number = (db.scalar(select(outbox.c.id).order_by(outbox.c.id.desc()).limit(1)) or 0) + 1
        name, facts = _facts(learner, self.learner(db, CHIEF)).get(kind, (kind, {}))
        if kind == "focus":
            focus = self._add_session(db, learner, maker, target)
            name, facts = "focus_end", {"focus": focus}
        facts = {**facts, "message_id": f"m{changes}" if changes else ""}
        row = {"id": number, "kind": name, "key": f"put:{number}", "facts": facts, "state": "sent", **target}
        row |= {"created_at": now, "due_at": now, "ended_at": now, "message_id": f"m{changes or number}"}
        db.execute(insert(outbox), {**row, "learner_id": learner if kind == "CelebrationFacts" else None})
        if kind == "gathering":
            part = {"learner_id": learner, "facts": {"learner": learner}, "made_on": maker.partition("@")[2]}
            db.execute(insert(gathered), {"post_id": number, "due_at": now, **part})
        return number

    def _add_session(self, db: Connection, learner: int, maker: str, target: Mapping[str, int]) -> int:
        now, made_on = self.clock.now(), maker.partition("@")[2]
        group = db.execute(select(places.c.group_id).where(places.c.id == target["place_id"])).scalar_one()
        row = {**target, "group_id": group, "timetable": "25", "started_at": now, "ends_at": now, "edited_at": now}
        new = insert(focuses).values(**row, ended_at=now, made_on=made_on).returning(focuses.c.id)
        focus = int(db.execute(new).scalar_one())
        member = {"focus_id": focus, "learner_id": learner, "joined_at": now, "left_at": now, "made_on": made_on}
        db.execute(insert(focus_members), member)
        return focus

    def learner(self, db: Connection, name: str) -> int:
        account = self.account(name)
        same = (accounts.c.platform == account.platform, accounts.c.user_id == account.user_id)
        return int(db.execute(select(accounts.c.learner_id).where(*same)).scalar_one())

    async def unlink(self) -> None:
        done = await self.say(TELEGRAM, "/settings unlink yes")
        assert done.text.plain.startswith("Done.")

    async def forget(self, name: str) -> None:
        self.later(minutes=1)
        assert await self.store.write(forget_now, self.caller(name), "") is Forgotten.DONE

    async def edited(self) -> set[str]:
        """The messages that are changed once somebody is forgotten."""
        return {row.facts["message_id"] for row in await self.rows(outbox, kind="unnamed")}


def platform_of(name: str) -> str:
    return name.partition("@")[2]


def other_than(name: str) -> str:
    return TELEGRAM if name == DISCORD else DISCORD


@pytest.fixture
def wall(sqlite_store: Store) -> Wall:
    return Wall(sqlite_store)


@pytest.mark.parametrize("gone", BOTH)
@pytest.mark.parametrize("gave_way", BOTH)
@pytest.mark.parametrize("joined", [True, False])
async def test_who_is_forgotten_after_an_unlink_is_taken_out_of_exactly_what_names_them(
    wall: Wall, joined: bool, gave_way: str, gone: str
) -> None:
    """Each kind of post, in each home, before the link and since, with rows that either account made."""
    await wall.open(joined=joined)
    old = [
        await wall.put(kind, platform_of(name) if not joined else home, name, name)
        for kind in KINDS
        for home in (map(platform_of, BOTH) if joined else ("",))
        for name in BOTH
    ]
    wall.later(hours=1)
    await wall.link(other_than(gave_way), gave_way)
    [link] = await wall.rows(links)
    assert platform_of(gave_way) == link.other_platform
    wall.later(hours=1)
    for kind in KINDS:
        for name in BOTH:
            for maker in BOTH:
                await wall.put(kind, platform_of(name), name, maker)
    for post, kind in zip(old, [kind for kind in KINDS for _ in range(len(old) // len(KINDS))], strict=True):
        if kind in _facts(1, 2) and post % 3:  # a message of before the link that is changed since
            row = next(iter(await wall.rows(outbox, id=post)))
            [home] = await wall.rows(places, id=row.place_id)
            name = next(one for one in BOTH if platform_of(one) == home.platform)
            await wall.put(kind, home.platform, name, name, changes=post)
            wall.shown[post] = name
    wall.later(hours=1)
    await wall.unlink()

    named = await wall.store.read(_named, wall)
    assert wall.shown == {post: named.get(post, NOBODY) for post in wall.shown}
    sent = {row.id: row.message_id for row in await wall.rows(outbox) if row.id in wall.shown}
    await wall.forget(gone)

    lists = {row.message_id for row in await wall.rows(outbox, kind="digest")}  # it is worded from all members
    assert {sent[post] for post, name in wall.shown.items() if name == gone} - lists == await wall.edited() - lists
    after = await wall.store.read(_named, wall)
    stays = other_than(gone)
    assert {post: name for post, name in wall.shown.items() if name == stays} == {
        post: name for post, name in after.items() if name == stays and post in wall.shown
    }


def _named(db: Connection, wall: Wall) -> dict[int, str]:
    """Whom each post names: in its facts, its parts or its session."""
    called = {row.learner_id: f"{row.name}@{row.platform}" for row in db.execute(select(accounts))}
    found: dict[int, set[str]] = {}
    for row in db.execute(select(outbox)).all():
        ids = set(find_ids(row.facts, "learner"))
        ids |= set(db.scalars(select(gathered.c.learner_id).where(gathered.c.post_id == row.id)))
        focus = row.facts.get("focus")
        ids |= set(db.scalars(select(focus_members.c.learner_id).where(focus_members.c.focus_id == focus)))
        assert row.kind == "unnamed" or row.learner_id is None or row.id not in wall.shown or row.learner_id in ids
        found[row.id] = {called[one] for one in ids if one in called} & set(BOTH)
    return {post: name for post, names in found.items() for name in [", ".join(sorted(names))] if names}
