"""SQL about who sees work: a learner's wish, and the pieces that were taken out of what others see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from bot.closed_sets import ConsentKind, Visibility
from bot.features.members.queries.setting_changes import note_settings
from bot.identity import ActId, GroupId, LearnerId, TickId
from bot.tables import groups, learners, memberships, ticks
from bot.tables.work import HAS_WORK, WORK, WORK_AT


@dataclass(frozen=True, slots=True)
class WorkConsent:
    """A learner's wish about their work. `shows`: None before they were asked. `since`: from when on it is shown.

    `alone`: nobody could see it, because they are hidden or in a group of one. `earlier`: there is older work.
    `barred`: a steward stopped their publishing, so that new work is not shown.
    """

    shows: bool | None
    since: datetime | None
    alone: bool
    earlier: bool
    barred: bool = False


@dataclass(frozen=True, slots=True)
class PieceOwner:
    """The learner of a tick's evidence, and whether it was taken out of what others see. `at`: when it was ticked."""

    learner_id: LearnerId
    act_id: ActId | None
    words: str
    file: str
    hidden: bool
    taken_down: bool
    at: datetime


_HERE = memberships.c.group_id == bindparam("group")
_EARLIER = (
    select(ticks.c.id)
    .select_from(WORK)
    .where(
        _HERE, ticks.c.learner_id == bindparam("learner"), HAS_WORK, bindparam("before", type_=WORK_AT.type) > WORK_AT
    )
    .limit(1)
)
_CONSENT = (
    select(learners.c.shows_work, learners.c.work_from, learners.c.visibility, groups.c.solo, memberships.c.barred_at)
    .select_from(learners)
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .join(groups, groups.c.id == memberships.c.group_id)
    .where(learners.c.id == bindparam("learner"), _HERE)
)
_CHOOSE = (
    update(learners)
    .where(learners.c.id == bindparam("which"))
    .values(shows_work=bindparam("wanted"), work_from=bindparam("since"))
)
_SAME_PIECE = select(
    *(ticks.c.learner_id, ticks.c.act_id, ticks.c.evidence, ticks.c.file),
    *(ticks.c.taken_down, ticks.c.hidden_at, ticks.c.at),
).where(ticks.c.id == bindparam("tick"))
_HIDE = update(ticks).where(ticks.c.id == bindparam("tick"))
_HIDE_ALL = update(ticks).where(
    ticks.c.act_id == bindparam("act"),
    ticks.c.evidence == bindparam("words"),
    func.coalesce(ticks.c.file, "") == bindparam("reference"),
)


def read_work_consent(db: Connection, learner_id: LearnerId, group_id: GroupId) -> WorkConsent:
    """Read what a member wishes about their work."""
    values = {"learner": learner_id, "group": group_id}
    row = db.execute(_CONSENT, values).one()
    alone = bool(row.solo) or row.visibility == Visibility.HIDDEN
    earlier = bool(row.work_from) and db.execute(_EARLIER, {**values, "before": row.work_from}).first() is not None
    return WorkConsent(row.shows_work, row.work_from, alone, earlier, barred=row.barred_at is not None)


def write_work_consent(
    db: Connection, learner_id: LearnerId, wanted: bool, since: datetime | None, now: datetime
) -> None:
    """Save whether a learner's work is shown, and from when on."""
    db.execute(_CHOOSE, {"which": learner_id, "wanted": wanted, "since": since})
    note_settings(db, learner_id, [ConsentKind.SHOWS_WORK], now)


def find_piece_owner(db: Connection, tick_id: TickId) -> PieceOwner | None:
    """Find the learner of a tick's evidence. None if the tick is gone."""
    row = db.execute(_SAME_PIECE, {"tick": tick_id}).one_or_none()
    if row is None:
        return None
    hidden, down = row.hidden_at is not None, bool(row.taken_down)
    return PieceOwner(row.learner_id, row.act_id, row.evidence, row.file or "", hidden, down, row.at)


def set_piece_hidden(
    db: Connection, tick_id: TickId, owner: PieceOwner, hidden_at: datetime | None, *, taken_down: bool = False
) -> None:
    """Take a piece of work out of what others see, or put it back: for all tasks that its act ticked with it.

    A piece may be words, a file or both.
    """
    change = {"hidden_at": hidden_at, "taken_down": taken_down}
    db.execute(_HIDE.values(**change), {"tick": tick_id})
    if owner.act_id and (owner.words or owner.file):
        same = {"act": owner.act_id, "words": owner.words, "reference": owner.file}
        db.execute(_HIDE_ALL.values(**change), same)
