"""Random edits of random plans: each tick stays with its task, or is reported."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from roadmap.editions import list_pinned, trace_edit
from roadmap.reading import read_roadmap
from roadmap.reading.draft import read_draft
from roadmap.slug_words import SlugWords, list_slug_words
from roadmap.tracing import Trace
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


def words_of(text: str) -> dict[str, SlugWords]:
    return list_slug_words(read_roadmap(text, slug="plan"))


def trace_between(before: str, after: str) -> Trace:
    return trace_edit(after, words_of(before), words_of(after), list_pinned(read_roadmap(before, slug="plan")))


@examples(20, everyday=2)
@given(
    seed=st.integers(0, 2**40),
    tasks=st.integers(1, 12),
    edits=st.integers(1, 4),
    pinned=st.booleans(),
    then=st.sampled_from(["leave", "pin", "pin by hand", "pin, edit"]),
)
def test_a_tick_stays_with_its_task_or_is_reported(seed: int, tasks: int, edits: int, pinned: bool, then: str) -> None:
    plan = EditedPlan(random.Random(seed))
    plan.grow(tasks)
    if pinned:
        plan.pin(slugs_of(plan))
    before, old, said = plan.write()[0], slugs_of(plan), plan.without_hints()

    done = [plan.edit() for _ in range(edits)] if then != "pin, edit" else []
    if then == "pin by hand":
        plan.pin_some(slugs_of(plan))
    elif then != "leave":
        plan.pin(slugs_of(plan))
    done += [plan.edit() for _ in range(edits)] if then == "pin, edit" else []

    after, new = plan.write()[0], slugs_of(plan)
    trace = trace_between(before, after)
    # no reader can tell a pinned line with new words from another line that got the pin of a line that was deleted
    pinned_again = list_pinned(read_roadmap(after, slug="plan")) if pinned and then != "leave" else set()
    bearers, says = {slug: number for number, slug in new.items()}, plan.without_hints()
    for number, slug in old.items():
        now = fate_of(slug, trace)
        same_words = now in bearers and says[bearers[now]] == said[number]
        kept = now is None or now == new.get(number) or same_words or now == slug in pinned_again
        assert kept, f"{done}, {then}: {slug} went to {now}, not {new.get(number)}\n{before}\n{after}"


@examples(10, everyday=1)
@given(seed=st.integers(0, 2**40), edits=st.integers(1, 4))
def test_a_pinned_tick_is_lost_only_with_its_line(seed: int, edits: int) -> None:
    plan = EditedPlan(random.Random(seed))
    plan.grow(8)
    plan.pin(slugs_of(plan))
    before, old = plan.write()[0], slugs_of(plan)

    for _ in range(edits):
        plan.edit()

    after, new = plan.write()[0], slugs_of(plan)
    trace = trace_between(before, after)
    for number in old.keys() & new.keys():
        assert new[number] == fate_of(old[number], trace)


@examples(10, everyday=1)
@given(seed=st.integers(0, 2**40), tasks=st.integers(1, 12))
def test_pinning_alone_moves_and_loses_nothing(seed: int, tasks: int) -> None:
    plan = EditedPlan(random.Random(seed))
    plan.grow(tasks)
    before = plan.write()[0]
    plan.pin(slugs_of(plan))

    assert Trace() == trace_between(before, plan.write()[0])
