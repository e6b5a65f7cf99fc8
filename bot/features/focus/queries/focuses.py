"""SQL about shared study sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, null, select, true, update

from bot.database.upsert import PerEngine
from bot.identity import Account, AccountId, FocusId, GroupId, LearnerId, PlaceId
from bot.tables import accounts, focus_members, focuses, groups
from roadmap.focus import Timetable


@dataclass(frozen=True, slots=True)
class Focus:
    """A study session: a group's, or one in the private chat of an account.

    `place_id` is the home in which a group's was started. `ends_at` is its planned end, or the instant of its stop.
    `ended`: its minutes were logged.
    """

    id: FocusId
    group_id: GroupId
    place_id: PlaceId | None
    account_id: AccountId | None
    starter_id: LearnerId | None
    timetable: Timetable
    started_at: datetime
    ends_at: datetime
    edited_at: datetime
    ended: bool

    def is_over(self, now: datetime) -> bool:
        """Whether it takes no part any more. Once logged it is over, even if the clock was set back since."""
        return self.ended or self.ends_at <= now


_FOCUS: Select[Any] = select(focuses).where(focuses.c.id == bindparam("focus"))
_LOCKED = _FOCUS.with_for_update(key_share=True)
_FREE = _FOCUS.with_for_update(key_share=True, skip_locked=True)
_IN_GROUP: Select[Any] = (
    select(focuses)
    .outerjoin(
        focus_members,
        and_(
            focus_members.c.focus_id == focuses.c.id,
            focus_members.c.learner_id == bindparam("learner"),
            focus_members.c.staying == true(),
        ),
    )
    .where(focuses.c.group_id == bindparam("group"), focuses.c.running == true(), focuses.c.place_id.is_not(None))
    .order_by(focus_members.c.learner_id.is_(None), focuses.c.place_id != bindparam("place"), focuses.c.id)
    .limit(1)
)
_AT_ACCOUNT: Select[Any] = select(focuses).where(
    focuses.c.account_id == bindparam("account"), focuses.c.running == true()
)
_OF_GROUP: Select[Any] = (
    select(focuses).where(focuses.c.group_id == bindparam("group"), focuses.c.running == true()).order_by(focuses.c.id)
)
_PART: Select[Any] = (
    select(focuses)
    .where(focuses.c.group_id == bindparam("group"), focuses.c.parted_from == bindparam("focus"))
    .order_by(focuses.c.id.desc())
    .limit(1)
)
_ADD = PerEngine(lambda into: into(focuses).on_conflict_do_nothing().returning(focuses.c.id))
_ELSEWHERE: Select[Any] = (
    select(focuses)
    .join(focus_members, focus_members.c.focus_id == focuses.c.id)
    .where(focus_members.c.learner_id == bindparam("learner"), focus_members.c.staying == true())
)
_CHANGE = update(focuses).where(focuses.c.id == bindparam("focus"))
_STOP = _CHANGE.values(ends_at=bindparam("now"))
_CLOSE = _CHANGE.values(ended_at=bindparam("now"), running=null())
_EDITED = _CHANGE.values(edited_at=bindparam("now"))
_ACCOUNT = select(accounts.c.id).where(accounts.c.platform == bindparam("on"), accounts.c.user_id == bindparam("user"))
_GROUP = select(groups.c.roadmap, groups.c.zone).where(groups.c.id == bindparam("group"))


def find_focus(db: Connection, focus_id: FocusId) -> Focus | None:
    """Find a session. None if there is none."""
    return _focus_or_none(db.execute(_FOCUS, {"focus": focus_id}).one_or_none())


def find_parted_focus(db: Connection, focus_id: FocusId, group_id: GroupId) -> Focus | None:
    """Find the session that goes on in a group since it parted from the group of another session. None: none does."""
    return _focus_or_none(db.execute(_PART, {"focus": focus_id, "group": group_id}).one_or_none())


def lock_focus(db: Connection, focus_id: FocusId) -> Focus | None:
    """Find a session and lock its row until the transaction ends."""
    return _focus_or_none(db.execute(_LOCKED, {"focus": focus_id}).one_or_none())


def lock_free_focus(db: Connection, focus_id: FocusId) -> Focus | None:
    """Find a session and lock its row, if no other transaction has locked it. It waits for none."""
    return _focus_or_none(db.execute(_FREE, {"focus": focus_id}).one_or_none())


def find_private_focus(db: Connection, account_id: AccountId | None) -> Focus | None:
    """Find the session that runs in the private chat of an account."""
    return _focus_or_none(db.execute(_AT_ACCOUNT, {"account": account_id}).one_or_none())


def find_group_focus(
    db: Connection, group_id: GroupId, place_id: PlaceId, learner_id: LearnerId | None
) -> Focus | None:
    """Find the session that runs in a group, whichever home it was started in.

    Two groups that became one may have two for a while. Then it is the one that the learner is in, else that of the
    place.
    """
    values = {"group": group_id, "place": place_id, "learner": learner_id}
    return _focus_or_none(db.execute(_IN_GROUP, values).one_or_none())


def read_running_focuses(db: Connection, group_id: GroupId) -> list[Focus]:
    """Read the sessions that run in a group."""
    return [_focus(row) for row in db.execute(_OF_GROUP, {"group": group_id})]


def find_present_focus(db: Connection, learner_id: LearnerId) -> Focus | None:
    """Find the session that a learner is in now."""
    return _focus_or_none(db.execute(_ELSEWHERE, {"learner": learner_id}).one_or_none())


def add_focus(
    db: Connection,
    group_id: GroupId,
    place_id: PlaceId | None,
    account_id: AccountId | None,
    *,
    starter_id: LearnerId | None,
    timetable: Timetable,
    started_at: datetime,
    ends_at: datetime,
    parted_from: FocusId | None = None,
) -> FocusId | None:
    """Add a session that runs. None: another one runs at that place, or in that private chat.

    `parted_from`: the session of two groups that it was a part of until they parted.
    """
    row = {
        "group_id": group_id,
        "place_id": place_id,
        "account_id": account_id,
        "starter_id": starter_id,
        "timetable": timetable.kept,
        "started_at": started_at,
        "ends_at": ends_at,
        "edited_at": started_at,
        "running": True,
        "parted_from": parted_from,
    }
    return db.execute(_ADD(db), row).scalar_one_or_none()


def stop_at(db: Connection, focus_id: FocusId, now: datetime) -> None:
    """Let a session end now. Its minutes are still to be logged."""
    db.execute(_STOP, {"focus": focus_id, "now": now})


def close_focus(db: Connection, focus_id: FocusId, now: datetime) -> None:
    """Note that a session is over and logged. Its place is free for another."""
    db.execute(_CLOSE, {"focus": focus_id, "now": now})


def note_edited(db: Connection, focus_id: FocusId, now: datetime) -> None:
    """Note when the message of a session was changed last."""
    db.execute(_EDITED, {"focus": focus_id, "now": now})


def find_account_id(db: Connection, account: Account) -> AccountId | None:
    """Find the row of an account."""
    return db.scalar(_ACCOUNT, {"on": account.platform, "user": account.user_id})


def read_group_roadmap(db: Connection, group_id: GroupId) -> str:
    """Read which roadmap a group follows."""
    return str(db.execute(_GROUP, {"group": group_id}).one().roadmap)


def read_group_zone(db: Connection, group_id: GroupId) -> str:
    """Read the zone of a group."""
    return str(db.execute(_GROUP, {"group": group_id}).one().zone)


def _focus_or_none(row: Row[Any] | None) -> Focus | None:
    return None if row is None else _focus(row)


def _focus(row: Row[Any]) -> Focus:
    return Focus(
        id=row.id,
        group_id=row.group_id,
        place_id=row.place_id,
        account_id=row.account_id,
        starter_id=row.starter_id,
        timetable=Timetable.read(row.timetable),
        started_at=row.started_at,
        ends_at=row.ends_at,
        edited_at=row.edited_at,
        ended=row.ended_at is not None,
    )
