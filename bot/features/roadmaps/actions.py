"""Start-time work on roadmaps: acts follow their tasks, and stewards hear of a roadmap that is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.features.celebrations.actions.posted import rename_in_posts
from bot.features.roadmaps.facts import Followed, Missing, Stray
from bot.features.roadmaps.queries import editions, followers
from bot.features.roadmaps.queries.kept_acts import PART_KINDS, KeptActs, read_kept_acts, read_kept_slugs
from bot.features.roadmaps.queries.renaming import rename_slugs
from bot.features.roadmaps.queries.shelved import read_shelved_slugs, rename_shelved
from bot.features.stewards.actions.lost_places import report_lost_roadmap
from bot.identity import LearnerId
from roadmap.editions import list_former_words, list_pinned, trace_edit
from roadmap.milestones import Milestone
from roadmap.model import Roadmap
from roadmap.parts_named import bare_slug
from roadmap.slug_words import TASK, SlugWords, list_keyed_words, list_slug_words, suggest_heir
from roadmap.succession import find_strange, guard_taps, remember, succeed
from roadmap.tracing import Trace

Library = Mapping[str, Roadmap]


def follow_edit(db: Connection, roadmap: Roadmap, source: str, now: datetime) -> Followed:
    """Let the acts of a roadmap follow their tasks into its present text, once for each text.

    1. Compare with the last edition, or with the reading of version 0.1 if none was kept.
    2. Move the acts of each task whose slug has changed, and the celebrations of each part.
    3. Park the acts of a task that is gone if another task has its slug now.
    4. Keep this edition, with its pinned slugs and with the words of slugs that are gone and have acts.
    5. Keep what its former slugs mean now, for buttons and people that still say them.
    """
    words = list_keyed_words(roadmap)
    last = editions.read_edition(db, roadmap.slug)
    slugs = read_kept_slugs(db, roadmap.slug) | read_shelved_slugs(db, roadmap.slug)
    is_used = bool(slugs) or last is not None or followers.is_followed(db, roadmap.slug)
    trace = trace_edit(source, last, words, editions.read_pinned(db, roadmap.slug)) if is_used else Trace()
    names = {slug: to for slug, to in (*trace.moved.items(), *trace.parked.items()) if slug in slugs}
    acts = read_kept_acts(db, roadmap.slug, {*names, *trace.alike})
    if names:
        rename_slugs(db, roadmap.slug, names)
        rename_shelved(db, roadmap.slug, names)
        rename_in_posts(db, roadmap.slug, dict(_rename_milestones(names)))
    if last is None:
        last = list_former_words(source) if is_used else {}
    kept = _with_gone(words, last, {names.get(slug, slug): slug for slug in slugs})
    former = succeed(editions.read_former(db, roadmap.slug), last, words, trace, now.date())
    editions.put_edition(db, roadmap.slug, kept, former, now, pinned=list_pinned(roadmap))
    return Followed(
        roadmap.slug,
        moved={slug: to for slug, to in names.items() if slug in trace.moved and slug == bare_slug(slug)},
        parked={slug: to for slug, to in names.items() if slug in trace.parked and slug == bare_slug(slug)},
        ticks=sum(acts[slug].ticks for slug in names if slug in acts),
        alike=trace.alike.intersection(acts),
    )


def recall_slugs(db: Connection, library: Mapping[str, Roadmap], now: datetime) -> tuple[Library, Library]:
    """Give each roadmap the meanings that its slugs had in earlier editions.

    Returns the roadmaps for typed words, and those for taps, which may come from buttons of another roadmap.
    """
    every = editions.read_every_edition(db)
    typed, tapped = {}, {}
    for slug, roadmap in library.items():
        own = list_keyed_words(roadmap)
        strange = find_strange(own, [words for other, words in every.items() if other != slug])
        typed[slug] = remember(roadmap, editions.read_former(db, slug), strange)
        tapped[slug] = guard_taps(typed[slug], strange, now.date())
    return typed, tapped


def preview_edit(db: Connection, roadmap: Roadmap, source: str, now: datetime) -> tuple[Followed, list[Stray]]:
    """Find what the next start would do with the acts of a roadmap, and what would be left. Nothing is changed."""
    with db.begin_nested() as step:
        followed = follow_edit(db, roadmap, source, now)
        strays = find_strays(db, roadmap)
        step.rollback()
    return followed, strays


def find_strays(db: Connection, roadmap: Roadmap) -> list[Stray]:
    """Find the acts of a roadmap that belong to no task of it any more."""
    words = list_slug_words(roadmap)
    known = editions.read_edition(db, roadmap.slug) or {}
    doubtful = [slug for slug in read_kept_slugs(db, roadmap.slug) if slug not in words or words[slug].kind != TASK]
    acts = read_kept_acts(db, roadmap.slug, doubtful)
    for slug in acts.keys() - known.keys():
        acts[slug].logs = 0  # a habit of another roadmap
    return [
        _stray(roadmap, slug, one, known.get(slug)) for slug, one in sorted(acts.items()) if _is_stray(slug, one, words)
    ]


def find_missing(db: Connection, library: Collection[str]) -> list[Missing]:
    """Find the roadmaps that are not there, though groups follow them or acts are kept for them."""
    groups = Counter(one.roadmap_slug for one in followers.read_stranded(db, library))
    slugs = sorted(groups.keys() | followers.read_acted_roadmaps(db).difference(library))
    kept = {slug: read_kept_acts(db, slug, read_kept_slugs(db, slug)) for slug in slugs}
    return [_missing(slug, groups[slug], acts) for slug, acts in kept.items()]


def write_to_stewards(db: Connection, library: Collection[str], now: datetime) -> None:
    """Tell a steward of each group whose roadmap is not there; in a group of one, its learner."""
    for follower in followers.read_stranded(db, library):
        alone = followers.read_alone(db, follower.group_id)
        report_lost_roadmap(db, follower.group_id, follower.roadmap_slug, now, alone=alone)


def _with_gone(
    words: Mapping[str, SlugWords], last: Mapping[str, SlugWords], kept: Mapping[str, str]
) -> dict[str, SlugWords]:
    """Add the words of slugs with acts that the new text lacks. `kept` maps each to its slug in the last edition."""
    gone = {slug: last[before] for slug, before in kept.items() if slug not in words and before in last}
    return {**words, **gone}


def _is_stray(slug: str, acts: KeptActs, words: Mapping[str, SlugWords]) -> bool:
    """Whether no task has the slug of these ticks, or nothing has the slug of these other acts."""
    lost = slug not in words and acts.ticks + acts.others + acts.logs > 0
    return lost or (acts.ticks > 0 and words[slug].kind != TASK)


def _stray(roadmap: Roadmap, slug: str, acts: KeptActs, words: SlugWords | None) -> Stray:
    heir = suggest_heir(words, roadmap.tasks()) if words and words.kind == TASK else None
    title, kind = (words.title, words.kind) if words else ("", TASK)
    learner_ids = frozenset(acts.learners)
    return Stray(
        slug, title, acts.ticks, acts.others, learner_ids, heir.slug if heir else "", logs=acts.logs, kind=kind
    )


def _rename_milestones(names: Mapping[str, str]) -> Iterator[tuple[Milestone, Milestone]]:
    """Yield the old and the new milestones of each part whose slug has changed."""
    for old, new in names.items():
        part, _, slug = old.rpartition(" ")
        for kind in PART_KINDS.get(part, ()):
            yield Milestone(kind, slug), Milestone(kind, bare_slug(new))


def _missing(slug: str, groups: int, acts: Mapping[str, KeptActs]) -> Missing:
    learner_ids: set[LearnerId] = set().union(*(one.learners for one in acts.values()))
    return Missing(slug, groups, sum(one.ticks for one in acts.values()), len(learner_ids))
