"""A platform that shows each message as it is now, and may refuse to send or to change one."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.identity import Account, Place


@dataclass
class Screen:
    """An adapter. `messages` are those that are there, by id. `trouble` is raised at each change."""

    name: str = "sandbox"
    repeat_is_safe: bool = True
    in_turn: bool = True
    messages: dict[str, Reply] = field(default_factory=dict)
    trouble: SendError | None = None
    changes: int = 0
    sent: int = 0
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def latest(self) -> Reply:
        """The newest message."""
        return list(self.messages.values())[-1]

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        """Show a message. A repeat with the same key is known as one."""
        if self.keys.get(key) not in self.messages:
            self.sent += 1
            self.keys[key] = str(self.sent)
            self.messages[str(self.sent)] = reply
        return self.keys[key]

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        if self.trouble:
            raise self.trouble
        if message_id not in self.messages:
            return False
        self.changes += 1
        self.messages[message_id] = reply
        return True

    async def find_owner(self, place: Place) -> Account | None:
        return None

    async def has_left(self, place: Place, account: Account) -> bool:
        return False

    def ready_in(self, place: Place) -> float:
        return 0.0

    def healthy(self) -> bool:
        return True
