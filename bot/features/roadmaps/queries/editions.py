"""SQL about editions: the words, the pinned and the former slugs of each roadmap's last text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import (
    Connection,
    Executable,
    bindparam,
    select,
)

from bot.database.upsert import Into, PerEngine
from bot.tables import (
    editions,
)
from roadmap.former_slugs import FormerSlug
from roadmap.slug_words import SlugWords


def _put_edition(into: Into) -> Executable:
    fresh = into(editions)
    return fresh.on_conflict_do_update(
        index_elements=["roadmap"], set_={name: fresh.excluded[name] for name in ("words", "former", "pinned", "at")}
    )


_WORDS = select(editions.c.words).where(editions.c.roadmap == bindparam("roadmap"))
_PINNED = select(editions.c.pinned).where(editions.c.roadmap == bindparam("roadmap"))
_FORMER = select(editions.c.former).where(editions.c.roadmap == bindparam("roadmap"))
_EVERY = select(editions.c.roadmap, editions.c.words)
_PUT = PerEngine(_put_edition)


def read_edition(db: Connection, roadmap_slug: str) -> dict[str, SlugWords] | None:
    """Read the words of a roadmap's last edition, by slug. None: no edition was kept yet."""
    kept = db.scalar(_WORDS, {"roadmap": roadmap_slug})
    return None if kept is None else {slug: SlugWords(*words) for slug, words in kept.items()}


def read_pinned(db: Connection, roadmap_slug: str) -> frozenset[str] | None:
    """Read the slugs that a roadmap's last edition pinned. None: it was not kept."""
    kept = db.scalar(_PINNED, {"roadmap": roadmap_slug})
    return None if kept is None else frozenset(kept)


def put_edition(
    db: Connection,
    roadmap_slug: str,
    words: Mapping[str, SlugWords],
    former: Mapping[str, FormerSlug],
    now: datetime,
    *,
    pinned: Collection[str] = (),
) -> None:
    """Keep the words, the former and the pinned slugs of a roadmap's edition in place of the last."""
    kept = {slug: list(one) for slug, one in words.items()}
    past = {slug: [one.title, one.hint, one.heirs, one.turn, one.since.isoformat()] for slug, one in former.items()}
    values = {"roadmap": roadmap_slug, "words": kept, "former": past, "pinned": sorted(pinned), "at": now}
    db.execute(_PUT(db), values)


def read_former(db: Connection, roadmap_slug: str) -> dict[str, FormerSlug]:
    """Read what the slugs of a roadmap meant in earlier editions."""
    kept = db.scalar(_FORMER, {"roadmap": roadmap_slug}) or {}
    return {
        slug: FormerSlug(title, hint, tuple(heirs), turn, date.fromisoformat(since))
        for slug, (title, hint, heirs, turn, since) in kept.items()
    }


def read_every_edition(db: Connection) -> dict[str, dict[str, SlugWords]]:
    """Read the words of every roadmap that was ever there."""
    return {roadmap: {slug: SlugWords(*one) for slug, one in words.items()} for roadmap, words in db.execute(_EVERY)}
