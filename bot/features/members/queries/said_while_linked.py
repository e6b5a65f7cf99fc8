"""SQL that notes what is decided about the memberships of a linked learner, and with which account they come.

Two memberships may be one while their learner is linked and their groups are connected. Once they are two again, what
was decided since holds for both, even if the value is as it was before. No value can tell that, but these notes do.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import JSON, Connection, String, bindparam, exists, insert, literal, select

from bot.identity import GroupId, LearnerId
from bot.tables import Id, links, set_aside


class Decision(StrEnum):
    """Something that was decided about a membership since its learner was linked. `ACTED`: with one account they came.

    `PRESENCE`: they left the group by their own wish, or came back by it.
    """

    DEPUTY = "said_deputy"
    STEWARD = "said_steward"
    PRESENCE = "said_presence"
    ACTED = "acted"


_NAME, _GROUP, _ON = bindparam("name", type_=String), bindparam("group", type_=Id), bindparam("on", type_=String)
_NOTE = insert(set_aside).from_select(
    ["link_id", "platform", "table_name", "twin", "row"],
    select(links.c.id, _ON, _NAME, _GROUP, literal({}, JSON)).where(
        links.c.learner_id == bindparam("learner"),
        ~exists().where(
            set_aside.c.link_id == links.c.id,
            set_aside.c.table_name == _NAME,
            set_aside.c.twin == _GROUP,
            set_aside.c.platform == _ON,
        ),
    ),
)


def note_decision(db: Connection, learner_id: LearnerId, group_id: GroupId, what: Decision, *, on: str = "") -> None:
    """Note once that something was decided about a learner's membership, if they are linked.

    `on`: the platform of the account with which they came.
    """
    db.execute(_NOTE, {"learner": learner_id, "group": group_id, "name": what, "on": on})
