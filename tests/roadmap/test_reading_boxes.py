"""Checkboxes in all the forms that people write: each is a task, or is named with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.model import Task
from roadmap.pinning import pin_slugs
from roadmap.reading import Unreadable, load_source, read_roadmap
from roadmap.reading.draft import MAX_SIZE, Draft, read_draft

BOXES = (
    "- [ ] ", "* [ ] ", "+ [ ] ", "1. [ ] ", "2) [ ] ", "12. [ ] ", "100. [ ] ", "- [x] ", "- [X] ", "- [] ",
    "- [  ] ", "- [   ] ", "- [\u00a0] ", "- [\u3000] ", "- [ x] ", "- [x ] ", "- [_] ", "- [\t] ",
    "- [✔️] ", "- [✔] ", "- [✓] ", "- [✅] ", "- [☑] ", "- [☑️] ", "- [❌] ", "- [✗] ", "- [×] ", "- [х] ", "- [v] ",
    "- [o] ",
    "- [-] ", "- [/] ", "- [~] ", "- [*] ", "- [>] ", "- [<] ", "- [!] ", "- [?] ", "- [+] ", "- [.] ", "- [=] ",
    "- [--] ",
    "- ☐ ", "- ☑ ", "- ☑️ ", "- ☒ ", "- ✅ ", "- ✔️ ", "- ⬜ ", "- ⬜️ ", "- 🔲 ", "- ◻️ ", "- □ ", "- ❌ ", "* ☐ ",
    "1. ☐ ",
    "☐ ", "☑ ", "⬜ ", "[ ] ", "[x] ", "[] ", "[✓] ",
    "- [ ]", "- [x]", "- ☐", "* [ ]", "1. [ ]", "-[ ] ", "*[ ] ", "+[x] ", "1.[ ] ", "-[ ]", "-☐ ",
    "-\u00a0[ ] ", "-\u2003[ ] ", "\u00a0- [ ] ", "\ufeff- [ ] ", "\u200b- [ ] ", "-\u3000[ ]\u3000", "- [ ]\u00a0",
    "-  [ ]  ",
    "– [ ] ", "— [ ] ", "− [ ] ", "• [ ] ", "· [ ] ", "● [ ] ", "○ [ ] ", "▪ [ ] ", "‣ [ ] ", "→ [ ] ", "•[ ] ", "• ☐ ",
    "a) [ ] ", "A. [ ] ", "(1) [ ] ", "1.2 [ ] ", "1.2. [ ] ", "① [ ] ", "1 [ ] ", "1: [ ] ",
    "> - [ ] ", "> > - [ ] ", "> [ ] ", ">- [ ] ", "> • [ ] ", "- - [ ] ", "1. - [ ] ", "  - [ ] ", "   * [ ] ",
    "- ( ) ", "- (x) ", "- \\[ \\] ", "- \\[ ] ", "- \\[x\\] ", "［ ］ ", "- 【 】", "- 🔥 [ ] ", "- ⭐ ☐ ",
    '<input type="checkbox"> ', '- <input type="checkbox"> ', "<input type=checkbox checked>",
    '<li><input type="checkbox" disabled/> ',
    "<p><label><input type='checkbox'> ", "    - [ ] ", "\t- [ ] ", "        - [ ] ", "    – [ ] ",
)  # fmt: skip
"""Beginnings of lines that are plainly checkboxes."""

NO_BOXES = (
    "- Docker", "- [Docker](https://d.org)", "- [x](https://d.org)", "- [x][ref]", "- [1] Smith 2020", "- [12] Smith",
    "- [^1] note", "- [...] and so on", "- [[wiki]]", "- [see below] more", "✅ Docker", "[-] Docker", "a[ ] = 3",
    "- `[ ]` is an open box", "```\n- [ ] Docker\n```", "~~~\n- [ ] Docker\n~~~", "<!-- - [ ] Docker -->",
    "<!--\n- [ ] Docker\n-->", "<pre>\n- [ ] Docker\n</pre>", "- [x]: https://d.org", "(x) Docker", "[a] Docker",
    "<details>", "[ ]: /x",
    "```sh\n– [ ] Docker\n```", "- () Docker", "<script>\n- [ ] x\n</script>",
)  # fmt: skip
"""Lines that are no checkbox, and are not to be named as one."""

UNREAD = (
    "- [a] Docker", "- [todo] Docker", "- [TODO] Docker", "- [done] Docker", "- [ok] Docker", "- [WIP] Docker",
    "Words and a box [ ] in them", "Legend: [x] is done", "- Words [ ] Docker", "- [ ] One [ ] Two", "- [ ] One ☐ Two",
    "| [ ] | a |\n|---|---|\n| b | c |", "| a | b |\n|---|---|\n| [ ] | [x] |", "- [ ] a <input type='checkbox'> b",
    "-- [ ] Docker", "                    - [ ] Docker", "Docker ☐", "* Docker: [ ]",
)  # fmt: skip
"""Lines with a checkbox that is not read, and is named."""


NO_TEXT = "this is no plain text; save the plan as a Markdown file in UTF-8."


def draft(text: str) -> Draft:
    return read_draft(text, "my-plan")


def tasks(text: str) -> list[Task]:
    return list(draft(text).roadmap.tasks())


@pytest.mark.parametrize("box", BOXES)
def test_whatever_is_plainly_a_checkbox_is_a_task(box: str) -> None:
    found = draft(f"# Plan\n\n{box}Docker images\n")
    assert [("Docker images", 3)] == [(one.title.removeprefix("🔥 "), one.line) for one in found.roadmap.tasks()] or [
        ("⭐ Docker images", 3)
    ] == [(one.title, one.line) for one in found.roadmap.tasks()]
    assert () == found.unread


@given(st.lists(st.sampled_from([box for box in BOXES if box[0] not in " \t>"]), min_size=1, max_size=8))
def test_checkboxes_of_all_forms_stand_beside_each_other_and_none_is_glued(boxes: list[str]) -> None:
    lines = [f"{box}Task number {place}" for place, box in enumerate(boxes)]
    found = tasks("# Plan\n\n" + "\n".join(lines))
    assert list(range(3, 3 + len(boxes))) == sorted(one.line for one in found)
    assert all(one.title.count("Task number") == 1 for one in found)


_BETWEEN = ("", "", "Some words.", "- a plain bullet", "## Week 3", "**Part**", "> quoted", "---", "```\ncode\n```")


@given(
    st.lists(
        st.tuples(st.sampled_from((*BOXES, *UNREAD[:6], "| [ ] | a")), st.sampled_from(_BETWEEN)),
        min_size=1,
        max_size=9,
    )
)
def test_every_checkbox_is_a_task_or_named_with_its_line(drawn: list[tuple[str, str]]) -> None:
    text, boxed = "- [ ] Real\n\n| a | b |\n|---|---|\n| [ ] | c |\n\n", {1, 5}
    for box, between in drawn:
        boxed.add(text.count("\n") + 1)
        text += f"{box} Docker\n{between}\n"
    found = draft(text)
    named = {complaint.line for complaint in (*found.unread, *found.complaints)}
    assert boxed <= {task.line for task in found.roadmap.tasks()} | named


@pytest.mark.parametrize("text", NO_BOXES)
def test_other_brackets_are_neither_tasks_nor_named(text: str) -> None:
    found = draft(f"- [ ] Real\n\n{text}\n")
    assert ["Real"] == [one.title for one in found.roadmap.tasks()]
    assert () == found.unread


@pytest.mark.parametrize("text", UNREAD)
def test_a_checkbox_that_is_not_read_is_named_with_its_line(text: str) -> None:
    (complaint,) = draft(f"- [ ] Real\n\n{text}\n").unread
    assert text.split("\n")[complaint.line - 3].count("[") or "☐" in text or "<input" in text
    assert complaint.remedy.endswith(".")


def test_what_follows_a_checkbox_keeps_its_place() -> None:
    (task,) = tasks("1. [ ] Docker\n   - a step\n   - another\n\n   A note.\n")
    assert ["a step", "another"] == [step.text for step in task.steps]
    assert "A note." == task.hint


def test_a_box_in_bold_is_a_box_before_bold() -> None:
    assert ["Docker", "Rust", "Go"] == [
        one.title for one in tasks("- **[ ] Docker**\n- **[ ]** Rust\n\n**[ ] Go**\n")
    ]  # fmt: skip


# Tables


@pytest.mark.parametrize(
    ("head", "row", "title", "hint"),
    [
        ("| Done | Topic |", "| [ ] | Vectors |", "Vectors", ""),
        ("| Done | Topic |", "| [x] | Vectors |", "Vectors", ""),
        ("| Done | Topic |", "| ☐ | Vectors |", "Vectors", ""),
        ("| Done | Topic |", '| <input type="checkbox"> | Vectors |', "Vectors", ""),
        ("| Topic | Done |", "| Vectors | [ ] |", "Vectors", ""),
        ("| # | Topic | Done |", "| 1 | Vectors | [ ] |", "Vectors", ""),
        ("| Done | # | Topic | Notes |", "| [ ] | 1 | Vectors | page 4 |", "Vectors", "page 4"),
        ("| Week | Topic | Done |", "| Week 1 | Vectors | [ ] |", "Week 1: Vectors", ""),
        ("| Week | Done |", "| Week 1 | [ ] |", "Week 1", ""),
        ("| Topic | Notes |", "| [ ] Vectors | page 4 |", "Vectors", "page 4"),
        ("Done | Topic", "[ ] | Vectors", "Vectors", ""),
        ("| Done | 主题 |", "| [ ] | 向量 |", "向量", ""),
        ("| Done | Topic |", "| [ ] | [Vectors](https://v.org) |", "Vectors", ""),
        ("| Done | Topic |", "| [ ] | Vectors {#norms weight=3} |", "Vectors", ""),
    ],
)
def test_a_row_with_a_checkbox_is_a_task(head: str, row: str, title: str, hint: str) -> None:
    rule = "|".join(["---"] * head.strip("| ").count("|")) + "|---"
    (task,) = tasks(f"# Plan\n\n{head}\n{rule}\n{row}\n")
    assert (title, hint, 5) == (task.title, task.hint, task.line)


def test_the_sign_of_a_tick_is_a_checkbox_only_below_or_above_another_one() -> None:
    table = "| Done | Topic |\n|---|---|\n| ✅ | Vectors |\n"
    assert ["Vectors", "Norms"] == [one.title for one in tasks(f"{table}| ⬜ | Norms |\n")]
    with pytest.raises(Unreadable, match="no checkbox"):
        draft(table)


@pytest.mark.parametrize(
    "row", ["| [ ] | Vectors |", "| [ ] | Vectors", "[ ] | Vectors", "| Vectors | [ ] |", "| [ ] Vectors | x \\|"]
)
def test_a_row_is_pinned_inside_its_last_cell(row: str) -> None:
    text = f"| a | b |\n|---|---|\n{row}\n"
    pinned = pin_slugs(text)
    assert pinned != text
    assert pin_slugs(pinned) == pinned
    assert [one.slug for one in tasks(text)] == [one.slug for one in tasks(pinned)]
    assert [one.title for one in tasks(text)] == [one.title for one in tasks(pinned)]


# Headings


def test_a_heading_with_a_checkbox_is_a_task() -> None:
    roadmap = draft("# Plan\n## [ ] Docker\nWhat it is.\n- a step\n## ☐ Rust {#crab}\n").roadmap
    docker, rust = roadmap.tasks()
    assert ("Docker", "What it is.", ["a step"]) == (docker.title, docker.hint, [step.text for step in docker.steps])
    assert ("Rust", "crab") == (rust.title, rust.slug)


def test_a_heading_with_a_checkbox_over_checkboxes_is_a_heading_and_named() -> None:
    found = draft("# Plan\n## [ ] Docker\n- [ ] Images\n")
    assert ["Docker"] == [block.title for block in found.roadmap.blocks()]
    assert [2] == [complaint.line for complaint in found.unread]


# HTML


def test_html_lists_and_folds_hide_no_checkbox() -> None:
    text = (
        "<h2>Week 1</h2>\n<ul>\n<li><input type='checkbox'> Alpha</li>\n</ul>\n"
        "<details>\n<summary><b>Week 2</b></summary>\n- [ ] Beta\n</details>\n"
        "<details><summary>More</summary>\n- [ ] Gamma\n</details>\n"
    )
    found = draft(text).roadmap
    assert {"week1": ["Alpha"], "week2": ["Beta", "Gamma"]} == {
        block.slug: [one.title for one in block.tasks] for block in found.blocks()
    }


def test_the_title_of_a_fold_is_pinned_where_it_is_read() -> None:
    pinned = pin_slugs("<details><summary>Week 1</summary>\n\n- [ ] Alpha\n\n</details>\n")
    assert "<details><summary>Week 1</summary> {#week1}" == pinned.split("\n")[0]
    assert pinned == pin_slugs(pinned)


# Files that are no plan


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- [ ] a".encode("utf-16"), "plan.md: this is UTF-16 text; save the file as UTF-8."),
        ("- [ ] a".encode("utf-32"), "plan.md: this is UTF-32 text; save the file as UTF-8."),
        ("- [ ] a\nb".encode("utf-16-le"), f"plan.md:1: {NO_TEXT}"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", f"plan.md:3: {NO_TEXT}"),
        ("- [ ] a\n- [ ] Größe".encode("latin-1"), "plan.md:2: this is not UTF-8 text; save the file as UTF-8."),
        ("- [ ] план".encode("cp1251"), "plan.md:1: this is not UTF-8 text; save the file as UTF-8."),
        ("- [ ] 計画".encode("shift-jis"), "plan.md:1: this is not UTF-8 text; save the file as UTF-8."),
        (b"a" * (MAX_SIZE + 1), "plan.md: it is longer than 5,000,000 bytes; keep only the plan in it."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_text_is_refused_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "plan.md").write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        load_source(tmp_path / "plan.md")
    assert said == str(caught.value)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("plans") / "plan.md"
    path.write_bytes(content)
    try:
        read_roadmap(load_source(path), slug="plan")
    except Unreadable as error:
        assert re.fullmatch(r"[^\n]{10,300}", str(error.complaints[0]))
