"""Copies of a database as it was before a crash, on each engine."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.databases import Cluster


class Copies(Protocol):
    """A database that is prepared once, and copied for each run."""

    @property
    def engine(self) -> str:
        """The name of its engine."""
        ...

    async def begin(self) -> str:
        """Give the address of the database that is to be prepared."""
        ...

    async def fresh(self) -> str:
        """Give the address of a new copy. The one before it is gone."""
        ...


@dataclass
class FileCopies:
    """Copies of a SQLite file. Each has the same name, so that engines are shared."""

    template: Path
    folder: Path
    engine: str = "sqlite"

    async def begin(self) -> str:
        shutil.copyfile(self.template, self.folder / "ready.db")
        return f"sqlite:///{self.folder / 'ready.db'}"

    async def fresh(self) -> str:
        for file in self.folder.glob("used.db*"):
            file.unlink()
        shutil.copyfile(self.folder / "ready.db", self.folder / "used.db")
        return f"sqlite:///{self.folder / 'used.db'}"


@dataclass
class DatabaseCopies:
    """Copies of a PostgreSQL database."""

    cluster: Cluster
    template: str
    engine: str = "postgres"
    _ready: str = ""
    _used: list[str] = field(default_factory=list)

    async def begin(self) -> str:
        self._ready = await self.cluster.copy(self.template)
        return self.cluster.address(self._ready)

    async def fresh(self) -> str:
        while self._used:
            await self.cluster.drop(self._used.pop())
        self._used.append(await self.cluster.copy(self._ready))
        return self.cluster.address(self._used[0])
