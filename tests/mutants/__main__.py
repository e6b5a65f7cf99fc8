"""Try 500 small faults, and see which of them the tests catch: `make mutants`, some 40 minutes of one core.

The mutants are drawn by a seed, as many from each area as `areas.py` says. A mutant is drawn by the words of its
statement, so the same code is drawn again when its file has moved or a function around it has a new name. After a move
only the patterns in `areas.py` change.

`baseline.txt` is the kept run; `--keep` writes it anew. The share is killed / (killed + survived); a timeout counts
neither way. Quicker tests fit more into the time, so a share may only rise by that; what is lost shows in the names.
Status 1 if the share of all areas is lower than the kept one. Mutants that were killed then and survive
now are named at the end. A survivor has a key: `--only KEY --seconds 60` tries it again on more tests.

Each mutant meets the tests on SQLite that run its lines, the quickest first and of each file some, until one fails
or the time is full. Hypothesis draws the same examples each time.

Not mutated: texts, log lines, annotations, defaults of arguments, fields of classes, decorators. A constant that other
modules reckon with when they are loaded changes only where it is used by name.

Why not mutmut 3.8.1 (tried 2026-11-29): it mutates functions alone, and the rules of the outbox and of the dues stand
in statements at the top of modules. It draws no sample, and names mutants by function, which does not outlast a move.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

from tests.mutants.areas import SEED, TESTS
from tests.mutants.hunting import SECONDS, Hunt
from tests.mutants.reporting import BASELINE, read_share, share_killed, word_comparison, word_report

ARGS = ("-o", "addopts=--import-mode=importlib", "-k", "not postgres", "--timeout=0")
PLUGINS_OFF = ("terminal", "randomly", "xdist", "cacheprovider")


def main() -> int:
    """Run, print the report, and compare it with the kept one. Status 1 if less is killed than then."""
    asked = _read_arguments()
    hunt = Hunt(asked.scale, asked.only, asked.seconds)
    off = [arg for name in PLUGINS_OFF for arg in ("-p", f"no:{name}")]
    more = ["--thorough"] if asked.thorough else []
    status = pytest.main([*ARGS, *off, *more, *TESTS], plugins=[hunt])
    if status:
        return int(status)
    report = word_report(hunt.outcomes, _say_what_ran(asked))
    print(report)  # noqa: T201
    if asked.keep:
        BASELINE.write_text(report)
    kept = BASELINE.read_text() if BASELINE.exists() else ""
    print(word_comparison(hunt.outcomes, kept))  # noqa: T201
    return int(share_killed(hunt.outcomes) + 0.05 < read_share(kept) and not asked.only)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0, help="try this part of the mutants")
    parser.add_argument("--only", nargs="*", default=(), metavar="KEY", help="try these of them")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="processor time of tests for a mutant")
    parser.add_argument("--thorough", action="store_true", help="with the long simulations, and many examples")
    parser.add_argument("--keep", action="store_true", help=f"write {BASELINE.name} anew")
    return parser.parse_args()


def _say_what_ran(asked: argparse.Namespace) -> str:
    git = ["git", "log", "-1", "--format=commit %h of %cs"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or "no commit"
    return f"{commit}, seed {SEED}, {asked.seconds:.0f} s of {' and '.join(TESTS)} on SQLite for a mutant"


if __name__ == "__main__":
    sys.exit(main())
