"""Set up logs. They hold ids, never names, texts or tokens."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

LOUD = ("httpx", "httpcore", "discord", "telegram", "apscheduler", "aiohttp.access", "aiosqlite", "sqlalchemy")
"""Libraries that speak at INFO of what they do; httpx would print the address that holds Telegram's token."""


def set_up_logs(level: str, form: Literal["text", "json"]) -> None:
    """Send our log and the libraries' to standard error. `level` is one of LOG_LEVEL's words."""
    shared = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            shorten_exception,
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def shorten_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and its place in the code.

    Its message may quote a learner's words, or a token.
    """
    exc_info = event.pop("exc_info", None)
    if exc_info:
        error = (
            exc_info if isinstance(exc_info, BaseException) else (exc_info is True and sys.exc_info()[1]) or exc_info[1]
        )
        event["exception"] = "\n".join(_lines(error)) if error else ""
    return event


def _lines(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        yield from (f"  {line}" for line in ("because of", *_lines(cause)))
