"""People who type, tap, edit and move about; each act becomes an update that waits until it is confirmed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from tests.adapters.telegram_peer_html import units
from tests.adapters.telegram_peer_spec import type_complaints
from tests.adapters.telegram_peer_world import DATE, Chat, Message, User, member_of

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL = {"id": -1009, "type": "channel", "title": "News"}


class People:
    """The half of the peer that a test moves."""

    users: dict[int, User]
    chats: dict[int, Chat]
    queries: dict[str, User]
    numbers: Any
    violations: list[str]

    def __init__(self) -> None:
        self.waiting: list[dict[str, Any]] = []
        self._update_ids = iter(range(700_000, 10_000_000))
        self._changed = asyncio.Condition()
        self._background: set[asyncio.Task[None]] = set()

    def user(self, name: str, username: str = "", *, started: bool = False) -> User:
        person = User(5_000_000_000 + len(self.users), name, username)
        self.users[person.id] = person
        if started:
            self.private(person)
        return person

    def private(self, person: User) -> Chat:
        """The private chat with a person; it exists from their first word or START."""
        chat = self.chats.setdefault(person.id, Chat(person.id, "private", person=person))
        person.started = True
        return chat

    def group(
        self, title: str, *, kind: str = "supergroup", forum: bool = False, admins: tuple[User, ...] = ()
    ) -> Chat:
        number = len(self.chats) + 1
        chat = Chat(-100_5000000000 - number if kind == "supergroup" else -number, kind, title, forum)
        chat.admins = list(admins)
        self.chats[chat.id] = chat
        return chat

    def says(
        self,
        who: User | None,
        where: Chat | User,
        text: str,
        *,
        to: Message | None = None,
        thread: int | None = None,
        mentions: dict[str, User] | None = None,
        **extra: Any,
    ) -> Message:
        """Somebody writes. `mentions` are the names in the text that stand for people; None is an anonymous admin."""
        chat = self.private(where) if isinstance(where, User) else where
        message = Message(next(self.numbers), chat, text, False, who.shown() if who else ANONYMOUS, thread=thread)
        message.entities = _entities(text, mentions or {})
        message.extra = extra if who else {"sender_chat": chat.shown(), **extra}
        if to is not None:
            message.extra["reply_to_message"] = to.shown()
        chat.messages.append(message)
        self.arrives("message", message.shown())
        return message

    def announces(self, channel: Chat, text: str) -> Message:
        """A channel's administrator posts."""
        message = Message(next(self.numbers), channel, text, False, None)
        message.entities = _entities(text, {})
        message.extra = {"sender_chat": channel.shown()}
        channel.messages.append(message)
        self.arrives("channel_post", message.shown())
        return message

    def shows(
        self, who: User, where: Chat | User, kind: str, caption: str = "", *, album: str = "", **extra: Any
    ) -> Message:
        """Somebody sends a photo, video, voice message, audio, animation or document, perhaps of an album."""
        media: Any = {"file_id": f"{kind}1", "file_unique_id": f"u{kind}1", **_MEDIA.get(kind, {})}
        more: dict[str, Any] = {kind: [media] if kind == "photo" else media, **extra}
        more |= {"media_group_id": album} if album else {}
        said: dict[str, Any] = {"caption": caption, "caption_entities": _entities(caption, {})} if caption else {}
        return self.says(who, where, "", **more, **said)

    def edits(self, message: Message, text: str, *, after: int = 60) -> None:
        """Somebody edits their message, or its caption, so many seconds after it was written."""
        if "caption" in message.extra or not message.text:
            message.extra |= {"caption": text, "caption_entities": _entities(text, {})}
        else:
            message.text, message.entities = text, _entities(text, {})
        self.arrives("edited_message", {**message.shown(), "edit_date": DATE + after})

    def taps(self, who: User, message: Message, label: str, *, forgotten: bool = False) -> str:
        """Somebody presses a button; `forgotten` is a message too old for Telegram to tell. Returns the query's id."""
        return self.sends_data(who, message, message.carried(label), forgotten=forgotten)

    def sends_data(self, who: User, message: Message | None, data: str, *, forgotten: bool = False) -> str:
        query: dict[str, Any] = {
            "id": f"q{next(self.numbers)}",
            "from": who.shown(),
            "chat_instance": "1",
            "data": data,
        }
        if message:
            old = {"chat": message.chat.shown(), "message_id": message.id, "date": 0}
            query["message"] = old if forgotten else message.shown()
        self.queries[query["id"]] = who
        self.arrives("callback_query", query)
        return str(query["id"])

    def moves_bot(self, who: User, chat: Chat, old: str, new: str, **member: Any) -> None:
        """The bot's own standing in a chat changes: `left`, `member`, `administrator`, `kicked`, `restricted`."""
        chat.kicked = new == "kicked"
        change = {"chat": chat.shown(), "from": who.shown(), "date": DATE}
        self.arrives(
            "my_chat_member",
            {**change, "old_chat_member": member_of(old, member), "new_chat_member": member_of(new, member)},
        )

    def moves(self, who: User, chat: Chat, old: str, new: str, **member: Any) -> None:
        """A person's standing in a chat changes, and the bot is told of it as an administrator."""
        change = {"chat": chat.shown(), "from": who.shown(), "date": DATE}
        attendance = {
            f"{when}_chat_member": member_of(status, member, who.shown())
            for when, status in (("old", old), ("new", new))
        }
        self.arrives("chat_member", change | attendance)

    def upgrades(self, chat: Chat, *, silently: bool = False, to: Chat | None = None) -> Chat:
        """A group becomes a supergroup with a new id; `silently`: without a service message."""
        new = to or self.group(chat.title)
        chat.moved_to = new.id
        if not silently:
            first = Message(next(self.numbers), chat, "", False, ANONYMOUS, extra={"migrate_to_chat_id": new.id})
            second = Message(next(self.numbers), new, "", False, ANONYMOUS, extra={"migrate_from_chat_id": chat.id})
            self.arrives("message", first.shown())
            self.arrives("message", second.shown())
        return new

    def arrives(self, kind: str, content: dict[str, Any], *, honest: bool = True) -> int:
        """An update comes in. Returns its id. One that is not `honest` is none that Telegram would send."""
        number = next(self._update_ids)
        update = {"update_id": number, kind: content}
        self.violations += type_complaints("Update", update) if honest else []
        self._put_in_line(update)
        return number

    def repeats(self, update: dict[str, Any]) -> None:
        """An update comes again, as after a confirmation that was lost."""
        self._put_in_line(update)

    def _put_in_line(self, update: dict[str, Any]) -> None:
        self.waiting.append(update)
        task = asyncio.get_running_loop().create_task(self.tell())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def confirm(self, offset: int) -> None:
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]

    async def tell(self) -> None:
        """Wake everybody who waits for a change."""
        async with self._changed:
            self._changed.notify_all()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so; it is looked at whenever the bot calls or somebody acts."""
        async with self._changed:
            await self._changed.wait_for(true)

    async def quiet(self) -> None:
        """Wait until the bot has confirmed all that it was told."""
        await self.until(lambda: not self.waiting)


def _entities(text: str, mentions: dict[str, User]) -> list[dict[str, Any]]:
    found = []
    if command := re.match(r"/\w+(@\w+)?", text):
        found.append({"type": "bot_command", "offset": 0, "length": len(command[0])})
    for name, person in mentions.items():
        offset = units(text[: text.index(name)])
        found.append({"type": "text_mention", "offset": offset, "length": units(name), "user": person.shown()})
    return found


_MEDIA: dict[str, dict[str, Any]] = {
    "photo": {"width": 1, "height": 1},
    "video": {"width": 1, "height": 1, "duration": 1},
    "animation": {"width": 1, "height": 1, "duration": 1},
    "voice": {"duration": 1},
    "audio": {"duration": 1},
}
