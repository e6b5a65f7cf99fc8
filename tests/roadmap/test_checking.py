from __future__ import annotations

import pytest

from roadmap.checking import compare, examine_draft
from roadmap.model import Roadmap
from roadmap.reading import SHIPPED, Complaint, Unreadable, read_roadmap
from roadmap.reading.draft import read_draft


def read(text: str) -> Roadmap:
    return read_roadmap(text, slug="x")


def check(source: str, name: str = "") -> tuple[Complaint, ...]:
    try:
        read_roadmap(source, slug="roadmap", name=name)
    except Unreadable as error:
        return error.complaints
    return ()


def test_the_shipped_roadmap_has_nothing_to_mend() -> None:
    assert () == check(SHIPPED.read_text())


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ("# T\n- [ ] a {#one}\n- [ ] b {#one}", 3, "“one” is already taken on line 2"),
        ("- [ ] a {#one}\n- [ ] b {#two alias=one}", 2, "“one” is already taken"),
        ("## A {#one}\n- [ ] b {#one}", 2, "“one” is already taken"),
        ("- [ ] a {#Week_1}", 1, "“Week_1” cannot be a slug"),
        ("- [ ] a {#}", 1, "cannot be a slug"),
        ("- [ ] a {#" + "a" * 41 + "}", 1, "cannot be a slug"),
        ("- [ ] a {alias=x,Y}", 1, "“Y” cannot be a slug"),
        ("- [ ] a {weight=0}", 1, "weight “0”"),
        ("- [ ] a {weight=101}", 1, "weight “101”"),
        ("- [ ] a {weight=two}", 1, "weight “two”"),
        ("- [ ] a {weight=²}", 1, "weight “²”"),
        ("- [ ] a {kind=sing}", 1, "no kind “sing”"),
        ("- [ ] a {#b colour=red}", 1, "“colour=red” means nothing"),
        ("- [ ] a {choice}", 1, "a choice needs options"),
        ("- [ ] a {choice}\n  - one", 1, "a choice needs options"),
        ("- [ ] a\n  more {weight=x}", 2, "weight “x”"),
        ("\n".join("  " * n + "- [ ] a" for n in range(40)), 29, "nested too deep"),
        ("nothing", 0, "no checkbox"),
        ("- [ ] a\n" * 5001, 0, "5,001 checkboxes"),
        ("- [ ] a" + "\n" * 50_001, 0, "50,001 lines"),
        ("- [ ] " + "a" * 5_000_000, 0, "5,000,006 characters"),
    ],
)
def test_each_complaint_names_line_problem_and_remedy(source: str, line: int, problem: str) -> None:
    first = check(source, "plan.md")[0]
    assert (first.line, first.file) == (line, "plan.md")
    assert problem in first.problem
    assert first.remedy.endswith(".")
    assert f"plan.md{f':{line}' if line else ''}: {first.problem}; {first.remedy}" == str(first)


def test_all_complaints_come_at_once_in_file_order() -> None:
    complaints = check("- [ ] a {weight=x kind=y}\n- [ ] b {#one}\n- [ ] c {#one}\n- [ ] d {#}")
    assert [1, 1, 3, 4] == [complaint.line for complaint in complaints]
    assert str(complaints[0]).startswith("roadmap:1: ")


def test_the_same_version_loses_nothing() -> None:
    old = read(SHIPPED.read_text())
    assert () == compare(old, old)


def test_a_vanished_slug_is_reported_at_the_line_that_may_replace_it() -> None:
    old = read("- [ ] Docker basics {#whale}\n- [ ] Rust {#crab}")
    new = read("\n- [ ] Rust {#crab}\n- [ ] Docker from the start {#containers}")
    (complaint,) = compare(old, new, "new.md")
    assert (3, "new.md") == (complaint.line, complaint.file)
    assert "“whale” is gone" in complaint.problem
    assert "alias=whale" in complaint.remedy


def test_a_slug_with_nothing_like_it_is_to_be_brought_back() -> None:
    (complaint,) = compare(read("- [ ] Docker {#whale}\n- [ ] Rust {#crab}"), read("- [ ] Rust {#crab}"))
    assert 0 == complaint.line
    assert "bring its line back" in complaint.remedy


def test_an_alias_keeps_what_was_done() -> None:
    old = read("- [ ] Docker {#whale alias=moby}")
    assert () == compare(old, read("- [ ] Containers {#containers alias=whale,moby}"))
    assert 1 == len(compare(old, read("- [ ] Containers {#containers alias=whale}")))


def test_options_criteria_and_habits_are_kept_too() -> None:
    old = read(SHIPPED.read_text())
    new = read(
        SHIPPED.read_text()
        .replace("{#week10-nlp}", "{#week10-language}")
        .replace("{#zero-model}", "{#zero-build}")
        .replace("{#daily-news}", "{#daily-reading}")
        .replace("{#month12-path choice}", "{#month12-way choice}")
    )
    gone = {complaint.problem.split("”")[0] for complaint in compare(old, new)}
    assert gone == {f"the slug “{slug}" for slug in ("week10-nlp", "zero-model", "daily-news", "month12-path")}


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("- [ ] Docker {#whale}", "- [ ] Rust {#whale}", "stood for “Docker” and stands for “Rust” now"),
        ("- [ ] Read chapter 1 {#ch}", "- [ ] Read chapter 2 {#ch}", "stands for “Read chapter 2” now"),
        ("- [ ] Book: Emma {#book}", "- [ ] Book: Ulysses {#book}", "stands for “Book: Ulysses” now"),
        ("- [ ] Day 10 {#a}\n- [ ] Day 11 {#b}", "- [ ] Day 11 {#a}\n- [ ] Day 10 {#b}", "stood for “Day 10”"),
        ("- [ ] Watch the talk {#v}", "- [ ] Give a talk at work {#v}", "stood for “Watch the talk”"),
    ],
)
def test_a_kept_slug_that_stands_for_another_task_is_named_with_its_line(before: str, after: str, problem: str) -> None:
    first = compare(read(before), read(after), "new.md")[0]
    assert (1, "new.md") == (first.line, first.file)
    assert problem in first.problem


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] Docker {#whale}", "- [ ] docker! {#whale}"),
        ("- [ ] Docker {#whale}", "- [ ] Docker, with compose {#whale}"),
        ("- [ ] Learn Git basics {#git}", "- [ ] Git basics: learn {#git}"),
        ("- [ ] Learn Git basics (2 h) {#git}", "- [ ] Learn Git basics {#git}"),
        ("- [ ] Docker {#whale}", "- [ ] Rust {#crab alias=whale}"),
        ("- [ ] Docker {#whale}", "- [x] Docker {#whale weight=5}"),
        ("- [ ] Docker {#whale}", "- [ ] Rest\n\n## Later\n- [ ] Docker {#whale}"),
    ],
)
def test_a_slug_in_other_words_for_the_same_task_is_no_complaint(before: str, after: str) -> None:
    assert () == compare(read(before), read(after))


def test_hints_are_compared_too_and_a_line_with_its_own_slug_is_not_proposed() -> None:
    old = read("- [ ] Course: Machine learning by Andrew {#ml}\n- [ ] Course: Statistics {#stats}")
    new = read("- [ ] Course: Statistics {#stats}\n- [ ] Andrew on machine learning {#andrew}")
    (complaint,) = compare(old, new)
    assert (2, True) == (complaint.line, "alias=ml" in complaint.remedy)

    (complaint,) = compare(old, read("- [ ] Course: Statistics {#stats}"))
    assert (0, True) == (complaint.line, "bring its line back" in complaint.remedy)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("- [ ] Book\n- [ ] Book\n- [ ] Rest\n", [1, 2]),
        ("- [ ] Book {#one}\n- [ ] Book {#two}\n", []),
        ("- [ ] Book: Emma\n- [ ] Book: Ulysses\n", []),
        ("## Week 1\n- [ ] Book\n\n## Week 2\n- [ ] Book\n", []),
        ("- [ ] Read\n\n    - [ ] in code\n\ntext\n\n    - [ ] more code\n", None),
    ],
)
def test_a_plan_read_in_part_or_by_order_is_not_sound(source: str, lines: list[int] | None) -> None:
    doubts = examine_draft(read_draft(source, "plan"))
    if lines is None:
        assert doubts == read_draft(source, "plan").unread
    else:
        assert lines == [complaint.line for complaint in doubts]
        assert all("roadmap pin" in complaint.remedy for complaint in doubts)


def test_the_shipped_roadmap_is_sound() -> None:
    assert () == examine_draft(read_draft(SHIPPED.read_text(encoding="utf-8"), "roadmap"))
