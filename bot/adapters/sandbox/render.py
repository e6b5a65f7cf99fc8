"""A message as plain lines, as a JSON object, and with colours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from rich import box
from rich.console import Group
from rich.panel import Panel
from rich.style import Style
from rich.text import Text as Styled

from bot.adapters.sandbox.lines import write_instant
from bot.adapters.sandbox.room import MessageKind, SandboxMessage
from bot.chat.call import say
from bot.chat.heads import split_head
from bot.chat.keeping import short_line
from bot.chat.limits import ELLIPSIS
from bot.chat.markup import Span, Text
from bot.chat.reply import Button, Document, Field, Link, Reply, Tone
from bot.chat.words.lists import list_words
from bot.identity import Platform
from bot.texts import SOURCE

_JOINERS = "\u200c\u200d"  # hold emoji and Persian words together, and harm nothing
_UNTYPED = re.compile(
    r"#\d|\b(?:sandbox|discord|telegram):\d"
)  # only buttons say these: ids of ticks, a person's account
_COLOURS = {Tone.PLAIN: "cyan", Tone.GOOD: "green", Tone.PROBLEM: "red", Tone.CELEBRATION: "magenta"}


def visible(text: str) -> str:
    r"""Write control and direction-changing characters as `\u{1b}`, so that none reaches the terminal."""
    return "".join(f"\\u{{{ord(char):x}}}" if _is_unsafe(char) else char for char in text)


def _is_unsafe(char: str) -> bool:
    return char not in _JOINERS and char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def one_line(text: str) -> str:
    """Write a name or label as `visible` does, and keep it on its line."""
    return visible(text).replace("\n", r"\u{a}")


def flat(text: Text) -> str:
    """Spans as characters: people as @Name, links as label <address>."""
    return "".join(_flat_span(span) for span in text.spans)


def _flat_span(span: Span) -> str:
    text = f"@{span.text}" if span.mention else span.text
    return visible(f"{text} <{span.url}>" if span.url and span.url != span.text else text)


def pinged(message: SandboxMessage) -> tuple[str, ...]:
    """The names that a message pings, each once."""
    texts = (message.reply.title, message.reply.text, *(field.value for field in message.reply.fields))
    names = (span.mention.name for text in texts for span in text.spans if span.mention and span.ping)
    return tuple(dict.fromkeys(names))


def heading(message: SandboxMessage) -> str:
    """The heading of a message: instant, kind, its only reader or opened room, and pinged names."""
    parts = [write_instant(message.at), say(SOURCE, f"sandbox.heading.{message.kind}").plain]
    place = message.place
    opened = place.platform != Platform.SANDBOX
    if message.to and opened:
        parts.append(
            say(SOURCE, "sandbox.heading.alone_on", name=message.to, platform=place.platform.capitalize()).plain
        )
    elif message.to:
        parts.append(say(SOURCE, "sandbox.heading.alone", name=message.to).plain)
    elif opened:
        parts.append(say(SOURCE, "sandbox.heading.room", title=place.title).plain)
    if names := pinged(message):
        parts.append(say(SOURCE, "sandbox.heading.pings", names=list_words(names, SOURCE)).plain)
    return one_line(" ".join(parts))


def as_lines(message: SandboxMessage) -> Iterator[str]:
    """A message in the text format: a heading after `  @ `, then what it says after `  | `."""
    yield f"  @ {heading(message)}"
    for line in _body(message):
        yield f"  | {line}".rstrip() if line.strip() else "  |"


def _body(message: SandboxMessage) -> Iterator[str]:
    reply = message.reply
    if reply.title:
        yield from f"# {flat(reply.title)}".split("\n")
    if reply.text:
        yield from flat(reply.text).split("\n")
    for field in reply.fields:
        yield from _field(field)
    if reply.image:
        yield one_line(say(SOURCE, "sandbox.picture", name=reply.image.name, alt=reply.image.alt).plain)
    if reply.document:
        yield _file(reply.document)
    numbers = count(1)
    for row in reply.buttons:
        yield "   ".join(_button(next(numbers), button) for button in row)


def _file(document: Document) -> str:
    return one_line(say(SOURCE, "sandbox.document", name=document.name).plain)


def _field(field: Field) -> Iterator[str]:
    lines = flat(field.value).split("\n")
    yield f"{flat(field.name)}: {lines[0]}" if len(lines) == 1 else f"{flat(field.name)}:"
    yield from (f"  {line}" for line in lines if len(lines) > 1)


def _button(number: int, button: Button | Link) -> str:
    shown = f"[{number}] {button.label}"
    if isinstance(button, Button) and _UNTYPED.search(button.line):
        return one_line(shown)
    does = _typed(button) if isinstance(button, Button) else f"<{button.url}>"
    return one_line(f"{shown} = {does}")


def _typed(button: Button) -> str:
    """The line that a button types. Of a kept line only the short one is known here."""
    short = short_line(split_head(button.carried)[1])
    return f"/{short}" if short == button.line else f"/{short} {ELLIPSIS}"


def as_json(message: SandboxMessage) -> dict[str, object]:
    """A message in the JSON format. `to` is a person's name, `room`, or empty for a note of the sandbox."""
    reply = message.reply
    return {
        "at": write_instant(message.at),
        "kind": message.kind.value,
        "to": visible(message.to) or ("" if message.kind is MessageKind.NOTE else "room"),
        "private": bool(message.to),
        "title": flat(reply.title),
        "text": flat(reply.text),
        "fields": [{"name": flat(field.name), "value": flat(field.value)} for field in reply.fields],
        "buttons": [_json_button(button) for button in message.buttons()],
        "image": {"name": visible(reply.image.name), "alt": visible(reply.image.alt)} if reply.image else None,
        "document": {"name": reply.document.name, "bytes": len(reply.document.content)} if reply.document else None,
        "pings": [visible(name) for name in pinged(message)],
    }


def _json_button(button: Button | Link) -> dict[str, str]:
    key, does = ("line", button.line) if isinstance(button, Button) else ("url", button.url)
    return {"label": visible(button.label), key: visible(does)}


def as_panel(message: SandboxMessage) -> Panel | Styled:
    """A message for a colour terminal; a note of the sandbox is dim and has no frame."""
    if message.kind is MessageKind.NOTE:
        return Styled(flat(message.reply.text), style="dim")
    colour = _COLOURS[message.reply.tone]
    return Panel(
        Group(*_parts(message)),
        title=Styled(heading(message), style="dim"),
        title_align="left",
        border_style="dim" if message.to else colour,
        box=box.ROUNDED,
    )


def _parts(message: SandboxMessage) -> Iterator[Styled]:
    reply = message.reply
    if reply.title:
        yield styled(reply.title, "bold")
    if reply.text:
        yield styled(reply.text)
    for field in reply.fields:
        yield styled(field.name, "bold")
        yield styled(field.value)
    if reply.image:
        picture = say(SOURCE, "sandbox.picture", name=reply.image.name, alt=reply.image.alt)
        yield Styled(one_line(picture.plain), style="italic")
    if reply.document:
        yield Styled(_file(reply.document), style="italic")
    yield from _rows(reply)


def _rows(reply: Reply) -> Iterator[Styled]:
    numbers = count(1)
    for row in reply.buttons:
        labels = [(f"[{next(numbers)}] ", one_line(button.label), _address(button)) for button in row]
        yield Styled("   ").join(
            Styled.assemble((number, "dim"), (label, "bold cyan"), address) for number, label, address in labels
        )


def _address(button: Button | Link) -> str:
    return one_line(f" <{button.url}>") if isinstance(button, Link) else ""


def styled(text: Text, base: str = "") -> Styled:
    """Spans with their styles, for rich."""
    whole = Styled(style=base)
    for span in text.spans:
        colour = "green" if span.code else "yellow" if span.mention else None
        whole.append(_flat_span(span), Style(bold=span.bold or None, italic=span.italic or None, color=colour))
    return whole
