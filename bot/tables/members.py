"""Tables of learners, accounts, groups, places and memberships."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    false,
    or_,
    true,
)

from bot.closed_sets import GONE, AnswerHome, Fallback, Publishing, Visibility, one_of
from bot.database.columns import Id, Instant, constants, learner_key, maker, metadata
from bot.database.inbound import INBOUND_ID
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled

learners = Table(
    "learners",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("zone_is_own", Boolean, nullable=False, server_default=false()),  # set by the learner, not the group's
    Column("day_end", Integer, nullable=False, server_default="240"),
    Column("next_zone", String(64)),  # with next_day_end: takes effect at next_from
    Column("next_day_end", Integer),
    Column("next_from", Instant),
    Column("rest_days", Integer, nullable=False, server_default="0"),  # bits, Monday = 1
    Column("visibility", String(8), nullable=False, server_default=Visibility.GROUP),
    Column("pings", Boolean, nullable=False, server_default=true()),
    Column("community_on", Boolean, nullable=False, server_default=true()),  # shown to other groups if theirs opted in
    # Consent. None: the learner was not asked yet, which counts as no.
    Column("publishing", String(8)),  # how much of their check-ins the group reads
    Column("shows_work", Boolean),  # the links and notes of their ticks are shown to the group
    Column("work_from", Instant),  # those kept from then on are; set too when the learner is asked
    Column("takes_questions", Boolean),  # may be asked to help a fellow member
    Column("language", String(8)),
    Column("joined_at", Instant, nullable=False),
    Column("joined_day", Date, nullable=False),
    Column("active_at", Instant),  # the last sign of the learner, of any kind
    # Wishes about posts. `nudge_pace` is a NudgePace.
    Column("nudge_on", Boolean, nullable=False, server_default=false()),
    Column("nudge_at", Integer),  # their own hour; none: found from their study
    Column("nudge_pace", Integer, nullable=False, server_default="0"),
    Column("nudges_ignored", Integer, nullable=False, server_default="0"),
    Column("snoozed_until", Instant),
    Column("saver_on", Boolean, nullable=False, server_default=true()),
    Column("cheers_on", Boolean, nullable=False, server_default=true()),  # told in the morning of yesterday's cheers
    Column(
        "fallback", String(8), nullable=False, server_default=Fallback.NONE
    ),  # where a private post goes that cannot be sent
    Column("welcomed_at", Instant),  # the last "welcome back", one for each absence
    # Counters, always rebuildable from ticks and ledger facts (`db verify`, `db rebuild`).
    Column("points", Integer, nullable=False, server_default="0"),
    Column("points_at", Instant, nullable=False),  # when `points` last rose: the earlier one stands first in a tie
    Column("streak", Integer, nullable=False, server_default="0"),
    Column("streak_through", Date),  # the last study day through which `streak` stands with no further activity
    Column("best_streak", Integer, nullable=False, server_default="0"),
    Column("news_from", Date),  # the study day from which there is news of the streak to tell
    Column("news_in", String(INBOUND_ID)),  # the call in whose answer it was told last
    Column(
        "in_community", Boolean, nullable=False, server_default=false()
    ),  # a member of a group that opted in, not hidden
    Column("linked", Boolean, nullable=False, server_default=false()),  # has a row in `links`: the ledger is threefold
    CheckConstraint("day_end BETWEEN 0 AND 360", name="day_end"),
    CheckConstraint("rest_days BETWEEN 0 AND 126 OR rest_days = 127", name="rest_days"),
    CheckConstraint(one_of("visibility", Visibility), name="visibility"),
    CheckConstraint(one_of("publishing", Publishing), name="publishing"),
    CheckConstraint("points >= 0 AND streak >= 0 AND best_streak >= 0", name="counters"),
    CheckConstraint("nudge_at BETWEEN 0 AND 1439", name="nudge_at"),
    CheckConstraint("nudge_pace BETWEEN 0 AND 4 AND nudges_ignored >= 0", name="nudge_pace"),
    CheckConstraint(one_of("fallback", Fallback), name="fallback"),
    CheckConstraint("(next_from IS NULL) = (next_zone IS NULL)", name="next"),
    Index("ix_learners_community", "in_community", "points", "points_at", "id"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="learner")),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("platform", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("name", String(128), nullable=False),
    Column("username", String(64), nullable=False, server_default=""),  # lower case
    Column("off_reason", String(64)),  # set when a private post failed for good; any word from them clears it
    UniqueConstraint("platform", "user_id"),
    Index(None, "learner_id"),
    Index(None, "platform", "username"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="accounts")),
    sqlite_autoincrement=True,
)

groups = Table(
    "groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", String(128), nullable=False),
    Column("roadmap", String(64), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("week_start", Integer, nullable=False, server_default="0"),  # Monday = 0
    Column("language", String(8), nullable=False, server_default="en"),
    Column("nudge_at", Integer, nullable=False, server_default="1080"),
    Column("checkin_day", Integer, nullable=False, server_default="6"),
    Column("checkin_at", Integer, nullable=False, server_default="1080"),
    Column("community", Boolean, nullable=False, server_default=false()),
    Column("solo", Boolean, nullable=False, server_default=false()),  # one learner in a private chat
    Column("created_at", Instant, nullable=False),
    Column("active_at", Instant, nullable=False),
    # Set by a removal of the bot alone, never by a failed post. After a month the group is deleted.
    Column("removed_at", Instant),
    Column("joined_to", Id, ForeignKey("groups.id", ondelete="CASCADE")),  # it rests while connected: that group acts
    Column("nudge_on", Boolean, nullable=False, server_default=true()),
    Column("checkin_on", Boolean, nullable=False, server_default=true()),
    Column("review_on", Boolean, nullable=False, server_default=true()),
    Column("nudge_days", Integer, nullable=False, server_default="127"),  # weekday bits, Monday = 1
    Column("nudges_ignored", Integer, nullable=False, server_default="0"),  # nudges in a row without a reaction
    Column("nudged_at", Instant),  # the last nudge
    Column("quiet_until", Instant),  # a steward asked for silence
    Column("asleep", Boolean, nullable=False, server_default=false()),  # no activity for two weeks; it heard so once
    Column(
        "answers", String(8), nullable=False, server_default="here"
    ),  # where those stand that only their asker needs
    # The highest number of a member who was forgotten, or that a link set aside, so that it is given to nobody else.
    Column("last_number", Integer, nullable=False, server_default="0"),
    CheckConstraint(one_of("answers", AnswerHome), name="answers"),
    CheckConstraint("nudge_days BETWEEN 1 AND 127 AND nudges_ignored >= 0", name="nudge_days"),
    CheckConstraint("week_start BETWEEN 0 AND 6 AND checkin_day BETWEEN 0 AND 6", name="days"),
    CheckConstraint("nudge_at BETWEEN 0 AND 1439 AND checkin_at BETWEEN 0 AND 1439", name="hours"),
    Index(None, "joined_to"),
    sqlite_autoincrement=True,
)

places = Table(
    "places",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("space_id", BigInteger, nullable=False),  # guild, or Telegram chat: it identifies the group
    Column("chat_id", BigInteger, nullable=False),  # channel, or the same chat: where we post
    Column("thread_id", BigInteger),
    Column("private", Boolean, nullable=False, server_default=false()),
    Column("role_id", BigInteger),  # Discord: the role that a level's celebration pings, if the steward chose one
    Column("off_reason", String(64)),  # set when posts do not arrive; a post that arrives clears it
    # Set by a removal of the bot alone, never by a failed post. A month later a connected group parts from it.
    Column("removed_at", Instant),
    Column("chosen", Boolean, nullable=False, server_default=true()),  # by a steward
    Column("greeted_at", Instant),  # the last greeting or move to a new id; or near a call that brought the bot back
    Column("came_from", Id, ForeignKey("groups.id", ondelete="SET NULL")),  # the group to which a disconnect returns it
    UniqueConstraint("platform", "space_id"),
    Index(None, "group_id"),
    Index(None, "came_from"),
    info=ruled(GroupRule(Connect.MOVE, Disconnect.BACK)),
    sqlite_autoincrement=True,
)

place_stewards = Table(  # stewards who set a group up and are no members of it
    "place_stewards",
    metadata,
    # Privacy: only word of a lost place, and what the account asks in private, reads it. It holds the number of an
    # account on the platform of the place. It is deleted with the place, when the steward leaves the chat, and by
    # forget by account.
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("warned_for", Instant),  # the removal of the bot of whose end they were warned last
    PrimaryKeyConstraint("place_id", "user_id"),
    info=ruled(LearnerRule(Merge.STAY, Forget.ACCOUNT, export="place_stewards")),
)

memberships = Table(
    "memberships",
    metadata,
    learner_key(primary=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, nullable=False),  # "member 4": counts up in the group, never given twice
    Column("steward", Boolean, nullable=False, server_default=false()),
    # Privacy: stewards see who their deputies are. It ends with the membership, and moves with the learner.
    Column("deputy", Boolean, nullable=False, server_default=false()),  # an administrator named them
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("gone", Boolean, nullable=False, server_default=false()),  # left with the chat, and comes back with it
    Column("called_at", Instant),  # when the platform was last asked whether they are in the chat
    Column("called_on", String(16)),  # which platform that was
    # Privacy: only the learner sees it. Of a linked one: the platform on which they are not in the chat of the group.
    # It ends with their return there, or once they left both chats. A return to one notes the other.
    Column("away_on", String(16)),
    Column("active_at", Instant, nullable=False),  # the last sign of the member in this group
    # Privacy: only the member sees it. It moves with the learner, and of two the later one stays.
    Column("chosen_at", Instant),  # when they chose the group for their private chat; none: they did not
    # Privacy: stewards and the member see it. It moves with the learner, and of two the earlier one stays.
    Column("barred_at", Instant),  # a steward stopped their publishing: what they write from then on is not shown
    # Privacy: stewards see when. It moves with the learner, and of two the later one stays.
    Column("written_at", Instant),  # the last friendly word of any of their groups
    Column("partner_since", Instant),  # consent: wants study partners in this group; none: no
    Column("partner_changed_at", Instant),  # when the member last changed that wish, or left
    maker(),
    UniqueConstraint("group_id", "number"),
    Index(None, "group_id"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="memberships"), GroupRule(Connect.COPY, Disconnect.BACK)),
)

TAKES_POSTS = or_(
    places.c.off_reason.is_(None), and_(places.c.private.is_(False), places.c.off_reason.not_in(constants(GONE)))
)
"""The places at which posts are tried, though they may not arrive for now. Compare `is_out_of_reach`."""

PRESENT_MEMBERS = and_(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
"""The members of `group` who have not left it."""


def may_publish(written_at: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that no steward had stopped a member's publishing when they wrote something."""
    return or_(memberships.c.barred_at.is_(None), written_at < memberships.c.barred_at)


def is_home(homes: FromClause) -> ColumnElement[bool]:
    """The condition that a learner is a member of a group, and the bot is in it."""
    return and_(memberships.c.left_at.is_(None), homes.c.removed_at.is_(None))


def meant_first(homes: FromClause) -> tuple[ColumnElement[Any], ...]:
    """The order that puts the group first that a learner chose for the private chat, else the one used last.

    At the same moment their own comes last.
    """
    return memberships.c.chosen_at.desc().nulls_last(), memberships.c.active_at.desc(), homes.c.solo, homes.c.id.desc()
