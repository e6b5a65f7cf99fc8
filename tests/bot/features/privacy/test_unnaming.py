"""The changes that are planned of messages that name a forgotten learner."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from bot.closed_sets import PostState
from bot.database.store import Store
from bot.features.privacy.actions.unnaming import are_on_their_way, plan_unnaming
from bot.features.privacy.facts import UNNAMED, Unnamed
from bot.features.privacy.queries.naming import NamingPost
from bot.identity import PlaceId, PostId
from bot.posting.changing import WORTH_CHANGING
from bot.posting.shown import UNKNOWN_MESSAGE
from bot.tables import outbox
from tests.bot.database.rows import add_place
from tests.migrations.filling import NOW

OUT = NamingPost(PostId(5), "thanks", PostState.SENT, PlaceId(1), None, "m5")


async def plan(store: Store, *posts: NamingPost, times: int = 1) -> list[tuple[int, str]]:
    """The posts whose messages are changed, with the messages."""

    def write(db: Connection) -> list[tuple[int, str]]:
        add_place(db)
        for number in range(times):
            plan_unnaming(db, posts, NOW + timedelta(minutes=number))
        rows = db.execute(select(outbox).order_by(outbox.c.id)).all()
        assert {(UNNAMED, "new", 1)} >= {(row.kind, row.state, row.place_id) for row in rows}
        assert [row.stale_at - row.created_at for row in rows] == [WORTH_CHANGING] * len(rows)
        facts = [Unnamed.from_json(row.facts) for row in rows]
        return [(one.post, one.message_id) for one in facts]

    return await store.write(write)


async def test_each_message_is_changed_once_by_its_first_post(sqlite_store: Store) -> None:
    again, other = replace(OUT, id=PostId(7)), replace(OUT, id=PostId(6), message_id="m6")

    assert [(5, "m5"), (6, "m6")] == await plan(sqlite_store, OUT, other, again)


@pytest.mark.parametrize("message_id", [None, UNKNOWN_MESSAGE])
async def test_a_message_that_is_not_known_is_not_changed(sqlite_store: Store, message_id: str | None) -> None:
    assert [] == await plan(sqlite_store, replace(OUT, message_id=message_id))


async def test_a_change_is_not_changed_itself(sqlite_store: Store) -> None:
    assert [] == await plan(sqlite_store, replace(OUT, kind=UNNAMED))


async def test_a_message_that_names_two_who_are_forgotten_is_changed_for_each(sqlite_store: Store) -> None:
    assert [(5, "m5"), (5, "m5")] == await plan(sqlite_store, OUT, times=2)


@pytest.mark.parametrize("state", PostState)
def test_only_a_post_that_is_being_sent_is_waited_for(state: PostState) -> None:
    assert are_on_their_way([OUT, replace(OUT, state=state)]) == (state is PostState.SENDING)
