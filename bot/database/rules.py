"""Rules beside tables.

They say what becomes of a learner's rows when learners are linked, forgotten or given their data, and of a group's rows
when two groups are connected or disconnected.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Table


class Merge(StrEnum):
    """A way in which rows of two learners become those of one.

    - MOVE: they get the learner who is kept. Of twins, rows that would have the same key, the kept learner's stays.
    - EARLIER, LATER, MORE: the same, but of twins the row stays whose column `by` is earlier, later or more. Where
      they are equal, it is the kept learner's.
    - OWN: the code that links learners has a rule for this table.
    - FOLLOW: they belong to a row of another table, and go where it goes.
    - DERIVED: they are reckoned anew.
    - STAY: they belong to an account or to a message, and stay as they are.
    """

    MOVE = "move"
    EARLIER = "earlier"
    LATER = "later"
    MORE = "more"
    OWN = "own"
    FOLLOW = "follow"
    DERIVED = "derived"
    STAY = "stay"


class Forget(StrEnum):
    """A way in which rows are forgotten.

    - DELETE: they are deleted with the learner, or with the row to which they belong.
    - NAMELESS: they stay, and their learner becomes NULL.
    - ACCOUNT: they are deleted by platform and user id.
    """

    DELETE = "delete"
    NAMELESS = "nameless"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class LearnerRule:
    """The rule of a table with rows of learners, or of their accounts.

    `export` is the section of the export that holds its rows. Where it is empty, `why_not` has the reason.
    """

    merge: Merge
    forget: Forget
    export: str = ""
    why_not: str = ""
    by: str = ""

    def __post_init__(self) -> None:
        if bool(self.export) == bool(self.why_not):
            raise ValueError("a rule has the section of an export, or the reason why there is none")
        if bool(self.by) != (self.merge in {Merge.EARLIER, Merge.LATER, Merge.MORE}):
            raise ValueError("a rule has `by` where two rows are compared, and nowhere else")


class Connect(StrEnum):
    """A way in which rows of a group become those of the group that takes it in.

    - MOVE: all of them get that group.
    - OPEN: those that have not ended get that group. The others stay, as the history of their own.
    - COPY: that group gets copies, and they rest until the two are disconnected.
    - LATER: those that count still get that group. Of two with the same key the one stays that was set later.
    - FOLLOW: they go where the row goes that they belong to.
    - STAY: they stay with their own group.
    - DERIVED: they are dropped, and set anew.
    """

    MOVE = "move"
    OPEN = "open"
    COPY = "copy"
    LATER = "later"
    FOLLOW = "follow"
    STAY = "stay"
    DERIVED = "derived"


class Disconnect(StrEnum):
    """A way in which rows are shared out when two groups part.

    - BACK: those that came with the other group go back to it.
    - PLACE: those that have not ended go with their place.
    - MEMBERS: those that have not ended go with their members.
    - FOLLOW: they go where the row goes that they belong to.
    - STAY: they stay with the group that took the other in.
    - DERIVED: they are set anew for both.
    """

    BACK = "back"
    PLACE = "place"
    MEMBERS = "members"
    FOLLOW = "follow"
    STAY = "stay"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class GroupRule:
    """The rule of a table with rows of groups."""

    connect: Connect
    disconnect: Disconnect


def ruled(*rules: object) -> dict[Any, Any]:
    """Write rules as the `info` of a table."""
    return {type(rule): rule for rule in rules}


def learner_rule(table: Table) -> LearnerRule | None:
    """Read the rule of a table for learners. None: it has no rows of theirs."""
    rule: LearnerRule | None = table.info.get(LearnerRule)
    return rule


def group_rule(table: Table) -> GroupRule | None:
    """Read the rule of a table for groups. None: it has no rows of theirs."""
    rule: GroupRule | None = table.info.get(GroupRule)
    return rule
