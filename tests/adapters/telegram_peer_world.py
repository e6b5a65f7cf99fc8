"""People, chats and messages as the peer knows them, and as Telegram shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.chat.heads import split_head

DATE = 1_794_000_000
BOT = {"id": 4242, "is_bot": True, "first_name": "Cairn", "username": "Cairn_Bot"}


@dataclass
class User:
    id: int
    name: str
    username: str = ""
    started: bool = False
    blocked: bool = False

    def shown(self) -> dict[str, Any]:
        shown = {"id": self.id, "is_bot": False, "first_name": self.name}
        return {**shown, "username": self.username} if self.username else shown


@dataclass
class Chat:
    id: int
    type: str
    title: str = ""
    forum: bool = False
    admins: list[User] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    topics: dict[int, str] = field(default_factory=dict)
    kicked: bool = False
    muted: bool = False
    silent: bool = False
    """Nobody but administrators may write."""
    attendance: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """The standing of a person, where it is not that of a member or administrator."""
    no_photos: bool = False
    moved_to: int | None = None
    person: User | None = None
    reactions: dict[int, str] = field(default_factory=dict)
    """The bot's signs on messages."""

    def shown(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.person:
            return {**shown, "first_name": self.person.name}
        return {**shown, "title": self.title, **({"is_forum": True} if self.forum else {})}

    @property
    def last(self) -> Message:
        return self.messages[-1]

    @property
    def texts(self) -> list[str]:
        """What the bot wrote here."""
        return [message.text for message in self.messages if message.ours]


@dataclass
class Message:
    id: int
    chat: Chat
    text: str
    ours: bool
    sender: dict[str, Any] | None = None
    entities: list[dict[str, Any]] = field(default_factory=list)
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    thread: int | None = None
    photo: str = ""
    to: int | None = None
    quiet: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]

    def line(self, label: str) -> str:
        """The line that the button of this label types."""
        return split_head(self.carried(label))[1]

    def carried(self, label: str) -> str:
        """What a tap on the button of this label sends."""
        return next(str(one["callback_data"]) for row in self.keyboard for one in row if one["text"] == label)

    def styled(self, kind: str) -> list[str]:
        """The pieces of text under entities of a kind."""
        raw = self.text.encode("utf-16-le")
        found = [entity for entity in self.entities if entity["type"] == kind]
        return [raw[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le") for one in found]

    def shown(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"message_id": self.id, "date": DATE, "chat": self.chat.shown()}
        shown["from"] = BOT if self.ours else self.sender
        if self.photo:
            size = {"file_id": self.photo, "file_unique_id": "u" + self.photo, "width": 1, "height": 1}
            shown |= {"photo": [size], "caption": self.text, "caption_entities": self.entities}
        elif self.text:
            shown |= {"text": self.text, "entities": self.entities}
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.thread:
            shown |= {"message_thread_id": self.thread, "is_topic_message": True}
        return {name: value for name, value in (shown | self.extra).items() if value is not None}


@dataclass
class Toast:
    user: User
    text: str
    alert: bool


@dataclass
class ApiCall:
    """One request of the bot's, as it arrived."""

    method: str
    params: dict[str, Any]
    files: dict[str, bytes]


_ADMIN = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
)
_RESTRICTED = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
    "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_change_info "
    "can_invite_users can_pin_messages can_manage_topics can_edit_tag can_react_to_messages"
)


def member_of(status: str, more: dict[str, Any], user: dict[str, Any] = BOT) -> dict[str, Any]:
    """A standing in a chat, as Telegram shows it: `member`, `restricted`, `left` and so on."""
    rights: dict[str, dict[str, Any]] = {
        "administrator": dict.fromkeys(_ADMIN.split(), False),
        "kicked": {"until_date": 0},
        "restricted": {**dict.fromkeys(_RESTRICTED.split(), False), "is_member": True, "until_date": 0, **more},
    }
    return {"status": status, "user": user, **rights.get(status, {})}
