"""Find a fellow member by typed words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.closed_sets import Visibility
from bot.errors import Refused
from bot.features.members.queries import learners, memberships
from bot.features.members.queries.memberships import FellowMember
from bot.identity import GroupId, LearnerId
from roadmap.lookup.nearness import Nearness, nearest

OFFERED = 3


class UnknownMember(Refused):
    """Refusal: no member of this group has this name. The nearest three are offered."""

    name: str


class SeveralMembers(Refused):
    """Refusal: several members have this name. Each is offered."""

    name: str


def find_member(
    db: Connection, group_id: GroupId, typed: str, *, me: LearnerId | None = None, line: str = "progress"
) -> LearnerId:
    """Find the learner that typed words mean in this group: `discord:123`, `@username` or a name.

    Only members shown by name are found, and the caller (`me`) always. A tap on an offer types `line` and the account.
    Raises UnknownMember with the nearest three names, SeveralMembers if several members fit.
    """
    fellows = [
        one
        for one in memberships.read_fellow_members(db, group_id)
        if one.visibility == Visibility.GROUP or one.learner_id == me
    ]
    fitting = {one.learner_id: one for one in fellows if _fits(one, typed)}
    if len(fitting) == 1:
        return next(iter(fitting))
    shown = typed[: learners.NAME]
    if fitting:
        raise SeveralMembers(name=shown, offers=_offers(list(fitting.values()), line))
    raise UnknownMember(name=shown, offers=_offers(_nearest(fellows, typed), line))


def _fits(fellow: FellowMember, typed: str) -> bool:
    word = typed.strip().casefold()
    names = (fellow.name.casefold(), fellow.account_name.casefold(), fellow.username)
    return word == f"{fellow.platform}:{fellow.user_id}" or (bool(word) and word.removeprefix("@") in names)


def _nearest(fellows: Sequence[FellowMember], typed: str) -> list[FellowMember]:
    names = {index: fellow.name for index, fellow in enumerate(fellows)}
    found = nearest(typed[: learners.NAME], names, Nearness.ALIKE, OFFERED, partly=True)
    return [fellows[index] for index in found]


def _offers(fellows: Sequence[FellowMember], line: str) -> tuple[tuple[str, str], ...]:
    once = {one.learner_id: one for one in reversed(fellows)}
    return tuple((one.name, f"{line} {one.platform}:{one.user_id}") for one in reversed(once.values()))
