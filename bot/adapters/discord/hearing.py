"""Events of Discord's that the library cannot read are passed over, and the connection lives on.

discord.py lets such an event end the client, and its next session may meet the same event again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from discord.gateway import DiscordWebSocket
from discord.state import AutoShardedConnectionState, ConnectionState

from bot import metrics
from bot.adapters.discord.errors import Disconnected
from bot.identity import Platform

log = structlog.get_logger()

PARSER = "parse_"
OPENING = ("ready", "resumed")
"""Events without which a session cannot go on: the adapter connects anew."""
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""Errors of reading. All others are the connection's, or mean that it is to be made anew."""


def pass_over_unreadable() -> None:
    """Let discord.py pass over what it cannot read, for the whole process. A second call changes nothing."""
    for state in (ConnectionState, AutoShardedConnectionState):
        for name, parse in list(vars(state).items()):
            if name.startswith(PARSER):
                setattr(state, name, _careful(parse, name.removeprefix(PARSER)))
    receive = DiscordWebSocket.received_message
    if not hasattr(receive, "__wrapped__"):
        DiscordWebSocket.received_message = _careful_frame(receive)  # type: ignore[method-assign]


def say_in_one_line() -> None:
    """Let discord.py tell of each try to connect again in one line, without a trace."""
    logging.getLogger("discord.client").addFilter(_drop_trace)


def _drop_trace(record: logging.LogRecord) -> bool:
    if record.exc_info and "reconnect" in str(record.msg):
        record.msg = f"{record.msg} ({getattr(record.exc_info[0], '__name__', '')})"
        record.exc_info = record.exc_text = None
    return True


def _careful(parse: Callable[..., Any], event: str) -> Callable[..., Any]:
    if hasattr(parse, "__wrapped__"):
        return parse

    @wraps(parse)
    def read(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  the library's
        try:
            return parse(*args, **kwargs)
        except Exception as error:  # whatever it stumbles over
            if event in OPENING:
                raise Disconnected(event) from error
            _note(event, error)

    return read


def _careful_frame(receive: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(receive)
    async def hear(socket: DiscordWebSocket, words: object, /) -> None:
        try:
            await receive(socket, words)
        except UNREADABLE as error:
            if socket.session_id is None:
                raise  # the session never began
            _note("frame", error)

    return hear


def _note(event: str, error: Exception) -> None:
    metrics.UNREAD.labels(Platform.DISCORD).inc()
    log.warning("discord.unreadable_event", event_name=event, error=type(error).__name__)
