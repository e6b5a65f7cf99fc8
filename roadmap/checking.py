"""Compare two versions of a roadmap, so that the new one keeps learners' acts under the old one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from roadmap.model import Roadmap, Task
from roadmap.reading.complaints import Complaint
from roadmap.reading.draft import Draft
from roadmap.slug_words import SlugWords, Words, is_reworded, list_slug_words, suggest_heir


def compare(old: Roadmap, new: Roadmap, name: str = "") -> tuple[Complaint, ...]:
    """Complain about each old slug that is neither slug nor alias in the new version, or stands for another task.

    An alias may stand for anything, because its author wrote it on purpose. A line that keeps a slug of its own is not
    proposed for another.
    """
    before, after = list_slug_words(old), list_slug_words(new)
    heirs = [task for task in new.tasks() if task.slug not in before]
    gone = [_complain_of_loss(slug, words, heirs, name) for slug, words in before.items() if slug not in after]
    lines = _lines(new)
    aliases = {alias for task in new.tasks() for alias in task.aliases}
    kept = before.keys() & after.keys() - aliases
    changed = [slug for slug in before if slug in kept and not is_reworded(before[slug], after[slug])]
    return (*gone, *(_complain_of_change(slug, before, after, lines.get(slug, 0), name) for slug in changed))


def examine_draft(draft: Draft) -> tuple[Complaint, ...]:
    """Complain about each line that was not read, and about tasks with slugs that depend on their order."""
    doubts = [*draft.unread, *_complain_of_order(draft.roadmap)]
    return tuple(sorted(doubts, key=lambda complaint: complaint.line))


def _complain_of_order(roadmap: Roadmap) -> Iterator[Complaint]:
    for task in roadmap.tasks():
        if task.ordered:
            problem = f"no word tells “{task.title}” from another task, so its slug would go by the order of lines"
            yield Complaint(task.line, problem, "give it words of its own, or run `roadmap pin` on this file.")


def _lines(roadmap: Roadmap) -> dict[str, int]:
    return {task.slug: task.line for task in roadmap.tasks()}


def _complain_of_loss(slug: str, words: SlugWords, heirs: Collection[Task], name: str) -> Complaint:
    problem = f"the slug “{slug}” is gone, and with it what learners did for “{words.title}”"
    task = suggest_heir(words, heirs)
    if task is None:
        return Complaint(
            0, problem, f"bring its line back, or write alias={slug} on the line that takes its place.", name
        )
    return Complaint(task.line, problem, f"if “{task.title}” takes its place, write alias={slug} in its braces.", name)


def _complain_of_change(slug: str, before: Words, after: Words, line: int, name: str) -> Complaint:
    problem = f"the slug “{slug}” stood for “{before[slug].text}” and stands for “{after[slug].text}” now"
    return Complaint(line, problem, "if these are two tasks, give the new one a slug of its own.", name)
