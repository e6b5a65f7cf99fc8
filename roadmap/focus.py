"""The timetable of a shared study session: stretches of study with breaks between them, in minutes.

Instants decide, so a change of the clocks changes no length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

SHORTEST, LONGEST = 5, 180
"""The minutes that a session may have in all, and that each of its rounds has at least."""

MOST_ROUNDS = 12
"""The most rounds of a session."""

LEAST_LOGGED = 5
"""The fewest minutes of a stay that are logged."""

USUAL, BREAK, LONGEST_BREAK = 25, 5, 30
"""The minutes of a round, of a break, and of the longest break."""

EVERY = timedelta(minutes=5)
"""The least time between two changes of a session's message."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FocusStretch:
    """A stretch of study or a break. `number` counts the rounds of study from 1; a break has that of its round."""

    start: datetime
    end: datetime
    number: int
    pause: bool

    def overlap(self, since: datetime, until: datetime) -> timedelta:
        """The time between two instants that falls into it."""
        return max(min(self.end, until) - max(self.start, since), timedelta())


@dataclass(frozen=True, slots=True)
class Timetable:
    """Minutes of study and of breaks in turn, study first and last."""

    minutes: tuple[int, ...] = (USUAL,)

    @classmethod
    def read(cls, kept: str) -> Timetable:
        """Read a timetable as it is kept: `25,5,25`."""
        return cls(tuple(int(part) for part in kept.split(",")))

    @property
    def kept(self) -> str:
        """The form in which it is kept."""
        return ",".join(map(str, self.minutes))

    @property
    def typed(self) -> str:
        """The form in which it is typed: `25`, `2x25`, or `25 break 10 25`."""
        rounds, breaks = set(self.minutes[::2]), set(self.minutes[1::2])
        if len(rounds) == 1 and breaks == {BREAK}:
            return f"{self.rounds}x{self.minutes[0]}"
        return " ".join(f"break {part}" if at % 2 else str(part) for at, part in enumerate(self.minutes))

    @property
    def rounds(self) -> int:
        """How many rounds of study there are."""
        return len(self.minutes[::2])

    @property
    def study(self) -> int:
        """The minutes of study in all rounds."""
        return sum(self.minutes[::2])

    @property
    def whole(self) -> int:
        """The minutes from start to end, breaks included."""
        return sum(self.minutes)

    def lay_out(self, started_at: datetime) -> Iterator[FocusStretch]:
        """Yield the stretches of a session that started at an instant."""
        ends = [started_at + _MINUTE * so_far for so_far in accumulate(self.minutes)]
        for at, (start, end) in enumerate(zip((started_at, *ends), ends, strict=False)):
            yield FocusStretch(start, end, at // 2 + 1, pause=bool(at % 2))

    def find_stretch(self, started_at: datetime, now: datetime) -> FocusStretch:
        """The stretch that an instant falls into; the last one from its end on."""
        stretches = list(self.lay_out(started_at))
        return next((one for one in stretches if now < one.end), stretches[-1])

    def count_studied(self, started_at: datetime, since: datetime, until: datetime) -> int:
        """Count the minutes of study between two instants, to the nearest minute."""
        spent = sum((one.overlap(since, until) for one in self.lay_out(started_at) if not one.pause), start=timedelta())
        return int(spent / _MINUTE + 0.5)

    def next_change(self, started_at: datetime, changed_at: datetime) -> datetime:
        """When the message changes next: five minutes after its last change, or at the turn that is near then.

        A turn is the begin of a break or a round, or the end. So two changes are never less than five minutes apart,
        and each turn that lies five minutes behind a change is shown at once.
        """
        soonest = changed_at + EVERY
        turns = (one.end for one in self.lay_out(started_at))
        return next((turn for turn in turns if soonest <= turn < soonest + EVERY), soonest)


def is_possible(timetable: Timetable) -> bool:
    """Whether a session may have this timetable."""
    rounds, breaks = timetable.minutes[::2], timetable.minutes[1::2]
    return (
        len(rounds) == len(breaks) + 1
        and len(rounds) <= MOST_ROUNDS
        and all(SHORTEST <= part <= LONGEST for part in rounds)
        and all(0 < part <= LONGEST_BREAK for part in breaks)
        and timetable.whole <= LONGEST
    )
