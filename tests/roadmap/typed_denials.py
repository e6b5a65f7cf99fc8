"""Lines that name a task which is not done: denials, alternatives, exceptions and empty boxes."""

from __future__ import annotations

from tests.roadmap.typed_names import TypedLine, Writer, words_of

DENIALS = (
    "not {}", "the {} one", "{}?", "did I do {}?", "almost {}", "I have not done {}", "no {} yet", "undo {}",
    "NOT {}", "still not {}", "never {}", "haven't done {}", "I haven’t finished {}", "skipped {}", "tomorrow {}",
    "not yet: {}", "todo: {}", "nearly {}", "half of {}", "will do {} soon", "I could not do {}", "next: {}",
)  # fmt: skip
SECOND_DENIALS = (
    "{}, {} tomorrow", "{} and {} later", "{} & {} is next", "{}, not {}", "{}, {} still open", "{}; {} next week",
    "{} and not {}", "{} but not {}", "{}, but not {}", "{} not {}", "{}, {} not yet", "{} – not {}", "{} + {} soon",
    "{} instead of {}", "{}, never {}", "{}\nnot {}", "{} without {}",
)  # fmt: skip
HEDGES = (
    "or", "or maybe", "or was it", "or perhaps", "or rather", "or possibly", "or I think", "or even", "or actually",
    "OR", "or: ", "or is it", "or the", "or else", "or it was", "or, no,", "or could it be", "or probably", "nor",
    "or well, maybe", "or did Ann call it", "or whichever comes first,", "or how about",
    "or did I do", "or i guess", "or more likely", "or was that",
)  # fmt: skip
HEDGES_OF_OTHERS = ("oder", "oder vielleicht", "o quizás", "ou peut-être", "или", "или может быть", "lub może", "veya")
CORRECTED = ("I mean", "no wait,", "sorry,", "rather", "correction:", "actually", "oops,", "scratch that,")
UNNAMED = (
    "or both?", "or both", "or maybe both", "or not", "or maybe not", "or neither", "or the other one", "or not?",
    "oder beide", "oder nicht", "or none of them", "or another", "or rather not", "or was it both?",
)  # fmt: skip
ALTERNATIVES = (
    "{} or {}", "either {} or {}", "{}, or {}", "{} or maybe {}", "neither {} nor {}", "{} OR {}", "{} or: {}",
    "Either {} or {}", "{}, or was it {}?", "maybe {} or {}", "not {} and not {}", "neither {}, nor {}",
)  # fmt: skip
EVERYTHING_BUT = (
    "everything except {}", "all but {}", "everything but {}", "all except {}", "all apart from {}", "anything but {}",
    "everything, except {}", "All except: {}", "everything without {}", "everything besides {}", "everything – not {}",
)  # fmt: skip
PART_OF_BLOCK = (
    "{} except {}", "{} but not {}", "{}, not {}", "{} without {}", "{} apart from {}", "all of {} except {}",
    "{}, except {}", "{} - except {}", "{} (except {})", "{} (not {})", "{} minus {}", "everything in {} but {}",
    "{}: all but {}", "{}, all except {}", "{} other than {}", "{} excluding {}", "{}; not {}", "{} save {}",
)  # fmt: skip
NONSENSE = ("nonsense", "qwertz", "blorb", "xyzzy", "foobarbaz", "zzz", "nmpyx", "pthnn")
BOXES = (
    ("- [x] ", "- [ ] "),
    ("[X] ", "[ ] "),
    ("* [x] ", "* [] "),
    ("☑ ", "☐ "),
    ("✅ ", "⬜ "),
    ("1. [x] ", "1. [ ] "),
)


def draw_denial(writer: Writer) -> TypedLine:
    name, _ = writer.loose_name() if writer.random.random() < 0.5 else writer.whole_name()
    return TypedLine(writer.pick(DENIALS).format(name.strip()), (), single=False)


def draw_hedged_second(writer: Writer) -> TypedLine:
    """A name that is done, and another that is not."""
    (first, slug), (second, _) = writer.whole_name(), writer.whole_name()
    return TypedLine(writer.pick(SECOND_DENIALS).format(first.strip(), second.strip()), (slug,), single=False)


def draw_alternative(writer: Writer) -> TypedLine:
    """Two names of which only one may be done, or neither."""
    return _neither(writer, writer.pick(ALTERNATIVES))


def draw_hedged_alternative(writer: Writer) -> TypedLine:
    """Two names with "or maybe" between, or a name that is corrected."""
    hedge = writer.pick(writer.pick_one((HEDGES, HEDGES_OF_OTHERS, CORRECTED)))
    frame = writer.pick(("{}{}{} {}", "{}{}{} {}", "{}{}{} {}?", "either {}{}{} {}", "{}{}{} {} or both?"))
    return _neither(writer, frame.format("{}", writer.pick((" ", ", ", " - ", " – ", "... ", " / ")), hedge, "{}"))


def _neither(writer: Writer, frame: str) -> TypedLine:
    """Two names in a sentence that ticks neither, unless both are of one task."""
    (first, slug), (second, other) = writer.whole_name(), writer.whole_name()
    typed = frame.format(first.strip(), second.strip())
    return TypedLine(typed, (slug,) if slug == other else (), single=False)


def draw_unnamed_alternative(writer: Writer) -> TypedLine:
    """A name and "or both": nothing is sure."""
    name, _ = writer.whole_name()
    return TypedLine(f"{name.strip()}{writer.pick((' ', ', ', ' - '))}{writer.pick(UNNAMED)}", (), single=False)


def draw_everything_but(writer: Writer) -> TypedLine:
    name, _ = writer.loose_name() if writer.random.random() < 0.5 else writer.whole_name()
    return TypedLine(writer.pick(EVERYTHING_BUT).format(name.strip()), (), single=False)


def draw_part_of_block(writer: Writer) -> TypedLine:
    """A block without one of its tasks. It is never the whole block, and never that task."""
    task = writer.task()
    block = writer.block_of[task.slug]
    names = [task.slug] + [task.title] * writer.has_unique_title(task)
    typed = writer.pick(PART_OF_BLOCK).format(writer.block_name(block), writer.random.choice(names))
    return TypedLine(typed, tuple(one.slug for one in block.all_tasks() if one is not task), single=False)


def draw_block_and_slip(writer: Writer) -> TypedLine:
    """A block and a task of it with a slip. It is never the whole block."""
    task = writer.task()
    name = task.title if writer.has_unique_title(task) else task.slug
    slip = writer.slip(name if writer.random.random() < 0.5 else max(words_of(name), key=len))
    if slip in name:
        return draw_part_of_block(writer)
    typed = f"{writer.block_name(writer.block_of[task.slug])}{writer.pick((' ', ': ', ' - ', ', ', ' – '))}{slip}"
    return TypedLine(typed, (task.slug,), single=False)


def draw_block_and_nonsense(writer: Writer) -> TypedLine:
    """A block and a word right behind it that nothing has. It may be a task with many slips."""
    return TypedLine(
        f"{writer.block_name(writer.random.choice(writer.blocks))} {writer.pick(NONSENSE)}", (), single=False
    )


def draw_boxes(writer: Writer) -> TypedLine:
    """Pasted boxes, of which the first is ticked. An empty one beside it is not done."""
    tasks = writer.random.sample(writer.tasks, writer.random.randint(2, 4))
    done, empty = writer.random.choice(BOXES)
    ticked = [True, *(writer.random.random() < 0.5 for _ in tasks[1:])]
    names = [task.title if writer.has_unique_title(task) else task.slug for task in tasks]
    lines = [f"{done if one else empty}{name}" for one, name in zip(ticked, names, strict=True)]
    slugs = tuple(task.slug for one, task in zip(ticked, tasks, strict=True) if one)
    return TypedLine("\n".join(lines), slugs, single=False)
