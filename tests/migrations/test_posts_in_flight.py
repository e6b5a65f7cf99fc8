"""Posts that wait at revision 0005, with names in their facts: after the upgrade they are said as learners wish now."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from runpy import run_path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, create_engine, insert, select, text

from bot.app import AFTERMATH
from bot.clock import SettableClock
from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.store import Store, open_store
from bot.features.posts import POSTS as KINDS
from bot.posting.deliverer import Deliverer
from bot.tables import outbox
from roadmap.reading import shipped_roadmap
from tests.bot.posting.office import Platform
from tests.docs.generate import ROOT

NOW = datetime(2026, 3, 8, 18, tzinfo=UTC)
ROADMAP = shipped_roadmap()
BLOCK = next(ROADMAP.blocks())
LEVEL = ROADMAP.levels[0]
NAMES = ("Ann", "Ben", "Cat", "Dee", "Eve")
ANN, BEN, CAT, DEE, EVE = range(1, 6)
VISIBLE = {ANN: "group", BEN: "group", CAT: "group", DEE: "number", EVE: "group"}
ACCOUNT = {"platform": "telegram", "user_id": 11, "name": "Ann", "username": "ann"}
WHOLE_LEVEL = {"kind": "level", "slug": LEVEL.slug}
WHOLE_BLOCK = {"kind": "block", "slug": BLOCK.slug}
CELEBRATION = {
    "learner": ANN,
    "roadmap": ROADMAP.slug,
    "milestones": [WHOLE_LEVEL],
    "account": ACCOUNT,
    "number": 41,
    "ping": True,
    "withdrawn": [],
    "post": 0,
    "message_id": "",
    "turn": 0,
    "role": 77,
}
DIGEST = {
    "at": NOW.isoformat(),
    "week": "2026-03-02",
    "roadmap": ROADMAP.slug,
    "tasks": 5,
    "tasks_before": 2,
    "kept": 1,
    "reports": [
        {"who": {"name": "Ann", "number": 41}, "promise": ["week2-numpy"]},
        {"who": {"name": "Ben", "number": 42}, "promise": []},
        {"who": {"name": "", "number": 44}, "promise": []},
        {"who": {"name": "Gone", "number": 49}, "promise": []},
    ],
    "board": [
        {"who": {"name": "Ben", "number": 42}, "rank": 1, "points": 9},
        {"who": {"name": "Ann", "number": 41}, "rank": 2, "points": 7},
    ],
    "milestones": [
        {"who": {"name": "Ben", "number": 42}, "kind": "streak", "slug": "7"},
        {"who": {"name": "Ann", "number": 41}, "kind": "block", "slug": BLOCK.slug},
    ],
    "turn": 0,
}
LOST = {"at": NOW.isoformat(), "group": "Old title", "platform": "discord", "reason": "kicked", "turn": 0}


def fill_revision(db: Connection) -> None:
    """A group of five with a place on Telegram, and posts of each kind whose facts hold names."""
    found = MetaData()
    found.reflect(db)
    common = {"zone": "UTC", "created_at": NOW, "active_at": NOW}
    db.execute(insert(found.tables["groups"]).values(id=1, title="Old title", roadmap=ROADMAP.slug, **common))
    db.execute(
        insert(found.tables["places"]).values(
            id=1, group_id=1, platform="telegram", space_id=-1, chat_id=-1, role_id=77, private=False
        )
    )
    for learner_id, name in enumerate(NAMES, 1):
        add_member(db, found, learner_id, name)
    add_namesakes(db, found)
    posts = found.tables["outbox"]
    for key, kind, facts, more in POSTS:
        row = {"place_id": 1, "learner_id": facts.get("learner"), "state": "new", "created_at": NOW, "due_at": NOW}
        db.execute(insert(posts).values(key=key, kind=kind, facts=facts, **row | more))


def add_namesakes(db: Connection, found: MetaData) -> None:
    """Two more groups of the same title: Ben is a steward of the first, Ann of the second."""
    common = {"title": "Old title", "roadmap": ROADMAP.slug, "zone": "UTC", "created_at": NOW, "active_at": NOW}
    member = {"number": 1, "joined_at": NOW, "active_at": NOW, "steward": True}
    for group_id, learner_id in ((2, BEN), (3, ANN)):
        db.execute(insert(found.tables["groups"]).values(id=group_id, **common))
        db.execute(insert(found.tables["memberships"]).values(group_id=group_id, learner_id=learner_id, **member))


def add_member(db: Connection, found: MetaData, learner_id: int, name: str) -> None:
    mine = {"id": learner_id, "name": name, "visibility": VISIBLE[learner_id], "zone": "UTC"}
    joined = {"joined_at": NOW, "joined_day": NOW.date(), "points_at": NOW}
    db.execute(insert(found.tables["learners"]).values(**mine, **joined))
    db.execute(
        insert(found.tables["accounts"]).values(
            id=learner_id, learner_id=learner_id, platform="telegram", user_id=10 + learner_id, name=name, username=""
        )
    )
    db.execute(
        insert(found.tables["memberships"]).values(
            learner_id=learner_id, group_id=1, number=40 + learner_id, joined_at=NOW, active_at=NOW
        )
    )


PRIVATE = {"place_id": None, "account_id": ANN, "learner_id": ANN}
POSTS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("ann", "celebration", CELEBRATION, {}),
    ("ben", "celebration", CELEBRATION | {"learner": BEN, "account": ACCOUNT | {"name": "Ben", "user_id": 12}}, {}),
    ("eve", "celebration", CELEBRATION | {"learner": EVE, "milestones": [WHOLE_BLOCK], "account": None}, {}),
    ("out", "celebration", CELEBRATION, {"state": "sent", "message_id": "5", "ended_at": NOW}),
    ("amend", "amend", CELEBRATION | {"withdrawn": [WHOLE_LEVEL], "post": 4, "message_id": "5", "ping": False}, {}),
    ("digest", "digest", DIGEST, {}),
    ("past", "digest", DIGEST, {"state": "sent", "ended_at": NOW}),
    (
        "lost",
        "steward",
        LOST | {"group_id": 1, "place_id": 1},
        {"place_id": None, "account_id": ANN, "learner_id": ANN},
    ),
    ("older", "steward", LOST, PRIVATE),
]


@pytest.fixture
async def store(blank_url: str) -> AsyncIterator[Store]:
    """A database upgraded from revision 0005 with posts in flight; since then Ben hid, and Eve is shown by number."""

    def begin(db: Connection) -> None:
        upgrade_to(db, "0005")
        fill_revision(db)

    await run_migrations(blank_url, begin)
    await upgrade(blank_url)
    opened = open_store(blank_url)
    await opened.write(change_wishes)
    yield opened
    await opened.close()


def change_wishes(db: Connection) -> None:
    db.execute(text("UPDATE learners SET visibility = 'hidden' WHERE id = 2"))
    db.execute(text("UPDATE learners SET visibility = 'number' WHERE id = 5"))
    db.execute(text("UPDATE groups SET title = 'New title'"))


async def deliver(store: Store) -> Platform:
    platform = Platform()
    clock = SettableClock(NOW + timedelta(minutes=1))
    library = {ROADMAP.slug: ROADMAP}
    deliverer = Deliverer(
        store, clock, {"telegram": platform}, library, random.Random(1), posts=KINDS, aftermath=AFTERMATH
    )
    await deliverer.run_due()
    return platform


async def test_posts_that_wait_with_old_facts_are_said_as_their_learners_wish_by_now(store: Store) -> None:
    platform = await deliver(store)

    said = {key: reply for _, reply, key in platform.sent}
    assert {"ann", "eve", "digest", "lost", "older"} == set(said)
    assert "Ann" in said["ann"].text.plain
    assert [span.role or span.mention for span in said["ann"].text.spans if span.ping]
    assert "Member 45" in said["eve"].text.plain and "Eve" not in said["eve"].text.plain
    assert "New title" in said["lost"].title.plain
    assert (said["lost"].title, said["lost"].text) == (said["older"].title, said["older"].text)
    [(message_id, amended)] = platform.edited
    assert message_id == "5" and "Ann" in amended.text.plain
    assert not [span for span in amended.text.spans if span.ping]


async def test_a_digest_that_waits_loses_who_hid_and_keeps_all_others(store: Store) -> None:
    platform = await deliver(store)

    [digest] = [reply.text.plain for _, reply, key in platform.sent if key == "digest"]
    assert "2 of you checked in." in digest
    assert "Ann (7 points)" in digest
    assert f"Milestones: Ann: {BLOCK.title}" in digest
    assert not any(word in digest for word in ("Ben", "42", "Gone", "49"))


async def test_no_name_is_left_in_any_post(store: Store) -> None:
    rows = await store.read(lambda db: db.execute(text("SELECT kind, facts FROM outbox")).all())

    assert len(rows) == len(POSTS)
    for _, facts in rows:
        assert not [name for name in (*NAMES, "Gone", "Old title", "ann", "user_id") if name in str(facts)]


async def test_a_celebration_of_somebody_who_hid_ends_unsaid(store: Store) -> None:
    await deliver(store)

    found = await store.read(lambda db: db.execute(text("SELECT state, reason FROM outbox WHERE key = 'ben'")).one())
    assert ("dead", "taken back") == tuple(found)


async def test_a_lost_group_is_the_one_that_the_facts_name_or_the_stewards_own(store: Store) -> None:
    found = await store.read(lambda db: db.execute(select(outbox.c.key, outbox.c.facts)).all())

    assert {"lost": 1, "older": 3} == {key: facts["group_id"] for key, facts in found if key in {"lost", "older"}}


def rewriting() -> dict[str, Any]:
    [file] = (ROOT / "migrations" / "versions").glob("*0006*.py")
    return run_path(str(file))


def test_lines_that_hold_ids_already_stay_and_unknown_members_are_dropped() -> None:
    rewrite, member = rewriting()["_lines"], rewriting()["Member"]
    lines = [{"learner": 3, "points": 1}, {"who": {"number": 7}, "points": 2}, {"who": {"number": 8}, "points": 4}]

    assert [{"learner": 3, "points": 1}, {"learner": 5, "points": 2}] == rewrite({7: member(5, True)}, lines)


def test_a_board_keeps_its_order_and_names_each_shown_member_once() -> None:
    rewrite, member = rewriting()["_board"], rewriting()["Member"]
    members = {number: member(number, number != 3) for number in range(1, 15)}
    ranked = [{"who": {"number": 2}, "rank": 1, "points": 9}, {"who": {"number": 1}, "rank": 1, "points": 9}]

    board = rewrite(members, ranked, NOW.isoformat())

    assert [2, 1, *range(4, 12)] == [line["learner"] for line in board]
    assert [9, 9] + [0] * 8 == [line["points"] for line in board]
    instants = [line["reached_at"] for line in board]
    assert instants == sorted(set(instants))


@pytest.mark.parametrize("count", [0, 1, 500, 501, 1000, 1203])
def test_every_post_is_rewritten_once_however_many_pages_they_fill(count: int) -> None:
    module = rewriting()
    engine = create_engine("sqlite://")
    with engine.begin() as db:
        db.execute(
            text("CREATE TABLE outbox (id INTEGER, kind TEXT, place_id INTEGER, learner_id INTEGER, facts JSON)")
        )
        rows = [{"id": number, "kind": "nudge" if number % 7 == 0 else "digest"} for number in range(1, count + 1)]
        for row in rows:
            db.execute(text("INSERT INTO outbox (id, kind, facts) VALUES (:id, :kind, '{}')"), row)

        found = [row.id for row in module["_rows"](db)]

    assert [row["id"] for row in rows if row["kind"] == "digest"] == found


async def test_a_member_who_hid_or_left_is_known_but_not_shown_on_a_board(store: Store) -> None:
    await store.write(
        lambda db: db.execute(text("UPDATE memberships SET left_at = joined_at WHERE number = 43")).rowcount
    )

    members = await store.read(rewriting()["_members"], 1)

    assert {41: True, 42: False, 43: False, 44: True, 45: True} == {
        number: one.shown for number, one in members.items()
    }
    assert {41: ANN, 42: BEN, 43: CAT, 44: DEE, 45: EVE} == {number: one.learner_id for number, one in members.items()}
