"""Find a fellow member by typed words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from bot.closed_sets import Visibility
from bot.errors import Refused
from bot.features.members.queries import learners, memberships
from bot.features.members.queries.memberships import FellowMember
from bot.identity import GroupId, LearnerId, Platform, distinguish_names
from roadmap.lookup.nearness import Nearness, nearest

OFFERED = 3
SHORTEST = 2
"""The fewest characters that are read as the beginning of a name."""
ACCOUNT = r"(?P<platform>(?i:discord|telegram|sandbox)):(?P<number>\d{1,20})|<@!?(?P<mention>\d{1,20})>"
"""An account as the platforms write it for a person who was picked or mentioned."""
_PERSON = re.compile(rf"(?:{ACCOUNT})|@(?!(?:everyone|here)\b)\w+")
_MENTION = re.compile(r"<@!?(\d+)>")
_NUMBER = re.compile(r"(?i)(?:member\s*)?#?([1-9]\d{0,5})")


class UnknownMember(Refused):
    """Refusal: no member of this group has this name. The nearest three are offered."""

    unread: ClassVar[bool] = True
    name: str


class NotShown(UnknownMember):
    """Refusal: the person who was picked or mentioned is no member of this group, or a hidden one.

    Both are told the same. The nearest members are offered.
    """


class SeveralMembers(Refused):
    """Refusal: several members have this name. Each is offered."""

    name: str


@dataclass(frozen=True, slots=True)
class FoundMember:
    """A member that typed words mean. `name` is empty for a member that others see by number only."""

    learner_id: LearnerId
    number: int
    name: str


def find_member(
    db: Connection, group_id: GroupId, typed: str, *, me: LearnerId | None = None, line: str = "progress"
) -> FoundMember:
    """Find the member that typed words mean in this group.

    1. A whole name, in any case: of any of their accounts, `@username`, `discord:123` or a mention.
    2. A number, as in `Member 5`, `#5` or `5`. It also finds a member shown by number.
    3. The beginning of one name.

    Others find a member shown by number by that number only, and a hidden member never. The caller (`me`) is always
    found. A tap on an offer types `line` and the account. Raises UnknownMember with the nearest three names, NotShown
    for a person who was mentioned, SeveralMembers if several members fit.
    """
    fellows = memberships.read_fellow_members(db, group_id)
    open_ = [one for one in fellows if one.visibility == Visibility.GROUP or one.learner_id == me]
    word = _bare(typed)
    fitting = _once(
        [one for one in open_ if _is_named(one, word)]
        or [
            one for one in fellows if _is_numbered(one, typed) and (one in open_ or one.visibility != Visibility.HIDDEN)
        ]
        or [one for one in open_ if _begins(one, word)]
    )
    if len(fitting) == 1:
        return _found(fitting[0], me)
    shown = typed[: learners.NAME]
    if fitting:
        raise SeveralMembers(name=shown, offers=_offers(fitting, line))
    refusal = NotShown if _PERSON.fullmatch(typed.strip()) else UnknownMember
    raise refusal(name=shown, offers=_offers(_nearest(open_, typed), line))


def list_shown_members(db: Connection, group_id: GroupId) -> list[FoundMember]:
    """List the members of a group that others see by name or number, each once."""
    fellows = memberships.read_fellow_members(db, group_id)
    return [_found(one, None) for one in _once(fellows) if one.visibility != Visibility.HIDDEN]


def _bare(typed: str) -> str:
    """Return the typed words in one case, a mention as its account."""
    word = typed.strip().casefold()
    mention = _MENTION.fullmatch(word)
    return f"{Platform.DISCORD}:{mention[1]}" if mention else word


def _names(fellow: FellowMember) -> tuple[str, ...]:
    """The names of a member: as they are read here, and those of one of their accounts."""
    account = fellow.account_name.casefold()
    return fellow.name.casefold(), account, account[: learners.NAME], fellow.username


def _is_named(fellow: FellowMember, word: str) -> bool:
    return word == f"{fellow.platform}:{fellow.user_id}" or (bool(word) and word.removeprefix("@") in _names(fellow))


def _is_numbered(fellow: FellowMember, typed: str) -> bool:
    numbered = _NUMBER.fullmatch(typed.strip())
    return numbered is not None and int(numbered[1]) == fellow.number


def _begins(fellow: FellowMember, word: str) -> bool:
    begun = word.removeprefix("@")
    return len(begun) >= SHORTEST and any(name.startswith(begun) for name in _names(fellow))


def _once(fellows: Sequence[FellowMember]) -> list[FellowMember]:
    """Return each learner once, with their first account."""
    return list({one.learner_id: one for one in reversed(fellows)}.values())[::-1]


def _found(fellow: FellowMember, me: LearnerId | None) -> FoundMember:
    by_number = fellow.visibility == Visibility.NUMBER and fellow.learner_id != me
    return FoundMember(fellow.learner_id, fellow.number, "" if by_number else fellow.name)


def _nearest(fellows: Sequence[FellowMember], typed: str) -> list[FellowMember]:
    names = {index: fellow.account_name for index, fellow in enumerate(fellows)}
    found = nearest(typed[: learners.NAME], names, Nearness.ALIKE, OFFERED, partly=True)
    return _once([fellows[index] for index in found])


def _offers(fellows: Sequence[FellowMember], line: str) -> tuple[tuple[str, str], ...]:
    labels = distinguish_names(
        [one.name for one in fellows],
        [one.platform.capitalize() for one in fellows],
        [one.username and f"@{one.username}" for one in fellows],
        [f"#{one.number}" for one in fellows],
    )
    return tuple((label, f"{line} {one.platform}:{one.user_id}") for label, one in zip(labels, fellows, strict=True))
