"""Words behind a name that make it a question: "or maybe", "I mean", "or both", and a block with a task's slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.lookup.understanding import doubt_denied, understand
from roadmap.reading.draft import read_draft
from tests.roadmap.test_grammar import SHIPPED, in_short
from tests.roadmap.typed_denials import HEDGES, HEDGES_OF_OTHERS
from tests.sampling import examples

BOTH = "? week2-numpy / week2-python"

ALTERNATIVES = [
    ("week2-numpy or maybe week2-python", BOTH),
    ("week2-numpy or maybe Python Syntax", BOTH),
    ("NumPy & Pandas or perhaps Python Syntax", BOTH),
    ("week2-numpy or was it week2-python", BOTH),
    ("week2-numpy, or was it week2-python?", BOTH),
    ("week2-numpy (or was it week2-python?)", BOTH),
    ("week2-numpy, or rather week2-python", BOTH),
    ("week2-numpy or possibly the week2-python task", BOTH),
    ("week2-numpy or I think it was week2-python", BOTH),
    ("week2-numpy or even week2-python", BOTH),
    ("week2-numpy... or else week2-python", BOTH),
    ("week2-numpy and/or week2-python", BOTH),
    ("week2-numpy o week2-python", BOTH),
    ("week2-numpy o quizás week2-python", BOTH),
    ("week2-numpy oder vielleicht week2-python", BOTH),
    ("week2-numpy ou peut-être week2-python", BOTH),
    ("week2-numpy или может week2-python", BOTH),
    ("either week2-numpy or week2-python", BOTH),
    ("either week2-numpy, or week2-python", BOTH),
    ("Either NumPy & Pandas or Python Syntax!", BOTH),
    ("neither week2-numpy nor week2-python", BOTH),
    ("maybe week2-numpy, or week2-python", BOTH),
    ("entweder week2-numpy oder week2-python", BOTH),
    ("numpy or maybe python", BOTH),
    ("numpy, or rather python", BOTH),
    ("week2-numpy or maybe docker", "? week2-numpy / month6-docker"),
    ("week2-numpy or was it week2-python or maybe week2-script", "? week2-numpy / week2-python / week2-script"),
    ("week2-numpy or did Ben call it week2-python", BOTH),
    ("week2-numpy or whichever one comes first, week2-python?", BOTH),
    ("week2-numpy or how about Python Syntax", BOTH),
    ("week2 or maybe week1", "? week2 / week1"),
    ("week2 or was it just numpy", "? week2 / week2-numpy"),
    ("week2 (or numpy only)", "? week2 / week2-numpy"),
    ("week2-numpy or docker I think", "? week2-numpy / month6-docker"),
    ("week1-statistics, week2-numpy or maybe week2-python", f"week1-statistics, {BOTH}"),
    ("week2-numpy or maybe week2-python, week1-statistics", f"week1-statistics, {BOTH}"),
]

CORRECTIONS = [
    ("week2-numpy, I mean week2-python", BOTH),
    ("week2-numpy I meant week2-python", BOTH),
    ("week2-numpy, no wait, week2-python", BOTH),
    ("week2-numpy, no, week2-python", BOTH),
    ("week2-numpy sorry week2-python", BOTH),
    ("week2-numpy, sorry, Python Syntax", BOTH),
    ("week2-numpy - correction: week2-python", BOTH),
    ("week2-numpy, rather week2-python", BOTH),
    ("week2-numpy, actually week2-python", BOTH),
    ("week2-numpy oops week2-python", BOTH),
    ("week2-numpy, scratch that, week2-python", BOTH),
    ("week2-numpy vs week2-python", BOTH),
    ("week2-numpy nope week2-python", BOTH),
    ("week2-numpy, typo: week2-python", BOTH),
    ("week2-numpy, sorry, Python Syntax or both?", f"{BOTH} / week2-numpy+week2-python"),
    ("week2-numpy, sorry, Python Syntax - long day", BOTH),
    ("week2-numpy maybe week2-python", BOTH),
    ("week2-numpy, maybe week2-python", "week2-numpy, ? week2-python"),
    ("week2-numpy and perhaps week2-python", "week2-numpy, ? week2-python"),
]

UNNAMED = [
    ("week2-numpy or both?", "? week2-numpy"),
    ("week2-numpy or maybe both", "? week2-numpy"),
    ("week2-numpy or not", "? week2-numpy"),
    ("week2-numpy or maybe not", "? week2-numpy"),
    ("week2-numpy or the other one", "? week2-numpy"),
    ("week2-numpy or none of them", "? week2-numpy"),
    ("week2-numpy, or neither", "? week2-numpy"),
    ("week2-numpy maybe", "? week2-numpy"),
    ("week2-numpy, perhaps", "? week2-numpy"),
    ("week2-numpy or week2-python or both?", f"{BOTH} / week2-numpy+week2-python"),
    ("week2-numpy or week2-python, or both", f"{BOTH} / week2-numpy+week2-python"),
    ("week2-numpy oder week2-python oder beide", f"{BOTH} / week2-numpy+week2-python"),
    ("week2-numpy or week2-python or neither", BOTH),
    ("week2 or both", "? week2"),
    ("week2 or at least half of it", "? week2"),
    ("week2-numpy or just half of it", "? week2-numpy"),
    ("week2-numpy or almost", "? week2-numpy"),
    ("week2-numpy or most of it", "? week2-numpy"),
]

STAY = [
    # typed | ticks | note
    ("week2-numpy or so", "week2-numpy", "or so"),
    ("week2-numpy or so it feels", "week2-numpy", "or so it feels"),
    ("week2-numpy or something", "week2-numpy", "or something"),
    ("week2-numpy or two more hours", "week2-numpy", "or two more hours"),
    ("week2-numpy or the docs helped", "week2-numpy", "or the docs helped"),
    ("week2-numpy or docker was too hard", "week2-numpy", "or docker was too hard"),
    ("week2-numpy or whatever Ben calls arrays", "week2-numpy", "or whatever Ben calls arrays"),
    ("week2-numpy or half an hour too long", "week2-numpy", "or half an hour too long"),
    ("week2-numpy or not so hard after all", "week2-numpy", "or not so hard after all"),
    ("week2-numpy took maybe 2 hours", "week2-numpy", "took maybe 2 hours"),
    ("week2-numpy maybe 3 hours", "week2-numpy", "maybe 3 hours"),
    ("week2-numpy more or less", "week2-numpy", "more or less"),
    ("week2-numpy sooner or later", "week2-numpy", "sooner or later"),
    ("week2-numpy rather late", "week2-numpy", "rather late"),
    ("week2-numpy sorry for the delay", "week2-numpy", "sorry for the delay"),
    ("week2-numpy, actually fun", "week2-numpy", "actually fun"),
    ("week2-numpy, I mean it", "week2-numpy", "I mean it"),
    ("week2-numpy both parts", "week2-numpy", "both parts"),
    ("week2-numpy: maybe see week2-python", "week2-numpy", "maybe see week2-python"),
    ("week2-numpy - python or R, both work", "week2-numpy", "python or R, both work"),
    ("week2-numpy or week2-numpy", "week2-numpy", "or week2-numpy"),
    ("week2-numpy no problem at all", "week2-numpy", "no problem at all"),
    ("week2 or so", "week2", "or so"),
]

BLOCK_SLIPS = [
    ("week2 nmpy", "? week2-numpy / week2"),
    ("week2: nmpy", "? week2-numpy / week2"),
    ("week2 - nmpy", "? week2-numpy / week2"),
    ("week2, nmpy", "? week2-numpy / week2"),
    ("week2 nmpy took long", "? week2-numpy / week2"),
    ("Python for PHP Developers nmpy", "? week2-numpy / week2"),
    ("week2\nnmpy", "? week2-numpy / week2"),
    ("week2:\n- nmpy", "? week2-numpy / week2"),
    ("week2:\n- nmpy\n- script", "? week2-numpy+week2-script / week2-numpy / week2-script / week2"),
    ("week2: nmpy, script", "? week2-numpy+week2-script / week2-numpy / week2-script / week2"),
    ("week2 nmpy and scrpt", "? week2-numpy+week2-script / week2-numpy / week2-script / week2"),
    ("week2: qqq, script", "? week2-script / week2"),
    ("week1 algbr", "? week1-linear-algebra / week1"),
    ("week1 lin algbra", "? week1-linear-algebra / week1"),
    ("Math Essentials: lgebra", "? week1-linear-algebra / week1"),
    ("week2 xyzzy", "? week2 / week2-python / week2-numpy"),
    ("week4 skl", "? week4 / week4-sklearn"),
    ("week9 tf", "? week9 / week9-text-classifier"),
    ("week1 stats", "? week1 / week1-statistics / week1-relationships"),
    ("week2 super", "? week3-supervised / week2"),
    ("week1-statistics, week2 nmpy", "week1-statistics, ? week2-numpy / week2"),
]

SHARES = [
    "tasks 1 and 2", "tasks 1, 2", "task 1, 2 and 3", "1 and 2", ": 1, 2", "1-2", "items 1 & 3", "item #2", "no. 1",
    "number 2", "not all", "not everything", "not all of it", "two tasks", "two of three", "one task", "task one",
    "just the first one", "only the first", "only half", "only half of it", "without the last one", "the first two",
    "but not the last", "last task", "1st task", "the 2nd one", "a bit", "a little", "a few", "a third", "a quarter",
    "1/3 done", "done 1/3", "1 out of 3 tasks", "2 of 3 done", "2 / 3", "30% so far", "tasks 1 to 2",
    "first and second",
]  # fmt: skip

NO_SHARES = [
    "3/3", "3 of 3", "3 out of 3 done", "10/10", "100%", "100 % done", "all three", "all 3 tasks done", "2 hours",
    "2 days", "one hour", "1.3.", "20:30", "2026-03-01", "for 2 weeks", "a first draft", "part of the team", "not bad",
    "just in time", "only 2 hours", "without problems", "no problem", "the 5th", "twice", "first try",
    "took 2 of us", "all in one",
]  # fmt: skip

WHOLE_BLOCKS = [
    ("week2 done", "week2", "done"),
    ("week2 finished!", "week2", "finished!"),
    ("week2 phew", "week2", "phew"),
    ("week2 yay!!", "week2", "yay!!"),
    ("week2 hard", "week2", "hard"),
    ("week2 yesterday", "week2", "yesterday"),
    ("week2 Sunday", "week2", "Sunday"),
    ("week2 100%", "week2", "100%"),
    ("week2 fertig", "week2", "fertig"),
    ("week2 🎉", "week2", "🎉"),
    ("week2 - tiring", "week2", "tiring"),
    ("week2 with Ben", "week2", "with Ben"),
    ("week2 repo https://x.y/z", "week2", "repo https://x.y/z"),
    ("week2, took me long", "week2", "took me long"),
    ("week2 and it was fun", "week2", "and it was fun"),
    ("week1, week2", "week1, week2", ""),
    ("week1\nweek2", "week1, week2", ""),
    ("week2 and week2-numpy", "week2, week2-numpy", ""),
]


@pytest.mark.parametrize(("typed", "meaning"), [*ALTERNATIVES, *CORRECTIONS, *UNNAMED, *BLOCK_SLIPS])
def test_a_name_that_another_may_replace_is_asked_about(typed: str, meaning: str) -> None:
    assert meaning == in_short(doubt_denied(SHIPPED, understand(SHIPPED, typed)))


@pytest.mark.parametrize(("typed", "ticks", "note"), [*STAY, *WHOLE_BLOCKS])
def test_words_that_only_look_like_a_doubt_stay_a_note(typed: str, ticks: str, note: str) -> None:
    found = doubt_denied(SHIPPED, understand(SHIPPED, typed))

    assert (ticks, note) == (in_short(found), found.note)


@pytest.mark.parametrize("words", SHARES)
def test_a_block_with_a_share_of_its_tasks_is_asked_about(words: str) -> None:
    found = doubt_denied(SHIPPED, understand(SHIPPED, f"week2 {words}"))

    assert "? week2-python / week2-numpy / week2-script / week2" == in_short(found)
    assert "" == found.note


@pytest.mark.parametrize("words", NO_SHARES)
def test_words_that_tell_no_share_of_a_block_are_its_note(words: str) -> None:
    found = doubt_denied(SHIPPED, understand(SHIPPED, f"week2 {words}"))

    assert ("week2", words) == (in_short(found), found.note)


@pytest.mark.parametrize("typed", ["all of week2", "everything in week2", "I finished all of week2"])
def test_words_that_only_tell_that_a_block_is_done_are_no_note(typed: str) -> None:
    found = understand(SHIPPED, typed)

    assert ("? week2", "") == (in_short(found), found.note)


def test_a_slip_of_a_task_that_is_left_out_is_asked_about() -> None:
    assert "? week2-numpy / week2" == in_short(understand(SHIPPED, "week2 not nmpy"))


_SLUGS = st.sampled_from([task.slug for task in SHIPPED.tasks()])


@examples(8)
@given(_SLUGS, _SLUGS, st.sampled_from([*HEDGES, *HEDGES_OF_OTHERS]), st.sampled_from([" ", ", ", " - ", " ("]))
def test_neither_of_two_names_with_or_between_is_ticked(first: str, second: str, hedge: str, sign: str) -> None:
    found = understand(SHIPPED, f"{first}{sign}{hedge} {second}")

    assert first == second or () == found.slugs


def test_the_whole_block_is_offered_however_many_tasks_it_has() -> None:
    boxes = "".join(f"- [ ] Read chapter {number}\n" for number in range(1, 15))
    plan = read_draft(f"# Book\n## Week 1\n{boxes}", "book").roadmap

    for words in ("half", "except one", "all but chapter 3"):
        [question] = understand(plan, f"week1 {words}").questions
        assert "week1" == question.ways[-1][0].slug
