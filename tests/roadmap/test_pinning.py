from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadmap.pinning import pin_slugs
from roadmap.reading import Unreadable, read_roadmap
from tests.roadmap.strangers import ALL

ENDS = ("\n", "\r\n", "\r")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("end", ENDS)
def test_a_pinned_file_reads_to_the_same_roadmap_and_is_pinned_once(name: str, end: str) -> None:
    source = "\ufeff" + ALL[name].replace("\n", end)
    pinned = pin_slugs(source)
    assert pin_slugs(pinned) == pinned
    assert read_roadmap(pinned, slug="x") == read_roadmap(source, slug="x")


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_changed_but_for_the_slugs_put_in(name: str) -> None:
    source = "\ufeff" + ALL[name].replace("\n", "\r\n").replace("checkbox", "checkbox  \t")
    assert re.sub(r" \{#[a-z0-9-]+\}|(?<=\{)#[a-z0-9-]+ ", "", pin_slugs(source)) == source


@pytest.mark.parametrize("name", ALL)
def test_every_task_of_a_pinned_file_keeps_its_slug_when_the_words_change(name: str) -> None:
    pinned = pin_slugs(ALL[name])
    changed = re.sub(r"^(\s*(?:[-*+]|\d+[.)]) \[[ xX]\] ).*?(?= \{)", r"\1Other words", pinned, flags=re.MULTILINE)
    before, after = read_roadmap(pinned, slug="x"), read_roadmap(changed, slug="x")
    assert [task.slug for task in after.tasks()] == [task.slug for task in before.tasks()]


@pytest.mark.parametrize(
    ("line", "pinned"),
    [
        ("- [ ] Docker", "- [ ] Docker {#docker}"),
        ("- [ ] Docker  ", "- [ ] Docker {#docker}  "),
        ("- [ ] Docker\\\n  stuff", "- [ ] Docker {#docker-stuff}\\\n  stuff"),
        ("- [ ] C:\\", "- [ ] C:\\ {#c}"),
        ("- [ ] Docker [\n-\\", "- [ ] Docker [ {#docker}\n-\\"),
        ("- [ ] Docker {weight=3}", "- [ ] Docker {#docker weight=3}"),
        ("- [ ] Docker {:weight=3} ", "- [ ] Docker {#docker weight=3} "),
        ("- [ ] Docker\n  and stuff {weight=3}", "- [ ] Docker\n  and stuff {#docker-stuff weight=3}"),
        ("- [ ] [Docker\n  book](https://x.y)", "- [ ] [Docker\n  book](https://x.y) {#docker-book}"),
        ("- [ ] `Docker\n  run`", "- [ ] `Docker\n  run` {#docker-run}"),
        ("- [ ] Docker {not ours}", "- [ ] Docker {not ours} {#docker-not-ours}"),
        ("- [ ] Docker {#whale}", "- [ ] Docker {#whale}"),
        ("## Tools ##\n- [ ] Docker", "## Tools {#tools} ##\n- [ ] Docker {#tools-docker}"),
        ("# Title\n## ##\n- [ ] Docker", "# Title\n## ##\n- [ ] Docker {#docker}"),
        ("- - a\n  - [ ] Docker", "- - a\n  - [ ] Docker {#docker}"),
        ("- -\\\n      - [ ] Docker\n  - [ ] a", "- -\\ {#part-1}\n      - [ ] Docker {#docker}\n  - [ ] a {#a}"),
        ("- [ ] [\n      # a #", "- [ ] [\n      # a # {#a}"),
        ("Tools\n---\n- [ ] Docker", "Tools {#tools}\n---\n- [ ] Docker {#tools-docker}"),
        ("> ## Tools #\n> - [ ] Docker", "> ## Tools {#tools} #\n> - [ ] Docker {#tools-docker}"),
    ],
)
def test_the_slug_stands_after_the_words_and_before_what_ends_the_line(line: str, pinned: str) -> None:
    assert pin_slugs(line) == pinned


def test_a_front_matter_is_left_alone() -> None:
    assert "---\ntitle: a\n---\n- [ ] Docker {#docker}\n" == pin_slugs("---\ntitle: a\n---\n- [ ] Docker\n")


def test_a_file_that_is_to_be_mended_is_not_pinned() -> None:
    with pytest.raises(Unreadable, match="weight"):
        pin_slugs("- [ ] a {weight=none}")


WORDS = st.text(alphabet="abc XÄж学{}#[]()*`_\\!<>:|~-.🚀\t", min_size=1, max_size=12)
LINES = st.lists(
    st.builds(
        lambda indent, mark, words, tail: f"{'  ' * indent}{mark}{words}{tail}",
        st.integers(0, 3),
        st.sampled_from(["- [ ] ", "* [x] ", "1. [ ] ", "- ", "# ", "### ", "**Week 2** ", "", "> ", "## Month 3: "]),
        WORDS,
        st.sampled_from(["", "  ", " {weight=2}", "\\", " #"]),
    ),
    max_size=12,
)


@given(lines=LINES, end=st.sampled_from(ENDS))
@example(lines=["- [ ] Ä", "- [ ] Ä", "# Ä", "- :"], end="\n")
@example(lines=["- [)(]\\", "  **Week 2** :"], end="\n")
@example(lines=["1. [ ]\\", "   words"], end="\r\n")
@example(lines=["- [✓] \\", "  words"], end="\n")
@example(lines=["- \\［x］\\", "  words"], end="\n")
@example(lines=["- (x)\\", "  words"], end="\n")
@example(lines=["- ☐\\", "  words"], end="\n")
@example(lines=["- [ ]  ", "  words"], end="\n")
def test_whatever_can_be_read_can_be_pinned(lines: list[str], end: str) -> None:
    source = end.join(["- [ ] first", *lines])
    try:
        before = read_roadmap(source, slug="x")
    except Unreadable:
        return
    pinned = pin_slugs(source)
    assert read_roadmap(pinned, slug="x") == before
    assert pin_slugs(pinned) == pinned
