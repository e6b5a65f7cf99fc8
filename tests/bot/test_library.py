from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.library import find_roadmap, label_roadmaps, read_library, read_shelf, spell_roadmap
from roadmap.model import Roadmap
from roadmap.reading import Complaint
from tests.bot.climb import CLIMB

PLAN = "# Plan\n\n- [ ] Read\n"


def write(folder: Path, *names: str, text: str = PLAN) -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def read(*paths: Path) -> tuple[dict[str, Roadmap], list[Complaint]]:
    left_out: list[Complaint] = []
    return read_library(paths, left_out.append).roadmaps, left_out


def test_ones_own_roadmaps_stand_beside_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, "plan.md")

    assert ["ml-engineer", "plan"] == list(read(tmp_path)[0])
    assert ["ml-engineer", "plan"] == list(read(tmp_path / "plan.md")[0])
    assert ["ml-engineer", "plan"] == list(read(tmp_path, tmp_path / "plan.md")[0])


def test_a_file_with_the_slug_of_the_shipped_roadmap_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "ML_Engineer.md")

    with pytest.raises(ConfigError, match=r"ROADMAPS.*ml-engineer.*rename"):
        read(tmp_path)


BAD_FILES = {
    "README.md": b"# About\n\nHow to use these plans.\n",
    "empty.md": b"",
    "latin.md": "# Pl\u00e4ne\n- [ ] Lesen\n".encode("latin-1"),
    "binary.md": bytes(range(256)) * 4,
    "utf16.md": "# Plan\n- [ ] Read\n".encode("utf-16"),
    "twice.md": b"- [ ] a {#one}\n- [ ] b {#one}\n",
    "weight.md": b"- [ ] a {weight=lots}\n",
    "slug.md": b"- [ ] a {#Not A Slug}\n",
    "criteria.md": b"# T\n\n## Week 1\n\nOnly prose.\n",
    "deep.md": "\n".join("  " * n + "- [ ] a" for n in range(40)).encode(),
    "long.md": b"- [ ] a\n" * 5001,
    "ml-engineer.md": PLAN.encode(),
    f"{'x' * 65}.md": PLAN.encode(),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_one_bad_file_is_left_out_loudly_and_the_others_run(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a.md", "z.md")
    (tmp_path / name).write_bytes(BAD_FILES[name])

    library, left_out = read(tmp_path)

    assert ["ml-engineer", "a", "z"] == list(library)
    [complaint] = left_out
    assert name in str(complaint)


@pytest.mark.parametrize("name", BAD_FILES)
def test_if_every_file_is_bad_the_start_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])

    with pytest.raises(ConfigError, match="ROADMAPS"):
        read(tmp_path)


@pytest.mark.parametrize(
    "names", [("a/plan.md", "b/plan.md"), ("a/my_plan.md", "a/my-plan.md"), ("a/Plan.md", "a/plan.md")]
)
def test_of_files_with_one_slug_none_is_chosen(tmp_path: Path, names: tuple[str, str]) -> None:
    write(tmp_path, *names, "a/other.md")

    shelf = read_shelf((tmp_path / "a", tmp_path / "b") if (tmp_path / "b").exists() else (tmp_path / "a",))

    assert ["ml-engineer", "other"] == list(shelf.roadmaps)
    assert {str(tmp_path / name) for name in names} == {one.file for one in shelf.left_out}


def test_a_folder_called_like_a_file_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "plan.md")
    (tmp_path / "folder.md").mkdir()

    shelf = read_shelf((tmp_path,))

    assert ["ml-engineer", "plan"] == list(shelf.roadmaps)
    assert "cannot be opened" in shelf.left_out[0].problem


NAMES = [
    ("my plan.md", "my plan", "my-plan"),
    ("Mój plan.md", "mój plan", "moj-plan"),
    ("план обучения.md", "план обучения", "plan-obucheniya"),
    ("дорожная_карта.md", "дорожная-карта", "dorozhnaya-karta"),
    ("Java – Spring (2026).md", "java – spring (2026)", "java-spring-2026"),
    ("学习计划.md", "学习计划", "xuexijihua"),
    ("plan.v2.md", "plan.v2", "plan-v2"),
    ("PLAN.md", "plan", "plan"),
    ("a_b c-d.md", "a-b c-d", "a-b-c-d"),
    ("día 1.md", "día 1", "dia-1"),
    ("🚀.md", "🚀", "rocket"),
]


@pytest.mark.parametrize(("file", "slug", "typed"), NAMES)
def test_a_file_name_of_any_kind_makes_a_roadmap_that_can_be_typed(
    tmp_path: Path, file: str, slug: str, typed: str
) -> None:
    write(tmp_path, file, text="# Course\n\n- [ ] Read\n")
    library, _ = read(tmp_path)

    assert ["ml-engineer", slug] == list(library)
    for said in (slug, slug.upper(), f" {slug} ", "course", "COURSE"):
        assert slug == find_roadmap(library, said)
    if slug != "🚀":
        assert slug == find_roadmap(library, typed)
    assert slug == find_roadmap(library, spell_roadmap(library, slug))


def titled(**titles: str) -> dict[str, Roadmap]:
    return {slug: replace(CLIMB, slug=slug, title=title) for slug, title in titles.items()}


def test_two_roadmaps_with_one_title_are_told_apart() -> None:
    library = titled(spring="My Plan", autumn="my plan!", other="Another")

    assert {"spring": "My Plan (spring)", "autumn": "my plan! (autumn)", "other": "Another"} == label_roadmaps(library)
    assert find_roadmap(library, "my plan") is None
    assert ["spring", "autumn", "other"] == [find_roadmap(library, one) for one in ("Spring", "AUTUMN", "another")]


def test_a_slug_goes_before_the_title_of_another() -> None:
    library = titled(java="Backend", backend="Java")

    assert ["java", "backend"] == [find_roadmap(library, one) for one in ("java", "backend")]


def test_slugs_that_are_spelled_alike_are_typed_as_they_are() -> None:
    library = {"my plan": CLIMB, "my-plan": CLIMB, "план": CLIMB, "plan": CLIMB}

    assert [*library] == [find_roadmap(library, slug) for slug in library]
    assert ["my plan", "my-plan", "план", "plan"] == [spell_roadmap(library, slug) for slug in library]
    assert find_roadmap(library, "my_plan") is None


def test_words_without_letters_name_no_roadmap() -> None:
    assert find_roadmap(titled(a="?", b="!"), "...") is None
