from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadmap.lookup import Nothing, OneBlock, OneTask, Several, look_up, look_up_part, suggest
from roadmap.lookup.index import _KEPT, _indexes
from roadmap.model import Block, Level, Month, Roadmap, Task
from roadmap.reading import read_roadmap, shipped_roadmap
from tests.roadmap import strangers


def found(typed: str, roadmap: Roadmap | None = None) -> str | list[str]:
    """The slug that was taken, the slugs that are offered, or the near ones after "?"."""
    match look_up(roadmap or shipped_roadmap(), typed):
        case OneTask(task):
            return task.slug
        case OneBlock(block):
            return f"block {block.slug}"
        case Several(things):
            return [thing.slug for thing in things]
        case Nothing(near):
            return ["?", *(task.slug for task in near)]


def slugs(things: tuple[Task | Block, ...]) -> list[str]:
    return [thing.slug for thing in things]


@pytest.mark.parametrize(
    "typed",
    [
        "week2-numpy", "WEEK2-NumPy", "week2_numpy", "week2 numpy", "week 2 numpy", "  week2--numpy! ", "week2numpy",
        "ｗｅｅｋ２－ｎｕｍｐｙ", "week2-pandas", "NumPy & Pandas", "numpy and pandas", "numpy", "NUMPY", "#numpy",
        "nump", "`week2-numpy`",
        "month1 week3 numpy", "month 1, week 3: numpy", "m1w3-numpy", "m1 w4 numpy", "w3-numpy", "wk3 numpy",
        "week 3-4 numpy",
        "month1 week3-4 numpy", "m1-numpy", "month1 pandas", "week3 numpy", "w2-numpy",
        "Mathematics & Python Transition: numpy",
        "ZERO level numpy", "the third week: numpy", "Python for PHP Developers numpy",
        "week2-nmpy", "numpi", "nupmy", "wek2-numpy", "weak2numpy", "week2-numpyy", "week2-numpy/",
        "python data science handbook",
    ],
)  # fmt: skip
def test_numpy_is_found_however_it_is_typed(typed: str) -> None:
    assert "week2-numpy" == found(typed)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("docker", "month6-docker"),
        ("m6-docker", "month6-docker"),
        ("month7 docker", "month6-docker"),
        ("ci/cd", "month6-cicd"),
        ("a/b testing", "month6-ab-testing"),
        ("scikit learn basics", "week4-sklearn"),
        ("sklearn", "week4-sklearn"),
        ("transformer", "month9-transformers"),
        ("computer vision", "month9-vision"),
        ("system design", "month8-system-design"),
        ("statquest", "week1-statistics"),
        ("csv", "week6-flexsync"),
        ("flexsnc", "week6-flexsync"),
        ("house prise predictor", "week4-house-price"),
        ("hugingface", "month9-hugging-face"),
        ("month12-contribute", "month12-contribute"),
        ("google’s ml crash course", "week3-crash-course"),
        ("week5 pandas", "week5-pandas"),
    ],
)
def test_a_clear_winner_is_taken(typed: str, slug: str) -> None:
    assert found(typed) == slug


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("week2", "week2"), ("Week 2", "week2"), ("week-2", "week2"), ("python for php developers", "week2"),
        ("month1 week3", "week2"), ("m1w3", "week2"), ("m2w3", "week4"), ("week12", "week6"), ("m1 week 3-4", "week2"),
        ("month12", "month12-path"), ("month6-tools", "month6-tools"), ("MLOps Tools", "month6-tools"),
        ("w20", "week10"), ("fourth week of the first month", "week2"),
    ],
)  # fmt: skip
def test_a_block_is_found_by_slug_title_and_calendar(typed: str, slug: str) -> None:
    assert f"block {slug}" == found(typed)


def test_several_are_offered_in_file_order_and_never_guessed_between() -> None:
    assert ["week2-numpy", "week5-pandas"] == found("pandas")
    assert ["week1-linear-algebra", "week8-neural-networks"] == found("3blue1brown")
    assert ["month8-portfolio", "month8-interview"] == found("month8")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("w3", ["week3", "week2", "week4", "week6", "week8", "week10"]),
        ("week 3-4", ["week3", "week4", "week2", "week6", "week8", "week10"]),
        ("week_02", ["week2", "week1", "week3", "week5", "week7", "week9"]),
        ("weeks 5 to 7", ["week5", "week6", "week7", "week3", "week4"]),
        ("months 1 to 2", ["week1", "week2", "week3", "week4"]),
    ],
)
def test_numbers_that_may_be_several_blocks_offer_them(typed: str, offered: list[str]) -> None:
    assert offered == found(typed)


def test_no_more_than_nine_are_offered() -> None:
    many = read_roadmap("\n".join(f"- [ ] Docker part {n}" for n in range(30)), slug="x")
    assert 9 == len(found("docker", many))
    same = read_roadmap("".join(f"## Week {n}\n- [ ] Review\n" for n in range(1, 13)), slug="x")
    assert 9 == len(found("review", same))


def test_a_title_that_two_blocks_have_offers_both() -> None:
    roadmap = read_roadmap("# P\n## Week 1: Basics\n- [ ] a\n## Week 2: Basics\n- [ ] b", slug="x")
    assert ["week1", "week2"] == found("basics", roadmap)


def test_a_slug_wins_over_what_is_only_run_together_like_it() -> None:
    roadmap = read_roadmap("- [ ] One {#ab-c}\n- [ ] Two {#a-bc}\n- [ ] Three {#d}", slug="x")
    assert "ab-c" == found("ab-c", roadmap)
    assert ["ab-c", "a-bc"] == found("abc", roadmap)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("week1 numpy", "week2-numpy"),
        ("week 1 numpy", "week2-numpy"),
        ("m9w1-numpy", "week2-numpy"),
        ("week99 numpy", "week2-numpy"),
        ("month99-docker", "month6-docker"),
        ("month1 week2 numpy", "week2-numpy"),
        ("numpy stuff", "week2-numpy"),
        ("math", "week1-linear-algebra"),
        ("2", "week2-numpy"),
        ("zzzz", ""),
        ("", "week1-linear-algebra"),
        ("🤗", ""),
        ("the", ""),
        ("week99", ""),
        ("\0\u202e<b>@everyone", ""),
        ("x" * 10_000, ""),
    ],
)
def test_nothing_gives_the_nearest_three(typed: str, near: str) -> None:
    answer = look_up(shipped_roadmap(), typed)
    assert isinstance(answer, Nothing)
    assert 3 == len({task.slug for task in answer.near})
    assert near in ("", answer.near[0].slug)


def test_a_slip_never_changes_a_number_or_the_first_letter() -> None:
    assert "?" == found("week1-numpy")[0]
    assert "?" == found("math")[0]
    assert "?" == found("tumpy")[0]


def test_a_word_of_four_letters_has_no_room_for_a_slip() -> None:
    assert "month8-blog" == found("blog")
    assert "?" == found("blug")[0]


def test_tasks_that_are_weeks_are_found_by_their_week() -> None:
    roadmap = read_roadmap(strangers.WEEKS_ARE_THE_TASKS, slug="x")
    assert found("week 3", roadmap) == found("week3", roadmap) == found("traits", roadmap) == "week3-traits"
    assert "week4" == found("week 4", roadmap)
    assert "week2-borrowing" == found("week 2 borrow", roadmap)


def test_weeks_of_a_strangers_phases_are_counted_from_the_start() -> None:
    roadmap = read_roadmap(strangers.PHASES, slug="x")
    assert "week11-caching-redis" == found("week 11 redis", roadmap)
    assert "week9-git-basics" == found("week10 git", roadmap)
    assert (
        found("git basics", roadmap) == found("learn git basics", roadmap) == ["week1-git-basics", "week9-git-basics"]
    )


def test_every_slug_alias_and_title_leads_home() -> None:
    for task in shipped_roadmap().tasks():
        assert {found(name) for name in (task.slug, *task.aliases, task.title)} == {task.slug}
    for block in shipped_roadmap().blocks():
        assert {f"block {block.slug}"} == {found(block.slug), found(block.title)}


@given(st.sampled_from([t.slug for t in shipped_roadmap().tasks()]), st.data())
def test_one_slip_in_a_slug_never_leads_to_another_task(slug: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(slug) - 1))
    typed = slug[:place] + data.draw(st.sampled_from(["", "x", slug[place - 1]])) + slug[place + 1 :]
    task = look_up(shipped_roadmap(), typed)
    if isinstance(task, OneTask) and task.task.slug != slug:
        assert re.findall(r"\d+", typed) != re.findall(r"\d+", slug)


def share(typed: str, task: Task) -> bool:
    """Whether three letters or a whole word of what was typed stand in what the task goes by."""
    said = (task.slug, *task.aliases, task.title, *(r.title for r in task.resources), *(s.text for s in task.steps))
    goes_by = re.sub(r"[^a-z0-9]+", "", " ".join(said).lower())
    words = re.findall(r"[a-z0-9]+", typed.lower())
    whole = "".join(words)
    return any(word in goes_by for word in words) or any(whole[n : n + 3] in goes_by for n in range(len(whole) - 2))


VOCABULARY = sorted(
    {word for task in shipped_roadmap().tasks() for word in re.findall(r"\w+", f"{task.slug} {task.title} {task.hint}")}
)
TYPED = st.one_of(
    st.text(st.characters(max_codepoint=127), max_size=20),
    st.lists(st.sampled_from([*VOCABULARY, "week", "month", "w", "m", "1", "2", "-", "xx", "qzj"]), max_size=4).map(
        " ".join
    ),
    st.builds("{}{}".format, st.sampled_from(VOCABULARY), st.text("abcxyz123- ", max_size=4)),
)


@given(TYPED)
@example("math")
@example("w3")
@example("\U0001f917")
def test_a_task_is_never_taken_that_shares_nothing_with_what_was_typed(typed: str) -> None:
    taken = look_up(shipped_roadmap(), typed)
    if isinstance(taken, OneTask):
        assert share(typed, taken.task)


@given(st.text(max_size=60))
def test_an_answer_is_always_one_some_or_three_near(typed: str) -> None:
    answer = look_up(shipped_roadmap(), typed)
    if isinstance(answer, Several):
        assert 2 <= len(answer.things) <= 9
    if isinstance(answer, Nothing):
        assert 3 == len(answer.near)


@pytest.mark.parametrize(
    ("typed", "kind", "slug"),
    [
        ("mid", Level, "mid"), ("MID level", Level, "mid"), ("level mid", Level, "mid"), ("senoir", Level, "senior"),
        ("Practical ML Engineer", Level, "mid"), ("practical ml enginer", Level, "mid"),
        ("month4", Month, "month4"), ("month 4", Month, "month4"), ("m4", Month, "month4"), ("month7", Month, "month6"),
        ("months 6-7", Month, "month6"), ("MLOps & Production", Month, "month6"),
        ("week7", Block, "week7"), ("week 7", Block, "week7"), ("w7", Block, "week7"), ("m4w1", Block, "week7"),
        ("month6-tools", Block, "month6-tools"), ("Math Essentials", Block, "week1"), ("month4 week3", Block, "week8"),
    ],
)  # fmt: skip
def test_parts_are_found_by_name_number_and_title(typed: str, kind: type, slug: str) -> None:
    part = look_up_part(shipped_roadmap(), typed)
    assert (type(part), part and part.slug) == (kind, slug)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("month one", "month1"), ("first month", "month1"), ("the 2nd month", "month2"), ("Month Four", "month4"),
        ("week three", "week3"), ("the 3rd week", "week3"), ("third week", "week3"), ("week iii", "week3"),
        ("week 4 of month 1", "week2"), ("week 1 in month 2", "week3"), ("weeks 1 to 2 of month 4", "week7"),
        ("third week of month one", "week2"),
    ],
)  # fmt: skip
def test_parts_are_found_by_numbers_in_words_as_after_done(typed: str, slug: str) -> None:
    part = look_up_part(shipped_roadmap(), typed)
    assert slug == (part and part.slug)


@pytest.mark.parametrize(
    "typed", ["week 1 or 2", "weeks 1 and 3 of month one", "months one and three", "third week or so"]
)
def test_several_numbers_in_words_are_no_part(typed: str) -> None:
    assert look_up_part(shipped_roadmap(), typed) is None


@pytest.mark.parametrize(
    "typed",
    ["", "🚀", "month99", "m0", "week99", "m1w9", "numpy", "month4 numpy", "xyzzy", "levels", "week 3 to 5"],
)
def test_no_part_is_better_than_a_wrong_one(typed: str) -> None:
    assert look_up_part(shipped_roadmap(), typed) is None


def test_suggestions_begin_with_the_slug_then_title_then_words() -> None:
    roadmap = shipped_roadmap()
    assert ["week2", "week2-python", "week2-numpy", "week2-script"] == slugs(suggest(roadmap, "week2"))
    assert ["week2", "week2-python", "week2-numpy"] == slugs(suggest(roadmap, "python"))
    assert ["week2-numpy"] == slugs(suggest(roadmap, "numpy p"))
    assert ["week2-numpy"] == slugs(suggest(roadmap, "umpy"))
    assert ["week1-statistics"] == slugs(suggest(roadmap, "statq"))
    assert ["week2-numpy"] == slugs(suggest(roadmap, "numpi"))
    assert slugs(suggest(roadmap, "w3 num")) == slugs(suggest(roadmap, "month1 week3 nump")) == ["week2-numpy"]
    assert "week2-numpy" == slugs(suggest(roadmap, "m1w3-n"))[0]
    assert ["week2-python", "week2-numpy", "week2-script"] == slugs(suggest(roadmap, "m1w3"))[:3]
    assert () == suggest(roadmap, "qqqq")


def test_suggestions_to_nothing_are_the_first_tasks_that_are_left() -> None:
    roadmap = shipped_roadmap()
    assert 25 == len(suggest(roadmap, ""))
    assert [
        "week1-statistics",
        "week1-relationships",
    ] == slugs(suggest(roadmap, " ", without={"week1-linear-algebra"}, limit=2))


def test_suggestions_leave_out_what_is_done_and_blocks_that_are_complete() -> None:
    roadmap = shipped_roadmap()
    done = {"week2-python", "week2-numpy"}
    assert ["week2", "week2-script"] == slugs(suggest(roadmap, "week2", without=done))
    assert [] == slugs(suggest(roadmap, "week2", without={*done, "week2-script"}))
    assert ["week2-script"] == slugs(suggest(roadmap, "w3", without=done))[:1]


def test_suggestions_keep_to_their_limit() -> None:
    assert 4 == len(suggest(shipped_roadmap(), "m", limit=4))


def test_an_index_is_made_once_and_old_ones_are_let_go() -> None:
    roadmaps = [read_roadmap(f"- [ ] Task {n}", slug="x") for n in range(_KEPT + 3)]
    for roadmap in roadmaps:
        look_up(roadmap, "task")
    assert _KEPT == len(_indexes)
    index = _indexes[id(roadmaps[-1])]
    look_up(roadmaps[-1], "task")
    assert _indexes[id(roadmaps[-1])] is index


def test_a_key_press_finds_its_task_among_two_thousand() -> None:
    text = "".join(
        f"## Week {n}\n" + "".join(f"- [ ] Topic {n} item {m} words\n" for m in range(40)) for n in range(1, 51)
    )
    roadmap = read_roadmap(text, slug="x")

    assert [25, 25, 25] == [len(suggest(roadmap, typed)) for typed in ("t", "topic 7", "week12 it")]
    assert look_up(roadmap, "Topic 50 item 39 words") == OneTask(list(roadmap.tasks())[-1])
    assert not isinstance(look_up(roadmap, "nothing like it"), OneTask)
