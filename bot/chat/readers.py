"""The readers that an answer is meant for."""

from __future__ import annotations

from enum import Enum


class Readers(Enum):
    """The readers that the answer to a command is meant for.

    - `GROUP`: it concerns the group.
    - `ASKER`: only its asker needs it. It is private where the platform can, else as the stewards chose.
    - `SECRET`: nobody else may read it.
    """

    GROUP = "group"
    ASKER = "asker"
    SECRET = "secret"  # noqa: S105  no password
