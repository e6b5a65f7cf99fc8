"""Answers to typed messages that may still be edited."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, PrimaryKeyConstraint, String, Table

from bot.database.columns import Id, Instant, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

answers = Table(  # the answer to a typed message, which changes when the message is edited
    "answers",
    metadata,
    # Privacy: only the edit of this message reads it. It holds a digest of the line, and what the bot said was done,
    # which names the note of a session. It is deleted after three days, and by forget: with the learner, and by account
    # if there was no learner yet.
    Column("platform", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),  # the learner's message
    Column("user_id", BigInteger, nullable=False),
    Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE")),
    Column("digest", String(32), nullable=False),  # of the line that was answered
    Column("answer_chat_id", BigInteger, nullable=False),
    Column("answer_id", BigInteger, nullable=False),  # our message
    Column("acts", JSON, nullable=False),  # [what was done, the line that takes it back], oldest first
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "chat_id", "message_id"),
    Index(None, "at"),
    Index(None, "learner_id"),
    Index(None, "platform", "user_id"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.ACCOUNT, export="answers")),
)

brief_answers = Table(  # messages of ours that are removed after two minutes
    "brief_answers",
    metadata,
    # Privacy: it holds numbers of our own messages alone, for some minutes.
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("until", Instant, nullable=False),
    PrimaryKeyConstraint("chat_id", "message_id"),
    Index(None, "until"),
)
