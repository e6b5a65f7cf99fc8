"""Files of the database are for their owner alone."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

OWNER_ALONE = 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO
BESIDE = ("", "-wal", "-shm", ".lock")


def make_private(file: Path) -> None:
    """Make an empty file that only its owner may read, unless it is there. SQLite's own files beside it follow it.

    Trouble is left to SQLite, which tells it better.
    """
    with contextlib.suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ALONE))


def find_open_files(file: Path) -> list[Path]:
    """Find which of a database's files others than their owner may use. On Windows modes say nothing."""
    return [one for one in (file.with_name(file.name + end) for end in BESIDE) if is_open_to_others(one)]


def is_open_to_others(file: Path) -> bool:
    """Whether a file is there and others than its owner may read or write it."""
    try:
        return os.name != "nt" and bool(file.stat().st_mode & OTHERS)
    except OSError:
        return False
