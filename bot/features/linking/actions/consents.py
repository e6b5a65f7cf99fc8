"""Consents of two learners, as one learner and as two again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bot.closed_sets import ConsentKind, Publishing, Visibility
from bot.features.homes.actions.own_memberships import part_values

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


def part_consents(own: Row, other: Row, now: Row, said: Collection[ConsentKind]) -> dict[str, Any]:
    """Return the consents of one of two learners after a link. Those of `said` were said while they were one."""
    columns = {*said, *(_BESIDE[kind] for kind in said if kind in _BESIDE)}
    return part_values(own, unite_consents(own, other), now, columns)


def _both(mine: bool | None, others: bool | None) -> bool | None:
    """Return the consent that both gave. None: neither refused, and at least one was not asked yet."""
    if mine is False or others is False:
        return False
    return None if mine is None or others is None else True
