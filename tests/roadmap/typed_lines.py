"""Lines as people type them after /done, each with its known meaning.

They are drawn from names, list signs, note signs, notes, days, boxes, denials and slips.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from roadmap.model import Roadmap
from tests.roadmap.typed_denials import (
    draw_alternative,
    draw_block_and_nonsense,
    draw_block_and_slip,
    draw_boxes,
    draw_denial,
    draw_everything_but,
    draw_hedged_alternative,
    draw_hedged_second,
    draw_part_of_block,
    draw_unnamed_alternative,
)
from tests.roadmap.typed_names import CLOSING, DAYS, Draw, TypedLine, Writer, run_together, words_of

LIST_SIGNS = (", ", " and ", " & ", "; ", "\n", " + ", ",", ", and ", "\n- ", "\n* ", "\n- [x] ")
PASTED = ("- [x] ", "- [ ] ", "[x] ", "* ", "✅ ", "- ", "1. ", "2) ", "• ", "☑️ ")
NONSENSE = ("nonsense", "qwertz", "blorb", "xyzzy", "foobarbaz", "zzz")
LINE_NOTES = (
    "did ex 1-5", "only read", "hard", "two hours", "https://example.org/a-b", "see my repo https://example.org/c",
    "[notes](https://example.org/d)", "with Ben", "3 pomodoros", "python took me longest", "done", "🎉",
)  # fmt: skip
PLACE_SIGNS = (" - ", " – ", " — ", ": ", " | ", ", ", " / ", " › ", "; ", " > ", "\n")


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
        note = writer.pick(writer.notes)
        typed = f"{typed}{writer.pick((' - ', ' | ', ' – '))}{note}"
    return TypedLine(typed, tuple(slug for _, slug in names), note)


def draw_noted_lines(writer: Writer) -> TypedLine:
    """A pasted list with a note on each line."""
    names = [writer.whole_name() for _ in range(writer.random.randint(2, 4))]
    notes = [writer.pick(LINE_NOTES) for _ in names]
    bullet, sign = writer.pick(("", "", "- ", "* ", "- [x] ", "✅ ")), writer.pick((": ", " - ", " – ", " | "))
    lines = [f"{bullet}{name.strip()}{sign}{note}" for (name, _), note in zip(names, notes, strict=True)]
    return TypedLine("\n".join(lines), tuple(slug for _, slug in names), " ".join(notes))


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
    """Two loose names. Together they may begin with a whole title, which makes two meanings."""
    names = [writer.loose_name() for _ in range(2)]
    typed = writer.pick((", ", " and ", " & ", "\n")).join(name for name, _ in names)
    return TypedLine(typed, tuple(slug for _, slug in names), single=not writer.makes_title(typed))


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
    note = writer.pick(writer.notes)
    return TypedLine(f"{writer.slip(name)}{writer.pick((' - ', ' | '))}{note}", (slug,), note)


def draw_numbers(writer: Writer) -> TypedLine:
    first = writer.random.randint(1, 12)
    frames = ("week {0}, {1}", "week {0} & {1}", "weeks {0} and {1}", "week {0} to {1}", "week {0}-{1}", "week {0}/{1}")
    return TypedLine(writer.pick(frames).format(first, first + 1), (), single=False)


def draw_loose_with_plain_note(writer: Writer) -> TypedLine:
    """A loose name and a note with nothing between. A note that names another task makes two meanings."""
    name, slug = writer.loose_name()
    note = writer.note()
    if writer.makes_title(f"{name} {note}"):
        return draw_whole_with_note(writer)
    return TypedLine(f"{name} {note}", (slug,), note, single=False)


def draw_day_first(writer: Writer) -> TypedLine:
    name, slug = writer.loose_name() if writer.random.random() < 0.5 else writer.whole_name()
    return TypedLine(f"{writer.pick(DAYS)}{writer.pick((' ', ': ', ', ', ' - '))}{name}", (slug,), single=False)


def draw_day_behind(writer: Writer) -> TypedLine:
    """A name with a day behind it. The day stays in the note, where /done reads it."""
    name, slug = writer.whole_name()
    day, sign = writer.pick(DAYS), writer.pick((" ", " - ", ", ", ": ", " (", " – "))
    return TypedLine(f"{name}{sign}{day}{CLOSING.get(sign, '')}", (slug,), day, exact=True)


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
    note = writer.pick(("at last", "it was fun", "with Ben", "100%", "all of it", "see my notebook", writer.pick(DAYS)))
    return TypedLine(f"{name}{writer.pick((' ', ' - ', ': ', ' | ', ' ('))}{note}", (block.slug,), note)


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
    (draw_day_behind, 1), (draw_boxes, 1), (draw_everything_but, 1), (draw_alternative, 1),
    (draw_hedged_alternative, 2), (draw_unnamed_alternative, 1), (draw_part_of_block, 2), (draw_block_and_slip, 1),
    (draw_block_and_nonsense, 1), (draw_noted_lines, 1),
)  # fmt: skip


def draw_lines(roadmap: Roadmap, count: int, seed: int) -> Iterator[TypedLine]:
    writer = Writer(roadmap, Random(seed))
    draws, weights = zip(*DRAWS, strict=True)
    for draw in writer.random.choices(draws, weights, k=count):
        yield draw(writer)
