"""Lines with a known meaning, played on several plans: never a wrong tick, and seldom a needless question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from roadmap.lookup.understanding import Understood, understand
from roadmap.model import Roadmap
from roadmap.reading import shipped_roadmap
from tests.bot.climb import CLIMB
from tests.roadmap.typed_lines import draw_lines
from tests.roadmap.typed_names import TypedLine, words_of
from tests.roadmap.typed_plans import BOXED_WEEKS, RESTARTING, TWINS

FEW, ALL = 400, 20_000
MOST_QUESTIONS = 0.1

PLANS = {
    "shipped": shipped_roadmap(),
    "climb": CLIMB,
    "twins": TWINS,
    "restarting": RESTARTING,
    "boxed": BOXED_WEEKS,
}


@dataclass(frozen=True)
class Played:
    line: TypedLine
    found: Understood

    @property
    def is_wrong(self) -> bool:
        return not set(self.found.slugs) <= set(self.line.slugs)

    @property
    def is_asked(self) -> bool:
        return bool(self.found.questions or self.found.part or self.found.unknown)

    @property
    def lost(self) -> set[str]:
        """The words of the note that are in no part of the answer."""
        asked = " ".join(question.typed for question in self.found.questions)
        said = " ".join((self.found.note, asked, *self.found.unknown))
        return set(words_of(self.line.note)) - set(words_of(said))


@pytest.fixture(scope="module", params=PLANS)
def played(request: pytest.FixtureRequest) -> list[Played]:
    roadmap = PLANS[request.param]
    count = ALL if request.config.getoption("--thorough") else FEW
    return list(play(roadmap, count))


def play(roadmap: Roadmap, count: int) -> Iterator[Played]:
    for line in draw_lines(roadmap, count, seed=8):
        yield Played(line, understand(roadmap, line.typed))


def test_no_line_ticks_what_it_does_not_mean(played: list[Played]) -> None:
    assert [] == [one for one in played if one.is_wrong]


def test_a_slug_or_whole_title_is_never_a_question_with_a_note_or_without(played: list[Played]) -> None:
    exact = [one for one in played if one.line.exact]

    assert [] == [one for one in exact if one.is_asked or set(one.found.slugs) != set(one.line.slugs)]
    assert len(exact) > len(played) / 4


def test_a_line_with_a_single_meaning_is_seldom_a_question(played: list[Played]) -> None:
    single = [one for one in played if one.line.single and not one.line.exact]
    asked = [one for one in single if one.found.questions]

    assert len(asked) <= MOST_QUESTIONS * len(single)
    assert [] == [one for one in single if not one.found.questions and set(one.found.slugs) != set(one.line.slugs)]


def test_no_word_of_a_note_is_lost(played: list[Played]) -> None:
    assert [] == [one for one in played if one.found.slugs and one.lost]
