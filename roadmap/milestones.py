"""Progress and streak before and after -> the milestones just reached."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from roadmap.model import Level
from roadmap.progress import Progress, Share
from roadmap.streak import Day, Verdict

STREAKS = (7, 30, 100, 365)
"""Numbers of days that are celebrated."""

COMEBACK_DAYS = 3
"""The done day after a break that makes a comeback."""

BREAK_DAYS = 7
"""The fewest days of a break."""


class MilestoneKind(StrEnum):
    """The kinds of milestone."""

    BLOCK = "block"
    MONTH = "month"
    LEVEL = "level"
    VICTORY = "victory"
    ROADMAP = "roadmap"
    STREAK = "streak"
    COMEBACK = "comeback"


@dataclass(frozen=True, order=True, slots=True)
class Milestone:
    """A milestone. `slug` names the block, month or level, or is the number of days; it is empty for the rest."""

    kind: MilestoneKind
    slug: str = ""


def reached(before: Progress, after: Progress) -> tuple[Milestone, ...]:
    """List the parts that became complete between two measures of progress: blocks first, the roadmap last.

    A level that is its own block or month is listed once.
    """
    months = {slug: share for slug, share in after.months.items() if slug not in (after.unnamed | set(after.levels))}
    blocks = {slug: share for slug, share in after.blocks.items() if slug not in (months.keys() | after.levels.keys())}
    return (
        *_completed(MilestoneKind.BLOCK, before.blocks, blocks),
        *_completed(MilestoneKind.MONTH, before.months, months),
        *_completed(MilestoneKind.LEVEL, before.levels, after.levels),
        *_completed(MilestoneKind.ROADMAP, {"": before.whole}, {"": after.whole}),
    )


def leave_out_parts(levels: Sequence[Level], milestones: Collection[Milestone]) -> list[Milestone]:
    """Leave out each block and month that lies in a greater part among the milestones."""
    inside: set[Milestone] = set()
    for level in levels:
        for month in level.months:
            blocks = {Milestone(MilestoneKind.BLOCK, block.slug) for block in month.blocks}
            if Milestone(MilestoneKind.MONTH, month.slug) in milestones:
                inside |= blocks
            if Milestone(MilestoneKind.LEVEL, level.slug) in milestones:
                inside |= blocks | {Milestone(MilestoneKind.MONTH, month.slug)}
    return [one for one in milestones if one not in inside]


def streak_reached(before: int, after: int) -> Milestone | None:
    """The milestone of the greatest number in `STREAKS` that the streak has now reached; None if none."""
    days = max((days for days in STREAKS if before < days <= after), default=None)
    return Milestone(MilestoneKind.STREAK, str(days)) if days else None


def is_comeback(days: Sequence[Day]) -> bool:
    """Whether the last of these days of a ledger is the third done day after a break of a week or more.

    A break has a missed day, and no done day.
    """
    if not days or days[-1].verdict is not Verdict.DONE or days[-1].streak != COMEBACK_DAYS:
        return False
    done = [at for at, day in enumerate(days) if day.verdict is Verdict.DONE]
    if len(done) <= COMEBACK_DAYS:
        return False
    away = days[done[-COMEBACK_DAYS - 1] + 1 : done[-COMEBACK_DAYS]]
    return len(away) >= BREAK_DAYS and any(day.verdict is Verdict.MISSED for day in away)


def streaks_held(best: int, days: Sequence[Day]) -> frozenset[Milestone]:
    """Return the streaks and comebacks that a ledger holds, of its greatest streak and all its days."""
    lasted = {Milestone(MilestoneKind.STREAK, str(number)) for number in STREAKS if number <= best}
    return frozenset(lasted.union(_comebacks(days)))


def _comebacks(days: Sequence[Day]) -> Iterator[Milestone]:
    ended_on, streak = "", 0
    for day in days:
        if day.verdict is Verdict.MISSED and streak:
            ended_on = day.day.isoformat()
        if day.verdict is Verdict.DONE and day.streak == COMEBACK_DAYS and ended_on:
            yield Milestone(MilestoneKind.COMEBACK, ended_on)
        streak = day.streak


def is_victory(level: Level, progress: Progress, affirmed: Collection[str]) -> bool:
    """Whether all that counts in a level is ticked and each of its criteria (slugs) affirmed."""
    complete = progress.levels[level.slug].complete
    return complete and all(criterion.slug in affirmed for criterion in level.criteria)


def _completed(kind: MilestoneKind, before: Mapping[str, Share], after: Mapping[str, Share]) -> list[Milestone]:
    return [
        Milestone(kind, slug)
        for slug, share in after.items()
        if share.complete and slug in before and not before[slug].complete
    ]
