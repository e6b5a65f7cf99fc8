"""Facts about acts whose tasks have moved or gone, and about roadmaps that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.identity import LearnerId
from roadmap.slug_words import TASK

Report = tuple[str, dict[str, object]]
"""A line for the log: its event and its values, which name no learner."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Acts under a slug that no task of the roadmap has. `title` is empty if it was never known.

    `ticks` were not taken back; `others` are promises, choices and criteria; `logs` are those of a habit. `heir` is the
    slug of the task that looks most like it, or empty. `kind` is what the slug named.
    """

    slug: str
    title: str
    ticks: int
    others: int
    learner_ids: frozenset[LearnerId]
    heir: str
    logs: int = 0
    kind: str = TASK


@dataclass(frozen=True, slots=True)
class Followed:
    """The acts of a roadmap that went to new slugs, by old slug, and how many ticks were among them.

    `parked` are those whose task is gone and whose slug another task has now. `alike` are slugs with acts whose tasks
    cannot be told from others by their words.
    """

    roadmap_slug: str
    moved: Mapping[str, str]
    parked: Mapping[str, str]
    ticks: int
    alike: frozenset[str]


@dataclass(frozen=True, slots=True)
class Missing:
    """A roadmap that is not there: how many groups follow it, and what waits for it."""

    roadmap_slug: str
    groups: int
    ticks: int
    learners: int


def count_strays(strays: Sequence[Stray]) -> tuple[int, int]:
    """Count the ticks, and the learners with any act, among strays."""
    learner_ids: frozenset[LearnerId] = frozenset().union(*(one.learner_ids for one in strays))
    return sum(one.ticks for one in strays), len(learner_ids)


def report_acts(followed: Followed, strays: Sequence[Stray]) -> Iterator[Report]:
    """Report the acts that were moved at a start, that cannot be told apart, and that belong to no task."""
    if followed.moved or followed.parked:
        slugs = {**followed.moved, **followed.parked}
        yield "acts.moved", {"roadmap": followed.roadmap_slug, "ticks": followed.ticks, "slugs": slugs}
    if followed.alike:
        yield "acts.alike", {"roadmap": followed.roadmap_slug, "slugs": sorted(followed.alike)}
    if strays:
        ticks, people = count_strays(strays)
        slugs = {one.slug: one.heir for one in strays}
        logs = sum(one.logs for one in strays)
        values = {"roadmap": followed.roadmap_slug, "ticks": ticks, "people": people, "slugs": slugs}
        yield "acts.stray", {**values, "logs": logs} if logs else values


def report_missing(every: Iterable[Missing]) -> Iterator[Report]:
    """Report the roadmaps that groups follow and that are not there."""
    for missing in every:
        if missing.groups:
            yield (
                "roadmap.missing",
                {
                    "roadmap": missing.roadmap_slug,
                    "groups": missing.groups,
                    "ticks": missing.ticks,
                    "people": missing.learners,
                },
            )
