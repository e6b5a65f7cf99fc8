"""Warrants: the right by which a call acts for a group. The rule of who may act stands here alone.

1. An administrator of the group's chat may do all. The platform is asked anew before each write.
2. A deputy may do what stewards do, but nothing that is for administrators. Each write reads again that they are one.
3. A learner alone in private may do all in their own group, and needs no warrant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.chat.rights import Rights, require_admin
from bot.errors import StewardsOnly
from bot.identity import Place

P = ParamSpec("P")
T = TypeVar("T")
CheckDeputy = Callable[[Any], None]
"""Refuses, in a transaction, a caller who is no deputy of the group. Raises StewardsOnly."""


@dataclass(frozen=True, slots=True)
class Warrant:
    """The right by which a call acts for a group: as an administrator, or as a deputy.

    `chat`: the chat that the caller administers; None: that of the call. `check_deputy`: they act as a deputy.
    """

    chat: Place | None = None
    check_deputy: CheckDeputy | None = None

    async def renew(self, rights: Rights) -> None:
        """Ask the platform anew about an administrator. Raises StewardsOnly, RightsUnknown."""
        if self.check_deputy is not None:
            return
        if self.chat is None:
            await require_admin(rights, anew=True)
        elif not await rights.administers(self.chat):
            raise StewardsOnly


@dataclass(frozen=True, slots=True)
class NoWarrant(Warrant):
    """The lack of a warrant: a call that has not found its group yet writes nothing."""

    async def renew(self, rights: Rights) -> None:
        """Refuse. Raises StewardsOnly."""
        raise StewardsOnly


async def find_warrant(rights: Rights, check_deputy: CheckDeputy | None) -> Warrant:
    """Find the caller's warrant in the chat of a call. `check_deputy`: a deputy may do this, and they are one.

    Raises StewardsOnly, RightsUnknown.
    """
    if check_deputy is not None:
        return Warrant(check_deputy=check_deputy)
    await require_admin(rights)
    return Warrant()


@cache
def checked(fn: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, CheckDeputy, P], T]:
    """Make an action that first checks, in its own transaction, that its caller is a deputy."""

    @wraps(fn)
    def run(db: Any, check: CheckDeputy, /, *args: P.args, **kwargs: P.kwargs) -> T:  # noqa: ANN401  a connection
        check(db)
        return fn(db, *args, **kwargs)

    return run
