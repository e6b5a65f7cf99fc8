"""How fast Discord may be written to: its published limits ahead of time, and what its answers say of others.

Answers to interactions do not pass here: Discord counts them apart, by interaction, and not among the 50 a second.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp

from bot.pacing.lanes import Lane
from bot.pacing.pace import Window

PER_SECOND = 48.0  # of 50: what is a little late may come together with what is not
CHANNEL = (Window(5, 5.0),)
WITHIN = 10.0
"""Seconds that a post waits for its turn, before the sender hears of it."""
OPENING = 0
"""Stands, among the ids of channels, for opening conversations with people: no more of them at a time than posts in
one channel. Discord names no figure, but flags whoever opens many quickly."""
WITHIN_OPENING = 1.0
"""The same for these: they are many, and are not to keep others from being sent meanwhile."""
BANNED = 3600.0  # a 429 that is not Discord's own is about our address: hours

_CHANNEL = re.compile(r"/channels/(\d+)/")
_CONVERSATIONS = "/users/@me/channels"


def make_discord_lane() -> Lane:
    """The lane of one bot."""
    return Lane(PER_SECOND, lambda _: CHANNEL)


def listen(lane: Lane) -> aiohttp.TraceConfig:
    """For discord.py: let the lane hear what each answer says of limits. The library keeps 429s to itself."""

    async def hear(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        heed(lane, answer.url.path, answer.response)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(hear)
    return trace


def heed(lane: Lane, path: str, answer: aiohttp.ClientResponse) -> None:
    """Hold the channel, or everything, as long as the answer asks for."""
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
    """The channel that a request was about; `OPENING` where it asked for one."""
    if path.endswith(_CONVERSATIONS):
        return OPENING
    found = _CHANNEL.search(path)
    return int(found[1]) if found else None


def _seconds(answer: aiohttp.ClientResponse, header: str) -> float:
    try:
        return max(0.0, float(answer.headers.get(header, "")))
    except ValueError:
        return 1.0
