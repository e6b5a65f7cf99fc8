"""Read the numbers of obstacles in lines, as buttons type them."""

from __future__ import annotations

import re

from bot.identity import ObstacleId

NUMBER = r"[0-9]{1,18}"
"""The form of an obstacle's number. A longer one is the number of no row."""


def read_obstacle_id(typed: str) -> ObstacleId | None:
    """Read the number of an obstacle. None: the words are no such number."""
    number = typed.strip()
    return ObstacleId(int(number)) if re.fullmatch(NUMBER, number) else None
