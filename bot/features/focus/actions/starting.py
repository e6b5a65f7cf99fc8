"""Start a shared session."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.features.focus.actions.moments import schedule_focuses
from bot.features.focus.actions.showing import (
    FocusIsEnding,
    FocusNow,
    FocusTarget,
    attend,
    find_target,
    refuse_second,
)
from bot.features.focus.facts import FOCUS, FocusFacts, opening_key
from bot.features.focus.queries import (
    Focus,
    add_focus,
    begin_stay,
    find_running_focus,
)
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries.places import PostingPlace, read_posting_places
from bot.identity import Caller
from bot.posting import outbox
from roadmap.focus import Timetable

WORTH_SAYING = timedelta(hours=12)
"""The time after its end in which the message of a session is still said."""


def start_focus(db: Connection, caller: Caller, roadmap_slug: str, timetable: Timetable) -> FocusNow:
    """Start a session in the caller's place, or show the session that runs there. The caller is its first member.

    1. In a private chat the session is the caller's own.
    2. A session that runs there already is shown, and nothing is started.
    3. A learner is in one session at a time.
    4. Its message goes into the outbox, and its first moment into the dues.

    The caller joins the group if they are no member yet. Raises FocusIsEnding, InAnotherFocus.
    """
    present = presence.enter(db, caller, roadmap_slug)
    target = find_target(db, caller, present)
    if find_running_focus(db, *target) is None:
        refuse_second(db, present.learner_id)
    started = _begin(db, caller, present, timetable, target)
    focus = find_running_focus(db, *target)
    if focus is None or focus.is_over(caller.now):
        raise FocusIsEnding
    return replace(attend(db, focus, present, caller.now, new=started), elsewhere=_find_elsewhere(db, focus, caller))


def _begin(
    db: Connection,
    caller: Caller,
    present: Present,
    timetable: Timetable,
    target: FocusTarget,
) -> bool:
    """Begin a session. False: one runs there already."""
    place_id, account_id = target
    ends_at = caller.now + timedelta(minutes=timetable.whole)
    focus_id = add_focus(
        db,
        present.group_id,
        place_id,
        account_id,
        starter_id=present.learner_id,
        timetable=timetable,
        started_at=caller.now,
        ends_at=ends_at,
    )
    if focus_id is None:
        return False
    begin_stay(db, focus_id, present.learner_id, caller.now)
    outbox.put_post(
        db,
        kind=FOCUS,
        key=opening_key(focus_id),
        place_id=place_id,
        account_id=account_id,
        learner_id=present.learner_id if account_id is not None else None,
        facts=FocusFacts(focus_id).to_json(),
        now=caller.now,
        due_at=caller.now,
        stale_at=ends_at + WORTH_SAYING,
    )
    schedule_focuses(db, present.group_id, caller.now)
    return True


def _find_elsewhere(db: Connection, focus: Focus, caller: Caller) -> PostingPlace | None:
    """Find the place of a session's message, if it is not where the caller is."""
    found = next((one for one in read_posting_places(db, focus.group_id) if one.id == focus.place_id), None)
    return None if found is None or found.is_at(caller.place) else found
