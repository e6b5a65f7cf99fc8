"""New slugs for habits, parts and tasks: each learner keeps what is theirs, and no other roadmap is touched."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.database.store import Store
from bot.features.members.actions.presence import enter
from bot.features.roadmaps.queries.editions import put_edition, read_edition, read_former, read_pinned
from bot.features.roadmaps.queries.kept_acts import read_kept_acts
from bot.features.roadmaps.queries.renaming import rename_slugs
from bot.identity import Account
from bot.tables import choices, criteria, memberships, milestones, obstacles, sessions, ticks
from roadmap.former_slugs import FormerSlug
from roadmap.slug_words import SlugWords
from tests.bot.climb import ANN, BEN, OTHER_ROOM, START, caller

CAT = Account("sandbox", 3, "Cat", "cat")
DEE = Account("sandbox", 4, "Dee", "dee")
PLAN, OTHER = "plan", "other"


@pytest.fixture
async def learners(sqlite_store: Store) -> dict[Account, int]:
    """Ann and Ben follow the plan, Cat another roadmap, and Dee both."""

    def join(db: Connection) -> dict[Account, int]:
        found = {one: int(enter(db, caller(one), PLAN).learner_id) for one in (ANN, BEN, DEE)}
        return found | {one: int(enter(db, caller(one, place=OTHER_ROOM), OTHER).learner_id) for one in (CAT, DEE)}

    return await sqlite_store.write(join)


async def test_a_habit_has_its_new_slug_for_learners_of_its_roadmap_alone(
    sqlite_store: Store, learners: dict[Account, int]
) -> None:
    logged = [(ANN, "a", False), (ANN, "b", False), (ANN, "a", True), (CAT, "a", False), (DEE, "a", False)]
    common = {"at": START, "zone": "UTC", "day": START.date(), "minutes": 15}

    def begin(db: Connection) -> tuple[int, int]:
        for who, habit, undone in logged:
            row = {"learner_id": learners[who], "habit": habit, "undone_at": START if undone else None}
            db.execute(insert(sessions).values(**common, **row))
        kept = read_kept_acts(db, PLAN, ["a", "b"])
        rename_slugs(db, PLAN, {"a": "b", "b": "a"})
        return kept["a"].logs, len(kept["a"].learners)

    assert (1, 1) == await sqlite_store.write(begin)
    renamed = select(sessions.c.habit).order_by(sessions.c.id)
    assert ["b", "a", "b", "a", "a"] == await sqlite_store.read(lambda db: list(db.scalars(renamed)))


async def test_an_obstacle_and_its_answer_follow_their_task(sqlite_store: Store, learners: dict[Account, int]) -> None:
    def follow(db: Connection) -> list[str | None]:
        group = db.scalar(select(memberships.c.group_id).where(memberships.c.learner_id == learners[ANN]))
        own = {"learner_id": learners[ANN], "group_id": group, "source": "stuck", "words": "w", "at": START}
        for roadmap, task in ((PLAN, "a"), (PLAN, "b"), (PLAN, None), (OTHER, "a")):
            db.execute(insert(obstacles).values(**own, roadmap=roadmap, task=task))
        rename_slugs(db, PLAN, {"a": "b", "b": "a"})
        return list(db.scalars(select(obstacles.c.task).order_by(obstacles.c.id)))

    assert ["b", "a", None, "a"] == await sqlite_store.write(follow)


@pytest.mark.parametrize(
    ("names", "anns", "bens"),
    [
        ({"block week1": "block week2", "block week2": "block week1"}, {"week1": 2, "week2": 1}, {"week2": 1}),
        ({"block week1": "block week2"}, {"week2": 2}, {"week2": 1}),
        ({"block week1": "block week3"}, {"week3": 1, "week2": 2}, {"week3": 1}),
        ({"month week1": "month week3"}, {"week1": 1, "week2": 2}, {"week1": 1}),
    ],
)
async def test_a_milestone_follows_its_part_and_each_learner_keeps_their_own(
    sqlite_store: Store,
    learners: dict[Account, int],
    names: dict[str, str],
    anns: dict[str, int],
    bens: dict[str, int],
) -> None:
    def follow(db: Connection) -> list[dict[str, int]]:
        for who, slug, hours in ((ANN, "week1", 1), (ANN, "week2", 2), (BEN, "week1", 1)):
            row = {"learner_id": learners[who], "roadmap": PLAN, "kind": "block", "slug": slug}
            db.execute(insert(milestones).values(**row, at=START + timedelta(hours=hours)))
        rename_slugs(db, PLAN, names)
        return [
            {
                row.slug: round((row.at - START).total_seconds() / 3600)
                for row in db.execute(select(milestones).where(milestones.c.learner_id == learners[who]))
            }
            for who in (ANN, BEN)
        ]

    assert [anns, bens] == await sqlite_store.write(follow)


async def test_of_tasks_that_become_one_the_first_named_keeps_its_turn(
    sqlite_store: Store, learners: dict[Account, int]
) -> None:
    def follow(db: Connection) -> list[tuple[int, int]]:
        for task, weight in (("a", 1), ("b", 2), ("c", 3)):
            row = {"learner_id": learners[ANN], "roadmap": PLAN, "task": task, "turn": 1, "source": "tick"}
            day = {"at": START, "zone": "UTC", "day": START.date()}
            db.execute(insert(ticks).values(**row, **day, weight=weight, points=0))
        rename_slugs(db, PLAN, {"b": "d", "a": "d", "c": "d"})
        return [(row.weight, row.turn) for row in db.execute(select(ticks).order_by(ticks.c.turn))]

    assert [(2, 1), (1, 2), (3, 3)] == await sqlite_store.write(follow)


async def test_acts_under_a_slug_are_counted_over_all_learners_and_kinds(
    sqlite_store: Store, learners: dict[Account, int]
) -> None:
    def count(db: Connection) -> tuple[int, int, int]:
        for who in (ANN, BEN):
            row = {"learner_id": learners[who], "roadmap": PLAN, "at": START}
            db.execute(insert(criteria).values(**row, criterion="a"))
            db.execute(insert(choices).values(**row, choice="a", option="b"))
        kept = read_kept_acts(db, PLAN, ["a", "b"])
        return kept["a"].others, kept["b"].others, len(kept["a"].learners)

    assert (4, 2, 2) == await sqlite_store.write(count)


async def test_an_edition_is_kept_whole_in_place_of_the_last(sqlite_store: Store) -> None:
    first = (
        {"a": SlugWords("task", "Emma", "by Austen")},
        {"b": FormerSlug("Emma", "the film", ("a",), 2, START.date())},
    )
    second = {"a": SlugWords("task", "Emma")}, {"c": FormerSlug("Emma", "by Austen", ("",), 3, START.date())}

    def keep(db: Connection) -> list[tuple[object, object, object]]:
        found: list[tuple[object, object, object]] = []
        for (words, former), pinned in ((first, {"a"}), (second, {"c", "b"})):
            put_edition(db, PLAN, words, former, START, pinned=pinned)
            found.append((read_edition(db, PLAN), read_former(db, PLAN), read_pinned(db, PLAN)))
        return found

    assert [(*first, {"a"}), (*second, {"b", "c"})] == await sqlite_store.write(keep)
    assert await sqlite_store.read(read_pinned, OTHER) is None
