"""The homes of a group's session: each has a message of its own, and its own members if two groups part."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.focus.actions.messages import key_at
from bot.features.focus.actions.moments import schedule_focuses
from bot.features.focus.actions.stopping import stop_if_empty
from bot.features.focus.facts import FOCUS, FOCUS_EDIT, FOCUS_END, FocusFacts, opening_key
from bot.features.focus.queries.focuses import Focus, add_focus, lock_focus, read_running_focuses
from bot.features.focus.queries.messages import give_messages, read_keyed_messages, rename_message
from bot.features.focus.queries.stays import move_stays, read_stays
from bot.features.members.queries.places import read_posting_places
from bot.identity import GroupId, PlaceId
from bot.posting import audiences, outbox
from bot.posting.audience_rules import is_hushed

WORTH_SAYING = timedelta(hours=12)
"""The time after its end in which the message of a session is still said."""


def put_openings(db: Connection, focus: Focus, now: datetime) -> None:
    """Plan the message of a session in each of its homes that has none yet, a post for each.

    1. The home in which it was started has it, or the private chat.
    2. So has every other home of the group that takes posts, unless a session of its own runs there.
    3. While a steward has asked for silence, no other home has it: nobody there has called for it.
    """
    for place_id in [focus.place_id, *_read_others(db, focus, now)]:
        outbox.put_post(
            db,
            kind=FOCUS,
            key=key_at(focus, place_id),
            place_id=place_id,
            account_id=focus.account_id,
            learner_id=focus.starter_id if focus.account_id is not None else None,
            facts=FocusFacts(focus.id).to_json(),
            now=now,
            due_at=now,
            stale_at=focus.ends_at + WORTH_SAYING,
        )


def show_focuses(db: Connection, group_id: GroupId, now: datetime) -> None:
    """Show the sessions that run in a group in all its homes, because another home has come to it."""
    for focus in read_running_focuses(db, group_id):
        if focus.place_id is not None and not focus.is_over(now):
            put_openings(db, focus, now)
    schedule_focuses(db, group_id, now)


def part_focuses(db: Connection, group_id: GroupId, other_id: GroupId, now: datetime) -> None:
    """Let each home of two groups that part go on with its own members. Both groups and their members are locked.

    1. A session stays with the home in which it was started, and with the members who are in that group.
    2. The members who are in the other group alone go on in a session of the same time in their own home.
    3. The message there is the new session's from now on.
    4. A session without members is over.
    """
    for own, other in ((group_id, other_id), (other_id, group_id)):
        for focus in read_running_focuses(db, own):
            if focus.place_id is not None:
                _part(db, focus, other, now)
    for each in (group_id, other_id):
        schedule_focuses(db, each, now)


def _read_others(db: Connection, focus: Focus, now: datetime) -> list[PlaceId]:
    """Read the other homes of a group in which a session has a message."""
    if focus.place_id is None or is_hushed(audiences.read_audience(db, focus.group_id), now):
        return []
    taken = {one.place_id for one in read_running_focuses(db, focus.group_id)}
    return [one for one in audiences.open_places(db, focus.group_id) if one not in taken]


def _part(db: Connection, focus: Focus, other_id: GroupId, now: datetime) -> None:
    lock_focus(db, focus.id)
    home = read_posting_places(db, other_id)[0].id
    theirs = set(audiences.read_member_ids(db, other_id)).difference(audiences.read_member_ids(db, focus.group_id))
    parts = [one for one in read_stays(db, focus.id) if one.learner_id in theirs]
    key = key_at(focus, home)
    if not any(one.staying for one in parts) and not read_keyed_messages(db, [key]):
        return
    new = add_focus(
        db,
        other_id,
        home,
        None,
        starter_id=None,
        timetable=focus.timetable,
        started_at=focus.started_at,
        ends_at=focus.ends_at,
        parted_from=focus.id,
    )
    if new is not None:
        move_stays(db, focus.id, new, [one.learner_id for one in parts])
        give_messages(db, home, (FOCUS, FOCUS_EDIT, FOCUS_END), focus.id, new)
        rename_message(db, key, opening_key(new))
        for each in (focus.id, new):
            stop_if_empty(db, each, now)
