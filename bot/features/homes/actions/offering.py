"""Offer a connection by a code, see what it makes, confirm it and cancel it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection

from bot.closed_sets import CodeKind
from bot.errors import Refused
from bot.features.codes.actions import CodeTrouble, IssuedCode, issue_code, open_code, use_code
from bot.features.codes.queries import WorkingCode
from bot.features.homes.actions.agreed import AGREED
from bot.features.homes.actions.announcing import announce_news
from bot.features.homes.actions.naming_both import read_both_settings
from bot.features.homes.actions.noticing import PATIENCE, find_silent
from bot.features.homes.facts import AHEAD, HomesNews
from bot.features.homes.queries import connections
from bot.features.homes.queries.connections import KeptConnection
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.members.queries.groups import GroupHere, find_group_here
from bot.identity import Caller, ConnectionId, GroupId
from bot.posting.locking import lock_group, lock_groups


class NoGroupHere(Refused):
    """Refusal: this place has no group of several yet."""


class OnePlatform(Refused):
    """Refusal: both groups live on the same platform, or they are one and the same."""


class OtherConnected(Refused):
    """Refusal: the other group is connected already, or will be."""


class NothingPending(Refused):
    """Refusal: no connection of the group is to come."""


class OtherConnection(Refused):
    """Refusal: the button was made for another connection than the one that the group has."""


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """A connection of a group, or an offer of one.

    - `settings`: those of the group that issued the code. They become those of both. `other`: the other group's.
    - `roadmaps`: the roadmaps to choose from. Two groups that follow different ones have more than one.
    - `due_at`: the instant at which they become one. None for an offer. `joined`: they are one group now.
    - `silent`: the title of a group whose home has not heard of it. If that lasts until `ends_at`, it is left out.
    - `trouble`: the reason why a typed code opens nothing. `id`: the connection, once both agreed on it.

    Two groups of one title have their platforms in it.
    """

    settings: GroupSettings | None = None
    other: GroupSettings | None = None
    roadmaps: tuple[str, ...] = ()
    due_at: datetime | None = None
    joined: bool = False
    silent: str = ""
    ends_at: datetime | None = None
    trouble: CodeTrouble | None = None
    id: ConnectionId | None = None

    @property
    def community(self) -> bool:
        """Whether both are on the community board, so that their members stay on it."""
        return bool(self.settings and self.other and self.settings.community and self.other.community)

    @property
    def mark(self) -> str:
        """A mark of all that an offer shows. It differs once something of that was changed."""
        assert self.settings is not None and self.other is not None  # noqa: S101  an offer has both
        agreed = [getattr(self.settings, name) for name in sorted(AGREED)]
        quiet = (self.settings.quiet_until, self.other.quiet_until)
        shown = (self.settings.title, self.other.title, self.roadmaps, self.community, *agreed, *quiet)
        return blake2b(repr(shown).encode(), digest_size=4).hexdigest()


def see_connection(db: Connection, caller: Caller) -> ConnectionView | None:
    """See the connection of the caller's group. None: it has none. Raises NoGroupHere."""
    found = connections.find_connection(db, _group_here(db, caller).group_id)
    return _view(db, found, caller.now) if found else None


def find_second(db: Connection, caller: Caller) -> ConnectionView | None:
    """Find the connection of the caller's group: to come, or in force. None: it has none, or there is no group."""
    here = find_group_here(db, caller.place, None)
    found = connections.find_connection(db, here.group_id) if here else None
    return _view(db, found, caller.now) if found else None


def issue_connect_code(
    db: Connection, caller: Caller, key: str, group_id: GroupId | None = None
) -> IssuedCode | ConnectionView:
    """Issue a code for the caller's group, unless it has a connection. Raises NoGroupHere, TooManyCodes.

    `group_id`: the group that the caller means in private.
    """
    group_id = group_id or _group_here(db, caller).group_id
    lock_group(db, group_id)
    found = connections.find_connection(db, group_id)
    if found:
        return _view(db, found, caller.now)
    return issue_code(db, caller, CodeKind.CONNECT, key, group_id=group_id)


def see_offer(db: Connection, caller: Caller, typed: str) -> ConnectionView:
    """See what a typed code makes, without using it. Raises NoGroupHere, OnePlatform, OtherConnected."""
    here = _group_here(db, caller)
    found = connections.find_connection(db, here.group_id)
    if found:
        return _view(db, found, caller.now)
    code = open_code(db, caller, CodeKind.CONNECT, typed, lambda seen: lock_groups(db, (_issuer(seen), here.group_id)))
    return _offer(db, here, code) if isinstance(code, WorkingCode) else ConnectionView(trouble=code)


def confirm_connection(
    db: Connection, caller: Caller, typed: str, roadmap_slug: str, shown: str = ""
) -> ConnectionView:
    """Connect the groups in a day, and inform both homes. A repeated confirmation shows what was made.

    `roadmap_slug`: the roadmap that both follow from then on. `shown`: the mark of the offer that the caller saw. If
    it has changed since, it is shown again. Raises NoGroupHere, OnePlatform, OtherConnected.
    """
    here = _group_here(db, caller)
    found = connections.find_connection(db, here.group_id)
    if found:
        return _view(db, found, caller.now)
    code = open_code(db, caller, CodeKind.CONNECT, typed, lambda seen: lock_groups(db, (_issuer(seen), here.group_id)))
    if not isinstance(code, WorkingCode):
        return ConnectionView(trouble=code)
    offer = _offer(db, here, code)
    if roadmap_slug not in offer.roadmaps or shown != offer.mark or not use_code(db, code, caller.now):
        return offer
    due_at = caller.now + AHEAD
    connections.add_connection(db, _issuer(code), here.group_id, roadmap_slug, now=caller.now, due_at=due_at)
    return _announced(db, here.group_id, HomesNews.AHEAD, caller.now)


def cancel_connection(db: Connection, caller: Caller, which: ConnectionId | None = None) -> ConnectionView:
    """Cancel the connection to come of the caller's group, and inform both homes.

    `which`: the connection for which a button was made. Raises NothingPending, OtherConnection.
    """
    here = _group_here(db, caller)
    found = _find_pending(db, here, which)
    lock_groups(db, (found.group_id, found.other_id))
    found = _find_pending(db, here, which)
    view = _view(db, found, caller.now)
    connections.end_connection(db, found.id, caller.now)
    announce_news(db, found, HomesNews.CANCELLED, caller.now)
    return view


def _find_pending(db: Connection, here: GroupHere, which: ConnectionId | None) -> KeptConnection:
    found = connections.find_connection(db, here.group_id)
    if found is None or found.joined_at:
        raise NothingPending
    check_same(found, which)
    return found


def check_same(found: KeptConnection, which: ConnectionId | None) -> None:
    """Raise OtherConnection if a button was made for another connection than this one."""
    if which not in (None, found.id):
        raise OtherConnection


def _announced(db: Connection, group_id: GroupId, news: HomesNews, now: datetime) -> ConnectionView:
    found = connections.find_connection(db, group_id)
    assert found is not None  # noqa: S101  it was added a line above
    announce_news(db, found, news, now)
    return _view(db, found, now)


def _group_here(db: Connection, caller: Caller) -> GroupHere:
    here = None if caller.place.private else find_group_here(db, caller.place, None)
    if here is None or here.solo:
        raise NoGroupHere
    return here


def _issuer(code: WorkingCode) -> GroupId:
    assert code.group_id is not None  # noqa: S101  a code that connects was issued for a group
    return code.group_id


def _offer(db: Connection, here: GroupHere, code: WorkingCode) -> ConnectionView:
    """Describe what a code makes of its group and this one. Raises OnePlatform, OtherConnected."""
    taking = _issuer(code)
    homes = connections.read_homes(db, taking, here.group_id)
    platforms = [home.platform for home in homes]
    if taking == here.group_id or len(set(platforms)) < len(platforms):
        raise OnePlatform
    if connections.find_connection(db, taking) or connections.find_connection(db, here.group_id):
        raise OtherConnected
    settings, other = read_both_settings(db, taking, here.group_id)
    return ConnectionView(settings, other, tuple(dict.fromkeys((settings.roadmap, other.roadmap))))


def _view(db: Connection, found: KeptConnection, now: datetime) -> ConnectionView:
    settings, other = read_both_settings(db, found.group_id, found.other_id)
    silent = find_silent(db, found, now)
    return ConnectionView(
        settings,
        other,
        (found.roadmap,),
        found.due_at,
        joined=found.joined_at is not None,
        silent=(settings if silent == found.group_id else other).title if silent else "",
        ends_at=found.at + PATIENCE,
        id=found.id,
    )
