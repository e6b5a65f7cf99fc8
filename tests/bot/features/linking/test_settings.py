"""Settings of linked accounts: of each, the one that was changed last holds; after an unlink, each has its own."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, delete, select

from bot.closed_sets import Setting
from bot.tables import accounts, learners, rest_changes, setting_changes, zone_changes
from tests.bot.features.linking.town import Town
from tests.bot.room import labels, words

ANN, ANNIE = "Ann@discord", "Annie@telegram"
CHANGES: dict[str, tuple[str, str]] = {
    Setting.ZONE: ("/settings zone Berlin", "/settings zone Lisbon"),
    Setting.DAY_END: ("/settings day 02:00", "/settings day 05:00"),
    Setting.NUDGE_ON: ("/nudges on", "/nudges off"),
    Setting.NUDGE_AT: ("/nudges at 09:00", "/nudges at 20:30"),
    Setting.NUDGE_PACE: ("/nudges weekly", "/nudges daily"),
    Setting.SNOOZED_UNTIL: ("/snooze 20d", "/snooze off"),
    Setting.SAVER_ON: ("/nudges saver off", "/nudges saver on"),
    Setting.CHEERS_ON: ("/nudges cheers off", "/nudges cheers on"),
    Setting.FALLBACK: ("/nudges fallback group", "/nudges fallback none"),
    "rest_days": ("/settings rest sat sun", "/settings rest fri"),
}
"""Column -> two lines that change it."""
OTHERS = {
    *("id", "name", "language", "joined_at", "joined_day", "active_at", "visibility", "linked"),
    *("publishing", "shows_work", "work_from", "takes_questions", "pings", "community_on"),
    *("next_zone", "next_day_end", "next_from", "zone_is_own", "nudges_ignored", "welcomed_at"),
    *("points", "points_at", "streak", "streak_through", "best_streak", "news_from", "news_in", "in_community"),
}
"""The columns that go with a setting, have a rule of their own, or are reckoned anew."""
ORDERS = [(ANN, ANNIE), (ANNIE, ANN)]
BOTH_WAYS = [(column, first, second) for column in CHANGES for first, second in ORDERS]


async def _begin(town: Town) -> None:
    """Let both join. The first has more ticks, so that the link keeps her."""
    for name, line in ((ANN, "/done week1-algebra week1-stats"), (ANNIE, "/done week1-algebra")):
        assert "done!" in words(await town.say(name, line))


async def _rows(town: Town) -> dict[str, dict[str, Any]]:
    """Platform -> the row of the learner of its account."""
    found = select(learners, accounts.c.platform).join(accounts, accounts.c.learner_id == learners.c.id)
    rows = await town.store.read(lambda db: [dict(row) for row in db.execute(found).mappings()])
    return {row["platform"]: row for row in rows}


def _forget_changes(db: Connection, *, rest_days: bool) -> None:
    for table in (setting_changes, zone_changes, *([rest_changes] if rest_days else [])):
        db.execute(delete(table))


async def _unlink(town: Town, name: str) -> None:
    asked = await town.say(name, "/settings unlink")
    await town.tap(name, asked, labels(asked)[0])


def test_every_column_of_a_learner_is_a_setting_in_the_table_or_named_here() -> None:
    """A new column fails this test until it is said which of two linked learners' values holds."""
    assert {one.name for one in learners.columns} == {*CHANGES, *OTHERS}


def test_every_setting_is_in_the_table() -> None:
    assert {*Setting} == CHANGES.keys() - {"rest_days"}


@pytest.mark.parametrize(("column", "first", "second"), BOTH_WAYS)
async def test_of_each_setting_the_one_that_was_changed_last_holds(
    town: Town, column: str, first: str, second: str
) -> None:
    await _begin(town)
    lines = dict(zip((first, second), CHANGES[column] if first == ANN else CHANGES[column][::-1], strict=True))
    for name, line in lines.items():
        await town.say(name, line)
        town.later(hours=30)
        await town.say(name, "/log 20m")
    town.later(hours=30)
    for name in (first, second):
        await town.say(name, "/log 20m")
    own = await _rows(town)
    assert own["discord"][column] != own["telegram"][column]

    await town.link(ANN, ANNIE)

    town.later(hours=30)
    await town.say(ANN, "/log 20m")
    [united] = {row["id"]: row for row in (await _rows(town)).values()}.values()
    assert own[second.partition("@")[2]][column] == united[column]
    await _unlink(town, ANNIE)
    town.later(hours=30)
    for name in (ANN, ANNIE):
        await town.say(name, "/log 20m")
    parted = await _rows(town)
    for platform in ("discord", "telegram"):
        assert own[platform][column] == parted[platform][column], platform


@pytest.mark.parametrize("column", [one for one in CHANGES if one not in {Setting.ZONE, Setting.DAY_END}])
@pytest.mark.parametrize("name", [ANN, ANNIE])
async def test_a_setting_changed_since_the_link_stays_with_the_account_that_changed_it(
    town: Town, column: str, name: str
) -> None:
    await _begin(town)
    for one in (ANN, ANNIE):
        await town.say(one, CHANGES[column][1])
    town.later(hours=30)
    before = await _rows(town)
    await town.link(ANN, ANNIE)
    town.later(hours=1)
    await town.say(name, CHANGES[column][0])
    town.later(hours=30)
    changed = (await _rows(town))["discord"][column]

    await _unlink(town, ANNIE)

    here, there = ("discord", "telegram") if name == ANN else ("telegram", "discord")
    parted = await _rows(town)
    assert changed != before[there][column]
    assert (changed, before[there][column]) == (parted[here][column], parted[there][column])


@pytest.mark.parametrize(("first", "second"), ORDERS)
async def test_the_stricter_visibility_holds_whenever_it_was_chosen(town: Town, first: str, second: str) -> None:
    await _begin(town)
    await town.say(first, "/settings visibility number")
    town.later(hours=1)
    await town.say(second, "/settings visibility group")
    own = await _rows(town)

    await town.link(ANN, ANNIE)

    assert {"number"} == {row["visibility"] for row in (await _rows(town)).values()}
    await _unlink(town, ANNIE)
    parted = await _rows(town)
    assert {one: row["visibility"] for one, row in own.items()} == {
        one: row["visibility"] for one, row in parted.items()
    }


async def test_a_learner_who_hid_since_the_link_is_hidden_on_both_platforms_after_it(town: Town) -> None:
    await _begin(town)
    await town.link(ANN, ANNIE)
    town.later(hours=1)
    await town.say(ANN, "/settings visibility hidden")

    await _unlink(town, ANN)

    assert ["hidden", "hidden"] == [row["visibility"] for row in (await _rows(town)).values()]


@pytest.mark.parametrize(
    ("setters", "change", "own"),
    [
        ((ANN,), "", (True, False)),
        ((ANNIE,), "", (False, True)),
        ((ANN,), "/settings day 02:00", (True, True)),
        ((ANNIE,), "/settings day 02:00", (True, True)),
        ((), "/settings day 02:00", (False, False)),
        ((), "/settings zone Lisbon", (True, True)),
    ],
)
async def test_a_zone_is_ones_own_again_and_one_set_since_the_link_is_both_accounts_own(
    town: Town, setters: tuple[str, ...], change: str, own: tuple[bool, bool]
) -> None:
    """The zone of a group holds for its members without a zone of their own."""
    await _begin(town)
    for name in setters:
        await town.say(name, "/settings zone Berlin")
    town.later(hours=30)
    await town.link(ANN, ANNIE)
    town.later(hours=1)
    if change:
        await town.say(ANN, change)

    await _unlink(town, ANN)

    rows = await _rows(town)
    assert own == (rows["discord"]["zone_is_own"], rows["telegram"]["zone_is_own"])


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("name", [ANN, ANNIE])
async def test_a_setting_unlike_the_default_holds_where_no_change_is_known(town: Town, column: str, name: str) -> None:
    await _begin(town)
    await town.say(name, CHANGES[column][0])
    town.later(hours=30)
    for one in (ANN, ANNIE):
        await town.say(one, "/log 20m")
    await town.store.write(_forget_changes, rest_days=column != "rest_days")
    own = (await _rows(town))[name.partition("@")[2]][column]

    await town.link(ANN, ANNIE)

    town.later(hours=30)
    await town.say(ANN, "/log 20m")
    assert {own} == {row[column] for row in (await _rows(town)).values()}


@pytest.mark.parametrize("last", [ANN, ANNIE])
async def test_the_name_is_of_the_account_that_was_used_last(town: Town, last: str) -> None:
    await _begin(town)
    await town.link(ANN, ANNIE)
    town.later(hours=2)
    await town.say(last, "/log 20m")
    assert {last.partition("@")[0]} == {row["name"] for row in (await _rows(town)).values()}

    await _unlink(town, last)

    assert {"discord": "Ann", "telegram": "Annie"} == {one: row["name"] for one, row in (await _rows(town)).items()}
