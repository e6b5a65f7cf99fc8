"""The settings of a linked learner, and those of each account after the link.

1. Of each setting, the value that was changed last holds. A change without a known time comes before all others.
2. A value unlike the default was changed. If neither was, the kept learner's holds.
3. Consents are not settings: of them the stricter hold (`consents`).
4. Rest days are those that count from the later day. Name and language are of the account that was used last.
5. After the link, each account has the settings of before it, and those that it changed last since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.closed_sets import Fallback, NudgePace, Setting
from bot.features.linking.actions.consents import unite_consents
from bot.features.members.queries.setting_changes import SettingChange
from roadmap.cadence import StudyClock, change_clock, clock_at, study_day

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_DEFAULTS: Mapping[Setting, object] = {
    Setting.NUDGE_ON: False,
    Setting.NUDGE_AT: None,
    Setting.NUDGE_PACE: NudgePace.DAILY,
    Setting.SNOOZED_UNTIL: None,
    Setting.SAVER_ON: True,
    Setting.CHEERS_ON: True,
    Setting.FALLBACK: Fallback.NONE,
}
"""The settings that are one column each, with the value of a learner who never changed them."""

_BESIDE = {Setting.NUDGE_PACE: "nudges_ignored"}
"""The column that goes with a setting."""


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """The row of a learner before the link, the last changes of their settings, and the day of their rest days."""

    row: Mapping[str, Any]
    changes: Mapping[Setting, SettingChange]
    rest_from: date | None = None

    def changed(self, setting: Setting, default: object) -> tuple[datetime, bool]:
        """When the learner changed a setting last, and whether it is unlike the default. A later one holds."""
        change = self.changes.get(setting)
        return change.at if change else _BEGINNING, self.row[setting] != default

    @property
    def clock(self) -> StudyClock:
        """The learner's clock."""
        return clock_of_row(self.row)


def unite_settings(mine: OwnSettings, other: OwnSettings, now: datetime) -> dict[str, Any]:
    """Return the columns of a linked learner's settings and consents. `mine` are those of the learner who is kept."""
    united: dict[str, Any] = {}
    for setting, default in _DEFAULTS.items():
        newer = other if other.changed(setting, default) > mine.changed(setting, default) else mine
        united |= _columns(newer.row, setting)
    return united | {
        **unite_consents(mine.row, other.row),
        "zone_is_own": mine.row["zone_is_own"] or other.row["zone_is_own"],
        "rest_days": other.row["rest_days"] if _is_later(other.rest_from, mine.rest_from) else mine.row["rest_days"],
        **_used_last(mine.row, other.row),
        **clock_columns(_unite_clock_settings(mine, other, now)),
    }


def part_settings(
    own: Mapping[str, Any], united: Mapping[str, Any], changes: Mapping[Setting, SettingChange], platform: str
) -> dict[str, Any]:
    """Return the columns of an account's settings after a link. `changes` are those since, by whichever account."""
    kept = {"language": own["language"]}
    for setting in _DEFAULTS:
        change = changes.get(setting)
        kept |= _columns(united if change and change.platform == platform else own, setting)
    return kept


def _columns(row: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    beside = _BESIDE.get(setting)
    return {setting.value: row[setting], **({beside: row[beside]} if beside else {})}


def _used_last(mine: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    last = max((mine, other), key=lambda row: row["active_at"] or _BEGINNING)
    return {name: last[name] for name in ("name", "language")}


def _unite_clock_settings(mine: OwnSettings, other: OwnSettings, now: datetime) -> StudyClock:
    """Unite two clocks: the zone that a learner set last, with the day end that one set last."""
    zones = [(one.row["zone_is_own"], *one.changed(Setting.ZONE, "")) for one in (mine, other)]
    clock = unite_clocks(mine.clock, other.clock, now, second_newer=zones[1] > zones[0])
    usual = Setting.DAY_END, 240
    day_end = _wish(other.clock if other.changed(*usual) > mine.changed(*usual) else mine.clock)[1]
    zone, present = _wish(clock)
    return clock if day_end == present else change_clock(clock, now, zone, day_end).clock


def unite_clocks(first: StudyClock, second: StudyClock, now: datetime, *, second_newer: bool) -> StudyClock:
    """Take the newer clock. If its study day is behind the other's, it counts from the next study day on.

    So no study day of either learner lies in the future.
    """
    first, second = clock_at(first, now), clock_at(second, now)
    newer, older = (second, first) if second_newer else (first, second)
    if study_day(newer, now) >= study_day(older, now):
        return newer
    return change_clock(older, now, *_wish(newer)).clock


def _wish(clock: StudyClock) -> tuple[str, int]:
    """Return the zone and day end of a clock, those to come first."""
    return clock.next_zone or clock.zone, clock.day_end if clock.next_day_end is None else clock.next_day_end


def coming_clock(clock: StudyClock) -> StudyClock:
    """Return a clock after its change to come, or as it is if none is."""
    return StudyClock(*_wish(clock))


def clock_of_row(row: Mapping[str, Any]) -> StudyClock:
    """Return the clock that a learner's row describes."""
    return StudyClock(row["zone"], row["day_end"], row["next_zone"], row["next_day_end"], row["next_from"])


def clock_columns(clock: StudyClock) -> dict[str, Any]:
    """Return the columns of a learner's row that draw their study days."""
    names = ("zone", "day_end", "next_zone", "next_day_end", "next_from")
    return {name: getattr(clock, name) for name in names}


def _is_later(first: date | None, second: date | None) -> bool:
    return first is not None and (second is None or first > second)
