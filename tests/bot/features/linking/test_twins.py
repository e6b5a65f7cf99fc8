"""Of two rows that cannot both be a linked learner's, the one stays that the rule of its table chooses.

Of two learners, the first joining and the last sign are kept, until they are two again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, PrimaryKeyConstraint, UniqueConstraint, insert, select, update

from bot.database.store import Store
from bot.features.linking.actions.merging import merge_learners
from bot.features.linking.actions.parting import part_learners
from bot.tables import forgettings, helps, learners, metadata, obstacles
from tests.bot.features.linking.test_every_table import fill
from tests.bot.features.privacy.two_learners import Filled
from tests.migrations.filling import NOW

Row = Mapping[str, Any]
KEPT, OTHER = "discord", "telegram"
LATER = NOW + timedelta(hours=1)
SHARED: dict[str, tuple[str, ...]] = {
    "cheers": ("post_id",),
    "choices": ("roadmap", "choice"),
    "criteria": ("roadmap", "criterion"),
    "dialogs": (),
    "exports": ("private",),
    "focus_members": ("focus_id",),
    "gathered": ("post_id",),
    "goals": ("roadmap",),
    "helps": ("obstacle_id",),
    "milestones": ("roadmap", "kind", "slug"),
    "obstacles": ("checkin_id",),
    "outage_days": ("starts_at",),
    "paired": ("pairing_id",),
    "promises": ("roadmap", "week", "task"),
    "reports": ("checkin_id",),
    "rest_changes": ("from_day",),
    "setting_changes": ("setting",),
    "streak_news": ("day", "kind"),
    "takedowns": ("checkin_id",),
}
"""Table -> the columns in which two rows of one learner may not be alike."""
EARLIER_STAYS: tuple[Row, Row] = {"at": NOW}, {"at": LATER}
LATER_STAYS: tuple[Row, Row] = {"at": LATER}, {"at": NOW}
CHOSEN: dict[str, tuple[tuple[Row, Row], ...]] = {
    "cheers": (({"given": True, "at": LATER}, {"given": False, "at": NOW}), EARLIER_STAYS),
    "criteria": (EARLIER_STAYS,),
    "dialogs": (LATER_STAYS,),
    "exports": (LATER_STAYS,),
    "focus_members": (
        ({"staying": True, "left_at": None, "minutes": 5}, {"staying": None, "left_at": NOW, "minutes": 50}),
        ({"minutes": 50}, {"minutes": 5}),
    ),
    "gathered": (({"due_at": NOW}, {"due_at": LATER}),),
    "goals": (LATER_STAYS,),
    "milestones": (({"posted": True, "at": LATER}, {"posted": False, "at": NOW}), EARLIER_STAYS),
    "obstacles": (LATER_STAYS,),
    "promises": (
        ({"state": "kept", "at": LATER}, {"state": "part", "at": NOW}),
        ({"state": "part", "at": LATER}, {"state": "moved", "at": NOW}),
        ({"state": "moved", "at": LATER}, {"state": "open", "at": NOW}),
        EARLIER_STAYS,
    ),
    "reports": (LATER_STAYS,),
    "setting_changes": (LATER_STAYS,),
    "takedowns": (EARLIER_STAYS,),
}
"""Table -> pairs of rows, of which the first stays. Of all others the kept learner's row stays."""
ROUNDS = max(map(len, CHOSEN.values()))


ELSEWHERE = {"avoidances", "day_points", "dues", "forgettings", "memberships", "ticks"}
"""Tables whose twins other tests hold against their rules."""


def test_each_table_that_may_have_twins_is_here() -> None:
    keys = [one for table in metadata.sorted_tables for one in (table.primary_key, *table.constraints)]
    alone = {"learners", "links"}

    assert (
        SHARED.keys() | ELSEWHERE
        == {
            one.table.name
            for one in keys
            if isinstance(one, PrimaryKeyConstraint | UniqueConstraint) and "learner_id" in one.columns
        }
        - alone
    )


def make_twins(db: Connection) -> tuple[Filled, Filled]:
    """Put two rows into each table that one learner could not have. They are equal in all that a rule compares."""
    kept, other = fill(db)
    asked = {**kept.rows["obstacles"], "id": 1, "learner_id": None, "checkin_id": None}
    db.execute(insert(obstacles), asked)
    db.execute(update(helps).values(obstacle_id=1))
    for name in SHARED.keys() - {"helps"}:
        change(db, name, other, {column: kept.rows[name][column] for column in SHARED[name]})
    return kept, other


def change(db: Connection, name: str, of: Filled, values: Row) -> None:
    """Change the row of a learner in a table."""
    table = metadata.tables[name]
    if values:
        db.execute(update(table).where(table.c.learner_id == of.learner_id).values(**values))


def link(db: Connection, kept: Filled, other: Filled) -> dict[str, list[str]]:
    """Link two learners. Returns whose rows are left in each table, by platform."""
    merge_learners(db, (kept.learner_id, KEPT), (other.learner_id, OTHER), LATER)
    tables = [metadata.tables[name] for name in SHARED]
    own = {table: select(table.c.made_on).where(table.c.learner_id == kept.learner_id) for table in tables}
    return {table.name: list(db.scalars(statement)) for table, statement in own.items()}


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("better", [KEPT, OTHER])
async def test_the_rule_of_each_table_chooses_between_two_rows(sqlite_store: Store, better: str, turn: int) -> None:
    compared = {name: pairs[turn] for name, pairs in CHOSEN.items() if turn < len(pairs)}

    def choose(db: Connection) -> dict[str, list[str]]:
        kept, other = make_twins(db)
        first, second = (kept, other) if better == KEPT else (other, kept)
        for name, (stays, goes) in compared.items():
            change(db, name, first, stays)
            change(db, name, second, goes)
        return link(db, kept, other)

    assert {name: [better if name in compared else KEPT] for name in SHARED} == await sqlite_store.write(choose)


@pytest.mark.parametrize("later", [None, KEPT, OTHER])
async def test_else_the_kept_learners_row_stays(sqlite_store: Store, later: str | None) -> None:
    """Both rows are alike, or one of them is later and its table compares no rows."""
    uncompared = {name for name in SHARED.keys() - CHOSEN.keys() if "at" in metadata.tables[name].c}

    def alike(db: Connection) -> dict[str, list[str]]:
        kept, other = make_twins(db)
        for name in uncompared if later else ():
            change(db, name, kept if later == KEPT else other, {"at": LATER})
        return link(db, kept, other)

    assert "choices" in uncompared
    assert {name: [KEPT] for name in SHARED} == await sqlite_store.write(alike)


@pytest.mark.parametrize("later", [KEPT, OTHER])
async def test_of_two_wishes_to_be_forgotten_the_later_one_holds(sqlite_store: Store, later: str) -> None:
    def wish(db: Connection) -> list[Any]:
        kept, other = make_twins(db)
        late, early = (kept, other) if later == KEPT else (other, kept)
        change(db, "forgettings", late, {"asked_at": LATER, "due_at": LATER + timedelta(days=1)})
        change(db, "forgettings", early, {"asked_at": NOW, "due_at": NOW + timedelta(days=1)})
        link(db, kept, other)
        return list(db.scalars(select(forgettings.c.due_at)))

    assert [LATER + timedelta(days=1)] == await sqlite_store.write(wish)


OLD = {"joined_at": NOW - timedelta(days=9), "joined_day": NOW.date() - timedelta(days=9)}
NEW = {"joined_at": NOW - timedelta(days=2), "joined_day": NOW.date() - timedelta(days=2)}


@pytest.mark.parametrize(
    ("mine", "others", "together"),
    [
        (OLD | {"active_at": NOW}, NEW | {"active_at": LATER}, OLD | {"active_at": LATER}),
        (NEW | {"active_at": LATER}, OLD | {"active_at": NOW}, OLD | {"active_at": LATER}),
        (NEW | {"active_at": None}, OLD | {"active_at": NOW}, OLD | {"active_at": NOW}),
        (OLD | {"active_at": None}, NEW | {"active_at": None}, OLD | {"active_at": None}),
    ],
)
async def test_a_linked_learner_joined_with_the_first_account_and_was_there_with_the_last(
    sqlite_store: Store, mine: Row, others: Row, together: Row
) -> None:
    def link_and_part(db: Connection) -> list[Row]:
        kept, other = fill(db)
        for one, values in ((kept, mine), (other, others)):
            db.execute(update(learners).where(learners.c.id == one.learner_id).values(**values))
        made = merge_learners(db, (kept.learner_id, KEPT), (other.learner_id, OTHER), LATER)
        linked = read_learners(db, together)
        part_learners(db, made, LATER)
        return [*linked, *read_learners(db, together)]

    now = {"active_at": together["active_at"]}  # the kept learner's row knows no sign of either account alone
    assert [together, {**mine, **now}, others] == await sqlite_store.write(link_and_part)


def read_learners(db: Connection, names: Row) -> list[Row]:
    """Read columns of all learners."""
    return [
        dict(row)
        for row in db.execute(select(*(learners.c[name] for name in names)).order_by(learners.c.id)).mappings()
    ]
