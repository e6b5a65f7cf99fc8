"""The languages in which words are understood in every group, whatever its own language is."""

from __future__ import annotations

READ_ALSO = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk")
