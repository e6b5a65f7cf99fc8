"""View what others see of a learner, part by part, as it is now; and change a part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.closed_sets import Publishing, Visibility
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.nudges.actions import set_cheers
from bot.features.settings.actions.learner_settings import (
    choose_community,
    choose_pings,
    choose_publishing,
    choose_visibility,
)
from bot.features.settings.queries import KeptPrivacy, read_privacy
from bot.features.work.actions import WorkChoice, choose_work_readers
from bot.identity import Caller
from bot.posting.audience_rules import is_wanted
from bot.posting.audiences import read_listener

_ON = "on"
_Change = Callable[[Connection, Caller, str, str], object]
_CHANGES: Mapping[str, _Change] = {
    "seen": lambda db, caller, slug, value: choose_visibility(db, caller, slug, Visibility(value)),
    "checkins": lambda db, caller, slug, value: choose_publishing(db, caller, slug, Publishing(value)),
    "work": lambda db, caller, slug, value: choose_work_readers(db, caller, slug, WorkChoice(value)),
    "cheers": lambda db, caller, slug, value: set_cheers(db, caller, slug, value == _ON),
    "community": lambda db, caller, slug, value: choose_community(db, caller, slug, value == _ON),
    "pings": lambda db, caller, slug, value: choose_pings(db, caller, slug, value == _ON),
}


@dataclass(frozen=True, slots=True)
class PrivacyView:
    """A learner as others in a group see them now. `number` is theirs in the group.

    `joined`: the tap that asked for this view made them a member. `reminded`: they get reminders, which tell of cheers.
    """

    number: int
    kept: KeptPrivacy
    joined: bool = False
    reminded: bool = False


def view_privacy(db: Connection, caller: Caller) -> PrivacyView | None:
    """View what others see of the caller. None if the caller is no member of this group."""
    present = presence.find_present(db, caller)
    return _view(db, present) if present else None


def change_privacy(db: Connection, caller: Caller, roadmap_slug: str, part: str, value: str) -> PrivacyView:
    """Change one part of what others see of the caller, and view all of it as it is then."""
    joined = presence.find_present(db, caller) is None
    _CHANGES[part](db, caller, roadmap_slug, value)
    present = presence.enter(db, caller, roadmap_slug)
    return _view(db, present, joined=joined)


def _view(db: Connection, present: Present, *, joined: bool = False) -> PrivacyView:
    reminded = is_wanted(read_listener(db, present.learner_id))
    return PrivacyView(present.number, read_privacy(db, present.learner_id, present.group_id), joined, reminded)
