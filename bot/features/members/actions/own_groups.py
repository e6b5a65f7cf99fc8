"""Choose the group that a learner means in private."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection

from bot.features.members.queries import learners
from bot.features.members.queries.own_groups import mark_chosen, read_home_groups
from bot.identity import Account, GroupId, LearnerId, OwnGroup, OwnGroups

SEVERAL = 2
SHOWN = 35
"""Characters of a title by which two groups are told apart."""


def read_own_groups(db: Connection, learner_id: LearnerId) -> OwnGroups | None:
    """Read the groups of a learner who is in several; None for fewer. Titles that look the same are numbered."""
    homes = read_home_groups(db, learner_id)
    if len(homes) < SEVERAL:
        return None
    often, seen, twins = Counter(home.title[:SHOWN] for home in homes), Counter[str](), dict[GroupId, int]()
    for home in sorted(homes, key=lambda each: each.group_id):
        shown = home.title[:SHOWN]
        seen[shown] += 1
        twins[home.group_id] = seen[shown] if often[shown] > 1 else 0
    groups = tuple(OwnGroup(home.group_id, home.title, home.solo, twins[home.group_id]) for home in homes)
    return OwnGroups(groups, homes[0].chosen)


def choose_group(db: Connection, account: Account, group_id: GroupId, now: datetime) -> bool:
    """Keep the group that an account's learner chose for private chats. False: it is none of theirs."""
    person = learners.find_person(db, account, lock=True)
    if person is None or group_id not in {home.group_id for home in read_home_groups(db, person.learner_id)}:
        return False
    mark_chosen(db, person.learner_id, group_id, now)
    return True


def choose_joined(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> None:
    """Let the group that a learner joined in private be the one that they mean there, if they are in others too."""
    if len(read_home_groups(db, learner_id)) >= SEVERAL:
        mark_chosen(db, learner_id, group_id, now)
