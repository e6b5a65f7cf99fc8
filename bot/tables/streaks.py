"""Tables of streaks: rest days, changes of zone, outages, points by study day."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, false

from bot.closed_sets import NewsKind, one_of
from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

rest_changes = Table(  # which weekdays were rest days from which study day on
    "rest_changes",
    metadata,
    learner_key(primary=True),
    Column("from_day", Date, primary_key=True),
    Column("rest_days", Integer, nullable=False),
    maker(),
    info=ruled(LearnerRule(Merge.MOVE, Forget.DELETE, export="rest_changes")),
)

zone_changes = Table(  # how the study day was drawn, from which instant on; held_day is a date that a flight skipped
    "zone_changes",
    metadata,
    # Privacy: only its learner reads it. It moves with them when two learners become one. A change since then is of
    # both accounts, and an unlink gives it to both.
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("at", Instant, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("day_end", Integer, nullable=False),
    Column("held_day", Date),
    maker(),
    Index(None, "learner_id"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.DELETE, export="zone_changes")),
    sqlite_autoincrement=True,
)

outages = Table(  # times for which the bot itself was down
    "outages",
    metadata,
    Column("starts_at", Instant, primary_key=True),
    Column("ends_at", Instant, nullable=False),
    Column("resolved", Boolean, nullable=False, server_default=false()),  # its outage days are kept, of every learner
)

outage_days = Table(  # study days over whose last waking hours the bot was down, by the clock of then
    "outage_days",
    metadata,
    learner_key(primary=True),
    Column("starts_at", Instant, ForeignKey("outages.starts_at", ondelete="CASCADE"), primary_key=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    maker(),
    CheckConstraint("first_day <= last_day", name="days"),
    Index(None, "starts_at"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.DELETE, export="outage_days")),
)

day_points = Table(  # a counter by study day: the week's board sums it
    "day_points",
    metadata,
    learner_key(primary=True),
    Column("day", Date, primary_key=True),
    Column("points", Integer, nullable=False),
    CheckConstraint("points >= 0", name="points"),
    Index(None, "day"),
    info=ruled(LearnerRule(Merge.DERIVED, Forget.DELETE, export="day_points")),
)

streak_news = Table(  # of what happened to a streak without its learner: what they were told, each once
    "streak_news",
    metadata,
    learner_key(primary=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(8), primary_key=True),
    maker(),
    CheckConstraint(one_of("kind", NewsKind), name="kind"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.DELETE, export="streak_news")),
)
