from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.model import Block, Cadence, Roadmap, Task, TaskKind
from roadmap.reading import Unreadable, load_roadmap, read_roadmap, shipped_roadmap
from tests.roadmap import strangers
from tests.roadmap.strangers import ALL


def read(text: str) -> Roadmap:
    return read_roadmap(text, slug="my-plan")


def only(text: str) -> Task:
    (task,) = read(text).tasks()
    return task


def slugs(roadmap: Roadmap) -> list[str]:
    return [task.slug for task in roadmap.tasks()]


def shape(roadmap: Roadmap) -> dict[str, dict[str, list[str]]]:
    return {
        level.slug: {block.slug: [task.slug for task in block.all_tasks()] for block in level.blocks()}
        for level in roadmap.levels
    }


def block(roadmap: Roadmap, slug: str) -> Block:
    found = roadmap.block(slug)
    assert found is not None
    return found


# Strangers' roadmaps


def test_phases_with_weeks_that_begin_anew_are_counted_on() -> None:
    roadmap = read(strangers.PHASES)
    assert "Backend in 16 weeks" == roadmap.title
    assert "Some words before it starts." == roadmap.text
    assert [
        ("Phase 1", "Foundations"),
        ("Phase 2", "Services"),
    ] == [(level.name, level.title) for level in roadmap.levels]
    assert {
        "phase1": {
            "week1": ["week1-git-basics", "week1-install-linux"],
            "week3": ["week3-sql-joins-indexes", "week3-index-luke"],
            "week7": ["week7-design-schema", "week7-migrations"],
        },
        "phase2": {
            "week9": ["week9-rest-api", "week9-get", "week9-post", "week9-git-basics"],
            "week11": ["week11-caching-redis"],
        },
    } == shape(roadmap)
    assert [
        ("1-2", (1, 2)), ("3-6", (3, 6)), ("7-8", (7, 8)), ("1-2", (9, 10)), ("3", (11, 11)),
    ] == [(b.weeks, b.calendar) for b in roadmap.blocks()]  # fmt: skip


def test_a_ticked_box_a_star_a_plus_and_a_number_are_all_checkboxes() -> None:
    assert [
        "one", "two", "three", "four", "five",
    ] == slugs(read("* [ ] One\n\n+ [x] Two\n\n3. [X] Three\n\n4) [ ] Four\n\n- [] Five\n"))  # fmt: skip


def test_a_parent_and_its_ticked_children_are_tasks_of_one_block() -> None:
    roadmap = read("## Week 1\n- [ ] Build an API\n  - [x] GET\n    - [x] with id\n  - plain\n    - [ ] below plain\n")
    assert ["Build an API", "GET", "with id", "below plain"] == [task.title for task in block(roadmap, "week1").tasks]
    assert ["plain"] == [step.text for step in block(roadmap, "week1").tasks[0].steps]


def test_a_plan_whose_checkboxes_are_the_weeks_has_a_task_for_each() -> None:
    roadmap = read(strangers.WEEKS_ARE_THE_TASKS)
    assert ["week1-ownership", "week2-borrowing", "week3-traits", "week4"] == slugs(roadmap)
    assert [
        "Week 1: Ownership",
        "Week 2: Borrowing",
        "Week 3: Traits",
        "Week 4",
    ] == [task.title for task in roadmap.tasks()]
    assert 1 == len(roadmap.levels)


def test_a_checkbox_week_with_checkboxes_below_is_a_block_and_its_first_task() -> None:
    roadmap = read(strangers.WEEKS_WITH_TASKS_BELOW)
    assert {
        "week1": ["week1-ownership", "week1-chapter-4", "week1-rustlings-move"],
        "week2": ["week2-borrowing", "week2-chapter-10"],
    } == shape(roadmap)["roadmap"]
    assert ["bring a friend"] == [step.text for step in block(roadmap, "week1").tasks[0].steps]


def test_a_bullet_with_checkboxes_below_a_checkbox_week_is_no_step_and_loses_no_task() -> None:
    week = "- [ ] Week 1\n  - bring a friend\n  - Group\n    - [ ] One\n    - [ ] Two\n  - [ ] Three\n"
    roadmap = read(f"# Plan\n{week}- [ ] Week 2\n  - [ ] Four\n")

    tasks = block(roadmap, "week1").tasks
    assert ["Week 1", "One", "Two", "Three"] == [task.title for task in tasks]
    assert ["bring a friend"] == [step.text for step in tasks[0].steps]


def test_a_bare_list_is_one_block_named_after_the_file() -> None:
    roadmap = read(strangers.NO_HEADINGS)
    assert (
        "my plan", {"roadmap": {"tasks": ["docker", "kubernetes-second-line", "terraform"]}},
    ) == (roadmap.title, shape(roadmap))  # fmt: skip
    assert "roadmap" == roadmap.levels[0].months[0].slug
    assert "Roadmap" == read_roadmap("- [ ] a", slug="").title


def test_tables_code_comments_and_html_between_hold_no_tasks() -> None:
    roadmap = read(strangers.TOPICS)
    assert {
        "roadmap": {
            "html": ["html-forms", "html-tables"],
            "css": ["css-flexbox", "css-grid-fun", "css-animations"],
        }
    } == shape(roadmap)
    assert [
        "https://flexboxfroggy.com/", "https://cssgridgarden.com/",
    ] == [r.url for task in roadmap.tasks() for r in task.resources]  # fmt: skip
    assert (("MDN", "https://developer.mozilla.org"), ("A book", "")) == roadmap.sections[0].items


def test_bold_lines_and_lone_labels_stand_for_headings() -> None:
    assert {
        "phase1": {"week1": ["week1-alpha"], "week2": ["week2-beta", "week2-gamma"]},
        "phase2": {"week3": ["week3-delta"]},
    } == shape(read(strangers.BOLD_TITLES))


def test_plain_items_that_group_checkboxes_are_blocks() -> None:
    assert {
        "roadmap": {
            "python": ["python-syntax", "python-generators"],
            "statistics": ["statistics-bayes"],
        }
    } == shape(read(strangers.PLAIN_GROUPS))


def test_other_scripts_are_transliterated() -> None:
    roadmap = read(strangers.OTHER_SCRIPTS)
    assert [
        "week1-lineynaya-algebra", "week1-tongjixue", "week1-rocket-fire", "week1-mqdmh", "month2-grossenordnungen",
    ] == slugs(roadmap)  # fmt: skip
    assert [
        ("month1", "Основы"), ("month2", "深度学习"),
    ] == [(month.slug, month.title) for level in roadmap.levels for month in level.months]  # fmt: skip


def test_weeks_may_have_the_same_rank_as_the_title() -> None:
    roadmap = read(strangers.SAME_RANK)
    assert ("My plan", "What it is about.") == (roadmap.title, roadmap.text)
    assert {"roadmap": {"week1": ["week1-alpha"], "week2": ["week2-beta"]}} == shape(roadmap)
    assert ["License"] == [section.title for section in roadmap.sections]


def test_a_first_heading_with_tasks_beside_others_is_no_title() -> None:
    assert ["T", "U"] == [part.title for part in read("# T\n\n- [ ] a\n\n# U\n\n- [ ] b\n").blocks()]


def test_weeks_that_begin_anew_without_saying_where_are_told_apart_by_their_level() -> None:
    roadmap = read(strangers.RESTARTING)
    assert {
        "backend": {"week1": ["week1-book"], "week2": ["week2-exercise"]},
        "frontend": {
            "frontend-week1": ["frontend-week1-book"],
            "frontend-month1": ["frontend-month1-somethin"],
        },
        "frontend-two": {"frontend-two-month1": ["frontend-two-month1-some"]},
    } == shape(roadmap)
    assert block(roadmap, "frontend-week1").number is None


def test_parts_of_all_depths_may_be_mixed() -> None:
    roadmap = read(strangers.MIXED)
    assert {
        "getting-ready": {"tasks": ["zeroth"], "getting-ready": ["getting-ready-install"]},
        "week1": {
            "week1-tasks": ["week1-before-all"],
            "week1-python": ["week1-variables"],
            "week1-git": ["week1-commit"],
        },
        "year2": {"lesson1": ["lesson1-compile"], "lesson2": ["lesson2-link"]},
    } == shape(roadmap)
    assert "Module 3" == roadmap.levels[2].months[0].title


def test_a_list_of_habits_alone_is_a_list_of_tasks() -> None:
    roadmap = read(strangers.HABITS_ONLY)
    assert ["drink-water", "sleep"] == slugs(roadmap)
    assert () == roadmap.habits


def test_criteria_without_a_level_are_the_last_ones() -> None:
    roadmap = read(strangers.OUTCOMES)
    (level,) = roadmap.levels
    assert ("not much here", "You float.", "Buy a towel.") == (level.promise, level.victory, level.celebration)
    assert ["Swim a mile"] == [criterion.text for criterion in level.criteria]
    assert [
        ("weekly-stretch", Cadence.WEEKLY, (0, 0)),
        ("daily-walk", Cadence.DAILY, (10, 10)),
        ("monthly-test", Cadence.MONTHLY, (2, 3)),
    ] == [(habit.slug, habit.cadence, habit.minutes) for habit in roadmap.habits]


def test_criteria_belong_to_the_level_they_name_else_to_the_one_around_them() -> None:
    roadmap = read(
        "# P\n## Level 1: A\n- [ ] a\n### Completed when\n- [ ] inside\n## Level 2: B\n- [ ] b\n"
        "## Level 1 success criteria\n- [ ] named\n## Definition of done\n- [ ] neither\n"
    )
    assert [
        ["inside", "named"],
        ["neither"],
    ] == [[criterion.text for criterion in level.criteria] for level in roadmap.levels]


def test_choices_are_found_in_all_their_forms() -> None:
    roadmap = read(strangers.CHOICES)
    found = {
        choice.slug: (choice.task, [(option.title, [task.slug for task in option.tasks]) for option in choice.options])
        for choice in roadmap.choices()
    }
    assert {
        "week1-pick-one-language": ("week1-pick-one-language", [("Python", []), ("Go", [])]),
        "week1-select-database": (
            "week1-select-database", [("PostgreSQL", ["week1-postgresql"]), ("SQLite", ["week1-sqlite"])],
        ),
        "week2-choose-path": ("", [("Web", ["week2-html"]), ("Games", ["week2-loop"])]),
        "month2": ("", [("Cloud", ["month2-aws"]), ("Edge", ["month2-esp32"])]),
    } == found  # fmt: skip
    assert ["week2-common"] == [task.slug for task in block(roadmap, "week2").tasks]


def test_a_roadmap_may_be_nothing_but_a_choice() -> None:
    roadmap = read("# Plan\n## Option A: Web\n- [ ] HTML\n## Option B\n- [ ] Unity")
    (choice,) = roadmap.choices()
    assert ["Web", "Option B"] == [option.title for option in choice.options]


@pytest.mark.parametrize(
    ("heading", "slug", "title"),
    [
        ("Phase II: Go", "phase2", "Go"),
        ("Phase IX", "phase9", "Phase IX"),
        ("Phase 2️⃣", "phase-2", "Phase 2️⃣"),
        ("Week One — Start", "week1", "Start"),
        ("WEEK 03", "week3", "WEEK 03"),
        ("Weeks 3 to 4: Start", "week2", "Start"),
        ("Weeks 2-3: Start", "week2", "Start"),
        ("W5 - Start", "week5", "Start"),
        ("Week #6. Start", "week6", "Start"),
        ("Weeks 9-8", "week9", "Weeks 9-8"),
        ("Start (Week 7)", "week7", "Start"),
        ("Start [Weeks 7-8]", "week4", "Start"),
        ("Start (Months 2–3)", "month2", "Start"),
        ("Month 12+: Start", "month12", "Start"),
        ("Semaine 2 : Départ", "week2", "Départ"),
        ("第3週：開始", "week3", "開始"),
        ("Day 4", "day4", "Day 4"),
        ("Week of joy", "week-joy", "Week of joy"),
        ("Phase 123456", "phase-123456", "Phase 123456"),
        ("🚀 **Start** here", "start-here", "Start here"),
        ("Beginner level", "beginner", "Beginner"),
        ("Beginner Level - Start", "beginner", "Start"),
        ("Month 2 (Week 6)", "month2", "Month 2"),
    ],
)
def test_headings_are_understood_as_people_write_them(heading: str, slug: str, title: str) -> None:
    (found,) = read(f"# Plan\n## {heading}\n- [ ] Dance").blocks()
    assert (found.slug, found.title) == (slug, title)
    assert f"{slug}-dance" == found.tasks[0].slug


def test_a_second_part_of_the_same_name_takes_the_words_of_its_title() -> None:
    roadmap = read("## Week 1\n- [ ] a\n## Week 1: Again\n- [ ] b\n## Week 1: Again\n- [ ] c")
    assert ["week1", "week1-again"] == [found.slug for found in roadmap.blocks()][:2]
    assert 3 == len({found.slug for found in roadmap.blocks()})


def test_a_choice_inside_an_option_loses_no_task() -> None:
    roadmap = read(
        "## Month 1\n### Option A\n- [ ] a\n#### Option 1\n- [ ] b\n#### Option 2\n- [ ] c\n### Option B\n- [ ] d"
    )
    assert ["a", "b", "c", "d"] == [task.title for task in roadmap.tasks()]
    (choice,) = roadmap.choices()
    assert [3, 1] == [len(option.tasks) for option in choice.options]


# Single lines


@pytest.mark.parametrize(
    ("line", "title", "hint"),
    [
        ("**Docker** - for models", "Docker", "for models"),
        ("**Docker:** for models", "Docker", "for models"),
        ("**Build:** an API (like Laravel)", "Build: an API", "like Laravel"),
        ("**Build:**", "Build", ""),
        ("**Complete:** [The Course](https://x.y)", "Complete: The Course", ""),
        ("Learn Git: branches, merges", "Learn Git", "branches, merges"),
        ("Learn: branches, merges", "Learn: branches, merges", ""),
        ("1. Read → a book", "1. Read → a book", ""),
        ("🔥 **Docker** images", "Docker", "images"),
        ("[Docker docs](https://x.y)", "Docker docs", ""),
        ("Docker ([docs](https://x.y)).", "Docker", ""),
        ("Docker, see [docs](https://x.y)", "Docker, see docs", ""),
        ("<https://docs.docker.com/get>", "docs.docker.com/get", ""),
        ("https://docs.docker.com/get", "docs.docker.com/get", ""),
        ("`docker run` and ![logo](x.png)", "docker run and logo", ""),
        ("~~Docker~~ <b>now</b>", "Docker now", ""),
        ("Docker (a) or (b)", "Docker", "(a) or (b)"),
    ],
)
def test_a_line_is_taken_apart_into_title_and_hint(line: str, title: str, hint: str) -> None:
    task = only(f"- [ ] {line}")
    assert (task.title, task.hint) == (title, hint)


def test_a_long_title_is_cut_at_a_word_and_goes_on_in_the_hint() -> None:
    task = only("- [ ] " + "word " * 40)
    assert len(task.title) <= 100
    assert task.title.endswith("word…")
    assert 40 == task.title.count("word") + task.hint.count("word")
    assert len(only("- [ ] " + "x" * 500).title) <= 100


@pytest.mark.parametrize(
    ("line", "kind", "weight"),
    [
        ("Read the paper", TaskKind.READ, 1),
        ("[Intro](https://www.youtube.com/watch?v=1)", TaskKind.WATCH, 1),
        ("[Intro](https://coursera.org/learn)", TaskKind.UNDERSTAND, 2),
        ("[Intro](http://[broken)", TaskKind.UNDERSTAND, 2),
        ("https://[::1 broken", TaskKind.UNDERSTAND, 2),
        ("Build a shed", TaskKind.BUILD, 3),
        ("Complete 3 projects", TaskKind.PROJECT, 5),
        ("Beginner course", TaskKind.COURSE, 5),
        ("Something", TaskKind.UNDERSTAND, 2),
        ("42", TaskKind.UNDERSTAND, 2),
        ("Build a shed {kind=read}", TaskKind.READ, 1),
        ("Build a shed {weight=9}", TaskKind.BUILD, 9),
        ("Build a shed {kind=read weight=9 .class}", TaskKind.READ, 9),
    ],
)
def test_kind_and_weight_come_from_the_marks_else_from_the_words(line: str, kind: TaskKind, weight: int) -> None:
    task = only(f"- [ ] {line}")
    assert (task.kind, task.weight) == (kind, weight)


def test_links_are_found_wherever_they_stand_and_once() -> None:
    task = only(
        "- [ ] [One](https://one.org) and [two][2] <https://three.org> [me](mailto:a@b.c) [here](./a.md)\n"
        "  - a step\n    - with [four](https://four.org/a_(b)), https://five.org/x. and [one](https://one.org)\n\n"
        "  A note with https://six.org\n\n[2]: https://two.org\n"
    )
    assert [
        "https://one.org", "https://two.org", "https://three.org",
        "https://six.org", "https://four.org/a_(b)", "https://five.org/x", "https://one.org",
    ] == [resource.url for resource in task.resources]  # fmt: skip


def test_aliases_are_kept() -> None:
    assert ("y", "z", "w") == only("- [ ] a {#x alias=y,z alias='w'}").aliases


# Files


@pytest.mark.parametrize("name", ALL)
def test_line_ends_a_mark_before_and_blanks_after_change_nothing(name: str) -> None:
    plain = read(ALL[name])
    assert read("\ufeff" + ALL[name].replace("\n", "\r\n")) == plain
    assert read(ALL[name].replace("\n", " \t\n")) == plain


def test_front_matter_is_no_heading_and_keeps_the_line_numbers() -> None:
    assert "my plan" == read("---\ntitle: x\n---\n- [ ] a").title
    assert 4 == only("---\ntitle: x\n---\n- [ ] a").line
    assert 4 == only('+++\ntitle = "x"\n+++\n- [ ] a').line


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    assert ["a1", "b1"] == slugs(read("---\n# Plan\n- [ ] a1\n---\n- [ ] b1"))
    assert ["a1", "b1"] == slugs(read("---\nnote: mind the gap\n- [ ] a1\n---\n- [ ] b1"))


def test_a_plan_without_a_checkbox_gets_one_sentence_of_advice() -> None:
    with pytest.raises(Unreadable) as caught:
        read_roadmap("# Week 1\n- Docker\n", slug="x", name="plan.md")
    (complaint,) = caught.value.complaints
    assert str(caught.value) == str(complaint)
    assert str(complaint).startswith("plan.md: there is no checkbox in it; write each task on a line of its own")


def test_a_line_that_only_looks_like_a_checkbox_is_named_before_the_advice() -> None:
    with pytest.raises(Unreadable) as caught:
        read("# Week 1\n\n- [todo] Docker\n- [a] Rust\n")
    assert [3, 4, 0] == [complaint.line for complaint in caught.value.complaints]


def test_complaints_stop_the_reading_and_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_bytes(b"- [ ] a {weight=x}")
    with pytest.raises(Unreadable, match=r"^plan\.md:1: the weight “x”"):
        load_roadmap(tmp_path / "plan.md")


def test_a_file_is_read_as_utf_8_and_named_by_its_slug(tmp_path: Path) -> None:
    (tmp_path / "My_Plan.md").write_bytes("- [ ] Größe\r\n".encode())
    assert "my-plan" == load_roadmap(tmp_path / "My_Plan.md").slug
    (tmp_path / "bad.md").write_bytes(b"- [ ] a\n\xff\xfe")
    with pytest.raises(Unreadable, match=r"bad\.md:2: this is not UTF-8"):
        load_roadmap(tmp_path / "bad.md")


def test_the_shipped_roadmap_is_read_once() -> None:
    assert shipped_roadmap() is shipped_roadmap()
    assert "ml-engineer" == shipped_roadmap().slug


# Slugs


@pytest.mark.parametrize("name", ALL)
def test_derived_slugs_are_short_unique_and_ascii(name: str) -> None:
    found = slugs(read(ALL[name]))
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 24 for slug in found)


@given(name=st.sampled_from(sorted(ALL)), place=st.integers(0, 60))
def test_derived_slugs_stay_when_a_line_is_added_elsewhere(name: str, place: int) -> None:
    lines = ALL[name].split("\n")
    boxes = [
        n for n, line in enumerate(lines) if re.match(r"\s*([-*+]|\d[.)]) \[[ xX]\]", line) and "hidden" not in line
    ]
    after = boxes[place % len(boxes)]
    bullet = lines[after].split("[")[0]
    lines.insert(after, f"{bullet}[ ] Zebras and quaggas")
    try:
        changed = read("\n".join(lines))
    except Unreadable:
        raise AssertionError(lines) from None
    assert set(slugs(read(ALL[name]))) <= set(slugs(changed))


def test_pinning_is_stronger_than_deriving() -> None:
    assert [
        "docker-1",
        "docker-whales",
    ] == slugs(read("- [ ] Docker: whales\n- [ ] Something {#docker-whales}\n"))


def test_same_titles_are_told_apart_by_their_hints_and_then_by_number() -> None:
    assert ["leetcode-10-easy", "leetcode-10-hard"] == slugs(read("- [ ] LeetCode: 10 easy\n- [ ] LeetCode: 10 hard"))
    assert [
        "house-one", "house-two",
    ] == slugs(read("- [ ] House price model one\n- [ ] House price model two"))  # fmt: skip
    assert ["docker-1", "docker-4"] == slugs(read("- [ ] Docker\n" * 4))[0::3]
    assert "docker-4" == slugs(read("- [ ] Docker\n" * 3 + "- [ ] Whale {#docker-2}"))[2]


@given(
    titles=st.lists(st.text(st.characters(exclude_characters="\r\n"), min_size=1, max_size=60), min_size=1, max_size=8)
)
def test_any_words_at_all_make_good_slugs(titles: list[str]) -> None:
    try:
        roadmap = read("\n".join(f"- [ ] x{title}" for title in titles))
    except Unreadable:
        return
    found = slugs(roadmap)
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in found)
    assert all(len(f"done {slug}".encode()) <= 64 and len(slug) <= 24 for slug in found)
