"""Hostile files: each is read or refused, in one clear sentence and in good time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.model import Roadmap
from roadmap.reading import Unreadable, read_roadmap
from roadmap.reading.draft import MAX_LINES


def read(text: str) -> Roadmap:
    return read_roadmap(text, slug="my-plan")


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    try:
        read(text)
    except Unreadable as error:
        assert error.complaints


def hostile(share: float) -> dict[str, str]:
    """A megabyte of each, or a share of it; lines are as many as may be."""

    def of(count: int) -> int:
        return round(count * share)

    def lines(count: int) -> int:
        return min(of(count), MAX_LINES - 10)

    return {
        "brackets": "- [ ] " + "[" * of(1_000_000),
        "links": "- [ ] " + "[a](" * of(250_000),
        "stars": "- [ ] " + "*a **b " * of(140_000),
        "backticks": "- [ ] " + "".join("`" * n + " " for n in range(of(1_400))),
        "braces": "- [ ] " + "{#a " * of(250_000) + "}",
        "quotes": "> " * of(500_000),
        "dashes": "- " * of(500_000),
        "blanks": "- [ ] a" + " " * of(1_000_000) + "{#a}",
        "headings": "# h\n" * lines(19_000) + "- [ ] a",
        "items": "- [ ] a\n" + "- a\n" * lines(19_000),
        "bold lines": "- [ ] a\n\n" + "**a**\n\n" * lines(9_000),
        "levels": "".join(f"## Phase {n}\n### Week {n}\n- [ ] t\n" for n in range(min(of(4_900), 4_900))),
        "same words": "- [ ] same\n" * min(of(5_000), 5_000),
        "long number": "## Week " + "1" * of(1_000_000) + "\n- [ ] a",
        "asides": "## a " + "(week 1 " * of(120_000) + "\n- [ ] a",
        "prose": "- [ ] a\n\n" + "word " * of(200_000),
        "table": "|a" * of(100_000) + "\n" + "|-" * of(100_000) + "\n|b",
        "nested": "\n".join("  " * n + "- [ ] a" for n in range(of(900))),
        "too many lines": "\n" * of(1_000_000),
        "front matter": "---\n" * lines(19_000),
        "references": "".join(f"[r{n}]: /x\n" for n in range(lines(19_000)))
        + "- [ ] [a][r1]\n" * min(of(4_000), 4_000),
        "open tags": "<a " * of(300_000) + "\n- [ ] a",
        "block tags": "<div>\n" * lines(19_000) + "- [ ] a",
        "folds": "- [ ] a\n" + "<details><summary>x</summary>\n" * lines(19_000),
        "inputs": "<input type=checkbox>" * of(45_000) + " a",
        "comments": "<!--" * of(250_000) + "\n- [ ] a",
        "rows": "|a|b|\n|-|-|\n" + "|[ ]|b|\n" * min(of(4_900), 4_900),
        "links between notes": "- [ ] " + "[[" * of(500_000),
        "marks": "- [ ] " + "==" * of(500_000),
        "tags": "- [ ] " + "#a " * of(330_000),
        "signs": "- [ ] " + "📅 " * of(200_000),
        "colons": "- [ ] " + "a: " * of(330_000),
        "checkboxes in a line": "- [ ] a" + " [ ]" * of(250_000),
        "indented": ("                    - [ ] a\n") * min(of(4_900), 4_900),
        "numbers": "1. " * of(300_000),
        "Han": "- [ ] " + "学" * of(300_000),
        "kana": "- [ ] " + "あ学" * of(160_000),
        "tabs": "\t" * of(500_000) + "- [ ] a",
        "fences": "```\n" * lines(19_000) + "- [ ] a",
        "counted": "## " + "week " * of(200_000) + "\n- [ ] a",
        "weeks": "".join(f"- [ ] Week {n}: x\n" for n in range(min(of(4_900), 4_900))),
        "NUL": "- [ ] a" + "\0" * of(1_000_000),
    }


@pytest.mark.parametrize(
    "share", [0.03, pytest.param(1, marks=pytest.mark.thorough), pytest.param(4.9, marks=pytest.mark.thorough)]
)
@pytest.mark.parametrize("name", hostile(0))
def test_a_megabyte_of_anything_is_read_or_refused_in_a_sentence(name: str, share: float) -> None:
    try:
        read(hostile(share)[name])
    except Unreadable as error:
        assert len(str(error.complaints[0])) < 300


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- [ ] a" + "a" * 5_000_000, "5,000,007 characters"),
        ("- [-] a\n" * 5_001, "5,001 checkboxes"),
        ("☐ a\n" * 5_001, "5,001 checkboxes"),
        ("- [ ] a\n" + "a\n" * 60_000, "60,001 lines"),
    ],
)
def test_a_file_beyond_the_bounds_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
