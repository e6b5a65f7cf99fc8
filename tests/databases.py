"""Databases for tests: a SQLite file or a database of a real PostgreSQL server, migrated once and copied for each."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy import URL

from bot.clock import Clock, SystemClock
from bot.database.engines import read_address
from bot.database.migrating import upgrade
from bot.database.store import Store, open_backend
from tests.hanging import HANG

RELAXED = ("fsync=off", "full_page_writes=off")


def find_server() -> Path | None:
    """The newest PostgreSQL server's folder of programs, if this machine has one."""
    found = shutil.which("pg_config")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    if found:
        said = subprocess.run([found, "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(said.stdout.strip()))
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _servant() -> str | None:
    """The server refuses to run as root: who runs it then."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass
class Cluster:
    """A PostgreSQL server of our own on a socket in a folder of its own."""

    programs: Path
    settings: tuple[str, ...] = RELAXED
    folder: Path = field(init=False)

    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cairn-pg-"))
        servant = _servant()
        if servant:
            shutil.chown(self.folder, servant)
        self._run("initdb", "--auth=trust", "--no-sync", "--username=cairn", "--encoding=UTF8", "--locale=C")
        self.begin()

    def begin(self) -> None:
        """Start the server again, after `end`."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=120"
        options += "".join(f" -c {setting}" for setting in self.settings)
        self._run("pg_ctl", "start", "-w", "-t", f"{HANG:.0f}", "-s", "-l", str(self.folder / "log"), "-o", options)

    def end(self, mode: str = "immediate") -> None:
        """Stop the server, `fast` or `immediate` (as if it crashed)."""
        self._run("pg_ctl", "stop", "-w", "-t", f"{HANG:.0f}", "-s", "-m", mode)

    def remove(self) -> None:
        if (self.folder / "data/postmaster.pid").exists():
            self.end()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *words]
        done = subprocess.run(
            command,
            user=_servant(),
            extra_groups=[] if os.getuid() == 0 else None,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")

    def address(self, name: str) -> str:
        """DATABASE_URL of one of its databases."""
        return URL.create("postgresql", "cairn", database=name, query={"host": str(self.folder)}).render_as_string()

    async def order(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        connection = await asyncpg.connect(host=str(self.folder), user="cairn", database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def copy(self, template: str) -> str:
        """A new database like another. Returns its name."""
        name = f"t{uuid4().hex}"
        await self.order(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        return name

    async def drop(self, name: str) -> None:
        await self.order(f"DROP DATABASE {name} WITH (FORCE)")


def open_patiently(url: str, clock: Clock | None = None) -> Store:
    """A store that waits for locks and connections however slow the machine is."""
    return Store(open_backend(read_address(url), patience=HANG), clock or SystemClock())


def make_template(cluster: Cluster) -> str:
    """A migrated database to copy from. Returns its name."""
    name = asyncio.run(cluster.copy("template0"))
    asyncio.run(upgrade(cluster.address(name)))
    return name


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait()
