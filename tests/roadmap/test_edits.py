"""Random edits of random plans: each tick stays with its task, or is reported."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from roadmap.editions import Trace, list_slug_words, trace_edit
from roadmap.reading import read_roadmap
from roadmap.reading.draft import read_draft
from tests.roadmap.plans_edited import EditedPlan
from tests.sampling import examples

TEXT = dict[int, str]
"""Task -> slug."""


def slugs_of(plan: EditedPlan) -> TEXT:
    text, places = plan.write()
    slugs = read_draft(text, "plan").slugs
    return {number: slugs[line] for number, line in places.items()}


def fate_of(slug: str, trace: Trace) -> str | None:
    """The slug under which the tick is now; None if it is reported."""
    if slug in trace.lost or slug in trace.parked:
        return None
    now = trace.moved.get(slug, slug)
    return None if now in trace.alike or slug in trace.alike else now


@examples(20, everyday=4)
@given(seed=st.integers(0, 2**40), tasks=st.integers(1, 12), edits=st.integers(1, 4), pinned=st.booleans())
def test_a_tick_stays_with_its_task_or_is_reported(seed: int, tasks: int, edits: int, pinned: bool) -> None:
    plan = EditedPlan(random.Random(seed))
    plan.grow(tasks)
    if pinned:
        plan.pin(slugs_of(plan))
    before, old, said = plan.write()[0], slugs_of(plan), plan.without_hints()

    done = [plan.edit() for _ in range(edits)]

    after, new = plan.write()[0], slugs_of(plan)
    was, is_now = (list_slug_words(read_roadmap(text, slug="plan")) for text in (before, after))
    trace = trace_edit(after, was, is_now)
    bearers, says = {slug: number for number, slug in new.items()}, plan.without_hints()
    for number, slug in old.items():
        now = fate_of(slug, trace)
        same_words = now in bearers and says[bearers[now]] == said[number]
        kept = now is None or now == new.get(number) or same_words
        assert kept, f"{done}: {slug} went to {now}, not {new.get(number)}\n{before}\n{after}"


@examples(10, everyday=2)
@given(seed=st.integers(0, 2**40), edits=st.integers(1, 4))
def test_a_pinned_tick_is_lost_only_with_its_line(seed: int, edits: int) -> None:
    plan = EditedPlan(random.Random(seed))
    plan.grow(8)
    plan.pin(slugs_of(plan))
    before, old = plan.write()[0], slugs_of(plan)

    for _ in range(edits):
        plan.edit()

    after, new = plan.write()[0], slugs_of(plan)
    was, is_now = (list_slug_words(read_roadmap(text, slug="plan")) for text in (before, after))
    trace = trace_edit(after, was, is_now)
    for number in old.keys() & new.keys():
        assert new[number] == fate_of(old[number], trace)
