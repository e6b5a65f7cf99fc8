"""Name people who were picked or mentioned, and offer to invite those of whom nothing is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.chat import limits
from bot.chat.call import Call
from bot.errors import Offers
from bot.features.members.actions.fellows import ACCOUNT, NotShown, UnknownMember

P = ParamSpec("P")
T = TypeVar("T")

_ACCOUNT = re.compile(ACCOUNT)


async def read_fellow(call: Call, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a query about a fellow member.

    A person of whom nothing is shown is named, never by an id, and can be invited. Raises NotShown, UnknownMember,
    SeveralMembers.
    """
    try:
        return await call.read(fn, *args, **kwargs)
    except NotShown as refused:
        name = name_people(call, refused.name)
        raise NotShown(name=name, offers=_offer_invitation(call, refused.name, name) + refused.offers) from None
    except UnknownMember as refused:
        raise UnknownMember(name=name_people(call, refused.name), offers=refused.offers) from None


def _offer_invitation(call: Call, account: str, name: str) -> Offers:
    """Offer a member to invite a person whose name is known. An invitation is posted in the group for all to see."""
    if call.private or call.unseen or not call.scene.member or name == call.label("bring.somebody"):
        return ()
    line = f"bring {account}"
    return ((call.label("bring.button", name=name), line if name == account else _add_name(line, name)),)


def _add_name(line: str, name: str) -> str:
    """Put a name behind a line, cut so that a button carries all of it.

    A longer line would be kept for the member, and neither a forgetting nor the export of a guest knows of it.
    """
    whole = f"{line} {' '.join(name.split())}"
    if len(whole.encode()) <= limits.LINE_BYTES:
        return whole
    kept = whole.encode()[: limits.LINE_BYTES - len(limits.ELLIPSIS.encode())]
    return kept.decode("utf-8", "ignore").rstrip() + limits.ELLIPSIS


def name_people(call: Call, text: str) -> str:
    """Put names in place of the accounts in a text. An account without a known name is somebody."""
    return _ACCOUNT.sub(lambda found: call.said.people.get(_key(found), call.label("bring.somebody")), text)


def _key(found: re.Match[str]) -> str:
    return f"discord:{found['mention']}" if found["mention"] else found[0].casefold()
