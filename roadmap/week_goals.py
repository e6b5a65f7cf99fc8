"""The goal of a group for a week: the sizes to offer, and the goal without the days on which members are away."""

from __future__ import annotations

from collections.abc import Sequence

SHARES = (0.9, 1.1, 1.3)
"""The sizes that are offered, as shares of a usual week."""
FEWEST = 2
FINE, COARSE = 1, 5
"""The steps of sizes below ten, and of larger ones."""
LARGE = 10


def offer_sizes(weeks: Sequence[int], *, again: int = 0) -> tuple[int, ...]:
    """Offer three sizes, the smallest first, by how many tasks the last weeks had. None after weeks without any.

    The goal of last week, to be set `again`, takes the place of the size that is nearest.
    """
    busy = [tasks for tasks in weeks if tasks]
    if not busy:
        return ()
    usual, sizes = sum(busy) / len(busy), list[int]()
    for share in SHARES:
        size = round_kindly(usual * share)
        sizes.append(max(size, sizes[-1] + _step(sizes[-1])) if sizes else size)
    if again and again not in sizes:
        sizes.remove(min(sizes, key=lambda size: abs(size - again)))
        sizes.append(again)
    return tuple(sorted(sizes))


def round_kindly(tasks: float) -> int:
    """Round a number of tasks to one that people would choose, never below two."""
    step = _step(tasks)
    return max(FEWEST, round(tasks / step) * step)


def lower_goal(goal: int, free_days: int, all_days: int) -> int:
    """Lower a goal by the share of the members' days that are pauses. 0: all members are away all week."""
    if free_days >= all_days:
        return goal
    return max(1, goal * free_days // all_days) if free_days else 0


def _step(tasks: float) -> int:
    return FINE if tasks < LARGE else COARSE
