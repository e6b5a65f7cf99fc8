"""Whom a post is about, read just before it is worded."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, update

from bot.identity import Account, GroupId, LearnerId
from bot.posting.subjects import Subject, find_ids, read_learners, read_titles
from bot.tables import accounts, groups, learners, memberships
from tests.bot.posting.office import ANN, START, Office

BOTH = {LearnerId(1), LearnerId(2)}


async def add_ben(office: Office, **more: Any) -> None:
    def add(db: Connection) -> None:
        clock = {"zone": "UTC", "joined_at": START, "joined_day": START.date(), "points_at": START}
        db.execute(insert(learners).values(**{"id": 2, "name": "Ben", **clock, **more}))
        for platform in ("sandbox", "discord", "telegram"):
            db.execute(insert(accounts).values(learner_id=2, platform=platform, user_id=8, name=f"Ben on {platform}"))
        db.execute(insert(memberships).values(learner_id=2, group_id=1, number=2, joined_at=START, active_at=START))

    await office.store.write(add)


async def read(
    office: Office, group_id: GroupId | None = GroupId(1), platform: str = "telegram"
) -> dict[LearnerId, Subject]:
    return await office.store.read(read_learners, BOTH, group_id, platform)


async def test_a_learner_is_shown_by_the_account_of_the_place_else_by_the_oldest(office: Office) -> None:
    await add_ben(office)

    assert {
        1: Subject(1, "Ann", ANN, pings=True),
        2: Subject(2, "Ben on telegram", Account("telegram", 8, "Ben on telegram"), pings=True),
    } == await read(office)
    elsewhere = (await read(office, platform="matrix"))[LearnerId(2)]
    assert ("Ben", Account("sandbox", 8, "Ben on sandbox")) == (elsewhere.name, elsewhere.account)


async def test_who_is_not_shown_by_name_has_none_here_either(office: Office) -> None:
    await add_ben(office, visibility="number")
    assert Subject(2) == (await read(office))[LearnerId(2)]

    await office.store.write(lambda db: db.execute(update(learners).values(visibility="hidden")).rowcount)
    assert {1: Subject(1, silent=True), 2: Subject(2, silent=True)} == await read(office)


async def test_nothing_new_is_said_about_who_left_or_was_never_there(office: Office) -> None:
    await add_ben(office)
    await office.store.write(lambda db: db.execute(update(memberships).values(left_at=START)).rowcount)

    assert all(one.silent for one in (await read(office)).values())
    assert {1} == set(await read(office, group_id=GroupId(2)))
    assert {} == await read(office, group_id=None)


async def test_a_number_and_a_membership_are_those_of_the_posts_group(office: Office) -> None:
    await add_ben(office)
    elsewhere = {"learner_id": 2, "group_id": 2, "number": 5, "joined_at": START, "active_at": START, "left_at": START}
    await office.store.write(lambda db: db.execute(insert(memberships).values(elsewhere)).rowcount)

    seen = [(await read(office, GroupId(group)))[LearnerId(2)] for group in (1, 2)]

    assert [(2, False), (5, True)] == [(one.number, one.silent) for one in seen]


async def test_titles_are_those_of_now(office: Office) -> None:
    await office.store.write(lambda db: db.execute(update(groups).values(title="New")).rowcount)

    assert {1: "New"} == await office.store.read(read_titles, {GroupId(1), GroupId(99)})


def test_ids_are_found_however_deep_and_only_under_their_name() -> None:
    facts = {"learner": 1, "board": [{"learner": 2, "points": 3}], "tasks": 4, "more": {"learner": "5"}}

    assert {1, 2} == find_ids(facts, "learner")


async def test_a_post_about_learners_is_read_once_and_one_about_none_not_at_all(office: Office) -> None:
    reads: list[object] = []
    read = office.store.read

    async def counted(fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        reads.append(fn.__name__)
        return await read(fn, *args, **kwargs)

    office.store.read = counted  # type: ignore[method-assign]
    await office.put("nudge")
    await office.deliverer.run_due()
    assert 0 == reads.count("read_subjects")

    await office.put("celebration", key="second")
    await office.deliverer.run_due()
    assert 1 == reads.count("read_subjects")


async def test_a_learner_who_hides_after_planning_is_not_named(office: Office) -> None:
    post = await office.put("celebration")
    await office.store.write(lambda db: db.execute(update(learners).values(visibility="hidden")).rowcount)

    await office.deliverer.run_due()

    assert [] == office.platform.sent
    assert ("dead", "taken back") == await office.state(post)
