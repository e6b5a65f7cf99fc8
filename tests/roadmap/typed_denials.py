"""Lines that name a task which is not done: denials, alternatives, exceptions and empty boxes."""

from __future__ import annotations

from tests.roadmap.typed_names import TypedLine, Writer

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
    "or well, maybe", "or did I do", "or i guess", "or more likely", "or was that",
)  # fmt: skip
HEDGES_OF_OTHERS = ("oder", "oder vielleicht", "o quizás", "ou peut-être", "или", "или может быть", "lub może", "veya")
CORRECTED = ("I mean", "no wait,", "sorry,", "rather", "correction:", "actually", "oops,", "scratch that,")
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
    (first, _), (second, _) = writer.whole_name(), writer.whole_name()
    return TypedLine(writer.pick(ALTERNATIVES).format(first.strip(), second.strip()), (), single=False)


def draw_everything_but(writer: Writer) -> TypedLine:
    name, _ = writer.loose_name() if writer.random.random() < 0.5 else writer.whole_name()
    return TypedLine(writer.pick(EVERYTHING_BUT).format(name.strip()), (), single=False)


def draw_part_of_block(writer: Writer) -> TypedLine:
    """A block without one of its tasks. It is never the whole block, and never that task."""
    task = writer.task()
    block = writer.block_of[task.slug]
    title = writer.has_unique_title(block) and writer.random.random() < 0.5
    names = [task.slug] + [task.title] * writer.has_unique_title(task)
    typed = writer.pick(PART_OF_BLOCK).format(block.title if title else block.slug, writer.random.choice(names))
    return TypedLine(typed, tuple(one.slug for one in block.all_tasks() if one is not task), single=False)


def draw_boxes(writer: Writer) -> TypedLine:
    """Pasted boxes, of which the first is ticked. An empty one beside it is not done."""
    tasks = writer.random.sample(writer.tasks, writer.random.randint(2, 4))
    done, empty = writer.random.choice(BOXES)
    ticked = [True, *(writer.random.random() < 0.5 for _ in tasks[1:])]
    names = [task.title if writer.has_unique_title(task) else task.slug for task in tasks]
    lines = [f"{done if one else empty}{name}" for one, name in zip(ticked, names, strict=True)]
    slugs = tuple(task.slug for one, task in zip(ticked, tasks, strict=True) if one)
    return TypedLine("\n".join(lines), slugs, single=False)
