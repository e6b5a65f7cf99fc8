"""The pace of messages to Discord: its published limits ahead of time, and other limits from its answers.

Answers to interactions do not pass here. Discord counts them apart, by interaction, and not among the 50 a second.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp

from bot.pacing.lanes import Lane
from bot.pacing.pace import Window

PER_SECOND = 48.0  # of 50: a late message may arrive together with the next
CHANNEL = (Window(5, 5.0),)
WITHIN = 10.0
"""Seconds that a post waits for its turn, before the sender hears of it."""
OPENING = 0
"""Stands among the ids of channels for opening conversations, at the pace of posts in one channel. Discord names no
figure, but flags a bot that opens many quickly."""
WITHIN_OPENING = 1.0
"""The same for opening conversations: they are many, and must not delay other posts."""
BANNED = 3600.0  # a 429 that is not Discord's own is about our address: hours

_CHANNEL = re.compile(r"/channels/(\d+)/")
_CONVERSATIONS = "/users/@me/channels"


def make_discord_lane() -> Lane:
    """The lane of one bot."""
    return Lane(PER_SECOND, lambda _: CHANNEL)


def listen(lane: Lane) -> aiohttp.TraceConfig:
    """Let the lane hear the limits in each answer to discord.py.

    The library keeps 429s to itself.
    """

    async def hear(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        heed(lane, answer.url.path, answer.response)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(hear)
    return trace


def heed(lane: Lane, path: str, answer: aiohttp.ClientResponse) -> None:
    """Hold the channel, or everything, as long as an answer asks for.

    1. A 429 that is not Discord's own (without `Via`) holds everything, for an hour at least.
    2. A global 429 holds everything.
    3. Any other 429 holds its channel.
    4. Without a 429, an answer with no requests remaining holds its channel.
    """
    channel = _channel(path)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        if not answer.headers.get("Via"):
            lane.refuse(None, max(BANNED, _seconds(answer, "Retry-After")))
        elif "X-RateLimit-Global" in answer.headers:
            lane.refuse(None, _seconds(answer, "Retry-After"))
        elif channel is not None:
            lane.refuse(channel, _seconds(answer, "Retry-After"))
    elif channel is not None and answer.headers.get("X-RateLimit-Remaining") == "0":
        lane.hold(channel, _seconds(answer, "X-RateLimit-Reset-After"))


def _channel(path: str) -> int | None:
    """The channel of a request; `OPENING` if it opened a conversation; None for any other request."""
    if path.endswith(_CONVERSATIONS):
        return OPENING
    found = _CHANNEL.search(path)
    return int(found[1]) if found else None


def _seconds(answer: aiohttp.ClientResponse, header: str) -> float:
    try:
        return max(0.0, float(answer.headers.get(header, "")))
    except ValueError:
        return 1.0
