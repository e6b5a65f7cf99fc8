"""Posts as they are sent: a row of the outbox with its place and language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, case, func, or_, select

from bot.closed_sets import PostState
from bot.identity import AccountId, GroupId, LearnerId, Place, PlaceId, PostId
from bot.posting.targets import Target, TargetKind
from bot.tables import accounts, groups, learners, memberships, outbox, places
from bot.tables.members import TAKES_POSTS, is_home, meant_first
from bot.texts import SOURCE

IN_DOUBT = "in doubt: "
"""The beginning of the reason of a post in doubt: it may have arrived, and a repeat is known to be safe."""


@dataclass(frozen=True, slots=True)
class Post:
    """A row of the outbox with its place and language. `attempts` counts the present attempt.

    A private post has an `account_id`, no `place_id` and no `group_id`. Its place is the private chat with that
    account. `role` is the place's role to ping if a steward chose one; else 0. `lost`: the last post to the place did
    not arrive. `doubted`: the post is in doubt since an earlier attempt.
    """

    id: PostId
    kind: str
    key: str
    learner_id: LearnerId | None
    facts: dict[str, Any]
    attempts: int
    created_at: datetime
    due_at: datetime
    place: Place
    language: str
    place_id: PlaceId | None
    group_id: GroupId | None
    account_id: AccountId | None = None
    leased_until: datetime | None = None
    role: int = 0
    lost: bool = False
    doubted: bool = False

    @property
    def target(self) -> Target:
        """The place or account for which posts are kept in order."""
        return post_target(self)


RUNNING: BindParameter[list[str]] = bindparam("platforms", expanding=True)
SPEAKS = or_(
    and_(TAKES_POSTS, places.c.platform.in_(RUNNING)),
    and_(accounts.c.off_reason.is_(None), accounts.c.platform.in_(RUNNING)),
)
TARGETS = outbox.outerjoin(places, places.c.id == outbox.c.place_id).outerjoin(
    accounts, accounts.c.id == outbox.c.account_id
)
TARGET_COLUMNS = {TargetKind.PLACE: outbox.c.place_id, TargetKind.ACCOUNT: outbox.c.account_id}
FALLEN_DUE = and_(outbox.c.state == PostState.NEW, outbox.c.due_at <= bindparam("now"))
_HOMES = groups.alias()
_HOME_LANGUAGE = (
    select(_HOMES.c.language)
    .join(memberships, memberships.c.group_id == _HOMES.c.id)
    .where(memberships.c.learner_id == accounts.c.learner_id, is_home(_HOMES))
    .order_by(*meant_first(_HOMES))
    .limit(1)
    .scalar_subquery()
)
_PRIVATE = or_(outbox.c.account_id.is_not(None), places.c.private)
_LANGUAGE = func.coalesce(
    case((_PRIVATE, learners.c.language)), groups.c.language, case((_PRIVATE, _HOME_LANGUAGE)), SOURCE
)
"""In private the learner's own language, else that of the post's group, or of the group that they mean in private."""
POSTS = (
    select(
        outbox,
        places.c.platform,
        places.c.space_id,
        places.c.chat_id,
        places.c.thread_id,
        places.c.private,
        places.c.group_id,
        places.c.role_id,
        places.c.off_reason.is_not(None).label("lost"),
        accounts.c.platform.label("account_platform"),
        accounts.c.user_id,
        _LANGUAGE.label("language"),
    )
    .select_from(
        TARGETS.outerjoin(groups, groups.c.id == places.c.group_id).outerjoin(
            learners, learners.c.id == func.coalesce(accounts.c.learner_id, outbox.c.learner_id)
        )
    )
    .order_by(outbox.c.due_at, outbox.c.id)
)


def read_post(row: Row[Any]) -> Post:
    """Read a post from a row of `POSTS`."""
    return Post(
        id=row.id,
        kind=row.kind,
        key=row.key,
        learner_id=row.learner_id,
        facts=row.facts,
        attempts=row.attempts,
        created_at=row.created_at,
        due_at=row.due_at,
        place=post_place(row),
        language=row.language,
        place_id=row.place_id,
        group_id=row.group_id,
        account_id=row.account_id,
        leased_until=row.leased_until,
        role=row.role_id or 0,
        lost=row.lost,
        doubted=(row.reason or "").startswith(IN_DOUBT),
    )


def post_target(row: Row[Any] | Post) -> Target:
    """The place or account that a row is for."""
    return Target.of(row.place_id, row.account_id)


def post_place(row: Row[Any]) -> Place:
    """The place to which a row goes: its group's place, or the private chat with its account."""
    if row.account_id is not None:
        return Place(row.account_platform, row.user_id, row.user_id, private=True, person=True)
    return Place(row.platform, row.space_id, row.chat_id, row.thread_id, private=row.private)
