"""Pasted lists with a note on each line, slugs with a slash between, and links in a note."""

from __future__ import annotations

import pytest

from roadmap.lookup.understanding import doubt_denied, understand
from tests.roadmap.test_grammar import SHIPPED, in_short

BOTH = "week2-numpy, week2-python"

LISTS = [
    # typed | meaning | note
    (
        "week2-numpy: did ex 1-5\nweek2-python - only read",
        BOTH,
        "week2-numpy: did ex 1-5\nweek2-python - only read",
    ),
    ("week2-numpy - long\nweek2-python - short", BOTH, "week2-numpy - long\nweek2-python - short"),
    ("- week2-numpy: a\n- week2-python: b", BOTH, "week2-numpy: a\nweek2-python: b"),
    ("- [x] week2-numpy (a)\n- [x] week2-python (b)", BOTH, "week2-numpy (a)\nweek2-python (b)"),
    ("1. week2-numpy: a\n2. week2-python: b", BOTH, "week2-numpy: a\nweek2-python: b"),
    ("✅ week2-numpy: a\n✅ week2-python: b", BOTH, "week2-numpy: a\nweek2-python: b"),
    ("NumPy & Pandas: a\nPython Syntax – b", BOTH, "NumPy & Pandas: a\nPython Syntax – b"),
    ("week2-numpy: a\n\nweek2-python: b\n", BOTH, "week2-numpy: a\nweek2-python: b"),
    ("week2-numpy: a\r\nweek2-python: b", BOTH, "week2-numpy: a\nweek2-python: b"),
    ("week2-numpy: a\nand so tired\nweek2-python: b", BOTH, "week2-numpy: a\nand so tired\nweek2-python: b"),
    ("week2-numpy: a\nnumpy took ages\nweek2-python: b", BOTH, "week2-numpy: a\nnumpy took ages\nweek2-python: b"),
    ("week2-numpy: a\nweek2-python", BOTH, "week2-numpy: a"),
    ("week2-numpy https://a.b/c\nweek2-python", BOTH, "week2-numpy https://a.b/c"),
    (
        "week2-numpy https://a.b/c\nweek2-python see https://a.b/d",
        "week2-numpy, ? week2-python",
        "https://a.b/c\nweek2-python see https://a.b/d",
    ),
    (
        "week2-numpy https://a.b/c\nweek2-python https://a.b/d",
        BOTH,
        "week2-numpy https://a.b/c\nweek2-python https://a.b/d",
    ),
    ("week1: easy\nweek2: harder", "week1, week2", "week1: easy\nweek2: harder"),
    ("week2-numpy\nweek2-python: b", BOTH, "b"),
    # Lines in doubt are asked about
    ("week2-numpy: a\nweek2-python: not yet", "week2-numpy, ? week2-python", "a\nweek2-python: not yet"),
    (
        "week2-numpy: a\nweek2-python: not yet\nweek2-script: b",
        "week2-numpy, week2-script, ? week2-python",
        "week2-numpy: a\nweek2-script: b",
    ),
    ("week2-numpy: a\nweek2-python?", "week2-numpy, ? week2-python", "a\nweek2-python?"),
    ("week2-numpy: a\nNext:\nweek2-python", "week2-numpy, ? week2-python", "a\nNext:\nweek2-python"),
    ("week2-numpy: a\n- week2-python: b", "week2-numpy, ? week2-python", "a\n- week2-python: b"),
    ("week2-numpy: did\n- a\n- b", "week2-numpy", "did\n- a\n- b"),
    ("numpy: a\npython: b", "week2-numpy, ? week2-python", "a\npython: b"),
    ("week1: easy\nweek2: numpy was hard", "week1, ? week2-numpy / week2", "easy\nweek2: numpy was hard"),
    ("week2: nmpy\nweek1: easy\nweek3: ok", "week1, week3, ? week2-numpy / week2", "week1: easy\nweek3: ok"),
    (
        "week2-numpy: or maybe week2-python\nweek1: a\nweek2-script: b",
        "week1, week2-script, ? week2-numpy / week2-python",
        "week1: a\nweek2-script: b",
    ),
    ("week2-numpy: a\n❌ week2-python: b", "week2-numpy, ? week2-python", "a\n❌ week2-python: b"),
    ("week2-numpy: a\n~~week2-python~~: b", "week2-numpy, ? week2-python", "a\n~~week2-python~~: b"),
    ("week2-numpy: wip\nweek2-python: did 5", "? week2-python, ? week2-numpy", ""),
    ("week2-numpy: a\nweek2-python: wip", "week2-numpy, ? week2-python", "a\nweek2-python: wip"),
    (
        "- week2-numpy: a\n- week2-python: incomplete\n- week2-script - in progress\n- week1: b",
        "week2-numpy, week1, ? week2-python, ? week2-script",
        "week2-numpy: a\nweek1: b",
    ),
    (
        "week2-numpy: a\nweek2-python: pending, rest on Sunday\nweek1: b",
        "week2-numpy, week1, ? week2-python",
        "week2-numpy: a\nweek1: b",
    ),
    ("week2-numpy: a\nweek2-python: nicht fertig\nweek1", "week2-numpy, week1, ? week2-python", "week2-numpy: a"),
    (
        "week2-numpy:\nin progress\nweek2-python: a\nweek1: b",
        "week2-python, week1, ? week2-numpy",
        "week2-python: a\nweek1: b",
    ),
    ("week2-numpy: ✅\nweek2-python: ❌", "week2-numpy, ? week2-python", ""),
    ("week2-numpy: a\nweek1: b\nOpen:\nweek2-python: c", "week2-numpy, ? week1, ? week2-python", None),
]

SLASHES = [
    ("week2-numpy/week2-python", BOTH, ""),
    ("week2-numpy/week2-python hard", BOTH, "hard"),
    ("WEEK2_numpy/week2-python/week1-statistics", f"{BOTH}, week1-statistics", ""),
    ("week2/week1", "week2, week1", ""),
    ("week1-statistics, week2-numpy/week2-python", f"week1-statistics, {BOTH}", ""),
    ("Python Syntax/NumPy & Pandas", "week2-python, week2-numpy", ""),
    ("Python Syntax/week2-numpy: at last", "week2-python, week2-numpy", "at last"),
    ("week2-numpy and week2-python/Build a data analysis script", f"{BOTH}, week2-script", ""),
    ("week2-numpy/week2-zzz", "? week2-numpy / week2-python / week2-script", ""),
    ("week2-numpy, see week2-python/week2-script", "week2-numpy", "see week2-python/week2-script"),
    ("week2-numpy: week2-python/week2-script", "week2-numpy", "week2-python/week2-script"),
    ("TensorFlow/Keras basics", "week8-keras", ""),
]

LINKS = [
    ("week2-numpy [my repo](https://a.b/c)", "week2-numpy", "[my repo](https://a.b/c)"),
    ("week2-numpy: [my repo](https://a.b/c) at last", "week2-numpy", "[my repo](https://a.b/c) at last"),
    ("week2-numpy see [a](https://a.b/c) and [d](https://a.b/d)", "week2-numpy", None),
    ("[week2-numpy](https://a.b/c)", "week2-numpy", "https://a.b/c"),
    ("[NumPy & Pandas](https://a.b/c) at last", "week2-numpy", "(https://a.b/c) at last"),
    ("week2-numpy <https://a.b/c>", "week2-numpy", "<https://a.b/c>"),
    ("week2-numpy https://a.b/c_(d)", "week2-numpy", "https://a.b/c_(d)"),
]

DENIED = [
    ("week2-numpy not, sorry", "? week2-numpy"),
    ("week2-numpy not done, week2-python", "? week2-numpy, ? week2-python"),
    ("week2-numpy half, rest tomorrow", "? week2-numpy"),
    ("week2-numpy almost done but tired", "? week2-numpy"),
    ("week2 half, then tired", "? week2-python / week2-numpy / week2-script / week2"),
    ("week2 50%, rest tomorrow", "? week2-python / week2-numpy / week2-script / week2"),
    ("week2-numpy: not done yet\nwill finish it on Sunday", "? week2-numpy"),
    ("week2-numpy: half\nrest tomorrow", "? week2-numpy"),
    ("week2-numpy open", "? week2-numpy"),
    ("week2-numpy: still open", "? week2-numpy"),
    ("week2-numpy; still to do", "? week2-numpy"),
    ("week2-numpy to do", "? week2-numpy"),
    ("week2-numpy remaining", "? week2-numpy"),
    ("week2-numpy - missing", "? week2-numpy"),
    ("week2-numpy offen", "? week2-numpy"),
    ("week2-numpy pendiente", "? week2-numpy"),
    ("week2-numpy tbd", "? week2-numpy"),
    ("week2-numpy ongoing", "? week2-numpy"),
    ("week2-numpy still doing it", "? week2-numpy"),
    ("week2-numpy haven't started", "? week2-numpy"),
    ("week2-numpy: didn’t finish it", "? week2-numpy"),
    ("week2-numpy couldn't finish", "? week2-numpy"),
    ("week2-numpy will do tomorrow", "? week2-numpy"),
    ("week2-numpy, to finish later", "? week2-numpy"),
    ("week2-numpy never", "? week2-numpy"),
    ("week2-numpy: ❌", "? week2-numpy"),
    ("week2-numpy - ❌", "? week2-numpy"),
    ("week2-numpy: ?", "? week2-numpy"),
    ("week2-numpy (?)", "? week2-numpy"),
    ("- [?] week2-numpy", "? week2-numpy"),
    ("week2-numpy\n? week2-python", "week2-numpy, ? week2-python"),
    ("week2-numpy not done yet https://a.b/c", "? week2-numpy"),
    ("week2-numpy: wip, see https://a.b/c", "? week2-numpy"),
    ("week2-numpy didn't take long", "week2-numpy"),
    ("week2-numpy, never again", "week2-numpy"),
    ("week2-numpy\nnever easy", "week2-numpy"),
    ("week2-numpy open source at last", "week2-numpy"),
    ("week2-numpy to do list was long", "week2-numpy"),
    ("week2-numpy still: 3 hours", "week2-numpy"),
    ("week2-numpy: missing values are hard", "week2-numpy"),
    ("week2-numpy: done, will do more tomorrow", "week2-numpy"),
    ("week2-numpy not easy, but done", "week2-numpy"),
    ("week2-numpy done, not easy", "week2-numpy"),
    ("week2-numpy half an hour, easy", "week2-numpy"),
]


@pytest.mark.parametrize(("typed", "meaning", "note"), [*LISTS, *SLASHES, *LINKS])
def test_each_line_keeps_its_note(typed: str, meaning: str, note: str | None) -> None:
    found = doubt_denied(SHIPPED, understand(SHIPPED, typed))

    kept = typed.partition(" ")[2] if note is None else note
    assert (meaning, kept) == (in_short(found), found.note)


@pytest.mark.parametrize(("typed", "meaning"), DENIED)
def test_a_note_that_begins_with_a_denial_is_asked_about(typed: str, meaning: str) -> None:
    assert meaning == in_short(doubt_denied(SHIPPED, understand(SHIPPED, typed)))


ASKED_TWICE = [
    "week2-numpy: ? hard", "week2-numpy: ❌ hard", "❌ week2-numpy: not done", "week2-numpy? almost https://a.b",
    "pandas not yet", "pandas: wip", "week2? not yet", "week2-numpy or maybe week2-python, not yet",
    "- [-] week2-numpy: half", "[ ] week2-numpy: later\n[x] week1", "week2-numpy ~~hard~~", "week2-numpy (?)",
]  # fmt: skip


SIGNS = "❌ ✗ 🚫 🚧 🔜 ⏸ ⏸️ 👎 ⏳ ⌛ ❓ ? (?) ~~ 🔴 ☐ 🔲 [ ] [-] 50% 2/3 wip ⏳3".split(" ")  # noqa: SIM905
FRAMES = ("week2-numpy: {} hard", "week2-numpy - {}", "{} week2-numpy: hard", "pandas {} hard", "week2 {} hard")
SIGNED = [frame.format(sign) for sign in SIGNS for frame in (*FRAMES, "week2-numpy: a\nweek1: {} b\nweek3: c")]


@pytest.mark.parametrize("typed", [*(case[0] for case in (*LISTS, *DENIED)), *ASKED_TWICE, *SIGNED])
def test_an_answer_to_a_question_is_not_asked_again_and_ticks_nothing_else(typed: str) -> None:
    found = doubt_denied(SHIPPED, understand(SHIPPED, typed))

    for question in found.questions:
        note = found.note if question.note is None else question.note
        for way in question.ways:
            slugs = tuple(thing.slug for thing in way)
            line = ", ".join(slugs) + (f" - {note}" if note else "")
            again = doubt_denied(SHIPPED, understand(SHIPPED, line))
            assert (slugs, ()) == (again.slugs, again.questions)


@pytest.mark.parametrize(
    ("note", "links"),
    [
        ("wip (https://a.b/c)", "https://a.b/c"),
        ("not yet, see https://a.b/c.", "https://a.b/c"),
        ("wip https://a.b/c_(d) www.a.b, later", "https://a.b/c_(d) www.a.b"),
        ("wip", ""),
    ],
)
def test_links_are_kept_without_the_signs_around_them(note: str, links: str) -> None:
    [question] = doubt_denied(SHIPPED, understand(SHIPPED, f"week2-numpy {note}")).questions

    assert links == question.note


def test_each_question_about_a_line_keeps_its_own_note() -> None:
    found = understand(SHIPPED, "week1: a\nweek2-numpy: wip, see https://a.b/c\nweek2-python: ok?\nweek3: b")

    assert "week1: a\nweek3: b" == found.note
    assert ["https://a.b/c", "ok?"] == [question.note for question in found.questions]


def test_a_long_list_with_notes_is_read_to_its_end() -> None:
    slugs = [task.slug for task in SHIPPED.tasks()]
    found = understand(SHIPPED, "\n".join(f"{slug}: did {number}" for number, slug in enumerate(slugs)))

    assert (tuple(slugs), ()) == (found.slugs, found.questions)
    assert found.note.endswith(f"{slugs[-1]}: did {len(slugs) - 1}")


def test_a_note_of_several_lines_is_understood_again_as_it_was() -> None:
    found = understand(SHIPPED, "week2-numpy: a\nweek2-python: b")

    again = understand(SHIPPED, f"{', '.join(found.slugs)} - {found.note}")

    assert (found.slugs, found.note, ()) == (again.slugs, again.note, again.questions)
