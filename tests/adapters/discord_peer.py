"""A small Discord on a loopback socket: API version 10 and its gateway, for the real discord.py to talk to.

`async with DiscordPeer() as peer:` gives `peer.url` for the adapter; then people speak: `await peer.slash(ann, "done",
{"task": "week2-numpy"})` is the message that was answered, `await peer.tap(message, "Undo", ann)` the next one.
Whatever Discord would refuse is refused, and noted in `peer.complaints`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Self, TypeGuard

from aiohttp import web

from tests.adapters import discord_peer_rules as rules
from tests.adapters.discord_peer_exchange import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    SUBMIT,
    Exchange,
    interaction_payload,
)
from tests.adapters.discord_peer_faults import Changes, Fault, Faults
from tests.adapters.discord_peer_gateway import Gateway
from tests.adapters.discord_peer_rest import PREFIX, Rest
from tests.adapters.discord_peer_state import (
    ATTACHMENT,
    MANAGE_GUILD,
    ROLE,
    USUAL,
    Channel,
    Guild,
    Json,
    Message,
    Person,
    Picked,
    new_id,
    role_of,
)

STRING, USER = 3, 6
TOKEN = "discord-secret"
Options = Mapping[str, str | Person | Picked | Channel]


class DiscordPeer:
    """Discord, for one bot. It begins with one server, `home`, whose channel is `general`."""

    def __init__(self, *, token: str = TOKEN, shards: int = 1, by_contract: bool = True) -> None:
        self.token = token
        self.shards = shards
        self.by_contract = by_contract
        """Each request is checked against Discord's published schema, where that is at hand."""
        self.bot = Person("Cairn")
        self.home = Guild("Study Group")
        self.general = self.home.greets_in = self.home.channel("general")
        self.guilds = [self.home]
        self.others: dict[int, Channel] = {}
        self.commands: list[Json] = []
        self.command_puts = 0
        self.exchanges: dict[str, Exchange] = {}
        self.complaints: list[str] = []
        self.calls: list[str] = []
        self.gone: set[int] = set()
        self.roles_of: dict[int, list[str]] = {}
        """People who are not in the server."""
        self.faults = Faults()
        self.changes = Changes()
        self.gateway = Gateway(self, self.changes)
        self.rest = Rest(self)
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    def _lines(self) -> list[web.RequestHandler]:
        return self._runner.server.connections if self._runner and self._runner.server else []

    async def hear_out(self) -> None:
        """Read what is left in the lines of a process that is gone, to their end."""
        while any(line.transport for line in self._lines()):
            await asyncio.sleep(0.001)
        for _ in range(20):  # what was read is carried out
            await asyncio.sleep(0)

    async def __aexit__(self, *_: object) -> None:
        await self.down()

    async def up(self) -> None:
        """Listen; after `down` on the same port again."""
        app = web.Application()
        app.add_routes([*self.rest.routes(), web.get("/gateway/", self.gateway.serve)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def down(self) -> None:
        """Listen no more; connections are cut."""
        if self._runner:
            await self.gateway.close(1001)
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """The address that /gateway/bot names."""
        return f"ws://127.0.0.1:{self._port}/gateway/"

    def channel(self, channel_id: int) -> Channel | None:
        """A channel, thread or direct conversation by its id."""
        known = [channel for guild in self.guilds for channel in guild.channels]
        return next((one for one in known if one.id == channel_id), None) or self.others.get(channel_id)

    def dm(self, *, group: bool = False) -> Channel:
        """Make a direct conversation; with `group` one of several people, to which the bot does not belong."""
        return self._other(Channel("", kind=3 if group else 1))

    def dm_with(self, user_id: int) -> Channel:
        """The direct conversation with one person: made once."""
        known = next((one for one in self.others.values() if one.recipient == user_id), None)
        return known or self._other(Channel("", kind=1, recipient=user_id))

    def thread(self, parent: Channel, name: str = "a thread", *, id_: int | None = None) -> Channel:
        """Make a thread. One under a message has the message's id."""
        return self._other(Channel(name, parent.guild, kind=11, parent=parent, id=id_ or new_id()))

    def _other(self, channel: Channel) -> Channel:
        self.others[channel.id] = channel
        return channel

    async def until(self, truth: Any) -> None:
        """Wait until a truth holds. Fails at once when Discord had to complain."""
        await self.changes.until(lambda: truth() or self.complaints)
        assert [] == self.complaints, self.complaints

    async def connected(self) -> None:
        """Wait until the client is connected and was told of its servers."""
        await self.until(lambda: self.gateway.connected)

    async def slash(self, user: Person, name: str, options: Options | None = None, **where: Any) -> Message:
        """A person uses a command; what they are answered."""
        exchange = await self.begin(user, name, options, **where)
        await self.until(lambda: exchange.settled)
        return exchange.shown

    async def begin(
        self,
        user: Person,
        name: str,
        options: Options | None = None,
        *,
        channel: Channel | None = None,
        guest: bool = False,
        void: bool = False,
    ) -> Exchange:
        """The same, without waiting. `guest`: the app is installed by the user, not where it is used."""
        exchange = Exchange(COMMAND, user, channel or self.general, void=void)
        await self.put(exchange, self._command_data(name, options or {}), guest=guest)
        return exchange

    async def menu(self, user: Person, name: str, target: Person, *, kind: int = 2) -> Exchange:
        """A person uses a menu of another person; the exchange, when it is answered."""
        exchange = Exchange(COMMAND, user, self.general)
        resolved = _resolved([target])
        data = {"id": "1", "name": name, "type": kind, "target_id": str(target.id), "resolved": resolved}
        await self.put(exchange, data)
        await self.until(lambda: exchange.settled)
        return exchange

    async def autocomplete(
        self, user: Person, name: str, option: str, typed: str, given: Options | None = None
    ) -> list[tuple[str, str]]:
        """What a person is offered while typing an option, with others given: (name, value)."""
        exchange = await self.begin_autocomplete(user, name, option, typed, given)
        await self.until(lambda: exchange.settled)
        return [(choice["name"], choice["value"]) for choice in exchange.choices or []]

    async def begin_autocomplete(
        self, user: Person, name: str, option: str, typed: str, given: Options | None = None, *, void: bool = False
    ) -> Exchange:
        """The same, without waiting."""
        exchange = Exchange(AUTOCOMPLETE, user, self.general, void=void)
        data = self._command_data(name, {**(given or {}), option: typed})
        data["options"][-1]["focused"] = True
        await self.put(exchange, data)
        return exchange

    async def tap(self, message: Message, label: str, user: Person) -> Message:
        """A person taps a button, or chooses from a menu.

        Returns what they are answered, which may be the message itself, changed.
        """
        exchange = await self.begin_tap(message, label, user)
        await self.until(lambda: exchange.settled)
        return exchange.shown

    async def begin_tap(self, message: Message, label: str, user: Person, *, guest: bool = False) -> Exchange:
        """The same, without waiting."""
        if label in message.choices:
            custom_id, value = message.choices[label]
            return await self.begin_tap_on(message, custom_id, user, guest=guest, value=value)
        return await self.begin_tap_on(message, message.buttons[label], user, guest=guest)

    async def begin_tap_on(
        self, message: Message, custom_id: str, user: Person, *, guest: bool = False, value: str = ""
    ) -> Exchange:
        """Tap a button, or choose a value of a menu, by its id, as on a message of long ago."""
        channel = self.channel(message.channel_id) or self.general
        exchange = Exchange(COMPONENT, user, channel, message)
        chosen: Json = {"component_type": 3, "values": [value]} if value else {"component_type": 2}
        await self.put(exchange, {"custom_id": custom_id, **chosen}, guest=guest)
        return exchange

    async def submit(self, modal: Json, values: Mapping[str, str], user: Person) -> Message:
        """A person sends a form in, with these words in its fields and the others as they were; what is answered."""
        exchange = await self.begin_submit(modal, values, user)
        await self.until(lambda: exchange.settled)
        return exchange.shown

    async def begin_submit(self, modal: Json, values: Mapping[str, str], user: Person) -> Exchange:
        """The same, without waiting."""
        exchange = Exchange(SUBMIT, user, self.general)
        components = [
            {"type": 18, "id": number, "component": {"type": 4, "id": number + 10, "custom_id": name, "value": value}}
            for number, (name, value) in enumerate((rules.form_values(modal) | dict(values)).items(), 1)
        ]
        await self.put(exchange, {"custom_id": modal["custom_id"], "components": components})
        return exchange

    async def put(self, exchange: Exchange, data: Json, *, guest: bool = False) -> None:
        """Bring an interaction to the client; a second time too, as after a resume."""
        self.exchanges[exchange.token] = exchange
        guild = exchange.channel.guild
        payload = interaction_payload(exchange, self.bot, data, guest=guest)
        await self.gateway.dispatch("INTERACTION_CREATE", payload, guild.id if guild else None)

    def _command_data(self, name: str, options: Options) -> Json:
        return {
            "id": "1",
            "name": name,
            "type": 1,
            "options": [_option(key, value) for key, value in options.items()],
            "resolved": _resolved(one for one in options.values() if isinstance(one, Person))
            | {
                part: {str(one.id): one.payload() for one in options.values() if _is_of(one, kind)}
                for part, kind in (("roles", ROLE), ("attachments", ATTACHMENT))
            }
            | {
                "channels": {
                    str(one.id): one.payload() | {"permissions": str(USUAL)}
                    for one in options.values()
                    if isinstance(one, Channel)
                }
            },
        }

    async def join(self, guild: Guild) -> None:
        """The bot is added to a server."""
        self.guilds.append(guild)
        await self.gateway.dispatch("GUILD_CREATE", guild.payload(self.bot), guild.id)

    async def make_channel(self, guild: Guild, name: str, *, denied: int = 0) -> Channel:
        """Make a channel in a server that the client knows already."""
        made = guild.channel(name, denied=denied)
        await self.gateway.dispatch("CHANNEL_CREATE", made.payload(), guild.id)
        return made

    async def part(self, user: Person) -> None:
        """A person leaves the server, or is removed."""
        self.gone.add(user.id)
        if self.gateway.grants_members:
            data = {"guild_id": str(self.home.id), "user": user.payload()}
            await self.gateway.dispatch("GUILD_MEMBER_REMOVE", data, self.home.id)

    async def come_back(self, user: Person) -> None:
        """A person comes into the server again."""
        self.gone.discard(user.id)
        if self.gateway.grants_members:
            data = {"guild_id": str(self.home.id), **user.member()}
            await self.gateway.dispatch("GUILD_MEMBER_ADD", data, self.home.id)

    async def make_role(self, guild: Guild, name: str, *, mentionable: bool = False) -> str:
        """A server gets a role. Returns how a person writes it."""
        role = role_of(new_id(), name) | {"mentionable": mentionable}
        guild.roles.append(role)
        await self.gateway.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": role}, guild.id)
        return f"<@&{role['id']}>"

    async def promote(self, guild: Guild, user: Person) -> None:
        """A person gets a role that may manage the server."""
        role = role_of(new_id(), "Admins") | {"permissions": str(MANAGE_GUILD)}
        guild.roles.append(role)
        self.roles_of[user.id] = [role["id"]]
        await self.gateway.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": role}, guild.id)

    async def leave(self, guild: Guild, *, outage: bool = False) -> None:
        """The bot is removed from a server; or the server has an outage."""
        data = {"id": str(guild.id), **({"unavailable": True} if outage else {})}
        await self.gateway.dispatch("GUILD_DELETE", data, guild.id)

    def fail(self, pattern: str, status: int, code: int = 0, *, times: int = 1) -> Fault:
        """Refuse the next requests that match `METHOD /path`."""
        return self.faults.order(Fault(pattern, times, status=status, code=code))

    def rate_limit(
        self, pattern: str, retry_after: float, *, is_global: bool = False, cloudflare: bool = False
    ) -> Fault:
        """Answer the next one with 429."""
        fault = Fault(pattern, retry_after=retry_after, is_global=is_global, cloudflare=cloudflare)
        return self.faults.order(fault)

    def break_line(self, pattern: str, *, after: bool = False, times: int = 1) -> Fault:
        """Cut the connection of the next one, before or after it is carried out."""
        return self.faults.order(Fault(pattern, times, reset=True, done=after))

    def hold(self, pattern: str, *, times: int = 1) -> Fault:
        """Let the next ones wait until its `gate` is set."""
        return self.faults.order(Fault(pattern, times, gate=asyncio.Event()))


def _resolved(people: Iterable[Person]) -> Json:
    known = {str(one.id): one for one in people}
    return {
        "users": {key: one.payload() for key, one in known.items()},
        "members": {key: _partial(one.member()) for key, one in known.items()},
    }


def _is_of(value: object, kind: int) -> TypeGuard[Picked]:
    return isinstance(value, Picked) and value.kind == kind


def _option(name: str, value: str | Person | Picked | Channel) -> Json:
    if isinstance(value, Channel):
        return {"name": name, "type": 7, "value": str(value.id)}
    if isinstance(value, Picked):
        return {"name": name, "type": value.kind, "value": str(value.id)}
    if isinstance(value, Person):
        return {"name": name, "type": USER, "value": str(value.id)}
    return {"name": name, "type": STRING, "value": value}


def _partial(member: Json) -> Json:
    return {key: value for key, value in member.items() if key not in {"user", "deaf", "mute"}}
