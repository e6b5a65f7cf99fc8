"""SQL about the changes of learners' settings: when each was made last, and by which account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, select

from bot.closed_sets import Setting
from bot.database.upsert import Into, PerEngine
from bot.identity import LearnerId
from bot.tables import setting_changes


@dataclass(frozen=True, slots=True)
class SettingChange:
    """The last change of a setting. `platform`: of the account that made it; None: the learner had one account."""

    at: datetime
    platform: str | None


def _note(into: Into) -> Executable:
    fresh = into(setting_changes)
    return fresh.on_conflict_do_update(
        index_elements=["learner_id", "setting"],
        set_={"at": fresh.excluded.at, "made_on": fresh.excluded.made_on},
    )


_NOTE = PerEngine(_note)
_CHANGES = select(setting_changes.c.setting, setting_changes.c.at, setting_changes.c.made_on).where(
    setting_changes.c.learner_id == bindparam("learner")
)


def note_settings(db: Connection, learner_id: LearnerId, settings: Iterable[Setting], now: datetime) -> None:
    """Note that a learner changed settings now."""
    rows = [{"learner_id": learner_id, "setting": one, "at": now} for one in settings]
    if rows:
        db.execute(_NOTE(db), rows)


def read_setting_changes(db: Connection, learner_id: LearnerId) -> Mapping[Setting, SettingChange]:
    """Read the last change of each setting of a learner. A setting that was never changed is left out."""
    rows = db.execute(_CHANGES, {"learner": learner_id})
    return {Setting(row.setting): SettingChange(row.at, row.made_on) for row in rows}
