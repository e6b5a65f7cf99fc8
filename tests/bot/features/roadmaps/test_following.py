"""Acts follow their tasks into an edited plan, in the database: moved, parked or left and counted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.database.store import Store
from bot.features.members.actions.presence import enter
from bot.features.path.actions.choosing import choose_option
from bot.features.promises.actions import make_promise
from bot.features.roadmaps import actions as following
from bot.features.roadmaps.facts import Followed, Stray, count_strays
from bot.features.roadmaps.queries.editions import put_edition
from bot.features.roadmaps.queries.followers import read_stranded
from bot.features.roadmaps.queries.kept_acts import AT_ONCE, read_kept_slugs
from bot.features.roadmaps.queries.renaming import rename_slugs
from bot.features.ticks.actions.ticking import tick_off
from bot.features.ticks.queries.ticks import read_ticked
from bot.identity import LearnerId
from bot.tables import changes, choices, criteria, editions, groups, promises, ticks, undos
from roadmap.model import Roadmap
from roadmap.reading import read_roadmap
from roadmap.slug_words import list_slug_words
from tests.bot.climb import ANN, BEN, START, caller

PLAN = """# Plan

## Week 1
- [ ] Learn Rust
- [ ] Learn Docker
- [ ] Practice Emma

## Week 2
- [ ] Build a parser
- [ ] Choose your path {choice}
  - Vision
  - Language
"""
RUST, DOCKER, PARSER, PATH = "week1-rust", "week1-docker", "week2-parser", "week2-choose-path"


def read(text: str, slug: str = "plan") -> Roadmap:
    return read_roadmap(text, slug=slug)


async def follow(store: Store, text: str) -> tuple[Followed, list[Stray]]:
    """A start of the program with this text."""
    followed = await store.write(following.follow_edit, read(text), text, START)
    return followed, await store.read(following.find_strays, read(text))


async def tick(store: Store, text: str, *slugs: str, by: Any = ANN) -> None:
    await store.write(tick_off, caller(by), read(text), slugs, "")


def take_back(db: Connection, slug: str, learner: int) -> None:
    tick_id = db.scalar(select(ticks.c.id).where(ticks.c.task == slug, ticks.c.learner_id == learner))
    db.execute(insert(undos).values(tick_id=tick_id, at=START))


async def ticked(store: Store, learner: int = 1) -> frozenset[str]:
    return await store.read(read_ticked, LearnerId(learner), "plan")


def slugs(text: str) -> list[str]:
    return [task.slug for task in read(text).tasks()]


async def begun(store: Store) -> None:
    """Ann has ticked two tasks of week 1 and one of week 2, and Ben one."""
    await follow(store, PLAN)
    await tick(store, PLAN, RUST, DOCKER, PARSER)
    await tick(store, PLAN, RUST, by=BEN)


async def test_the_slugs_of_the_plan_are_those_of_the_tests() -> None:
    assert {RUST, DOCKER, PARSER} < set(slugs(PLAN))


async def test_a_text_that_did_not_change_moves_nothing(store: Store) -> None:
    await begun(store)

    followed, strays = await follow(store, PLAN)

    assert ({}, {}, 0, frozenset()) == (followed.moved, followed.parked, followed.ticks, followed.alike)
    assert [] == strays


async def test_a_task_in_another_week_takes_its_ticks_along_taken_back_or_not(store: Store) -> None:
    await begun(store)
    await store.write(take_back, DOCKER, 1)
    await tick(store, PLAN, DOCKER)
    edited = PLAN.replace("- [ ] Learn Docker\n", "").replace("- [ ] Build", "- [ ] Learn Docker\n- [ ] Build")

    followed, strays = await follow(store, edited)

    assert {DOCKER: "week2-docker"} == followed.moved
    assert (1, []) == (followed.ticks, strays)
    assert {RUST, "week2-docker", PARSER} == await ticked(store)
    assert [1, 2] == await store.read(turns_of, "week2-docker")


def turns_of(db: Connection, slug: str) -> list[int]:
    return list(db.scalars(select(ticks.c.turn).where(ticks.c.task == slug).order_by(ticks.c.turn)))


async def test_weeks_numbered_anew_are_one_step_in_which_slugs_change_places(store: Store) -> None:
    await begun(store)
    edited = PLAN.replace("# Plan\n", "# Plan\n\n## Week 1\n- [ ] Install\n").replace("## Week 2", "## Week 3")
    edited = edited.replace("## Week 1\n- [ ] Learn", "## Week 2\n- [ ] Learn")

    followed, strays = await follow(store, edited)

    assert {"week2-rust", "week2-docker", "week3-parser"} == await ticked(store)
    assert (4, []) == (followed.ticks, strays)
    assert ({}, 0) == ((again := (await follow(store, edited))[0]).moved, again.ticks)


async def test_a_task_that_is_gone_leaves_its_ticks_counted_and_named_with_a_likely_heir(store: Store) -> None:
    await begun(store)
    edited = PLAN.replace("Learn Rust", "Rust for web servers, learn it thoroughly")

    followed, strays = await follow(store, edited)

    [stray] = strays
    assert (RUST, "Learn Rust", 2, 2) == (stray.slug, stray.title, stray.ticks, len(stray.learner_ids))
    assert stray.heir in slugs(edited)
    assert "rust" in stray.heir
    assert (2, 2) == count_strays(strays)
    assert {} == followed.moved


async def test_the_line_comes_back_and_with_it_its_ticks(store: Store) -> None:
    await begun(store)
    await follow(store, PLAN.replace("- [ ] Learn Rust\n", ""))

    followed, strays = await follow(store, PLAN.replace("- [ ] Learn Rust\n", "") + "- [ ] Learn Rust\n")

    assert {RUST: "week2-rust"} == followed.moved
    assert [] == strays


async def test_an_alias_takes_over_what_was_left(store: Store) -> None:
    await begun(store)
    await follow(store, PLAN.replace("Learn Rust", "Oxidise"))

    _, strays = await follow(store, PLAN.replace("Learn Rust", f"Oxidise {{alias={RUST}}}"))

    assert [] == strays


async def test_a_slug_that_goes_to_another_task_leaves_its_ticks_parked_until_the_words_are_back(store: Store) -> None:
    texts = [f"# Plan\n- [ ] {title} {{#one}}\n- [ ] Rest\n" for title in ("Emma", "Ulysses")]
    await store.write(enter, caller(), "plan")
    await store.write(put_edition, "plan", list_slug_words(read(texts[0])), {}, START)
    await tick(store, texts[0], "one")
    unpinned = "# Plan\n- [ ] One\n- [ ] Rest\n"

    followed, strays = await follow(store, unpinned)

    assert {"one": "one~1"} == followed.parked
    assert [("one~1", "Emma", 1)] == [(one.slug, one.title, one.ticks) for one in strays]
    assert "one" in slugs(unpinned)
    assert "one" not in await ticked(store)

    back = "# Plan\n- [ ] One\n- [ ] Rest\n- [ ] Emma\n"
    assert {"one~1": slugs(back)[-1]} == (await follow(store, back))[0].moved
    assert [] == (await follow(store, back))[1]


async def test_a_slug_that_an_edit_pins_on_another_task_takes_no_ticks_there(store: Store) -> None:
    await begun(store)
    edited = PLAN.replace("Learn Docker", f"Study Docker Swarm {{#{DOCKER}}}").replace("Rust", f"Rust {{#{RUST}}}")

    followed, strays = await follow(store, edited)

    assert ({}, {DOCKER: f"{DOCKER}~1"}) == (followed.moved, followed.parked)
    assert [(f"{DOCKER}~1", "Learn Docker", 1)] == [(one.slug, one.title, one.ticks) for one in strays]
    assert {RUST, f"{DOCKER}~1", PARSER} == await ticked(store)

    await follow(store, edited.replace("Learn Rust", "Oxidise"))  # now it is pinned for good
    assert RUST in await ticked(store)


async def test_the_pins_of_an_edition_of_before_are_not_known_and_all_stay(store: Store) -> None:
    await begun(store)
    await store.write(lambda db: db.execute(update(editions).values(pinned=None)))

    followed, strays = await follow(store, PLAN.replace("Learn Docker", f"Containers {{#{DOCKER}}}"))

    assert ({}, {}, []) == (followed.moved, followed.parked, strays)


async def test_tasks_with_the_same_words_are_named_if_one_comes_in_between(store: Store) -> None:
    twice = "# Plan\n- [ ] Book\n- [ ] Book\n- [ ] Rest\n"
    await follow(store, twice)
    await tick(store, twice, slugs(twice)[0])

    followed, _ = await follow(store, twice.replace("- [ ] Rest", "- [ ] Book\n- [ ] Rest"))

    assert {slugs(twice)[0]} == followed.alike


async def test_promises_choices_and_criteria_move_too(store: Store) -> None:
    await begun(store)
    await store.write(choose_option, caller(), read(PLAN), *chosen_of(PLAN))
    await store.write(make_promise, caller(), read(PLAN), [slugs(PLAN)[2]])
    await store.write(affirm, "plan", "old-criterion")
    await store.write(
        rename, {**dict.fromkeys([slugs(PLAN)[2]], "a"), chosen_of(PLAN)[0]: "b", chosen_of(PLAN)[1]: "c"}
    )
    await store.write(rename, {"old-criterion": "d"})

    assert {"a", "b", "c", "d"} <= await store.read(read_kept_slugs, "plan")
    assert ("b", "c") == await store.read(
        lambda db: tuple(db.execute(select(choices.c.choice, choices.c.option)).one())
    )
    assert ("b", "c") == await store.read(lambda db: tuple(db.execute(select(changes.c.name, changes.c.value)).one()))
    assert "a" == await store.read(lambda db: db.scalar(select(promises.c.task)))
    assert "d" == await store.read(lambda db: db.scalar(select(criteria.c.criterion)))


def chosen_of(text: str) -> tuple[str, str]:
    [choice] = read(text).choices()
    return choice.slug, choice.options[0].slug


def affirm(db: Connection, roadmap: str, *slugs: str) -> None:
    rows = [{"learner_id": 1, "roadmap": roadmap, "criterion": slug, "at": START} for slug in slugs]
    db.execute(insert(criteria), rows)


def rename(db: Connection, names: dict[str, str]) -> None:
    rename_slugs(db, "plan", names)


async def test_an_act_that_is_there_already_is_kept_once_and_a_tick_becomes_a_further_turn(store: Store) -> None:
    await begun(store)
    await store.write(affirm, "plan", "old", "new")
    await store.write(affirm, "other", "old")

    await store.write(rename, {"old": "new", RUST: DOCKER})

    assert [("other", "old"), ("plan", "new")] == await store.read(
        lambda db: [
            tuple(row) for row in db.execute(select(criteria.c.roadmap, criteria.c.criterion).order_by("roadmap"))
        ]
    )
    assert 4 == await store.read(lambda db: db.scalar(select(func.count()).select_from(ticks)))
    assert {DOCKER, PARSER} == await ticked(store)


async def test_slugs_may_change_places(store: Store) -> None:
    await begun(store)

    await store.write(rename, {RUST: DOCKER, DOCKER: PARSER, PARSER: RUST})

    assert {DOCKER} == await ticked(store, 2)
    assert {RUST, DOCKER, PARSER} == await ticked(store, 1)


async def test_several_slugs_may_become_one_and_more_slugs_than_one_statement_holds_may_move(store: Store) -> None:
    await begun(store)
    await store.write(affirm, "plan", RUST, DOCKER, "same")
    many = [f"criterion-{number}" for number in range(AT_ONCE + 1)]
    await store.write(affirm, "plan", *many)

    await store.write(rename, {RUST: "same", DOCKER: "same"} | {slug: f"{slug}-new" for slug in many})

    assert {"same", PARSER} == await ticked(store)
    assert {"same", PARSER, *(f"{slug}-new" for slug in many)} == await store.read(read_kept_slugs, "plan")
    assert len(many) + 1 == await store.read(lambda db: db.scalar(select(func.count()).select_from(criteria)))
    assert 4 == await store.read(lambda db: db.scalar(select(func.count()).select_from(ticks)))


async def test_a_preview_says_the_same_and_changes_nothing(store: Store) -> None:
    await begun(store)
    edited = PLAN.replace("- [ ] Learn Docker\n", "").replace("- [ ] Build", "- [ ] Learn Docker\n- [ ] Build")
    edited = edited.replace("Learn Rust", "Oxidise")

    previewed = await store.write(following.preview_edit, read(edited), edited, START)

    assert {RUST, DOCKER, PARSER} == await ticked(store)
    assert await follow(store, edited) == previewed


async def test_ticks_under_the_slug_of_what_is_no_task_are_strays(store: Store) -> None:
    await begun(store)
    option = chosen_of(PLAN)[1]
    await store.write(rename, {RUST: option})

    [stray] = await store.read(following.find_strays, read(PLAN))

    assert (option, 2) == (stray.slug, stray.ticks)


async def test_a_group_from_which_the_bot_was_removed_misses_no_roadmap(store: Store) -> None:
    await begun(store)
    followers = await store.read(read_stranded, [])
    await store.write(lambda db: db.execute(update(groups).values(removed_at=START)).rowcount)

    assert ["plan"] == [one.roadmap_slug for one in followers]
    assert [] == await store.read(read_stranded, [])


async def test_taken_back_ticks_are_not_counted_as_strays(store: Store) -> None:
    await begun(store)
    await store.write(take_back, RUST, 2)

    _, [stray] = await follow(store, PLAN.replace("Learn Rust", "Oxidise"))

    assert (1, {1}) == (stray.ticks, set(stray.learner_ids))
    assert 1 == await store.read(lambda db: db.scalar(select(func.count()).select_from(undos)))
