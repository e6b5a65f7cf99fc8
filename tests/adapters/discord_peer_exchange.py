"""Interactions: what the client is asked, and what Discord lets it answer."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.adapters import discord_peer_rules as rules
from tests.adapters.discord_peer_state import (
    EPHEMERAL,
    IN_THREADS,
    START_THREADS,
    USUAL,
    Channel,
    Json,
    Message,
    Person,
    new_id,
)

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
SEND, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {SEND, DEFER, MODAL},
    COMPONENT: {SEND, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    SUBMIT: {SEND, DEFER, DEFER_UPDATE, UPDATE},
}


class Refusal(Exception):
    """Discord's no: a status, a code and words."""

    def __init__(self, status: int, code: int, message: str = "", body: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = body or {"message": message or f"code {code}", "code": code}


@dataclass
class Exchange:
    """One interaction and everything that was answered to it."""

    kind: int
    user: Person
    channel: Channel
    source: Message | None = None
    id: int = field(default_factory=new_id)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    void: bool = False
    """Three seconds have passed without a first answer."""
    expired: bool = False
    """Fifteen minutes have passed."""
    acknowledged: int = 0
    hidden: bool = False
    original: Message | None = None
    original_deleted: bool = False
    follow_ups: list[Message] = field(default_factory=list)
    choices: list[Json] | None = None
    modal: Json | None = None
    settled: bool = False

    @property
    def thinking(self) -> bool:
        """Whether "is thinking" is all that people see."""
        return self.acknowledged == DEFER and self.original is None and not self.original_deleted

    @property
    def shown(self) -> Message:
        """What was answered last."""
        found = self.follow_ups[-1] if self.follow_ups else self.original
        if found is None:
            raise AssertionError("nothing was answered")
        return found

    def call_back(self, body: Json, files: Mapping[str, bytes]) -> Json:
        """The first answer. Raises Refusal for a second one, and for one too late."""
        if self.void or self.expired:
            raise Refusal(404, 10062, "Unknown interaction")
        if self.acknowledged:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        kind = body["type"]
        if kind not in ALLOWED[self.kind]:
            raise Refusal(400, 50035, "Invalid Form Body")
        data = body.get("data") or {}
        self._check(kind, data)
        self.acknowledged = kind
        self.hidden = bool(data.get("flags", 0) & EPHEMERAL)
        if kind == SEND:
            self.original = self._new(data, files, hidden=self.hidden)
        elif kind == UPDATE and self.source:
            self.original = self.source
            self.source.fill(data, files, fresh=False)
        elif kind == CHOICES:
            self.choices = data["choices"]
        elif kind == MODAL:
            self.modal = data
        self.settled = kind not in {DEFER, DEFER_UPDATE}
        return self._receipt()

    def follow_up(self, body: Json, files: Mapping[str, bytes]) -> Message:
        """A message after the first answer. While "is thinking" stands it takes that place, and its visibility."""
        self._check_open()
        self._check(SEND, body)
        if self.thinking:
            made = self.original = self._new(body, files, hidden=self.hidden)
        else:
            made = self._new(body, files, hidden=bool(body.get("flags", 0) & EPHEMERAL))
            self.follow_ups.append(made)
        self.settled = True
        return made

    def read_original(self) -> Message:
        """The first answer, or the message with the button where that is to be changed."""
        self._check_open()
        found = self.source if self.acknowledged in {DEFER_UPDATE, UPDATE} else self.original
        if found is None:
            raise Refusal(404, 10008, "Unknown Message")
        return found

    def edit_original(self, body: Json, files: Mapping[str, bytes]) -> Message:
        """Change the first answer: for a tap, the message with the button."""
        self._check_open()
        for fault in rules.message_faults(body):
            raise Refusal(400, 50035, body=rules.form_error([fault]))
        if self.acknowledged in {DEFER_UPDATE, UPDATE}:
            if self.source is None:
                raise Refusal(404, 10008, "Unknown Message")
            target = self.original = self.source
            target.fill(body, files, fresh=False)
        elif self.thinking:
            target = self.original = self._new(body, files, hidden=self.hidden)
        elif self.original is None:
            raise Refusal(404, 10008, "Unknown Message")
        else:
            target = self.original
            target.fill(body, files, fresh=False)
        self.settled = True
        return target

    def delete_original(self) -> None:
        """Take the first answer away, or the "is thinking" that stands for it."""
        self._check_open()
        if self.original_deleted:
            raise Refusal(404, 10008, "Unknown Message")
        self.original, self.original_deleted = None, True

    def _check_open(self) -> None:
        if self.expired:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        if not self.acknowledged:
            raise Refusal(404, 10015, "Unknown Webhook")

    def _check(self, kind: int, data: Json) -> None:
        if kind == CHOICES:
            faults = list(rules.choice_faults(data.get("choices", [])))
        elif kind == MODAL:
            faults = list(rules.modal_faults(data))
        else:
            faults = list(rules.message_faults(data))
        if faults:
            raise Refusal(400, 50035, body=rules.form_error(faults))
        if kind == SEND and rules.is_empty(data):
            raise Refusal(400, 50006, "Cannot send an empty message")

    def _new(self, body: Json, files: Mapping[str, bytes], *, hidden: bool) -> Message:
        made = Message(self.channel.id, flags=EPHEMERAL if hidden else 0)
        made.fill(body, files, fresh=True)
        if not hidden:
            self.channel.messages.append(made)
        return made

    def _receipt(self) -> Json:
        receipt = {
            "id": str(self.id),
            "type": self.kind,
            "response_message_loading": self.thinking,
            "response_message_ephemeral": self.hidden,
            **({"response_message_id": str(self.original.id)} if self.original else {}),
        }
        return {"interaction": receipt}


async def read_body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """A request's JSON and its files by name."""
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return (json.loads(text) if text else {}), {}
    body: Any = {}
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            files[part.filename or ""] = bytes(await part.read())
    return body, files


def interaction_payload(exchange: Exchange, bot: Person, data: Json, *, guest: bool = False) -> Json:
    """The INTERACTION_CREATE that the client gets."""
    guild, user = exchange.channel.guild, exchange.user
    owners = {"1": str(user.id)} if guest else {"0": str(guild.id) if guild else "0"}
    payload: Json = {
        "id": str(exchange.id),
        "application_id": str(bot.id),
        "type": exchange.kind,
        "token": exchange.token,
        "version": 1,
        "data": data,
        "channel_id": str(exchange.channel.id),
        "channel": exchange.channel.payload(),
        "app_permissions": str((USUAL | START_THREADS | IN_THREADS) & ~exchange.channel.lacking),
        "locale": "en-GB",
        "entitlements": [],
        "authorizing_integration_owners": owners,
        "attachment_size_limit": 10 * 2**20,
        "context": 0 if guild else (2 if guest else 1),
    }
    if exchange.source:
        payload["message"] = exchange.source.payload(bot)
    if guild is None:
        return payload | {"user": user.payload()}
    payload |= {"guild_id": str(guild.id), "guild_locale": "en-GB", "member": user.member()}
    return payload if guest else payload | {"guild": {"id": str(guild.id), "locale": "en-GB", "features": []}}
