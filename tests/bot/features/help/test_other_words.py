"""Words that people try have a way: a command, or a kind answer with three useful buttons."""

from __future__ import annotations

import pytest

from bot.chat.offering import near_commands
from bot.features.commands import COMMANDS, FOLDED, USEFUL, make_registry
from bot.features.help.small_talk import LINES, SMALL_TALK
from bot.features.synonyms import SYNONYMS
from tests.bot.room import Room, labels, lines, taps, words

REGISTRY = make_registry()

MEANT = """
stats stat statistics profile status score xp level percent mystats overview 📊 -> progress
rank ranks ranking lb leader leaders leaderboards scoreboard standings members team top board -> leaderboard
list tasks task map plan course syllabus levels topics lessons -> roadmap
complete completed finish finished did solved tick ✅ ✔️ -> done
untick uncheck revert oops -> undo
todo todos whatsnext today now go continue -> next
streaks days 🔥 -> streak
track logged studied study timer -> log
backfill yesterday missed late -> repair
habit -> habits
check-in check_in weekly standup report -> checkin
commit pledge -> promise
goal goals deadline target -> goal
pick option -> choose
skills selfcheck -> criteria
place skip -> placement
achievements badges milestones 🎉 -> celebrations
reminders reminder notifications 🔔 -> nudges
dnd -> snooze
vacation holiday sick -> pause
unpause return -> resume
register signup -> join
quit exit -> leave
config preferences -> settings
admin -> setup
posts -> schedule
commands menu h ? info manual faq -> help
version bot source feedback -> about
hi hello hey hallo 👋 -> start
thanks thank ty thx 🙏 Thanks! THANKS danke -> thanks
ok okay yes nice 👍 👍🏽 sorry -> ok
no nothing cancel abort -> no
bye goodnight -> bye
ping test -> ping
export download csv gdpr privacy -> settings
delete forget reset forgetme -> delete
stop unsubscribe mute off -> stop
hide anonymous -> hide
back home -> back
language lang -> language
edit rename -> edit
subscribe -> subscribe
login signin -> login
connect sync merge bridge Connect! -> connect
disconnect separate split -> disconnect
link unlink -> settings
check -> check
add new -> add
"""
PAIRS = [(word, line.split(" -> ")[1]) for line in MEANT.strip().splitlines() for word in line.split(" -> ")[0].split()]

SLIPS = [
    ("lederboard", ["leaderboard"]),
    ("leader_bord", ["leaderboard"]),
    ("dnoe", ["done"]),
    ("doen", ["done"]),
    ("donee", ["done"]),
    ("progres", ["progress"]),
    ("porgress", ["progress"]),
    ("lgo", ["log"]),
    ("udno", ["undo"]),
    ("setings", ["settings"]),
    ("quite", ["quiet"]),
    ("rodmap", ["roadmap"]),
    ("hlep", ["help"]),
    ("jion", ["join"]),
    ("chekin", ["checkin"]),
    ("chekcin", ["checkin"]),
    ("exprot", ["settings export"]),
    ("timezon", ["settings zone"]),
    ("celebration", ["celebrations"]),
    ("promis", ["promise"]),
    ("streek", ["streak"]),
    ("paus", ["pause"]),
]
FAR = "kick ban play music dog tip poll weather note learn love xyz qqq later_on translate price buy song joke a zz"


@pytest.mark.parametrize(("word", "name"), PAIRS)
def test_a_word_that_people_try_means_a_command(word: str, name: str) -> None:
    found = REGISTRY.get(word)

    assert found
    assert name == found.name


def test_no_other_word_shadows_a_command_and_no_list_shows_one() -> None:
    known = {word for one in (*COMMANDS, *FOLDED) for word in (one.name, *one.aliases)}

    assert not known & {*SYNONYMS, *(one.name for one in SMALL_TALK)}
    assert known == set(REGISTRY.names())
    assert [one.name for one in COMMANDS] == [one.name for one in REGISTRY]
    assert len(PAIRS) >= 120


@pytest.mark.parametrize("line", sorted({*SYNONYMS.values(), *LINES.values(), *USEFUL}))
async def test_every_line_behind_a_word_or_button_is_understood(room: Room, line: str) -> None:
    await room.say("Root", "/join")

    assert "I don’t know" not in words(await room.say("Root", line))


@pytest.mark.parametrize("name", [one.name for one in SMALL_TALK])
async def test_a_word_without_a_command_has_three_useful_buttons(room: Room, name: str) -> None:
    await room.say("Ann", "/join")

    reply = await room.say("Ann", f"/{name} and more")

    assert 3 == len(set(labels(reply)))
    for button in taps(reply):
        answer = await room.tap("Ben", reply, button.label)
        assert "I don’t know" not in words(answer)
        assert "went wrong" not in words(answer)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/connect", ["settings link", "setup connect"]),
        ("connect", ["settings link", "setup connect"]),
        ("/connect telegram", ["settings link", "setup connect"]),
        ("/connect K7FH3XPA", ["settings link K7FH3XPA", "setup connect K7FH3XPA"]),
        ("/conect k7fh-3xpa", ["connect k7fh-3xpa"]),
        ("/disconnect", ["settings unlink", "setup disconnect"]),
        ("disconnect", ["settings unlink", "setup disconnect"]),
        ("/separate accounts", ["settings unlink", "setup disconnect"]),
    ],
)
async def test_two_things_are_joined_or_parted_by_a_word(room: Room, typed: str, meant: list[str]) -> None:
    assert meant == lines(await room.say("Ann", typed))[: len(meant)]


@pytest.mark.parametrize(("typed", "near"), SLIPS)
def test_a_slip_offers_the_command_that_was_meant(typed: str, near: list[str]) -> None:
    assert near == list(near_commands(REGISTRY, typed))


@pytest.mark.parametrize("typed", FAR.split())
async def test_a_word_that_is_near_to_none_gets_no_guess(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"/{typed} something")

    assert ["next", "progress", "help"] == lines(reply)
    assert ["What’s next", "My progress", "All commands"] == labels(reply)


@pytest.mark.parametrize("typed", ["delete", "late", "stop", "export", "forget"])
async def test_a_wish_to_be_forgotten_never_offers_a_repair(room: Room, typed: str) -> None:
    if typed != "late":
        assert not any("repair" in line or "late" in line for line in lines(await room.say("Ann", f"/{typed}")))


async def test_a_slip_keeps_all_that_was_typed(room: Room) -> None:
    reply = await room.say("Ann", "/dnoe week2-numpy https://example.org/" + "x" * 90)

    await room.tap("Ann", reply, "/done week2-numpy")

    assert "NumPy & Pandas done!" in words(await room.again())


async def test_the_rest_of_a_line_follows_its_synonym(room: Room) -> None:
    assert "NumPy & Pandas done!" in words(await room.say("Ann", "/complete week2-numpy"))
    assert "Berlin" in words(await room.say("Ann", "/timezone Berlin"))
    assert "Ben" in words(await room.say("Ann", "/stats Ben"))


async def test_help_explains_the_command_behind_a_word(room: Room) -> None:
    assert words(await room.say("Ann", "/help progress")) == words(await room.say("Ann", "/help stats"))


async def test_the_short_names_of_linking_take_what_it_takes(room: Room) -> None:
    await room.say("Ann", "/join")
    assert "That code doesn’t work" in words(await room.say("Ann", "/link ACDEFHJK"))
    assert "Your code:" in words(await room.say("Ann", "/link"))
    assert "I only know one account of yours" in words(await room.say("Ann", "/unlink"))
