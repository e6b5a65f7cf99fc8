"""Put a run into words, and compare it with the one that is kept."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.areas import AREAS
from tests.mutants.hunting import Outcome

BASELINE = Path(__file__).with_name("baseline.txt")
ROW = "{:<10}{:>7}{:>8}{:>10}{:>9}{:>9}"


def word_report(outcomes: Sequence[Outcome], about: str) -> str:
    """Word the figures of each area, what survived, and the keys of what was killed."""
    chance = sum(one.by_chance for one in outcomes)
    parts = [
        about,
        "\n".join(
            [
                ROW.format("area", "tried", "killed", "survived", "timeout", "share"),
                *(_word_row(area, [one for one in outcomes if one.area == area]) for area in AREAS),
                _word_row("all", outcomes),
            ]
        ),
        f"killed first by a test whose examples Hypothesis chooses: {chance}",
        *(_word_list(verdict, outcomes) for verdict in ("survived", "timeout")),
        *(_word_keys(area, outcomes) for area in AREAS),
    ]
    return "\n\n".join(parts) + "\n"


def word_comparison(outcomes: Sequence[Outcome], kept: str) -> str:
    """Name what the kept run killed and this one did not. Such code has not changed, so its tests have."""
    before = {area: set(keys.split()) for area, keys in re.findall(r"^killed in (\w+):\n([0-9a-f\s]+)", kept, re.M)}
    same = [one for one in outcomes if one.mutant.key in before.get(one.area, ())]
    lost = [one for one in same if one.verdict == "survived"]
    lines = [f"of the mutants that {BASELINE.name} has as killed, {len(same)} came again and {len(lost)} survived:"]
    return "\n".join([*lines, *map(_word_outcome, lost)])


def share_killed(outcomes: Sequence[Outcome]) -> float:
    """Reckon the share of killed mutants, in percent; timeouts count neither way."""
    counts = Counter(one.verdict for one in outcomes)
    return 100 * counts["killed"] / max(counts["killed"] + counts["survived"], 1)


def read_share(kept: str) -> float:
    """Read the share of all areas in a report."""
    found = re.search(r"^all .* ([\d.]+) %$", kept, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _word_row(area: str, outcomes: Sequence[Outcome]) -> str:
    counts = Counter(one.verdict for one in outcomes)
    figures = (counts["killed"], counts["survived"], counts["timeout"])
    return ROW.format(area, len(outcomes), *figures, f"{share_killed(outcomes):.1f} %")


def _word_list(verdict: str, outcomes: Sequence[Outcome]) -> str:
    return "\n".join([f"{verdict}:", *(_word_outcome(one) for one in outcomes if one.verdict == verdict)])


def _word_keys(area: str, outcomes: Sequence[Outcome]) -> str:
    keys = sorted(one.mutant.key for one in outcomes if one.area == area and one.verdict == "killed")
    return f"killed in {area}:\n" + textwrap.fill(" ".join(keys), 116)


def _word_outcome(one: Outcome) -> str:
    mutant = one.mutant
    where = f"{mutant.path}:{mutant.lines.start} {mutant.owner}"
    return f"{mutant.key} {one.area} {where} ({one.tests} of {one.of} tests): {mutant.text}"
