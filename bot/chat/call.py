"""A call: the words, the caller and place, the scene, and the doors to the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from bot import texts
from bot.chat.heads import NO_HEAD, Head
from bot.chat.markup import Text, Value, fill
from bot.chat.rights import KnownRights, Rights
from bot.chat.warrants import CheckDeputy, Warrant, checked
from bot.closed_sets import AnswerHome
from bot.errors import Refused
from bot.identity import Account, Caller, GroupId, LearnerId, OwnGroups, Place

if TYPE_CHECKING:
    from bot.chat.listing import CommandListing
    from roadmap.cadence import StudyClock
    from roadmap.model import Roadmap

_WITHOUT_ROADMAP = (("/log 15m", "log 15m"), ("/setup roadmap", "setup roadmap"))
"""The lines that help while a group's roadmap is missing: the day counts, or a steward chooses another."""

P = ParamSpec("P")
T = TypeVar("T")


class MissingRoadmap(Refused):
    """Refusal: the roadmap that the group follows is not there. No other roadmap takes its place."""

    slug: str


class Unconfirmed(Exception):
    """A tap would change something, and the tapper is to be asked first. `key` is the question's."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Said:
    """Words or a tap, as an adapter hands them to the core.

    - `ticket`: what the adapter needs to answer after a restart.
    - `line`: as typed or tapped, with or without the slash, without `@bot`.
    - `name` and `options`: a command already taken apart, instead of a `line`.
    - `inbound`: the platform's own id of this message, so that a second delivery is known.
    - `people`: account -> the name of a person who was picked or mentioned.
    - `file`: the reference of a file that came with a typed line: its message's link, or a `KeptFile` spelled out.
    - `muted`: the caller may not write here, so every answer is private.
    - `rights`: asks the platform what the caller and the bot may do here.
    - `head`: that of the tapped button.
    - `written`: when an edited message was written; None for any other.
    - `plain`: words that are no command, for a question that waits for them.
    - `guided`: the platform has no forms, so a command may ask its questions one by one.
    - `overseen`: others can see the call's message and tap its buttons.
    """

    account: Account
    place: Place
    inbound: str
    line: str = ""
    name: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    tapped: bool = False
    head: Head = NO_HEAD
    written: datetime | None = None
    plain: bool = False
    guided: bool = False
    overseen: bool = False
    people: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    muted: bool = False
    rights: Rights = field(default_factory=KnownRights)
    ticket: Ticket | None = field(default=None, repr=False, compare=False)

    @property
    def others(self) -> bool:
        """Whether the tapped button is for another person."""
        return self.head.owner not in {0, self.account.user_id}

    @property
    def own(self) -> bool:
        """Whether the tapped button stands in the tapper's own answer, which a tap may change."""
        return self.head.owner == self.account.user_id or not (self.overseen or self.head.known)

    @property
    def shared(self) -> bool:
        """Whether the tapped button is in a message that is for all, as a post is."""
        return self.tapped and self.head.known and not self.head.owner


@dataclass(frozen=True, slots=True)
class Scene:
    """The scene of a call: the learner and group, if any, their language and roadmap.

    `hidden`: others do not see the learner, so every answer is private.
    `answers`: where those stand that only their asker needs, if all see all.
    `clock`: the learner's own; None before there is a learner.
    `missing`: the group's roadmap is not there, and `roadmap` has its slug alone.
    `news`: there may be news of the learner's streak to tell.
    `unreached`: the last private post to the caller's account did not arrive.
    `check_deputy`: refuses, in a transaction, a caller who is no deputy of the group any more. None: they are none.
    `own_groups`: in private, the groups of a learner who is in several.
    `asked` is the command whose question waits for plain words; looked up only when such words came.
    """

    roadmap: Roadmap
    language: str = "en"
    learner_id: LearnerId | None = None
    group_id: GroupId | None = None
    group_title: str = ""
    member: bool = False
    steward: bool = False
    zone: str = "UTC"
    clock: StudyClock | None = None
    asked: str = ""
    missing: bool = False
    hidden: bool = False
    answers: AnswerHome = AnswerHome.HERE
    news: bool = False
    unreached: bool = False
    check_deputy: CheckDeputy | None = None
    own_groups: OwnGroups | None = None


@dataclass(slots=True)
class Ticket:
    """All that an adapter needs to answer a call after a restart, as JSON. It is kept with the write of the call.

    `kept`: the call came to its write, so the ticket is to be closed when it is answered.
    """

    holds: Mapping[str, Any]
    kept: bool = False


class CallStore(Protocol):
    """The doors to the store: an action runs in one short transaction in which nothing waits."""

    def on(self, platform: str) -> CallDoors:
        """The doors for a reader on a platform: learners have the names that they have there."""
        ...


class CallDoors(Protocol):
    """The doors of one call to the store."""

    async def read(self, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function."""
        ...

    async def glance(self, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function that reads a few rows by their keys."""
        ...

    async def write_once(
        self, inbound: str, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run an action and keep its result under `inbound`; a second run with the same id returns the kept result."""
        ...

    async def write_with_ticket(
        self,
        ticket: Mapping[str, Any] | None,
        inbound: str,
        fn: Callable[Concatenate[Any, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do the same, and keep what the answer needs after a restart."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a command. A command makes at most one `write`.

    `warrant`: the right by which the caller acts for a group, which is checked again at the write. `make_key` makes
    random keys.
    """

    said: Said
    scene: Scene
    now: datetime
    store: CallDoors
    registry: CommandListing
    library: Mapping[str, Roadmap]
    warrant: Warrant | None = None
    make_key: Callable[[], str] = str
    asks: str = ""
    """The question to ask before anything is changed. Empty: none."""

    @property
    def caller(self) -> Caller:
        """The caller, as actions take it."""
        said, scene = self.said, self.scene
        return Caller(said.account, said.place, self.now, scene.steward, scene.zone, own_language(said))

    @property
    def roadmap(self) -> Roadmap:
        """The roadmap that the group follows. Raises MissingRoadmap."""
        if self.scene.missing:
            raise MissingRoadmap(slug=self.roadmap_slug, offers=_WITHOUT_ROADMAP)
        return self.scene.roadmap

    @property
    def roadmap_slug(self) -> str:
        """The slug of the roadmap that the group follows, whether it is there or not."""
        return self.scene.roadmap.slug

    @property
    def private(self) -> bool:
        """Whether this is a one-to-one chat with the bot."""
        return self.said.place.private

    @property
    def unseen(self) -> bool:
        """Whether no other person may see the answer: the caller is hidden, or may not write here."""
        return self.scene.hidden or self.said.muted

    @property
    def alone(self) -> bool:
        """Whether the call is in private, and its group is the learner's own or there is none yet."""
        return self.private and self.scene.steward

    def in_own_language(self) -> Call:
        """Speak the caller's own language, because the answer is for the caller alone."""
        language = own_language(self.said) or self.scene.language
        return replace(self, scene=replace(self.scene, language=language))

    async def read(self, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function in a read transaction."""
        return await self.store.read(fn, *args, **kwargs)

    async def glance(self, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function that reads a few rows by their keys, so that no thread is worth its while."""
        return await self.store.glance(fn, *args, **kwargs)

    async def write(self, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action in a write transaction, once per inbound id. Its result must be plain dataclasses.

        Raises Unconfirmed where the caller is to be asked first. Raises StewardsOnly and RightsUnknown if the caller
        acts for a group by a right that they do not have any more.
        """
        if self.asks:
            raise Unconfirmed(self.asks)
        if self.warrant:
            await self.warrant.renew(self.said.rights)
            if (check := self.warrant.check_deputy) is not None:
                return await self._keep(checked(fn), check, *args, **kwargs)
        return await self._keep(fn, *args, **kwargs)

    async def _keep(self, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        ticket = self.said.ticket
        if ticket is None:
            return await self.store.write_once(self.said.inbound, fn, *args, **kwargs)
        ticket.kept = True
        return await self.store.write_with_ticket(ticket.holds, self.said.inbound, fn, *args, **kwargs)

    def say(self, key: str, /, **values: Value) -> Text:
        """The sentence of a key in the group's language. `n` also chooses the plural form."""
        return say(self.scene.language, key, **values)

    def label(self, key: str, /, **values: Value) -> str:
        """A sentence as bare characters, for a button's label."""
        return self.say(key, **values).plain


def own_language(said: Said) -> str:
    """The language in which the caller uses the platform; empty if we have no words in it."""
    return texts.find_language(said.account.language)


def say(language: str, key: str, /, **values: Value) -> Text:
    """The sentence of a key with its values in place. Raises UnknownKey, and KeyError for a value that is missing."""
    n = values.get("n")
    return fill(texts.template(language, key, n if isinstance(n, int) else None), values)
