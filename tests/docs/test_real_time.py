"""No test depends on how fast the machine is: whoever limits real time gives a reason here."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
LIMIT = re.compile(
    r"(asyncio\.timeout\((delay=)?|wait_for\((.*|\n[^)]*\)?),|\btimeout(: float)? ?= ?"
    r"|\b(thread|process)\.(join|wait)\(|\bpg_sleep\(|(asyncio|time)\.sleep\(|^ +sleep\(|\bawait sleep\("
    r"|\bdeadline=|(perf_counter|monotonic)\(\).*< ?)"
    r"\s*(?P<seconds>\d+(\.\d+)?)\b",
    re.MULTILINE,
)
LEAST = 1800.0

REASONS = {
    "bot/database/test_sqlite.py": "the limit is what is tested, and runs out on any machine",
    "bot/pacing/test_lanes.py": "in virtual time",
    "bot/web/test_gate.py": "in virtual time",
    "adapters/test_telegram_crowds.py": "in virtual time",
    "adapters/test_telegram_peer.py": "how long Telegram is asked to hold a poll, which ends earlier",
    "adapters/test_telegram_polling.py": "between looks at a condition, or in virtual time",
    "adapters/test_sandbox_prompt.py": "between looks at a condition",
    "adapters/discord_peer.py": "the peer's own end, or between looks at a condition",
    "adapters/telegram_peer.py": "the peer's own end, or between looks at a condition",
    "bot/database/test_postgres.py": "between looks at a condition",
    "bot/database/test_leases.py": "between looks at a condition",
    "bot/posting/test_platforms.py": "between looks at a condition",
    "faults/speaker.py": "between looks at a condition",
    "faults/town.py": "between looks at a condition",
    "faults/test_answering_kills.py": "between looks at a condition, and a random moment for a kill",
    "faults/test_speaking_kills.py": "a random moment for a kill",
    "faults/test_answer_kills.py": "between looks at a condition",
}


def limits(text: str) -> list[float]:
    """Each number of seconds in it that something may take or that somebody sleeps, other than none."""
    found = (float(limit["seconds"]) for limit in LIMIT.finditer(text))
    return [seconds for seconds in found if 0 < seconds < LEAST]


def test_limits_of_real_time_have_a_reason() -> None:
    files = [path for path in TESTS.rglob("*.py") if "bench" not in path.parts and path != Path(__file__)]
    found = {str(path.relative_to(TESTS)) for path in files if limits(path.read_text(encoding="utf-8"))}

    assert found == {*REASONS}, "assert by order, or give the reason in REASONS"


def test_a_limit_is_found_and_a_guard_is_none() -> None:
    assert [5.0, 1.0, 2.0, 3.0, 200.0, 0.5] == limits(
        "wait_for(\n    x(),\n    5,\n) await sleep(1) process.wait(2) asyncio.timeout(delay=3) deadline=200"
        "\nassert perf_counter() - began < 0.5"
    )
    assert [2.0, 5.0, 0.02] == limits(
        "asyncio.timeout(2) await wait_for(x(), 5) asyncio.sleep(0.02) timeout=1800 time.sleep(0)"
    )
