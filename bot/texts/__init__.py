"""Every sentence that a person reads, by language.

`bot/texts/<language>/<feature>.po` are gettext catalogues. A msgid is a key (`done.ticked`), a msgstr is inline
CommonMark with `{placeholders}`; English is the source and the fallback. Plurals are the catalogue's: a message with
`msgid_plural` takes its form from the value `n`. Several wordings of one message are keys that end in `.1`, `.2`, ...

To add a language, say German: make `bot/texts/de/` with a file for each one in `en/`, `Language: de` in its header, the
same msgids, and as many plural forms as the language has (their rule is Babel's, not the header's). tests/bot/texts
fails until every key is there with the placeholders of the English one, and `/setup language de` offers it from then
on. Only what commands and arguments are for is English in the code, as docstrings and `Arg.help`: Telegram's menus take
`help.<command>` where a language other than English has it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

SOURCE = "en"
_HERE = Path(__file__).parent


class UnknownKey(LookupError):
    """A key that no catalogue has: a mistake of ours, found by the tests."""


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, English first."""
    return _languages_in(_HERE)


@cache
def _languages_in(home: Path) -> tuple[str, ...]:
    found = sorted(path.name for path in home.iterdir() if any(path.glob("*.po")))
    return tuple(sorted(found, key=lambda name: name != SOURCE))


def find_language(code: str) -> str:
    """Find the language of a catalogue for a platform's code (`de`, `pt-BR`, `zh-hans`); empty if there is none."""
    if not code:
        return ""
    known = {name.casefold(): name for name in languages()}
    wanted = code.replace("-", "_").casefold()
    return known.get(wanted) or known.get(wanted.partition("_")[0], "")


def template(language: str, key: str, n: int | None = None) -> str:
    """The wording of a key, in the plural form for `n`, in English where the language has none. Raises UnknownKey."""
    for candidate in (language, SOURCE):
        forms = catalogue(candidate).get(key)
        if forms:
            return forms[_plural_form(candidate, n)] if len(forms) > 1 else forms[0]
    raise UnknownKey(key)


def wordings(key: str) -> tuple[str, ...]:
    """The keys of all wordings of a message: `key.1`, `key.2`, ...; the key itself where there is only one."""
    known = catalogue(SOURCE)
    numbered = tuple(f"{key}.{number}" for number in range(1, 30) if f"{key}.{number}" in known)
    return numbered or (key,)


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Key -> plural forms (one where the message has no plural) of a language; empty for an unknown one."""
    messages: dict[str, tuple[str, ...]] = {}
    for path in sorted((_HERE / language).glob("*.po")):
        for message in _read(path, language):
            if message.id and not message.fuzzy:
                key = message.id if isinstance(message.id, str) else message.id[0]
                forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                if all(forms):
                    messages[key] = forms
    return messages


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)  # without the locale only two plural forms survive


@cache
def _rule(language: str) -> Callable[[int], int]:
    """Give Babel's rule for a language: from a number to the place of its form."""
    places = Catalog(locale=language)
    places.add(("place", "places"), tuple(map(str, range(places.num_plurals))))
    file = BytesIO()
    write_mo(file, places)
    file.seek(0)
    return partial(_place, Translations(file))


def _place(places: Translations, n: int) -> int:
    return int(places.ngettext("place", "places", n))


def _plural_form(language: str, n: int | None) -> int:
    return 0 if n is None else _rule(language)(n)
