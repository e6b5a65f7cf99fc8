"""How long a plan takes to read as it grows: `python -m tests.bench.bench_reading [TASKS ...]`.

For each size a plan in the manner of other people's is read, from its text to the roadmap with all its slugs. The floor
is markdown-it-py alone, which parses the same text whole. Both take turns in one run, and the best of ROUNDS counts.

Gates: reading takes at most LIMIT times its floor at every size, and from the smallest size to the largest this ratio
grows at most MORE times. Milliseconds are printed only.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

from markdown_it import MarkdownIt

from roadmap.reading import read_roadmap

SIZES = (500, 5_000)
ROUNDS = 5
LIMIT = 5.0
MORE = 1.25
A_WEEK = 10
KINDS = (
    "- [ ] **Topic {n}** – what it is for ([notes](https://n.org/{n}))",
    "- [ ] Read [Chapter {n}](https://b.org/{n}) and take notes",
    "- [ ] Book: [Volume {n}](https://b.org/v{n})",
    "1. [ ] Build a small program about subject {n}",
    "- [x] Exercise {n}: sort, search, and print",
    "* [ ] Review `code {n}` of last week",
    "- [-] Mini-project: model {n} #later",
    "- ☐ Предмет {n}: основы",
    "- [ ] Watch the talk {n} https://v.org/watch?v={n}\n  - its first half\n  - its second half",
    "- [ ] Review",
)


def main(sizes: tuple[int, ...]) -> int:
    """Read and print each size; 1 if a gate is missed."""
    _say(f"{'tasks':>8} {'reading':>10} {'floor':>10}   (ms, best of {ROUNDS})")
    ratios = [_measure(size) for size in sizes]
    passed = [
        _check(f"times its floor, a plan of {sizes[-1]:,} tasks", max(ratios), LIMIT),
        _check(f"times the ratio of {sizes[0]:,} tasks, that of {sizes[-1]:,}", ratios[-1] / ratios[0], MORE),
    ]
    return 0 if all(passed) else 1


def _check(name: str, value: float, limit: float) -> bool:
    _say(f"gate: {value:.2f} {name} (limit {limit}): {'ok' if value <= limit else 'MISSED'}")
    return value <= limit


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _measure(size: int) -> float:
    """How many times its floor the reading of a plan of some tasks takes."""
    text = write_plan(size)
    assert size == len(list(read_roadmap(text, slug="plan").tasks()))
    pairs = [(_time(lambda: read_roadmap(text, slug="plan")), _time(lambda: _parse(text))) for _ in range(ROUNDS)]
    ours, floor = (min(times) for times in zip(*pairs, strict=True))
    _say(f"{size:>8,} {ours * 1000:10.1f} {floor * 1000:10.1f}")
    return float(ours / floor)


def _parse(text: str) -> object:
    return MarkdownIt("commonmark").enable("table").parse(text)


def _time(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def write_plan(size: int) -> str:
    """A plan of so many tasks, ten a week, in the forms that people write."""
    lines = ["# A long plan", "", "It goes on for years."]
    for number in range(size):
        if number % A_WEEK == 0:
            lines += ["", f"## Week {number // A_WEEK + 1}: Part {number // A_WEEK}", "", "Some words about it.", ""]
        lines.append(KINDS[number % len(KINDS)].replace("{n}", str(number)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(tuple(int(arg) for arg in sys.argv[1:]) or SIZES))
