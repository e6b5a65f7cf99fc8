"""Send a reply as a message, new or changed. Raises TelegramError, which `answers` and `client` translate."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.adapters.telegram import errors
from bot.adapters.telegram.extras import own_address
from bot.adapters.telegram.files import sending_of
from bot.adapters.telegram.pacing import Turns
from bot.adapters.telegram.render import Rendered, render_telegram
from bot.adapters.telegram.transport import Transport
from bot.chat.files import KeptFile
from bot.chat.own_links import spell_out
from bot.chat.reply import Document, Image, Reply
from bot.identity import Place
from bot.pacing.pace import Rank

log = structlog.get_logger()

NO_PREVIEW = {"is_disabled": True}
FORCE_REPLY = {"force_reply": True, "selective": True}
PICTURES = 256  # pictures whose ids we remember, so that they are uploaded once


class Sender:
    """Writes and changes messages, each in its turn: answers before posts. `calls` is the transport of `bot`."""

    def __init__(self, bot: Bot, calls: Transport, turns: Turns) -> None:
        self._bot = bot
        self._calls = calls
        self._turns = turns
        self._pictures: OrderedDict[str, str] = OrderedDict()

    async def post(
        self, place: Place, reply: Reply, *, to: int | None = None, quiet: bool = False, rank: Rank = Rank.REPLY
    ) -> int:
        """Write a message and return its id. `to` is the message answered, `quiet` makes no sound.

        If its file or picture is refused, the words stand alone.
        """
        reply = self._spell_out(reply)
        try:
            return await self._turns.take(place.chat_id, rank, lambda: self._post(place, reply, to, quiet))
        except TelegramError as error:
            words = reply.in_words()
            if words is None or not errors.refuses_files(error):
                raise
            log.info("file.refused", place=place.key, reason=errors.telegram_send_error(error).reason)
        return await self._turns.take(place.chat_id, rank, lambda: self._post(place, words, to, quiet))

    async def _post(self, place: Place, reply: Reply, to: int | None, quiet: bool) -> int:
        rendered = render_telegram(reply)
        if rendered.file is not None:
            return await self._post_file(place, rendered, rendered.file, to, quiet)
        if rendered.document is not None:
            return await self._post_document(place, rendered, rendered.document, to, quiet)
        if rendered.image is not None:
            return await self._post_picture(place, rendered, rendered.image, to, quiet)
        return await self._post_text(place, rendered, to, quiet)

    async def post_chosen(self, place: Place, choose: Callable[[], tuple[Reply, int | None]]) -> int:
        """Write a message of words that is chosen when its turn has come. Returns its id."""

        async def write() -> int:
            reply, to = choose()
            return await self._post_text(place, render_telegram(self._spell_out(reply)), to, quiet=False)

        return await self._turns.take(place.chat_id, Rank.REPLY, write)

    def now(self) -> float:
        """Seconds on the clock by which messages have their turns."""
        return self._turns.now()

    async def change(
        self, chat_id: int, message_id: int, reply: Reply, *, pictured: bool, rank: Rank = Rank.REPLY
    ) -> None:
        """Put a reply in place of a message of ours. A message that already says the same stays.

        If its picture is refused, the words stand alone.
        """
        rendered = render_telegram(self._spell_out(reply))
        try:
            await self._turns.take(chat_id, rank, lambda: self._change(chat_id, message_id, rendered, pictured))
        except TelegramError as error:
            if errors.says(error, errors.NOT_TEXT) and not pictured:
                await self.change(chat_id, message_id, reply, pictured=True, rank=rank)
            elif rendered.image is not None and errors.refuses_files(error):
                await self.change(chat_id, message_id, replace(reply, image=None), pictured=pictured, rank=rank)
            elif not errors.says(error, errors.SAME):
                raise

    async def react(self, place: Place, message_id: int, sign: str) -> None:
        """Put a sign on a message. It takes the place of an earlier one."""
        await self._bot.set_message_reaction(place.chat_id, message_id, ReactionTypeEmoji(sign))

    def _spell_out(self, reply: Reply) -> Reply:
        return spell_out(reply, lambda link: own_address(self._bot.username, link))

    async def _post_text(self, place: Place, rendered: Rendered, to: int | None, quiet: bool) -> int:
        sent = await self._ask(
            "sendMessage",
            chat_id=place.chat_id,
            text=rendered.html,
            parse_mode=ParseMode.HTML,
            reply_markup=rendered.keyboard or (FORCE_REPLY if rendered.asks else None),
            message_thread_id=place.thread_id,
            link_preview_options=NO_PREVIEW,
            **_manner(to, quiet),
        )
        return int(sent["message_id"])

    async def _post_file(self, place: Place, rendered: Rendered, file: KeptFile, to: int | None, quiet: bool) -> int:
        """Send a file again, by the id that Telegram knows it by."""
        method, named = sending_of(file)
        words = {"caption": rendered.html, "parse_mode": ParseMode.HTML, "reply_markup": rendered.keyboard}
        where = {"chat_id": place.chat_id, "message_thread_id": place.thread_id, **_manner(to, quiet)}
        sent = await self._ask(method, **where, **words, **named)
        return int(sent["message_id"])

    async def _post_picture(self, place: Place, rendered: Rendered, image: Image, to: int | None, quiet: bool) -> int:
        sent = await self._bot.send_photo(
            place.chat_id,
            self._picture(image),
            caption=rendered.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(rendered),
            message_thread_id=place.thread_id,
            reply_parameters=ReplyParameters(to, allow_sending_without_reply=True) if to else None,
            disable_notification=quiet or None,
            filename=image.name,
        )
        self._remember(image, sent)
        return sent.message_id

    async def _post_document(
        self, place: Place, rendered: Rendered, document: Document, to: int | None, quiet: bool
    ) -> int:
        sent = await self._bot.send_document(
            place.chat_id,
            document.content,
            caption=rendered.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(rendered),
            message_thread_id=place.thread_id,
            reply_parameters=ReplyParameters(to, allow_sending_without_reply=True) if to else None,
            disable_notification=quiet or None,
            filename=document.name,
        )
        return sent.message_id

    async def _change(self, chat_id: int, message_id: int, rendered: Rendered, pictured: bool) -> None:
        if rendered.image is not None:
            media = InputMediaPhoto(self._picture(rendered.image), caption=rendered.html, parse_mode=ParseMode.HTML)
            await self._bot.edit_message_media(media, chat_id, message_id, reply_markup=_markup(rendered))
        elif pictured:
            await self._bot.edit_message_caption(
                chat_id, message_id, caption=rendered.html, parse_mode=ParseMode.HTML, reply_markup=_markup(rendered)
            )
        else:
            await self._ask(
                "editMessageText",
                text=rendered.html,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=rendered.keyboard,
                link_preview_options=NO_PREVIEW,
            )

    async def _ask(self, method: str, **parameters: object) -> Any:  # noqa: ANN401  JSON
        """Make a request whose parameters are JSON; None stands for one that is not given."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return await self._calls.ask(f"{self._bot.base_url}/{method}", given)

    def _picture(self, image: Image) -> str | bytes:
        """The id under which Telegram has this picture already, or its bytes."""
        return self._pictures.get(_digest(image), image.png)

    def _remember(self, image: Image, sent: Message) -> None:
        if sent.photo:
            self._pictures[_digest(image)] = sent.photo[-1].file_id
            if len(self._pictures) > PICTURES:
                self._pictures.popitem(last=False)


def _digest(image: Image) -> str:
    return hashlib.sha256(image.png).hexdigest()


def _manner(to: int | None, quiet: bool) -> dict[str, Any]:
    """Return the parameters of a message's manner: the message that it answers, and whether it makes no sound."""
    answered = {"message_id": to, "allow_sending_without_reply": True} if to else None
    return {"reply_parameters": answered, "disable_notification": quiet or None}


def _markup(rendered: Rendered) -> InlineKeyboardMarkup | None:
    """The buttons as the library takes them."""
    return InlineKeyboardMarkup.de_json(rendered.keyboard) if rendered.keyboard else None
