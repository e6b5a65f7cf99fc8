"""The memberships of one learner in one group, as those of two accounts or of two groups again.

1. Each has its own values of before. A value that was changed since holds for both, and so does one that was decided
   anew.
2. A member who left the group by their own wish, or came back by it, did so with both.
3. Otherwise an account is a member as it was before. One that had left the chat and is back in it is a member, and so
   is one with which the learner came since. One that is not in the chat now is gone until it is back.
4. Rights and wishes end with a membership.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.features.homes.queries.own_memberships import OwnMemberships
from bot.features.homes.queries.rows import Values, unite_own_rows
from bot.features.members.queries.said_while_linked import Decision

Row = Mapping[str, Any]

_NOTHING: Values = {
    "steward": False,
    "deputy": False,
    "partner_since": None,
    "partner_changed_at": None,
    "chosen_at": None,
    "barred_at": None,
    "written_at": None,
    "called_at": None,
    "called_on": None,
    "left_at": None,
    "gone": False,
    "away_on": None,
}
"""The values of a member who came just now."""
_ENDED: Values = {"deputy": False, "partner_since": None, "chosen_at": None, "away_on": None}
"""The values that end with a membership."""


def part_values(own: Row, linked: Row, now: Row, said: Collection[str] = ()) -> Values:
    """Return the columns of one of two rows that a link had united, after its end.

    `own` is the row before the link, `linked` what the link made of both, and `now` what holds at its end. A column
    that was changed in between holds for both, and so does one of `said`, whose value may be the same as before. Any
    other is as it was before.
    """
    return {name: now[name] if name in said or now[name] != linked[name] else own[name] for name in linked}


def begin_row(now: Row) -> Values:
    """Return a membership of an account that had none, in place of one that is `now` a learner's."""
    return {**now, **_NOTHING}


def part_memberships(own: OwnMemberships, now: Row, fresh: Collection[str], at: datetime) -> dict[str, Values]:
    """Return the memberships of each account, by platform. `now` is the one that took the place of both.

    `fresh`: the accounts that had none, and have one now. If none had one, all that holds now was said since.
    """
    rows = own.rows or {platform: begin_row(now) for platform in fresh}
    linked = unite_own_rows(rows)
    own = own if own.rows else replace(own, decided={*Decision})
    said = _find_said(own, linked, now) if own.rows else set(linked)
    new = {platform: begin_row(now) for platform in fresh if platform not in rows}
    return {
        platform: _called(row, now, platform)
        | part_values(row, linked, now, said)
        | _presence(platform, row, now, own, at)
        for platform, row in {**rows, **new}.items()
    }


def _find_said(own: OwnMemberships, linked: Row, now: Row) -> set[str]:
    """Find the columns that were said since, whatever their values."""
    said = {Decision.DEPUTY: "deputy", Decision.STEWARD: "steward"}
    wished = {"partner_since"} if now["partner_changed_at"] != linked["partner_changed_at"] else set()
    return {column for what, column in said.items() if what in own.decided} | wished


def _called(row: Row, now: Row, platform: str) -> Values:
    """Return the whole row, with when its account was looked for last."""
    last = now if now["called_on"] == platform else row
    return {**row, "called_at": last["called_at"], "called_on": last["called_on"]}


def _presence(platform: str, row: Row, now: Row, own: OwnMemberships, at: datetime) -> Values:
    """Return the columns of whether an account is a member, and of what ends if it is none."""
    left_at, gone = _end(platform, row, now, own, at)
    if left_at is None:
        return {"left_at": None, "gone": False, "away_on": None}
    newly = {"partner_changed_at": left_at} if row["left_at"] is None and now["left_at"] is None else {}
    return {"left_at": left_at, "gone": gone, **_ENDED, **newly}


def _end(platform: str, row: Row, now: Row, own: OwnMemberships, at: datetime) -> tuple[datetime | None, bool]:
    """Return when a membership ended, if it did, and whether it ended with leaving the chat."""
    was, ended, is_away = row["left_at"], now["left_at"], now["away_on"] == platform
    if Decision.PRESENCE in own.decided:
        if ended:
            return ended, now["gone"]
    elif was and not row["gone"]:
        is_back = platform in own.acted and not ended and not is_away
        return None if is_back else was, False
    if is_away or (ended and now["gone"]):
        return was or ended or at, True
    return None, False
