"""Let the next answer to a person in a group take the place of the one before, when they ask in a row."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.adapters.telegram.events import Line
from bot.chat.port import Answered, Deed
from bot.chat.readers import Readers
from bot.chat.reply import Link, Reply
from bot.clock import Clock
from bot.closed_sets import AnswerHome
from bot.identity import Account, Place

LASTS = timedelta(minutes=10)
"""The time after an answer in which the next one takes its place."""

IN_SIGHT = 3
"""An answer is in sight of a line that is at most so many messages below it. Telegram numbers those of a chat."""

MOST = 2000
"""Sittings that are remembered. They are forgotten at a restart: then the next answer is a new message."""


@dataclass(frozen=True, slots=True)
class _Sitting:
    """The last answer to a person in a chat: the message that was answered, and ours with what it reports.

    `goes`: the next answer may be written over it.
    """

    typed: int
    answered: Answered
    at: datetime
    goes: bool


class Sittings:
    """The last answers to people in groups."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: OrderedDict[tuple[Account, int, int | None], _Sitting] = OrderedDict()

    def find(self, heard: Line, reply: Reply) -> int | None:
        """Find the message whose answer a new reply to the same person replaces. None: the reply is a new message."""
        last = self._last.get(_key(heard.account, heard.place))
        if last is None or not (last.goes and _may_replace(reply)) or self._clock.now() - last.at > LASTS:
            return None
        below = heard.message_id - last.answered.message_id
        return last.typed if 0 < below <= IN_SIGHT else None

    def deeds(self, account: Account, place: Place, message_id: int | None) -> tuple[Deed, ...]:
        """Return what the last answer to a person reports, if it is this message of ours."""
        last = self._last.get(_key(account, place))
        return last.answered.deeds if last is not None and last.answered.message_id == message_id else ()

    def note_change(self, account: Account, place: Place, message_id: int | None, reply: Reply) -> None:
        """Note what a tap made of a message. If that is the last answer, what the tap did or asked stays."""
        key = _key(account, place)
        last = self._last.get(key)
        if last is not None and last.answered.message_id == message_id and (reply.undo or not _may_replace(reply)):
            self._last[key] = replace(last, goes=False)

    def note(self, heard: Line, reply: Reply, answered: Answered) -> None:
        """Note the answer to a line. One that is not in the chat ends the sitting."""
        key = _key(heard.account, heard.place)
        self._last.pop(key, None)
        if answered.chat_id == heard.place.chat_id and answered.message_id:
            self._last[key] = _Sitting(heard.message_id, answered, self._clock.now(), _may_go(reply))
            if len(self._last) > MOST:
                self._last.popitem(last=False)


def _key(account: Account, place: Place) -> tuple[Account, int, int | None]:
    return account, place.chat_id, place.thread_id


def _may_replace(reply: Reply) -> bool:
    """Whether a reply may be written over the answer before. Questions, pictures, files and undos are new messages."""
    stays = reply.private or reply.asks or reply.question or _has_more_than_words(reply) or bool(reply.undone)
    return not stays and reply.home is AnswerHome.HERE


def _has_more_than_words(reply: Reply) -> bool:
    return reply.image is not None or reply.document is not None


def _may_go(reply: Reply) -> bool:
    """Whether the next answer may be written over this one. What the group was shown stays; a deed is named again."""
    shown = any(isinstance(button, Link) for row in reply.buttons for button in row)
    return _may_replace(reply) and not shown and (reply.readers is Readers.ASKER or bool(reply.undo))
