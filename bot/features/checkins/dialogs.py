"""The check-in as a conversation: one question after the other.

Each answer goes into the report at once, so that no answer is lost. The dialog keeps only the waiting question.
A restart does not change it, and an answer given by a command in between goes into the same report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.checkins.actions import (
    CheckinAnswers,
    CheckinView,
    view_checkin,
    write_answers,
)
from bot.features.checkins.queries.consents import read_consent
from bot.features.checkins.queries.reporting import CHECKIN_DIALOG, find_checkin
from bot.features.checkins.weeks import enter_checkin
from bot.features.dialogs.queries import Dialog, end_dialog, find_account_dialog, find_dialog, put_dialog
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries import learners
from bot.features.promises.queries import Checkin
from bot.identity import Caller
from roadmap.model import Roadmap

COMMAND = CHECKIN_DIALOG
"""The command whose questions these are; it is the kind of the dialog too."""
FINISHED, OBSTACLE, PROMISE = "finished", "obstacle", "promise"
STEPS = (FINISHED, OBSTACLE, PROMISE)
READERS = "readers"
"""The question after the others, asked once: how much the group reads. A skip does not answer it."""


class NoQuestion(Refused):
    """Refusal: no question was asked, or it was too long ago."""


def waiting_step(db: Connection, caller: Caller) -> str:
    """Return the question that waits for the caller's answer. Empty: no question waits."""
    found = _find_waiting(db, caller)
    return found.step if found else ""


def waiting_week(db: Connection, caller: Caller) -> date | None:
    """Return the week of the check-in that the waiting question is about. None: no question waits."""
    found = _find_waiting(db, caller)
    checkin = find_checkin(db, found.answers["checkin"]) if found else None
    return checkin.week if checkin else None


def _find_waiting(db: Connection, caller: Caller) -> Dialog | None:
    found = find_account_dialog(db, caller.account, caller.now)
    return found if found and found.kind == COMMAND else None


def begin_dialog(db: Connection, caller: Caller, roadmap: Roadmap, week: date | None = None) -> CheckinView:
    """Ask the first question about the check-in of a week. Raises CheckinsOff, CheckinOver."""
    present, checkin = enter_checkin(db, caller, roadmap, week)
    put_dialog(db, present.learner_id, Dialog(COMMAND, STEPS[0], {"checkin": checkin.id}, caller.now))
    return view_checkin(db, present, checkin, roadmap, caller.now)


def postpone_dialog(db: Connection, caller: Caller) -> bool:
    """End the caller's dialog. Given answers are kept. Return False if there was no dialog."""
    person = learners.find_person(db, caller.account)
    return person is not None and end_dialog(db, person.learner_id, COMMAND)


@dataclass(frozen=True, slots=True)
class QuestionOfButton:
    """The question that a button is about: its week and step. None and empty: the one that waits."""

    week: date | None = None
    step: str = ""

    def waits(self, week: date, step: str) -> bool:
        """Tell whether it is the question that waits: that of this week and step."""
        return self.week in {None, week} and self.step in {"", step}


THE_WAITING = QuestionOfButton()


def continue_dialog(
    db: Connection,
    caller: Caller,
    roadmap: Roadmap,
    asked: QuestionOfButton = THE_WAITING,
    *,
    words: str | None = None,
    promise: Sequence[str] | None = None,
) -> CheckinView:
    """Take the answer to the waiting question, and ask the next one. An answer to another question changes nothing.

    Raises NoQuestion, and the errors of `write_answers`. After an error the same question still waits.
    """
    present = presence.enter(db, caller, roadmap.slug)
    dialog = find_dialog(db, present.learner_id, COMMAND, caller.now)
    checkin = find_checkin(db, dialog.answers["checkin"]) if dialog else None
    if dialog is None or checkin is None:
        raise NoQuestion
    present = replace(present, group_id=checkin.group_id)
    if dialog.step not in STEPS or not asked.waits(checkin.week, dialog.step):
        return view_checkin(db, present, checkin, roadmap, caller.now)
    answers = CheckinAnswers(
        finished=words if dialog.step == FINISHED else None,
        obstacle=words if dialog.step == OBSTACLE else None,
        promise=promise if dialog.step == PROMISE else None,
    )
    write_answers(db, present, checkin, roadmap, answers, now=caller.now)
    _ask_next(db, present, checkin, dialog, caller.now)
    return view_checkin(db, present, checkin, roadmap, caller.now)


def _ask_next(db: Connection, present: Present, checkin: Checkin, dialog: Dialog, now: datetime) -> None:
    """Let the next question wait. The last is asked of a learner who did not choose their readers yet."""
    following = STEPS[STEPS.index(dialog.step) + 1 :]
    if not following and read_consent(db, present.learner_id, present.group_id, checkin.id).is_due:
        following = (READERS,)
    if following:
        put_dialog(db, present.learner_id, replace(dialog, step=following[0], at=now))
    else:
        end_dialog(db, present.learner_id, COMMAND)
