"""/undo as typed and tapped."""

from __future__ import annotations

from tests.bot.room import Room, done_so_far, lines, words


async def test_the_undo_button_of_several_takes_back_just_those(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    reply = await room.say("Ann", "done week1")
    await room.say("Ann", "done week2-numpy")

    undone = await room.tap("Ann", reply, "Undo")

    assert words(undone).startswith("2 tasks are open again: Linear algebra, Practice.")
    assert {"week1-stats", "week2-numpy"} == await done_so_far(room)
    again = await room.tap("Ann", reply, "Undo")
    assert again.private
    assert "undone already" in words(again)


async def test_somebody_elses_undo_button_acts_for_whoever_taps(room: Room) -> None:
    one = await room.say("Ann", "done week1-algebra")
    many = await room.say("Ann", "done week2")
    await room.say("Ben", "done week1-stats")

    assert "somebody else’s" in words(await room.tap("Ben", one, "Undo"))
    assert "somebody else’s" in words(await room.tap("Ben", many, "Undo"))
    assert "nothing here that you could undo" in words(await room.tap("Cat", one, "Undo"))
    assert 3 == len(await done_so_far(room))


async def test_undo_takes_back_the_last_and_offers_to_tick_it_again(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")

    reply = await room.say("Ann", "undo")

    assert [
        "Linear algebra is open again.",
        "−1 point",
        "▱▱▱▱▱▱▱▱▱▱ 0 of 3 in Maths",
        "A tick today brings your streak back.",
    ] == words(reply).splitlines()
    assert "ticked off" in words(await room.tap("Ann", reply, "Do it after all"))


async def test_undo_names_what_was_not_ticked(room: Room) -> None:
    await room.say("Ann", "done week1-stats")

    assert "NumPy & Pandas was not ticked off" in words(await room.say("Ann", "undo week1-stats, week2-numpy"))


async def test_undo_of_a_task_that_made_a_choice_opens_the_choice(room: Room) -> None:
    await room.say("Ann", "done week4-paper")

    assert "Advanced path is open again, too." in words(await room.say("Ann", "undo"))


async def test_undo_of_several_meanings_asks(course: Room) -> None:
    await course.say("Ann", "done week2-numpy")

    assert ["undo week2-numpy", "undo week5-pandas"] == lines(await course.say("Ann", "undo pandas"))


async def test_a_choice_taken_back_is_said_to_be_open_once(room: Room) -> None:
    await room.say("Ann", "choose path nlp")

    assert 1 == words(await room.say("Ann", "undo week3-path")).count("is open again")
