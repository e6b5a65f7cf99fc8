"""Labels of buttons and suggestions: how they are made, and how they are read when they are typed."""

from __future__ import annotations

import re

from roadmap.lookup.countings import Reading
from roadmap.lookup.index import Index, index_of
from roadmap.model import Block, Roadmap, Task

_LABEL = re.compile(r"(?P<title>.+?)\s*(?P<cut>…|\.\.\.)?\s*(?:\((?P<slug>[^()\s]+)\))?", re.DOTALL)
_SHORTEST_TITLE = 20


def suggest_label(roadmap: Roadmap, thing: Task | Block, most: int) -> str:
    """Label a suggestion by title and slug. A slug that goes by order is left out where the title is enough."""
    ordered = isinstance(thing, Task) and thing.ordered
    return _short_label(index_of(roadmap), thing, most) if ordered else label_thing(thing, most)


def label_thing(thing: Task | Block, most: int) -> str:
    """Label a task or block by its title and slug. A title that is too long is shortened; the slug is not."""
    room = most - len(thing.slug) - 3
    title = thing.title if len(thing.title) <= room else f"{thing.title[: max(room - 1, 0)].rstrip()}…"
    return f"{title} ({thing.slug})"


def label_way(roadmap: Roadmap, way: Reading, most: int) -> str:
    """Label what a tap names: by its title if nothing else is called so, else with the slug."""
    index = index_of(roadmap)
    labels = [_short_label(index, one, most) for one in way]
    label = " + ".join(labels)
    return label if len(label) <= most or len(way) == 1 else " + ".join(one.slug for one in way)


def _short_label(index: Index, thing: Task | Block, most: int) -> str:
    """The label of `_make_label`, made once."""
    key = (thing.slug, type(thing), most)
    label = index.labels.get(key)
    if label is None:
        label = index.labels[key] = _make_label(index, thing, most)
    return label


def _make_label(index: Index, thing: Task | Block, most: int) -> str:
    """Label a thing by its title, or by title and hint, whichever is its alone; else with the slug."""
    hinted = f"{thing.title}: {thing.hint}" if isinstance(thing, Task) and thing.hint else thing.title
    alone = (one for one in (thing.title, hinted) if len(one) <= most and index.names.bearers(one) == (thing,))
    return next(alone, label_thing(thing, most))


def find_labelled(roadmap: Roadmap, typed: str) -> Task | Block | None:
    """Find what a label means that is typed in full: a title with its slug, or a title that was shortened."""
    found = _LABEL.fullmatch(typed.strip())
    if found is None or not (found["slug"] or found["cut"]):
        return None
    index, title = index_of(roadmap), found["title"].casefold()
    if found["slug"]:
        thing = index.names.slugs.get(found["slug"].casefold())
        same = thing and (thing.title.casefold().startswith(title) if found["cut"] else thing.title.casefold() == title)
        return thing if same else None
    begun = [one for one in index.names.begun(title) if isinstance(one, Task | Block)]
    return begun[0] if len(begun) == 1 and len(title) >= _SHORTEST_TITLE else None
