"""The platforms' limits as a platform may enforce them at its strictest, to the instant."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from bot.pacing.pace import Window


class Toll:
    """No stretch of time, wherever it begins, holds more messages than it may: overall, and of one chat."""

    def __init__(self, overall: Window, chat: Callable[[int], Sequence[Window]]) -> None:
        self._overall = _Counter((overall,))
        self._chat = chat
        self._chats: dict[int, _Counter] = {}
        self.floor = overall.seconds / overall.count
        """Seconds that each message takes at the least."""
        self.taken = 0
        self.refused = 0
        self.last = 0.0

    def take(self, chat: int, now: float) -> float:
        """Take a message (0), or say how many seconds it has to wait."""
        self._forget(now)
        here = self._chats.pop(chat, None) or _Counter(self._chat(chat))
        self._chats[chat] = here
        wait = max(self._overall.wait(now), here.wait(now))
        if wait > 0:
            self.refused += 1
            return wait
        self._overall.note(now)
        here.note(now)
        self.taken += 1
        self.last = now
        return 0.0

    def _forget(self, now: float) -> None:
        """Forget the chat that was quiet longest, if that is long enough."""
        longest_quiet = next(iter(self._chats), None)
        if longest_quiet is not None and self._chats[longest_quiet].is_over(now):
            del self._chats[longest_quiet]


class _Counter:
    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = windows
        self._taken: deque[float] = deque(maxlen=max(window.count for window in windows))

    def wait(self, now: float) -> float:
        full = [window for window in self._windows if len(self._taken) >= window.count]
        return max((self._taken[-window.count] + window.seconds - now for window in full), default=0.0)

    def is_over(self, now: float) -> bool:
        return not self._taken or self._taken[-1] + max(window.seconds for window in self._windows) <= now

    def note(self, now: float) -> None:
        self._taken.append(now)


def telegram_toll() -> Toll:
    """30 a second; in a chat short bursts of three, in a group 20 a minute."""
    burst, group = Window(3, 3.0), Window(20, 60.0)
    return Toll(Window(30, 1.0), lambda chat: (burst, group) if chat < 0 else (burst,))


def discord_toll() -> Toll:
    """50 a second, in a channel five in five."""
    return Toll(Window(50, 1.0), lambda _: (Window(5, 5.0),))
