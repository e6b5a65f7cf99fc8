"""Calls made of words or taps: the parts of the core, and the scene that is read for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.chat.call import Call, CallDoors, CallStore, Said, Scene
from bot.chat.registry import Registry
from bot.clock import Clock
from roadmap.model import Roadmap


class CallMaker:
    """Makes calls. `read_scene` reads the scene of one, `make_key` makes random keys."""

    def __init__(
        self,
        registry: Registry,
        store: CallStore,
        clock: Clock,
        library: Mapping[str, Roadmap],
        read_scene: Callable[[Said], Awaitable[Scene]],
        *,
        make_key: Callable[[], str],
    ) -> None:
        self.registry = registry
        self.read_scene = read_scene
        self._store = store
        self._clock = clock
        self._library = library
        self._make_key = make_key

    def make(self, said: Said, scene: Scene, store: CallDoors | None = None) -> Call:
        """Make a call in a scene. It writes through `store`, if that is given."""
        parts = store or self._store.on(said.place.platform), self.registry, self._library
        return Call(said, scene, self._clock.now(), *parts, make_key=self._make_key)

    async def open(self, said: Said) -> Call:
        """Read the scene, and make a call in it."""
        return self.make(said, await self.read_scene(said))
