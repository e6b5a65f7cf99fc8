"""What can go wrong, in words that the catalogue knows.

A `Refused` is an answer, not a failure: its class name is the key of its sentence (`UnknownTask` ->
`refused.unknown_task`), its values fill the sentence, its offers become buttons.
"""

from __future__ import annotations

import re
from typing import ClassVar


class ConfigError(Exception):
    """A setting is wrong: one sentence that names it and says what to do. Stops the start."""


class StoreBusy(Exception):
    """The database could not be had in time; nothing was changed, and a later try may well succeed."""


class Refused(Exception):
    """A call that cannot be done as asked; nothing was changed.

    `offers` are (label, line) pairs: what the caller may tap instead.
    """

    key: ClassVar[str] = ""

    def __init__(self, offers: tuple[tuple[str, str], ...] = (), **values: object) -> None:
        super().__init__(type(self).__name__)
        self.offers = offers
        self.values = values

    def __init_subclass__(cls) -> None:
        """Derive the key of the sentence from the class name."""
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
        cls.key = f"refused.{words}"
