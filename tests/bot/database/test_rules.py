"""Rules beside tables: each table with rows of learners or groups has one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

from bot.database.rules import (
    Connect,
    Disconnect,
    Forget,
    LearnerRule,
    Merge,
    group_rule,
    learner_rule,
    ruled,
)
from bot.tables import metadata

PEOPLE = {"learners", "accounts"}
SHARED = {"outbox", "focuses"}
"""Tables with rows of learners, whose rows may have rows that are no learner's."""


def tables_of_learners(schema: MetaData) -> Iterator[Table]:
    """Yield each table with rows of learners: by a key, by an account's number, or through a row that is theirs."""
    theirs = set(PEOPLE)
    for table in schema.sorted_tables:
        of = {key.target_fullname.partition(".")[0] for key in table.foreign_keys}
        if table.name in theirs or "user_id" in table.c or of & (theirs - SHARED):
            theirs.add(table.name)
            yield table


def unruled(schema: MetaData) -> set[str]:
    return {table.name for table in tables_of_learners(schema) if learner_rule(table) is None}


def test_each_table_of_learners_has_a_rule() -> None:
    assert unruled(metadata) == set()
    assert len(list(tables_of_learners(metadata))) > 30


def test_no_other_table_has_a_rule() -> None:
    theirs = {table.name for table in tables_of_learners(metadata)}

    assert {table.name for table in metadata.sorted_tables if learner_rule(table)} == theirs


def test_a_table_without_a_rule_is_found() -> None:
    schema = MetaData()
    learners = Table("learners", schema, Column("id", Integer, primary_key=True), info=ruled(a_rule()))
    new = Table("new", schema, Column("id", Integer, primary_key=True), Column("of", ForeignKey(learners.c.id)))
    Table("under", schema, Column("new_id", ForeignKey(new.c.id)))
    Table("numbers", schema, Column("user_id", Integer))
    Table("apart", schema, Column("id", Integer))

    assert unruled(schema) == {"new", "under", "numbers"}


def test_rules_name_columns_of_their_tables() -> None:
    named = {(table, rule.by) for table in metadata.sorted_tables if (rule := learner_rule(table)) and rule.by}

    assert [(table.name, by) for table, by in named if by not in table.c] == []
    assert named


def test_rows_are_forgotten_as_their_keys_allow() -> None:
    """A row that stays has a key that becomes NULL; a row that is deleted by account has an account's number."""
    for table in tables_of_learners(metadata):
        rule, endings = learner_rule(table), {key.ondelete for key in table.foreign_keys}
        assert rule
        assert rule.forget is not Forget.ACCOUNT or "user_id" in table.c, table.name
        assert rule.forget is not Forget.NAMELESS or "SET NULL" in endings, table.name
        assert rule.forget is not Forget.DELETE or "CASCADE" in endings or table.name == "learners", table.name


WITH_PLATFORM = {
    "accounts",
    "answers",
    "codes",
    "guesses",
    "inbound",
    "kept_lines",
    "links",
    "outbox",
    "place_stewards",
}
"""Tables whose rows belong to an account by themselves."""
NOT_MADE = {"learners", "dues", "day_points", "forgettings", "undos", "former_evidence", "set_aside"}
"""Tables whose rows are derived, are a wish of the learner as a whole, or go where another row goes."""


def test_each_row_that_a_person_makes_says_on_which_platform() -> None:
    made = {table.name for table in metadata.sorted_tables if "made_on" in table.c}

    assert made == {table.name for table in tables_of_learners(metadata)} - WITH_PLATFORM - NOT_MADE


@pytest.mark.parametrize(
    "values",
    [
        {"merge": Merge.MOVE},
        {"merge": Merge.MOVE, "export": "rows", "why_not": "derived"},
        {"merge": Merge.LATER, "export": "rows"},
        {"merge": Merge.MOVE, "export": "rows", "by": "at"},
    ],
)
def test_a_rule_that_says_too_little_or_too_much_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="a rule has"):
        LearnerRule(forget=Forget.DELETE, **values)  # type: ignore[arg-type]  # a table of wrong ones


def a_rule() -> LearnerRule:
    return LearnerRule(Merge.OWN, Forget.DELETE, export="learner")


def tables_of_groups(schema: MetaData) -> set[str]:
    """Return the names of the tables that refer to groups."""
    return {
        table.name
        for table in schema.sorted_tables
        if any(key.target_fullname == "groups.id" for key in table.foreign_keys) and "group_id" in table.c
    }


def test_each_table_of_groups_has_a_rule_and_no_other_has() -> None:
    theirs = tables_of_groups(metadata)

    assert {table.name for table in metadata.sorted_tables if group_rule(table)} == theirs
    assert len(theirs) > 10


def test_rules_of_groups_have_the_columns_that_they_need() -> None:
    """An open row has not ended, a row with a place goes with it, and a copied row belongs to a learner."""
    for table in metadata.sorted_tables:
        if rule := group_rule(table):
            assert rule.connect is not Connect.OPEN or "ended_at" in table.c, table.name
            assert rule.disconnect is not Disconnect.PLACE or "place_id" in table.c, table.name
            assert rule.connect is not Connect.COPY or "learner_id" in table.c, table.name
            assert (rule.connect is Connect.FOLLOW) == (rule.disconnect is Disconnect.FOLLOW), table.name
