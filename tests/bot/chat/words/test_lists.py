"""Lists in words, in English and elsewhere."""

from __future__ import annotations

import pytest

from bot.chat.markup import Span, Text, join_texts, plain
from bot.chat.words.lists import list_texts, list_words

WORDS = ["Ann", "Ben", "Cat"]


@pytest.mark.parametrize("count", range(4))
def test_english_lists_have_commas_and_no_and(count: int) -> None:
    assert ", ".join(WORDS[:count]) == list_words(WORDS[:count], "en")


@pytest.mark.parametrize("language", ["en", "de", "ja", "ar", "hi"])
@pytest.mark.parametrize("count", range(4))
def test_texts_are_listed_as_words_are(language: str, count: int) -> None:
    texts = [plain(word) for word in WORDS[:count]]

    assert list_words(WORDS[:count], language) == list_texts(texts, language).plain


def test_each_text_keeps_its_markup() -> None:
    bold = Text((Span("NumPy", bold=True),))

    assert join_texts([bold, plain("Ben")], ", ") == list_texts([bold, plain("Ben")], "en")


def test_nothing_makes_no_list() -> None:
    assert Text() == list_texts([], "en")
