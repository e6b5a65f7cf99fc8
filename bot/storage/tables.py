"""Every table, with the constraints that make each rule true.

Instants are UTC (`Instant` gives them back aware), dates are study days, times of day are minutes after midnight.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    true,
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite keeps no zone, so it is stored naive there and made aware when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant; bring an aware one to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant has a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware UTC whatever the engine kept."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up an INTEGER key by itself, a BIGINT one it does not

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _learner(*, primary: bool = False) -> Column[int]:
    return Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE"), nullable=False, primary_key=primary)


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
    Column("visibility", String(8), nullable=False, server_default="group"),
    Column("pings", Boolean, nullable=False, server_default=true()),
    Column("language", String(8)),
    Column("joined_at", Instant, nullable=False),
    Column("joined_day", Date, nullable=False),
    Column("active_at", Instant),  # the last word from them, whatever it was
    # What they want to hear unasked. `nudge_pace`: 0 daily, 1 every other day, 2 weekly, 3 asked to stop, 4 stopped.
    Column("nudge_on", Boolean, nullable=False, server_default=false()),
    Column("nudge_at", Integer),  # their own hour; none: found from their ticks
    Column("nudge_pace", Integer, nullable=False, server_default="0"),
    Column("nudges_ignored", Integer, nullable=False, server_default="0"),
    Column("snoozed_until", Instant),
    Column("saver_on", Boolean, nullable=False, server_default=true()),
    Column(
        "fallback", String(8), nullable=False, server_default="none"
    ),  # where a private post goes that cannot be sent
    Column("welcomed_at", Instant),  # the last "welcome back", one for each absence
    # Counters, always rebuildable from ticks and ledger facts (`db verify`, `db rebuild`).
    Column("points", Integer, nullable=False, server_default="0"),
    Column("points_at", Instant, nullable=False),  # when `points` last rose: the earlier one stands first in a tie
    Column("streak", Integer, nullable=False, server_default="0"),
    Column("streak_through", Date),  # the last study day through which `streak` stands with no further activity
    Column("best_streak", Integer, nullable=False, server_default="0"),
    Column(
        "in_community", Boolean, nullable=False, server_default=false()
    ),  # a member of a group that opted in, not hidden
    CheckConstraint("day_end BETWEEN 0 AND 360", name="day_end"),
    CheckConstraint("rest_days BETWEEN 0 AND 126 OR rest_days = 127", name="rest_days"),
    CheckConstraint("visibility IN ('group', 'number', 'hidden')", name="visibility"),
    CheckConstraint("points >= 0 AND streak >= 0 AND best_streak >= 0", name="counters"),
    CheckConstraint("nudge_at BETWEEN 0 AND 1439", name="nudge_at"),
    CheckConstraint("nudge_pace BETWEEN 0 AND 4 AND nudges_ignored >= 0", name="nudge_pace"),
    CheckConstraint("fallback IN ('none', 'group')", name="fallback"),
    CheckConstraint("(next_from IS NULL) = (next_zone IS NULL)", name="next"),
    Index("ix_learners_community", "in_community", "points", "points_at", "id"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    _learner(),
    Column("platform", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("name", String(128), nullable=False),
    Column("username", String(64), nullable=False, server_default=""),  # lower case
    Column("off_reason", String(64)),  # set when a private post failed for good; any word from them clears it
    UniqueConstraint("platform", "user_id"),
    Index(None, "learner_id"),
    Index(None, "platform", "username"),
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
    Column("removed_at", Instant),
    Column("nudge_on", Boolean, nullable=False, server_default=true()),
    Column("checkin_on", Boolean, nullable=False, server_default=true()),
    Column("review_on", Boolean, nullable=False, server_default=true()),
    Column("quiet_until", Instant),  # a steward asked for silence
    Column("asleep", Boolean, nullable=False, server_default=false()),  # nobody came for two weeks; told so once
    CheckConstraint("week_start BETWEEN 0 AND 6 AND checkin_day BETWEEN 0 AND 6", name="days"),
    CheckConstraint("nudge_at BETWEEN 0 AND 1439 AND checkin_at BETWEEN 0 AND 1439", name="hours"),
)

places = Table(
    "places",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("space_id", BigInteger, nullable=False),  # guild, or Telegram chat: what makes it this group
    Column("chat_id", BigInteger, nullable=False),  # channel, or the same chat: where we post
    Column("thread_id", BigInteger),
    Column("private", Boolean, nullable=False, server_default=false()),
    Column("role_id", BigInteger),  # Discord: the role that a level's celebration pings, if the steward chose one
    Column("off_reason", String(64)),  # set when a post failed for good; any command from there clears it
    UniqueConstraint("platform", "space_id"),
    Index(None, "group_id"),
)

memberships = Table(
    "memberships",
    metadata,
    _learner(primary=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, nullable=False),  # "member 4": counts up in the group, never given twice
    Column("steward", Boolean, nullable=False, server_default=false()),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("active_at", Instant, nullable=False),  # the private chat speaks about the group used last
    UniqueConstraint("group_id", "number"),
    Index(None, "group_id"),
)

ticks = Table(  # append-only; an undo is a row of `undos`, and a tick after it has the next turn
    "ticks",
    metadata,
    Column("id", Id, primary_key=True),
    _learner(),
    Column("roadmap", String(64), nullable=False),
    Column("task", String(64), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("source", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("day", Date, nullable=False),  # the study day, resolved once and for all
    Column("weight", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="SET NULL")),
    UniqueConstraint("learner_id", "roadmap", "task", "turn"),
    CheckConstraint("source IN ('tick', 'placement', 'repair')", name="source"),
    CheckConstraint("points >= 0 AND points <= weight", name="points"),
    CheckConstraint("source = 'tick' OR points = 0", name="unpaid"),
    Index(None, "learner_id", "day"),
)

undos = Table(
    "undos",
    metadata,
    Column("tick_id", Id, ForeignKey("ticks.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
)

sessions = Table(  # study sessions and habits: they make a day "done", and are no progress
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    _learner(),
    Column("at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("habit", String(64), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("source", String(16), nullable=False, server_default="session"),
    Column("undone_at", Instant),
    CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    CheckConstraint("source IN ('session', 'repair')", name="source"),
    Index(None, "learner_id", "day"),
)

pauses = Table(
    "pauses",
    metadata,
    Column("id", Id, primary_key=True),
    _learner(),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("last_day >= first_day", name="order"),
    Index(None, "learner_id"),
)

rest_changes = Table(  # which weekdays were rest days from which study day on
    "rest_changes",
    metadata,
    _learner(primary=True),
    Column("from_day", Date, primary_key=True),
    Column("rest_days", Integer, nullable=False),
)

zone_changes = Table(  # how the study day was drawn, from which instant on; held_day is a date that a flight skipped
    "zone_changes",
    metadata,
    Column("id", Id, primary_key=True),
    _learner(),
    Column("at", Instant, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("day_end", Integer, nullable=False),
    Column("held_day", Date),
    Index(None, "learner_id"),
)

outages = Table(  # study days over whose last waking hours the bot itself was down
    "outages",
    metadata,
    Column("starts_at", Instant, primary_key=True),
    Column("ends_at", Instant, nullable=False),
)

day_points = Table(  # a counter by study day: the week's board sums it
    "day_points",
    metadata,
    _learner(primary=True),
    Column("day", Date, primary_key=True),
    Column("points", Integer, nullable=False),
    CheckConstraint("points >= 0", name="points"),
    Index(None, "day"),
)

point_counts = Table(  # how many learners of the community board have so many points: a rank without counting them all
    "point_counts",
    metadata,
    Column("points", Integer, primary_key=True, autoincrement=False),
    Column("learners", Integer, nullable=False),
    CheckConstraint("learners >= 0", name="learners"),
)

choices = Table(
    "choices",
    metadata,
    _learner(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("choice", String(64), primary_key=True),
    Column("option", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)

criteria = Table(
    "criteria",
    metadata,
    _learner(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("criterion", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
)

milestones = (
    Table(  # celebrated or about to be; `posted` keeps it for ever, an undo within the grace takes the row away
        "milestones",
        metadata,
        _learner(primary=True),
        Column("roadmap", String(64), primary_key=True),  # empty for streaks and comebacks
        Column("kind", String(16), primary_key=True),
        Column("slug", String(64), primary_key=True),
        Column("at", Instant, nullable=False),
        Column("posted", Boolean, nullable=False, server_default=false()),
        CheckConstraint(
            "kind IN ('block', 'month', 'level', 'victory', 'roadmap', 'streak', 'comeback')",
            name="kind",
        ),
    )
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE")),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE")),  # a private post, instead of a place
    Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE")),
    Column("facts", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),  # not before; moved on by a retry
    Column("stale_at", Instant),  # not after: the end of its grace
    Column("state", String(10), nullable=False, server_default="new"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("leased_until", Instant),
    Column("ended_at", Instant),  # sent, or given up for whatever reason
    Column("message_id", String(64)),
    Column("reason", String(64)),
    UniqueConstraint("key"),
    CheckConstraint("state IN ('new', 'sending', 'sent', 'ambiguous', 'dead', 'cancelled')", name="state"),
    CheckConstraint("(place_id IS NULL) <> (account_id IS NULL)", name="target"),
    Index("ix_outbox_due", "state", "due_at"),
    Index(None, "account_id"),
    Index(None, "learner_id"),
    Index(None, "place_id"),
)

dues = Table(  # when to look at a group or learner next, and why; one row for each kind
    "dues",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE")),
    Column("at", Instant, nullable=False),
    UniqueConstraint("kind", "group_id"),
    UniqueConstraint("kind", "learner_id"),
    CheckConstraint("(group_id IS NULL) <> (learner_id IS NULL)", name="owner"),
    Index(None, "at"),
    Index(None, "group_id"),
    Index(None, "learner_id"),
)

checkins = Table(  # a group's weekly round: opened, reported on, closed with a digest
    "checkins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("week", Date, nullable=False),  # the first day of the week that it is about
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    UniqueConstraint("group_id", "week"),
)

reports = Table(
    "reports",
    metadata,
    Column("checkin_id", Id, ForeignKey("checkins.id", ondelete="CASCADE"), primary_key=True),
    _learner(primary=True),
    Column("finished", Text, nullable=False, server_default=""),
    Column("obstacle", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("late", Boolean, nullable=False, server_default=false()),
    Index(None, "learner_id"),
)

promises = Table(
    "promises",
    metadata,
    _learner(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("week", Date, primary_key=True),  # the first day of the week in which it is to be kept
    Column("task", String(64), primary_key=True),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("at", Instant, nullable=False),
    CheckConstraint("state IN ('open', 'kept', 'part', 'moved')", name="state"),
)

dialogs = Table(  # a guided conversation that a restart must not end
    "dialogs",
    metadata,
    _learner(primary=True),
    Column("kind", String(16), nullable=False),
    Column("step", String(16), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)

beats = Table(  # one row: when the program was last seen alive, so that an outage is known afterwards
    "beats",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("id = 1", name="one"),
)

inbound = Table(  # every call that wrote something: a second delivery finds its result here
    "inbound",
    metadata,
    Column("id", String(96), nullable=False),  # telegram:update:123
    Column("at", Instant, nullable=False),
    Column("result", JSON, nullable=False),
    PrimaryKeyConstraint("id"),
    Index(None, "at"),
)
