from dataclasses import fields
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from bot import texts
from bot.errors import Refused


def every_refusal() -> list[type[Refused]]:
    for path in sorted(Path("bot").rglob("*.py")):
        if "(Refused)" in path.read_text(encoding="utf-8"):
            import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    return sorted(
        (one for one in Refused.__subclasses__() if one.__module__.startswith("bot.")), key=lambda one: one.key
    )


@pytest.mark.parametrize("refusal", every_refusal(), ids=lambda one: one.__name__)
def test_a_refusal_has_a_field_for_each_placeholder_of_its_sentence(refusal: type[Refused]) -> None:
    wordable = {field.name for field in fields(refusal) if field.type in {"str", "int"}}
    for form in texts.catalogue(texts.SOURCE)[refusal.key]:
        assert {name for _, name, _, _ in Formatter().parse(form) if name} <= wordable


def test_a_refusal_says_its_name_and_not_what_was_typed() -> None:
    class Unheard(Refused):
        typed: str

    assert str(Unheard(typed="secret")) == "Unheard"
    assert "secret" not in repr(Unheard(typed="secret"))


def test_a_refusal_with_other_offers_keeps_its_fields() -> None:
    class Offered(Refused):
        typed: str

    again = Offered(typed="x").offering((("Help", "help"),))
    assert (again.typed, again.offers) == ("x", (("Help", "help"),))
