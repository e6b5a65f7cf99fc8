"""Codes as people type them: what surely is a code is read as one, and no ordinary sentence costs a guess."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from bot.features.codes.actions import LETTERS
from bot.features.codes.typed import asks_for_code, is_code_shaped, read_typed_code
from bot.identity import Place
from bot.tables import guesses
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.features.linking.town import Town
from tests.bot.room import labels, lines, words

SPACED = ("{half} {rest}", "{half} - {rest}", "{half} – {rest}", "{pairs}", "{spelled}", "hi, {half} {rest} please")
"""Parts with blanks between and no word for a code, which without a digit may be words."""

SURE = (
    "{code}",
    "{small}",
    " {code} ",
    "{code}.",
    "{code}!",
    "“{code}”",
    '"{code}"',
    "'{small}'",
    "`{code}`",
    "({code})",
    "<{code}>",
    "*{code}*",
    "{half}-{rest}",
    *SPACED,
    "{half}_{rest}",
    "{half}.{rest}",
    "{dashed}",
    "link {code}",
    "Link {small}",
    "link: {code}",
    "link code {code}",
    "link with {code}",
    "link my accounts {code}",
    "link my account with {half}-{rest}",
    "link accounts: {half} {rest}",
    "link me {code} please",
    "please link {code}",
    "/link {code}",
    "/link {small}",
    "/link {half} {rest}",
    "/link: {code}",
    "/link code {code}",
    "connect {code}",
    "/connect {code}",
    "/connect {half}-{rest}",
    "/connect my accounts {code}",
    "settings link {code}",
    "/settings link {code}",
    "/settings link: {code}",
    "/settings link : {code}",
    "/settings link={code}",
    "/settings link “{code}”",
    "/settings: link {code}",
    "/settings link code {code}",
    "/settings link {half} {rest}",
    "/settings link my code is {small}",
    "settings link: {small}",
    "code {code}",
    "code: {half}-{rest}",
    "my code: {code}",
    "my code is {code}",
    "the code is {small}",
    "here’s my code: {code}",
    "here is the code {code}",
    "it's {code}",
    "{code} is my code",
    "{code} please",
    "use {code}",
    "enter code {code}",
    "token {code}",
    "pair {code}",
    "sync my accounts {code}",
    "hi, my code is {code}, thanks",
    "I got this code from Discord: {code}",
    "/code {code}",
    "/pair {code}",
)
"""Lines in private that link with a code: as it is shown, in small letters, in parts."""

COMMANDS = ("/settings", "settings", "/link", "link accounts")
"""How a line begins that is understood as the command, in a group, too."""

NO_GUESS = (
    "hardware",
    "teammate",
    "Teammate",
    "hard ware",
    *("HARD WEEK", "READ THAT", "Read that", "READ, THAT!", "read 7334", "Read 7334", "READ - THAT", "7334 9977"),
    *("AH WE RE AD", "please READ THAT", "hi, read 7334 thanks"),
    "link hardware",
    "connect teammate",
    "I can't link hardware",
    "{code} does not work",
    "why doesn't {code} work?",
    "i typed {code} on my phone and nothing happened",
    "what is {code}",
    "is {code} a code or a password",
    "done {code}",
    "/done {code}",
    "/log {code}",
    "/help {code}",
    "/stuck {code} how",
    "{code}A",
    "{code}{code}",
    "{code} {code}",
    "{seven}",
    "{seven}0",
    "week3 way",
    "at 7 3 ways",
    "/settings zone {code}",
    "/setup connect {code}",
    "/settings link hello",
    "/settings link {seven}",
    "/settings link my phone",
    "/link telegram",
    "/settings link {seven}O yes",
)
"""Lines that cost no guess and link nothing."""

MAYBE = {
    **dict.fromkeys(("hardware", "hard ware", "link hardware"), "HARDWARE"),
    **dict.fromkeys(("teammate", "Teammate", "connect teammate"), "TEAMMATE"),
    **dict.fromkeys(("READ THAT", "Read that", "READ, THAT!", "READ - THAT", "please READ THAT"), "READTHAT"),
    **dict.fromkeys(("read 7334", "Read 7334", "hi, read 7334 thanks"), "READ7334"),
    "HARD WEEK": "HARDWEEK",
    "7334 9977": "73349977",
    "AH WE RE AD": "AHWEREAD",
}
"""Those that may be a code, each with the code: the answer says what to type."""


VALUES = (
    "/{command} {code}",
    "{command} {code}",
    "/ {command}: {code}",
    "{last} {code}",
    "/{last} {code}",
    "{last}: {half}-{rest}",
    "code {code}",
    "my code is {half} {rest}",
    "{code} please",
    "“{code}”",
)
"""What people type into the field for the value, where the command is picked."""


def spell(line: str, code: str) -> str:
    pairs = " ".join(code[at : at + 2] for at in range(0, 8, 2))
    parts = {"half": code[:4], "rest": code[4:], "pairs": pairs, "seven": code[:7], "small": code.lower()}
    return line.format(code=code, spelled=" ".join(code), dashed="-".join(code), **parts)


@pytest.fixture
async def town(sqlite_store: Store) -> Town:
    """Ann has an account on each platform."""
    town = Town(sqlite_store)
    for name in ("Ann@discord", "Ann@telegram"):
        await town.say(name, "/done week1-stats")
    return town


@pytest.mark.parametrize("line", SURE)
async def test_a_code_is_read_however_it_is_typed_in_private(town: Town, line: str) -> None:
    code = await town.code_of("Ann@discord")
    typed = spell(line, code)
    if not any(letter.isdigit() for letter in code) and (code.lower() in typed or line in SPACED):
        pytest.skip("small letters or parts without a digit are asked about")
    asked = await town.secretly("Ann@telegram", typed)

    assert "Together" in words(asked), words(asked)
    assert [f"settings link {code} yes"] == lines(asked)[:1]
    assert "Linked!" in words(await town.tap("Ann@telegram", asked, labels(asked)[0], secret(town, "Ann@telegram")))


async def test_a_code_says_how_it_is_given_on_the_other_platform(town: Town) -> None:
    """On Telegram a line is typed, on Discord the fields are picked."""
    for name, there, line in (
        ("Ann@discord", "On Telegram", "/settings link {code}"),
        ("Ann@telegram", "On Discord", "what: link\nvalue: {code}"),
        ("Root@discord", "on Telegram", "/setup connect {code}"),
        ("Chief@telegram", "on Discord", "what: connect\nvalue: {code}"),
    ):
        town.admins.add(name)
        said = (await town.say(name, "/settings link" if "Ann" in name else "/setup connect")).text.plain
        assert there in said
        assert line.format(code=said.split("Your code: ")[1].split()[0]) in said


@pytest.mark.parametrize("line", VALUES)
async def test_the_code_is_read_out_of_the_value_of_its_command(town: Town, line: str) -> None:
    code = await town.code_of("Ann@discord")
    value = spell(line.replace("{command}", "settings link").replace("{last}", "link"), code)
    asked = await town.say("Ann@telegram", f"/settings link {value}")

    assert [f"settings link {code} yes"] == lines(asked)[:1], words(asked)


@pytest.mark.parametrize("line", VALUES)
async def test_the_code_of_a_group_is_read_out_of_the_value_of_its_command(sqlite_store: Store, line: str) -> None:
    homes = TwoHomes(sqlite_store)
    await homes.settle(ROOT, CHIEF)
    code = await homes.code()
    value = spell(line.replace("{command}", "setup connect").replace("{last}", "connect"), code)
    asked = await homes.say(CHIEF, f"/setup connect {value}")

    assert lines(asked)[0].startswith(f"setup connect {code} "), words(asked)


@pytest.mark.parametrize("line", ["/settings link", "link hello", "{seven}", "/done {code}", "{code} yes or no"])
@pytest.mark.parametrize("command", ["settings link", "setup connect"])
async def test_a_value_without_a_code_costs_no_guess(town: Town, command: str, line: str) -> None:
    town.admins.add("Ann@telegram")
    said = words(await town.say("Ann@telegram", f"/{command} {spell(line, 'K7FH3XPA')}"))

    assert "That’s not a whole code" in said
    assert [] == await town.store.read(lambda db: list(db.execute(guesses.select())))


ODD = {"K7FH3XP8": "8", "k7fh-3xpo": "O", "B7FH3XPB": "B", "K0FH1XPA": "0, 1", "GUVSZQ25": "2, 5, G, Q, S, U, V, Z"}


@pytest.mark.parametrize("typed", ODD)
@pytest.mark.parametrize("command", ["settings link", "setup connect"])
async def test_a_word_as_long_as_a_code_reads_which_of_its_letters_no_code_has(
    town: Town, command: str, typed: str
) -> None:
    town.admins.add("Ann@telegram")
    said = words(await town.say("Ann@telegram", f"/{command} {typed}"))

    assert f"never have these in them: {ODD[typed]}. Please check" in said
    assert [] == await town.store.read(lambda db: list(db.execute(guesses.select())))


@pytest.mark.parametrize("line", NO_GUESS)
async def test_what_is_no_code_costs_no_guess_and_links_nothing(town: Town, line: str) -> None:
    code = await town.code_of("Ann@discord")
    said = await town.secretly("Ann@telegram", spell(line, code))

    assert "Together" not in words(said)
    assert [] == await town.store.read(lambda db: list(db.execute(guesses.select())))
    offered = [one for one in lines(said) if one.startswith("settings link ")]
    assert ([f"settings link {MAYBE[line]}"] if line in MAYBE else []) == offered
    asked = await town.secretly("Ann@telegram", f"/settings link {code}")
    assert "Together" in words(asked)


@pytest.mark.parametrize("line", [one for one in SURE if not one.startswith(COMMANDS)])
async def test_no_code_is_read_in_the_chat_of_a_group_but_behind_its_command(town: Town, line: str) -> None:
    code = await town.code_of("Ann@discord")
    said = words(await town.say("Ann@telegram", spell(line, code)))

    assert "Together" not in said
    assert [] == await town.store.read(lambda db: list(db.execute(guesses.select())))


async def test_a_code_that_connects_groups_says_where_to_type_it(town: Town) -> None:
    town.admins.add("Ann@discord")
    shown = words(await town.say("Ann@discord", "/setup connect"))
    code = shown.split("Your code: ")[1].split()[0]

    for line in ("{code}", "link {code}", "/connect {code}"):
        assert "/setup connect" in words(await town.secretly("Ann@telegram", spell(line, code)))


@pytest.mark.parametrize("typed", ["", "   ", "/", "link", "/link", "connect", "a" * 500, "K7FH " * 200, "é" * 8])
def test_other_lines_are_none(typed: str) -> None:
    assert read_typed_code(typed) is None


def test_every_code_is_shaped_as_one() -> None:
    for first in range(len(LETTERS)):
        code = (LETTERS * 2)[first : first + 8]
        assert is_code_shaped(code)
        assert is_code_shaped(code.lower())
        assert not is_code_shaped(code[:-1])
        assert not is_code_shaped(code[:-1] + "0")


def secret(town: Town, name: str) -> Place:
    account = town.account(name)
    return Place(account.platform, account.user_id, account.user_id, private=True)


@pytest.mark.parametrize("value", ["telegram", "Discord", "my Telegram account", "my accounts", "with discord, please"])
async def test_a_value_that_only_names_what_to_link_gets_a_code(town: Town, value: str) -> None:
    for name in ("Ann@discord", "Ann@telegram"):
        for line in (f"/settings link {value}", f"/link {value}"):
            assert "Your code: " in words(await town.secretly(name, line)), line
        town.later(hours=1)


@pytest.mark.parametrize("value", ["telegram", "discord", "our Telegram group", "a second chat", "the discord server"])
async def test_a_value_that_only_names_what_to_connect_gets_a_code(town: Town, value: str) -> None:
    town.admins.add("Ann@telegram")

    assert "Your code: " in words(await town.say("Ann@telegram", f"/setup connect {value}"))


@pytest.mark.parametrize(
    "value", ["my", "please", "Lisbon", "@ann", "my phone", "telegram K7FH3XP", "code", "discord.gg/abc"]
)
def test_other_values_ask_for_no_code(value: str) -> None:
    assert not asks_for_code(value)
