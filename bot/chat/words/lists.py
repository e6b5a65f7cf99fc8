"""Lists as each language writes them: in English with commas between."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list

from bot.chat.markup import Text, plain
from bot.texts import SOURCE

_MARK = "\0"


def list_words(words: Sequence[str], language: str) -> str:
    """Join words into a list."""
    # Babel 2.18 lacks the style "unit", which has no "and", for 274 locales: they take "standard".
    return format_list(words, "unit" if language == SOURCE else "standard", locale=language)


def list_texts(texts: Sequence[Text], language: str) -> Text:
    """Join texts into a list, each with its own markup."""
    if not texts:
        return Text()
    between = list_words([_MARK] * len(texts), language).split(_MARK)
    spans = list(plain(between[0]).spans)
    for text, separator in zip(texts, between[1:], strict=True):
        spans += [*text.spans, *plain(separator).spans]
    return Text(tuple(spans))
