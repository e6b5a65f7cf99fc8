"""Word the link of a project in the celebration of what it completed."""

from __future__ import annotations

from collections.abc import Collection

from bot.chat.files import is_message_link
from bot.chat.markup import Linked, Text, fill
from bot.chat.words.links import LINK
from bot.features.celebrations.actions.details import CelebratedWork
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.posting.wording import Worded
from roadmap.milestones import Milestone
from roadmap.model import Roadmap, TaskKind, is_project

LINKS = 3
"""The links of a post about several learners."""


def find_link(worded: Worded, facts: CelebrationFacts) -> Text:
    """Find the link of the project with which a learner reached what a celebration tells. Empty without one."""
    details = worded.details if isinstance(worded.details, tuple) else ()
    found = [one for one in details if isinstance(one, CelebratedWork) and _is_of(one, facts, facts.remaining)]
    own = [one for one in found if is_project(one.weight, _find_kind(worded.find(facts.roadmap), one))]
    return _link(own[0]) if own else Text()


def _is_of(work: CelebratedWork, facts: CelebrationFacts, milestones: Collection[Milestone]) -> bool:
    return work.learner_id == facts.learner and work.roadmap_slug == facts.roadmap and work.milestone in milestones


def _find_kind(roadmap: Roadmap, work: CelebratedWork) -> TaskKind | None:
    task = roadmap.task(work.task)
    return task.kind if task else None


def _link(work: CelebratedWork) -> Text:
    found = LINK.search(work.words)
    link = found[0] if found else work.file if is_message_link(work.file) else ""
    return fill("{link}", {"link": Linked(link, link)}) if link else Text()
