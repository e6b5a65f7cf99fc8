"""Which posts name a learner: those to others that wait or are out since an instant, however they come to the name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.database.store import Store
from bot.features.privacy.queries.naming import NO_LEARNER, read_naming_posts, unname_facts
from bot.tables import gathered, metadata, outbox, places
from tests.bot.features.privacy.two_learners import SHARED, Filled, fill_both
from tests.migrations.filling import NOW

SINCE = NOW - timedelta(hours=48)
OTHERS_PLACE = 8
"""The place of a group in which the learner is not."""
POST = 1
BERTS_ACCOUNT = Filled("bert", 82_000_000).id_in("accounts")
ME = -1
"""Stands for the id of the learner."""


def put(db: Connection, bert: Filled, **values: Any) -> None:
    """Put a post about nobody to the place of others, with some values changed."""
    row = {**bert.rows["outbox"], "id": POST, "key": "k", "kind": "thanks", "learner_id": None, "facts": {"at": "x"}}
    gone = {"account_id": None, "place_id": OTHERS_PLACE, "state": "sent", "ended_at": NOW, "message_id": "m"}
    db.execute(insert(outbox), {**row, **gone, **values})


def fill(db: Connection) -> tuple[Filled, Filled]:
    """Two learners in one group. Anna alone is in a focus, a pairing, and has an obstacle with Bert's help."""
    anna, bert = fill_both(db)
    group = {**shared(db, "groups"), "id": OTHERS_PLACE}
    db.execute(insert(metadata.tables["groups"]), group)
    place = {**shared(db, "places"), "id": OTHERS_PLACE, "group_id": OTHERS_PLACE, "space_id": OTHERS_PLACE}
    db.execute(insert(places), place)
    db.execute(update(outbox).values(ended_at=SINCE - timedelta(hours=1)))  # only the post of a test counts
    db.execute(update(outbox).values(state="sent"))
    return anna, bert


def shared(db: Connection, name: str) -> dict[str, Any]:
    table = metadata.tables[name]
    return dict(db.execute(select(table).where(table.c.id == SHARED)).mappings().one())


Named = Callable[[Filled], dict[str, Any]]
NAMED: dict[str, Named] = {
    "theirs": lambda anna: {"learner_id": anna.first},
    "in facts": lambda anna: {"facts": {"learner": anna.first}},
    "deep in facts": lambda anna: {"facts": {"parts": [{"deep": {"learner": anna.first}}]}},
    "a listing of their group": lambda anna: {"kind": "digest", "place_id": SHARED},
    "their focus": lambda anna: {"facts": {"focus": anna.rows["focus_members"]["focus_id"]}},
    "their obstacle": lambda anna: {"facts": {"obstacle": anna.id_in("obstacles")}},
    "their pairing": lambda anna: {"facts": {"pairing": SHARED}},
    "to another in private": lambda anna: {"learner_id": anna.first, "place_id": None, "account_id": BERTS_ACCOUNT},
    "waiting": lambda anna: {"learner_id": anna.first, "state": "new", "ended_at": None},
    "of just then": lambda anna: {"learner_id": anna.first, "ended_at": SINCE},
}
NOT_NAMED: dict[str, Named] = {
    "nobody": lambda _: {},
    "before": lambda anna: {"learner_id": anna.first, "ended_at": SINCE - timedelta(seconds=1)},
    "another kind in their group": lambda anna: {"place_id": SHARED},
    "a listing elsewhere": lambda anna: {"kind": "digest"},
    "a longer number": lambda anna: {"facts": {"learner": anna.first * 10 + 1}},
    "another obstacle": lambda anna: {"facts": {"obstacle": anna.id_in("obstacles") + 1}},
    "to themselves": lambda anna: {"learner_id": anna.first, "place_id": None, "account_id": anna.id_in("accounts")},
}


async def read(store: Store, named: Named, *, in_parts: bool = False, private: bool = False) -> list[int]:
    def look(db: Connection) -> list[int]:
        anna, bert = fill(db)
        put(db, bert, **named(anna))
        if in_parts:
            db.execute(insert(gathered), {**anna.rows["gathered"], "post_id": POST})
        if private:
            db.execute(update(places).where(places.c.id == SHARED).values(private=True))
        return [post.id for post in read_naming_posts(db, anna.learner_id, SINCE, ("digest",))]

    return await store.write(look)


@pytest.mark.parametrize("how", NAMED)
async def test_a_post_is_found_however_it_comes_to_the_name(sqlite_store: Store, how: str) -> None:
    assert [POST] == await read(sqlite_store, NAMED[how])


async def test_a_post_is_found_in_which_a_learner_has_a_part(sqlite_store: Store) -> None:
    assert [POST] == await read(sqlite_store, NOT_NAMED["nobody"], in_parts=True)


@pytest.mark.parametrize("how", NOT_NAMED)
async def test_no_other_post_is_found(sqlite_store: Store, how: str) -> None:
    assert [] == await read(sqlite_store, NOT_NAMED[how])


@pytest.mark.parametrize(("private", "found"), [(False, [POST]), (True, [])])
async def test_a_post_in_the_private_chat_of_a_learner_is_left(
    sqlite_store: Store, private: bool, found: list[int]
) -> None:
    def own(anna: Filled) -> dict[str, Any]:
        return {"learner_id": anna.first, "place_id": SHARED}

    assert found == await read(sqlite_store, own, private=private)


@pytest.mark.parametrize(
    ("facts", "without"),
    [
        ({"learner": ME}, {"learner": NO_LEARNER}),
        ({"learner": ME, "at": "x"}, {"learner": NO_LEARNER, "at": "x"}),
        ({"at": "x", "parts": [{"learner": ME}]}, {"at": "x", "parts": [{"learner": NO_LEARNER}]}),
        ({"a": {"b": {"learner": ME}}}, {"a": {"b": {"learner": NO_LEARNER}}}),
        ({"other": ME}, {"other": ME}),
    ],
)
async def test_a_learner_is_taken_out_of_facts_at_any_depth(
    sqlite_store: Store, facts: dict[str, Any], without: dict[str, Any]
) -> None:
    def change(db: Connection) -> tuple[Any, Any]:
        anna, bert = fill(db)
        put(db, bert, facts=fit(facts, anna.first))
        unname_facts(db, anna.learner_id)
        return db.scalar(select(outbox.c.facts).where(outbox.c.id == POST)), fit(without, anna.first)

    kept, expected = await sqlite_store.write(change)
    assert expected == kept


def fit(facts: Any, learner: int) -> Any:
    if isinstance(facts, dict):
        return {name: fit(value, learner) for name, value in facts.items()}
    if isinstance(facts, list):
        return [fit(value, learner) for value in facts]
    return learner if facts == ME else facts
