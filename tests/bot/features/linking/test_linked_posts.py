"""Posts that name a learner by id: they name the kept learner during a link, and each their own after it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from bot.database.store import Store
from bot.features.linking.actions.merging import merge_learners
from bot.features.linking.actions.parting import part_learners
from bot.features.linking.queries.own_rules import read_differing
from bot.tables import choices, gathered, metadata, outbox, places
from tests.bot.features.linking.test_every_table import fill
from tests.bot.features.privacy.two_learners import SHARED, Filled
from tests.migrations.filling import NOW

ELSEWHERE = 8
"""The place of a group in which neither learner is."""
POST = 1


def put(db: Connection, kept: Filled, **values: Any) -> None:
    row = {**kept.rows["outbox"], "id": POST, "key": "k", "kind": "thanks", "learner_id": None}
    target = {"account_id": None, "place_id": ELSEWHERE, "state": "sent", "ended_at": NOW}
    db.execute(insert(outbox), {**row, **target, **values})


def settle(db: Connection) -> tuple[Filled, Filled]:
    kept, other = fill(db)
    for name, change in (("groups", {}), ("places", {"group_id": ELSEWHERE, "space_id": ELSEWHERE})):
        table = metadata.tables[name]
        row = dict(db.execute(select(table).where(table.c.id == SHARED)).mappings().one())
        db.execute(insert(table), {**row, "id": ELSEWHERE, **change})
    db.execute(update(places).where(places.c.id == ELSEWHERE).values(private=False))
    return kept, other


def link(db: Connection, kept: Filled, other: Filled) -> Any:
    return merge_learners(db, (kept.learner_id, "discord"), (other.learner_id, "telegram"), NOW)


def named(db: Connection, kept: Filled, other: Filled) -> tuple[str, str]:
    """Whose the post is, and whom its facts name."""
    called = {kept.first: "kept", other.first: "other", None: ""}
    row = db.execute(select(outbox).where(outbox.c.id == POST)).one()
    return called[row.learner_id], called[row.facts["parts"][0]["learner"]]


@pytest.mark.parametrize(
    ("values", "theirs", "renamed"),
    [
        ({"place_id": SHARED}, False, True),
        ({"place_id": SHARED}, True, True),
        ({}, True, True),
        ({"state": "new", "ended_at": None}, False, True),
        ({"state": "sending", "ended_at": None}, False, True),
        ({}, False, False),
    ],
)
@pytest.mark.parametrize("changed", [False, True])
async def test_a_post_names_the_kept_learner_until_the_link_ends(
    sqlite_store: Store, values: dict[str, Any], theirs: bool, renamed: bool, changed: bool
) -> None:
    """`theirs`: it is the other learner's. `changed`: its facts were changed while they were linked."""

    def link_and_part(db: Connection) -> list[Any]:
        kept, other = settle(db)
        facts = {"parts": [{"learner": other.first}], "n": 1}
        put(db, kept, **values, facts=facts, learner_id=other.first if theirs else None)
        made = link(db, kept, other)
        seen = [named(db, kept, other)]
        if changed:
            now = db.execute(select(outbox.c.facts).where(outbox.c.id == POST)).scalar_one()
            db.execute(update(outbox).where(outbox.c.id == POST).values(facts={**now, "n": 2}))
        part_learners(db, made, NOW)
        return [*seen, named(db, kept, other)]

    linked, apart = await sqlite_store.write(link_and_part)

    assert ("kept" if theirs else "", "kept" if renamed else "other") == linked
    stays = changed and not theirs and renamed
    assert ("other" if theirs else "", "kept" if stays else "other") == apart


@pytest.mark.parametrize(("platform", "whose"), [("telegram", "other"), ("discord", "kept")])
async def test_a_private_post_since_a_link_is_of_the_learner_of_its_account(
    sqlite_store: Store, platform: str, whose: str
) -> None:
    def link_and_part(db: Connection) -> tuple[str, str]:
        kept, other = settle(db)
        made = link(db, kept, other)
        account = (other if platform == "telegram" else kept).id_in("accounts")
        facts = {"parts": [{"learner": kept.first}]}
        put(db, kept, account_id=account, place_id=None, learner_id=kept.first, facts=facts)
        part_learners(db, made, NOW)
        return named(db, kept, other)

    assert (whose, whose) == await sqlite_store.write(link_and_part)


async def test_parts_of_gathered_posts_name_their_own_learner(sqlite_store: Store) -> None:
    def link_and_part(db: Connection) -> list[Any]:
        kept, other = settle(db)
        db.execute(delete(gathered).where(gathered.c.learner_id == kept.learner_id))
        db.execute(update(gathered).values(facts={"learner": other.first}))
        made = link(db, kept, other)
        seen = [row.facts["learner"] == kept.first for row in db.execute(select(gathered))]
        part_learners(db, made, NOW)
        return [*seen, *(row.facts["learner"] == other.first for row in db.execute(select(gathered)))]

    assert [True, True] == await sqlite_store.write(link_and_part)


@pytest.mark.parametrize(
    ("mine", "others", "differs"),
    [
        (("r", "path", "vision"), ("r", "path", "nlp"), True),
        (("r", "path", "vision"), ("r", "path", "vision"), False),
        (("r", "path", "vision"), ("s", "path", "nlp"), False),
        (("r", "path", "vision"), ("r", "tool", "nlp"), False),
    ],
)
async def test_a_choice_differs_if_both_made_it_with_another_option(
    sqlite_store: Store, mine: tuple[str, str, str], others: tuple[str, str, str], differs: bool
) -> None:
    def look(db: Connection) -> list[tuple[str, str]]:
        kept, other = fill(db)
        for one, (roadmap, choice, option) in ((kept, mine), (other, others)):
            own = update(choices).where(choices.c.learner_id == one.learner_id)
            db.execute(own.values(roadmap=roadmap, choice=choice, option=option))
        return read_differing(db, kept.learner_id, other.learner_id)

    assert [("r", "path")] * differs == await sqlite_store.write(look)
