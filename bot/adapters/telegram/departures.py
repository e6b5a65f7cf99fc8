"""The updates whose answers have left, in a file that outlives the process.

Nobody can ask Telegram whether a message arrived. So it is noted right before the bytes of an answer leave: after a
kill, an update that comes again is answered only if its answer had not left. The file is mapped into memory. A note is
there at once, without a call in which another thread might take over, and a kill of the process loses none.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path

import structlog

log = structlog.get_logger()

REMEMBERED = 16_384
"""Updates that are remembered: more than come again."""

_NUMBER = struct.Struct("<q")
_SIZE = REMEMBERED * _NUMBER.size

_UPDATES: ContextVar[tuple[int, ...]] = ContextVar("updates that are being answered", default=())


@contextlib.contextmanager
def answering(updates: tuple[int, ...]) -> Iterator[None]:
    """Let the messages that leave meanwhile be the answers to these updates."""
    before = _UPDATES.set(updates)
    try:
        yield
    finally:
        _UPDATES.reset(before)


def count_as_answer(updates: tuple[int, ...]) -> None:
    """Let what the running task sends from now on be the answer to these updates."""
    _UPDATES.set(updates)


def answered_now() -> tuple[int, ...]:
    """The updates that the running task answers."""
    return _UPDATES.get()


class Departures:
    """Remembers which updates' answers have left. Without a `path`, until the process ends."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._notes: bytearray | mmap.mmap = bytearray(_SIZE)
        self._slots: dict[int, int] = {}
        """Update -> where it is noted, the longest noted first."""
        self._next = 0

    def __contains__(self, update: int) -> bool:
        """Whether the answer to an update has left, and it is not known to be refused."""
        return update in self._slots

    def open(self) -> None:
        """Read what an earlier process noted. Without a file that can be written, the process alone remembers."""
        if self._path is None or isinstance(self._notes, mmap.mmap):
            return
        try:
            self._notes = _map(self._path)
        except OSError as error:
            log.warning("departures.not_kept", reason=type(error).__name__)
            return
        known = sorted(one for (one,) in _NUMBER.iter_unpack(self._notes[:]) if one)[-REMEMBERED // 2 :]
        noted = b"".join(_NUMBER.pack(one) for one in known)
        self._notes[:] = noted.ljust(_SIZE, b"\0")
        self._slots = {one: slot for slot, one in enumerate(known)}
        self._next = len(known)

    def close(self) -> None:
        """Close the file. It can be opened again."""
        if isinstance(self._notes, mmap.mmap):
            notes, self._notes = self._notes, bytearray(self._notes[:])
            notes.close()

    def note(self, updates: Iterable[int]) -> None:
        """Note that the answer to these updates leaves now."""
        for update in updates:
            if update not in self._slots:
                self._put(self._next, update)
                self._slots[update] = self._next
                self._next = (self._next + 1) % REMEMBERED

    def take_back(self, updates: Iterable[int]) -> None:
        """Note that the answer to these updates certainly did not arrive."""
        for update in updates:
            slot = self._slots.pop(update, None)
            if slot is not None:
                self._put(slot, 0)

    def _put(self, slot: int, update: int) -> None:
        """Put a note into a slot, in the place of the oldest if all are taken."""
        at = slot * _NUMBER.size
        (before,) = _NUMBER.unpack_from(self._notes, at)
        self._slots.pop(before, None)
        _NUMBER.pack_into(self._notes, at, update)


def _map(path: Path) -> mmap.mmap:
    file = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        os.ftruncate(file, _SIZE)
        return mmap.mmap(file, _SIZE)
    finally:
        os.close(file)
