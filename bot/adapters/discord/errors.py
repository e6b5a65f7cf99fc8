"""Translate discord.py's errors into outcomes of a message."""

from __future__ import annotations

from http import HTTPStatus

import aiohttp
import discord

from bot.chat.port import SendError, Unreachable

UNKNOWN_CHANNEL = 10003
UNKNOWN_MEMBER = 10007
UNKNOWN_MESSAGE = 10008
THREAD_ARCHIVED = 50083
MISSING_PERMISSIONS = 50013
HAS_THREAD = 160004

PERMANENT = {
    UNKNOWN_CHANNEL: "unknown channel",
    10004: "unknown guild",
    10013: "unknown user",
    40058: "nobody has opened this thread",
    50001: "missing access",
    50007: "direct messages closed",
    50008: "not a text channel",
    MISSING_PERMISSIONS: "missing permissions",
    50024: "not possible in this channel",
    50033: "no such recipient",
    THREAD_ARCHIVED: "thread archived",
    50278: "no mutual guild",
    160005: "thread locked",
}
"""Normal outcomes after which a place is switched off."""

UNSURE = frozenset({502, 504, 520, 524})
"""A gateway's word, after all tries of the library, that it lost the answer: the message may be out."""
REJECTED = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
"""Discord found fault with this message, as with a file that is too large. The place takes others."""
FIXED = frozenset({UNKNOWN_MESSAGE, THREAD_ARCHIVED})
"""A post that is gone, or in a thread that was put away: it stays as it is. A new one would open the thread again."""
OPENED_TOO_FAST = {40003: 300.0, 20026: 3600.0}
"""Seconds to wait when Discord opens no more conversations for now. No recipient is to blame."""
LONG = 3600.0  # a 429 of Cloudflare's is about the address, not the route: hours

REQUEST_FAILURES = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError)
"""All errors with which a request of discord.py's ends."""

_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Disconnected(Unreachable):
    """The connection to Discord could not be had, or ended."""


def discord_send_error(error: BaseException) -> SendError:
    """Translate the error of a request. Only a message sent and not answered is ambiguous."""
    if isinstance(error, discord.RateLimited):
        return SendError("rate limited", retry_after=error.retry_after)
    if isinstance(error, discord.HTTPException):
        return _refused(error)
    if was_never_sent(error):
        return SendError("no connection")
    return SendError("no answer", ambiguous=True)


def was_never_sent(error: BaseException) -> bool:
    """Whether no connection could be had, so that nothing was sent."""
    return isinstance(error, _NEVER_SENT)


def is_token_refused(error: BaseException) -> bool:
    """Whether Discord no longer takes our token."""
    return isinstance(error, discord.HTTPException) and error.status == HTTPStatus.UNAUTHORIZED


def _refused(error: discord.HTTPException) -> SendError:
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return SendError("rate limited", retry_after=retry_after(error))
    if is_token_refused(error):
        return SendError("token refused", retry_after=LONG)
    if error.code in OPENED_TOO_FAST:
        return SendError("too many conversations", retry_after=OPENED_TOO_FAST[error.code])
    if error.code in PERMANENT:
        return SendError(PERMANENT[error.code], permanent=True)
    return SendError(
        f"{error.status} {error.code}",
        ambiguous=error.status in UNSURE,
        rejected=error.status in REJECTED,
    )


def retry_after(error: discord.HTTPException) -> float:
    """Return the seconds that the answer asks for; at least an hour where a proxy answers instead of Discord."""
    said = error.response.headers.get("Retry-After", "")
    asked = float(said) if said.replace(".", "", 1).isdigit() else 0.0
    return asked if error.response.headers.get("Via") and asked else max(asked, LONG)


def describe_error(error: BaseException) -> dict[str, object]:
    """Describe an error for the log: its type and numbers, never its words."""
    if isinstance(error, discord.HTTPException):
        return {"status": error.status, "code": error.code}
    return {"error": type(error).__name__}
