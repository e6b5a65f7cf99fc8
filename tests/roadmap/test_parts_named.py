"""Levels, months and blocks from one text of a roadmap to the next: known by their titles, else by their tasks."""

from __future__ import annotations

import pytest

from roadmap.editions import list_former_words, trace_edit
from roadmap.parts_named import bare_slug, is_numbered
from roadmap.reading import SHIPPED, read_roadmap, shipped_roadmap
from roadmap.slug_words import list_keyed_words
from roadmap.tracing import Trace

PLAN = """# Plan

## Week 1
- [ ] Rust
- [ ] Docker

## Week 2: Data
- [ ] Emma
"""


def traced(new: str, old: str = PLAN) -> Trace:
    words = [list_keyed_words(read_roadmap(text, slug="plan")) for text in (old, new)]
    return trace_edit(new, *words)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("## Week 1", "## Week 0\n- [ ] Install\n\n## Week 1", {}),
        ("## Week 1\n", "## Week 1\n- [ ] Install\n\n## Week 3\n", {"block week1": "block week3"}),
        ("## Week 2: Data", "## Week 3: Data", {"block week2": "block week3"}),
        ("## Week 2: Data", "## Week 3: Data {#data}", {"block week2": "block data"}),
        ("- [ ] Emma", "- [ ] Emma\n- [ ] Ubik", {}),
        ("- [ ] Docker", "- [ ] Docker\n- [ ] Podman", {}),
        ("Week 2: Data", "Week 2: Numbers", {}),
    ],
)
def test_a_block_goes_with_its_title_or_its_tasks(before: str, after: str, moved: dict[str, str]) -> None:
    trace = traced(PLAN.replace(before, after))

    assert moved == {old: new for old, new in trace.moved.items() if old.startswith("block ")}
    assert not {key for key in (*trace.lost, *trace.parked) if key.startswith("block ")}


def test_a_block_with_other_tasks_and_another_title_is_gone() -> None:
    trace = traced(PLAN.replace("Week 2: Data\n- [ ] Emma", "Week 2: Sleep\n- [ ] Ubik"))

    assert {"block week2"} == {key for key in trace.parked if key.startswith("block ")}


def test_a_pinned_block_stays() -> None:
    pinned = PLAN.replace("Week 2: Data", "Week 2: Data {#data}")

    assert Trace() == traced(pinned, pinned)
    assert "block data" not in traced(pinned.replace("Data {#", "Sleep {#").replace("Emma", "Ubik"), pinned).parked


def test_a_title_that_is_a_number_tells_nothing() -> None:
    assert is_numbered("Week 3-4")
    assert not is_numbered("Week 3: Data")
    assert not is_numbered("Data")
    assert "week1" == bare_slug("block week1") == bare_slug("week1")


def test_parts_of_version_one_go_to_the_slugs_of_their_headings() -> None:
    plan = "# Plan\n\n## Not more of Data\n- [ ] Emma\n\n## Rest\n- [ ] Sleep\n"
    roadmap = read_roadmap(plan, slug="plan")

    moved = trace_edit(plan, None, list_keyed_words(roadmap)).moved

    assert "Not more of Data" in {words.title for words in list_former_words(plan).values()}
    [block] = [key for key in moved if key.startswith("block ")]
    assert moved[block] in list_keyed_words(roadmap)
    assert Trace() == trace_edit(SHIPPED.read_text(encoding="utf-8"), None, list_keyed_words(shipped_roadmap()))
