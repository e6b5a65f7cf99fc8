"""Word gatherings: what the learners of a crowd reached, in one post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.chat.markup import Mention, Role, Text, fill, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.words.lists import list_texts
from bot.features.celebrations.actions.celebrating import is_great
from bot.features.celebrations.actions.posted import CelebrationFacts, GatheringFacts
from bot.features.celebrations.wording import highest_level, importance, lay_out_buttons, word_alone, word_values
from bot.features.celebrations.work_wording import LINKS, find_link
from bot.identity import LearnerId
from bot.posting.wording import NothingToSay, Worded
from roadmap.milestones import Milestone

NAMES = 10
"""The learners that a gathering names."""
LINES = 12
"""The milestones that a gathering tells apart."""

Reached = tuple[str, Milestone]
"""A milestone and the slug of its roadmap."""


def word_gathering(worded: Worded) -> Reply:
    """Word a gathering, new or changed by an undo or redo.

    1. A learner who is hidden, or left the group, is absent. What an undo took back is absent too. Without any learner
       left, a post that is out says which of the two it was.
    2. With one learner the post is worded as theirs alone.
    3. Each milestone has a line with its learners, the greatest first. Those of the same learners share a line.
    4. Ten learners are named, those with the greatest milestones. The others are counted.
    5. A named learner who reached a level is pinged, unless the post is a change.
    """
    facts = GatheringFacts.from_json(worded.post.facts)
    every = [CelebrationFacts.from_json(dict(part)) for part in worded.subjects.parts]
    parts = [one for one in every if one.remaining and worded.subjects.find_shown(one.learner)]
    if len(parts) == 1:
        alone = replace(parts[0], turn=facts.turn, message_id=facts.message_id)
        return word_alone(worded, alone, meant_for=facts.at)
    if parts:
        return _Crowd(worded, facts, parts).reply()
    if not facts.message_id:
        raise NothingToSay
    left = any(one.remaining for one in every)
    return Reply(worded.say("celebrate.crowd.not_shown" if left else "celebrate.crowd.taken_back"))


class _Crowd:
    """A gathering of several learners being worded."""

    def __init__(self, worded: Worded, facts: GatheringFacts, parts: Iterable[CelebrationFacts]) -> None:
        self.worded = worded
        self.facts = facts
        self.parts = sorted(parts, key=lambda part: min(map(importance, part.remaining)))
        self.named = [part.learner for part in self.parts[:NAMES]]
        self.great = {part.learner for part in self.parts if is_great(part.remaining)}
        self.called: set[LearnerId] = set()
        self.changed = bool(facts.message_id)

    def reply(self) -> Reply:
        lines = self.lines()
        shown = [self.line(reached, learners) for learners, reached in lines[:LINES]]
        if rest := sum(len(reached) for _, reached in lines[LINES:]):
            shown.append(self.worded.say("celebrate.crowd.rest", n=rest))
        shown += self.links()
        if self.worded.post.role and self.great:
            role = Role(self.worded.post.role, ping=not self.changed, pinged=self.changed)
            shown.append(self.worded.say("celebrate.role", role=role))
        if not self.changed:
            shown.append(self.worded.apology(self.facts.at))
        roadmap = self.worded.find(self.parts[0].roadmap)
        milestones = [one for part in self.parts for one in part.remaining]
        return Reply(
            join_texts(shown),
            title=self.worded.say("celebrate.crowd.title", n=len(self.parts)),
            buttons=lay_out_buttons(self.worded, highest_level(roadmap, milestones), milestones),
            tone=Tone.CELEBRATION,
        )

    def links(self) -> list[Text]:
        """Show the links of the first projects among what was reached."""
        found = [(part, find_link(self.worded, part)) for part in self.parts if part.learner in self.named]
        return [
            self.worded.say("celebrate.crowd.work", who=self.name(part.learner), link=link)
            for part, link in [one for one in found if one[1]][:LINKS]
        ]

    def lines(self) -> list[tuple[tuple[LearnerId, ...], list[Reached]]]:
        """Group the milestones by the learners who reached them, the greatest first."""
        together: dict[tuple[LearnerId, ...], list[Reached]] = defaultdict(list)
        for reached, learners in sorted(
            self.reached().items(), key=lambda item: (importance(item[0][1]), -len(item[1]))
        ):
            together[tuple(learners)].append(reached)
        return list(together.items())

    def reached(self) -> Mapping[Reached, list[LearnerId]]:
        found: dict[Reached, list[LearnerId]] = defaultdict(list)
        for part in self.parts:
            for milestone in part.remaining:
                found[part.roadmap, milestone].append(part.learner)
        return found

    def line(self, reached: Iterable[Reached], learners: tuple[LearnerId, ...]) -> Text:
        what = list_texts([self.milestone(*one) for one in reached], self.worded.post.language)
        return self.worded.say("celebrate.crowd.line", what=what, who=self.people(learners))

    def milestone(self, roadmap_slug: str, milestone: Milestone) -> Text:
        values = word_values(self.worded.find(roadmap_slug), milestone)
        return self.worded.say(f"celebrate.crowd.{milestone.kind}", **values)

    def people(self, learners: tuple[LearnerId, ...]) -> Text:
        """Name those who are among the ten, and count the others."""
        names = [self.name(one) for one in learners if one in self.named]
        more = len(learners) - len(names)
        if not names:
            return self.worded.say("celebrate.crowd.count", n=more)
        if not more:
            return list_texts(names, self.worded.post.language)
        return self.worded.say("celebrate.crowd.more", who=join_texts(names, ", "), n=more)

    def name(self, learner_id: LearnerId) -> Text:
        subject = self.worded.subjects.learners[learner_id]
        if subject.account is None:
            return self.worded.say("celebrate.member", number=subject.number)
        called = subject.pings and learner_id in self.great and learner_id not in self.called
        self.called.add(learner_id)
        named = Mention(subject.account, ping=called and not self.changed, pinged=called and self.changed)
        return fill("{who}", {"who": named})
