"""What people want, in their own words: each of these is offered as a button, on every platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.room import Room, labels, lines, words

TABLE = Path(__file__).with_name("wanted.txt")
"""A line, and below it the ways to ask for it: its first button begins so."""


def read_cases() -> list[tuple[str, str]]:
    cases, line = [], ""
    for row in TABLE.read_text().splitlines():
        if row.startswith("  "):
            cases.append((line, row.strip()))
        else:
            line = row
    return cases


CASES = read_cases()


LINES = tuple(dict.fromkeys(line for line, _ in CASES))


def test_there_are_enough_of_them() -> None:
    assert len(LINES) >= 50
    assert len({typed for _, typed in CASES}) == len(CASES) >= 1280


@pytest.mark.parametrize("wanted", LINES)
async def test_what_is_wanted_is_the_first_button(room: Room, wanted: str) -> None:
    missed = []
    for typed in (typed for line, typed in CASES if line == wanted):
        reply = await room.say("Ann", f"/help {typed}")
        meant = "Do you mean" in words(reply) and reply.private
        if not (meant and lines(reply)[0].startswith(wanted) and len(lines(reply)) <= 3):
            missed.append((typed, lines(reply)))

    assert [] == missed


@pytest.mark.parametrize(("line", "typed"), CASES[::9])
async def test_bare_words_mean_the_same_or_do_it(room: Room, line: str, typed: str) -> None:
    offered, bare = await room.say("Ann", f"/help {typed}"), await room.say("Ann", typed)

    registry, first = room.dispatcher.registry, typed.split(maxsplit=1)[0].strip(",")
    assert lines(offered) == lines(bare) or registry.get(line.split(maxsplit=1)[0]) is registry.get(first)


@pytest.mark.parametrize("typed", ["did you see that", "I did it"])
async def test_no_task_is_made_of_a_little_word(room: Room, typed: str) -> None:
    assert not [line for line in lines(await room.say("Ann", f"/help {typed}")) if line.startswith("done ")]


async def test_a_tap_does_what_was_wanted(room: Room) -> None:
    await room.say("Ann", "/join")

    done = await room.tap("Ann", await room.say("Ann", "take tomorrow off"), "Time off: tomorrow")

    assert "Tue 3 Mar is a day off" in words(done)


@pytest.mark.parametrize(
    ("typed", "label"),
    [("remind me at 7pm", "Remind me at 7pm"), ("my day ends at 2", "My day ends at 2")],
)
async def test_a_label_reads_as_a_sentence(room: Room, typed: str, label: str) -> None:
    assert label == labels(await room.say("Ann", f"/help {typed}"))[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("done week1-algebra", "Linear Algebra"),  # a command comes first
        ("/pause tomorrow", "Tue 3 Mar"),
        ("next", "next"),
        ("/blorp the fizz", "I don’t know"),
        ("blorp the fizz", "not sure what you mean"),
        ("dnoe week1-algebra", "I don’t know"),
        ("help blorp the fizz", "not sure what you mean"),
        ("help blorp", "have a command called"),
        ("help done week1", "/done"),
    ],
)
async def test_commands_and_nonsense_stay_what_they_are(room: Room, typed: str, said: str) -> None:
    await room.say("Ann", "/join")

    assert said.casefold() in words(await room.say("Ann", typed)).casefold()


@pytest.mark.parametrize(
    "typed", ["x " * 300, "remind " * 500, "at 8 " * 400, "<b>stop</b> @everyone writing", "stop\nwriting to me"]
)
async def test_odd_words_are_answered(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"help {typed}")

    assert labels(reply)
    assert "went wrong" not in words(reply)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("I'm off to bed", "pause"),
        ("good night, I am going to bed", "pause"),
        ("I was ill on Monday", "pause"),
        ("check off numpy", "pause"),
        ("don't remind me on Sundays", "nudges"),
        ("pause the reminders", "pause"),
        ("I did numpy yesterday", "progress"),
        ("I got no reminder today", "nudges stop"),
        ("mute for a week", "roadmap"),
        ("I'm sick today", "next"),
        ("that tick was an accident", "done"),
        ("I have a wedding on Saturday", "settings rest"),
        ("nobody told me what to do", "pause"),
        ("is it Sunday", "progress Sunday"),
        ("this is quite hard here", "quiet"),
    ],
)
async def test_what_is_not_meant_is_not_offered(room: Room, typed: str, wrong: str) -> None:
    assert not any(line.startswith(wrong) for line in lines(await room.say("Ann", f"/help {typed}")))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("can't study next Monday", ["pause next Monday"]),
        ("can't study on Friday", ["pause on Friday", "settings rest Friday"]),
        ("we're away next week", ["pause next week"]),
        ("I was ill on Saturday", ["streak why", "repair on Saturday"]),
        ("remind me after work", ["nudges at 18:00", "nudges at", "nudges on"]),
        ("remind me at 7 in the evening", ["nudges at 7 in the evening", "nudges at", "nudges on"]),
        ("show me what everyone did", ["leaderboard", "celebrations"]),
        ("don't remind me on Sundays", ["settings rest Sunday"]),
        ("I'm off to bed", ["done", "log"]),
        ("mute reminders for 2 hours", ["snooze 2 hours"]),
        ("busy week, no time", ["pause week"]),
        ("how is marco doing", ["progress marco", "progress"]),
        ("finshed linar algebra", ["done linar algebra"]),
        ("take tommorow off", ["pause tomorrow"]),
    ],
)
async def test_all_that_fits_is_offered_and_nothing_else(room: Room, typed: str, offered: list[str]) -> None:
    assert offered == lines(await room.say("Ann", f"/help {typed}"))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("study together for 25 minutes", "focus 25 minutes"),
        ("study 25m: together", "focus 25m"),
    ],
)
async def test_to_study_together_is_no_log(room: Room, typed: str, line: str) -> None:
    first, second = lines(await room.say("Ann", typed))[:2]

    assert (line, "log 25") == (first, second[:6])


async def test_study_with_its_length_alone_is_logged(room: Room) -> None:
    assert "Logged: 25 min" in words(await room.say("Ann", "study 25m shared memory"))


async def test_a_reminder_after_lunch_names_its_hour_before_it_counts(room: Room) -> None:
    asked = await room.say("Ann", "after lunch")

    assert labels(asked) == ["Remind me at 13:00", "Change my reminder time"]
    assert "13:00" in words(await room.tap("Ann", asked, "Remind me at 13:00"))


@pytest.mark.parametrize("typed", ["this is too hard", "what does freeze mean"])
async def test_a_plain_word_is_no_name(room: Room, typed: str) -> None:
    assert not any(line.startswith("progress ") for line in lines(await room.say("Ann", f"/help {typed}")))


@pytest.mark.parametrize("typed", ["I need more luck", "nice weather", "you have a point", "I like cats"])
async def test_words_that_mean_nothing_explain_no_command(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"/help {typed}")

    assert "not sure what you mean" in words(reply)
    assert lines(reply) == ["next", "progress", "help"]


@pytest.mark.parametrize(("typed", "line"), [("mute", "snooze"), ("no", "no"), ("thanks", "thanks")])
async def test_a_word_that_is_only_answered_is_offered(room: Room, typed: str, line: str) -> None:
    assert lines(await room.say("Ann", f"/help {typed}")) == [line]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("pause the reminders", ["snooze"]),
        ("pause notifications for a week", ["snooze for a week"]),
        ("/pause the reminders", ["snooze"]),
        ("settings for reminders", ["nudges", "settings"]),
        ("/settings for reminders", ["nudges", "settings"]),
        ("progress of Ben", ["progress Ben", "progress"]),
        ("/progress of Ben", ["progress Ben", "progress"]),
    ],
)
async def test_words_that_a_command_cannot_read_are_understood(room: Room, typed: str, offered: list[str]) -> None:
    await room.say("Ann", "/join")
    reply = await room.say("Ann", typed)

    assert offered == lines(reply)[: len(offered)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pause 3 days", "paused for 3 days"),
        ("pause until Friday, exams", "exams"),
        ("pause blorp", "blorp"),
        ("settings blorp", "blorp"),
        ("progress Dee", "Dee"),
        ("/pause notifications for a week", "Which days"),
    ],
)
async def test_words_that_a_command_reads_or_refuses_well_stay_its_own(room: Room, typed: str, said: str) -> None:
    await room.say("Ann", "/join")

    assert said in words(await room.say("Ann", typed))
