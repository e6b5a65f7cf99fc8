"""Consents of two learners, as one learner and as two again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bot.closed_sets import ConsentKind, Publishing, Visibility
from bot.features.homes.queries.rows import unite_membership_rows

Row = Mapping[str, Any]

_STRICT_FIRST = (Visibility.HIDDEN, Visibility.NUMBER, Visibility.GROUP)
_BESIDE = {ConsentKind.SHOWS_WORK: "work_from"}
"""The column that goes with a consent."""
_SHARED_LEAST_FIRST = (None, Publishing.PRIVATE, Publishing.PROMISE, Publishing.ALL)


def unite_consents(mine: Row, others: Row) -> dict[str, Any]:
    """Return the columns of a linked learner's row in which the stricter choice of two learners holds."""
    return {
        "visibility": min(mine["visibility"], others["visibility"], key=_STRICT_FIRST.index),
        "publishing": min(mine["publishing"], others["publishing"], key=_SHARED_LEAST_FIRST.index),
        "shows_work": _both(mine["shows_work"], others["shows_work"]),
        "work_from": max(filter(None, (mine["work_from"], others["work_from"])), default=None),
        "takes_questions": _both(mine["takes_questions"], others["takes_questions"]),
        "pings": mine["pings"] and others["pings"],
        "community_on": mine["community_on"] and others["community_on"],
    }


def part_values(own: Row, linked: Row, now: Row, said: Collection[str] = ()) -> dict[str, Any]:
    """Return the columns of one of two rows that a link had united, after its end.

    `own` is the row before the link, `linked` what the link made of both, and `now` what holds at its end. A column
    that was changed in between holds for both, and so does one of `said`, whose value may be the same as before. Any
    other is as it was before.
    """
    return {name: now[name] if name in said or now[name] != linked[name] else own[name] for name in linked}


def part_consents(own: Row, other: Row, now: Row, said: Collection[ConsentKind]) -> dict[str, Any]:
    """Return the consents of one of two learners after a link. Those of `said` were said while they were one."""
    columns = {*said, *(_BESIDE[kind] for kind in said if kind in _BESIDE)}
    return part_values(own, unite_consents(own, other), now, columns)


def part_membership(own: Row, other: Row, now: Row) -> dict[str, Any]:
    """Return the columns of one of two memberships after a link.

    `now` is the one that took the place of both. A wish for study partners that was changed in between holds for both.
    """
    linked = unite_membership_rows(own, other)
    changed = now["partner_changed_at"] != linked["partner_changed_at"]
    return part_values(own, linked, now, ("partner_since",) if changed else ())


def _both(mine: bool | None, others: bool | None) -> bool | None:
    """Return the consent that both gave. None: neither refused, and at least one was not asked yet."""
    if mine is False or others is False:
        return False
    return None if mine is None or others is None else True
