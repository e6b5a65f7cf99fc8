"""A reader of exports: progress, points and streak of a learner from `cairn.json` and a roadmap, without the bot."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from roadmap.cadence import StudyClock, clock_at, study_day
from roadmap.model import Roadmap
from roadmap.progress import Progress, measure
from roadmap.streak import ENOUGH_MINUTES, Streak, StreakFacts, reckon_streak

Row = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """The figures of a learner, reckoned from an export alone. `points` are those by study day."""

    progress: Progress
    points: dict[date, int]
    streak: Streak


def read_figures(told: str, roadmap: Roadmap) -> Figures:
    """Read the figures from the text of an export's JSON, as of its moment."""
    kept = json.loads(told)
    if (kept["schema"], kept["version"]) != ("cairn.export", 1):
        raise ValueError("no export that this reader knows")
    return _Export(kept["sections"], datetime.fromisoformat(kept["exported_at"])).figures(roadmap)


class _Export:
    def __init__(self, sections: dict[str, list[Row]], now: datetime) -> None:
        undone = {row["tick_id"] for row in sections["undos"]}
        self.sections, self.now = sections, now
        self.ticks = [row for row in sections["ticks"] if row["id"] not in undone]
        self.sessions = [row for row in sections["sessions"] if row["undone_at"] is None]
        [self.learner] = sections["learner"]

    def figures(self, roadmap: Roadmap) -> Figures:
        ticked = {row["task"] for row in self.ticks if row["roadmap"] == roadmap.slug}
        chosen = {row["choice"]: row["option"] for row in self.sections["choices"] if row["roadmap"] == roadmap.slug}
        return Figures(measure(roadmap, ticked, chosen), dict(self._points()), self._streak())

    def _points(self) -> dict[date, int]:
        points: dict[date, int] = defaultdict(int)
        for row in self.ticks:
            points[_day(row)] += row["points"]
        for day in self._in_time():
            points[day] += 1
        return {day: found for day, found in points.items() if found}

    def _in_time(self) -> set[date]:
        """The days that a tick made done, or enough minutes, on the day itself."""
        ticked = {_day(row) for row in self.ticks if row["source"] == "tick"}
        return ticked | {day for day, minutes in self._minutes("session").items() if minutes >= self._enough(day)}

    def _late(self) -> set[date]:
        """The days that late entries made done."""
        late = {_day(row) for row in self.ticks if row["source"] == "repair"}
        minutes = self._minutes("session", "repair")
        return (late | {day for day in minutes if minutes[day] >= ENOUGH_MINUTES}) - self._in_time()

    def _minutes(self, *sources: str) -> dict[date, int]:
        minutes: dict[date, int] = defaultdict(int)
        for row in self.sessions:
            if row["source"] in sources:
                minutes[_day(row)] += row["minutes"]
        return minutes

    def _enough(self, day: date) -> int:
        of_day: list[int] = [row["enough"] for row in self.sessions if _day(row) == day]
        return min([*of_day, ENOUGH_MINUTES])

    def _streak(self) -> Streak:
        sections, late = self.sections, self._late()
        return reckon_streak(
            StreakFacts(
                joined=date.fromisoformat(self.learner["joined_day"]),
                today=study_day(clock_at(self._clock(), self.now), self.now),
                done=frozenset(self._in_time() | late),
                repaired=frozenset(late),
                returned=frozenset(self._returned()),
                rest=tuple(sorted((_date(row, "from_day"), row["rest_days"]) for row in sections["rest_changes"])),
                pauses=tuple((_date(row, "first_day"), _date(row, "last_day")) for row in sections["pauses"]),
                outages=frozenset(self._outages()),
                held=frozenset(_date(row, "held_day") for row in sections["zone_changes"] if row["held_day"]),
            )
        )

    def _returned(self) -> Iterator[date]:
        ticked = {_day(row) for row in self.ticks if row["source"] == "tick"}
        for day, minutes in self._minutes("session").items():
            if day not in ticked and self._enough(day) <= minutes < ENOUGH_MINUTES:
                yield day

    def _outages(self) -> Iterator[date]:
        for row in self.sections["outage_days"]:
            first, last = _date(row, "first_day"), _date(row, "last_day")
            yield from (first + timedelta(days=count) for count in range((last - first).days + 1))

    def _clock(self) -> StudyClock:
        row = self.learner
        coming = datetime.fromisoformat(row["next_from"]) if row["next_from"] else None
        return StudyClock(row["zone"], row["day_end"], row["next_zone"], row["next_day_end"], coming)


def _date(row: Row, column: str) -> date:
    return date.fromisoformat(row[column])


def _day(row: Row) -> date:
    return _date(row, "day")
