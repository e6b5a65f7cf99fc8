"""SQL about the changes of learners' settings and consents: when each was made last, and by which account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, select

from bot.closed_sets import ConsentKind, Setting
from bot.database.columns import constants
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

_IS_SETTING = setting_changes.c.setting.in_(constants(Setting))


def note_settings(
    db: Connection, learner_id: LearnerId, settings: Iterable[Setting | ConsentKind], now: datetime
) -> None:
    """Note that a learner changed settings now, or said consents, be it that they had said the same before."""
    rows = [{"learner_id": learner_id, "setting": one, "at": now} for one in settings]
    if rows:
        db.execute(_NOTE(db), rows)


def read_setting_changes(db: Connection, learner_id: LearnerId) -> Mapping[Setting, SettingChange]:
    """Read the last change of each setting of a learner. A setting that was never changed is left out."""
    rows = db.execute(_CHANGES.where(_IS_SETTING), {"learner": learner_id})
    return {Setting(row.setting): SettingChange(row.at, row.made_on) for row in rows}


def read_said_consents(db: Connection, learner_id: LearnerId) -> set[ConsentKind]:
    """Read which consents a learner has said. Those of a linked learner were said since the link."""
    rows = db.execute(_CHANGES.where(~_IS_SETTING), {"learner": learner_id})
    return {ConsentKind(row.setting) for row in rows}
