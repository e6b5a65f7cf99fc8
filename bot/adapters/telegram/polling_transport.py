"""The transport that asks for updates: an update that cannot be read holds up none of the others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from telegram import Bot, Update

from bot.adapters.telegram.transport import Limits, Transport, UnreadableAnswer

UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,18})')


class PollTransport(Transport):
    """The pool for getUpdates.

    - `careful`: an update that the library cannot read loses its content, not the batch.
    - `knows`: tells whether an update is known by its id. Telegram sends it again until it is confirmed, and then its
      content is not read again.
    """

    def __init__(self, limits: Limits | None = None, proxy: str = "") -> None:
        super().__init__(limits, proxy)
        self.careful = False
        self.knows: Callable[[int], bool] = _knows_none

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401  as in Transport
        """Make one request. Returns the status and the body.

        If `careful`, an unreadable update keeps only its id.
        """
        status, body = await super().do_request(*args, **kwargs)
        return status, _readable_part(body) if self.careful else body

    def parse_json_payload(self, payload: bytes) -> dict[str, Any]:  # type: ignore[override]  # it is called on `self`
        """Read the JSON of an answer. Updates that are known keep only their ids. Raises TelegramError."""
        answer = super().parse_json_payload(payload)
        result = answer.get("result")
        if isinstance(result, list):
            answer["result"] = [_emptied(update) if self.knows(update["update_id"]) else update for update in result]
        return answer


def as_update(update: dict[str, Any], bot: Bot | None) -> Update | None:
    """Read an update; None if the library cannot take it apart, so that it is not for us."""
    try:
        return Update.de_json(update, bot)
    except Exception:  # whatever it stumbles over
        return None


def _readable_part(body: bytes) -> bytes:
    """Empty the updates that cannot be read. Of an answer that is no JSON at all only the first id is left."""
    try:
        answer = Transport.parse_json_payload(body)
    except UnreadableAnswer:
        found = UPDATE_ID.search(body)
        if found is None:
            raise
        answer = {"ok": True, "result": [{"update_id": int(found[1])}]}
    result = answer.get("result")
    if isinstance(result, list):
        answer["result"] = [update if _is_readable(update) else _emptied(update) for update in result]
    return json.dumps(answer).encode()


def _is_readable(update: dict[str, Any]) -> bool:
    return as_update(update, None) is not None


def _emptied(update: dict[str, Any]) -> dict[str, Any]:
    return {"update_id": update["update_id"]}


def _knows_none(_update: int) -> bool:
    return False
