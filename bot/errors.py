"""Errors and refusals, in words that the catalogue knows.

A `Refused` is an answer, not a failure. Its class name is the key of its sentence (`UnknownTask` ->
`refused.unknown_task`). Its fields fill the sentence, and its offers become buttons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import ClassVar, Self, dataclass_transform


class ConfigError(Exception):
    """A setting is wrong: one sentence that names it and its remedy. Stops the start."""


class StoreBusy(Exception):
    """The database could not be had in time; nothing was changed, and a later try may well succeed."""


class StoreUnsure(Exception):
    """The database was asked to keep a change, and its answer was lost: the change may stand or not."""


Offers = tuple[tuple[str, str], ...]
"""(label, line) pairs that the caller may tap instead."""


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
class _Worded:
    """Make each subclass a dataclass and derive its key.

    The fields are frozen for the type checker alone: Python itself writes the traceback of an exception.
    """

    key: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
        cls.key = f"refused.{words}"
        dataclass(kw_only=True, eq=False, repr=False)(cls)


class Refused(_Worded, Exception):
    """A call that cannot be done as asked; nothing was changed.

    The fields of a subclass that are words or numbers fill its sentence.
    """

    offers: Offers = ()
    unread: ClassVar[bool] = False
    """True: the words behind a command could not be read, so they may mean something else."""

    def __str__(self) -> str:
        """Name the refusal. The caller's words stay out of logs."""
        return type(self).__name__

    def offering(self, offers: Offers) -> Self:
        """Make the same refusal with other offers."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        return type(self)(**known | {"offers": offers})


class StewardsOnly(Refused):
    """Refusal: a steward's command, called by a person who is no steward."""


class NoGroupOfYourOwn(Refused):
    """Refusal: a study group is set up in its own chat, not in a private chat. `line` is what to type there."""

    line: str = "/setup"
