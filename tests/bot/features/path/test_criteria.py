"""/criteria as typed and tapped."""

from __future__ import annotations

from bot.chat.reply import Tone
from tests.bot.room import Room, lines, words


async def test_the_self_check_is_affirmed_by_taps_and_taken_back(room: Room) -> None:
    reply = await room.say("Ann", "criteria")
    assert "ZERO is at 0 %" in words(reply)

    yes = await room.tap("Ann", reply, "I can: Explain it")
    no = await room.tap("Ann", yes, "Not yet: Explain it")

    assert yes.update
    for reply in (yes, no):
        assert all("zero-explain." in line or "zero-build." in line for line in lines(reply) if "zero-" in line)
    assert "✅ Explain it" in words(yes)
    assert "▫️ Explain it" in words(no)
    assert words(await room.say("Ann", "criteria not zero-explain")) == words(no)


async def test_all_affirmed_on_a_complete_level_is_a_victory(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week1, week2, week3")
    assert "2 skills to go" in words(await room.say("Ann", "criteria"))
    await room.say("Ann", "criteria zero-explain")

    reply = await room.say("Ann", "criteria zero-build")

    assert "🏆 You finished ZERO! You can do it." in words(reply)
    assert reply.tone is Tone.CELEBRATION
    assert (await room.say("Ann", "criteria zero-build")).tone is Tone.PLAIN
    room.later(minutes=2)
    assert "victory at 🟢 ZERO" in words(await room.say("Ann", "celebrations"))


async def test_a_victory_taken_back_within_the_minute_is_not_told(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week1, week2, week3")
    for line in ("criteria zero-explain", "criteria zero-build", "criteria not zero-build"):
        await room.say("Ann", line)
    room.later(minutes=2)

    assert "victory" not in words(await room.say("Ann", "celebrations"))


async def test_a_victory_by_placement_alone_is_answered_without_celebration(room: Room) -> None:
    await room.say("Ann", "placement mid yes")
    await room.say("Ann", "criteria zero-explain")

    reply = await room.say("Ann", "criteria zero-build")

    assert "🏆 You finished ZERO!" in words(reply)
    assert reply.tone is Tone.PLAIN


async def test_a_level_without_statements_points_to_those_with(room: Room) -> None:
    reply = await room.say("Ann", "criteria mid")

    assert "This level has no self-check" in words(reply)
    assert ["criteria zero"] == lines(reply)


async def test_suggestions_of_levels_with_statements(room: Room) -> None:
    assert ["zero"] == [one.value for one in await room.suggest("Ann", "criteria", "statement", "")]
