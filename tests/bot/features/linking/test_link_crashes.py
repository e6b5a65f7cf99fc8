"""A crash before or after any commit of a link or its end changes nothing: the call comes again, and does it once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.database.engines import read_address
from bot.database.store import Store, open_backend
from tests.bot.features.linking.histories import Rows, everything
from tests.bot.features.linking.town import Town
from tests.bot.room import words
from tests.faults.hook import Crash

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"
CALLS = 4


class MortalStore(Store):
    """A store that dies once: before the commit of the next call, or after it."""

    dies = ""

    async def write_with_ticket(
        self, ticket: Any, inbound: str, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Any:
        @wraps(fn)
        def work(*values: Any, **named: Any) -> Any:
            result = fn(*values, **named)
            if self.dies == "before":
                self.dies = ""
                raise Crash
            return result

        result = await super().write_with_ticket(ticket, inbound, work, *args, **kwargs)
        if self.dies == "after":
            self.dies = ""
            raise Crash
        return result


async def live(file: Path, crash: tuple[int, str]) -> Rows:
    """Link two accounts and separate them again, with a crash at a call. Every call comes again after it."""
    store = MortalStore(open_backend(read_address(f"sqlite:///{file}")), SystemClock())
    town = Town(store)
    for name, line in ((DISCORD, "/done week1-stats"), (DISCORD, "/log 20m"), (TELEGRAM, "/done week1-stats")):
        await town.say(name, line)
        town.later(hours=1)
    code, made = "", []
    for number in range(CALLS):
        name, line = (
            (DISCORD, "/settings link"),
            (TELEGRAM, f"/settings link {code}"),
            (TELEGRAM, f"/settings link {code} yes"),
            (TELEGRAM, "/settings unlink yes"),
        )[number]
        store.dies = crash[1] if number == crash[0] else ""
        try:
            said = words(await town.say(name, line))
        except Crash:
            said = words(await town.again())
        code = said.split("Your code: ")[1].split()[0] if number == 0 else code
        made.append(await store.read(everything))
    await store.close()
    return {f"{number} {name}": rows for number, found in enumerate(made) for name, rows in found.items()}


@pytest.fixture(scope="module")
def undisturbed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The rows after each call if nothing crashes."""
    file = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("whole") / "whole.db"))
    return asyncio.run(live(file, (-1, "")))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", range(CALLS))
async def test_a_crash_at_a_commit_changes_nothing(
    undisturbed: Rows, sqlite_template: Path, tmp_path: Path, number: int, when: str
) -> None:
    file = Path(shutil.copy(sqlite_template, tmp_path / "crashed.db"))

    assert undisturbed == await live(file, (number, when))
