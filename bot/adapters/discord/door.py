"""The requests by which one interaction is answered, each made once.

discord.py repeats the requests of webhooks by itself, follow-ups too, which may come twice then. So its repeats are
switched off here: `delivering` knows which request may be repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord.http import MultipartParameters, Route, handle_message_parameters, json_or_text
from discord.webhook.async_ import (
    AsyncWebhookAdapter,
    interaction_message_response_params,
    interaction_response_params,
)

from bot.adapters.discord.markdown import UNKNOWN, Commands
from bot.adapters.discord.render import DiscordMessage, render_discord
from bot.chat.reply import Reply

MISSING = discord.utils.MISSING
SEND = discord.InteractionResponseType.channel_message.value
DEFER = discord.InteractionResponseType.deferred_channel_message.value
DEFER_UPDATE = discord.InteractionResponseType.deferred_message_update.value
UPDATE = discord.InteractionResponseType.message_update.value
MODAL = discord.InteractionResponseType.modal.value


class OneTry(AsyncWebhookAdapter):
    """The library's requests of webhooks, without its repeats and waits. A failure raises HTTPException."""

    async def request(
        self,
        route: Route,
        session: aiohttp.ClientSession,
        *,
        payload: dict[str, Any] | None = None,
        multipart: list[dict[str, Any]] | None = None,
        proxy: str | None = None,
        proxy_auth: aiohttp.BasicAuth | None = None,
        files: Sequence[discord.File] | None = None,
        reason: str | None = None,
        auth_token: str | None = None,
        params: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401  as the library has it
        """Make a request, once."""
        if session.closed:
            raise aiohttp.ClientConnectionError
        body: dict[str, Any] = {"data": _form(multipart)} if multipart else {}
        if payload is not None:
            body = {"json": payload}
        async with session.request(
            route.method, route.url, params=params, proxy=proxy, proxy_auth=proxy_auth, **body
        ) as response:
            answer = await json_or_text(response)
            if not response.ok:
                raise discord.HTTPException(response, answer)
            return answer


def _form(parts: list[dict[str, Any]]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for part in parts:
        form.add_field(**part)
    return form


_HTTP = OneTry()  # type: ignore[no-untyped-call]  # the library has no annotation there


class Door:
    """The way to one interaction. `hook` is its webhook, which has its token and lives for 15 minutes.

    `commands` are those that a reader can tap in a text.
    """

    def __init__(self, hook: discord.Webhook, interaction_id: int, commands: Commands = UNKNOWN) -> None:
        self._hook = hook
        self._commands = commands
        self.interaction_id = interaction_id

    async def defer(self, kind: int, *, private: bool) -> int:
        """Say that an answer will come: as a message of its own, or instead of the tapped one."""
        flags = {"flags": discord.MessageFlags(ephemeral=True).value} if private else None
        return await self._call_back(interaction_response_params(kind, flags))

    async def open(self, modal: discord.ui.Modal) -> int:
        """Open a window."""
        return await self._call_back(interaction_response_params(MODAL, modal.to_dict()))

    async def send(self, reply: Reply, *, private: bool) -> int:
        """Answer with a new message. Returns its id; 0 if Discord does not say."""
        flags = discord.MessageFlags(ephemeral=private)
        return await self._call_back(interaction_message_response_params(type=SEND, flags=flags, **self._new(reply)))

    async def update(self, reply: Reply) -> int:
        """Answer by changing the tapped message."""
        return await self._call_back(interaction_message_response_params(type=UPDATE, **self._changed(reply)))

    async def edit(self, reply: Reply) -> int:
        """Change the answer, or put one in the place of "thinking…". May be repeated."""
        with handle_message_parameters(**self._changed(reply)) as params:
            answer = await _HTTP.edit_original_interaction_response(self._hook.id, self._token, **self._carry(params))
        return int(answer["id"])

    async def find_private_answer(self) -> int:
        """Find the first answer, if the caller alone sees it. Returns its id; 0: it is the tapped message."""
        answer = await _HTTP.get_original_interaction_response(
            self._hook.id, self._token, session=self._hook.session, proxy=self._hook.proxy
        )
        return int(answer["id"]) if answer["flags"] & discord.MessageFlags.ephemeral.flag else 0

    async def delete(self) -> int:
        """Take the answer away, or the "thinking…" that stands for it. May be repeated."""
        await _HTTP.delete_original_interaction_response(
            self._hook.id, self._token, session=self._hook.session, proxy=self._hook.proxy
        )
        return 0

    async def follow_up(self, reply: Reply) -> int:
        """Send one more message, for the caller alone. A repeat may come twice."""
        flags = discord.MessageFlags(ephemeral=True)
        with handle_message_parameters(flags=flags, **self._new(reply)) as params:
            answer = await _HTTP.execute_webhook(self._hook.id, self._token, wait=True, **self._carry(params))
        return int(answer["id"]) if answer else 0

    def _new(self, reply: Reply) -> dict[str, Any]:
        """Render a reply as the library takes the parts of a new message."""
        message = render_discord(reply, self._commands)
        return {"content": message.content or MISSING, "files": message.files, **_shared(message)}

    def _changed(self, reply: Reply) -> dict[str, Any]:
        """Render a reply as the library takes the parts of a message that changes: what is not there goes."""
        message = render_discord(reply, self._commands)
        return {"content": message.content or None, "attachments": message.files, **_shared(message)}

    def _carry(self, params: MultipartParameters) -> dict[str, Any]:
        """Make the arguments that the library takes for a request of the webhook."""
        return {
            "session": self._hook.session,
            "proxy": self._hook.proxy,
            "payload": params.payload,
            "multipart": params.multipart,
            "files": params.files,
        }

    @property
    def _token(self) -> str:
        return self._hook.token or ""

    async def _call_back(self, params: MultipartParameters) -> int:
        with params:
            answer = await _HTTP.create_interaction_response(
                self.interaction_id, self._token, session=self._hook.session, proxy=self._hook.proxy, params=params
            )
        return _message_of(answer)


def _shared(message: DiscordMessage) -> dict[str, Any]:
    return {"embed": message.embed, "view": message.view, "allowed_mentions": message.mentions}


def _message_of(answer: Mapping[str, Any] | str | None) -> int:
    """The id of the message that a first answer made or changed."""
    receipt = answer.get("interaction", {}) if isinstance(answer, Mapping) else {}
    return int(receipt.get("response_message_id") or 0)
