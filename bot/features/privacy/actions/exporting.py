"""Give a learner all that is kept of them, at most once in ten minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.members.queries.learners import find_person
from bot.features.privacy.export_files import ExportPart, zip_part
from bot.features.privacy.queries.export_rows import read_export
from bot.features.privacy.queries.export_turns import note_export, read_last_exports
from bot.identity import Caller

BETWEEN = timedelta(minutes=10)
"""The time between two exports of a learner."""


@dataclass(frozen=True, slots=True)
class ExportTurn:
    """Whether a caller is given their data now. `until`: they are not, before this instant. None: they are."""

    until: datetime | None = None


def take_export_turn(db: Connection, caller: Caller) -> ExportTurn:
    """Take the caller's turn for an export, and note it.

    An export for a call in a group may not have arrived. In private, the caller may ask for it again at once.
    """
    person = find_person(db, caller.account, lock=True)
    if person is None:
        return ExportTurn()
    private = caller.place.private
    last = [at for where, at in read_last_exports(db, person.learner_id).items() if where or not private]
    until = max(last, default=caller.now - BETWEEN) + BETWEEN
    if until > caller.now:
        return ExportTurn(until)
    note_export(db, person.learner_id, caller.now, private=private)
    return ExportTurn()


def build_export(db: Connection, caller: Caller, largest: int, part: int, parts: int) -> ExportPart | None:
    """Build a file with all that is kept of the caller, learner or not, or a part of it. None: nothing is.

    A long history takes a while to pack, so it is done here, beside the loop.
    """
    person = find_person(db, caller.account)
    sections = read_export(db, person.learner_id if person else None, caller.account)
    if not any(section.rows for section in sections):
        return None
    return zip_part(sections, caller.now, largest, part=part, parts=parts)
