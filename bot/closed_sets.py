"""The closed sets that columns hold. Each value is stored as it stands here."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class PostState(StrEnum):
    """A state of a post in the outbox. From AMBIGUOUS on it has ended without being surely heard."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    AMBIGUOUS = "ambiguous"
    DEAD = "dead"
    CANCELLED = "cancelled"


class PromiseState(StrEnum):
    """A state of a promised task."""

    OPEN = "open"
    KEPT = "kept"
    PART = "part"
    MOVED = "moved"


class ActKind(StrEnum):
    """A kind of act: one thing that a learner did, which one undo takes back."""

    TICK = "tick"
    LOG = "log"
    HABIT = "habit"
    REPAIR = "repair"
    CHOICE = "choice"
    PLACEMENT = "placement"
    CRITERION = "criterion"


class ChangeKind(StrEnum):
    """A thing that holds until it is changed: the option of a choice, or a criterion."""

    CHOICE = "choice"
    CRITERION = "criterion"


class TickSource(StrEnum):
    """A way in which a tick was made: typed on its day, granted by a placement, or entered late."""

    TICK = "tick"
    PLACEMENT = "placement"
    REPAIR = "repair"


class NewsKind(StrEnum):
    """News of a streak that a learner was told: of a day, or of all days until then."""

    FREEZE = "freeze"
    END = "end"
    BEFORE = "before"


class SessionSource(StrEnum):
    """A way in which a session was logged: on its day, or entered late."""

    SESSION = "session"
    REPAIR = "repair"


class Visibility(StrEnum):
    """A learner's choice of how others see them: by name, by number, not at all."""

    GROUP = "group"
    NUMBER = "number"
    HIDDEN = "hidden"


class Publishing(StrEnum):
    """A learner's choice of how much of their check-ins the group reads: all, the promise alone, nothing."""

    ALL = "all"
    PROMISE = "promise"
    PRIVATE = "private"


class ObstacleSource(StrEnum):
    """A way in which an obstacle was told: in a check-in, or on any day."""

    CHECKIN = "checkin"
    STUCK = "stuck"


class ObstacleState(StrEnum):
    """A state of an obstacle: open, solved, or closed without a solution."""

    OPEN = "open"
    SOLVED = "solved"
    CLOSED = "closed"


class Outreach(StrEnum):
    """A stuck learner's choice of whom to ask: fellow members and then the group, the group now, or members alone."""

    BOTH = "both"
    GROUP = "group"
    PRIVATE = "private"


class HelpState(StrEnum):
    """A state of one member's help with an obstacle.

    Asked for help; declined; their day to answer passed; offered help; helped, as the asker said; did not help.
    """

    ASKED = "asked"
    DECLINED = "declined"
    PASSED = "passed"
    OFFERED = "offered"
    HELPED = "helped"
    UNHELPFUL = "unhelpful"


class CodeKind(StrEnum):
    """A thing that a code does: link two accounts to one learner, or connect two homes to one group."""

    LINK = "link"
    CONNECT = "connect"


class Fallback(StrEnum):
    """A learner's choice of where a private post goes that cannot be sent: nowhere, or to their group."""

    NONE = "none"
    GROUP = "group"


class Setting(StrEnum):
    """A setting of a learner that concerns them alone, by its column in `learners`."""

    ZONE = "zone"
    DAY_END = "day_end"
    NUDGE_ON = "nudge_on"
    NUDGE_AT = "nudge_at"
    NUDGE_PACE = "nudge_pace"
    SNOOZED_UNTIL = "snoozed_until"
    SAVER_ON = "saver_on"
    CHEERS_ON = "cheers_on"
    FALLBACK = "fallback"


class ConsentKind(StrEnum):
    """A choice of a learner of what others may see of them, or ask them, by its column in `learners`."""

    VISIBILITY = "visibility"
    PUBLISHING = "publishing"
    SHOWS_WORK = "shows_work"
    TAKES_QUESTIONS = "takes_questions"
    PINGS = "pings"
    COMMUNITY_ON = "community_on"


class AnswerHome(StrEnum):
    """A group's choice of where an answer stands that only its asker needs, if a platform shows all to all.

    Here; here for two minutes; or in the private chat.
    """

    HERE = "here"
    BRIEF = "brief"
    PRIVATE = "private"


class NudgePace(IntEnum):
    """A learner's choice of how often to be nudged, whatever was ignored. 3 is not in use."""

    DAILY = 0
    EVERY_OTHER_DAY = 1
    WEEKLY = 2
    STOPPED = 4


REMOVED = "removed"
"""The reason of a place from which the bot was removed, as the platform reported it."""

GONE = (REMOVED, "kicked", "deactivated", "unknown guild")
"""The reasons for which a place is lost until the bot is added again. All others may pass by themselves."""


def is_out_of_reach(off_reason: str | None, private: bool) -> bool:
    """Whether no post is tried at a place, because only a call from there can bring it back."""
    return off_reason is not None and (private or off_reason in GONE)


def one_of(column: str, *closed_sets: type[StrEnum]) -> str:
    """Write the SQL condition that a column holds a value of one of these closed sets."""
    return f"{column} IN ({', '.join(repr(one.value) for closed_set in closed_sets for one in closed_set)})"
