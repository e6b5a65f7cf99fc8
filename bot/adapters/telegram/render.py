"""Reply -> HTML and an inline keyboard.

Texts are shortened as spans, before any tag is put around them. So no limit can cut a tag or an entity in half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from telegram.constants import CallbackQueryLimit, KeyboardButtonStyle, MessageLimit

from bot.chat import limits
from bot.chat.files import KeptFile
from bot.chat.markup import Span, Text, join_texts, plain
from bot.chat.reply import Button, ButtonStyle, Document, Field, Image, Link, Reply
from bot.identity import Platform

Keyboard = dict[str, list[list[dict[str, str]]]]
"""Telegram's `InlineKeyboardMarkup` as it is sent."""
STYLES = {
    ButtonStyle.PRIMARY: KeyboardButtonStyle.PRIMARY,
    ButtonStyle.SUCCESS: KeyboardButtonStyle.SUCCESS,
    ButtonStyle.DANGER: KeyboardButtonStyle.DANGER,
}
TOAST = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
_NAME_SIGN = re.compile(r"(?<!\w)@(?=\w)")
_WORD_JOINER = "\u2060"  # invisible; after it Telegram makes no mention of a name, and pings no account


@dataclass(frozen=True, slots=True)
class Rendered:
    """Parts of a Telegram message. `html` fits a caption where there is an image or a file."""

    html: str
    keyboard: Keyboard | None
    image: Image | None
    asks: bool = False
    file: KeptFile | None = None
    document: Document | None = None


def render_telegram(reply: Reply) -> Rendered:
    """Render a whole reply as one message."""
    file = reply.file if reply.file and reply.file.platform == Platform.TELEGRAM else None
    captioned = reply.image or file or reply.document
    longest = MessageLimit.CAPTION_LENGTH if captioned else MessageLimit.MAX_TEXT_LENGTH
    html = as_html(cut_message(whole(reply), longest))
    return Rendered(html, keyboard(reply), reply.image, reply.asks, file, reply.document)


def whole(reply: Reply) -> Text:
    """Title, text and fields as one text."""
    return join_texts((_bold(reply.title), reply.text, *_fields(reply.fields)), "\n\n")


def toast(reply: Reply) -> str:
    """The reply as bare characters, shortened to the length of a toast."""
    return limits.shorten(legible(whole(reply).plain), TOAST)


def fits_a_toast(reply: Reply) -> bool:
    """Whether a toast shows all of it. A question that waits for words needs a message: a toast is gone in seconds."""
    bare = not (reply.buttons or reply.image or reply.file or reply.document or reply.asks)
    return bare and limits.units(whole(reply).plain) <= TOAST


def fits_a_message(reply: Reply) -> bool:
    """Whether a message without a picture shows all of it."""
    return limits.units(whole(reply).plain) <= MessageLimit.MAX_TEXT_LENGTH


def fits_a_caption(reply: Reply) -> bool:
    """Whether all of it can stand under a picture."""
    return limits.units(whole(reply).plain) <= MessageLimit.CAPTION_LENGTH


def _bold(text: Text) -> Text:
    return Text(tuple(span._replace(bold=True) for span in text.spans))


def _fields(fields: tuple[Field, ...]) -> Iterable[Text]:
    """Inline fields share a paragraph, a line each; every other field is a paragraph."""
    lines = [_bold(field.name) + plain(": ") + field.value for field in fields if field.inline]
    paragraphs = [_bold(field.name) + plain("\n") + field.value for field in fields if not field.inline]
    return [join_texts(lines), *paragraphs] if lines else paragraphs


def cut_message(text: Text, limit: int) -> Text:
    """Shorten a text to at most `limit` UTF-16 units.

    A shortened text ends in an ellipsis. A text without visible characters becomes one.
    """
    left = limit
    kept: list[Span] = []
    for span in (_harmless(span) for span in text.spans):
        size = limits.units(span.text)
        if size > left:
            return Text((*kept, span._replace(text=limits.shorten(span.text, left)))) if left > 0 else _closed(kept)
        kept.append(span)
        left -= size
    return Text(tuple(kept)) if any(span.text.strip() for span in kept) else plain(limits.ELLIPSIS)


def _closed(kept: list[Span]) -> Text:
    last = kept[-1]
    shorter = limits.shorten(last.text + limits.ELLIPSIS, limits.units(last.text))
    return Text((*kept[:-1], last._replace(text=shorter)))


def _harmless(span: Span) -> Span:
    """Make a span legible, and let its names ping no account. In code Telegram looks for no names."""
    text = legible(span.text)
    if "@" in text and not span.code:
        text = _NAME_SIGN.sub("@" + _WORD_JOINER, text)
    return span if text == span.text else span._replace(text=text)


def legible(text: str) -> str:
    """Remove NUL and halves of characters, which no message can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:  # two halves beside each other are a whole one
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text.replace("\x00", "")


def as_html(text: Text) -> str:
    """Write spans as Telegram's HTML, with every character escaped."""
    return "".join(_tagged(span) for span in text.spans if span.text)


def _tagged(span: Span) -> str:
    html = escape(span.text)
    if span.code:
        return f"<code>{html}</code>"  # holds no other tag
    if span.italic:
        html = f"<i>{html}</i>"
    if span.bold:
        html = f"<b>{html}</b>"
    address = _address(span)
    return f'<a href="{escape(address)}">{html}</a>' if address else html


def _address(span: Span) -> str:
    """The address of a link, or of an account that is pinged, or was: a change of a message pings nobody.

    The account is named by its number, because a user name may belong to another account by now.
    """
    if span.mention and (span.ping or span.pinged) and span.mention.platform == Platform.TELEGRAM:
        return f"tg://user?id={span.mention.user_id}"
    return span.url


def keyboard(reply: Reply) -> Keyboard | None:
    """Rows of buttons: a tap sends the button's line back."""
    if not reply.buttons:
        return None
    return {"inline_keyboard": [[_button(one) for one in row] for row in reply.buttons]}


def _button(button: Button | Link) -> dict[str, str]:
    shown = {"text": legible(button.label)}
    if isinstance(button, Link):
        return {**shown, "url": button.url}
    style = STYLES.get(button.style)
    return {**shown, "callback_data": button.carried, **({"style": style.value} if style else {})}
