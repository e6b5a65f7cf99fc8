"""kill -9 at every commit and every send of a link, a connection, their ends and a forgetting: before it, and after it.

The call is delivered again if it was not answered. All that is kept, said and posted is as in a run without a kill.
"""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.identity import Platform
from tests.faults import town as towns
from tests.faults.conftest import Figures
from tests.faults.copies import Copies
from tests.faults.deeds import DEEDS
from tests.faults.letterboxes import Letterboxes, Letters
from tests.faults.lives import Director, Part, Rows, directing

pytestmark = pytest.mark.faults

SOME = 2  # kills in a deed in `make test`
EACH = {"sqlite": 1, "postgres": 6}  # all points, or one in so many


@dataclass
class Story:
    """What came of a run: what was answered, posted and kept, and `done`: what was kept when the deed was done."""

    point: str = ""
    points: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    done: Rows = field(default_factory=dict)
    torn: bool = False
    posts: list[towns.Row] = field(default_factory=list)
    in_flight: set[str] = field(default_factory=set)
    letters: Letters = field(default_factory=Letters)
    kept: Rows = field(default_factory=dict)
    differences: int = 0
    whole: bool = False
    unnamed: str = ""

    @property
    def came(self) -> Counter[str]:
        """Post -> how many messages it became."""
        return Counter(key for key, _ in self.letters.taken)

    @property
    def changed(self) -> set[str]:
        """The posts whose messages were changed."""
        return {bare_key(key) for key, message in self.letters.taken if self.letters.changed[message]}

    def check(self, calm: Story) -> None:
        """See that all came as in the run without a kill."""
        told = f"killed at {self.point!r}"
        assert set(self.answers) == set(calm.answers), told
        assert not self.torn, told
        assert self.kept == calm.kept, told
        assert 0 == self.differences, told
        assert self.whole, told
        assert {*map(_bare_key_of, self.posts)} == {*map(_bare_key_of, calm.posts)}, told
        assert self.changed == calm.changed, told
        assert not self.unnamed or [] == [text for text in self.letters.said.values() if self.unnamed in text], told
        others = {_bare_key_of(one): one for one in calm.posts}
        for post, other in ((one, others[_bare_key_of(one)]) for one in self.posts):
            self._check_post(post, other, calm.came[other.key], f"{told}: {post}")

    def count(self) -> Counter[str]:
        """Count what README.md reports."""
        left = [one.key for one in self.posts if one.state == "ambiguous"]
        return Counter(
            kills=1,
            in_flight=len(self.in_flight),
            twice=sum(count - 1 for count in self.came.values() if count > 1),
            in_doubt=len(left),
            in_doubt_and_never_came=sum(not self.came[key] for key in left),
        )

    def _check_post(self, post: towns.Row, calm: towns.Row, often: int, told: str) -> None:
        came, unseen = self.came[post.key], post.key in self.in_flight and post.platform == Platform.TELEGRAM
        if post.state == "ambiguous":
            assert unseen and not post.rather_twice and came <= often, told
        else:
            assert post.state == calm.state, told
            assert often <= came <= often + (unseen and post.rather_twice), told


def bare_key(key: str) -> str:
    """The key of a post, without the number or moment that a kill changes."""
    return re.sub(r"(?<=^homes:)\d+|:\d{10}\.\d+$", "", key)


def _bare_key_of(post: towns.Row) -> str:
    return bare_key(post.key)


@dataclass
class Stage:
    """A deed with all that came before it: what is kept and what the platforms took. `director` plays it."""

    director: Director
    boxes: Letterboxes
    copies: Copies
    part: Part
    before: Rows = field(default_factory=dict)
    letters: Letters = field(default_factory=Letters)

    async def prepare(self) -> None:
        """Live through all that comes before the deed."""
        _, notes = await self.director.play(replace(self.part, here=True))
        [(line, now, self.before)] = notes["stage"]
        self.part = replace(self.part, line=line, now=now)
        self.letters = deepcopy(self.boxes.letters)

    async def play(self, kill: int | None, done: Rows | None = None, *, here: bool = False) -> Story:
        """Do the deed, be killed at a point, start again and go on to the end. `done`: what is kept after the deed."""
        self.boxes.letters = deepcopy(self.letters)
        part = replace(self.part, url=await self.copies.fresh(), kill=kill, here=here)
        code, notes = await self.director.play(part)
        story = Story(letters=self.boxes.letters, unnamed=DEEDS[part.deed].unnamed)
        if kill:
            assert -signal.SIGKILL == code, f"point {kill} never came"
            await self.boxes.hear_out()
            [story.point] = notes["point"]
            step, now = notes.get("step", [(0, part.now)])[-1]
            story.answers += notes.get("answer", [])
            _, notes = await self.director.play(replace(part, step=step, now=now, kill=None, after=True))
            [(found, story.in_flight)] = notes["found"]
            story.torn = step == 0 and found not in (self.before, done)
        _note_the_end(story, notes)
        return story


def _note_the_end(story: Story, notes: dict[str, list[Any]]) -> None:
    [story.points] = notes["names"]
    story.answers += notes["answer"]
    story.done = next(iter(notes.get("done", [{}])))
    [(story.posts, story.kept, story.differences, story.whole)] = notes["end"]


@asynccontextmanager
async def set_stage(deed: str, copies: Copies, folder: Path) -> AsyncIterator[Stage]:
    """Make all that comes before a deed."""
    boxes, wire, url = Letterboxes(), str(folder / "wire"), await copies.begin()
    async with boxes.listening(wire), directing() as director:
        stage = Stage(director, boxes, copies, Part(deed, url, wire, str(folder / "journal")))
        await stage.prepare()
        yield stage


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_deed_is_whole_after_a_kill_at_any_point(
    deed: str, copies: Copies, tmp_path: Path, request: pytest.FixtureRequest, figures: Figures
) -> None:
    each = EACH[copies.engine] if request.config.getoption("--faults") == "all" else None
    async with set_stage(deed, copies, tmp_path) as stage:
        await kill_everywhere(stage, each, figures)


async def kill_everywhere(stage: Stage, each: int | None, figures: Figures) -> None:
    calm = await stage.play(None, here=True)
    calm.check(calm)
    total = Counter[str]()
    for number in numbers(len(calm.points), each):
        story = await stage.play(number, calm.done)
        story.check(calm)
        total += story.count()
    figures.note(points=len(calm.points), posts=len(calm.posts), changed=len(calm.changed), **total)


def numbers(count: int, each: int | None) -> list[int]:
    """Those around the commit of the deed itself, and each of so many of the others; without a number, a few."""
    return sorted({1, 2, *range(3, count + 1, each or count // SOME)})
