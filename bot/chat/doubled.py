"""Double taps: the second of two quick taps on one button, whose answer took the place of its message.

The second would run its line once more, and put "already done" over the answer with its *Undo*.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.chat.call import Said
from bot.chat.reply import Reply

QUICK = 10.0
"""Seconds in which a second tap means the first. A busy chat shows the answer to the first as late."""
KEPT = 1000

_Tap = tuple[int, str]
"""The tapper, and what the button carries."""


@dataclass(frozen=True, slots=True)
class TappedMessage:
    """A message with buttons: its chat and its number."""

    chat_id: int
    message_id: int


class DoubleTaps:
    """Remembers the last tap that changed a message, and the taps in hand. `now` counts seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last: OrderedDict[TappedMessage, tuple[_Tap, str, float]] = OrderedDict()
        self._in_hand: dict[tuple[TappedMessage, _Tap], str] = {}

    def is_second(self, message: TappedMessage, said: Said) -> bool:
        """Whether the same person tapped the same button just now, and no other button since.

        A tap of which the platform tells twice is no second one.
        """
        tap = _tap_of(said)
        last, inbound, at = self._last.get(message, (None, "", 0.0))
        quick = last == tap and self._now() - at < QUICK
        first = self._in_hand.get((message, tap)) or (inbound if quick else "")
        return first not in {"", said.inbound}

    @contextmanager
    def hold(self, message: TappedMessage, said: Said) -> Iterator[None]:
        """Count a tap as in hand meanwhile, if its button goes with its answer."""
        held = (message, _tap_of(said))
        if said.head.replaces:
            self._in_hand[held] = said.inbound
        try:
            yield
        finally:
            self._in_hand.pop(held, None)

    def note(self, message: TappedMessage, said: Said, reply: Reply) -> None:
        """Note that the answer to a tap takes the place of its message.

        A button that is there again may be tapped often, as *Later* is.
        """
        self._last.pop(message, None)
        if any(one.carried == _tap_of(said)[1] for one in reply.taps()):
            return
        self._last[message] = (_tap_of(said), said.inbound, self._now())
        if len(self._last) > KEPT:
            self._last.popitem(last=False)


def _tap_of(said: Said) -> _Tap:
    return said.account.user_id, f"{said.head}{said.line}"
