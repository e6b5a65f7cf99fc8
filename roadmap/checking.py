"""Compare two versions of a roadmap, so that the new one keeps learners' acts under the old one."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap.lookup.nearness import Nearness, shared_words
from roadmap.model import Roadmap, Task
from roadmap.reading.complaints import Complaint


def compare(old: Roadmap, new: Roadmap, name: str = "") -> tuple[Complaint, ...]:
    """Complain about each slug of the old version that is neither a slug nor an alias in the new one."""
    kept = {slug for slug, _ in _slugs(new)}
    gone = {slug: words for slug, words in _slugs(old) if slug not in kept}
    return tuple(_complain(slug, words, new, name) for slug, words in gone.items())


def _slugs(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    """All slugs under which learners' acts are kept, each with the words that it stands for."""
    for task in roadmap.tasks():
        yield from ((slug, task.title) for slug in (task.slug, *task.aliases))
    for choice in roadmap.choices():
        yield choice.slug, choice.title
        yield from ((option.slug, option.title) for option in choice.options)
    for level in roadmap.levels:
        yield from ((criterion.slug, criterion.text) for criterion in level.criteria)
    yield from ((habit.slug, habit.title) for habit in roadmap.habits)


def _complain(slug: str, words: str, new: Roadmap, name: str) -> Complaint:
    problem = f"the slug “{slug}” is gone, and with it what learners did for “{words}”"
    task = max(new.tasks(), key=lambda one: _likeness(words, one))
    if _likeness(words, task) < Nearness.ALIKE:
        return Complaint(
            0, problem, f"bring its line back, or write alias={slug} on the line that takes its place.", name
        )
    return Complaint(task.line, problem, f"if “{task.title}” takes its place, write alias={slug} in its braces.", name)


def _likeness(words: str, task: Task) -> float:
    return shared_words(words, task.title)
