"""SQL about the memberships that each account of a linked learner had before they became one.

Two memberships become one where the learner is linked and the two groups are connected, whichever came first. The link
keeps both as they were, so that an unlink or a disconnect can give each its own values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from bot.features.homes.queries.rows import Values
from bot.features.homes.queries.shelving import decode_row, note_rows
from bot.features.members.queries.said_while_linked import Decision
from bot.identity import GroupId, LearnerId, LinkId
from bot.tables import links, memberships, set_aside

UNITED = "united"
"""The name under which a membership is noted as it was before it became one with another."""
PAST = "past"
"""The name under which an account is noted whose membership is of a group that has no home for it any more."""


class LinkSides(NamedTuple):
    """A link of a learner, and the platforms of their two accounts."""

    id: LinkId
    learner_id: LearnerId
    platforms: frozenset[str]


@dataclass
class OwnMemberships:
    """The notes of a link about a learner's membership of a group.

    `rows`: the membership of each account before, by platform. `past`: the same of a group without a home for the
    account. `numbered`: the accounts that had their number in this very group. `decided`: what was decided since.
    `acted`: the accounts with which the learner came since.
    """

    rows: dict[str, Values] = field(default_factory=dict)
    past: dict[str, Values] = field(default_factory=dict)
    numbered: set[str] = field(default_factory=set)
    decided: set[Decision] = field(default_factory=set)
    acted: set[str] = field(default_factory=set)


_LINKS = select(links.c.id, links.c.learner_id, links.c.platform, links.c.other_platform).where(
    links.c.learner_id.in_(bindparam("ids", expanding=True))
)
_NAMES = (UNITED, PAST, memberships.name, *Decision)
_NOTES = (
    select(set_aside)
    .where(set_aside.c.link_id == bindparam("link"), set_aside.c.table_name.in_(bindparam("names", expanding=True)))
    .order_by(set_aside.c.id)
)
_DROP = delete(set_aside).where(set_aside.c.id.in_(bindparam("ids", expanding=True)))


def find_link_sides(db: Connection, learner_ids: Iterable[LearnerId]) -> list[LinkSides]:
    """Find the links of these learners."""
    rows = db.execute(_LINKS, {"ids": list(learner_ids)})
    return [LinkSides(row.id, row.learner_id, frozenset((row.platform, row.other_platform))) for row in rows]


def note_own_memberships(db: Connection, link_id: LinkId, group_id: GroupId, rows: Mapping[str, Values]) -> None:
    """Keep the memberships that become one in a group, by the platforms of their accounts."""
    note_rows(db, link_id, UNITED, [(on, {**row, "group_id": group_id}, None) for on, row in rows.items()])


def note_past_membership(db: Connection, link_id: LinkId, group_id: GroupId, platform: str) -> None:
    """Keep that an account's membership of a group counts for nothing: it has no home there, or never came."""
    note_rows(db, link_id, PAST, [(platform, {}, group_id)])


def read_own_memberships(db: Connection, link_id: LinkId) -> dict[GroupId, OwnMemberships]:
    """Read what a link notes of memberships, by their group."""
    found: defaultdict[GroupId, OwnMemberships] = defaultdict(OwnMemberships)
    past = set[tuple[GroupId, str]]()
    for note in _read_notes(db, link_id):
        name, platform, group_id = note["table_name"], note["platform"], _group_of(note)
        if name == PAST:
            past.add((group_id, platform))
        elif name == Decision.ACTED:
            found[group_id].acted.add(platform)
        elif name in set(Decision):
            found[group_id].decided.add(Decision(name))
        else:
            found[group_id].rows[platform] = decode_row(memberships, note["row"])
            found[group_id].numbered |= {platform} if name == memberships.name else set()
    for group_id, platform in past:
        found[group_id].past[platform] = found[group_id].rows.pop(platform, {})
    return dict(found)


def drop_own_memberships(db: Connection, link_id: LinkId, group_ids: Collection[GroupId]) -> None:
    """Forget what a link noted of memberships of groups."""
    ids = [note["id"] for note in _read_notes(db, link_id) if _group_of(note) in group_ids]
    if ids:
        db.execute(_DROP, {"ids": ids})


def _read_notes(db: Connection, link_id: LinkId) -> list[Mapping[str, Any]]:
    return list(map(dict, db.execute(_NOTES, {"link": link_id, "names": list(_NAMES)}).mappings()))


def _group_of(note: Mapping[str, Any]) -> GroupId:
    """Return the group of a note. One without a membership has it in place of a twin."""
    return GroupId(note["row"].get("group_id", note["twin"]))
