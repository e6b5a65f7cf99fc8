"""What people type after /done, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.lookup.understanding import understand
from roadmap.model import Roadmap
from roadmap.reading import shipped_roadmap
from tests.bot.climb import CLIMB


@pytest.mark.parametrize(
    ("typed", "slugs", "note"),
    [
        ("week2-numpy", ("week2-numpy",), ""),
        ("Week2_NumPy", ("week2-numpy",), ""),
        ("week2-numpy,week1-stats", ("week2-numpy", "week1-stats"), ""),
        ("week2-numpy, week1-stats and week1-algebra", ("week2-numpy", "week1-stats", "week1-algebra"), ""),
        ("week2-numpy\nweek1-stats\n\n", ("week2-numpy", "week1-stats"), ""),
        ("week2-numpy week2-numpy", ("week2-numpy",), ""),
        ("week1, week2", ("week1", "week2"), ""),
        ("week2 numpy", ("week2-numpy",), ""),
        ("month1 week3 numpy", ("week2-numpy",), ""),
        ("month1 week3 numpy it took long", ("week2-numpy",), "it took long"),
        ("numpy", ("week2-numpy",), ""),
        ("nunpy", ("week2-numpy",), ""),
        ("NumPy & Pandas", ("week2-numpy",), ""),
        ("Data cleaning, filtering, grouping", ("week2-cleaning",), ""),
        ("statistics and linear algebra", ("week1-stats", "week1-algebra"), ""),
        ("numpy my notebook", ("week2-numpy",), "my notebook"),
        ("week2-numpy - it was fun", ("week2-numpy",), "it was fun"),
        ("week2-numpy – it was fun", ("week2-numpy",), "it was fun"),
        ("week2-numpy https://example.org/a-b", ("week2-numpy",), "https://example.org/a-b"),
        ("numpy see www.example.org week1-stats", ("week2-numpy",), "see www.example.org week1-stats"),
        ("week2-numpy great day with week1-stats", ("week2-numpy",), "great day with week1-stats"),
        ("week2-numpy @everyone <b>x</b> **y**", ("week2-numpy",), "@everyone <b>x</b> **y**"),
        ("week2-numpy 🧗🏽‍♀️", ("week2-numpy",), "🧗🏽‍♀️"),
    ],
)
def test_names_and_note_are_told_apart(typed: str, slugs: tuple[str, ...], note: str) -> None:
    found = understand(CLIMB, typed)

    assert (found.slugs, found.note, found.questions) == (slugs, note, ())


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [("LinearAlgebraBasics", ("week1-linear-algebra",)), ("Math\nEssentials", ("week1",))],
)
def test_a_name_whose_words_come_otherwise_apart_is_understood_as_a_whole(typed: str, slugs: tuple[str, ...]) -> None:
    assert understand(shipped_roadmap(), typed).slugs == slugs


def test_a_word_for_several_tasks_in_two_lines_is_asked_about() -> None:
    [question] = understand(shipped_roadmap(), "a\nModel").questions

    assert question.meant


def test_a_note_that_came_apart_stands_after_what_is_left_of_the_line() -> None:
    assert "my note" == understand(CLIMB, "week2-numpy", "my note").note
    assert "fine\nmy note" == understand(CLIMB, "week2-numpy fine", "my note").note


def test_a_word_for_several_tasks_is_asked_about() -> None:
    found = understand(shipped_roadmap(), "pandas")

    [question] = found.questions
    assert ((), True) == (found.slugs, question.meant)
    assert ["week2-numpy", "week5-pandas"] == [one.slug for way in question.ways for one in way]


def test_what_is_clear_is_taken_and_the_rest_is_asked_about() -> None:
    found = understand(shipped_roadmap(), "week1-statistics, pandas")

    assert ("week1-statistics",) == found.slugs
    assert ["pandas"] == [question.typed for question in found.questions]


@pytest.mark.parametrize("typed", ["week2 docker", "week 2 docker", "month1 week3 docker"])
def test_a_block_before_a_task_of_another_is_no_block(typed: str) -> None:
    found = understand(shipped_roadmap(), typed)

    assert () == found.slugs
    assert found.questions


def test_a_block_may_have_a_note() -> None:
    found = understand(shipped_roadmap(), "week2 all of it, at last")

    assert (("week2",), "all of it, at last") == (found.slugs, found.note)


def test_a_slug_that_nothing_has_is_no_note() -> None:
    found = understand(CLIMB, "week2-numpy week9-zzz")

    [question] = found.questions
    assert (("week2-numpy",), "week9-zzz", False) == (found.slugs, question.typed, question.meant)


@pytest.mark.parametrize(
    "typed", ["", ",", "/", "/ / /", "\n/\n", "and", "🧗", "@everyone", "<b>", "xyzzy", "\u202eabc", "x" * 4000]
)
def test_what_names_nothing_ticks_nothing(typed: str) -> None:
    found = understand(CLIMB, typed)

    assert () == found.slugs
    assert [False] == [question.meant for question in found.questions]


@pytest.mark.parametrize(("typed", "slug"), [("month1", "month1"), ("zero", "zero")])
def test_a_month_or_level_is_not_ticked_by_one_word(typed: str, slug: str) -> None:
    found = understand(CLIMB, typed)

    assert found.part is not None
    assert (found.part.slug, found.slugs, found.questions) == (slug, (), ())


def test_all_eighty_in_one_line_are_understood() -> None:
    roadmap = shipped_roadmap()
    slugs = [task.slug for task in roadmap.tasks()]

    assert understand(roadmap, ", ".join(slugs)).slugs == tuple(slugs)
    assert understand(roadmap, ", ".join(task.title for task in roadmap.tasks())[:4000]).slugs


@pytest.mark.parametrize("typed", ["a b c d e f g h " * 250, "numpy\n" * 680, "week9-x " * 500, ", and " * 600])
def test_a_line_as_long_as_any_has_an_answer(typed: str) -> None:
    found = understand(shipped_roadmap(), typed)

    assert found.slugs or found.questions


_WORDS = [task.slug for task in CLIMB.tasks()] + [
    "numpy",
    "and",
    ",",
    "the",
    "month1",
    "https://x.y",
    "-",
    "/",
    "or",
    "🧗",
    "\n",
]


@given(st.lists(st.sampled_from(_WORDS) | st.text(max_size=8), max_size=12).map(" ".join))
def test_anything_typed_is_understood_as_something_real(typed: str) -> None:
    found = understand(CLIMB, typed)

    assert all(CLIMB.task(slug) or CLIMB.block(slug) for slug in found.slugs)
    assert len(set(found.slugs)) == len(found.slugs)
    assert found.slugs or found.questions or found.part


def test_a_roadmap_in_another_script_is_understood_too() -> None:
    from roadmap.model import Block, Level, Month, Task  # noqa: PLC0415

    block = Block("week1", "Основы", (Task("week1-algebra", "Линейная алгебра"), Task("week1-stats", "Статистика")))
    roadmap = Roadmap("ru", "", (Level("zero", "", "", (Month("m", "", (block,)),)),))

    assert ("week1-algebra",) == understand(roadmap, "линейная алгебра было трудно").slugs
