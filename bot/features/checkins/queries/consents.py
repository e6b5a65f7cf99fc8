"""SQL about the readers of reports: what learners chose, for a report and from now on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, null, select, update

from bot.closed_sets import ConsentKind, Publishing, Visibility
from bot.features.members.queries.setting_changes import note_settings
from bot.identity import CheckinId, GroupId, LearnerId
from bot.tables import groups, learners, memberships, reports


@dataclass(frozen=True, slots=True)
class Consent:
    """A learner's choice of how much of their check-ins the group reads, and that of one report.

    None: not asked, so nothing is read. `alone`: they learn in a group of one. `number` is theirs in the group.
    `taken_down`: a steward took the report out of what is published. `barred`: a steward stopped their publishing.
    """

    learner: Publishing | None
    report: Publishing | None
    reported: bool
    visibility: Visibility
    number: int
    alone: bool
    taken_down: bool
    barred: bool = False

    @property
    def shown(self) -> Publishing | None:
        """How much the group reads: of a report the stricter of both choices, before it what was chosen."""
        return stricter(self.learner, self.report) if self.reported else self.learner

    @property
    def has_readers(self) -> bool:
        """Whether a group could read anything: a hidden learner, and a learner alone, have no readers."""
        return not self.alone and self.visibility is not Visibility.HIDDEN

    @property
    def is_due(self) -> bool:
        """Whether the learner is to be asked before anything of theirs is read. One that is barred has time."""
        return self.learner is None and self.has_readers and not self.barred


_STRICTEST_FIRST = (None, Publishing.PRIVATE, Publishing.PROMISE, Publishing.ALL)


def stricter(first: Publishing | None, second: Publishing | None) -> Publishing | None:
    """Return the choice that lets the group read less. None lets it read nothing."""
    return min(first, second, key=_STRICTEST_FIRST.index)


_LEARNER = learners.c.id == bindparam("learner")
_OF_LEARNER = select(learners.c.publishing).where(_LEARNER)
_CHOOSE = update(learners).where(_LEARNER).values(publishing=bindparam("choice"))
_REPORT = and_(reports.c.checkin_id == bindparam("checkin"), reports.c.learner_id == bindparam("learner"))
_CHOOSE_FOR = update(reports).where(_REPORT).values(publishing=bindparam("choice"))
_CHOICE = (
    select(
        learners.c.publishing,
        reports.c.publishing.label("of_report"),
        reports.c.learner_id.is_not(null()).label("reported"),
        learners.c.visibility,
        memberships.c.number,
        groups.c.solo,
        reports.c.hidden_at,
        memberships.c.barred_at,
    )
    .select_from(learners)
    .join(memberships, and_(memberships.c.learner_id == learners.c.id, memberships.c.group_id == bindparam("group")))
    .join(groups, groups.c.id == memberships.c.group_id)
    .outerjoin(reports, and_(reports.c.learner_id == learners.c.id, reports.c.checkin_id == bindparam("checkin")))
    .where(_LEARNER)
)


def read_choice(db: Connection, learner_id: LearnerId) -> Publishing | None:
    """Read how much of their check-ins a learner lets the group read. None: they were not asked yet."""
    return _read(db.scalar(_OF_LEARNER, {"learner": learner_id}))


def read_consent(db: Connection, learner_id: LearnerId, group_id: GroupId, checkin_id: CheckinId) -> Consent:
    """Read the choices of a member: in general, and for their report in a check-in if there is one."""
    values = {"learner": learner_id, "group": group_id, "checkin": checkin_id}
    row = db.execute(_CHOICE, values).one()
    return Consent(
        learner=_read(row.publishing),
        report=_read(row.of_report),
        reported=bool(row.reported),
        visibility=Visibility(row.visibility),
        number=row.number,
        alone=row.solo,
        taken_down=row.hidden_at is not None,
        barred=row.barred_at is not None,
    )


def write_choice(db: Connection, learner_id: LearnerId, choice: Publishing, now: datetime) -> None:
    """Save how much of their check-ins a learner lets the group read from now on."""
    db.execute(_CHOOSE, {"learner": learner_id, "choice": choice})
    note_settings(db, learner_id, [ConsentKind.PUBLISHING], now)


def choose_for_report(db: Connection, checkin_id: CheckinId, learner_id: LearnerId, choice: Publishing) -> None:
    """Save the same for a report. Without a report nothing is written."""
    db.execute(_CHOOSE_FOR, {"checkin": checkin_id, "learner": learner_id, "choice": choice})


def _read(kept: str | None) -> Publishing | None:
    return None if kept is None else Publishing(kept)
