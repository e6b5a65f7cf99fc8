"""`cairn posts`: list dues and waiting, sent and failed posts; or preview a group's posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.clock import SystemClock
from bot.closed_sets import PostState
from bot.identity import GroupId

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.features.settings.actions.scheduling import Preview
    from bot.posting.dues import Due
    from bot.posting.overview import PostLine, PostTally

LATE = timedelta(minutes=5)
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Overview:
    """Some dues, some posts of each state, and how many there are in all."""

    planned: list[Due]
    all_planned: int
    waiting: list[PostLine]
    sent: list[PostLine]
    failed: list[PostLine]
    cancelled: list[PostLine]
    tally: list[PostTally]


def posts(
    group: Annotated[int | None, typer.Option("--preview", help="A group's id: list its posts to come.")] = None,
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="How far the preview looks ahead.")] = 14,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many of each to list.")] = 20,
) -> None:
    """List what is planned, sent and failed, and why."""
    now = SystemClock().now()
    if group is None:
        typer.echo("\n".join(word_overview(_read_overview(limit), now)))
    else:
        typer.echo("\n".join(word_preview(_read_preview(GroupId(group), now, days), days)))


def word_overview(found: Overview, now: datetime) -> Iterator[str]:
    """Write the lists as lines."""
    late = [row for row in found.waiting if is_late(row, now)]
    on_time = [row for row in found.waiting if row not in late]
    yield f"Planned: {found.all_planned} moments to look at somebody"
    yield from (f"  {_due(due, now)}" for due in found.planned)
    yield from _section("Waiting", on_time, now)
    yield from _section("Late", late, now)
    yield from _section("Sent", found.sent, now)
    yield from _section("Failed", found.failed, now)
    yield from _section("Not said after all", found.cancelled, now)
    yield "In all:" if found.tally else "In all: nothing was ever posted"
    yield from (f"  {one.posts:>6}  {one.state}{f', {one.reason}' if one.reason else ''}" for one in found.tally)


def word_preview(found: Preview, days: int) -> Iterator[str]:
    """Write a group's posts to come as lines, each with its local time."""
    yield f"Group {found.group_id}, the next {days} days, local time ({found.zone}):"
    if found.quiet_until:
        yield f"  quiet until {_local(found.quiet_until, found.zone)}"
    if found.asleep:
        yield "  asleep: nobody came for two weeks; the next command there wakes it"
    yield from (f"  {_local(one.at, found.zone)}  {one.kind}" for one in found.posts)
    if not found.posts:
        yield "  nothing"


def is_late(row: PostLine, now: datetime) -> bool:
    """Whether a post should have been out by now, or was tried before."""
    return row.due_at + LATE < now or row.attempts > (row.state == PostState.SENDING)


def _read_preview(group: GroupId, now: datetime, days: int) -> Preview:
    import asyncio

    from sqlalchemy.exc import NoResultFound

    import bot.features.posts  # noqa: F401  registers the kinds of post
    from bot.cli.opening import with_store
    from bot.features.settings.actions.scheduling import preview_posts

    try:
        return asyncio.run(with_store(lambda store: store.read(preview_posts, group, now, days)))
    except NoResultFound:
        raise typer.BadParameter(f"there is no group {group}; `python -m bot posts` shows the ids") from None


def _read_overview(limit: int) -> Overview:
    import asyncio

    from bot.cli.opening import with_store
    from bot.posting import overview

    def read(db: Connection) -> Overview:
        return Overview(
            planned=overview.list_planned(db, limit),
            all_planned=overview.count_planned(db),
            waiting=overview.list_waiting(db, limit),
            sent=overview.list_ended(db, overview.SENT, limit),
            failed=overview.list_ended(db, overview.FAILED, limit),
            cancelled=overview.list_ended(db, overview.CANCELLED, limit),
            tally=overview.tally_posts(db),
        )

    return asyncio.run(with_store(lambda store: store.read(read)))


def _section(title: str, rows: list[PostLine], now: datetime) -> Iterator[str]:
    if rows:
        yield f"{title}:"
        yield from (f"  {_line(row, now)}" for row in rows)


def _line(row: PostLine, now: datetime) -> str:
    target = f"place {row.place_id}" if row.place_id is not None else f"account {row.account_id}"
    parts = [_utc(row.ended_at or row.due_at), f"{row.kind:<12}", f"{target:<12}", f"post {row.id}"]
    parts += [row.state] if row.state not in {PostState.NEW, PostState.SENT} else []
    delay = (row.ended_at or now) - row.due_at
    parts += (
        [f"{_length(delay)} late"]
        if delay > LATE and row.state in {PostState.NEW, PostState.SENDING, PostState.SENT}
        else []
    )
    parts += [f"tried {row.attempts} times"] if row.attempts > 1 else []
    return "  ".join([*parts, *([row.reason] if row.reason and row.state != PostState.SENT else [])])


def _due(due: Due, now: datetime) -> str:
    from bot.posting.dues import GroupDue

    owner = f"group {due.group_id}" if isinstance(due, GroupDue) else f"learner {due.learner_id}"
    overdue = "  overdue" if due.at + LATE < now else ""
    return f"{_utc(due.at)}  {due.kind:<12}  {owner}{overdue}"


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}Z"


def _local(instant: datetime, zone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    named = ((days, "d"), (hours, "h"), (minutes, "min"))
    return " ".join(f"{count} {unit}" for count, unit in named if count)
