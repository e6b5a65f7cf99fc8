"""Answers that pile up in a group: they become one message, which names the people and what they did.

Telegram takes few messages a minute in a group. What several people did in one moment is one message there; their own
details are a command away.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from telegram.error import TelegramError

from bot.adapters.telegram.departures import answered_now, count_as_answer
from bot.adapters.telegram.retrying import Retries
from bot.adapters.telegram.sending import Sender
from bot.chat.call import say
from bot.chat.markup import Mention, Text, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.words.lists import list_texts
from bot.identity import Account, Place
from bot.texts import SOURCE

LONGEST_WAIT = 5.0
"""Seconds after which an answer that waits for its chat is joined with those behind it."""

MOST_WAITING = 5
"""Answers that wait; with more, at a message a second, the last would wait for longer than that."""

NAMED = 3
LINES = 12


@dataclass(slots=True)
class _Pending:
    """An answer that waits: whose it is, and the updates that it answers."""

    account: Account
    reply: Reply
    to: int | None
    since: float
    updates: tuple[int, ...]
    posted: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class JoinedAnswers:
    """Posts public answers to groups, several in one message if they would wait too long."""

    def __init__(self, sender: Sender, retries: Retries) -> None:
        self._sender = sender
        self._retries = retries
        self._waiting: dict[tuple[int, int | None], deque[_Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def post(self, place: Place, account: Account, reply: Reply, to: int) -> int:
        """Post an answer to a message. Returns our message, 0 if it holds others too. Raises TelegramError."""
        key = place.chat_id, place.thread_id
        answer = _Pending(account, reply, to, self._sender.now(), answered_now())
        self._waiting.setdefault(key, deque()).append(answer)
        if len(self._waiting[key]) == 1:
            self._begin(place)
        return await answer.posted

    def close(self) -> None:
        """Post nothing more."""
        for task in self._tasks:
            task.cancel()

    def _begin(self, place: Place) -> None:
        task = asyncio.create_task(self._send(place))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, place: Place) -> None:
        """Send what waits in a place when its turn comes. What comes later has a turn of its own."""
        batch: list[_Pending] = []

        def pick() -> tuple[Reply, int | None]:
            if not batch:
                batch.extend(self._pick(place))
                count_as_answer(tuple(number for one in batch for number in one.updates))
            return (batch[0].reply, batch[0].to) if len(batch) == 1 else (join_replies(batch), None)

        try:
            message_id = await self._retries.run(lambda: self._sender.post_chosen(place, pick))
        except TelegramError as error:
            for answer in batch or self._pick(place):
                _fail(answer.posted, error)
        else:
            for answer in batch:
                _succeed(answer.posted, message_id if len(batch) == 1 else 0)

    def _pick(self, place: Place) -> list[_Pending]:
        """Take the first answer off the queue, or all if they wait too long. The others get the next turn."""
        key = place.chat_id, place.thread_id
        queue = self._waiting[key]
        late = self._sender.now() - queue[0].since > LONGEST_WAIT or len(queue) > MOST_WAITING
        batch = list(queue) if late else [queue[0]]
        for _ in batch:
            queue.popleft()
        if queue:
            self._begin(place)
        else:
            del self._waiting[key]
        return batch


def join_replies(pending: Sequence[_Pending]) -> Reply:
    """Put answers into one. People who did the same share a line, and who finds no line is named all the same."""
    deeds: dict[str, list[_Pending]] = {}
    for answer in pending:
        deeds.setdefault(answer.reply.deed.plain, []).append(answer)
    lines = [say(SOURCE, "telegram.joined", who=_names(same), deed=same[0].reply.deed) for same in deeds.values()]
    rest = [one for same in list(deeds.values())[LINES:] for one in same]
    also = [say(SOURCE, "telegram.joined_also", who=_list(rest))] if rest else []
    yours = say(SOURCE, "telegram.joined_yours")
    return Reply(join_texts([join_texts([*lines[:LINES], *also]), yours], "\n\n"), tone=Tone.GOOD)


def _names(same: Sequence[_Pending]) -> Text:
    if len(same) <= NAMED:
        return _list(same)
    return say(SOURCE, "telegram.joined_more", who=_list(same[: NAMED - 1]), n=len(same) - NAMED + 1)


def _list(pending: Sequence[_Pending]) -> Text:
    people = dict.fromkeys(one.account for one in pending)
    return list_texts([say(SOURCE, "telegram.joined_name", who=Mention(one)) for one in people], SOURCE)


def _succeed(posted: asyncio.Future[int], message_id: int) -> None:
    if not posted.done():
        posted.set_result(message_id)


def _fail(posted: asyncio.Future[int], error: TelegramError) -> None:
    if not posted.done():
        posted.set_exception(error)
