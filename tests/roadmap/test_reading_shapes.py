"""Levels, blocks and their order in other people's plans."""

from __future__ import annotations

import pytest

from roadmap.model import Roadmap
from roadmap.reading import read_roadmap


def read(text: str) -> Roadmap:
    return read_roadmap(text, slug="my-plan")


def shape(text: str) -> dict[str, dict[str, list[str]]]:
    """The titles of tasks by the slugs of levels and blocks."""
    return {
        level.slug: {block.slug: [task.title for task in block.all_tasks()] for block in level.blocks()}
        for level in read(text).levels
    }


# Weeks (kind 1)


def test_weeks_as_checkboxes_beside_spans_are_counted_in_single_weeks() -> None:
    text = (
        "# Journey\n## Phase 1 (Weeks 1-4)\n- [ ] **Week 1: NumPy**\n- [ ] **Week 2: pandas**\n"
        "- [ ] **Week 3: Plots**\n"
        "## Capstone (Weeks 5-8)\n- [ ] Choose a data set\n- [ ] Write it up\n"
    )
    roadmap = read(text)
    assert ["week1-numpy", "week2-pandas", "week3-plots"] == [task.slug for task in roadmap.tasks()][:3]
    assert [("Phase 1", "Phase 1"), ("Capstone", "Capstone")] == [(one.name, one.title) for one in roadmap.levels]
    assert [("phase1", None), ("week5", 5)] == [(block.slug, block.number) for block in roadmap.blocks()]
    assert "Journey" not in {level.title for level in roadmap.levels} | {block.title for block in roadmap.blocks()}


@pytest.mark.parametrize(
    ("headings", "slugs"),
    [
        (["Weeks 1-2", "Weeks 3-4", "Weeks 5-6"], ["week1", "week2", "week3"]),
        (["Week 1", "Week 2", "Weeks 3-4"], ["week1", "week2", "week3"]),
        (["Weeks 1-4", "Weeks 5-8"], ["week1", "week5"]),
        (["Weeks 1-2", "Weeks 3-6"], ["week1", "week3"]),
        (["Weeks 2-3", "Weeks 4-5"], ["week2", "week4"]),
        (["Weeks 1-2", "Week 3"], ["week1", "week3"]),
        (["Week 1-2", "Week 3-4: Go", "Weeks 5 to 6"], ["week1", "week2", "week3"]),
        (["Wochen 1-2", "Wochen 3-4"], ["week1", "week2"]),
        (["第1-2周", "第3-4周"], ["week1", "week2"]),
        (["Semanas 1 a 3", "Semanas 4 a 6"], ["week1", "week4"]),
        (["Basics (Weeks 1-2)", "Loops (Weeks 3-4)"], ["week1", "week2"]),
        (["Basics (Weeks 1-3)", "Loops (Week 4)"], ["week1", "week4"]),
    ],
)
def test_a_plan_counts_in_fortnights_only_if_all_its_spans_are_fortnights(
    headings: list[str], slugs: list[str]
) -> None:
    text = "# Plan\n" + "".join(f"## {heading}\n- [ ] Task {n}\n" for n, heading in enumerate(headings))
    assert slugs == [block.slug for block in read(text).blocks()]


def test_a_span_over_single_weeks_leaves_their_slugs_to_them() -> None:
    assert {"weeks1-4": {"week1": ["A1"], "week2": ["B2"]}, "weeks5-8": {"week5": ["C3"], "week6": ["D4"]}} == shape(
        "# P\n## Weeks 1-4: One\n### Week 1\n- [ ] A1\n### Week 2\n- [ ] B2\n"
        "## Weeks 5-8: Two\n### Week 5\n- [ ] C3\n### Week 6\n- [ ] D4\n"
    )
    assert ["months1-2"] == list(shape("# P\n## Months 1-2\n### Month 1\n- [ ] A1\n### Month 2\n- [ ] B2\n"))


@pytest.mark.parametrize(
    "outside",
    [
        "## Capstone",
        "## Week 9",
        "## Capstone (Weeks 9-12)",
        "## Month 4",
        "## Module 1",
        "## Day 100: End",
        "## Bonus",
    ],
)
def test_a_block_outside_every_level_is_a_level_with_its_own_name(outside: str) -> None:
    roadmap = read(f"# Journey\n## Phase 1\n### Week 1\n- [ ] A1\n### Week 2\n- [ ] B2\n{outside}\n- [ ] C3\n")
    assert 2 == len(roadmap.levels)
    assert roadmap.levels[1].title in outside
    assert "Journey" not in {level.name for level in roadmap.levels}


def test_tasks_before_the_first_level_belong_to_it() -> None:
    assert {"phase1": {"tasks": ["Zero"], "phase1": ["A1"]}, "phase2": {"phase2": ["B2"]}} == shape(
        "# Journey\n- [ ] Zero\n## Phase 1\n- [ ] A1\n## Phase 2\n- [ ] B2\n"
    )


def test_a_level_that_is_its_own_block_has_its_slug() -> None:
    assert {"phase1": {"phase1": ["A1", "B2"]}} == shape("# P\n## Phase 1: Start\n- [ ] A1\n- [ ] B2\n")


# Titles that group nothing (kind 7)


@pytest.mark.parametrize(
    "title",
    [
        "**Tasks:**", "**Tasks**", "**To do**", "**TODO**", "**Checklist:**", "**Exercises**", "**Goals:**",
        "__Tasks__",
        "**Homework**", "**What to do:**", "**Learning objectives**", "**Aufgaben:**", "**Tareas**", "**Tâches :**",
        "**Задачи:**", "**任务：**", "**タスク**", "**과제**", "#### Tasks", "#### Checklist", "**Arrays and lists**",
        "**Practice:**", "**Projects**",
    ],
)  # fmt: skip
def test_a_lone_bold_line_under_each_heading_is_no_block(title: str) -> None:
    text = "# P\n" + "".join(
        f"## {name}\nWords.\n\n{title}\n- [ ] {name} one\n- [ ] {name} two\n" for name in ("Ash", "Oak")
    )
    roadmap = read(text)
    assert ["Ash", "Oak"] == [block.title for block in roadmap.blocks()]
    assert ["ash-one", "ash-two", "oak-one", "oak-two"] == [task.slug for task in roadmap.tasks()]


def test_titles_that_group_something_stay_blocks() -> None:
    assert {"ash": {"arrays": ["A1"], "lists": ["B2"]}} == shape(
        "# P\n## Ash\n### Arrays\n- [ ] A1\n### Lists\n- [ ] B2\n"
    )
    assert {"ash": {"arrays": ["A1"], "tasks": ["B2"]}} == shape(
        "# P\n## Ash\n### Arrays\n- [ ] A1\n### Tasks\n- [ ] B2\n"
    )
    assert {"ash": {"ash-tasks": ["A1"], "arrays": ["B2"]}} == shape(
        "# P\n## Ash\n### Tasks\n- [ ] A1\n### Arrays\n- [ ] B2\n"
    )
    assert {"roadmap": {"tasks": ["A1"]}} == shape("# P\n## Tasks {#tasks}\n- [ ] A1\n")


def test_what_is_only_to_be_read_below_such_a_title_stays_to_be_read() -> None:
    roadmap = read("# P\n## Ash\n### Tasks\n- [ ] A1\n#### Further reading\n- [Maps](https://m.org)\n")
    assert [("Ash", ["A1"])] == [(block.title, [task.title for task in block.tasks]) for block in roadmap.blocks()]


def test_criteria_and_habits_in_bold_are_no_tasks() -> None:
    roadmap = read(
        "# P\n## Level 1: Float\n- [ ] A1\n\n**Completed when**\n- [ ] swim\n\n**Daily habits**\n- [ ] walk\n"
    )
    assert ["A1"] == [task.title for task in roadmap.tasks()]
    assert ["swim"] == [one.text for one in roadmap.levels[0].criteria]
    assert ["walk"] == [one.title for one in roadmap.habits]


def test_a_roadmap_called_after_habits_has_tasks() -> None:
    roadmap = read(
        "# Habits of builders\n## Daily habits\n- [ ] walk\n## Ash\n- [ ] A1\n### Success criteria\n- [ ] B2\n"
    )
    assert ["A1"] == [task.title for task in roadmap.tasks()]
    assert ["walk"] == [one.title for one in roadmap.habits]


# Sentences (kind 10)


@pytest.mark.parametrize(
    "sentence",
    [
        "**Please note that the second part is harder than the first one!**",
        "**Take your time here.**",
        "**You should be done with this part after about two weeks of evening work**",
        "**Week 1 is where everybody begins to understand the language.**",
        "## Take your time with this part, and rest.",
        "## This plan is for people who have never written a program before and who would like to write one very soon",
        "**Bitte nimm dir dafür genug Zeit.**",
        "**Не торопитесь, у вас много времени.**",
        "**请慢慢来，不要着急，时间很多。**",
        "**Read this first, it helps you,**",
        "### If you already know this, go on with the next part.",
    ],
)
def test_a_sentence_is_no_heading(sentence: str) -> None:
    assert {"roadmap": {"ash": ["A1", "B2"], "oak": ["C3"]}} == shape(
        f"# P\n## Ash\n- [ ] A1\n\n{sentence}\n\n- [ ] B2\n## Oak\n- [ ] C3\n"
    )


@pytest.mark.parametrize(
    "heading",
    [
        "## What is Git?", "## Intro.", "**Why Git?**", "## Let's build something great!",
        "## Node.js", "## Docker etc.",
        "## Data structures and algorithms in depth: arrays, lists, trees and graphs", "**Arrays**", "## 1. Basics",
        "## Week 3: Learn how to write small programs.",
        "## Week 3: Learn how to write small programs that read files, sort lists, and print what they found, in order",
    ],
)  # fmt: skip
def test_a_title_stays_a_heading(heading: str) -> None:
    found = read(f"# P\n## Ash\n- [ ] A1\n\n{heading}\n\n- [ ] B2\n- [ ] B3\n## Oak\n- [ ] C3\n")
    assert ["A1"] == [task.title for task in next(found.blocks()).tasks]


def test_the_title_of_the_roadmap_may_be_a_sentence() -> None:
    assert "This is my plan for learning Rust" in read("# This is my plan for learning Rust.\n- [ ] A1\n").title


def test_a_line_with_a_colon_over_checkboxes_is_a_heading_and_is_glued_to_none() -> None:
    assert {"roadmap": {"monday": ["Math", "Physics"], "tuesday": ["Math", "Chemistry"]}} == shape(
        "Plan\nMonday:\n - [ ] Math\n - [ ] Physics\nTuesday:\n - [ ] Math\n - [ ] Chemistry\n"
    )
    assert {"roadmap": {"ash": ["A1", "B2"]}} == shape("# P\n## Ash\n- [ ] A1\nExercises:\n- [ ] B2\n")


def test_a_line_at_the_very_left_is_no_part_of_the_title_before_it() -> None:
    (task,) = read("# P\n- [ ] Docker\nThat was all.\n").tasks()
    assert ("Docker", "That was all.", "docker") == (task.title, task.hint, task.slug)
    (task,) = read("# P\n- [ ] Docker\n  images\n").tasks()
    assert "Docker images" == task.title


# Order (kind 13)


@pytest.mark.parametrize(
    "text",
    [
        "- Basics\n  - [ ] A1\n  - [ ] A2\n- [ ] A3\n",
        "- [ ] A1\n- Basics\n  - [ ] A2\n- [ ] A3\n- More\n  - [ ] A4\n- [ ] A5\n",
        "1. Math\n   1. Algebra\n      - [ ] A1\n   2. Analysis\n      - [ ] A2\n2. [ ] A3\n",
        "## Week 1\n- Basics\n  - [ ] A1\n- [ ] A2\n## Week 2\n- [ ] A3\n- More\n  - [ ] A4\n",
        "## Ash\n- **Basics**\n  - [ ] A1\n- [ ] A2\n### Oak\n- [ ] A3\n",
        "- [ ] A1\n\nwords\n\n- Basics\n  - [ ] A2\n\nwords\n\n- [ ] A3\n",
        "- Basics\n  - Deep\n    - Deeper\n      - [ ] A1\n  - [ ] A2\n- [ ] A3\n",
        "- [ ] Choose a shell {choice}\n  - [ ] A1\n  - [ ] A2\n- [ ] A3\n",
        "## Week 1\n**Tasks:**\n- [ ] A1\n\n**More**\n- [ ] A2\n- Group\n  - [ ] A3\n- [ ] A4\n",
        "> - Basics\n>   - [ ] A1\n> - [ ] A2\n",
        "| a | b |\n|---|---|\n| [ ] | A1 |\n\n- Basics\n  - [ ] A2\n\n| a | b |\n|---|---|\n| [ ] | A3 |\n",
        "## [ ] A1\n## Ash\n- [ ] A2\n",
        "- [ ] Week 1\n  - [ ] A1\n- [ ] Week 2\n  - [ ] A2\n- [ ] Final\n",
        "- [ ] Start\n- [ ] Week 1\n  - [ ] A1\n- [ ] Between\n- [ ] Week 2\n  - [ ] A2\n- [ ] Final\n- [ ] Last\n",
        "- Week 1\n  - [ ] A1\n- Week 2\n  - [ ] A2\n- [ ] Final\n",
        "- [ ] Week 1\n  - [ ] A1\n- [ ] Week 2\n- [ ] Week 3\n  - [ ] A3\n",
        "## Phase 1\n- [ ] Week 1\n  - [ ] A1\n- [ ] Final\n## Phase 2\n- [ ] Week 2\n  - [ ] A2\n- [ ] Last\n",
        "- [ ] Phase 1\n  - [ ] Week 1\n    - [ ] A1\n  - [ ] Review\n- [ ] Phase 2\n  - [ ] A2\n- [ ] Final\n",
        "- [ ] Month 1\n  - [ ] Week 1\n    - [ ] A1\n  - [ ] Review\n- [ ] Month 2\n  - [ ] A2\n- [ ] Final\n",
        "## Week 1\n- [ ] Day 1\n  - [ ] A1\n- [ ] Day 2\n  - [ ] A2\n- [ ] Review\n## Week 2\n- [ ] A3\n",
        "- [ ] Módulo 1\n  - [ ] A1\n- [ ] Módulo 2\n  - [ ] A2\n- [ ] Fin\n",
        "- [ ] 第一周\n  - [ ] A1\n- [ ] 第二周\n  - [ ] A2\n- [ ] 终\n",
    ],
)
def test_tasks_stay_in_the_order_of_the_file(text: str) -> None:
    found = [task.line for task in read(f"# P\n\n{text}").tasks()]
    assert sorted(found) == found


WEEKS = "- [ ] Week 1\n  - [ ] A1\n- [ ] Week 2\n  - [ ] A2\n"


def test_a_checkbox_after_weeks_is_a_block_after_them() -> None:
    weeks = {"week1": ["Week 1", "A1"], "week2": ["Week 2", "A2"]}
    assert {"roadmap": {**weeks, "tasks": ["Final"]}} == shape(f"# P\n{WEEKS}- [ ] Final\n")
    found = read(f"# P\n- [ ] Start\n{WEEKS}- [ ] Final\n").blocks()
    assert [("tasks", 0), ("week1", 1), ("week2", 2), ("tasks-1", 0)] == [(one.slug, one.number or 0) for one in found]


def test_a_checkbox_after_weeks_stays_in_its_phase() -> None:
    text = f"# P\n## Phase 1\n{WEEKS}- [ ] Review\n## Phase 2\n- [ ] B1\n"
    assert {
        "phase1": {"week1": ["Week 1", "A1"], "week2": ["Week 2", "A2"], "phase1-tasks": ["Review"]},
        "phase2": {"phase2": ["B1"]},
    } == shape(text)


def test_a_checkbox_after_phases_ends_the_last_of_them() -> None:
    text = "# P\n- [ ] Start\n- [ ] Phase 1\n  - [ ] A1\n- [ ] Phase 2\n  - [ ] A2\n- [ ] Final\n"
    assert {
        "phase1": {"tasks": ["Start"], "phase1": ["Phase 1", "A1"]},
        "phase2": {"phase2": ["Phase 2", "A2"], "tasks-1": ["Final"]},
    } == shape(text)


# Calendar (kind 14)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("## HTML\n- [ ] A1\n", False),
        ("- [ ] A1\n", False),
        ("## Phase 1\n- [ ] A1\n", False),
        ("## Day 1\n- [ ] A1\n", False),
        ("## Módulo 1\n- [ ] A1\n", False),
        ("## Week 1\n- [ ] A1\n", True),
        ("## Woche 1\n- [ ] A1\n", True),
        ("## 第一周\n- [ ] A1\n", True),
        ("## Month 1\n- [ ] A1\n", True),
        ("## Capstone (Weeks 5-8)\n- [ ] A1\n", True),
        ("## HTML\n- [ ] A1\n## Month 2\n- [ ] B2\n", True),
    ],
)
def test_a_plan_knows_whether_it_has_a_calendar(text: str, known: bool) -> None:
    assert known is read(f"# P\n{text}").has_calendar
