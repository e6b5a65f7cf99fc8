"""A `Reply` -> an embed, buttons and a file for Discord."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

import discord

from bot.adapters.discord.components import make_view
from bot.adapters.discord.markdown import NOTHING, UNKNOWN, Commands, write, write_bare
from bot.chat import limits
from bot.chat.markup import Span, Text, join_texts, plain
from bot.chat.reply import Field, Image, Reply, Tone
from bot.identity import Platform

DESCRIPTION = 4096
EMBED = 6000  # title, description and fields together
ALT = 1024
PINGS = 50
COLOURS = {
    Tone.PLAIN: None,
    Tone.GOOD: discord.Colour(0x2ECC71),
    Tone.PROBLEM: discord.Colour(0xE74C3C),
    Tone.CELEBRATION: discord.Colour(0xF1C40F),
}


@dataclass(frozen=True, slots=True)
class DiscordMessage:
    """A message as Discord is sent it. Files are read once, so render anew for a second attempt."""

    content: str
    embed: discord.Embed
    view: discord.ui.View
    files: list[discord.File]
    mentions: discord.AllowedMentions


def render_discord(reply: Reply, commands: Commands = UNKNOWN) -> DiscordMessage:
    """Render a whole reply, shortened to Discord's limits. Only its `ping` mentions can ping.

    They stand over the embed, since an embed pings none, and so do those of a change that `pinged` when it was new.
    `commands` are those that a reader can tap in a text.
    """
    image = reply.image if reply.image and len(reply.image.png) <= limits.DOCUMENT_BYTES else None
    left_out = reply.image.alt if reply.image and not image else ""
    called = [span for span in _spans(reply) if span.ping or span.pinged]
    pinging = [span for span in called if span.ping]
    files = [_file(image)] if image else []
    embed = _embed(reply, join_texts([reply.text, plain(left_out)], "\n\n"), commands)
    if files:
        embed.set_image(url=files[0].uri)
    if reply.document:
        files.append(discord.File(BytesIO(reply.document.content), filename=reply.document.name))
    return DiscordMessage(
        content=" ".join([f"<@{one}>" for one in _people(called)] + [f"<@&{one}>" for one in _roles(called)]),
        embed=embed,
        view=make_view(reply),
        files=files,
        mentions=discord.AllowedMentions(
            everyone=False,
            replied_user=False,
            users=[discord.Object(one) for one in _people(pinging)],
            roles=[discord.Object(one) for one in _roles(pinging)] or False,
        ),
    )


def _people(spans: Iterable[Span]) -> list[int]:
    """The people of Discord whom spans mention, each once."""
    found = (span.mention.user_id for span in spans if span.mention and span.mention.platform == Platform.DISCORD)
    return list(dict.fromkeys(found))[:PINGS]


def _roles(spans: Iterable[Span]) -> list[int]:
    return list(dict.fromkeys(span.role for span in spans if span.role))[:PINGS]


def _spans(reply: Reply) -> Iterator[Span]:
    texts = (reply.title, reply.text, *(part for field in reply.fields for part in (field.name, field.value)))
    return (span for text in texts for span in text.spans)


def _embed(reply: Reply, text: Text, commands: Commands) -> discord.Embed:
    embed = discord.Embed(colour=COLOURS[reply.tone])
    if reply.title:
        embed.title = write_bare(reply.title, limits.TITLE)
    for field in reply.fields:
        _add_field(embed, field, commands)
    if text:
        embed.description = _shown(write(text, min(DESCRIPTION, EMBED - _size(embed)), commands))
    return embed


def _add_field(embed: discord.Embed, field: Field, commands: Commands) -> None:
    """Add a field while there is room; the last thousand characters are kept for the text."""
    name = write_bare(field.name, limits.FIELD_NAME)
    value = write(field.value, limits.FIELD_VALUE, commands)
    if _size(embed) + limits.units(name) + limits.units(value) <= EMBED - 1000:
        embed.add_field(name=_shown(name), value=_shown(value), inline=field.inline)


def _shown(text: str) -> str:
    return text if text.strip() else NOTHING  # Discord refuses an empty field


def _size(embed: discord.Embed) -> int:
    parts = [embed.title or "", embed.description or ""]
    parts += [part or "" for field in embed.fields for part in (field.name, field.value)]
    return sum(map(limits.units, parts))


def _file(image: Image) -> discord.File:
    return discord.File(BytesIO(image.png), filename=image.name, description=limits.shorten(image.alt, ALT) or None)
