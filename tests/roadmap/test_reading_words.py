"""The words of a line: what is its title, and what is not; what kind of work it is; what a heading counts."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadmap.model import Task, TaskKind
from roadmap.reading import Unreadable, read_roadmap
from roadmap.reading.labels import read_label
from roadmap.reading.wording import read_wording
from tests.roadmap.samples import DRAWN_LINES


def only(line: str) -> Task:
    (task,) = read_roadmap(f"- [ ] {line}", slug="x").tasks()
    return task


@pytest.mark.parametrize(
    ("line", "title", "hint"),
    [
        ("[[Linear algebra]]", "Linear algebra", ""),
        ("Read [[Linear algebra|the chapter]]", "Read the chapter", ""),
        ("[[Notes#Part 2]] again", "Notes again", ""),
        ("![[picture.png]] Draw", "picture.png Draw", ""),
        ("Pay 📅 2026-03-01", "Pay", ""),
        ("Pay ⏳ 2026-03-02 🛫 2026-03-01", "Pay", ""),
        ("Pay 🔁 every week 📅 2026-03-01", "Pay", ""),
        ("Pay 🔼", "Pay", ""),
        ("Pay ✅ 2026-02-02", "Pay", ""),
        ("Pay [due:: 2026-03-01]", "Pay", ""),
        ("Pay (priority:: high)", "Pay", ""),
        ("Prove it ^abc-123", "Prove it", ""),
        ("==Important== proof", "Important proof", ""),
        ("**==Important==** proof", "Important", "proof"),
        ("~~Old~~ new", "Old new", ""),
        ("Pay %%hidden%% now", "Pay now", ""),
        ("Pay #todo", "Pay", ""),
        ("#math #hard Vectors", "Vectors", ""),
        ("Vectors #math/linear", "Vectors", ""),
        ("#docker", "docker", ""),
        ("C# basics", "C# basics", ""),
        ("Fix issue #12", "Fix issue #12", ""),
        ("*Slowly* read _it_", "Slowly read it", ""),
        ("***Both*** kinds", "Both", "kinds"),
        ("`==` and `[[x]]`", "== and [[x]]", ""),
        ("**Docker", "Docker", ""),
        ("Docker`", "Docker", ""),
        ("Docker[^1]", "Docker", ""),
        ("Docker :rocket:", "Docker", ""),
        ("Docker @due(2026-03-01)", "Docker", ""),
        ("Docker {.wide}", "Docker", ""),
        ("Docker <!-- later -->", "Docker", ""),
        ("Docker<br>images", "Dockerimages", ""),
        ("Docker &amp; Rust", "Docker & Rust", ""),
        ("Finish ch. 2", "Finish ch. 2", ""),
        ("Read vol. II of it", "Read vol. II of it", ""),
        ("Compare A vs. B in depth", "Compare A vs. B in depth", ""),
        ("Read J. Smith on maps", "Read J. Smith on maps", ""),
        ("Do no. 5 again", "Do no. 5 again", ""),
        ("See pp. 3 to 9", "See pp. 3 to 9", ""),
        ("Lies Kap. 3 und 4", "Lies Kap. 3 und 4", ""),
        ("Use libraries, e.g. NumPy", "Use libraries, e.g. NumPy", ""),
        ("Install it. Then rest", "Install it", "Then rest"),
        ("Book: [Emma](https://e.org/2)", "Book: Emma", ""),
        ("Video: [Rings](https://v.org) and more", "Video: Rings and more", ""),
        ("Article - [Groups](https://a.org)", "Article - Groups", ""),
        ("Chapter 3: [Trees](https://t.org)", "Chapter 3: Trees", ""),
        ("Exercise 3: trees", "Exercise 3: trees", ""),
        ("Docker: [docs](https://d.org)", "Docker", ""),
        ("Final project: a shop", "Final project: a shop", ""),
        ("Buch: [Emma](https://e.org)", "Buch: Emma", ""),
        ("Книга: [Эмма](https://e.org)", "Книга: Эмма", ""),
    ],
)
def test_what_is_no_word_of_a_title_is_not_in_it(line: str, title: str, hint: str) -> None:
    assert (title, hint) == (only(line).title, only(line).hint)


LEFTOVERS = re.compile(r"\[\[|\]\]|==|~~|\*\*|%%|📅|⏳|::|\^\w+$|(?<!\S)#[a-z]|<!--|:[a-z]+:")
MARKED = (
    "[[{}]]", "[[note|{}]]", "=={}==", "**{}**", "*{}*", "~~{}~~", "{} #tag", "{} ^id1", "{} 📅 2026-03-01", "`{}`",
    "%%x%% {}", "[{}](https://x.org)", "{}[^1]", "<b>{}</b>", "{} :fire:", "{}",
)  # fmt: skip
INNERMOST = frozenset({"`{}`", "[[{}]]", "[[note|{}]]", "[{}](https://x.org)"})


@given(
    st.lists(st.sampled_from(MARKED), min_size=1, max_size=3, unique=True),
    st.sampled_from(["Docker", "Größe", "学习", "two words"]),
)
@example(["*{}*", "%%x%% {}", "**{}**"], "Docker")
@example(["*{}*", "{} #tag", "**{}**"], "Docker")
@example(["*{}*", "{} :fire:", "**{}**"], "two words")
def test_titles_hold_no_leftover_of_markup(marks: list[str], words: str) -> None:
    for place, mark in enumerate(marks):
        words = mark.format(words) if mark not in INNERMOST or not place else words
    task = only(f"Alpha {words} omega")
    assert not LEFTOVERS.search(f"{task.title} {task.hint}")


def test_a_line_of_markup_alone_has_a_title_in_its_place() -> None:
    assert ("…", "") == (read_wording("<b></b>", {}).title, read_wording("<b></b>", {}).hint)


@given(DRAWN_LINES)
def test_a_title_is_never_empty_nor_longer_than_a_hundred_letters(line: str) -> None:
    task = only(line.removeprefix("- [ ] "))
    assert 0 < len(task.title) <= 100
    assert task.title == task.title.strip()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[Machine learning](https://www.coursera.org/learn/ml)", TaskKind.UNDERSTAND),
        ("[Sets](https://www.edx.org/x)", TaskKind.UNDERSTAND),
        ("Make School", TaskKind.UNDERSTAND),
        ("Make coffee", TaskKind.UNDERSTAND),
        ("Make a game", TaskKind.BUILD),
        ("Make your own shell", TaskKind.BUILD),
        ("document results", TaskKind.UNDERSTAND),
        ("Document your results", TaskKind.UNDERSTAND),
        ("Finish ch. 2", TaskKind.UNDERSTAND),
        ("Finish the book", TaskKind.UNDERSTAND),
        ("Finish the course", TaskKind.COURSE),
        ("Take notes", TaskKind.UNDERSTAND),
        ("Take the Stanford course on maps", TaskKind.COURSE),
        ("Complete exercise 3.1", TaskKind.UNDERSTAND),
        ("Complete 3 projects", TaskKind.PROJECT),
        ("Code review", TaskKind.UNDERSTAND),
        ("Code a parser", TaskKind.BUILD),
        ("Present perfect", TaskKind.UNDERSTAND),
        ("Present your work", TaskKind.PUBLISH),
        ("Project Euler", TaskKind.UNDERSTAND),
        ("Project: Chat", TaskKind.PROJECT),
        ("Project 1: Chat", TaskKind.PROJECT),
        ("Mini-project: Chat", TaskKind.PROJECT),
        ("Capstone project", TaskKind.PROJECT),
        ("Course: Sets", TaskKind.COURSE),
        ("Of course", TaskKind.UNDERSTAND),
        ("Build a shed", TaskKind.BUILD),
        ("Make", TaskKind.BUILD),
        ("[Talk](https://youtu.be/1)", TaskKind.WATCH),
        ("[Paper](https://arxiv.org/abs/1)", TaskKind.READ),
    ],
)
def test_one_word_makes_no_heavy_task(line: str, kind: TaskKind) -> None:
    assert kind is only(line).kind


@pytest.mark.parametrize(
    ("title", "short", "rest"),
    [
        ("Módulo 1: Lógica", "modulo1", "Lógica"), ("Aula 3", "aula3", "Aula 3"),
        ("Jour 1 : Variables", "day1", "Variables"), ("Woche 2: Schleifen", "week2", "Schleifen"),
        ("Semana 4 - Fin", "week4", "Fin"), ("Semaine 2", "week2", "Semaine 2"),
        ("Неделя 1-2: Основы", "week1", "Основы"), ("第一周：基础", "week1", "基础"),
        ("第十二周", "week12", "第十二周"), ("1주차: 기초", "week1", "기초"), ("2주차", "week2", "2주차"),
        ("3개월차", "month3", "3개월차"), ("Tag 3", "day3", "Tag 3"), ("Día 5: Uno", "day5", "Uno"),
        ("Settimana 2", "week2", "Settimana 2"), ("Týden 3: x", "week3", "x"),
        ("3. týden", "week3", "3. týden"), ("Hafta 4", "week4", "Hafta 4"),
        ("2. hafta: x", "week2", "x"), ("第3週", "week3", "第3週"), ("1週目：準備", "week1", "準備"),
        ("1日目", "day1", "1日目"), ("3か月目", "month3", "3か月目"), ("第二章 基础", "zhang2", "基础"),
        ("阶段一：入门", "jieduan1", "入门"), ("1-я неделя: Основы", "week1", "Основы"),
        ("Первая неделя", "week1", "Первая неделя"), ("1ª semana", "week1", "1ª semana"),
        ("2nd week: Go", "week2", "Go"), ("First week", "week1", "First week"),
        ("Erste Woche: Los", "week1", "Los"), ("1. Woche", "week1", "1. Woche"),
        ("Phase 1: Weeks 1-4", "phase1", "Weeks 1-4"), ("Phase 1 – Weeks 1-4: Go", "phase1", "Go"),
        ("KW 12", "week12", "KW 12"), ("Урок 3. Циклы", "urok3", "Циклы"),
        ("День 15", "day15", "День 15"), ("Εβδομάδα 1", "week1", "Εβδομάδα 1"),
        ("שבוע 2: x", "week2", "x"), ("الأسبوع 3", "week3", "الأسبوع 3"),
        ("सप्ताह 4", "week4", "सप्ताह 4"), ("Tuần 5", "week5", "Tuần 5"),
        ("Minggu 6", "week6", "Minggu 6"), ("Vecka 3", "week3", "Vecka 3"),
        ("Lektion 7", "lektion7", "Lektion 7"), ("Leçon 9", "lecon9", "Leçon 9"),
        ("Étape 3 : Suite", "etape3", "Suite"), ("Teil 4", "teil4", "Teil 4"),
        ("Semaines 3 à 4", "week3", "Semaines 3 à 4"), ("Month XII", "month12", "Month XII"),
        ("Week Twelve", "week12", "Week Twelve"), ("Woche zwei", "week2", "Woche zwei"),
        ("项目（第5-8周）", "week5", "项目"), ("Projekt (Wochen 5-8)", "week5", "Projekt"),
        ("Week 2 to week 3", "week2", "Week 2 to week 3"), ("第二十一周", "week21", "第二十一周"),
        ("第二十周", "week20", "第二十周"),
        ("Week 1 - 3 hours a day", "week1", "3 hours a day"), ("1 месяц", "month1", "1 месяц"),
        ("2 hafta: x", "week2", "x"),
    ],
)  # fmt: skip
def test_counted_titles_are_understood_in_many_languages(title: str, short: str, rest: str) -> None:
    label = read_label(title)
    assert (short, rest) == (label.short, label.title)


@pytest.mark.parametrize(
    "title",
    [
        "12 weeks of Rust", "30 days of Python", "2 month plan", "Les 5 erreurs", "Week of joy", "一周计划",
        "3月", "2024年",
        "1. Python", "2024 goals", "周", "unit testing", "level up", "Part of speech 3", "日本語",
        "Phase 123456", "Days gone by",
    ],
)  # fmt: skip
def test_other_titles_count_nothing(title: str) -> None:
    assert "" == read_label(title).short


@given(st.text(max_size=40))
def test_no_title_is_too_strange(title: str) -> None:
    try:
        read_roadmap(f"# P\n## {title}\n- [ ] {title}\n- [ ] a", slug="x")
    except Unreadable as error:
        assert error.complaints
