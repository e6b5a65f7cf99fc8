"""SQL about the places in which a group gets its posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from bot.database.upsert import PerEngine
from bot.identity import Account, GroupId, Place, PlaceId
from bot.tables import groups, place_stewards, places


@dataclass(frozen=True, slots=True)
class PostingPlace:
    """A place in which a group gets its posts.

    - `chosen`: a steward chose it. Else it is where the bot was first spoken to.
    - `off_reason`: why posts do not arrive there, by the platform's short code.
    - `role_id`: the role of a Discord server that a level's celebration pings.
    """

    id: PlaceId
    platform: str
    space_id: int
    chat_id: int
    thread_id: int | None = None
    chosen: bool = True
    off_reason: str = ""
    role_id: int | None = None

    def is_at(self, place: Place) -> bool:
        """Whether posts go to this very chat and topic."""
        return (self.platform, self.chat_id, self.thread_id) == (place.platform, place.chat_id, place.thread_id)


_PLACE = places.c.id == bindparam("place")
_READ = (
    select(
        places.c.id,
        places.c.platform,
        places.c.space_id,
        places.c.chat_id,
        places.c.thread_id,
        places.c.chosen,
        places.c.off_reason,
        places.c.role_id,
    )
    .where(places.c.group_id == bindparam("group"))
    .order_by(places.c.id)
)
_NOTE_STEWARD = PerEngine(lambda into: into(place_stewards).on_conflict_do_nothing())
_FORGET_STEWARD = delete(place_stewards).where(
    place_stewards.c.user_id == bindparam("steward"),
    place_stewards.c.place_id.in_(
        select(places.c.id).where(places.c.platform == bindparam("on"), places.c.space_id == bindparam("space"))
    ),
)
_NOTED_STEWARDS = (
    select(places.c.platform, place_stewards.c.user_id)
    .join(places, places.c.id == place_stewards.c.place_id)
    .where(places.c.id == bindparam("place"))
    .order_by(place_stewards.c.user_id)
)
_IS_UNWARNED = or_(place_stewards.c.warned_for.is_(None), place_stewards.c.warned_for < bindparam("since"))
_UNWARNED = _NOTED_STEWARDS.where(_IS_UNWARNED)
_NOTE_WARNED = (
    update(place_stewards)
    .where(
        place_stewards.c.place_id == bindparam("place"), place_stewards.c.user_id == bindparam("steward"), _IS_UNWARNED
    )
    .values(warned_for=bindparam("since"))
)
ONE_ADDING = timedelta(minutes=2)
"""The time in which all reports of one adding come."""
_REVIVE = (
    update(places)
    .where(_PLACE, places.c.off_reason.is_not(None))
    .values(off_reason=None, removed_at=None, greeted_at=bindparam("now"))
)
_MOVE = (
    update(places)
    .where(_PLACE)
    .values(
        off_reason=None,
        removed_at=None,
        chat_id=bindparam("new_chat"),
        thread_id=bindparam("new_thread"),
        chosen=bindparam("new_chosen"),
    )
)
_GREETED = select(places.c.greeted_at).where(_PLACE)
_SET_ROLE = update(places).where(_PLACE).values(role_id=bindparam("role"))


_NOTED_FOR = (
    select(places.c.group_id)
    .distinct()
    .join(place_stewards, place_stewards.c.place_id == places.c.id)
    .join(groups, groups.c.id == places.c.group_id)
    .where(
        places.c.platform == bindparam("on"),
        place_stewards.c.user_id == bindparam("steward"),
        groups.c.removed_at.is_(None),
    )
    .order_by(places.c.group_id)
)


def read_posting_places(db: Connection, group_id: GroupId) -> tuple[PostingPlace, ...]:
    """Read the places of a group, one for each home."""
    rows = db.execute(_READ, {"group": group_id}).mappings()
    return tuple(PostingPlace(**{**row, "off_reason": row["off_reason"] or ""}) for row in rows)


def read_posting_place(db: Connection, group_id: GroupId, place_id: PlaceId) -> PostingPlace:
    """Read one of the places of a group, which must have it."""
    return next(one for one in read_posting_places(db, group_id) if one.id == place_id)


def revive_place(db: Connection, place_id: PlaceId, now: datetime) -> None:
    """Switch a place on if it was off. It stays where it is.

    A new stay begins, as if the place had been greeted a while ago: a greeting may still come.
    """
    db.execute(_REVIVE, {"place": place_id, "now": now - ONE_ADDING})


def move_posts(db: Connection, place_id: PlaceId, place: Place, *, chosen: bool) -> None:
    """Post in this chat and thread from now on."""
    values = {"new_chat": place.chat_id, "new_thread": place.thread_id, "new_chosen": chosen}
    db.execute(_MOVE, {"place": place_id, **values})


def read_stay(db: Connection, place_id: PlaceId) -> int:
    """Read which stay of the bot in a place it is: the second of its greeting, or near that of a call; 0: unknown."""
    moment: datetime | None = db.scalar(_GREETED, {"place": place_id})
    return int(moment.timestamp()) if moment else 0


def set_role(db: Connection, place_id: PlaceId, role_id: int | None) -> None:
    """Set the role of a place's Discord server that a level's celebration pings. None: no role."""
    db.execute(_SET_ROLE, {"place": place_id, "role": role_id})


def note_steward(db: Connection, place_id: PlaceId, account: Account) -> None:
    """Note a steward who is no member, for word of a lost place and a look in private. It gives no rights."""
    db.execute(_NOTE_STEWARD(db), {"place_id": place_id, "user_id": account.user_id})


def forget_steward(db: Connection, place: Place, account: Account) -> None:
    """Forget a steward who was noted by account alone, because they left the chat."""
    db.execute(_FORGET_STEWARD, {"on": place.platform, "space": place.space_id, "steward": account.user_id})


def read_noted_groups(db: Connection, account: Account) -> list[GroupId]:
    """List the groups that an account has set up without being a member then, and in which the bot still is."""
    return list(db.execute(_NOTED_FOR, {"on": account.platform, "steward": account.user_id}).scalars())


def read_noted_stewards(db: Connection, place_id: PlaceId) -> list[Account]:
    """Read the stewards of a place who were noted, because they were no members then."""
    found = db.execute(_NOTED_STEWARDS, {"place": place_id}).all()
    return [Account(row.platform, row.user_id, str(row.user_id)) for row in found]


def read_unwarned_stewards(db: Connection, place_id: PlaceId, since: datetime) -> list[Account]:
    """Read the noted stewards of a place who were not warned yet of the end after the removal of an instant."""
    found = db.execute(_UNWARNED, {"place": place_id, "since": since}).all()
    return [Account(row.platform, row.user_id, str(row.user_id)) for row in found]


def note_warned(db: Connection, place_id: PlaceId, account: Account, since: datetime) -> None:
    """Note that a steward was warned of the end after the removal of an instant.

    A later end of which they were warned stays noted: the group and its homes may end one after the other.
    """
    db.execute(_NOTE_WARNED, {"place": place_id, "steward": account.user_id, "since": since})
