"""Every bench, one after the other: `python -m tests.bench`. Status 1 where any is above its limit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHES = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))


def run_all() -> bool:
    """Run each bench in a process of its own; whether all are within their limits."""
    done = [subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False) for name in BENCHES]
    return not any(one.returncode for one in done)


if __name__ == "__main__":
    sys.exit(not run_all())
