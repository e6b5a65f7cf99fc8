"""A proxy before a PostgreSQL socket that cuts the line once, right after the server has committed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

SOCKET = ".s.PGSQL.5432"


class Proxy:
    """Passes on what is said, until `armed`: then the answer to the next COMMIT is withheld and the line is dead."""

    def __init__(self, server: Path) -> None:
        self._server = server
        self.armed = False
        self.cuts = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(str(self._server / SOCKET))
        cut = asyncio.Event()
        await asyncio.gather(self._asked(reader, to_server, cut), self._answered(from_server, writer, cut))

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event) -> None:
        while said := await reader.read(65536):
            if self.armed and b"COMMIT" in said:
                self.armed = False
                cut.set()
            writer.write(said)
        writer.close()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event) -> None:
        while said := await reader.read(65536):
            if cut.is_set():
                self.cuts += 1
                break
            writer.write(said)
        writer.close()


@asynccontextmanager
async def cutting(server: Path, folder: Path) -> AsyncIterator[Proxy]:
    proxy = Proxy(server)
    listening = await asyncio.start_unix_server(proxy.serve, str(folder / SOCKET))
    try:
        yield proxy
    finally:
        listening.close()
