"""The fate of a request of an answer, by the error with which it ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus

import discord

from bot.adapters.discord import errors

ALREADY_ACKNOWLEDGED = 40060
OVER = frozenset({10062, 10015, 50027})
"""The interaction was not acknowledged in time, or its token is too old."""


class Fate(Enum):
    """The end of a request."""

    DONE = "done"
    TAKEN = "taken"
    """Another process, or another delivery of the interaction, gave the first answer."""
    GONE = "gone"
    """The message is not there any more."""
    REFUSED = "refused"
    """Discord will not take it, however often it is sent."""
    OVER = "over"
    """Discord takes no answer to this interaction any more."""
    LOST = "lost"
    """It may be sent again, or nobody knows whether it arrived."""


@dataclass(frozen=True, slots=True)
class FailedTry:
    """A try that failed. `unsure`: it may have arrived. `retry_after`: the seconds that Discord asks us to wait."""

    fate: Fate
    unsure: bool = False
    retry_after: float = 0.0


def read_failure(error: BaseException) -> FailedTry:
    """Read the fate of a try from its error.

    1. The codes of Discord say it.
    2. A 429 and a 503 did not arrive.
    3. Of any other answer from 500 on nobody knows. All others are refusals.
    4. Without an answer only a connection that was never made is sure.
    5. An error of our own is like a refusal: the same message will fail again.
    """
    if isinstance(error, discord.HTTPException):
        return _read_answer(error)
    if not isinstance(error, errors.REQUEST_FAILURES):
        return FailedTry(Fate.REFUSED)
    return FailedTry(Fate.LOST, unsure=not errors.was_never_sent(error))


def _read_answer(error: discord.HTTPException) -> FailedTry:
    known = _by_code(error.code)
    if known is not None:
        return FailedTry(known)
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return FailedTry(Fate.LOST, retry_after=errors.retry_after(error))
    if error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return FailedTry(Fate.REFUSED)
    return FailedTry(Fate.LOST, unsure=error.status != HTTPStatus.SERVICE_UNAVAILABLE)


def _by_code(code: int) -> Fate | None:
    if code in OVER:
        return Fate.OVER
    return {ALREADY_ACKNOWLEDGED: Fate.TAKEN, errors.UNKNOWN_MESSAGE: Fate.GONE}.get(code)
