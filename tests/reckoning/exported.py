"""A reader of exports: progress, points and streak of a learner from `cairn.json` and a roadmap, without the bot."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from roadmap.cadence import StudyClock, clock_at, study_day
from roadmap.linked_streak import unite_streaks
from roadmap.model import Roadmap
from roadmap.progress import Progress, measure
from roadmap.streak import ENOUGH_MINUTES, Streak, StreakFacts, reckon_streak

Row = dict[str, Any]
Sections = dict[str, list[Row]]


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
    def __init__(self, sections: Sections, now: datetime) -> None:
        self.sections, self.now = sections, now
        self.undone = {row["tick_id"] for row in sections["undos"]}
        [self.learner] = sections["learner"]
        self.aside = [row for row in sections["set_aside"] if row["twin"] not in self.undone]

    def figures(self, roadmap: Roadmap) -> Figures:
        ticks = [row for row in self.sections["ticks"] if row["id"] not in self.undone]
        ticked = {row["task"] for row in ticks if row["roadmap"] == roadmap.slug}
        chosen = {row["choice"]: row["option"] for row in self.sections["choices"] if row["roadmap"] == roadmap.slug}
        points: dict[date, int] = defaultdict(int)
        for row in ticks:
            points[_day(row)] += row["points"]
        for day in self._joint().in_time():
            points[day] += 1
        return Figures(
            measure(roadmap, ticked, chosen), {day: found for day, found in points.items() if found}, self._streak()
        )

    def _streak(self) -> Streak:
        joint = self._joint().facts(_date(self.learner, "joined_day"), self._today())
        if not self.learner["linked"]:
            return reckon_streak(joint)
        rows = [row for row in self.aside if row["table_name"] == "learners"]
        return unite_streaks(joint, [self._of(row["platform"], row["row"]) for row in rows])

    def _joint(self) -> _Book:
        live = {**self.sections, "ticks": [row for row in self.sections["ticks"] if row["id"] not in self.undone]}
        return _Book({**live, "ticks": live["ticks"] + self._rows_aside("ticks")})

    def _of(self, platform: str, learner: Row) -> StreakFacts:
        """The facts of one account of a linked learner: what it made, and what the link set aside of it."""
        made = {
            name: [row for row in rows if row.get("made_on", platform) in {platform, None}]
            for name, rows in self.sections.items()
        }
        for name in ("ticks", "outage_days"):
            made[name] = made[name] + self._rows_aside(name, platform)
        own = {row["from_day"]: row for row in (*made["rest_changes"], *self._rows_aside("rest_changes", platform))}
        ticks = [row for row in made["ticks"] if row["id"] not in self.undone]
        book = _Book({**made, "ticks": ticks, "rest_changes": list(own.values())})
        return book.facts(_date(learner, "joined_day"), self._today())

    def _rows_aside(self, table: str, platform: str = "") -> list[Row]:
        """The rows of a table that the link set aside, of one account or of both."""
        return [row["row"] for row in self.aside if row["table_name"] == table and platform in {"", row["platform"]}]

    def _today(self) -> date:
        row = self.learner
        coming = datetime.fromisoformat(row["next_from"]) if row["next_from"] else None
        clock = StudyClock(row["zone"], row["day_end"], row["next_zone"], row["next_day_end"], coming)
        return study_day(clock_at(clock, self.now), self.now)


class _Book:
    """The rows of a ledger: all of a learner, or those of one account. Its ticks stand."""

    def __init__(self, sections: Sections) -> None:
        self.sections = sections
        self.sessions = [row for row in sections["sessions"] if row["undone_at"] is None]

    def facts(self, joined: date, today: date) -> StreakFacts:
        sections, late = self.sections, self._late()
        return StreakFacts(
            joined=joined,
            today=today,
            done=frozenset(self.in_time() | late),
            repaired=frozenset(late),
            returned=frozenset(self._returned()),
            rest=tuple(sorted((_date(row, "from_day"), row["rest_days"]) for row in sections["rest_changes"])),
            pauses=tuple((_date(row, "first_day"), _date(row, "last_day")) for row in sections["pauses"]),
            outages=frozenset(self._outages()),
            held=frozenset(_date(row, "held_day") for row in sections["zone_changes"] if row["held_day"]),
        )

    def in_time(self) -> set[date]:
        """The days that a tick made done, or enough minutes, on the day itself."""
        ticked = self._ticked("tick")
        return ticked | {day for day, minutes in self._minutes("session").items() if minutes >= self._enough(day)}

    def _late(self) -> set[date]:
        """The days that late entries made done."""
        minutes = self._minutes("session", "repair")
        late = self._ticked("repair") | {day for day in minutes if minutes[day] >= ENOUGH_MINUTES}
        return late - self.in_time()

    def _ticked(self, source: str) -> set[date]:
        return {_day(row) for row in self.sections["ticks"] if row["source"] == source}

    def _minutes(self, *sources: str) -> dict[date, int]:
        minutes: dict[date, int] = defaultdict(int)
        for row in self.sessions:
            if row["source"] in sources:
                minutes[_day(row)] += row["minutes"]
        return minutes

    def _enough(self, day: date) -> int:
        of_day: list[int] = [row["enough"] for row in self.sessions if _day(row) == day]
        return min([*of_day, ENOUGH_MINUTES])

    def _returned(self) -> Iterator[date]:
        for day, minutes in self._minutes("session").items():
            if day not in self._ticked("tick") and self._enough(day) <= minutes < ENOUGH_MINUTES:
                yield day

    def _outages(self) -> Iterator[date]:
        for row in self.sections["outage_days"]:
            first, last = _date(row, "first_day"), _date(row, "last_day")
            yield from (first + timedelta(days=count) for count in range((last - first).days + 1))


def _date(row: Row, column: str) -> date:
    return date.fromisoformat(row[column])


def _day(row: Row) -> date:
    return _date(row, "day")
