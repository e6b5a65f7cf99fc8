"""Word celebrations: the milestone, the learner and the next level."""

from __future__ import annotations

from bot import texts
from bot.chat.call import say
from bot.chat.markup import Mention, Role, Text, Value, join_texts, plain
from bot.chat.reply import Button, Reply, Row, Tone
from bot.features.celebrations.actions.celebrating import is_great
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.posting.subjects import Subject
from bot.posting.wording import NothingToSay, Worded
from roadmap.milestones import Milestone, MilestoneKind
from roadmap.model import Level

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
    late = Text() if facts.message_id else worded.apology(worded.post.created_at)
    subject = worded.subjects.learners.get(facts.learner)
    if subject is None or (subject.silent and not facts.message_id):
        raise NothingToSay
    return _Celebration(facts, subject, worded, late).reply()


class _Celebration:
    """A celebration being worded. `late` is its apology for being late, or empty."""

    def __init__(self, facts: CelebrationFacts, subject: Subject, worded: Worded, late: Text) -> None:
        self.facts = facts
        self.subject = subject
        self.roadmap = worded.find(facts.roadmap)
        self.language = worded.post.language
        self.role = worded.post.role
        self.late = late
        self.milestones = sorted(facts.remaining, key=lambda one: GREATEST.index(one.kind))

    def reply(self) -> Reply:
        if not self.milestones and not self.facts.message_id:
            raise NothingToSay
        if not self.milestones:
            return Reply(self.say("celebrate.taken_back", who=self.learner_name()))
        first, *others = self.milestones
        level = self.level()
        parts = [self.sentence(first), self.others(others)]
        if level:
            parts += self.about(level)
        if self.role and is_great(self.milestones):
            parts.append(self.say("celebrate.role", role=Role(self.role, ping=not self.facts.message_id)))
        return Reply(
            join_texts([*parts, self.late]),
            title=self.say(f"celebrate.title.{first.kind}", **self.values(first)),
            buttons=self.buttons(level),
            tone=Tone.CELEBRATION,
        )

    def say(self, key: str, **values: Value) -> Text:
        return say(self.language, key, **values)

    def learner_name(self) -> Value:
        if self.subject.account is None:
            return self.say("celebrate.member", number=self.subject.number)
        ping = self.subject.pings and is_great(self.milestones) and not self.facts.message_id
        return Mention(self.subject.account, ping=ping)

    def sentence(self, milestone: Milestone) -> Text:
        keys = texts.wordings(f"celebrate.{milestone.kind}")
        return self.say(keys[self.facts.turn % len(keys)], who=self.learner_name(), **self.values(milestone))

    def others(self, milestones: list[Milestone]) -> Text:
        named = [self.say(f"celebrate.also.{one.kind}", **self.values(one)) for one in milestones]
        return self.say("celebrate.also", what=join_texts(named, ", ")) if named else Text()

    def values(self, milestone: Milestone) -> dict[str, Value]:
        """Return the values of a milestone's sentence. A title that the roadmap no longer has gives its slug."""
        if milestone.kind is MilestoneKind.STREAK:
            return {"n": int(milestone.slug)}
        return {"what": self.title(milestone)}

    def title(self, milestone: Milestone) -> str:
        """The title of a milestone's part. A part that is gone is called by the slug that it had."""
        if milestone.kind is MilestoneKind.ROADMAP:
            return self.roadmap.title
        return self._find_title(milestone) or milestone.slug.partition("~")[0]

    def _find_title(self, milestone: Milestone) -> str:
        slug = milestone.slug
        if milestone.kind in {MilestoneKind.LEVEL, MilestoneKind.VICTORY}:
            level = self.roadmap.level(slug)
            return level.name if level else ""
        if milestone.kind is MilestoneKind.BLOCK:
            block = self.roadmap.block(slug)
            return block.title if block else ""
        months = (month for level in self.roadmap.levels for month in level.months)
        return next((month.title for month in months if month.slug == slug), "")

    def level(self) -> Level | None:
        """Return the highest level that was completed, even if the title names a greater milestone."""
        reached = [one.slug for one in self.milestones if one.kind is MilestoneKind.LEVEL]
        return next((level for level in reversed(self.roadmap.levels) if level.slug in reached), None)

    def about(self, level: Level) -> list[Text]:
        """Word the level's own celebration, and the level that comes next."""
        after = self.roadmap.levels[self.roadmap.levels.index(level) + 1 :]
        opens = self.say("celebrate.opens", what=after[0].name, promise=after[0].title) if after else Text()
        return [self.say("celebrate.treat", what=plain(level.celebration)) if level.celebration else Text(), opens]

    def buttons(self, level: Level | None) -> tuple[Row, ...]:
        board = Button(self.say("celebrate.board").plain, "leaderboard")
        if level and level.criteria and Milestone(MilestoneKind.VICTORY, level.slug) not in self.milestones:
            return ((Button(self.say("celebrate.check").plain, f"criteria {level.slug}"), board),)
        return ((board,),)
