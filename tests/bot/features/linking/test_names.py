"""A learner who is Ada on Discord and Adele on Telegram: each name is read on its platform, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from bot.chat.call import Said
from bot.chat.reply import Reply
from bot.features.commands import COMMANDS, FOLDED
from bot.identity import GroupId, LearnerId
from bot.posting.subjects import read_learners
from bot.posting.wording import NothingToSay
from bot.tables import accounts, outbox
from tests.bot.features.homes.two_homes import CHIEF, PLACES, ROOT, TwoHomes
from tests.bot.room import labels, lines, taps, words
from tests.transcripts.every_line import every_line

ADA, ADELE, BEN, CAT = "Ada@discord", "Adele@telegram", "Ben@discord", "Cat@telegram"
NAMES = {"discord": "Ada", "telegram": "Adele"}
STEWARDS = {"discord": ROOT, "telegram": CHIEF}
MEMBERS = {"discord": BEN, "telegram": CAT}
OTHER = {"discord": "Adele", "telegram": "Ada"}
NEVER = (
    "leave",
    "settings forget",
    "quiet",
    "publishing",
    "settings visibility",
    "setup",
    "schedule",
    "invite",
    "deputy off",
    "deputy ~1 off",
)
"""Lines that end what is looked at, or go on for long and name nobody."""
PREPARED = (*((one, "/join") for one in (ADA, ADELE, BEN, CAT, ROOT, CHIEF)),)
STUDIED = (
    *((one, f"/settings {wish}") for one in (ADA, BEN, CAT) for wish in ("partner on", "checkins all", "work on")),
    (ROOT, "/setup community on"),
    (BEN, "/done week1"),
    (CAT, "/done week1-stats"),
    (ADA, "/done week1-practice https://example.org/work"),
    (ADA, "/done week1"),
    (ROOT, "/deputy Ada"),
    (ROOT, "/settings avoid Ada"),
    (CHIEF, "/settings avoid Adele"),
    (ADA, "/stuck week2-numpy It does not fit into my head."),
    (ADA, "/stuck group week2-numpy"),
    (ADA, "/checkin all of it | nothing | week2-numpy"),
    (ADELE, "/focus 25"),
    (ROOT, "/focus 25"),
    (ADA, "/focus join"),
)
SHOWN = (
    *("leaderboard all", "leaderboard week", "leaderboard streaks", "leaderboard community", "celebrations"),
    *(
        "work task week1-practice",
        "work #1",
        "deputy",
        "settings avoid",
        "settings partner",
        "progress #1",
        "streak #1",
    ),
    *("group ~1 new", "group ~1 stuck", "group ~1 manage"),
)
"""Lines whose answers name the learner to a steward of their group."""


@pytest.fixture
async def homes(homes: TwoHomes) -> TwoHomes:
    """Two homes of one group, in which the learner did all that a text can name them for."""
    await _say(homes, PREPARED)
    await homes.join()
    code = (await homes.say(ADA, "/settings link")).text.plain.split("Your code: ")[1].split()[0]
    asked = await homes.say(ADELE, f"/settings link {code}")
    assert "Linked!" in words(await homes.tap(ADELE, asked, labels(asked)[0]))
    await _say(homes, STUDIED)
    named = {one.name: one.learner_id for one in await homes.rows(accounts)}
    await homes.pair(1, [(named["Ada"], named["Ben"], named["Cat"])])
    return homes


async def _say(homes: TwoHomes, said: tuple[tuple[str, str], ...]) -> None:
    for name, line in said:
        await homes.say(name, line)


def _texts(reply: Reply) -> str:
    return "\n".join((words(reply), *labels(reply), *lines(reply)))


def _names(name: str, text: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


@pytest.mark.parametrize("last", [ADA, ADELE])
async def test_each_answer_names_a_learner_as_its_platform_does(homes: TwoHomes, last: str) -> None:
    await homes.live(minutes=5)
    await homes.say(last, "/log 20m")
    for platform, steward in STEWARDS.items():
        asked = [(MEMBERS[platform] if line == "settings partner" else steward, line) for line in SHOWN]
        found = {line: _texts(await homes.say(name, f"/{line}")) for name, line in asked}
        assert [] == [line for line, one in found.items() if not _names(NAMES[platform], one)]
        assert [] == [line for line, one in found.items() if _names(OTHER[platform], one)]


async def test_no_command_button_or_suggestion_has_the_name_of_the_other_platform(homes: TwoHomes) -> None:
    await homes.live(days=1)
    for platform, steward in STEWARDS.items():
        await homes.say({"discord": ADELE, "telegram": ADA}[platform], "/log 20m")
        found = [one async for one in _answers(homes, steward)]
        assert [] == [(line, one) for line, one in found if _names(OTHER[platform], one)]
        assert len([line for line, one in found if _names(NAMES[platform], one)]) > 15


async def _answers(homes: TwoHomes, name: str) -> AsyncIterator[tuple[str, str]]:
    """The answer to every line, then to each button of these, and all that autocomplete suggests."""
    offered: set[str] = set()
    for line in (*every_line(but=NEVER), *SHOWN):
        reply = await homes.say(name, f"/{line}")
        offered |= {one.line for one in taps(reply) if not one.line.startswith(NEVER)}
        yield line, _texts(reply)
    for line in sorted(offered):
        yield line, _texts(await homes.say(name, f"/{line}", tapped=True))
    account = homes.account(name)
    said = Said(account, PLACES[account.platform], f"{account.platform}:suggest")
    for command in (*COMMANDS, *FOLDED):
        for arg in command.args:
            for found in await homes.dispatcher.beforehand.suggest(said, command.name, arg, ""):
                yield f"suggested for {command.name}", f"{found.label} {found.value}"


async def test_each_post_names_a_learner_as_its_platform_does(homes: TwoHomes) -> None:
    for _ in range(16):
        await homes.live(hours=12)

    said: dict[str, set[str]] = {"discord": set(), "telegram": set()}
    for one in await homes.rows(outbox):
        try:
            reply, platform = await homes.read_post(one.id)
        except NothingToSay:
            continue
        text = _texts(reply)
        assert not _names(OTHER[platform], text), one.kind
        said[platform] |= {one.kind} if _names(NAMES[platform], text) else set()

    assert {"digest", "gathering", "stuck_group"} <= said["discord"] & said["telegram"], said


@pytest.mark.parametrize("line", ["progress", "streak why", "work", "deputy", "settings avoid"])
async def test_a_member_is_found_by_either_of_their_names(homes: TwoHomes, line: str) -> None:
    for platform, steward in STEWARDS.items():
        answers = [words(await homes.say(steward, f"/{line} {name}")) for name in NAMES.values()]
        assert "can’t find" not in "".join(answers)
        for one in answers:
            assert not _names(OTHER[platform], one), one


@pytest.mark.parametrize(("visibility", "shown"), [("number", "Member"), ("hidden", "")])
async def test_a_learner_who_is_not_shown_by_name_has_none_on_either_platform(
    homes: TwoHomes, visibility: str, shown: str
) -> None:
    await homes.say(ADA, f"/settings visibility {visibility}")

    for platform, steward in STEWARDS.items():
        board = words(await homes.say(steward, "/leaderboard all"))
        assert shown in board
        assert not any(_names(one, board) for one in NAMES.values())
        found = words(await homes.say(steward, f"/progress {NAMES[platform]}"))
        assert "can’t find" in found


async def test_a_reader_without_a_platform_reads_the_name_used_last(homes: TwoHomes) -> None:
    learner = next(one.learner_id for one in await homes.rows(accounts) if one.name == "Ada")
    for last, name in ((ADA, "Ada"), (ADELE, "Adele")):
        await homes.say(last, "/log 20m")
        found = await homes.store.read(read_learners, [LearnerId(learner)], GroupId(1), "")
        assert name == found[LearnerId(learner)].name


@pytest.mark.parametrize("length", [64, 65])
async def test_a_long_name_is_cut_after_64_characters(homes: TwoHomes, length: int) -> None:
    """A first and a last name of Telegram have up to 64 characters each."""
    [ada] = [one for one in await homes.rows(accounts) if one.name == "Ada"]
    name = "Ada " + "e" * (length - 4)

    def rename(db: Connection) -> str:
        db.execute(update(accounts).where(accounts.c.id == ada.id).values(name=name))
        learner_id = LearnerId(ada.learner_id)
        return read_learners(db, [learner_id], GroupId(1), ada.platform)[learner_id].name

    assert name[:64] == await homes.store.write(rename)


def test_every_query_that_names_a_learner_selects_the_one_column() -> None:
    """The others read the name to change it, or to forget it."""
    others = {
        "bot/tables/names.py",
        "bot/features/members/queries/learners.py",
        "bot/features/privacy/queries/traces.py",
    }
    found = {str(one) for one in Path("bot").rglob("*.py") if "learners.c.name" in one.read_text()}

    assert others == found
