"""SQL about shared study sessions, and the members who study in each."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, null, select, true, update

from bot.closed_sets import PostState
from bot.database.platforms import find_platform, working_on
from bot.database.upsert import PerEngine
from bot.identity import Account, AccountId, ActId, FocusId, GroupId, LearnerId, PlaceId, PostId
from bot.tables import accounts, focus_members, focuses, groups, outbox
from roadmap.focus import Timetable


@dataclass(frozen=True, slots=True)
class Stay:
    """A member's part in a session. `minutes` were logged so far; `act_id` logged the last of them.

    `staying`: they are in it since `joined_at`. `left_at` is None then. `platform` is that of the account that joined
    last; None: the learner had no other account then.
    """

    learner_id: LearnerId
    joined_at: datetime
    left_at: datetime | None
    staying: bool
    minutes: int
    act_id: ActId | None
    platform: str | None


@dataclass(frozen=True, slots=True)
class Focus:
    """A shared study session. It is at a place, or in the private chat of an account.

    `ends_at` is its planned end, or the instant of its stop. `ended`: its minutes were logged.
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


@dataclass(frozen=True, slots=True)
class FocusPost:
    """The row of the outbox of a session's message."""

    id: PostId
    state: PostState
    message_id: str | None


_FOCUS: Select[Any] = select(focuses).where(focuses.c.id == bindparam("focus"))
_LOCKED = _FOCUS.with_for_update(key_share=True)
_FREE = _FOCUS.with_for_update(key_share=True, skip_locked=True)
_AT_PLACE: Select[Any] = select(focuses).where(focuses.c.place_id == bindparam("place"), focuses.c.running == true())
_AT_ACCOUNT: Select[Any] = select(focuses).where(
    focuses.c.account_id == bindparam("account"), focuses.c.running == true()
)
_OF_GROUP: Select[Any] = (
    select(focuses).where(focuses.c.group_id == bindparam("group"), focuses.c.running == true()).order_by(focuses.c.id)
)
_ADD = PerEngine(lambda into: into(focuses).on_conflict_do_nothing().returning(focuses.c.id))
_OF = (focus_members.c.focus_id == bindparam("focus"),)
_STAYS = select(focus_members).where(*_OF).order_by(focus_members.c.joined_at, focus_members.c.learner_id)
_STAY = select(focus_members).where(*_OF, focus_members.c.learner_id == bindparam("learner"))
_ELSEWHERE: Select[Any] = (
    select(focuses)
    .join(focus_members, focus_members.c.focus_id == focuses.c.id)
    .where(focus_members.c.learner_id == bindparam("learner"), focus_members.c.staying == true())
)
_JOIN = insert(focus_members).values(staying=True)
_STINT = update(focus_members).where(*_OF, focus_members.c.learner_id == bindparam("learner"))
_REJOIN = _STINT.values(joined_at=bindparam("now"), left_at=null(), staying=True, made_on=bindparam("on"))
_LEAVE = _STINT.values(
    left_at=bindparam("now"),
    staying=null(),
    minutes=focus_members.c.minutes + bindparam("more"),
    act_id=func.coalesce(bindparam("act", type_=focus_members.c.act_id.type), focus_members.c.act_id),
)
_CHANGE = update(focuses).where(focuses.c.id == bindparam("focus"))
_STOP = _CHANGE.values(ends_at=bindparam("now"))
_CLOSE = _CHANGE.values(ended_at=bindparam("now"), running=null())
_EDITED = _CHANGE.values(edited_at=bindparam("now"))
_ACCOUNT = select(accounts.c.id).where(accounts.c.platform == bindparam("on"), accounts.c.user_id == bindparam("user"))
_POST = select(outbox.c.id, outbox.c.state, outbox.c.message_id).where(outbox.c.key == bindparam("named"))
_GROUP = select(groups.c.roadmap, groups.c.zone).where(groups.c.id == bindparam("group"))


def find_focus(db: Connection, focus_id: FocusId) -> Focus | None:
    """Find a session. None if there is none."""
    return _focus_or_none(db.execute(_FOCUS, {"focus": focus_id}).one_or_none())


def lock_focus(db: Connection, focus_id: FocusId) -> Focus | None:
    """Find a session and lock its row until the transaction ends."""
    return _focus_or_none(db.execute(_LOCKED, {"focus": focus_id}).one_or_none())


def lock_free_focus(db: Connection, focus_id: FocusId) -> Focus | None:
    """Find a session and lock its row, if no other transaction has locked it. It waits for none."""
    return _focus_or_none(db.execute(_FREE, {"focus": focus_id}).one_or_none())


def find_running_focus(db: Connection, place_id: PlaceId | None, account_id: AccountId | None) -> Focus | None:
    """Find the session that runs at a place or in a private chat."""
    if place_id is not None:
        return _focus_or_none(db.execute(_AT_PLACE, {"place": place_id}).one_or_none())
    return _focus_or_none(db.execute(_AT_ACCOUNT, {"account": account_id}).one_or_none())


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
    starter_id: LearnerId,
    timetable: Timetable,
    started_at: datetime,
    ends_at: datetime,
) -> FocusId | None:
    """Add a session that runs from now on. None: another one was begun there just now."""
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
    }
    return db.execute(_ADD(db), row).scalar_one_or_none()


def read_stays(db: Connection, focus_id: FocusId) -> list[Stay]:
    """Read the members of a session, the earliest first."""
    return [_stay(row) for row in db.execute(_STAYS, {"focus": focus_id})]


def find_stay(db: Connection, focus_id: FocusId, learner_id: LearnerId) -> Stay | None:
    """Find a member's part in a session. None if they were never in it."""
    row = db.execute(_STAY, {"focus": focus_id, "learner": learner_id}).one_or_none()
    return _stay(row) if row else None


def begin_stay(db: Connection, focus_id: FocusId, learner_id: LearnerId, now: datetime) -> None:
    """Let a learner be in a session from now on, for the first time or again."""
    again = {"focus": focus_id, "learner": learner_id, "now": now, "on": find_platform(db)}
    if db.execute(_REJOIN, again).rowcount == 0:
        db.execute(_JOIN, {"focus_id": focus_id, "learner_id": learner_id, "joined_at": now})


def working_for(db: Connection, stay: Stay) -> AbstractContextManager[None]:
    """Let a connection work meanwhile for the account of a stay."""
    return working_on(db, stay.platform or find_platform(db))


def end_stay(
    db: Connection, focus_id: FocusId, learner_id: LearnerId, now: datetime, *, minutes: int, act_id: ActId | None
) -> None:
    """End a member's stay. `minutes` were logged for it, by an act if there were any."""
    db.execute(_LEAVE, {"focus": focus_id, "learner": learner_id, "now": now, "more": minutes, "act": act_id})


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


def find_post(db: Connection, key: str) -> FocusPost | None:
    """Find a post by its key."""
    row = db.execute(_POST, {"named": key}).one_or_none()
    return FocusPost(row.id, PostState(row.state), row.message_id) if row else None


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


def _stay(row: Row[Any]) -> Stay:
    return Stay(row.learner_id, row.joined_at, row.left_at, bool(row.staying), row.minutes, row.act_id, row.made_on)
