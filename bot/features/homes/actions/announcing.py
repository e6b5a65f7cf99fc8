"""Plan the posts about a connection."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.homes.facts import HOMES, RENUMBERED, HomesFacts, HomesNews, Renumbered, news_key
from bot.features.homes.queries.connections import KeptConnection, read_group_row, read_homes
from bot.features.homes.queries.rows import read_shown_by_number
from bot.identity import GroupId, LearnerId
from bot.posting import outbox
from bot.posting.budget import PlannedPost, plan_for_learner

GRACE = timedelta(days=2)
MUTE_GRACE = timedelta(days=30)
"""The grace of the reason for a home that could not be told of its connection: it takes posts again some day."""


def announce_news(
    db: Connection,
    found: KeptConnection,
    news: HomesNews,
    now: datetime,
    *,
    only: Collection[GroupId] = (),
    turn: str = "",
) -> None:
    """Plan the news of a connection, a post for each home. `only`: the groups whose homes hear it. Empty: both.

    News that may come more than once has a `turn`.
    """
    homes = read_homes(db, found.group_id, found.other_id)
    taking = read_group_row(db, found.group_id)
    for home in homes:
        if not home.open or (only and home.group_id not in only):
            continue
        other_id = found.other_than(home.group_id)
        platform = next((one.platform for one in homes if one.group_id == other_id), "")
        outbox.put_post(
            db,
            kind=HOMES,
            key=f"{news_key(found.id, news)}{home.id}{turn}",
            place_id=home.id,
            learner_id=None,
            facts=HomesFacts(
                *(now, news, found.id, other_id, platform),
                *(found.due_at, taking["zone"], taking["checkin_on"]),
            ).to_json(),
            now=now,
            due_at=now,
            stale_at=_stale_at(news, now),
        )


def _stale_at(news: HomesNews, now: datetime) -> datetime | None:
    if news is HomesNews.AHEAD:
        return None
    return now + (MUTE_GRACE if news is HomesNews.MUTE else GRACE)


def announce_numbers(db: Connection, numbers: Mapping[LearnerId, int], group_id: GroupId, now: datetime) -> None:
    """Plan a private word about their new number to each of these members who is shown by it.

    `group_id`: the group as they know it. While it rests, its title is that of their home.
    """
    for learner_id in sorted(read_shown_by_number(db, list(numbers))):
        number = numbers[learner_id]
        key = f"{group_id}:{number}:{now:%Y%m%d%H%M}"  # they may have the same number again after another change
        plan_for_learner(
            db, learner_id, PlannedPost(RENUMBERED, key, Renumbered(now, group_id, number), now, GRACE), now
        )
