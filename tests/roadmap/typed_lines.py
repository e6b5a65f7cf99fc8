"""Lines as people type them after /done, each with its known meaning.

They are drawn from names, list signs, note signs, notes, days and slips. Nothing here is taken from the code that
reads such lines: what a name is, and which word is unmistakable, is worked out anew from the roadmap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from roadmap.model import Block, Roadmap, Task


@dataclass(frozen=True)
class TypedLine:
    """A line with what it ticks and the note in it.

    - `exact`: it is a slug or a unique whole title, alone or with a note. It must never be a question.
    - `single`: it has exactly one meaning. It should seldom be a question.
    """

    typed: str
    slugs: tuple[str, ...]
    note: str = ""
    exact: bool = False
    single: bool = True


Draw = Callable[["Writer"], TypedLine]

NOTES = (
    "one hour", "complete!", "team effort with Ben", "docker was hard to set up", "python took me longest",
    "at last", "it was fun", "took 2 hours", "3 pomodoros", "see my notebook", "2 days", "done with Ben and Ann",
    "pandas and numpy felt easy", "more python tomorrow", "not easy", "was it worth it? yes", "🎉 finally", "50%",
    "in the end I used pytorch", "github later", "with the whole team", "week 3 was harder", "great project",
    "everything works", "thanks to @ben", "half of it twice", "page 12-15", "a first draft", "the docs helped",
)  # fmt: skip
LINKS = (
    "https://github.com/ann/numpy", "http://example.org/week2-python?x=1&y=2", "www.example.org/docker",
    "github: https://github.com/ann/week2-script", "my repo https://gitlab.com/a/b", "https://example.org/a_(b)",
)  # fmt: skip
DAYS = ("yesterday", "last night", "on Sunday", "today", "this morning", "on 3 March", "before breakfast")
NOTE_SIGNS = (" - ", " – ", " — ", ": ", " | ", " (", ' "', ". ", " -- ", "; ", ", ", " ", " ", " ", " / ", "! ", " → ")
CLOSING = {" (": ")", ' "': '"'}
LIST_SIGNS = (", ", " and ", " & ", "; ", "\n", " + ", ",", ", and ", "\n- ", "\n* ", "\n- [x] ")
PASTED = ("- [x] ", "- [ ] ", "[x] ", "* ", "✅ ", "- ", "1. ", "2) ", "• ", "☑️ ")
SMALL = frozenset(
    {"from", "with", "your", "this", "that", "into", "over", "some", "them", "then", "what", "when", "start", "choose"}
    | {"build", "common"}
)
NONSENSE = ("nonsense", "qwertz", "blorb", "xyzzy", "foobarbaz", "zzz")
PLACE_SIGNS = (" - ", " – ", " — ", ": ", " | ", ", ", " / ", " › ", "; ", " > ", "\n")


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def run_together(text: str) -> str:
    return "".join(word for word in words_of(text) if word not in ("and", "then"))


class Writer:
    """Draws lines about one roadmap."""

    def __init__(self, roadmap: Roadmap, random: Random) -> None:
        self.random = random
        self.tasks = list(roadmap.tasks())
        self.blocks = list(roadmap.blocks())
        self.things: list[Task | Block] = [*self.tasks, *self.blocks]
        self.block_of = {task.slug: block for block in self.blocks for task in block.all_tasks()}
        self.level_of = {task.slug: roadmap.place_of(task.slug)[0] for task in self.tasks}
        self._names = Counter(run_together(name) for name in self._all_names(roadmap))
        self._bearers = Counter(word for names in self._words(roadmap) for word in names)
        self._all = [word for word in self._bearers if len(word) > 3]

    def _all_names(self, roadmap: Roadmap) -> Iterator[str]:
        for level in roadmap.levels:
            yield from {level.slug, level.title, level.name, *(month.title for month in level.months)}
        for thing in self.things:
            aliases = thing.aliases if isinstance(thing, Task) else ()
            yield from {run_together(name) for name in (thing.slug, thing.title, *aliases)}

    def _words(self, roadmap: Roadmap) -> Iterator[set[str]]:
        """The words of each task, block, level and month, for a word that only one has."""
        for task in self.tasks:
            links = [link.title for link in task.resources] + [step.text for step in task.steps]
            yield set(words_of(" ".join((task.slug, task.title, *task.aliases, *links))))
        for block in self.blocks:
            yield set(words_of(f"{block.slug} {block.title}"))
        for level in roadmap.levels:
            yield set(words_of(f"{level.slug} {level.title} {level.name}"))
            yield set(words_of(" ".join(month.title for month in level.months)))

    def pick(self, things: tuple[str, ...]) -> str:
        return self.random.choice(things)

    def task(self) -> Task:
        return self.random.choice(self.tasks)

    def has_unique_title(self, thing: Task | Block) -> bool:
        title = run_together(thing.title)
        counted = re.fullmatch(r"(week|month)s?\d+", title)
        # A slug and a title of one thing may run together alike, and count once.
        return bool(title) and self._names[title] == 1 and not counted

    def slug_as_typed(self, slug: str) -> str:
        ways = (
            slug,
            slug,
            slug,
            slug.upper(),
            slug.title(),
            slug.replace("-", "_"),
            slug.replace("-", " "),
            f"`{slug}`",
        )
        return self.pick(ways)

    def title_as_typed(self, title: str) -> str:
        ways = (
            title, title, title.lower(), title.upper(), title.replace("'", "’"), title.replace("&", "and"),
            title.replace(" - ", " – "), f"{title} ", f"**{title}**", title.replace(" ", "  "), f"“{title}”",
        )  # fmt: skip
        return self.pick(ways)

    def whole_name(self) -> tuple[str, str]:
        """A slug or unique title as it may be typed, and the slug that it means."""
        task = self.task()
        if self.random.random() < 0.5 and self.has_unique_title(task):
            return self.title_as_typed(task.title), task.slug
        return self.slug_as_typed(self.random.choice((task.slug, *task.aliases))), task.slug

    def loose_name(self) -> tuple[str, str]:
        """A word that only one task has, and the slug that it means. A whole name where there is none."""
        task = self.task()
        words = [word for word in words_of(task.title) if self.is_unmistakable(word)]
        return (self.random.choice(words), task.slug) if words else self.whole_name()

    def is_unmistakable(self, word: str) -> bool:
        alike = [one for one in self._all if one[:4] == word[:4] and one != word]
        return len(word) > 3 and word.isalpha() and word not in SMALL and self._bearers[word] == 1 and not alike

    def note(self) -> str:
        other = self.task()
        drawn = (self.pick(NOTES), self.pick(NOTES), self.pick(LINKS), f"after {other.title}", f"see {other.slug}")
        note = self.pick(drawn)
        if self.random.random() < 0.2:
            note = self.pick((f"{note} {self.pick(DAYS)}", self.pick(DAYS), f"{self.pick(DAYS)} {note}"))
        return note

    def with_note(self, name: str) -> tuple[str, str]:
        """A name with a note behind it, and the note as it must be kept."""
        note, sign = self.note(), self.pick(NOTE_SIGNS)
        return f"{name}{sign}{note}{CLOSING.get(sign, '')}", note

    def slip(self, name: str) -> str:
        """A name with one slip in a long word, never in its first letter or a digit."""
        words = [found for found in re.finditer(r"[^\W\d_]{6,}", name) if found.group().isascii()]
        if not words:
            return name
        found = self.random.choice(words)
        word, at = found.group(), self.random.randrange(1, len(found.group()) - 1)
        letter = self.random.choice("abcdefghijklmnopqrstuvwxyz")
        wrong = self.pick((
            word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ))  # fmt: skip
        return name[: found.start()] + wrong + name[found.end() :]


def draw_whole(writer: Writer) -> TypedLine:
    name, slug = writer.whole_name()
    return TypedLine(name, (slug,), exact=True)


def draw_whole_with_note(writer: Writer) -> TypedLine:
    name, slug = writer.whole_name()
    typed, note = writer.with_note(name)
    return TypedLine(typed, (slug,), note, exact=True)


def draw_label(writer: Writer) -> TypedLine:
    thing = writer.random.choice(writer.things)
    return TypedLine(f"{thing.title} ({thing.slug})", (thing.slug,), exact=True)


def draw_block(writer: Writer) -> TypedLine:
    block = writer.random.choice(writer.blocks)
    title = writer.has_unique_title(block) and writer.random.random() < 0.5
    return TypedLine(writer.title_as_typed(block.title) if title else block.slug, (block.slug,), exact=True)


def draw_pasted(writer: Writer) -> TypedLine:
    name, slug = writer.whole_name()
    return TypedLine(f"{writer.pick(PASTED)}{name}", (slug,), exact=True)


def draw_list(writer: Writer) -> TypedLine:
    names = [writer.whole_name() for _ in range(writer.random.randint(2, 4))]
    sign = writer.pick(LIST_SIGNS)
    typed, note = sign.join(name for name, _ in names), ""
    if writer.random.random() < 0.3 and "\n" not in sign:
        note = writer.pick(NOTES)
        typed = f"{typed}{writer.pick((' - ', ' | ', ' – '))}{note}"
    return TypedLine(typed, tuple(slug for _, slug in names), note)


def draw_list_with_nonsense(writer: Writer) -> TypedLine:
    names = [writer.whole_name() for _ in range(writer.random.randint(2, 3))]
    words = [name for name, _ in names]
    words.insert(writer.random.randint(1, len(words) - 1), writer.pick(NONSENSE))
    return TypedLine(writer.pick((", ", "; ")).join(words), tuple(slug for _, slug in names))


def draw_loose(writer: Writer) -> TypedLine:
    name, slug = writer.loose_name()
    return TypedLine(name, (slug,))


def draw_loose_with_note(writer: Writer) -> TypedLine:
    name, slug = writer.loose_name()
    note, sign = writer.note(), writer.pick((" - ", " – ", ": ", " | ", " ("))
    return TypedLine(f"{name}{sign}{note}{CLOSING.get(sign, '')}", (slug,), note)


def draw_loose_list(writer: Writer) -> TypedLine:
    names = [writer.loose_name() for _ in range(2)]
    return TypedLine(
        writer.pick((", ", " and ", " & ", "\n")).join(name for name, _ in names), tuple(s for _, s in names)
    )


def draw_place_and_task(writer: Writer) -> TypedLine:
    task = writer.task()
    block, level = writer.block_of[task.slug], writer.level_of[task.slug]
    places = [block.slug, level.name]
    places += [block.title] if writer.has_unique_title(block) else []
    places += [f"Week {block.number}", f"week{block.number}"] if block.number else []
    name = task.title if writer.has_unique_title(task) else task.slug
    return TypedLine(f"{writer.random.choice(places)}{writer.pick(PLACE_SIGNS)}{name}", (task.slug,))


def draw_slip(writer: Writer) -> TypedLine:
    name, slug = writer.whole_name()
    return TypedLine(writer.slip(name), (slug,))


def draw_slip_with_note(writer: Writer) -> TypedLine:
    name, slug = writer.whole_name()
    note = writer.pick(NOTES)
    return TypedLine(f"{writer.slip(name)}{writer.pick((' - ', ' | '))}{note}", (slug,), note)


def draw_denial(writer: Writer) -> TypedLine:
    name, _ = writer.loose_name() if writer.random.random() < 0.5 else writer.whole_name()
    frames = ("not {}", "the {} one", "{}?", "did I do {}?", "almost {}", "I have not done {}", "no {} yet", "undo {}")
    return TypedLine(writer.pick(frames).format(name.strip()), (), single=False)


def draw_numbers(writer: Writer) -> TypedLine:
    first = writer.random.randint(1, 12)
    frames = ("week {0}, {1}", "week {0} & {1}", "weeks {0} and {1}", "week {0} to {1}", "week {0}-{1}", "week {0}/{1}")
    return TypedLine(writer.pick(frames).format(first, first + 1), (), single=False)


def draw_loose_with_plain_note(writer: Writer) -> TypedLine:
    """A loose name and a note with nothing between. A note that names another task makes two meanings."""
    name, slug = writer.loose_name()
    note = writer.note()
    return TypedLine(f"{name} {note}", (slug,), note, single=False)


def draw_day_first(writer: Writer) -> TypedLine:
    name, slug = writer.loose_name() if writer.random.random() < 0.5 else writer.whole_name()
    return TypedLine(f"{writer.pick(DAYS)}{writer.pick((' ', ': ', ', ', ' - '))}{name}", (slug,), single=False)


def draw_told(writer: Writer) -> TypedLine:
    """A sentence around a name."""
    name, slug = writer.loose_name() if writer.random.random() < 0.5 else writer.whole_name()
    frames = (
        "finished {}",
        "I did {} today",
        "just done with {}!",
        "done: {}",
        "{} is done",
        "{} done",
        "{} ✅",
        "{}!!",
    )
    return TypedLine(writer.pick(frames).format(name.strip()), (slug,), single=False)


def draw_block_with_note(writer: Writer) -> TypedLine:
    """A block and a note that names no task, for "week2 numpy" is that task."""
    block = writer.random.choice(writer.blocks)
    title = writer.has_unique_title(block) and writer.random.random() < 0.5
    name = writer.title_as_typed(block.title) if title else block.slug
    note = writer.pick(("at last", "it was fun", "with Ben", "50%", "all of it", "see my notebook", writer.pick(DAYS)))
    return TypedLine(f"{name}{writer.pick((' ', ' - ', ': ', ' | ', ' ('))}{note}", (block.slug,), note)


def draw_hedged_second(writer: Writer) -> TypedLine:
    """A name that is done, and another that is not."""
    (first, slug), (second, _) = writer.whole_name(), writer.whole_name()
    frames = (
        "{}, {} tomorrow",
        "{} and {} later",
        "{} & {} is next",
        "{}, not {}",
        "{}, {} still open",
        "{}; {} next week",
    )
    return TypedLine(writer.pick(frames).format(first.strip(), second.strip()), (slug,), single=False)


def draw_blanks_between(writer: Writer) -> TypedLine:
    """Slugs with only blanks between. Only the first may be ticked without a tap."""
    tasks = [writer.task() for _ in range(writer.random.randint(2, 4))]
    return TypedLine(" ".join(task.slug for task in tasks), (tasks[0].slug,), single=False)


def draw_wrong_place(writer: Writer) -> TypedLine:
    """A place and a task that may be in another. It is never the whole block."""
    block, task = writer.random.choice(writer.blocks), writer.task()
    if not writer.has_unique_title(task):
        return draw_whole(writer)
    return TypedLine(f"{block.slug}{writer.pick((' - ', ' | ', ': ', ' '))}{task.title}", (task.slug,), single=False)


def draw_scribble(writer: Writer) -> TypedLine:
    """A task's own words in another order or cut. They may be asked about, and are never another task.

    A block's title may stand at their beginning, with the rest as its note.
    """
    task = writer.task()
    words = words_of(task.title) or [task.slug]
    writer.random.shuffle(words)
    kept = words[: writer.random.randint(1, len(words))]
    bearers = [
        one for one in writer.tasks if set(kept) <= set(words_of(f"{one.title} {' '.join(one.aliases)} {one.slug}"))
    ]
    blocks = [one for one in writer.blocks if run_together(" ".join(kept)).startswith(run_together(one.title))]
    slugs = [one.slug for one in bearers] + [one.slug for one in blocks]
    return TypedLine(" ".join(kept), tuple(slugs), single=False)


DRAWS: tuple[tuple[Draw, int], ...] = (
    (draw_whole, 3), (draw_whole_with_note, 8), (draw_label, 1), (draw_block, 1), (draw_pasted, 1), (draw_list, 3),
    (draw_list_with_nonsense, 1), (draw_loose, 2), (draw_loose_with_note, 2), (draw_loose_list, 1),
    (draw_place_and_task, 3), (draw_slip, 2), (draw_slip_with_note, 1), (draw_denial, 1),
    (draw_loose_with_plain_note, 2), (draw_day_first, 1), (draw_told, 1), (draw_block_with_note, 1),
    (draw_hedged_second, 1), (draw_blanks_between, 1), (draw_wrong_place, 1), (draw_scribble, 1),
)  # fmt: skip


def draw_lines(roadmap: Roadmap, count: int, seed: int) -> Iterator[TypedLine]:
    writer = Writer(roadmap, Random(seed))
    draws, weights = zip(*DRAWS, strict=True)
    for draw in writer.random.choices(draws, weights, k=count):
        yield draw(writer)
