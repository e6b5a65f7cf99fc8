"""Remember what slugs meant in earlier editions, so that a button of then never counts for other work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from roadmap.former_slugs import FormerSlug
from roadmap.model import Roadmap
from roadmap.parts_named import BLOCK, bare_slug, key_part
from roadmap.slug_words import TASK, SlugWords, Words
from roadmap.tracing import Trace

FormerSlugs = Mapping[str, FormerSlug]
_TYPED = (TASK, BLOCK)

REMEMBERED = timedelta(days=400)
"""How long a slug is asked about after its meaning changed."""


def succeed(former: FormerSlugs, old: Words, new: Words, trace: Trace, today: date) -> dict[str, FormerSlug]:
    """Find what the slugs of earlier editions mean after an edit.

    1. The heirs of a slug that was former before go where the edit takes them.
    2. A slug that moved, or whose work is gone, is former from now on.
    3. A slug whose words several tasks share may mean each of them, if their number changed.
    4. Work that is gone is an heir again when its words are back.
    5. A slug that means one task again, its own, is former no more. Nor is one of long ago.
    """
    every = {slug: _bring_back(_inherit(one, old, new, trace), new) for slug, one in former.items()}
    for key, heirs in _changed(old, new, trace):
        slug, words = bare_slug(key), old[key]
        if key in trace.lost and _is_known(every.get(slug), words):
            continue
        before = every.get(slug, FormerSlug("", heirs=(), turn=0))
        hint = words.hint if words.kind == TASK else ""
        every[slug] = FormerSlug(words.title, hint, _join(before.heirs, heirs), before.turn + 1, today)
    return {slug: one for slug, one in every.items() if not _is_plain(slug, one) and one.since >= today - REMEMBERED}


def remember(roadmap: Roadmap, former: FormerSlugs, shared: Collection[str] = ()) -> Roadmap:
    """Give a roadmap the slugs of its earlier editions, without those that its author wrote as aliases."""
    aliases = {alias for task in roadmap.tasks() for alias in task.aliases}
    known = {slug: one for slug, one in former.items() if slug not in aliases}
    return replace(roadmap, former=known, shared=frozenset(map(bare_slug, shared))) if known or shared else roadmap


def guard_taps(roadmap: Roadmap, strange: Words, today: date) -> Roadmap:
    """Ask about slugs of other roadmaps, too. `strange` are those that mean other work there.

    Only a tap can come from a button of another roadmap. A person who types means this one.
    """
    others = {bare_slug(key): FormerSlug(words.title, turn=0, since=today) for key, words in strange.items()}
    return replace(roadmap, former={**others, **roadmap.former}) if others else roadmap


def find_strange(own: Words, others: Collection[Words]) -> dict[str, SlugWords]:
    """Find the slugs that mean in other roadmaps what they do not mean in this one."""
    found = ((key, words) for other in others for key, words in other.items() if own.get(key) != words)
    return {key: words for key, words in found if words.kind in _TYPED}


def _changed(old: Words, new: Words, trace: Trace) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each slug of the old edition that means something else now, and its heirs."""
    for slug, words in old.items():
        if words.kind not in _TYPED:
            continue
        if slug in trace.alike:
            yield slug, tuple(one for one, said in new.items() if said == words)
        elif slug in trace.moved:
            yield slug, (trace.moved[slug],)
        elif slug in trace.lost or slug in trace.parked:
            yield slug, ("",)


def _is_plain(slug: str, former: FormerSlug) -> bool:
    """Whether a slug means one task or block, its own."""
    return former.heirs in ((slug,), (key_part(BLOCK, slug),))


def _is_known(former: FormerSlug | None, words: SlugWords) -> bool:
    """Whether it is known already that this work is gone. Its words are kept as long as it has acts."""
    return former is not None and "" in former.heirs and _is_back(former, words)


def _inherit(former: FormerSlug, old: Words, new: Words, trace: Trace) -> FormerSlug:
    return replace(former, heirs=tuple(_heir(slug, old, new, trace) for slug in former.heirs))


def _heir(slug: str, old: Words, new: Words, trace: Trace) -> str:
    moved = trace.moved.get(slug, slug)
    return moved if slug in old and moved in new and slug not in trace.parked else ""


def _bring_back(former: FormerSlug, new: Words) -> FormerSlug:
    """Let work whose words are back be the heir. Where several are gone, it is not known which is back."""
    if former.heirs != ("",):
        return former
    back = [slug for slug, words in new.items() if _is_back(former, words)]
    return replace(former, heirs=tuple(back)) if len(back) == 1 else former


def _is_back(former: FormerSlug, words: SlugWords) -> bool:
    hint = words.hint if words.kind == TASK else ""
    return words.kind in _TYPED and (words.title, hint) == (former.title, former.hint)


def _join(first: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Put heirs together, each once. Those that are gone are counted, for each was other work."""
    named = dict.fromkeys(one for one in (*first, *more) if one)
    return (*named, *(one for one in (*first, *more) if not one))
