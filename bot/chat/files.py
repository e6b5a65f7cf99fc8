"""Files that a platform keeps. We never fetch one: it is sent again by its reference."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPELLED = re.compile(r"(?P<platform>[a-z]+):(?P<kind>[a-z]+):(?P<reference>\S+)")
_LINK = re.compile(r"https://\S+")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file on a platform: its kind there, and the reference by which the bot sends it again."""

    platform: str
    kind: str
    reference: str

    def __str__(self) -> str:
        """Spell it as it is kept with a tick."""
        return f"{self.platform}:{self.kind}:{self.reference}"


def read_kept_file(spelled: str) -> KeptFile | None:
    """Read what is kept with a tick. None for the link of a message, and for nothing."""
    found = None if is_message_link(spelled) else _SPELLED.fullmatch(spelled)
    return KeptFile(**found.groupdict()) if found else None


def is_message_link(spelled: str) -> bool:
    """Whether a file is kept as the link of the message with it."""
    return _LINK.fullmatch(spelled) is not None
