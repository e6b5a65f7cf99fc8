"""What the Discord peer knows: people, servers, channels, messages, and their payloads as Discord words them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.chat.heads import split_head

Json = dict[str, Any]

EPHEMERAL = 64
MANAGE_GUILD = 1 << 5
USUAL = (1 << 10) | (1 << 11) | (1 << 14) | (1 << 15)  # see, write, embed links, attach files
FAR_AHEAD = "2999-01-01T00:00:00+00:00"
IN_THREADS = 1 << 38
START_THREADS = 1 << 35
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

_ids = itertools.count(1_300_000_000_000_000_000, 1 << 22)


def new_id() -> int:
    """The next snowflake."""
    return next(_ids)


@dataclass(frozen=True)
class Person:
    """A Discord user. `admin` may manage the server."""

    name: str
    username: str = ""
    admin: bool = False
    muted: bool = False
    id: int = field(default_factory=new_id)

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.username or self.name.lower(),
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
        }

    def member(self, joined_at: datetime = LONG_AGO) -> Json:
        return {
            "user": self.payload(),
            "roles": [],
            "nick": None,
            "avatar": None,
            "joined_at": joined_at.isoformat(),
            "deaf": False,
            "mute": False,
            "flags": 0,
            "communication_disabled_until": FAR_AHEAD if self.muted else None,
            "permissions": str(USUAL | (MANAGE_GUILD if self.admin else 0)),
        }


@dataclass(frozen=True)
class Picked:
    """A role or a file, as a person picks it for an option. The address of a file is signed, for a while."""

    name: str
    kind: int
    id: int = field(default_factory=new_id)

    @property
    def url(self) -> str:
        return f"https://cdn.test/ephemeral-attachments/1/{self.id}/{self.name}?ex=69b0&is=69af&hm=0a1b"

    def payload(self) -> Json:
        known = {"id": str(self.id)}
        if self.kind == ROLE:
            return known | {"name": self.name, **_NEW_ROLE}
        return known | {"filename": self.name, "size": 1000, "url": self.url, "proxy_url": self.url}


ROLE, ATTACHMENT = 8, 11
_NEW_ROLE = {
    "color": 0,
    "hoist": False,
    "position": 1,
    "permissions": "0",
    "managed": False,
    "mentionable": False,
    "flags": 0,
}


@dataclass
class Message:
    """A message as it stands, with what a reader would see of it."""

    channel_id: int
    id: int = field(default_factory=new_id)
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    flags: int = 0
    nonce: str | None = None
    pinged: set[str] = field(default_factory=set)
    edits: int = 0

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def title(self) -> str:
        return str(self.embeds[0].get("title", "")) if self.embeds else ""

    @property
    def text(self) -> str:
        return str(self.embeds[0].get("description", "")) if self.embeds else ""

    @property
    def lines(self) -> dict[str, str]:
        """The labels of buttons and options, with the lines that they type or the addresses that they open."""
        typed = {label: split_head(carried.partition(":")[2])[1] for label, carried in self.buttons.items()}
        opened = {label: carried for label, carried in self.buttons.items() if carried.startswith("http")}
        return typed | opened | {label: split_head(value)[1] for label, (_, value) in self.choices.items()}

    @property
    def buttons(self) -> dict[str, str]:
        """Label -> custom id or address."""
        found = (one for row in self.components for one in row["components"] if one["type"] == 2)
        return {button["label"]: button.get("custom_id") or button["url"] for button in found}

    @property
    def choices(self) -> dict[str, tuple[str, str]]:
        """Label -> custom id and value of each option of a menu."""
        menus = (one for row in self.components for one in row["components"] if one["type"] == 3)
        return {option["label"]: (menu["custom_id"], option["value"]) for menu in menus for option in menu["options"]}

    def fill(self, body: Mapping[str, Any], files: Mapping[str, bytes], *, fresh: bool) -> None:
        """Take what a request says; in an edit, what it does not name stays."""
        self.content = body.get("content", self.content) or ""
        self.embeds = list(body.get("embeds", self.embeds) or [])
        self.components = list(body.get("components", self.components) or [])
        if "attachments" in body:
            self._attach(body["attachments"] or [], files)
        if fresh:
            self.pinged = pings(self.content, body.get("allowed_mentions"))
        else:
            self.edits += 1

    def _attach(self, wanted: list[Json], files: Mapping[str, bytes]) -> None:
        kept = {one["id"]: one for one in self.attachments}
        self.attachments = [kept.get(str(one["id"])) or self._attached(one, files) for one in wanted]
        self.files = {one["filename"]: files.get(one["filename"], b"") for one in self.attachments}

    def _attached(self, one: Json, files: Mapping[str, bytes]) -> Json:
        url = f"https://cdn.test/{self.channel_id}/{one['filename']}"
        size = len(files.get(one["filename"], b""))
        return {**one, "id": str(new_id()), "size": size, "url": url, "proxy_url": url}

    def payload(self, author: Person) -> Json:
        return {
            "id": str(self.id),
            "channel_id": str(self.channel_id),
            "type": 0,
            "author": {**author.payload(), "bot": True},
            "content": self.content,
            "embeds": self.embeds,
            "components": self.components,
            "attachments": self.attachments,
            "flags": self.flags,
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": False,
            "tts": False,
            "timestamp": LONG_AGO.isoformat(),
            "edited_timestamp": None,
            **({"nonce": self.nonce} if self.nonce else {}),
        }


def pings(content: str, allowed: Json | None) -> set[str]:
    """Whom a message reaches, by Discord's rules: everybody named, unless `allowed_mentions` says otherwise."""
    named, roles = set(re.findall(r"<@!?(\d+)>", content)), set(re.findall(r"<@(&\d+)>", content))
    loud = {word for word in ("@everyone", "@here") if word in content}
    if allowed is None:
        return named | roles | loud
    parse = set(allowed.get("parse", ()))
    users = named if "users" in parse else named & {str(user) for user in allowed.get("users", ())}
    if "roles" not in parse:
        roles &= {f"&{role}" for role in allowed.get("roles", ())}
    return users | roles | (loud if "everyone" in parse else set())


@dataclass
class Channel:
    """A channel, thread (`parent`) or direct conversation (no `guild`)."""

    name: str
    guild: Guild | None = None
    kind: int = 0
    parent: Channel | None = None
    id: int = field(default_factory=new_id)
    messages: list[Message] = field(default_factory=list)
    refuses: tuple[int, int] | None = None
    """Status and code with which posts are refused."""
    denied: int = 0
    """Permissions that everybody lacks here."""
    recipient: int = 0
    """In a direct conversation that the bot opened: with whom."""
    members: set[int] = field(default_factory=set)
    """People who were added to a thread."""

    @property
    def lacking(self) -> int:
        """Permissions that the bot lacks here; in a thread those of its channel too."""
        return self.denied | (self.parent.denied if self.parent else 0)

    def payload(self) -> Json:
        base: Json = {"id": str(self.id), "type": self.kind, "name": self.name, "last_message_id": None, "flags": 0}
        if self.guild is None:
            people = [{"id": str(self.recipient), "username": "somebody", "discriminator": "0", "avatar": None}]
            return {**base, "recipients": people if self.recipient else []}
        base |= {"guild_id": str(self.guild.id), "parent_id": str(self.parent.id) if self.parent else None}
        if self.parent:
            return base | _thread_parts()
        overwrite = {"id": str(self.guild.id), "type": 0, "allow": "0", "deny": str(self.denied)}
        return base | {"position": 0, "permission_overwrites": [overwrite], "nsfw": False, "topic": None}


def _thread_parts() -> Json:
    return {
        "owner_id": "1",
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": LONG_AGO.isoformat(),
            "locked": False,
        },
    }


def role_of(role_id: int, name: str) -> Json:
    """A role, as Discord shows it: nobody may mention it."""
    return {"id": str(role_id), "name": name, **_NEW_ROLE, "permissions": str(USUAL | START_THREADS)}


@dataclass
class Guild:
    """A server. `greets_in` is its system channel."""

    name: str
    id: int = field(default_factory=new_id)
    channels: list[Channel] = field(default_factory=list)
    greets_in: Channel | None = None
    joined_at: datetime = LONG_AGO
    roles: list[Json] = field(default_factory=list)

    def channel(self, name: str, *, denied: int = 0) -> Channel:
        """Make a text channel."""
        made = Channel(name, self, denied=denied)
        self.channels.append(made)
        return made

    def thread(self, parent: Channel, name: str) -> Channel:
        """Make a thread."""
        return Channel(name, self, kind=11, parent=parent)

    def payload(self, bot: Person) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": "1",
            "member_count": 3,
            "roles": [role_of(self.id, "@everyone"), *self.roles],
            "emojis": [],
            "stickers": [],
            "features": [],
            "channels": [channel.payload() for channel in self.channels],
            "threads": [],
            "members": [bot.member(self.joined_at)],
            "voice_states": [],
            "presences": [],
            "system_channel_id": str(self.greets_in.id) if self.greets_in else None,
            "joined_at": self.joined_at.isoformat(),
        }
