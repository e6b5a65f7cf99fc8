"""Codes that join two accounts or two homes, the links of learners, and the rows that a link set aside."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.closed_sets import CodeKind, one_of
from bot.database.columns import Id, Instant, learner_key, metadata
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled

codes = Table(  # a code that was issued in private: typed elsewhere, it links two learners or connects two groups
    "codes",
    metadata,
    # Privacy: nobody reads it but the account to which it was issued, which sees it once. It is deleted after a day.
    Column("id", Id, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),  # the account that it was issued to
    Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE")),  # of a code that links
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),  # of a code that connects
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),  # from then on it does nothing; earlier once a newer one was issued
    Column("used_at", Instant),
    # The account that typed it first. It works for no other, so that a reader of a chat cannot be faster with a tap.
    Column("typed_on", String(16)),
    Column("typed_by", BigInteger),
    CheckConstraint(one_of("kind", CodeKind), name="kind"),
    CheckConstraint("(learner_id IS NULL) <> (group_id IS NULL)", name="issuer"),
    UniqueConstraint("hash"),
    Index(None, "platform", "user_id", "at"),
    Index(None, "learner_id"),
    Index(None, "group_id"),
    Index(None, "at"),
    info=ruled(
        LearnerRule(Merge.STAY, Forget.ACCOUNT, why_not="only the hash of a code that works for ten minutes"),
        GroupRule(Connect.STAY, Disconnect.STAY),
    ),
    sqlite_autoincrement=True,
)

guesses = Table(  # typed codes that opened nothing: too many of an account, or at a place, are not looked at
    "guesses",
    metadata,
    # Privacy: only the count of them is read. They are deleted after a day.
    Column("id", Id, primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("space_id", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "platform", "user_id", "at"),
    Index(None, "platform", "space_id", "at"),
    Index(None, "at"),
    info=ruled(LearnerRule(Merge.STAY, Forget.ACCOUNT, export="guesses")),
    sqlite_autoincrement=True,
)

links = Table(  # a learner of two accounts, each of which had been a learner's own
    "links",
    metadata,
    # Privacy: only its learner reads of it. It is deleted with the learner, and by an unlink.
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("platform", String(16), nullable=False),  # of the account that was the learner's before
    Column("other_platform", String(16), nullable=False),  # of the account that was another learner's
    Column("other_number", Id, nullable=False),  # the id of that learner, which an unlink gives back
    Column("at", Instant, nullable=False),
    CheckConstraint("platform <> other_platform", name="platforms"),
    UniqueConstraint("learner_id"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="links")),
    sqlite_autoincrement=True,
)

set_aside = Table(  # a row for which a linked learner had no room: it is put back by an unlink
    "set_aside",
    metadata,
    # Privacy: it is a row of the learner's own, with whatever its table holds. It is deleted with the link.
    Column("id", Id, primary_key=True),
    Column("link_id", Id, ForeignKey("links.id", ondelete="CASCADE"), nullable=False),
    Column("platform", String(16), nullable=False),  # of the account whose row it is
    Column("table_name", String(32), nullable=False),
    Column("twin", Id),  # the id of the row that stayed in its place, if it has one
    Column("row", JSON, nullable=False),
    Index(None, "link_id", "table_name"),
    info=ruled(LearnerRule(Merge.FOLLOW, Forget.DELETE, export="set_aside")),
    sqlite_autoincrement=True,
)
