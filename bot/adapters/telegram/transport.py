"""HTTP for python-telegram-bot over aiohttp. It is faster than the library's own.

It tells "never sent" from "sent, no answer". Addresses hold the bot's token, so no error of aiohttp leaves this
module. Our errors name only its kind.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.adapters.telegram.departures import Departures, answered_now

UNSURE = frozenset({502, 504, 520, 524})
"""A gateway's word that it lost the answer: the request may have been done."""
SERVER_TROUBLE = 500
REFUSED = 400
TOKEN_REFUSED = frozenset({401, 404})
TOO_LARGE = 413
TOO_MANY = 429
SENDS = frozenset(f"send{one}" for one in ("Message", "Photo", "Animation", "Video", "Document", "Audio", "Voice"))
"""The methods that make a message. To do any other twice is as good as once."""
IDLE = 25.0  # seconds a connection is kept: fewer than by the server, so that we never write to a closed connection


class NotSent(NetworkError):
    """The request never left, or came no further than a proxy before Telegram. It can be repeated."""


class NoAnswer(TimedOut):
    """The request left and nothing came back: it may have been done."""


class UnreadableAnswer(TelegramError):
    """An answer that is no JSON, or is nested too deep."""


class TooMany(TelegramError):
    """Telegram asks us to wait this many `seconds`. (The library's own RetryAfter warns whenever it is made.)"""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class ServerTrouble(NetworkError):
    """Telegram answered 5xx. `unsure`: the request may have been done all the same."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.unsure = status in UNSURE


class FileTooLarge(NetworkError):
    """A file is too large for Telegram, or for a server on the way. To repeat it is useless."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds, and how many connections at once."""

    connect: float = 10.0
    read: float = 20.0
    upload: float = 60.0
    connections: int = 32


class Transport(BaseRequest):
    """A pool of connections. Raises NotSent, NoAnswer and ServerTrouble beside the library's own errors."""

    def __init__(self, limits: Limits | None = None, proxy: str = "", departures: Departures | None = None) -> None:
        self._limits = limits or Limits()
        self._departures = departures or Departures()
        self._proxy = proxy or None
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._limits.read

    async def initialize(self) -> None:
        """Open the pool, if it is not open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._limits.connections, keepalive_timeout=IDLE),
                headers={"User-Agent": self.USER_AGENT},
                trace_configs=[_watch_what_leaves()],
            )

    async def shutdown(self) -> None:
        """Close the pool; it can be opened again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917  the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  the library's sentinel has no public type
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Make one request. Returns the status and the body. Raises the errors of this module."""
        timeout = self._timeout(request_data, read_timeout)
        status, body = await self._exchange(url, method, _content(request_data), timeout)
        if status == TOO_MANY:
            raise TooMany(_wait_asked(body))
        if status >= SERVER_TROUBLE:
            raise ServerTrouble(status)
        if status == TOO_LARGE and _has_files(request_data):
            raise FileTooLarge(f"status {status}")
        if status >= REFUSED and status not in TOKEN_REFUSED and not _is_telegrams(body):
            raise NotSent(f"status {status}")
        return status, body

    async def ask(self, url: str, parameters: Mapping[str, object]) -> Any:  # noqa: ANN401  JSON
        """Make a request with parameters that are ready for JSON, and return what Telegram answers, as it came.

        Raises as the library's own methods do. They would make objects of the parameters and of the answer, which cost
        as much as the request.
        """
        return await self.post(url, cast("RequestData", parameters))

    async def _exchange(
        self, url: str, method: str, content: Mapping[str, Any], within: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        session = self._session
        if session is None or session.closed:
            raise NotSent("not connected")
        updates = answered_now() if url.rpartition("/")[2] in SENDS else ()
        left = SimpleNamespace(anything=False, departs=partial(self._departures.note, updates))
        try:
            async with session.request(
                method,
                url,
                **content,
                timeout=within,
                proxy=self._proxy,
                allow_redirects=False,
                trace_request_ctx=left,
            ) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            kind = type(error).__name__
            if not left.anything:
                self._departures.take_back(updates)
            raise (NoAnswer(kind) if left.anything else NotSent(kind)) from None

        if status >= REFUSED and status not in UNSURE:
            self._departures.take_back(updates)
        return status, body

    def _timeout(self, request_data: RequestData | None, read: object) -> aiohttp.ClientTimeout:
        waits = float(read) if isinstance(read, (int, float)) else self._limits.read
        if _has_files(request_data):
            waits = max(waits, self._limits.upload)
        return _time_limits(self._limits.connect, waits)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read the JSON of an answer. Raises TelegramError.

        Unlike the library, it logs nothing of an unreadable answer.
        """
        with contextlib.suppress(ValueError, RecursionError):
            answer = json.loads(payload)
            if isinstance(answer, dict):
                return answer
        raise UnreadableAnswer("no JSON")


def _has_files(request_data: RequestData | Mapping[str, object] | None) -> bool:
    return isinstance(request_data, RequestData) and request_data.contains_files


def _is_telegrams(body: bytes) -> bool:
    """Whether an answer is Telegram's own, not that of a proxy on the way."""
    with contextlib.suppress(TelegramError):
        return "ok" in Transport.parse_json_payload(body)
    return False


def _wait_asked(body: bytes) -> float:
    try:
        return max(1.0, float(Transport.parse_json_payload(body)["parameters"]["retry_after"]))
    except (TelegramError, LookupError, TypeError, ValueError):
        return 1.0


@cache
def _time_limits(connect: float, waits: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=connect + waits, connect=connect)


def _content(request_data: RequestData | Mapping[str, object] | None) -> Mapping[str, Any]:
    """The content of a request: JSON of parameters that are ready for it, or a form of the library's."""
    if isinstance(request_data, RequestData):
        return {"data": _form(request_data)}
    return {} if request_data is None else {"json": request_data}


def _form(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=request_data.contains_files)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mimetype)
    return form


def _watch_what_leaves() -> aiohttp.TraceConfig:
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_note_departure)
    trace.on_request_chunk_sent.append(_note_answer)
    return trace


async def _note_departure(
    _session: aiohttp.ClientSession, context: SimpleNamespace, _sent: aiohttp.TraceRequestHeadersSentParams
) -> None:
    context.trace_request_ctx.anything = True


async def _note_answer(
    _session: aiohttp.ClientSession, context: SimpleNamespace, _sent: aiohttp.TraceRequestChunkSentParams
) -> None:
    context.trace_request_ctx.departs()  # the next step of aiohttp writes the bytes
