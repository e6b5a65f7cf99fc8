"""What slugs of earlier editions mean: their task, a question, and never other work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from roadmap.editions import trace_edit
from roadmap.former_slugs import FormerSlug
from roadmap.lookup.labelling import suggest_label
from roadmap.lookup.questions import Question
from roadmap.lookup.spelling import spell_slug
from roadmap.lookup.understanding import Understood, understand
from roadmap.model import Roadmap
from roadmap.reading import read_roadmap
from roadmap.slug_words import SlugWords, list_keyed_words, list_slug_words
from roadmap.succession import REMEMBERED, FormerSlugs, find_strange, guard_taps, remember, succeed
from roadmap.tracing import Trace, trace_slugs

TODAY = date(2026, 3, 2)
RUST = "week1-rust"


def plan(*weeks: str) -> str:
    return "# Plan\n\n" + "\n".join(
        f"## Week {number}\n" + "".join(f"- [ ] {line.strip()}\n" for line in week.split(";"))
        for number, week in enumerate(weeks, 1)
    )


def edited(*texts: str, today: date = TODAY) -> Roadmap:
    """The last of these texts, after the others."""
    former: FormerSlugs = {}
    words = list_keyed_words(read_roadmap(texts[0], slug="plan"))
    for text in texts[1:]:
        now = list_keyed_words(read_roadmap(text, slug="plan"))
        former = succeed(former, words, now, trace_edit(text, words, now), today)
        words = now
    return remember(read_roadmap(texts[-1], slug="plan"), former)


def ticked(roadmap: Roadmap, typed: str) -> list[str]:
    """The titles of what a line ticks."""
    return [title(roadmap, slug) for slug in understand(roadmap, typed).slugs]


def title(roadmap: Roadmap, slug: str) -> str:
    found = roadmap.task(slug) or roadmap.block(slug)
    assert found
    return found.title


def asked(roadmap: Roadmap, typed: str) -> tuple[str, list[str]]:
    """The former title in the question that a line leads to, and the titles of its ways."""
    meant = understand(roadmap, typed)
    assert () == meant.slugs
    [question] = meant.questions
    return question.was, [one.title for way in question.ways for one in way]


def test_an_old_slug_of_a_task_that_moved_means_the_task() -> None:
    roadmap = edited(plan("Learn Rust; Learn Docker"), plan("Learn Docker", "Learn Rust"))

    assert ["Learn Rust"] == ticked(roadmap, RUST)
    assert ["Learn Rust"] == ticked(roadmap, "WEEK1_rust")
    assert ["Learn Rust", "Learn Docker"] == ticked(roadmap, "week1-rust, week1-docker")
    assert "great fun" == understand(roadmap, "week1-rust - great fun").note


def test_a_slug_that_passed_to_another_task_is_asked_about() -> None:
    roadmap = edited(plan("Emma {#week1-book}; Rest"), plan("Book; Rest", "Emma"))

    assert ("Emma", ["Emma", "Book"]) == asked(roadmap, "week1-book")
    assert ["Rest"] == ticked(roadmap, "week1-book, week1-rest")


def test_a_slug_whose_task_is_gone_never_means_a_task_that_is_like_it() -> None:
    roadmap = edited(plan("Learn Rust; Rest"), plan("Rust for web servers, learn it thoroughly; Rest"))

    was, ways = asked(roadmap, RUST)

    assert "Learn Rust" == was
    assert "Rust for web servers, learn it thoroughly" in ways


def test_slugs_that_change_places_are_asked_about_with_both_tasks() -> None:
    before = plan("Book: Emma; Book: 1984; Book: Ubik")
    old = [task.slug for task in read_roadmap(before, slug="plan").tasks()]
    words = list_slug_words(read_roadmap(before, slug="plan"))
    turned = {**words, old[0]: words[old[1]], old[1]: words[old[0]]}
    trace = trace_slugs(words, turned, ())
    roadmap = remember(read_roadmap(before, slug="plan"), succeed({}, words, turned, trace, TODAY))

    for slug in old[:2]:
        assert {*old[:2]} == {one.slug for way in understand(roadmap, slug).questions[0].ways for one in way}
    assert (old[2],) == understand(roadmap, old[2]).slugs


def test_what_a_button_says_after_the_edit_is_sure_until_the_next_edit() -> None:
    texts = [plan("Emma {#one}"), plan("Ulysses {#two}", "Emma"), plan("Dubliners", "Emma")]
    roadmap = remember(edited(*texts[:2]), {"two": FormerSlug("Emma", heirs=("week2-emma",))})

    line = spell_slug(roadmap, "two")

    assert line.startswith("two.")
    assert ["Ulysses"] == ticked(roadmap, line)
    assert ["Ulysses"] == ticked(roadmap, f"{line} with a note")
    assert ["Ulysses", "Emma"] == ticked(roadmap, f"{line}, week2-emma")
    again = remember(roadmap, {"two": FormerSlug("Emma", heirs=("week2-emma", ""), turn=2)})
    assert ("Emma", ["Emma", "Ulysses"]) == asked(again, line)


def test_a_mark_of_other_words_is_asked_about_even_if_nothing_else_is_known() -> None:
    roadmap = read_roadmap(plan("Learn Rust"), slug="plan")

    assert ("", ["Learn Rust"]) == asked(roadmap, f"{RUST}.0000f")
    assert ("", ["Learn Rust"]) == asked(roadmap, "learn-rust-now.0000f")
    assert RUST == spell_slug(roadmap, RUST)
    assert "nothing" == spell_slug(roadmap, "nothing")


def test_a_slug_by_order_has_a_mark_on_buttons_and_none_in_labels() -> None:
    roadmap = read_roadmap(plan("Learn Docker; Book; Book", "学"), slug="plan")
    ordered = [task for task in roadmap.tasks() if task.ordered]

    assert ordered
    for task in ordered:
        line = spell_slug(roadmap, task.slug)
        assert task.slug != line
        assert (task.slug,) == understand(roadmap, line).slugs
        assert (task.slug,) == understand(roadmap, suggest_label(roadmap, task, 100)).slugs
    assert "Learn Docker (week1-docker)" == suggest_label(roadmap, next(roadmap.tasks()), 100)


def test_tasks_with_the_same_words_are_asked_about_if_their_number_changes() -> None:
    before, after = plan("Book; Book; Rest"), plan("Book; Book; Book; Rest")
    first, *_ = read_roadmap(before, slug="plan").tasks()
    old = spell_slug(read_roadmap(before, slug="plan"), first.slug)
    roadmap = edited(before, after)

    assert ("Book", ["Book"] * 3) == asked(roadmap, first.slug)
    assert ("Book", ["Book"] * 3) == asked(roadmap, old)
    assert (first.slug,) == understand(roadmap, spell_slug(roadmap, first.slug)).slugs


def test_a_task_whose_line_comes_back_is_meant_again() -> None:
    with_it, without = plan("Learn Rust; Rest"), plan("Rest")

    assert ["Learn Rust"] == ticked(edited(with_it, without, with_it), RUST)
    assert {} == edited(with_it, without, with_it).former
    assert ["Learn Rust"] == ticked(edited(with_it, without, plan("Rest", "Learn Rust")), RUST)


def test_two_tasks_that_are_gone_are_told_apart() -> None:
    texts = [plan("Emma {#one}; Rest"), plan("Rest"), plan("Ulysses {#one}; Rest"), plan("Rest")]
    back = plan("Ulysses {#one}; Rest")

    assert ("Ulysses", ["Ulysses"]) == asked(edited(*texts, back), "one")


def test_a_moved_task_is_followed_through_every_edit_until_it_is_gone() -> None:
    texts = [plan("Learn Rust; Rest"), plan("Rest", "Learn Rust"), plan("Rest", "Sleep", "Learn Rust")]

    assert ["Learn Rust"] == ticked(edited(*texts), RUST)
    assert "Learn Rust" == asked(edited(*texts, plan("Rest", "Sleep")), RUST)[0]
    assert "Learn Rust" == asked(edited(*texts, plan("Rest", "Sleep"), plan("Rest; Walk")), RUST)[0]


def test_a_task_that_is_gone_is_known_once_as_long_as_its_acts_are_kept() -> None:
    kept, rest = list_slug_words(read_roadmap(plan("Learn Rust; Rest"), slug="plan")), plan("Rest")
    words = list_slug_words(read_roadmap(rest, slug="plan"))
    trace = trace_edit(rest, kept, words)

    gone = succeed({}, kept, words, trace, TODAY)

    assert FormerSlug("Learn Rust", since=TODAY) == gone[RUST]
    assert gone == succeed(gone, kept, words, trace, TODAY + timedelta(days=9))


def test_an_alias_by_the_author_is_not_asked_about() -> None:
    roadmap = edited(plan("Learn Rust; Rest"), plan("Rest"), plan("Rest; Oxidise {#oxide alias=week1-rust}"))

    assert ["Oxidise"] == ticked(roadmap, RUST)


def test_a_block_that_got_another_number_is_asked_about_or_meant_again() -> None:
    before = plan("Rust; Docker", "Emma").replace("## Week 2", "## Week 2: Data")
    later = before.replace("Week 2", "Week 3").replace("Week 1", "Week 2")

    assert ["Data"] == ticked(edited(before, before.replace("Week 2", "Week 3")), "week2")
    assert ("Data", ["Data", "Week 2"]) == asked(edited(before, later), "week2")


def test_a_habit_that_is_gone_is_no_task_to_ask_about() -> None:
    habits = plan("Rest") + "\n## Habits\n### Daily\n- [ ] Sing a song\n"

    assert {} == edited(habits, plan("Rest")).former


def test_a_change_of_long_ago_is_forgotten() -> None:
    words = list_slug_words(read_roadmap(plan("Rest"), slug="plan"))
    old = {RUST: FormerSlug("Learn Rust", since=TODAY - REMEMBERED)}

    assert old == succeed(old, words, words, trace_edit("", words, words), TODAY)
    assert {} == succeed(old, words, words, trace_edit("", words, words), TODAY + timedelta(days=1))


def test_a_button_of_another_roadmap_counts_for_nothing_here() -> None:
    here = read_roadmap(plan("Python in a day {#python}; Rest; Walk"), slug="here")
    there = read_roadmap(plan("Python in a year {#python}; Rest; Sleep"), slug="there")
    strange = find_strange(list_slug_words(here), [list_slug_words(there)])
    typed = remember(here, {}, strange)
    tapped = guard_taps(typed, strange, TODAY)

    assert "week1-rest" not in strange
    assert ["Rest"] == ticked(tapped, "week1-rest")
    assert "Sleep" == asked(tapped, "week1-sleep")[0]
    assert ("Python in a year", ["Python in a day"]) == asked(tapped, "python")
    assert ["Python in a day"] == ticked(typed, "python")
    assert ["Python in a day"] == ticked(tapped, spell_slug(typed, "python"))
    assert spell_slug(typed, "python") == spell_slug(tapped, "python")
    assert ("", ["Python in a year"]) == asked(there, spell_slug(typed, "python"))


def test_a_roadmap_without_a_past_stays_as_it_is() -> None:
    roadmap = read_roadmap(plan("Rest"), slug="plan")

    assert roadmap is remember(roadmap, {})
    assert roadmap is guard_taps(roadmap, {}, TODAY)
    assert Understood(("week1-rest",)) == understand(roadmap, "week1-rest")
    assert Question("", (), True) == Question("", (), True, "")


def test_a_block_that_has_its_number_back_is_meant_again_without_a_question() -> None:
    before = plan("Rust; Docker", "Emma").replace("## Week 2", "## Week 2: Data")

    assert ["Data"] == ticked(edited(before, before.replace("Week 2", "Week 3"), before), "week2")


def test_work_that_is_gone_passes_its_old_slugs_to_no_work_that_has_its_slug_now() -> None:
    old, new = {"two": SlugWords("task", "Emma")}, {"two": SlugWords("task", "Ulysses")}
    before = {"one": FormerSlug("Emma", heirs=("two",), since=TODAY)}

    after = succeed(before, old, new, Trace(parked={"two": "two~1"}), TODAY)

    assert {"one": ("",), "two": ("",)} == {slug: one.heirs for slug, one in after.items()}
    assert "Emma" == after["two"].title


@pytest.mark.parametrize(
    ("words", "heirs"),
    [
        ([SlugWords("task", "Emma", "by Austen")], ("t1",)),
        ([SlugWords("task", "Emma", "the film")], ("",)),
        ([SlugWords("habit", "Emma", "by Austen")], ("",)),
        ([SlugWords("task", "Emma", "by Austen")] * 2, ("",)),
    ],
)
def test_work_comes_back_with_its_hint_and_once_alone(words: list[SlugWords], heirs: tuple[str, ...]) -> None:
    former = {"one": FormerSlug("Emma", "by Austen", since=TODAY)}
    now = {f"t{number}": one for number, one in enumerate(words, 1)}

    assert heirs == succeed(former, {}, now, Trace(), TODAY)["one"].heirs


def test_a_slug_is_sure_only_if_all_that_it_meant_is_one_task() -> None:
    roadmap = read_roadmap(plan("Rest", "Emma"), slug="plan")
    moved = remember(roadmap, {"one": FormerSlug("Emma", heirs=("week2-emma",))})

    assert ["Emma"] == ticked(moved, "one")
    assert ("Emma", ["Emma"]) == asked(moved, "one.0000f")
    partly_gone = remember(roadmap, {"one": FormerSlug("Emma", heirs=("week2-emma", ""))})
    assert ("Emma", ["Emma"]) == asked(partly_gone, "one")


def test_a_tap_asks_by_the_own_past_of_a_slug_before_that_of_other_roadmaps() -> None:
    here = remember(
        read_roadmap(plan("Rest", "Emma"), slug="here"), {"book": FormerSlug("Ulysses", heirs=("week2-emma", ""))}
    )

    tapped = guard_taps(here, {"book": SlugWords("task", "Dubliners")}, TODAY)

    assert ("Ulysses", ["Emma"]) == asked(tapped, "book")


def test_the_mark_of_a_task_is_that_of_its_hint_too() -> None:
    first, second = (
        remember(read_roadmap(plan(f"Emma ({hint}) {{#book}}"), slug="plan"), {}, ["book"]) for hint in ("2015", "2024")
    )

    assert "Emma" == next(first.tasks()).title == next(second.tasks()).title
    assert spell_slug(first, "book") != spell_slug(second, "book")
    assert ("", ["Emma"]) == asked(second, spell_slug(first, "book"))
