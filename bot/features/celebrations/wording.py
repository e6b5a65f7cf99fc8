"""Word celebrations: the milestone, the learner and the next level."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime

from bot import texts
from bot.chat.markup import Mention, Role, Text, Value, join_texts, plain
from bot.chat.reply import Button, Reply, Row, Tone
from bot.features.celebrations.actions.celebrating import is_great
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.features.celebrations.work_wording import find_link
from bot.features.cheers.wording import cheer_taps
from bot.posting.subjects import Subject
from bot.posting.wording import NothingToSay, Worded
from roadmap.milestones import Milestone, MilestoneKind, leave_out_parts
from roadmap.model import Level, Roadmap

GREATEST = (
    MilestoneKind.ROADMAP,
    MilestoneKind.VICTORY,
    MilestoneKind.LEVEL,
    MilestoneKind.MONTH,
    MilestoneKind.BLOCK,
    MilestoneKind.STREAK,
    MilestoneKind.COMEBACK,
)
"""The order of importance: the first stands in the title and gets the full sentence."""


def word_celebration(worded: Worded) -> Reply:
    """Word a celebration, new or changed by an undo or redo.

    A learner who is hidden, or left the group, is not celebrated. A post of theirs that is out is still changed.
    """
    facts = CelebrationFacts.from_json(worded.post.facts)
    return word_alone(worded, facts, meant_for=worded.post.created_at)


def word_alone(worded: Worded, facts: CelebrationFacts, *, meant_for: datetime) -> Reply:
    """Word the celebration of one learner. Raises NothingToSay."""
    late = Text() if facts.message_id else worded.apology(meant_for)
    subject = worded.subjects.learners.get(facts.learner)
    if subject is None or (subject.silent and not facts.message_id):
        raise NothingToSay
    return _Celebration(facts, subject, worded, late).reply()


def importance(milestone: Milestone) -> int:
    """Return where a milestone stands in the order of importance, the greatest first."""
    return GREATEST.index(milestone.kind)


def word_values(roadmap: Roadmap, milestone: Milestone) -> dict[str, Value]:
    """Return the values of a milestone's sentence. A part that is gone is called by the slug that it had."""
    if milestone.kind is MilestoneKind.STREAK:
        return {"n": int(milestone.slug)}
    if milestone.kind is MilestoneKind.ROADMAP:
        return {"what": roadmap.title}
    return {"what": _find_title(roadmap, milestone) or milestone.slug.partition("~")[0]}


def highest_level(roadmap: Roadmap, milestones: Iterable[Milestone]) -> Level | None:
    """Return the highest level among milestones, even if a greater one is there."""
    reached = {one.slug for one in milestones if one.kind is MilestoneKind.LEVEL}
    return next((level for level in reversed(roadmap.levels) if level.slug in reached), None)


def lay_out_buttons(worded: Worded, level: Level | None, milestones: Container[Milestone]) -> tuple[Row, ...]:
    """Return the buttons: cheer, the criteria of a level whose victory is still to come, and the leaderboard."""
    board = Button(worded.label("celebrate.board"), "leaderboard")
    cheer = cheer_taps(worded)
    if level and level.criteria and Milestone(MilestoneKind.VICTORY, level.slug) not in milestones:
        return ((*cheer, Button(worded.label("celebrate.check"), f"criteria {level.slug}"), board),)
    return ((*cheer, board),)


def _find_title(roadmap: Roadmap, milestone: Milestone) -> str:
    slug = milestone.slug
    if milestone.kind in {MilestoneKind.LEVEL, MilestoneKind.VICTORY}:
        level = roadmap.level(slug)
        return level.name if level else ""
    if milestone.kind is MilestoneKind.BLOCK:
        block = roadmap.block(slug)
        return block.title if block else ""
    months = (month for level in roadmap.levels for month in level.months)
    return next((month.title for month in months if month.slug == slug), "")


class _Celebration:
    """A celebration being worded. `late` is its apology for being late, or empty."""

    def __init__(self, facts: CelebrationFacts, subject: Subject, worded: Worded, late: Text) -> None:
        self.facts = facts
        self.subject = subject
        self.worded = worded
        self.roadmap = worded.find(facts.roadmap)
        self.role = worded.post.role
        self.late = late
        self.milestones = sorted(facts.remaining, key=importance)

    def reply(self) -> Reply:
        if not self.milestones and not self.facts.message_id:
            raise NothingToSay
        if not self.milestones:
            return Reply(self.say("celebrate.taken_back", who=self.learner_name()))
        first, *others = self.milestones
        level = highest_level(self.roadmap, self.milestones)
        link = find_link(self.worded, self.facts)
        parts = [self.sentence(first), self.others(others), self.say("celebrate.work", link=link) if link else Text()]
        if level:
            parts += self.about(level)
        if self.role and is_great(self.milestones):
            changed = bool(self.facts.message_id)
            parts.append(self.say("celebrate.role", role=Role(self.role, ping=not changed, pinged=changed)))
        return Reply(
            join_texts([*parts, self.late]),
            title=self.say(f"celebrate.title.{first.kind}", **word_values(self.roadmap, first)),
            buttons=lay_out_buttons(self.worded, level, self.milestones),
            tone=Tone.CELEBRATION,
        )

    def say(self, key: str, **values: Value) -> Text:
        return self.worded.say(key, **values)

    def learner_name(self) -> Value:
        if self.subject.account is None:
            return self.say("celebrate.member", number=self.subject.number)
        called = self.subject.pings and is_great(self.milestones)
        changed = bool(self.facts.message_id)
        return Mention(self.subject.account, ping=called and not changed, pinged=called and changed)

    def sentence(self, milestone: Milestone) -> Text:
        keys = texts.wordings(f"celebrate.{milestone.kind}")
        return self.say(
            keys[self.facts.turn % len(keys)], who=self.learner_name(), **word_values(self.roadmap, milestone)
        )

    def others(self, milestones: list[Milestone]) -> Text:
        """Name what else was reached. A part of something greater is not named again."""
        great = leave_out_parts(self.roadmap.levels, self.milestones)
        milestones = [one for one in milestones if one in great]
        named = [self.say(f"celebrate.also.{one.kind}", **word_values(self.roadmap, one)) for one in milestones]
        return self.say("celebrate.also", what=join_texts(named, ", ")) if named else Text()

    def about(self, level: Level) -> list[Text]:
        """Word the level's own celebration, and the level that comes next."""
        after = self.roadmap.levels[self.roadmap.levels.index(level) + 1 :]
        opens = self.say("celebrate.opens", what=after[0].name, promise=after[0].title) if after else Text()
        return [self.say("celebrate.treat", what=plain(level.celebration)) if level.celebration else Text(), opens]
