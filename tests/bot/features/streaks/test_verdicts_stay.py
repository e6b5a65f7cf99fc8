"""A day that is over keeps its verdict, whatever zone or day end its learner takes afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.features.members.actions.presence import find_present
from bot.features.sessions.actions import log_study
from bot.features.settings.actions.learner_settings import set_clock
from bot.features.streaks.actions.counting import read_ledger, verify_counters
from bot.features.streaks.actions.outages import renew_streaks
from bot.identity import Caller, LearnerId
from bot.posting import gaps
from roadmap.streak import Verdict
from tests.bot.climb import ANN, CLIMB, START, caller
from tests.databases import open_patiently
from tests.sampling import examples

ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Apia", "Asia/Kolkata")
DAY_ENDS = (0, 180, 300)
ANN_ID = LearnerId(1)
MISSED = Verdict.MISSED
Step = tuple[str, str | int]


class _Over(Exception):
    """Ends a life, so that its transaction leaves nothing behind."""


@dataclass
class _Life:
    """Ann's days in one transaction. `said`: the verdict on each day that was over after the last step."""

    db: Connection
    now: datetime = START
    said: dict[date, Verdict] = field(default_factory=dict)

    @property
    def ann(self) -> Caller:
        return replace(caller(ANN), now=self.now)

    def take(self, step: Step) -> None:
        """Take one step. Check that no day that was over before it has another verdict after it."""
        match step:
            case ("study", int(minutes)):
                log_study(self.db, self.ann, CLIMB, minutes)
            case ("zone", str(zone)):
                set_clock(self.db, self.ann, CLIMB.slug, zone=zone)
            case ("day end", int(minutes)):
                set_clock(self.db, self.ann, CLIMB.slug, day_end=minutes)
            case ("wait", int(hours)):
                self.now += timedelta(hours=hours)
            case ("sleep", int(hours)):
                self.now += timedelta(hours=hours)
                gaps.note_gap(self.db, self.now)
                renew_streaks(self.db, self.now, LearnerId(0), 200)
        gaps.note_beat(self.db, self.now)
        over = self._over()
        assert self._kept(self.said, step) == self._kept({day: over.get(day) for day in self.said}, step), step
        self.said = over

    def _kept(self, verdicts: Mapping[date, Verdict | None], step: Step) -> dict[date, Verdict | None]:
        """Take a freeze as a missed day while time passes: a gap that grows too long gives its freezes back."""
        passing = step[0] not in ("zone", "day end")
        return {day: MISSED if passing and said == Verdict.FREEZE else said for day, said in verdicts.items()}

    def _over(self) -> dict[date, Verdict]:
        present = find_present(self.db, self.ann)
        days = read_ledger(self.db, ANN_ID, self.now).days if present else ()
        return {day.day: day.verdict for day in days if present and day.day < present.day}


def _live(url: str, steps: list[Step]) -> None:
    def life(db: Connection) -> None:
        ann = _Life(db)
        for step in [("study", 30), *steps]:
            ann.take(step)
        assert [] == verify_counters(db, ann.now)
        raise _Over

    async def main() -> None:
        store = open_patiently(url)
        try:
            await store.write(life)
        except _Over:
            pass
        finally:
            await store.close()

    asyncio.run(main())


HOURS = st.sampled_from((1, 5, 9, 13, 24, 24, 30, 48))
STEPS = st.one_of(
    st.tuples(st.just("study"), st.just(30)),
    st.tuples(st.just("zone"), st.sampled_from(ZONES)),
    st.tuples(st.just("day end"), st.sampled_from(DAY_ENDS)),
    st.tuples(st.just("wait"), HOURS),
    st.tuples(st.just("sleep"), HOURS),
)
"""Hours are hours. A day end is in minutes after midnight."""

BERLIN: list[Step] = [("zone", "Europe/Berlin"), ("wait", 24), ("study", 30), ("wait", 7)]
FLIGHT: list[Step] = [("sleep", 5), ("wait", 12), ("study", 30), ("wait", 24)]


@settings(examples(1, everyday=0.4), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=25))
@example(steps=[*BERLIN, *FLIGHT, ("zone", "Asia/Tokyo"), ("wait", 24), ("study", 30)])
@example(steps=[*BERLIN, *FLIGHT, ("zone", "America/Los_Angeles"), ("wait", 24), ("study", 30)])
def test_no_later_zone_or_day_end_changes_the_verdict_on_a_day_that_is_over(sqlite_url: str, steps: list[Step]) -> None:
    _live(sqlite_url, steps)
