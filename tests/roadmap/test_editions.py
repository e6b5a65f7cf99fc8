"""Slugs from one text of a roadmap to the next: each act stays with its task, or is reported."""

from __future__ import annotations

import pytest

from roadmap.editions import list_former_words, list_pinned, trace_edit
from roadmap.reading import SHIPPED, read_roadmap, shipped_roadmap
from roadmap.slug_words import SlugWords, is_reworded, list_slug_words, suggest_heir
from roadmap.tracing import Trace, trace_slugs


def words(text: str) -> dict[str, SlugWords]:
    return list_slug_words(read_roadmap(text, slug="x"))


def traced(old: str, new: str) -> Trace:
    return trace_edit(new, words(old), words(new))


def pinned_meanwhile(old: str, new: str) -> Trace:
    """Trace an edit of a plan whose last edition named its own pins."""
    return trace_edit(new, words(old), words(new), list_pinned(read_roadmap(old, slug="x")))


def of(*titles: str) -> dict[str, SlugWords]:
    return {f"s{number}": SlugWords("task", title) for number, title in enumerate(titles, 1)}


PLAN = """# Plan

## Week 1
- [ ] Read a book about Rust
- [ ] Write a parser
- [ ] Practice

## Week 2
- [ ] Learn Docker
- [ ] Practice
"""

EDITS: dict[str, tuple[str, str, dict[str, str], set[str]]] = {
    "nothing": ("", "", {}, set()),
    "a line above": ("- [ ] Read a", "- [ ] Install the compiler\n- [ ] Read a", {}, set()),
    "a line below": ("## Week 2", "- [ ] Rest\n\n## Week 2", {}, set()),
    "a note": ("## Week 2", "A note.\n\n## Week 2", {}, set()),
    "a tick mark in the file": ("- [ ] Write", "- [x] Write", {}, set()),
    "bold": ("Write a parser", "**Write a parser**", {}, set()),
    "a hint": (
        "Write a parser",
        "Write a parser (in an evening)",
        {"week1-parser": "week1-parser-evening"},
        set(),
    ),
    "a line removed": ("- [ ] Write a parser\n", "", {}, {"week1-parser"}),
    "a task renamed beyond knowing": ("Write a parser", "Compose a sonnet", {}, {"week1-parser"}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_leaves_each_slug_with_its_task_or_loses_it_openly(edit: str) -> None:
    before, after, moved, lost = EDITS[edit]
    trace = traced(PLAN, PLAN.replace(before, after, 1) if before else PLAN)

    assert moved == trace.moved
    assert {slug.partition("-")[2] for slug in lost} == {slug.partition("-")[2] for slug in trace.lost}
    assert {} == trace.parked


def test_a_task_that_goes_to_another_week_takes_its_acts_along() -> None:
    trace = traced(PLAN, PLAN.replace("- [ ] Write a parser\n", "") + "- [ ] Write a parser\n")

    [(old, new)] = trace.moved.items()
    assert old.startswith("week1-")
    assert new == old.replace("week1", "week2")
    assert (frozenset(), {}) == (trace.lost, trace.parked)


def test_weeks_that_are_numbered_anew_take_their_acts_along() -> None:
    trace = traced(PLAN, PLAN.replace("## Week 2", "## Week 3").replace("## Week 1", "## Week 2"))

    assert (frozenset(), {}, frozenset()) == (trace.lost, trace.parked, trace.alike)
    assert set(words(PLAN)) == set(trace.moved)
    for old, new in trace.moved.items():
        assert (int(old[4]) + 1, old[5:]) == (int(new[4]), new[5:])


def test_a_slug_that_is_written_in_for_the_first_time_takes_the_acts_along() -> None:
    trace = traced("- [ ] Learn Docker\n- [ ] Rest\n", "- [ ] Learn Docker {#whale}\n- [ ] Rest\n")

    assert ["whale"] == list(trace.moved.values())


def test_a_pinned_slug_stays_whatever_its_words_are() -> None:
    assert Trace() == traced("- [ ] Docker {#whale}\n", "- [ ] Podman {#whale}\n")
    assert Trace() == traced("- [ ] Docker {#whale}\n", "- [ ] Podman {#seal alias=whale}\n")


PINNED_WITH_AN_EDIT = {
    "two tasks have more words": (
        "- [ ] Quiz\n- [ ] Rest\n",
        "- [ ] Quiz about Go {#quiz}\n- [ ] Quiz about Rust {#quiz-rust}\n- [ ] Rest {#rest}\n",
        Trace(parked={"quiz": "quiz~1"}),
    ),
    "the slug goes to another task": (
        "- [ ] Learn Docker\n- [ ] Rest\n",
        "- [ ] Study Docker Swarm {#docker}\n- [ ] Rest {#rest}\n",
        Trace(parked={"docker": "docker~1"}),
    ),
    "the words stay under a new slug": (
        "- [ ] Learn Docker\n- [ ] Rest\n",
        "- [ ] Learn Docker {#whale}\n- [ ] Study Docker Swarm {#docker}\n- [ ] Rest {#rest}\n",
        Trace(moved={"docker": "whale"}),
    ),
    "a slip is mended": ("- [ ] Learn Dokcer\n", "- [ ] Learn Docker {#dokcer}\n", Trace()),
    "more words after the pin": (
        "- [ ] Learn Docker\n- [ ] Rest\n",
        "- [ ] Learn Docker basics {#docker}\n- [ ] Rest {#rest}\n",
        Trace(),
    ),
    "a task has more words, and the pin is what reading gives": (
        "- [ ] Quiz\n- [ ] Rest\n",
        "- [ ] Quiz about Go {#quiz-go}\n- [ ] Rest {#rest}\n",
        Trace(lost=frozenset({"quiz"})),
    ),
    "more words, and reading gives the pin to them, too": (
        "- [ ] Learn Docker\n- [ ] Rest\n",
        "- [ ] Learn Docker with it {#docker}\n- [ ] Rest {#rest}\n",
        Trace(parked={"docker": "docker~1"}),
    ),
    "a task is divided after the pin": (
        "- [ ] Learn Docker\n- [ ] Rest\n",
        "- [ ] Learn Docker, part one {#docker}\n- [ ] Learn Docker, part two\n- [ ] Rest {#rest}\n",
        Trace(parked={"docker": "docker~1"}),
    ),
    "an alias is meant": ("- [ ] Learn Docker\n", "- [ ] Containers {#box alias=docker}\n", Trace()),
    "pinned before": ("- [ ] Docker {#whale}\n", "- [ ] Podman {#whale}\n", Trace()),
    "pinned before in a table": (
        "| a | b |\n|-|-|\n| [ ] | Docker {#whale} |\n",
        "| a | b |\n|-|-|\n| [ ] | Podman {#whale} |\n",
        Trace(),
    ),
}


@pytest.mark.parametrize("edit", PINNED_WITH_AN_EDIT)
def test_a_pin_that_comes_with_an_edit_keeps_a_tick_with_its_task_alone(edit: str) -> None:
    before, after, trace = PINNED_WITH_AN_EDIT[edit]
    assert trace == pinned_meanwhile(before, after)


def test_the_pins_of_an_edition_are_those_that_its_text_names() -> None:
    text = "# Plan\n## Week 1 {#start}\n- [ ] Read {#read alias=book}\n- [ ] Write\n"
    assert {"block start", "read", "book"} <= list_pinned(read_roadmap(text, slug="x"))
    assert "week1-write" not in list_pinned(read_roadmap(text, slug="x"))


def test_an_unpinned_slug_that_passes_to_another_task_does_not_take_the_acts_along() -> None:
    old, new = of("Book: Emma", "Rest"), of("Book: Ulysses", "Rest")

    trace = trace_slugs(old, new, ())

    assert {"s1": "s1~1"} == trace.parked
    assert (frozenset(), {}) == (trace.lost, trace.moved)


def test_slugs_that_change_places_change_them_back() -> None:
    trace = trace_slugs(of("Emma", "Ulysses", "Dubliners"), of("Middlemarch", "Emma", "Ulysses"), ())

    assert {"s1": "s2", "s2": "s3"} == trace.moved
    assert {"s3"} | set(trace.parked) >= {"s3"}
    assert {"s3": "s3~1"} == trace.parked


def test_a_parked_name_is_new_each_time() -> None:
    old = {**of("Emma"), "s1~1": SlugWords("task", "Ulysses")}

    trace = trace_slugs(old, of("Dubliners"), ())

    assert {"s1": "s1~2"} == trace.parked
    assert {"s1~1"} == trace.lost


def test_words_that_come_back_take_their_parked_acts_again() -> None:
    old = {**of("Dubliners"), "s1~1": SlugWords("task", "Emma")}

    assert {"s1~1": "s2"} == trace_slugs(old, of("Dubliners", "Emma"), ()).moved


def test_an_act_never_goes_to_another_kind() -> None:
    trace = trace_slugs({"a": SlugWords("task", "Rust")}, {"a": SlugWords("habit", "Rust")}, ())

    assert {"a": "a~1"} == trace.parked


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        (["Book", "Book"], ["Book", "Book", "Book"], {"s1", "s2"}),
        (["Book", "Book", "Book"], ["Book", "Book"], {"s1", "s2"}),
        (["Book", "Book"], ["Book", "Book"], set()),
        (["Book"], ["Book", "Book"], {"s1"}),
        (["Book", "Book"], ["Book", "Rest"], {"s1"}),
        (["Book", "Rest"], ["Book", "Rest", "Sleep"], set()),
    ],
)
def test_tasks_with_the_same_words_are_reported_if_their_number_changes(
    before: list[str], after: list[str], alike: set[str]
) -> None:
    assert alike == trace_slugs(of(*before), of(*after), ()).alike
    assert set() == trace_slugs(of(*before), of(*after), of(*after)).alike


def test_a_pinned_task_is_told_from_others_with_its_words() -> None:
    assert {"s2", "s3"} == trace_slugs(of("Book", "Book", "Book"), of("Book", "Book", "Book", "Book"), {"s1"}).alike


def test_a_pinned_task_with_the_words_of_another_is_no_reason_to_ask_which_is_which() -> None:
    assert set() == trace_slugs(of("Book"), of("Book", "Book"), {"s2"}).alike
    assert {"s1"} == trace_slugs(of("Book"), of("Book", "Book"), ()).alike


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Learn Git basics", "Learn Git basics: branches", True),
        ("Learn Git basics", "Git basics, learn", True),
        ("Learn git BASICS", "Learn Git basics", True),
        ("Read chapter 1", "Read chapter 2", False),
        ("Read chapter 1", "Read chapter 1 again", True),
        ("Day 10: Arrays", "Day 11: Arrays", False),
        ("Book: Emma", "Book: Ulysses", False),
        ("Emma", "Emma", True),
        ("Docker", "Rust", False),
        ("Mini-project: Titanic", "Mini-project: Iris", False),
        ("Numpy", "NumPy", True),
        ("Watch the lecture", "Skip the lecture", False),
    ],
)
def test_new_words_say_the_same_or_not(old: str, new: str, same: bool) -> None:
    assert same is is_reworded(SlugWords("task", old), SlugWords("task", new))


def test_the_likely_heir_is_found_by_title_or_hint() -> None:
    tasks = tuple(shipped_roadmap().tasks())
    first = tasks[0]

    assert first == suggest_heir(SlugWords("task", first.title), tasks)
    assert suggest_heir(SlugWords("task", "Xylophone"), tasks) is None
    assert suggest_heir(SlugWords("task", "Docker"), ()) is None


def test_the_shipped_roadmap_has_nothing_to_move() -> None:
    source, found = SHIPPED.read_text(encoding="utf-8"), list_slug_words(shipped_roadmap())

    assert Trace() == trace_edit(source, None, found)
    assert Trace() == trace_edit(source, found, found)


@pytest.mark.parametrize("blank", ["", "![](a.png)", "<b></b>"])
def test_a_box_without_words_was_a_task_in_version_one_and_is_lost(blank: str) -> None:
    source = f"- [ ] Rest\n- [ ] {blank}\n- [ ] Walk\n"

    [lost] = list_former_words(source).keys() - words(source).keys()
    assert Trace(lost=frozenset({lost})) == trace_edit(source, None, words(source))


def test_the_reading_of_version_one_gives_the_words_of_its_lines() -> None:
    assert "Write a parser" in {one.title for one in list_former_words(PLAN).values()}


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        ("Read a bok about Rust", "Read a book about Rust", True),
        ("Set up the machine: chapter 3", "Setup the machine: chapter 3", True),
        ("Undrestand pointers", "Understand pointers", True),
        ("Learn Книга: chapter 3", "Read Книга: chapter 3", False),
        ("Write tests for the parser", "Write docs for the parser", False),
    ],
)
def test_a_slip_that_is_mended_under_the_same_slug_keeps_the_acts(before: str, after: str, stays: bool) -> None:
    expected = Trace() if stays else Trace(parked={"s1": "s1~1"})

    assert expected == trace_slugs(of(before), of(after), ())


def test_a_title_that_took_along_its_hint_is_not_alone() -> None:
    old = "## Week 2\n- [ ] Read Docker - twice\n- [ ] Quiz\n\n## Week 3\n- [ ] Rest\n- [ ] Read Docker\n"
    new = "## Week 2\n- [ ] Read Docker - twice and a quiz\n\n## Week 3\n- [ ] Rest\n- [ ] Read Docker, part one\n"
    trace = traced(old, new)
    assert {} == trace.moved
    assert {"week2-docker-twice", "week2-quiz", "week3-docker"} <= trace.lost | trace.parked.keys()


def test_a_title_with_a_colon_that_took_along_its_hint_is_not_alone() -> None:
    old = "## Week 3\n- [ ] Book: Emma\n- [ ] Book: Emma: chapter 3\n"
    trace = traced(old, "## Week 3\n- [ ] Book: Emma again\n- [ ] Book: Emma: chapter 3 again\n")
    assert {} == trace.moved


@pytest.mark.parametrize(("hint", "stays"), [("in the quiet evening", True), ("and test it with Ben", False)])
def test_a_hint_of_at_most_four_words_may_be_new(hint: str, stays: bool) -> None:
    new = {"t1": SlugWords("task", "Write a parser", hint)}

    assert ({"s1": "t1"} if stays else {}) == trace_slugs(of("Write a parser"), new, ()).moved


def test_a_corrected_hint_keeps_the_ticks_and_another_hint_does_not() -> None:
    old = {"a": SlugWords("task", "Read", "Emma by Austen")}

    assert {"a": "b"} == trace_slugs(old, {"b": SlugWords("task", "Read", "Emma by Austin")}, ()).moved
    assert {"a"} == trace_slugs(old, {"b": SlugWords("task", "Read", "Ulysses by Joyce")}, ()).lost


@pytest.mark.parametrize(
    "new",
    [
        {"t1": SlugWords("task", "Emma", "tonight"), "t2": SlugWords("task", "Emma: chapter 3")},
        {"t1": SlugWords("task", "Emma", "tonight"), "t2": SlugWords("task", "Week 2: Emma")},
        {"t1": SlugWords("task", "Emma", "tonight"), "t2": SlugWords("task", "Emma again")},
        {"t1": SlugWords("task", "Emma", "tonight"), "t2": SlugWords("task", "All of Emma")},
        {"s2": SlugWords("task", "Emma", "tonight")},
    ],
)
def test_a_title_with_a_new_hint_takes_no_acts_along_if_it_is_not_alone_or_its_slug_was_other_work(
    new: dict[str, SlugWords],
) -> None:
    assert {} == trace_slugs(of("Emma", "Ulysses"), new, ()).moved
    assert {"s1": "t1"} == trace_slugs(of("Emma", "Ulysses"), {"t1": SlugWords("task", "Emma", "tonight")}, ()).moved


def test_a_title_that_stood_below_a_heading_too_is_not_alone() -> None:
    assert {} == trace_slugs(of("Emma", "Week 1: Emma"), {"t1": SlugWords("task", "Emma", "tonight")}, ()).moved


def test_parts_with_one_title_stay_though_one_more_has_it_and_their_tasks_are_others() -> None:
    old = {f"block {slug}": SlugWords("block", "Basics", slug) for slug in "ab"}
    new = {f"block {slug}": SlugWords("block", "Basics", f"other {slug}") for slug in "abc"}

    assert Trace(alike=frozenset()) == trace_slugs(old, new, ())


def test_the_first_of_two_likely_heirs_is_suggested() -> None:
    first, second = read_roadmap("- [ ] Learn Docker well\n- [ ] Learn Docker well\n", slug="x").tasks()

    assert first == suggest_heir(SlugWords("task", "Learn Docker"), (first, second))
