"""Lines and answers kept in memory, for stages without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from bot.chat import limits
from bot.chat.call import Said
from bot.chat.keeping import KeptLine
from bot.chat.port import Answered, ClosedTicket, Deed, OpenTicket, ReportedAct
from bot.identity import Account, Place


class MemoryKeeper:
    """Keeps lines until it ends. Keys count up, `aaaaaaaaaaab` and so on."""

    def __init__(self) -> None:
        self.kept: dict[str, KeptLine] = {}
        self._turns = count(1)

    async def keep(self, said: Said, lines: Sequence[str]) -> list[str]:
        keys = [self._key(next(self._turns)) for _ in lines]
        for key, line in zip(keys, lines, strict=True):
            self.kept[key] = KeptLine(line, said.account.platform, said.account.user_id, said.place.space_id)
        return keys

    async def find(self, key: str) -> KeptLine | None:
        return self.kept.get(key)

    def make_key(self) -> str:
        return self._key(next(self._turns))

    def _key(self, turn: int) -> str:
        return "".join(chr(ord("a") + turn // 26**place % 26) for place in reversed(range(limits.KEY)))


class MemoryTickets:
    """Keeps no tickets, but those that a test puts in, and remembers which were closed."""

    def __init__(self) -> None:
        self.open: list[OpenTicket] = []
        self.closed: list[str] = []
        self.reports: list[ReportedAct] = []

    async def find_open(self, platform: str) -> Sequence[OpenTicket]:
        return [one for one in self.open if one.inbound.startswith(platform)]

    async def close(self, closed: Sequence[ClosedTicket]) -> None:
        self.closed += [one.inbound for one in closed]
        self.reports += [one.report for one in closed if one.report]

    async def find_report(self, account: Account, undo: str) -> ReportedAct | None:
        found = (one for one in reversed(self.reports) if (one.account, one.undo) == (account, undo))
        return next(found, None)


class MemoryAnswers:
    """Remembers answers until it ends."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], Answered] = {}

    async def put(self, account: Account, place: Place, message_id: int, answer: Answered) -> None:
        self.kept[place.chat_id, message_id] = answer

    async def find(self, place: Place, message_id: int) -> Answered | None:
        return self.kept.get((place.chat_id, message_id))

    async def find_reporting(self, account: Account, undo: str) -> Answered | None:
        found = [one for one in self.kept.values() if any(deed.undo == undo for deed in one.deeds)]
        return found[-1] if found else None

    async def pick_live(self, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
        return tuple(deeds)


class MemoryShelf:
    """Keeps updates until it ends."""

    def __init__(self) -> None:
        self.kept: dict[int, str] = {}

    async def put(self, updates: Mapping[int, str]) -> None:
        self.kept |= updates

    async def load(self) -> dict[int, str]:
        return dict(self.kept)

    async def drop(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            del self.kept[number]


class MemoryBriefs:
    """Keeps messages that are to be removed, until it ends. They are due as soon as `over` is true."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, int]] = []
        self.over = False

    async def put(self, chat_id: int, message_id: int) -> None:
        self.kept.append((chat_id, message_id))

    async def due(self) -> list[tuple[int, int]]:
        return list(self.kept) if self.over else []

    async def drop(self, chat_id: int, message_id: int) -> None:
        self.kept.remove((chat_id, message_id))
