"""Words behind a command that call a part of it: a table, and what every part of ours is called by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.call import Said
from bot.chat.parse import split_line, unfold_line
from bot.chat.registry import Registry
from bot.chat.rights import KnownRights
from bot.chat.watching import CallWatch
from bot.features.commands import COMMANDS, FOLDED, PARTS, make_registry
from tests.bot.room import HERE, Room, lines, words

REGISTRY = make_registry()

UNFOLDED = [
    ("/progress placement month 4", "/placement month 4"),
    ("/progress", "/progress"),
    ("/progress Ben", "/progress Ben"),
    ("progress Placement", "/placement"),
    ("/me criteria", "/criteria"),  # an alias of progress
    ("/stats placement", "/placement"),  # a synonym of progress
    ("/settings reminders at 8", "/nudges at 8"),
    ("/settings nudges off", "/nudges off"),  # by the part's own name
    ("/settings mute 1d", "/snooze 1d"),
    ("/settings rest sun", "/settings rest sun"),
    ("/timezone Berlin", "/settings zone Berlin"),
    ("/pause mute!", "/snooze"),
    ("/pause 3d", "/pause 3d"),
    ("/checkin promise numpy", "/promise numpy"),
    ("/checkin promised too much", "/checkin promised too much"),
    ("/checkin more", "/more checkin"),
    ("/checkin more work than thought", "/checkin more work than thought"),
    ("/done more", "/done more"),  # done has no parts
    ("/log habits", "/habits"),
    ("/log 30m habits", "/log 30m habits"),
    ("/help about", "/about"),
    ("/help about my data", "/help about my data"),  # free words
    ("/help placement", "/help placement"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "meant"), UNFOLDED)
def test_the_first_word_behind_a_command_may_call_a_part_of_it(typed: str, meant: str) -> None:
    assert meant == unfold_line(REGISTRY, typed)


@pytest.mark.parametrize(("command", "word", "part"), [(c, w, p) for c, ws in PARTS.items() for w, p in ws.items()])
def test_a_part_takes_what_is_typed_behind_its_word(command: str, word: str, part: str) -> None:
    typed = split_line(unfold_line(REGISTRY, f"/{command} {word} some Words, and\nmore"))

    if command == "help":  # it takes free words, so its parts are called by a word alone
        assert part == split_line(unfold_line(REGISTRY, f"/{command} {word}")).name
        return

    assert (part, "some Words, and\nmore") == (typed.name, typed.rest)


async def test_the_readers_of_a_part_are_known_before_its_answer(room: Room) -> None:
    folded = {command.name: command for command in FOLDED}
    for command, parts in PARTS.items():
        for word, part in parts.items():
            watch, said = CallWatch(), Said(room.account("Root"), HERE, "1", f"/{command} {word}")
            await room.dispatcher.answer(replace(said, rights=KnownRights(admin=True)), watch)

            assert folded[part].readers is watch.readers is room.dispatcher.beforehand.readers_of(said)


@pytest.mark.parametrize("command", [name for name in PARTS if name != "settings"])  # its More is its button's
async def test_more_behind_a_command_offers_its_parts(room: Room, command: str) -> None:
    assert list(PARTS[command].values()) == lines(await room.say("Ann", f"/{command} more"))


def test_a_part_is_folded_and_a_folded_command_is_a_part() -> None:
    assert {part for words in PARTS.values() for part in words.values()} == {command.name for command in FOLDED}
    assert not {command.name for command in FOLDED} & {command.name for command in REGISTRY}


@pytest.mark.parametrize("parts", [{"progress": {"word": "nothing"}}, {"nothing": {"word": "progress"}}])
def test_a_part_of_no_command_is_a_fault_of_the_registry(parts: dict[str, dict[str, str]]) -> None:
    with pytest.raises(KeyError, match="nothing"):
        Registry(COMMANDS, parts=parts)


async def test_a_part_answers_as_its_own_name_does(room: Room) -> None:
    assert words(await room.say("Ann", "/placement")) == words(await room.say("Ann", "/progress placement"))
