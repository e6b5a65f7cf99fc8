"""The former reader's slugs, against what version 0.1 really gave (`former.json`, written by it)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadmap.editions import trace_edit
from roadmap.former import former_slugs
from roadmap.reading import SHIPPED
from roadmap.reading.draft import read_draft
from roadmap.slug_words import list_slug_words
from tests.roadmap import strangers

HERE = Path(__file__).parent
GIVEN: dict[str, dict[str, int]] = json.loads((HERE / "former.json").read_text(encoding="utf-8"))


def plan(name: str) -> str:
    folder, _, stem = name.partition("/")
    return (HERE / "plans" / f"{stem}.md").read_text(encoding="utf-8") if folder == "plans" else strangers.ALL[stem]


def moved_slugs(source: str) -> dict[str, str]:
    words = list_slug_words(read_draft(source, "roadmap").roadmap)
    return dict(trace_edit(source, None, words).moved)


@pytest.mark.parametrize("name", GIVEN)
def test_each_former_slug_is_given_again_with_its_line(name: str) -> None:
    given, found = GIVEN[name], former_slugs(plan(name))
    assert set(given) == set(found)
    assert {slug: line for slug, line in given.items() if line} == {s: found[s] for s, line in given.items() if line}


def test_pinned_slugs_never_move() -> None:
    assert {} == moved_slugs(SHIPPED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", GIVEN)
def test_each_moved_slug_leads_to_one_of_today(name: str) -> None:
    today = read_draft(plan(name), "roadmap").slugs
    moved = moved_slugs(plan(name))
    assert set(moved.values()) <= set(today.values())
    assert len(set(moved.values())) == len(moved)


def test_a_plan_without_checkboxes_had_no_slugs() -> None:
    assert {} == former_slugs("# Plan\n- a\n")
