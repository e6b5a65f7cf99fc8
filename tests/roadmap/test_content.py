"""The shipped roadmap against figures read from its source by hand."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from roadmap.model import WEIGHTS, Cadence
from roadmap.pinning import pin_slugs
from roadmap.reading import SHIPPED, read_roadmap, shipped_roadmap

SOURCE = Path("/work/shared/roadmap-source.md")

# level, name, first and last month, tasks, promise
LEVELS = (
    ("zero", "ZERO", "Foundation Builder", 1, 3, 16, "I understand AI and can build basic models"),
    ("mid", "MID", "Practical ML Engineer", 4, 8, 25, "I can work as a junior ML engineer"),
    (
        "senior",
        "SENIOR",
        "Research & Advanced Systems",
        9,
        12,
        22,
        "I can read research papers and build production systems",
    ),
)

# first month, last month, title, its blocks: (slug, title, weeks, tasks)
MONTHS = (
    (1, 1, "Mathematics & Python Transition", (
        ("week1", "Math Essentials", "1-2", 3), ("week2", "Python for PHP Developers", "3-4", 3))),
    (2, 2, "Core ML Concepts", (
        ("week3", "Understanding Machine Learning", "1-2", 3), ("week4", "First ML Models", "3-4", 3))),
    (3, 3, "Data Skills & First Project", (
        ("week5", "Data Manipulation", "1-2", 3), ("week6", "Complete End-to-End Project", "3-4", 1))),
    (4, 4, "Advanced ML & Neural Networks", (
        ("week7", "Advanced Scikit-learn", "1-2", 3), ("week8", "Neural Networks Introduction", "3-4", 3))),
    (5, 5, "Deep Learning & Specialization", (
        ("week9", "Deep Learning Frameworks", "1-2", 3), ("week10", "Domain Specialization", "3-4", 2))),
    (6, 7, "MLOps & Production", (
        ("month6-production", "ML in Production", "", 4), ("month6-tools", "MLOps Tools", "", 3))),
    (8, 8, "Portfolio & Job Readiness", (
        ("month8-portfolio", "Build Your ML Portfolio", "", 4), ("month8-interview", "Interview Preparation", "", 3))),
    (9, 10, "Advanced Deep Learning", (
        ("month9-architectures", "Modern Architectures", "", 4), ("month9-papers", "Research Paper Reading", "", 4))),
    (11, 11, "Research Papers Deep Dive", (
        ("month11-papers", "Target Papers", "", 2), ("month11-implementation", "Implementation Projects", "", 3))),
    (12, 12, "Specialization & Innovation", (
        ("month12-path", "Choose Your Advanced Path", "", 9),)),
)  # fmt: skip

LINKS = {
    "week1-linear-algebra": "https://www.youtube.com/playlist?list=PLZHQObOWTQDPD3MizzM2xVFitgF8hE_ab",
    "week1-statistics": "https://www.youtube.com/playlist?list=PLblh5JKOoLUK0FLuzwntyYI10UQFUhsY9",
    "week2-python": "https://www.youtube.com/watch?v=xPCuJl0VDY4",
    "week2-numpy": "https://jakevdp.github.io/PythonDataScienceHandbook/",
    "week3-crash-course": "https://developers.google.com/machine-learning/crash-course",
    "week4-sklearn": "https://scikit-learn.org/stable/tutorial/index.html",
    "week7-andrew-ng": "https://www.coursera.org/learn/machine-learning",
    "week8-neural-networks": "https://www.youtube.com/playlist?list=PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi",
    "week9-pytorch": "https://www.youtube.com/playlist?list=PLqnslRFeH2UrcDBWF5mfPGpqQDSta6VK4",
    "month9-transformers": "https://arxiv.org/abs/1706.03762",
}

# A word or name of the source for each task, in the source's order.
NAMES = """
Linear Algebra Basics|Statistics Fundamentals|data relationships|Python Syntax|NumPy & Pandas|data analysis script
Google's ML Crash Course|Supervised vs Unsupervised|Model training|Scikit-learn Basics|House price predictor
Training/Testing|Pandas|Data cleaning, filtering, grouping|Matplotlib/Seaborn|FlexSync Sales Predictor
Andrew Ng's ML Course|Cross-validation, hyperparameter tuning|Model evaluation metrics|Neural Networks
TensorFlow/Keras basics|Image classifier|PyTorch or TensorFlow|PyTorch Beginner Course
Text classifier for customer reviews|Choose your path|One significant project in your chosen area|Flask/FastAPI
Docker for ML models|AWS/GCP|Monitoring|MLflow|CI/CD for ML|A/B Testing|3-5 Complete Projects|GitHub Portfolio
Blog Posts|Kaggle Competitions|Technical Skills|System Design|Business Impact|Transformers|Hugging Face|Advanced NLP
Computer Vision|strategy|Start with|Zotero|implement paper concepts|Superscopes|DeepSeek-V3|Reproduce|Experiment
Document|Contribute|Publish|Conference|System Design|Team Leadership|Business Strategy|Industry Expert|Consulting
Product Development
"""

FACTS = """
3Blue1Brown StatQuest Laravel Flask BERT GPT T5 ResNet Abstract Figures Introduction Methods Obsidian
MLA MoE Mixture Colab Jupyter Azure pandas numpy scikit-learn matplotlib torch transformers mlflow docker Fast.ai
Twitter Reddit r/MachineLearning Eloquent Amplifying open-source E-commerce/SaaS 2-3
"""


def test_the_three_levels_have_their_months_and_what_each_is_for() -> None:
    for level, (slug, name, title, first, last, tasks, promise) in zip(shipped_roadmap().levels, LEVELS, strict=True):
        assert (level.slug, level.name, level.title) == (slug, name, title)
        assert (level.months[0].first, level.months[-1].last) == (first, last)
        assert sum(1 for block in level.blocks() for _ in block.all_tasks()) == tasks
        assert promise in level.promise
        assert level.emoji in "🟢🟡🔴"


def test_every_month_and_block_of_the_source_is_there_with_its_tasks() -> None:
    found = [month for level in shipped_roadmap().levels for month in level.months]
    assert [(month.first, month.last, month.title) for month in found] == [month[:3] for month in MONTHS]
    for month, (*_, blocks) in zip(found, MONTHS, strict=True):
        actual = [(b.slug, b.title, b.weeks, sum(1 for _ in b.all_tasks())) for b in month.blocks]
        assert actual == list(blocks)


def test_there_are_sixty_three_tasks_by_the_names_of_the_source() -> None:
    tasks = list(shipped_roadmap().tasks())
    names = [name for line in NAMES.split("\n") for name in line.split("|") if name]
    assert len(tasks) == len(names) == 63
    for task, name in zip(tasks, names, strict=True):
        assert name.lower() in task.title.lower()


def test_every_checkbox_of_the_file_is_a_task_a_criterion_or_a_habit() -> None:
    roadmap = shipped_roadmap()
    criteria = sum(len(level.criteria) for level in roadmap.levels)
    assert (sum(1 for _ in roadmap.tasks()), criteria, len(roadmap.habits)) == (63, 9, 8)
    assert len(re.findall(r"^- \[ \] ", SHIPPED.read_text(), re.MULTILINE)) == 80


def test_the_ten_links_of_tasks_and_the_source_are_exact() -> None:
    roadmap = shipped_roadmap()
    found = {task.slug: resource.url for task in roadmap.tasks() for resource in task.resources}
    assert found == LINKS
    assert roadmap.source == "https://roadmap.sh/r/ml-engineer-3dqvu"


def test_the_facts_of_hints_and_steps_are_kept() -> None:
    text = SHIPPED.read_text()
    assert [fact for fact in FACTS.split() if fact not in text] == []


@pytest.mark.parametrize(
    ("slug", "steps"), [("week6-flexsync", 4), ("month11-superscopes", 3), ("month11-deepseek", 3), ("week2-numpy", 0)]
)
def test_tasks_have_their_steps(slug: str, steps: int) -> None:
    task = shipped_roadmap().task(slug)
    assert task is not None
    assert len(task.steps) == steps


def test_block_two_is_month_one_weeks_three_and_four() -> None:
    block = shipped_roadmap().block("week2")
    assert block is not None
    assert (block.number, block.weeks, block.calendar) == (2, "3-4", (3, 4))
    assert [task.slug for task in block.tasks] == ["week2-python", "week2-numpy", "week2-script"]


def test_ten_blocks_are_numbered_from_the_start() -> None:
    numbers = [block.number for block in shipped_roadmap().blocks()]
    assert numbers == [*range(1, 11), *[None] * 9]


def test_the_domain_is_a_checkbox_with_three_bare_options() -> None:
    choice = shipped_roadmap().choice("week10-path")
    assert choice is not None
    assert choice.task == "week10-path"
    assert [(one.title, one.hint, one.tasks) for one in choice.options] == [
        ("Computer Vision", "Product image classification", ()),
        ("NLP", "Customer support automation", ()),
        ("Recommendation Systems", "E-commerce suggestions", ()),
    ]


def test_the_advanced_path_has_three_options_of_three_tasks_and_equal_weight() -> None:
    choice = shipped_roadmap().choice("month12-path")
    assert choice is not None
    assert choice.task == ""
    assert [(one.title, len(one.tasks), sum(task.weight for task in one.tasks)) for one in choice.options] == [
        ("Research & Innovation", 3, 12),
        ("ML Engineering Leadership", 3, 12),
        ("Applied AI in Your Domain", 3, 12),
    ]
    assert [one.slug for one in choice.options] == ["month12-research", "month12-leadership", "month12-applied"]


def test_each_level_has_three_criteria_a_victory_and_a_celebration() -> None:
    said = [(len(level.criteria), level.victory[:15], level.celebration[:12]) for level in shipped_roadmap().levels]
    assert said == [
        (3, "You can explain", "Treat yourse"),
        (3, "You can work as", "Make it a bi"),
        (3, "You're recognis", "You're an ML"),
    ]


def test_the_eight_habits_come_round_as_in_the_source() -> None:
    habits = shipped_roadmap().habits
    assert Counter(habit.cadence for habit in habits) == {Cadence.DAILY: 2, Cadence.WEEKLY: 3, Cadence.MONTHLY: 3}
    assert {habit.minutes for habit in habits if habit.cadence is Cadence.DAILY} == {(30, 60)}
    assert {habit.minutes for habit in habits if habit.cadence is not Cadence.DAILY} == {(0, 0)}


def test_the_sections_to_read_are_complete() -> None:
    sections = {section.slug: len(section.items) for section in shipped_roadmap().sections}
    assert sections == {"tools": 3, "libraries": 3, "resources": 4, "next-steps": 5, "timeline": 3, "why": 4}


def test_every_slug_is_pinned_and_follows_the_rule() -> None:
    text = SHIPPED.read_text()
    assert pin_slugs(text) == text
    for task in shipped_roadmap().tasks():
        _, month, block = shipped_roadmap().place_of(task.slug)
        prefix = f"week{block.number}-" if block.number else f"month{month.first}-"
        assert task.slug.startswith(prefix)
        assert f"{{#{task.slug} " in text
        assert len(f"done {task.slug}".encode()) <= 64


def test_every_task_has_a_weight_and_a_kind_written_down_and_they_agree_but_for_choosing() -> None:
    lines = SHIPPED.read_text().split("\n")
    tasks = list(shipped_roadmap().tasks())
    assert all(f"weight={task.weight} kind={task.kind}" in lines[task.line - 1] for task in tasks)
    odd = {task.slug for task in tasks if task.weight != WEIGHTS[task.kind]}
    assert odd == {"week9-framework", "week10-path"}


@pytest.mark.skipif(not SOURCE.exists(), reason="the source lies outside this repository")
def test_the_source_itself_reads_to_the_same_shape() -> None:
    source, ours = read_roadmap(SOURCE.read_text(), slug="source"), shipped_roadmap()
    assert [b.number for b in source.blocks()] == [b.number for b in ours.blocks()]
    assert [sum(1 for _ in b.all_tasks()) for b in source.blocks()] == [
        sum(1 for _ in b.all_tasks()) for b in ours.blocks()
    ]
    assert [[r.url for r in t.resources] for t in source.tasks()] == [
        [r.url for r in t.resources] for t in ours.tasks()
    ]
    assert [len(level.criteria) for level in source.levels] == [3, 3, 3]
    assert [(habit.cadence, habit.minutes) for habit in source.habits] == [(h.cadence, h.minutes) for h in ours.habits]
    assert [len(choice.options) for choice in source.choices()] == [3, 3]
    assert all(level.victory and level.celebration and level.promise for level in source.levels)
    assert source.source == ours.source
