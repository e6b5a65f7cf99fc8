"""Checkboxes, headings and rows without words: left out and named by line, and the rest is read."""

from __future__ import annotations

import pytest

from roadmap.checking import examine_draft
from roadmap.pinning import pin_slugs
from roadmap.reading import Unreadable, read_roadmap
from roadmap.reading.draft import Draft, read_draft

BLANKS = (
    "- [ ]",
    "- [ ]    ",
    "- [ ]\t",
    "* [x]",
    "+ [X] ",
    "1. [ ]",
    "- [ ] **  **",
    "- [ ] ** **",
    "- [ ] __",
    "- [ ] `  `",
    "- [ ] :tada:",
    "- [ ] [](https://e.org)",
    "- [ ] ![](picture.png)",
    "- [ ] **[](https://e.org)**",
    "- [ ] <br>",
    "- [ ] <!-- later -->",
    "- [ ] &nbsp;",
    "- [ ] \u00a0",
    "- [ ] \u200b",
    "- [ ] ...",
    "- [ ] …",
    "- [ ] -",
    "- [ ] \\",
    "- [ ] ?",
    "- [ ] $",
    "- [ ] =",
    "- [ ] 📅 2026-03-01",
    "- [ ] {#pinned}",
    "- [ ] {weight=2}",
    "- [✔️]",
    "☐",
    "### [ ]",
)
WORDS = (
    "- [ ] C",
    "- [ ] 42",
    "- [ ] C++",
    "- [ ] 学",
    "- [ ] `x`",
    "- [ ] #tag",
    "- [ ] 🎉 go",
    "- [ ] 🎉",
    "- [ ] ∑",
    "### [ ] 🎉",
    "- [ ] ==x==",
    "- [ ] https://e.org/x",
    "- [ ] <https://e.org/x>",
    "- [ ] ![a chart](x.png)",
    "- [ ] [[note]]",
    "### [ ] y",
)


def read(text: str) -> Draft:
    return read_draft(text, "plan")


def titles(text: str) -> list[str]:
    return [task.title for task in read_roadmap(text, slug="plan").tasks()]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_checkbox_without_words_is_left_out_and_named(blank: str) -> None:
    draft = read(f"# Plan\n## Week 1\n- [ ] one\n{blank}\n- [ ] two\n\n## Week 2\n- [ ] three\n")

    assert ["one", "two", "three"] == [task.title for task in draft.roadmap.tasks()]
    assert () == draft.complaints
    assert [4] == [one.line for one in draft.unread]
    assert "no words" in draft.unread[0].problem
    assert (4,) == draft.roadmap.unread
    assert draft.unread == examine_draft(draft)


@pytest.mark.parametrize("words", WORDS)
def test_a_checkbox_with_any_word_is_a_task(words: str) -> None:
    draft = read(f"- [ ] one\n{words}\n")
    assert (2, ()) == (len(tuple(draft.roadmap.tasks())), draft.unread)


def test_a_plan_of_blank_checkboxes_alone_is_refused_with_their_lines() -> None:
    with pytest.raises(Unreadable) as caught:
        read("# Plan\n- [ ]\n- [x] ...\n\n| a | b |\n|-|-|\n| [ ] | |\n")
    assert [2, 3, 7, 0] == [one.line for one in caught.value.complaints]


def test_what_stands_below_a_blank_checkbox_takes_its_place() -> None:
    text = "# Plan\n- [ ] one\n- [ ]\n  - [ ] two\n  - [ ]\n    - [ ] three\n- [ ] four\n"
    assert ["one", "two", "three", "four"] == titles(text)
    assert (3, 5) == read(text).roadmap.unread


def test_a_blank_checkbox_below_a_task_leaves_it_whole() -> None:
    (task,) = read_roadmap("- [ ] one\n  - step\n  - [ ]\n    - more\n", slug="plan").tasks()
    assert ("one", ["step", "more"]) == (task.title, [step.text for step in task.steps])


def test_bullets_without_words_are_neither_steps_nor_options() -> None:
    roadmap = read_roadmap("- [ ] one {choice}\n  - a\n  -\n  - b\n- [ ] two\n  -\n  - <br>\n  - c\n", slug="plan")
    (choice,) = roadmap.choices()
    assert ["a", "b"] == [option.title for option in choice.options]
    assert [["c"]] == [[step.text for step in task.steps] for task in roadmap.tasks() if task.title == "two"]


@pytest.mark.parametrize("row", ["| [ ] | |", "| [ ] | ... |", "| [x] | ** ** |", "| [ ] | [](https://e.org) |"])
def test_a_row_without_words_is_left_out_and_named(row: str) -> None:
    draft = read(f"| done | task |\n|-|-|\n| [ ] | one |\n{row}\n| [ ] | two |\n")
    assert ["one", "two"] == [task.title for task in draft.roadmap.tasks()]
    assert [(4, "this checkbox has no words")] == [(one.line, one.problem) for one in draft.unread]


HEADINGS = ("##", "## ", "## ##", "## **", "##  {#pinned}", "## <br>", "## [](https://e.org)", "#")


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_without_words_is_left_out_and_named(heading: str) -> None:
    draft = read(f"# Plan\n## Week 1\n- [ ] one\n\n{heading}\n- [ ] two\n\n## Week 2\n- [ ] three\n")

    assert [("Week 1", 2), ("Week 2", 1)] == [(one.title, len(one.tasks)) for one in draft.roadmap.blocks()]
    assert [(5, "this heading has no words")] == [(one.line, one.problem) for one in draft.unread]
    assert () == draft.complaints


def test_a_heading_that_is_a_sign_parts_what_it_stands_between() -> None:
    draft = read("# Plan\n## Start\n- [ ] one\n## 🏁\n- [ ] two\n")
    assert (2, ()) == (len(tuple(draft.roadmap.blocks())), draft.unread)


def test_blank_criteria_and_habits_are_left_out_too() -> None:
    text = "## Week 1\n- [ ] t\n## Complete when\n- [ ]\n- [ ] can do\n## Daily habits\n- [ ]\n- [ ] walk\n"
    roadmap = read_roadmap(text, slug="plan")
    assert ["can do"] == [one.text for level in roadmap.levels for one in level.criteria]
    assert (["walk"], (4, 7)) == ([one.title for one in roadmap.habits], roadmap.unread)


def test_pinning_writes_nothing_on_a_blank_line() -> None:
    source = "# Plan\n- [ ] one\n- [ ]\n##\n| a | b |\n|-|-|\n| [ ] | |\n"
    pinned = pin_slugs(source).split("\n")
    assert ["# Plan", "- [ ] one {#one}", *source.split("\n")[2:]] == pinned


def test_other_faults_still_refuse_the_plan() -> None:
    with pytest.raises(Unreadable) as caught:
        read_roadmap("- [ ] one {weight=x}\n- [ ]\n", slug="plan")
    assert [1] == [one.line for one in caught.value.complaints]
