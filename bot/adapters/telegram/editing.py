"""Which message of ours answers which typed one, so that an edit changes the answer and does nothing twice."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b
from weakref import WeakValueDictionary

import structlog

from bot.adapters.telegram.events import Line
from bot.chat import limits
from bot.chat.call import say
from bot.chat.markup import join_texts
from bot.chat.port import Answered, AnswerMemory, Deed
from bot.chat.reply import Button, Reply, Row
from bot.errors import StoreBusy, StoreUnsure
from bot.identity import Account, Place
from bot.texts import SOURCE

log = structlog.get_logger()

REMEMBERED = 2000  # answers; older ones are read from the store
DEEDS = 3  # of one message, the latest


class Answers:
    """Remembers answers, the latest at hand and all in the store."""

    def __init__(self, memory: AnswerMemory) -> None:
        self._memory = memory
        self._latest: OrderedDict[tuple[int, int], Answered] = OrderedDict()
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    def alone(self, place: Place, message_id: int) -> asyncio.Lock:
        """The lock of a message: one answer to it is delivered at a time."""
        return self._locks.setdefault((place.chat_id, message_id), asyncio.Lock())

    async def find(self, place: Place, message_id: int) -> Answered | None:
        """Find the answer to a message. None if it had none, or so long ago that it is forgotten."""
        at_hand = self._latest.get((place.chat_id, message_id))
        return at_hand or await self._memory.find(place, message_id)

    async def renew(self, answered: Answered) -> Answered:
        """Leave out what was taken back since it was answered."""
        return replace(answered, deeds=await self._memory.pick_live(answered.deeds)) if answered.deeds else answered

    async def pick_live(self, deeds: tuple[Deed, ...]) -> tuple[Deed, ...]:
        """Return the deeds that were not taken back since."""
        return await self._memory.pick_live(deeds)

    def note(self, place: Place, message_id: int, answered: Answered) -> None:
        """Note at once that a message is answered, before the answer is posted.

        An answer that was posted meanwhile stays its answer.
        """
        key = place.chat_id, message_id
        latest = self._latest.get(key)
        if latest is not None and not answered.message_id:
            answered = replace(answered, chat_id=latest.chat_id, message_id=latest.message_id)
        self._latest[key] = answered
        self._latest.move_to_end(key)
        if len(self._latest) > REMEMBERED:
            self._latest.popitem(last=False)

    async def hand_on(self, account: Account, place: Place, message_id: int) -> Answered | None:
        """Let the answer to a message become that of the next one. Returns what it was, if it is posted."""
        before = await self.find(place, message_id)
        if before is None or not before.message_id:
            return None
        left = replace(before, chat_id=0, message_id=0)
        self._latest.pop((place.chat_id, message_id), None)
        self.note(place, message_id, left)
        await self._keep(account, place, message_id, left)
        return before

    async def note_posted(self, heard: Line, posted: tuple[int, int]) -> Answered:
        """Note where the answer to a line stands: our chat and message. Returns that.

        The answer to words that answered a question is not kept in the store.
        """
        before = self._latest.get((heard.place.chat_id, heard.message_id)) or Answered(digest(heard.line))
        answered = replace(before, chat_id=posted[0], message_id=posted[1])
        self.note(heard.place, heard.message_id, answered)
        if not heard.answers:
            await self._keep(heard.account, heard.place, heard.message_id, answered)
        return answered

    async def note_report(self, account: Account, place: Place, posted: tuple[int, int], reply: Reply) -> None:
        """Note which message of ours reports what a tap did. Nobody typed, so it stands for itself."""
        chat_id, message_id = posted
        if message_id and reply.undo:
            answered = Answered("", chat_id, message_id, add_deed(None, reply))
            await self._keep(account, replace(place, chat_id=chat_id), message_id, answered)

    async def _keep(self, account: Account, place: Place, message_id: int, answered: Answered) -> None:
        try:
            await self._memory.put(account, place, message_id, answered)
        except (StoreBusy, StoreUnsure):
            log.warning("answer.not_noted", account=account.key, place=place.key)


def digest(line: str) -> str:
    """The digest of a line, for which its words need not be kept."""
    return blake2b(line.strip().encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def add_deed(before: Answered | None, reply: Reply) -> tuple[Deed, ...]:
    """The deeds of a message, with that of its new answer."""
    deeds = before.deeds if before else ()
    new = Deed(reply.deed.plain, reply.undo)
    return (*(one for one in deeds if one.undo != reply.undo), *((new,) if reply.undo else ()))[-DEEDS:]


def name_earlier(reply: Reply, deeds: tuple[Deed, ...], *, edited: bool = True) -> Reply:
    """Say in an answer what was done before. Each deed has a button that takes it back.

    `edited`: the answered message itself did it, before its edit. Otherwise an earlier message of its writer did.
    """
    earlier = [one for one in deeds if one.undo != reply.undo]
    if not earlier:
        return reply
    key = "telegram.before_edit" if edited else "telegram.done_before"
    notes = [say(SOURCE, key, deed=one.text) for one in earlier]
    label = "telegram.undo_before"
    buttons = tuple(Button(say(SOURCE, label, deed=one.text).plain, one.undo, replaces=True) for one in earlier)
    return replace(reply, text=join_texts([reply.text, *notes], "\n\n"), buttons=_add_row(reply.buttons, buttons))


def _add_row(rows: tuple[Row, ...], new: tuple[Button, ...]) -> tuple[Row, ...]:
    """Add buttons in a row of their own, or in a row that has room if there is no row left."""
    if len(rows) < limits.ROWS:
        return (*rows, new)
    roomy = next((at for at, row in enumerate(rows) if len(row) + len(new) <= limits.ROW_BUTTONS), None)
    return rows if roomy is None else (*rows[:roomy], (*rows[roomy], *new), *rows[roomy + 1 :])
