"""`posts` on the command line: what is planned, late, sent and failed, by ids; and a group's posts to come."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from bot.cli.posts import Overview, is_late, word_overview, word_preview
from bot.closed_sets import PostState
from bot.database.store import Store, open_store
from bot.features.members.actions.presence import enter
from bot.features.settings.actions.scheduling import ForeseenPost, Preview
from bot.identity import DueId, GroupId, LearnerId
from bot.posting import overview
from bot.posting.dues import GroupDue, LearnerDue
from bot.posting.overview import PostLine
from bot.tables import outbox
from tests.bot.cli.shell import call
from tests.bot.climb import START, caller

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def row(**values: Any) -> PostLine:
    plain: dict[str, Any] = {
        "id": 1,
        "kind": "nudge",
        "state": "new",
        "place_id": 7,
        "account_id": None,
        "created_at": NOW,
        "due_at": NOW,
        "ended_at": None,
        "attempts": 0,
        "reason": "",
    }
    return PostLine(**{**plain, **values})


@pytest.mark.parametrize(
    ("late", "values"),
    [
        (False, {}),
        (False, {"due_at": NOW - timedelta(minutes=4)}),
        (True, {"due_at": NOW - timedelta(minutes=6)}),
        (True, {"attempts": 1, "due_at": NOW + HOUR, "reason": "network"}),
        (False, {"attempts": 1, "state": "sending"}),
        (True, {"attempts": 2, "state": "sending"}),
    ],
)
def test_late_is_what_should_be_out_or_was_tried_before(late: bool, values: dict[str, Any]) -> None:
    assert is_late(row(**values), NOW) is late


def test_each_post_is_listed_under_what_became_of_it_with_its_reason() -> None:
    found = Overview(
        planned=[
            GroupDue(DueId(1), "nudge", NOW + HOUR, GroupId(3)),
            LearnerDue(DueId(2), "personal", NOW - HOUR, LearnerId(4)),
        ],
        all_planned=9,
        waiting=[row(id=10), row(id=11, due_at=NOW - 26 * HOUR, attempts=3, reason="HTTP 502")],
        sent=[row(id=12, state="sent", ended_at=NOW + 2 * HOUR, place_id=None, account_id=5, reason="network")],
        failed=[
            row(id=13, state="dead", ended_at=NOW, reason="forbidden"),
            row(id=14, state="ambiguous", ended_at=NOW),
        ],
        cancelled=[row(id=15, state="cancelled", ended_at=NOW, reason="unwanted")],
        tally=[overview.PostTally(PostState.DEAD, "forbidden", 2), overview.PostTally(PostState.SENT, "", 40)],
    )

    lines = [" ".join(line.split()) for line in word_overview(found, NOW)]

    assert [
        "Planned: 9 moments to look at somebody",
        "2026-03-28 13:00Z nudge group 3",
        "2026-03-28 11:00Z personal learner 4 overdue",
        "Waiting:",
        "2026-03-28 12:00Z nudge place 7 post 10",
        "Late:",
        "2026-03-27 10:00Z nudge place 7 post 11 1 d 2 h late tried 3 times HTTP 502",
        "Sent:",
        "2026-03-28 14:00Z nudge account 5 post 12 2 h late",
        "Failed:",
        "2026-03-28 12:00Z nudge place 7 post 13 dead forbidden",
        "2026-03-28 12:00Z nudge place 7 post 14 ambiguous",
        "Not said after all:",
        "2026-03-28 12:00Z nudge place 7 post 15 cancelled unwanted",
        "In all:",
        "2 dead, forbidden",
        "40 sent",
    ] == lines


def test_a_preview_has_local_times_on_both_sides_of_a_change_of_clocks() -> None:
    posts = (ForeseenPost("nudge", NOW + 5 * HOUR), ForeseenPost("checkin", NOW + 28 * HOUR))

    lines = list(word_preview(Preview(GroupId(3), "Europe/Berlin", posts, quiet_until=NOW), 14))

    assert [
        "  quiet until Sat 2026-03-28 13:00",
        "  Sat 2026-03-28 18:00  nudge",
        "  Sun 2026-03-29 18:00  checkin",
    ] == lines[1:]
    assert "asleep" in "\n".join(word_preview(Preview(GroupId(3), "UTC", (), asleep=True), 14))
    assert "  nothing" == list(word_preview(Preview(GroupId(3), "UTC", ()), 14))[-1]


async def test_the_lists_are_read_in_their_order_and_not_beyond_the_limit(store: Store) -> None:
    def fill(db: Connection) -> None:
        enter(db, caller(), "climb")
        for number, state in enumerate(["new", "new", "sending", "sent", "sent", "dead", "ambiguous", "cancelled"]):
            values = {"id": number + 1, "kind": "nudge", "key": str(number), "place_id": 1, "facts": {}}
            times = {"created_at": START, "due_at": START - number * HOUR, "ended_at": START + number * HOUR}
            db.execute(insert(outbox), {**values, **times, "state": state, "reason": state})

    await store.write(fill)

    assert [3, 2] == [one.id for one in await store.read(overview.list_waiting, 2)]
    assert [5, 4] == [one.id for one in await store.read(overview.list_ended, overview.SENT, 9)]
    assert ["ambiguous", "dead"] == [one.reason for one in await store.read(overview.list_ended, overview.FAILED, 9)]
    tally = {(one.state, one.reason): one.posts for one in await store.read(overview.tally_posts)}
    assert 2 == tally[PostState.NEW, "new"]
    planned = await store.read(overview.list_planned, 2)
    assert len(planned) == 2 < await store.read(overview.count_planned)
    assert planned[0].at <= planned[1].at


async def _join(url: str) -> None:
    opened = open_store(url)
    await opened.write(enter, caller(), "climb")
    await opened.close()


def test_the_command_line_tells_ids_and_no_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    asyncio.run(_join(sqlite_url))

    assert 0 == call(monkeypatch, "posts")
    told = capsys.readouterr().out
    assert "group 1" in told and "nothing was ever posted" in told
    assert "Ann" not in told and "Study room" not in told
    assert 2 == call(monkeypatch, "posts", "--preview", "1", "--days", "400")
    assert 0 == call(monkeypatch, "posts", "--preview", "1", "--days", "3")
    assert "Group 1, the next 3 days" in capsys.readouterr().out
    assert 2 == call(monkeypatch, "posts", "--preview", "99")
    assert "no group 99" in capsys.readouterr().err
