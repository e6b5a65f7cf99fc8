"""A row of the outbox as it is sent: what, to whom, where, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, func, or_, select

from bot.identity import Place
from bot.tables import accounts, groups, learners, outbox, places
from bot.texts import SOURCE


@dataclass(frozen=True, slots=True)
class Post:
    """A row of the outbox, with where it goes and in which language. `attempts` counts the present one.

    A private post has an `account_id`, no `place_id` and no `group_id`; its place is the private chat with that one.
    """

    id: int
    kind: str
    key: str
    learner_id: int | None
    facts: dict[str, Any]
    attempts: int
    created_at: datetime
    due_at: datetime
    place: Place
    language: str
    place_id: int | None
    group_id: int | None
    account_id: int | None = None
    leased_until: datetime | None = None

    @property
    def target(self) -> tuple[str, int]:
        """What its posts are kept in order for: one place or one account."""
        return post_target(self)


RUNNING: BindParameter[list[str]] = bindparam("platforms", expanding=True)
SPEAKS = or_(
    and_(places.c.off_reason.is_(None), places.c.platform.in_(RUNNING)),
    and_(accounts.c.off_reason.is_(None), accounts.c.platform.in_(RUNNING)),
)
TARGETS = outbox.outerjoin(places, places.c.id == outbox.c.place_id).outerjoin(
    accounts, accounts.c.id == outbox.c.account_id
)
FALLEN_DUE = and_(outbox.c.state == "new", outbox.c.due_at <= bindparam("now"))
POSTS = (
    select(
        outbox,
        places.c.platform,
        places.c.space_id,
        places.c.chat_id,
        places.c.thread_id,
        places.c.private,
        places.c.group_id,
        accounts.c.platform.label("account_platform"),
        accounts.c.user_id,
        func.coalesce(groups.c.language, learners.c.language, SOURCE).label("language"),
    )
    .select_from(
        TARGETS.outerjoin(groups, groups.c.id == places.c.group_id).outerjoin(
            learners, learners.c.id == accounts.c.learner_id
        )
    )
    .order_by(outbox.c.due_at, outbox.c.id)
)


def read_post(row: Row[Any]) -> Post:
    """A row of `POSTS`."""
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
    )


def post_target(row: Row[Any] | Post) -> tuple[str, int]:
    """The one place or account that a row is for."""
    return ("place", row.place_id) if row.place_id is not None else ("account", row.account_id or 0)


def post_place(row: Row[Any]) -> Place:
    """Where a row goes: its group's place, or the private chat with its account."""
    if row.account_id is not None:
        return Place(row.account_platform, row.user_id, row.user_id, private=True, person=True)
    return Place(row.platform, row.space_id, row.chat_id, row.thread_id, private=row.private)
