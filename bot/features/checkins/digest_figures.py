"""The figures of a digest: its board, its milestones, and the tasks that were ticked off together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.markup import Text, join_texts
from bot.chat.words.lists import list_texts
from bot.features.checkins.facts import Digest, Reached, Scored
from bot.identity import LearnerId
from bot.posting.wording import Worded
from roadmap.leaderboard import BoardEntry, SharedRank, Standing, rank_entries
from roadmap.milestones import Milestone, MilestoneKind, leave_out_parts
from roadmap.model import Roadmap

FRONT = 3  # members shown from the board
REACHED = 3  # milestones shown


def word_digest_name(worded: Worded, learner_id: LearnerId) -> Text:
    """Word a member's name, or their number if they are shown by it."""
    learner = worded.subjects.learners[learner_id]
    return (
        worded.say("digest.name", name=learner.name)
        if learner.name
        else worded.say("digest.member", number=learner.number)
    )


def word_digest_board(worded: Worded, board: Sequence[Scored]) -> Text:
    """Name the members with the most points of the week, in one line."""
    entries = (BoardEntry(one.learner, "", one.points, one.reached_at) for one in board)
    ranked = rank_entries(entries, None, FRONT)
    front = [_placed(worded, one) for one in ranked.top if one.entry.score]
    if ranked.shared:
        front.append(_shared(worded, ranked.shared))
    return worded.say("digest.front", who=list_texts(front, worded.post.language)) if front else Text()


def _shared(worded: Worded, shared: SharedRank) -> Text:
    points = worded.say("digest.points", n=shared.score)
    return worded.say("digest.shared", rank=shared.rank, n=shared.members, points=points)


def _placed(worded: Worded, ranked: Standing) -> Text:
    key = "digest.placed" if ranked.rank is None else "digest.ranked"
    return worded.say(
        key, rank=ranked.rank or 0, who=word_digest_name(worded, LearnerId(ranked.entry.learner)), n=ranked.entry.score
    )


def word_digest_milestones(worded: Worded, milestones: Sequence[Reached], roadmap: Roadmap) -> Text:
    """Name the latest milestones in one line, each member once, and count the others."""
    great = [one for one in milestones if not _lies_in_another(one, milestones, roadmap)]
    reached: dict[LearnerId, list[Text]] = {}
    for milestone in great[:REACHED]:
        reached.setdefault(milestone.learner, []).append(_what(worded, milestone, roadmap))
    named = [
        worded.say(
            "digest.milestone", who=word_digest_name(worded, learner), what=list_texts(whats, worded.post.language)
        )
        for learner, whats in reached.items()
    ]
    more = [worded.say("digest.more", n=len(great) - REACHED)] if len(great) > REACHED else []
    return worded.say("digest.reached", what=join_texts([*named, *more], "; ")) if named else Text()


def _lies_in_another(reached: Reached, milestones: Sequence[Reached], roadmap: Roadmap) -> bool:
    """Whether the same learner reached a greater part, which holds this one."""
    theirs = [Milestone(MilestoneKind(one.kind), one.slug) for one in milestones if one.learner == reached.learner]
    return Milestone(MilestoneKind(reached.kind), reached.slug) not in leave_out_parts(roadmap.levels, theirs)


def _what(worded: Worded, reached: Reached, roadmap: Roadmap) -> Text:
    if reached.kind == MilestoneKind.STREAK:
        return worded.say("celebrate.also.streak", n=int(reached.slug))
    return worded.say(f"celebrate.also.{reached.kind}", what=_title_of_part(roadmap, reached.slug))


def _title_of_part(roadmap: Roadmap, slug: str) -> str:
    """Return the title of a block, month or level.

    If the roadmap no longer has it, return its slug. An empty slug stands for the roadmap itself.
    """
    block, level = roadmap.block(slug), roadmap.level(slug)
    if block:
        return block.title
    if level:
        return level.name
    months = (month.title for one in roadmap.levels for month in one.months if month.slug == slug)
    return next(months, slug or roadmap.title)


def word_week_pace(worded: Worded, facts: Digest) -> Text:
    """Word how many tasks were ticked off in the week.

    The week before is mentioned only if it had some ticks, but not more: a fall would read as a reproach.
    """
    more = facts.tasks - facts.tasks_before
    if not facts.tasks:
        return Text()
    tasks = worded.say("digest.tasks", n=facts.tasks)
    if more > 0 and facts.tasks_before:
        return worded.say("digest.more_than_last", tasks=tasks, n=more)
    return worded.say("digest.as_many", tasks=tasks) if more == 0 else worded.say("digest.pace", tasks=tasks)
