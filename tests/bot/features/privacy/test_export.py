"""/settings export: one file in private, at most once in ten minutes, that a program and a spreadsheet can read."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest

from bot.chat import limits
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.database.store import Store
from tests.bot.room import Room, labels, words


def files(reply: Reply) -> dict[str, str]:
    """The files of an export by name, as they are."""
    assert reply.document
    with ZipFile(BytesIO(reply.document.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sections(reply: Reply) -> dict[str, list[dict[str, Any]]]:
    """The sections of an export by name."""
    found: dict[str, list[dict[str, Any]]] = json.loads(files(reply)["cairn.json"])["sections"]
    return found


async def test_a_learner_gets_one_file_in_private(room: Room) -> None:
    await room.say("Ann", "/done week1-algebra: a note of mine")

    reply = await room.say("Ann", "/settings export")

    assert Readers.SECRET is reply.readers
    assert reply.document and "cairn-2026-03-02.zip" == reply.document.name
    told = json.loads(files(reply)["cairn.json"])
    assert ("cairn.export", 1, "2026-03-02T18:00:00+00:00") == (told["schema"], told["version"], told["exported_at"])
    [tick] = told["sections"]["ticks"]
    assert ("week1-algebra", "a note of mine", "2026-03-02") == (tick["task"], tick["evidence"], tick["day"])
    assert ["Ann"] == [one["name"] for one in told["sections"]["learner"]]
    assert ["Study room"] == [one["groups_title"] for one in told["sections"]["memberships"]]


async def test_a_spreadsheet_reads_each_section_and_no_formula(room: Room) -> None:
    await room.say("Ann", '/done week1-algebra: =HYPERLINK("https://evil.test";"Zoë, hi")')
    await room.say("Ann", "/log 20m @SUM(1)\n+1; two lines")

    found = files(await room.say("Ann", "/settings export"))

    assert all(text.startswith("\ufeff") for name, text in found.items() if name.endswith(".csv"))
    cells = [cell for text in found.values() for row in csv.reader(StringIO(text)) for cell in row]
    [tick] = csv.DictReader(StringIO(found["ticks.csv"].removeprefix("\ufeff"), newline=""))
    assert "'=HYPERLINK" == tick["evidence"][:11] and "Zoë, hi" in tick["evidence"]
    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "sessions.csv" in found and "cheers.csv" not in found  # a section without rows has no file


async def test_an_export_is_given_once_in_ten_minutes_and_again_to_a_repeated_call(room: Room) -> None:
    await room.say("Ann", "/join")
    first = await room.say("Ann", "/settings export")

    again = await room.again()
    soon = await room.say("Ann", "/settings export")
    room.later(minutes=10)
    later = await room.say("Ann", "/settings export")

    assert first.document == again.document and first.document
    assert "again at 18:10" in words(soon) and soon.document is None
    assert later.document


async def test_an_export_that_did_not_arrive_from_a_group_is_had_in_private_at_once(room: Room) -> None:
    await room.say("Ann", "/join")
    await room.say("Ann", "/settings export")

    private = await room.privately("Ann", "/settings export")

    assert private.document
    assert (await room.privately("Ann", "/settings export")).document is None
    assert (await room.say("Ann", "/settings export")).document is None


async def test_two_calls_at_once_give_one_file(store: Store) -> None:
    room = Room(store)
    await room.say("Ann", "/join")

    replies = await asyncio.gather(*(room.say("Ann", "/settings export") for _ in range(4)))

    assert [1, 3] == [len([one for one in replies if bool(one.document) is given]) for given in (True, False)]


async def test_what_no_message_can_carry_comes_in_parts_that_hold_every_row_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(40):
        await room.say("Ann", f"/log 20m {sha256(bytes([day])).hexdigest()}")
        room.later(days=1)
    at_once = await room.say("Ann", "/settings export")
    assert at_once.document
    whole, largest = sections(at_once), len(at_once.document.content) * 7 // 10
    monkeypatch.setattr(limits, "DOCUMENT_BYTES", largest)
    room.later(minutes=10)

    part = await room.say("Ann", "/settings export")
    assert re.search(r"this is file 1 of \d\.", words(part))
    parts = [part]
    while labels(parts[-1]):
        room.later(minutes=10)
        parts.append(await room.tap("Ann", parts[-1], "Get file"))

    assert len(parts) > 1 and words(parts[-1]).endswith("the last one.")
    assert all(one.document and len(one.document.content) <= largest for one in parts)
    refused = [one.document.instead.plain for one in parts if one.document]
    assert all(
        f"couldn’t send file {number} of {len(parts)}." in said and f"/settings export {number} of {len(parts)}" in said
        for number, said in enumerate(refused, 1)
    )
    for name in ("sessions", "acts"):
        rows = [row["id"] for one in parts for row in sections(one)[name]]
        assert sorted(rows) == [row["id"] for row in whole[name]]
    room.later(minutes=10)
    last = parts[-1].document
    assert last
    monkeypatch.setattr(limits, "DOCUMENT_BYTES", len(last.content) - 50)  # as if there were more by then
    assert "this is file 1 of" in words(await room.say("Ann", f"/settings export 2 of {len(parts)}"))
    heads = [json.loads(files(one)["cairn.json"]) for one in parts]
    assert [(number, len(parts)) for number in range(1, len(parts) + 1)] == [
        (one["part"], one["parts"]) for one in heads
    ]


async def test_a_part_that_is_asked_for_too_soon_leaves_the_file_before_it(room: Room) -> None:
    await room.say("Ann", "/join")
    await room.say("Ann", "/settings export")

    soon = await room.say("Ann", "/settings export 2 of 2", tapped=True)

    assert "again at" in words(soon) and not soon.update


async def test_an_export_makes_nobody_a_member(room: Room) -> None:
    await room.say("Ann", "/join")
    await room.say("Ann", "/leave yes")

    left, stranger = await room.say("Ann", "/settings export"), await room.say("Eve", "/settings export")

    assert sections(left)["memberships"][0]["left_at"]
    assert stranger.document is None and "nothing about you" in words(stranger)
    assert "no settings yet" in words(await room.say("Eve", "/settings"))


async def test_words_and_names_of_others_are_in_no_export(room: Room) -> None:
    for name in ("Ann", "Bertram"):
        await room.say(name, "/done week1-algebra: a note of mine")
    await room.say("Bertram", "/stuck week2-numpy my secret trouble")

    told = files(await room.say("Ann", "/settings export"))["cairn.json"]

    assert "Bertram" not in told and "bertram" not in told and "secret trouble" not in told
