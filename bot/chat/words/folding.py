"""Fold the name of a place, so that its spellings become one."""

from __future__ import annotations

import re

from anyascii import anyascii

_APOSTROPHES = re.compile(r"['’ʻʼ‘`´]")
_BREAKS = re.compile(r"[^a-z0-9]+")


def fold_name(name: str) -> str:
    """Take accents, case, script and punctuation from a name, so that `São Paulo` is `sao paulo`."""
    return _BREAKS.sub(" ", _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", name))).lower()).strip()
