"""SQL about messages that were worded since a link, each with the name that its own platform has for the learner."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Text, and_, bindparam, cast, exists, func, insert, or_, select, update

from bot.closed_sets import PostState
from bot.features.focus.queries.messages import SESSION
from bot.features.linking.queries.links import KeptLink
from bot.identity import LearnerId, PostId
from bot.posting.rounds import LEASE
from bot.posting.subjects import LEARNER, find_ids
from bot.tables import Instant, accounts, focus_members, focuses, gathered, outbox, places

MESSAGE = "message_id"
"""The key in facts of the platform's id of a message that the post changes."""

_PLATFORM = func.coalesce(places.c.platform, accounts.c.platform)
_TARGETS = outbox.outerjoin(places, places.c.id == outbox.c.place_id).outerjoin(
    accounts, accounts.c.id == outbox.c.account_id
)
_FACTS = cast(outbox.c.facts, Text)
_SINCE = bindparam("since", type_=Instant)
_OUT_SINCE = or_(
    and_(outbox.c.state == PostState.SENDING, outbox.c.leased_until > bindparam("leased", type_=Instant)),
    outbox.c.ended_at > _SINCE,
)
"""A post is worded once it is leased."""
_MADE_SINCE = outbox.c.created_at > _SINCE
_CHANGES = select(outbox.c.place_id, outbox.c.account_id, outbox.c.facts).where(
    or_(_OUT_SINCE, _MADE_SINCE), _FACTS.contains(f'"{MESSAGE}": "', autoescape=True)
)
_OF_BOTH: tuple[BindParameter[Any], ...] = (bindparam("learner"), bindparam("other"))
_THEIRS = func.coalesce(outbox.c.learner_id, 0).in_(_OF_BOTH)
_PARTS = select(gathered.c.post_id).where(gathered.c.learner_id.in_(_OF_BOTH))
_NAMING = (
    select(outbox.c.id, outbox.c.place_id, outbox.c.account_id, outbox.c.facts, outbox.c.message_id)
    .add_columns(
        _PLATFORM.label("platform"),
        _OUT_SINCE.label("is_out"),
        _MADE_SINCE.label("is_made"),
        _THEIRS.label("is_theirs"),
    )
    .select_from(_TARGETS)
    .where(
        or_(
            _THEIRS,
            outbox.c.id.in_(_PARTS),
            _FACTS.contains(f'"{LEARNER}": ', autoescape=True),
        ),
        or_(_OUT_SINCE, _MADE_SINCE, outbox.c.message_id.is_not(None)),
    )
    .order_by(outbox.c.id)
)
_HAS_PART = gathered.alias("has_part")
_GIVE_PART = (
    update(gathered)
    .where(
        gathered.c.post_id == bindparam("post"),
        gathered.c.learner_id == bindparam("of"),
        ~exists().where(_HAS_PART.c.post_id == gathered.c.post_id, _HAS_PART.c.learner_id == bindparam("to")),
    )
    .values(learner_id=bindparam("to"))
)
_SESSIONS = (
    select(focuses.c.id, focuses.c.started_at, func.coalesce(places.c.platform, accounts.c.platform).label("platform"))
    .outerjoin(places, places.c.id == focuses.c.place_id)
    .outerjoin(accounts, accounts.c.id == focuses.c.account_id)
    .where(
        focuses.c.ends_at > _SINCE,
        focuses.c.id.in_(select(focus_members.c.focus_id).where(focus_members.c.learner_id.in_(_OF_BOTH))),
    )
    .order_by(focuses.c.id)
)
_SESSION_POSTS = (
    select(_PLATFORM.label("platform"), outbox.c.facts)
    .select_from(_TARGETS)
    .where(or_(_OUT_SINCE, _MADE_SINCE), _FACTS.contains(f'"{SESSION}": ', autoescape=True))
)
"""The messages of shared sessions that were worded since a link. In a group with two homes each has one."""
_IN_SESSION = focus_members.alias("in_session")
_GIVE_SESSION = (
    update(focus_members)
    .where(
        focus_members.c.focus_id == bindparam("focus"),
        focus_members.c.learner_id == bindparam("of"),
        focus_members.c.staying.is_(None),
        ~exists().where(
            _IN_SESSION.c.focus_id == focus_members.c.focus_id, _IN_SESSION.c.learner_id == bindparam("to")
        ),
    )
    .values(learner_id=bindparam("to"))
)
"""A member who still studies keeps their row, as the end of the session words its message once more."""
_NAME_IN_SESSION = insert(focus_members).from_select(
    ["focus_id", "learner_id", "joined_at", "left_at", "made_on"],
    select(
        focus_members.c.focus_id,
        bindparam("to", type_=focus_members.c.learner_id.type),
        focus_members.c.joined_at,
        focus_members.c.joined_at,
        bindparam("named_on", type_=focus_members.c.made_on.type),
    ).where(
        focus_members.c.focus_id == bindparam("focus"),
        focus_members.c.learner_id == bindparam("of"),
        ~exists().where(
            _IN_SESSION.c.focus_id == focus_members.c.focus_id, _IN_SESSION.c.learner_id == bindparam("to")
        ),
    ),
)
"""A part without minutes, for a learner whom a message names though the other account was in the session."""


@dataclass(frozen=True, slots=True)
class WordedPost:
    """A post that was worded since a link, or one whose message was. `platform` is that of its readers."""

    id: PostId
    platform: str
    facts: Any


def find_worded(db: Connection, link: KeptLink) -> list[WordedPost]:
    """Find the posts that may name a linked learner, and were worded since the link.

    A post that changes a message counts once it is made: it belongs to whom the message names.
    """
    values = {"learner": link.learner_id, "other": link.other_id, "since": link.at, "leased": link.at + LEASE}
    changed = {
        (row.place_id, row.account_id, row.facts[MESSAGE])
        for row in db.execute(_CHANGES, values)
        if row.facts.get(MESSAGE)
    }
    parts = set(db.scalars(_PARTS, values))
    return [
        WordedPost(row.id, row.platform, row.facts)
        for row in db.execute(_NAMING, values).all()
        if row.id in parts or row.is_theirs or find_ids(row.facts, LEARNER) & {link.learner_id, link.other_id}
        if row.is_out
        or (row.is_made and row.facts.get(MESSAGE))
        or (row.place_id, row.account_id, row.message_id) in changed
    ]


def give_parts(db: Connection, link: KeptLink, worded: Collection[WordedPost]) -> None:
    """Give each part in gathered posts, and in shared sessions since the link, to whom its message names.

    A session of a group with two homes has two messages, and each names another of the two. So both have a part in it,
    one of them without minutes.
    """
    for post in worded:
        of, to = _named_on(link, post.platform)
        db.execute(_GIVE_PART, {"post": post.id, "of": of, "to": to})
    _give_sessions(db, link)


def _give_sessions(db: Connection, link: KeptLink) -> None:
    values = {"learner": link.learner_id, "other": link.other_id, "since": link.at}
    platforms: dict[int, set[str]] = {}
    for post in db.execute(_SESSION_POSTS, {"since": link.at, "leased": link.at + LEASE}):
        platforms.setdefault(post.facts[SESSION], set()).add(post.platform)
    for row in db.execute(_SESSIONS, values).all():
        if platforms.get(row.id, set()).issuperset({link.platform, link.other_platform}):
            for platform in (link.platform, link.other_platform):
                of, to = _named_on(link, platform)
                db.execute(_NAME_IN_SESSION, {"focus": row.id, "of": of, "to": to, "named_on": platform})
        elif row.started_at > link.at:
            of, to = _named_on(link, row.platform)
            db.execute(_GIVE_SESSION, {"focus": row.id, "of": of, "to": to})


def _named_on(link: KeptLink, platform: str) -> tuple[LearnerId, LearnerId]:
    """Return the learner whom messages on a platform do not name, and the one whom they do."""
    both = (link.learner_id, link.other_id)
    return both if platform == link.other_platform else both[::-1]
