"""Run the tests on each mutant, in a fork of one process that has everything loaded.

The tests run once, unchanged, to learn which of them run which lines and how much processor time they take. All
limits are processor time, so that a busy machine gives the same verdicts.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from coverage import Coverage

from tests.mutants.areas import AREAS, SERVERS
from tests.mutants.injecting import Program
from tests.mutants.mutants import UNCHANGED, Mutant, draw

SECONDS = 15.0  # of tests for a mutant, by the time they take unchanged
SLACK = 30  # seconds of processor time beside three times that, before a mutant counts as endless
IDLE = 20  # seconds in which a mutant must work at all, or it hangs
LEAST_WORK = 1.5  # seconds of processor time in them
FALSE_ALARMS = 5  # tests that fail with unchanged code, too, before a mutant is left out
SURVIVED, KILLED, HUNG, UNUSABLE = range(4)
VERDICTS = {SURVIVED: "survived", KILLED: "killed", HUNG: "timeout"}


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant. `tests` of those that run it were tried; `killer` is the first that failed."""

    area: str
    mutant: Mutant
    verdict: str
    tests: int
    of: int
    killer: str = ""
    by_chance: bool = False


class Hunt:
    """A pytest plugin that runs mutants where pytest would run tests."""

    def __init__(self, scale: float, only: Collection[str], seconds: float) -> None:
        self.scale, self.only, self.seconds = scale, only, seconds
        self.outcomes: list[Outcome] = []
        self._failed = ""
        self._cost: dict[pytest.Item, float] = {}
        self._tests: dict[tuple[Path, int], set[str]] = defaultdict(set)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        """Let Hypothesis try the same examples each time, and as many as ever."""
        from hypothesis import HealthCheck, Phase, settings  # noqa: PLC0415  pytest must load it first

        phases = (Phase.explicit, Phase.generate, Phase.target)
        settings.register_profile(
            "mutants",
            settings(derandomize=True, deadline=None, phases=phases, suppress_health_check=list(HealthCheck)),
        )
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember that a test failed."""
        if report.failed:
            self._failed = report.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what the tests run, then try the mutants of each area."""
        session.items = [item for item in session.items if SERVERS.isdisjoint(getattr(item, "fixturenames", ()))]
        self._items = {item.nodeid: item for item in session.items}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Coverage, "current", lambda: None)  # or conftest.py leaves some tests unmeasured
            self._learn(session.items)
        gc.unfreeze()  # or the program is not seen, where a test has started the bot
        self.program = Program()
        _settle_garbage()
        for area, (count, _) in AREAS.items():
            wanted = round(count * self.scale)
            for mutant in draw(area):
                if wanted and (not self.only or mutant.key in self.only):
                    wanted -= self._try(session, area, mutant)
        return True

    def _learn(self, items: list[pytest.Item]) -> None:
        places = [f"{Path(top).absolute()}/*" for top in ("bot", "roadmap")]
        cover = Coverage(data_file=None, config_file=False, include=places, concurrency=["thread", "greenlet"])
        cover.start()
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            cover.switch_context(item.nodeid)
            before, self._failed = sum(os.times()[:4]), ""
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                say(f"left out, for it fails on the unchanged code: {item.nodeid}")
            else:
                self._cost[item] = sum(os.times()[:4]) - before
        cover.stop()
        data = cover.get_data()
        for file in data.measured_files():
            for line, contexts in data.contexts_by_lineno(file).items():
                self._tests[Path(file), line].update(contexts)
        say(f"{len(self._cost)} tests take {sum(self._cost.values()):.0f} s of processor time")

    def _try(self, session: pytest.Session, area: str, mutant: Mutant) -> bool:
        """Try a mutant; whether it could be put in."""
        lines = {(mutant.path.absolute(), line) for line in mutant.lines} | set(self.program.find_uses(mutant))
        names = {name for line in lines for name in self._tests.get(line, ()) if name in self._items}
        chosen = self._choose({self._items[name] for name in names})
        code, killer = self._fork(session, mutant, chosen)
        for _ in range(FALSE_ALARMS):
            if code != KILLED or not self._is_false(session, mutant, chosen, killer):
                break
            chosen = [item for item in chosen if item.nodeid != killer]
            code, killer = self._fork(session, mutant, chosen)
        else:
            code = UNUSABLE
        if code == UNUSABLE:
            say(f"left out {mutant.key} {mutant.path}:{mutant.lines.start} {mutant.text} {killer}")
            return False
        by_chance = killer in self._items and _is_by_chance(self._items[killer])
        self.outcomes.append(Outcome(area, mutant, VERDICTS[code], len(chosen), len(names), killer, by_chance))
        head = f"{len(self.outcomes)} {VERDICTS[code]} {mutant.key} {mutant.path}:{mutant.lines.start}"
        say(f"{head} {mutant.text} {killer}")
        return True

    def _is_false(self, session: pytest.Session, mutant: Mutant, chosen: list[pytest.Item], killer: str) -> bool:
        """Tell whether the same tests fail when the unchanged code is injected: it is not the fault, then."""
        names = [item.nodeid for item in chosen]
        count = names.index(killer) + 1 if killer in names else 0
        code, _ = self._fork(session, replace(mutant, place=UNCHANGED), chosen[:count])
        return code != SURVIVED

    def _choose(self, items: set[pytest.Item]) -> list[pytest.Item]:
        """Choose the quickest tests first, of each file some, until the time is full."""
        rank: dict[Path, int] = defaultdict(int)
        order = []
        for item, cost in sorted(self._cost.items(), key=lambda pair: pair[1]):
            if item in items:
                order.append((rank[item.path] // 3, cost, item))
                rank[item.path] += 1
        chosen, full = [], 0.0
        for _, cost, item in sorted(order, key=lambda one: one[:2]):
            if full + cost <= self.seconds:
                chosen.append(item)
                full += cost
        return chosen

    def _fork(self, session: pytest.Session, mutant: Mutant, chosen: list[pytest.Item]) -> tuple[int, str]:
        """Run tests on a mutant in a fork: what became of it, and the test that failed."""
        limit = int(3 * sum(self._cost[item] for item in chosen)) + SLACK
        with tempfile.TemporaryDirectory(prefix="mutant-", ignore_cleanup_errors=True) as folder:
            child = os.fork()
            if not child:
                self._attack(session, mutant, chosen, Path(folder), limit)
            _, status = os.waitpid(child, 0)
            _end_group(child)
            note = Path(folder, "killer")
            killer = note.read_text() if note.exists() else ""
        code = os.waitstatus_to_exitcode(status)
        if code < 0:
            code = HUNG if code in (-signal.SIGXCPU, -signal.SIGKILL) else KILLED
        return code, killer

    def _attack(
        self, session: pytest.Session, mutant: Mutant, chosen: list[pytest.Item], folder: Path, limit: int
    ) -> None:
        """Run the tests in the fork, and end it."""
        try:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDWR), 2)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            _watch_for_idling()
            vars(vars(session.config)["_tmp_path_factory"])["_basetemp"] = folder
            try:
                self.program.inject(mutant)
            except ValueError:
                os._exit(UNUSABLE)
            self._failed = ""
            other = session.items[chosen[-1:] == session.items[:1]]  # so that what the session holds stays
            for item, following in zip(chosen, [*chosen[1:], other], strict=False):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
                if self._failed:
                    break
        except BaseException as error:  # whatever it is, the mutant shows
            self._failed = self._failed or repr(error)
        if self._failed:
            (folder / "killer").write_text(self._failed)
        os._exit(KILLED if self._failed else SURVIVED)


def say(text: str) -> None:
    """Print how far it is."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _settle_garbage() -> None:
    """Collect what the tests left, so that no fork comes upon it and warns."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    gc.collect()
    gc.freeze()
    sys.unraisablehook = hook


def _watch_for_idling() -> None:
    done = [sum(os.times()[:4])]

    def look(*_: object) -> None:
        now = sum(os.times()[:4])
        if now - done[0] < LEAST_WORK:
            os._exit(HUNG)
        done[0] = now

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, IDLE, IDLE)


def _end_group(child: int) -> None:
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


def _is_by_chance(item: pytest.Item) -> bool:
    return bool(getattr(getattr(item, "obj", None), "is_hypothesis_test", False))
