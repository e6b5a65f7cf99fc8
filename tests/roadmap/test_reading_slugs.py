"""Slugs of unpinned tasks: words tell them apart, never their order while a word can."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadmap.model import Roadmap, Task
from roadmap.pinning import pin_slugs
from roadmap.reading import read_roadmap
from roadmap.reading.naming import slug_words
from tests.roadmap import strangers
from tests.roadmap.samples import DRAWN_LINES, NEAR_LINES

PLANS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "plans").glob("*.md"))}
ALL = {**strangers.ALL, **PLANS}
PLAN_LINES = st.one_of(st.lists(DRAWN_LINES, min_size=1, max_size=12), st.lists(NEAR_LINES, min_size=1, max_size=7))
TWINS = ["- [ ] Docker", "- [ ] Docker"]
TYPEABLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read(text: str) -> Roadmap:
    return read_roadmap(text, slug="my-plan")


def tasks(*lines: str) -> list[Task]:
    return list(read("\n".join(lines)).tasks())


def slugs(*lines: str) -> list[str]:
    return [task.slug for task in tasks(*lines)]


def named(text: str) -> dict[str, str]:
    """The slugs that no order moves, by their lines."""
    lines = text.split("\n")
    return {lines[task.line - 1]: task.slug for task in read(text).tasks() if not task.ordered}


def words_of(line: str) -> tuple[object, ...]:
    """The words of a line that its slug may be made of."""
    task = tasks(line)[0]
    links = " ".join(link.url for link in task.resources)
    return slug_words(task.title), slug_words(task.hint)[0], slug_words(links)[0]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["- [ ] Book: [Emma](https://e.org)", "- [ ] Book: [Dune](https://e.org)"], "book-emma book-dune"),
        (["- [ ] Video: [Rings](https://v.org/a)", "- [ ] Video: [Fields](/b)"], "video-rings video-fields"),
        (["- [ ] Article – [Groups](https://v.org)", "- [ ] Article – [Ideals](/b)"], "article-groups article-ideals"),
        (["- [ ] [Notes](https://n.org/rings)", "- [ ] [Notes](https://n.org/fields)"], "notes-rings notes-fields"),
        (["- [ ] Mini-project: Iris", "- [ ] Mini-project: Titanic"], "mini-project-iris mini-project-titanic"),
        (["- [ ] Project 1: Chat", "- [ ] Project 2: Shop"], "project-1-chat project-2-shop"),
        (["- [ ] Quiz: vectors", "- [ ] Quiz: matrices"], "quiz-vectors quiz-matrices"),
        (["- [ ] House rules: silence", "- [ ] House rules: order"], "house-silence house-order"),
        (["- [ ] Read Docker", "- [ ] Practise Docker"], "docker-read docker-practise"),
        (["- [ ] Do not stop", "- [ ] Do stop"], "do-not-stop do-stop"),
        (["- [ ] Finish ch. 2", "- [ ] Finish ch. 3"], "finish-ch-2 finish-ch-3"),
        (["- [ ] Rust book, part one", "- [ ] Rust book, part two"], "rust-one rust-two"),
        (["- [ ] C++", "- [ ] C", "- [ ] C#"], "cpp c csharp"),
        (["- Monday", "  - [ ] Run", "- Friday", "  - [ ] Run", "- [ ] Rest"], "run-monday run-friday rest"),
        (["- [ ] Shop", "  - [ ] Deploy it", "- [ ] Chat", "  - [ ] Deploy it"], "shop deploy-shop chat deploy-chat"),
        (["- [ ] LeetCode: easy", "- [ ] LeetCode: hard"], "leetcode-easy leetcode-hard"),
        (["- [ ] 学习变量", "- [ ] 学习循环"], "xuexi-bianliang xuexi-xunhuan"),
        (["- [ ] Прочитать главу", "- [ ] Решить задачи"], "prochitat-glavu reshit-zadachi"),
        (["- [ ] 함수 만들기", "- [ ] 함수 읽기"], "hamsu-mandeulgi hamsu-ilggi"),
        (["- [ ] Donaudampfschifffahrtsgesellschaft"], "donaudampfschifffahr"),
    ],
)  # fmt: skip
def test_a_word_that_tells_tasks_apart_is_in_their_slugs_in_any_order(lines: list[str], found: str) -> None:
    assert found.split() == slugs(*lines)
    assert not any(task.ordered for task in tasks(*lines))
    if all(line.startswith("- [") for line in lines):
        assert sorted(found.split()) == sorted(slugs(*reversed(lines)))


@pytest.mark.parametrize(
    "lines",
    [
        ["- [ ] Docker", "- [ ] Docker"],
        ["- [ ] Docker", "- [ ] Docker", "- [ ] DOCKER!"],
        ["- [ ] 変数を学ぶ", "- [ ] 関数を書く"],
        ["- [ ] [Notes](https://n.org/1)", "- [ ] [Notes](https://n.org/1)"],
        ["- [ ] Book", "- [ ] Book"],
        ["## Week 1", "- [ ] Review", "- [ ] Review"],
    ],
)
def test_what_no_word_tells_apart_is_numbered_and_marked(lines: list[str]) -> None:
    found = tasks(*lines)
    assert all(task.ordered and re.search(r"-\d$", task.slug) for task in found)
    assert len(found) == len({task.slug for task in found})


def test_twins_leave_a_number_to_the_task_that_has_it_as_a_word() -> None:
    assert ["quiz-2", "quiz-1", "quiz-3"] == slugs("- [ ] Quiz", "- [ ] Quiz 1", "- [ ] Quiz")


def test_words_that_say_the_most_stand_in_the_slug_of_a_task_that_others_resemble() -> None:
    rules = ["- [ ] House rules: order", "- [ ] House rules: order, silence", "- [ ] House rules: calm"]
    assert ["house-order", "house-order-silence", "house-calm"] == slugs(*rules)


def test_a_slug_that_two_wish_for_goes_to_neither() -> None:
    """So a tick under it can reach no other task."""
    alone, both = slugs("- [ ] House rules: silence"), slugs("- [ ] House rules: silence", "- [ ] House rules: order")
    assert ["house-rules"] == alone
    assert not set(alone) & set(both)


def test_japanese_signs_are_no_chinese_ones() -> None:
    found = tasks(
        "# 計画", "## 第1週", "- [ ] 変数を学ぶ", "- [ ] ループ", "- [ ] データベースの基本", "- [ ] Git の使い方"
    )
    assert ["week1-1", "week1-rupu", "week1-detabesu", "week1-git"] == [task.slug for task in found]
    assert [True, False, False, False] == [task.ordered for task in found]


def test_tasks_of_one_title_take_the_rest_along() -> None:
    assert ["House rules: silence", "House rules: order", "Cooking"] == [
        task.title for task in tasks("- [ ] House rules: silence", "- [ ] House rules: order", "- [ ] Cooking: eggs")
    ]
    assert ["Notes: n.org/1", "Notes: n.org/2"] == [
        task.title for task in tasks("- [ ] [Notes](https://n.org/1)", "- [ ] [Notes](https://n.org/2)")
    ]


def test_a_slug_that_a_later_step_wishes_for_too_goes_to_neither_task() -> None:
    """The third line takes words to tell it from the second: those make the first line's own slug."""
    found = tasks("- [ ] Docker depth", "- [ ] Docker images", "- [ ] Docker images: in depth")

    assert "docker-depth" not in {task.slug for task in found}
    assert 3 == len({task.slug for task in found})


def test_a_part_to_read_takes_no_slug_that_tasks_have_or_had_to_leave() -> None:
    parts = "# Plan\n## Work Git\nNotes.\n## Work Docker images\nNotes.\n## Work Docker\nNotes.\n## Work\n"
    found = read(parts + "- [ ] Git\n- [ ] Docker images\n- [ ] Docker images: depth\n- [ ] Docker\n- [ ] Docker\n")
    tasks, sections = {task.slug for task in found.tasks()}, {section.slug for section in found.sections}

    assert not (tasks | {"work-git", "work-docker-images", "work-docker"}) & sections
    assert (5, 3) == (len(tasks), len(sections))


@pytest.mark.parametrize("name", ALL)
def test_slugs_are_unique_typeable_and_short(name: str) -> None:
    found = [task.slug for task in read(ALL[name]).tasks() if f"#{task.slug}" not in ALL[name]]
    assert len(set(found)) == len(found)
    assert all(TYPEABLE.fullmatch(slug) and len(slug) <= 24 for slug in found)


@pytest.mark.parametrize("name", ALL)
def test_pinning_keeps_every_slug_and_frees_it_from_its_order(name: str) -> None:
    before, after = read(ALL[name]), read(pin_slugs(ALL[name]))
    assert [task.slug for task in before.tasks()] == [task.slug for task in after.tasks()]
    assert not any(task.ordered for task in after.tasks())


@given(PLAN_LINES, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_slug_that_is_not_marked(lines: list[str], dice: random.Random) -> None:
    mixed = list(lines)
    dice.shuffle(mixed)
    assert named("\n".join(lines)) == named("\n".join(mixed))


@given(PLAN_LINES, st.integers(0, 12))
def test_a_line_added_with_words_of_its_own_changes_no_slug_that_is_not_marked(lines: list[str], place: int) -> None:
    more = [*lines[:place], "- [ ] Zebras and quaggas", *lines[place:]]
    assert named("\n".join(lines)).items() <= named("\n".join(more)).items()


@given(PLAN_LINES, DRAWN_LINES | NEAR_LINES, st.integers(0, 12))
@example(["- [ ] Docker images", "- [ ] Docker images: in depth"], "- [ ] Docker: in depth", 2)
@example(["- [ ] Docker images", "- [ ] Docker images: in depth"], "- [ ] Docker depth", 0)
@example([*TWINS, "- [ ] Git basics: in depth", "- [ ] Git basics https://x.org/a"], "- [ ] Git basics", 0)
@example(["- [ ] House rules: order", "- [ ] House rules: order, silence"], "- [ ] House rules: silence", 2)
@example(["- [ ] Docker images", "- [ ] Docker images: in depth"], "- [ ] Docker images 1", 2)
@example(["- [ ] Docker images", "- [ ] Docker images 1: in depth", "- [ ] Docker images 1"], "- [ ] Docker images", 0)
def test_no_line_that_is_added_takes_the_slug_of_another(lines: list[str], more: str, place: int) -> None:
    """Not even with a number that is marked, if the words differ."""
    owners = {slug: line for line, slug in named("\n".join(lines)).items()}
    longer = [*lines[:place], more, *lines[place:]]
    after = [(task, longer[task.line - 1]) for task in read("\n".join(longer)).tasks()]
    for task, line in after:
        former = owners.get(task.slug, line)
        assert former == line or (task.ordered and words_of(former) == words_of(line))


@given(st.lists(DRAWN_LINES, min_size=1, max_size=30))
def test_drawn_slugs_are_unique_typeable_and_short(lines: list[str]) -> None:
    found = slugs("# Plan", "## Week 12: Something long and winding", *lines)
    assert len(found) == len(set(found)) == len(lines)
    assert all(TYPEABLE.fullmatch(slug) and len(slug) <= 24 for slug in found)
