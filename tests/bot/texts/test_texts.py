from __future__ import annotations

import re

import pytest

from bot import texts
from bot.chat.call import say
from bot.chat.markup import fill
from bot.features.commands import COMMANDS, FOLDED

HOLES = re.compile(r"\{[a-z_]+\}")


def test_english_is_the_source_and_comes_first() -> None:
    assert "en" == texts.languages()[0]


@pytest.mark.parametrize("language", texts.languages())
def test_every_template_can_be_filled_and_has_the_placeholders_of_the_source(language: str) -> None:
    source = texts.catalogue(texts.SOURCE)
    for key, forms in texts.catalogue(language).items():
        wanted = set(HOLES.findall("".join(source.get(key, ()))))
        for form in forms:
            holes = set(HOLES.findall(form))
            assert holes <= wanted, key
            assert fill(form, {hole.strip("{}"): "x" for hole in holes}), key


@pytest.mark.parametrize("language", texts.languages())
def test_every_language_says_all_that_english_says(language: str) -> None:
    own = {f"help.{command.name}" for command in (*COMMANDS, *FOLDED)}  # English has these as docstrings

    assert set(texts.catalogue(texts.SOURCE)) == set(texts.catalogue(language)) - own


def test_an_unknown_key_is_an_error_and_an_unknown_language_falls_back() -> None:
    with pytest.raises(texts.UnknownKey):
        texts.template("en", "no.such.key")
    assert say("en", "chat.failed") == say("xx", "chat.failed")


def test_a_message_without_numbered_wordings_is_its_own_only_wording() -> None:
    assert ("chat.failed",) == texts.wordings("chat.failed")
