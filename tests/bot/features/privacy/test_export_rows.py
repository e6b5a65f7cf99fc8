"""An export, held against the schema: each table has its section or a reason, and each row goes to its learner."""

from __future__ import annotations

import json
from typing import Any, get_type_hints

import pytest

from bot.database.rules import learner_rule
from bot.database.store import Store
from bot.features import posts  # noqa: F401  defines the facts of every kind
from bot.features.privacy.export_files import spell_csv, spell_json
from bot.features.privacy.queries.export_rows import EXPORTED, FACTS, IDS, KEYS, OF_OTHERS, ExportSection, read_export
from bot.identity import Account, AccountId, FocusId, LearnerId, ObstacleId, PairingId, PostId
from bot.posting.facts import PostFacts
from bot.tables import metadata
from roadmap.milestones import Milestone
from tests.bot.features.privacy.two_learners import Filled, fill_both, told_of
from tests.migrations.filling import NOW


def test_each_table_of_learners_has_its_own_section_or_a_reason() -> None:
    rules = {table.name: rule for table in metadata.sorted_tables if (rule := learner_rule(table)) is not None}

    assert {one.table.name: one.section for one in EXPORTED} == {
        name: rule.export for name, rule in rules.items() if rule.export
    }
    assert len({one.section for one in EXPORTED}) == len(EXPORTED) > 30
    assert {name for name, rule in rules.items() if not rule.export} == {
        name for name, rule in rules.items() if rule.why_not
    }


def test_every_column_is_exported_that_is_no_key_of_another() -> None:
    """A key to a learner's row is the learner's own, or it is left out."""
    left_out = {(one.table.name, column) for one in EXPORTED for column in set(one.table.c.keys()) - set(one.columns)}

    assert OF_OTHERS == {one for one in left_out if one[1] not in KEYS}
    assert {key for _, key in left_out} >= KEYS


def test_rows_come_with_what_explains_the_row_to_which_they_belong() -> None:
    explained = {one.section: {*one.columns} - {*one.table.c.keys()} for one in EXPORTED}

    assert {name: columns for name, columns in explained.items() if columns} == {
        "memberships": {"groups_title", "groups_roadmap", "groups_zone"},
        "outage_days": {"outages_ends_at", "outages_resolved"},
        "paired": {"pairings_group_id", "pairings_at", "pairings_ended_at"},
        "reports": {"checkins_week"},
    }


OWN_ROWS = {"accounts", "acts", "links", "obstacles", "ticks"}
"""Tables to which exported keys lead, always to a row of the same learner."""
OF_SOMEBODY = (AccountId, FocusId, LearnerId, ObstacleId, PairingId, PostId)
"""Ids in facts that may be those of another learner, or of what is theirs."""


def test_each_exported_key_to_a_row_of_a_learner_is_known_to_be_their_own() -> None:
    keys = {
        key.column.table.name
        for one in EXPORTED
        for column in one.columns
        for key in (one.table.c[column].foreign_keys if column in one.table.c else ())
        if learner_rule(key.column.table) is not None
    }

    assert OWN_ROWS == keys


def test_ids_of_others_are_left_out_of_the_facts_of_every_kind_of_post() -> None:
    """What is nested in facts is left out whole, but for milestones, which hold no id."""
    kinds = PostFacts.__subclasses__()
    ids = {name for kind in kinds for name, held in get_type_hints(kind).items() if held in OF_SOMEBODY}

    assert len(kinds) >= 20
    assert IDS >= ids
    assert {"kind", "slug"} == set(Milestone.__dataclass_fields__)


async def test_an_export_holds_all_rows_of_its_learner_and_none_of_another(store: Store) -> None:
    anna, bert = await store.write(fill_both)

    for mine, other in ((anna, bert), (bert, anna)):
        found = await store.read(read_export, mine.learner_id, mine.account)
        assert {one.section: [expected(one.table.name, mine)] for one in EXPORTED} == {
            section.name: [own_part(section.name, row) for row in as_rows(section)] for section in found
        }
        told = spell_json(found, NOW) + "".join(map(spell_csv, found))
        assert [] == other.marks_in(told)
        assert len(mine.marks_in(told)) > 60


async def test_an_account_without_a_learner_gets_what_is_kept_of_it_alone(store: Store) -> None:
    anna, bert = await store.write(fill_both)
    stranger = Account("sandbox", 5, "Eve")

    own = await store.read(read_export, None, anna.account)
    nothing = await store.read(read_export, None, stranger)

    assert {"answers", "guesses", "kept_lines", "place_stewards"} == {one.name for one in own if one.rows}
    assert [] == bert.marks_in(spell_json(own, NOW))
    assert [] == [one.name for one in nothing if one.rows]
    other_platform = await store.read(read_export, None, Account("telegram", anna.account.user_id, "Anna"))
    assert [] == [one.name for one in other_platform if one.rows]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", -1])
def test_no_cell_begins_a_formula(value: object) -> None:
    [_, cell] = spell_csv(ExportSection("ticks", ("evidence",), ((value,),))).split("\n", 1)

    assert cell.strip('"\r\n').startswith("'")


def as_rows(section: ExportSection) -> list[dict[str, Any]]:
    return [dict(zip(section.columns, row, strict=True)) for row in section.rows]


def own_part(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row without the columns of the row to which it belongs, which the learners share."""
    [columns] = [one.table.c for one in EXPORTED if one.section == name]
    return {column: value for column, value in row.items() if column in columns}


def expected(table: str, mine: Filled) -> dict[str, Any]:
    """A row of a learner as their export shows it."""
    row = {
        column: value
        for column, value in mine.rows[table].items()
        if column not in KEYS and (table, column) not in OF_OTHERS
    }
    if any((table, column) in FACTS for column in row):
        row["facts"] = told_of(mine)
    if table == "set_aside":
        row["row"] = {"words": f"{mine.name}:words", "facts": told_of(mine)}
    return row


def test_a_row_can_be_spelled_as_json() -> None:
    section = ExportSection("ticks", ("at", "day", "n"), ((NOW, NOW.date(), 1),))

    told = json.loads(spell_json([section], NOW))

    assert {"ticks": [{"at": "2026-03-02T12:00:00+00:00", "day": "2026-03-02", "n": 1}]} == told["sections"]
