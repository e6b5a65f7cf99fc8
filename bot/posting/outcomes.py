"""Outcomes of an attempt to send a post, and reasons for not sending it."""

from __future__ import annotations

from enum import StrEnum


class DeliveryOutcome(StrEnum):
    """An outcome of one attempt, as it is counted and logged."""

    SENT = "sent"
    UNMARKED = "unmarked"
    MOVED = "moved"
    OFF = "off"
    RETRY = "retry"
    FAILED = "failed"
    AMBIGUOUS = "ambiguous"
    DEAD = "dead"
    DROPPED = "dropped"
    WAITING = "waiting"


class PostReason(StrEnum):
    """A reason of our own why a post waits or has ended. Platforms give others."""

    STALE = "stale"
    NEWER = "newer"
    UNWANTED = "unwanted"
    REPORTED = "reported"
    MOVED = "moved"
    INTERRUPTED = "interrupted"
    BEHIND = "behind another"
    CATCHING_UP = "catching up"
    FAILED = "failed"
    TAKEN_BACK = "taken back"
    NO_ROADMAP = "no roadmap"
