"""The lines of a script and of the prompt: speaker and words, and moves of the clock."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.words.lengths import read_time_span
from bot.errors import Refused


class UnreadableDuration(Refused):
    """Refusal: the words after `:advance` are no length of time."""

    typed: str


class UnreadableInstant(Refused):
    """Refusal: the words after `:to` are no date and time."""

    typed: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line taken apart. `speaker` is empty if it names no speaker. `words` may be a `:` line, also with a name."""

    speaker: str
    words: str
    private: bool = False


EXPECTED = ("  | ", "  @ ")
"""The beginnings of the bot's lines in our output. A kept transcript is played without them."""

_SPOKEN = re.compile(r"(?P<speaker>[^\s:>/#][^:>/\n]{0,127}?)\s*(?P<how>[:>])(?!//)(?P<words>.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")


def read_spoken_line(line: str) -> Spoken | None:
    r"""Take a line apart; None for a blank one, a comment or a kept answer. `\u{1b}` stands for any character."""
    line = line.rstrip("\r\n")
    if not line.strip() or line.startswith("#") or (line.rstrip() + " ").startswith(EXPECTED):
        return None
    found = _SPOKEN.fullmatch(line.strip())
    speaker, how, words = found.groups() if found else ("", ":", line)
    return Spoken(_ESCAPED.sub(_character, speaker), _ESCAPED.sub(_character, words.strip()), private=how == ">")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return chr(code) if code <= sys.maxunicode else escape[0]


def read_step(typed: str) -> timedelta:
    """Read how far the clock moves. Raises UnreadableDuration, also for more than ten years."""
    step = read_time_span(typed)
    if step is None:
        raise UnreadableDuration(typed=typed.strip().lower())
    return step


def read_instant(typed: str) -> datetime:
    """Read an instant: `2026-03-29T23:30Z` or `2026-03-29 23:30 Europe/Berlin`.

    It is UTC if the words name no zone. Raises UnreadableInstant.
    """
    written, _, zone = typed.strip().rpartition(" ")
    try:
        if "/" in zone:
            return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        moment = datetime.fromisoformat(typed.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, LookupError, OSError) as error:
        raise UnreadableInstant(typed=typed) from error


def write_instant(instant: datetime) -> str:
    """Write an instant as `2026-03-02T18:00Z`, with seconds only if there are some."""
    pattern = "%Y-%m-%dT%H:%M:%SZ" if instant.second else "%Y-%m-%dT%H:%MZ"
    return instant.astimezone(UTC).strftime(pattern)
