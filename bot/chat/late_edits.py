"""An edit of a message from an earlier study day: what it would change is asked about first."""

from __future__ import annotations

from bot.chat.call import Call
from roadmap.cadence import StudyClock, study_day


def question_of_edit(call: Call) -> str:
    """Return the key of the question to ask before an edited message changes something; empty: none.

    Days are the learner's own. A caller who is no learner yet has those of the group's zone.
    """
    if call.said.written is None:
        return ""
    clock = call.scene.clock or StudyClock(call.scene.zone)
    return "edit.earlier" if study_day(clock, call.said.written) != study_day(clock, call.now) else ""
