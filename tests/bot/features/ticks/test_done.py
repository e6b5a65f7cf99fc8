"""/done as typed and tapped."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.chat.call import Said
from bot.chat.reply import Reply, Tone
from bot.identity import Place
from bot.tables import ticks
from roadmap.model import Block, Level, Month, Roadmap, Task
from roadmap.reading import shipped_roadmap
from tests.bot.room import HERE, Room, button, done_so_far, labels, lines, words


async def with_options(room: Room, name: str, **options: str) -> Reply:
    """As on Discord: what was typed comes apart."""
    said = Said(room.account("Ann"), HERE, f"options:{options}", name=name, options=options)
    return await room.dispatcher.answer(said)


async def test_a_first_done_joins_and_tells_points_block_streak_and_what_is_next(room: Room) -> None:
    reply = await room.say("Ann", "/done week1-algebra")

    assert [
        "You’re in! Your roadmap: The climb.",
        "✅ Linear algebra done!",
        "+1 point · Day 1 of a new streak",
        "▰▰▰▱▱▱▱▱▱▱ 1 of 3 in Maths",
        "Next: Statistics week1-stats",
    ] == words(reply).splitlines()
    assert ["undo #1", "next", "progress"] == lines(reply)
    assert reply.tone is Tone.GOOD


async def test_a_tick_that_was_done_is_answered_kindly_with_its_day(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")

    assert "is already done (today)" in words(await room.say("Ann", "done week1-algebra"))
    room.later(days=1)
    assert "already done (yesterday)" in words(await room.say("Ann", "done week1-algebra"))
    room.later(days=9)
    reply = await room.say("Ann", "done week1-algebra")
    assert "already done (on 2 March)" in words(reply)
    assert (Tone.PLAIN, ["next", "progress"]) == (reply.tone, lines(reply))
    room.later(days=400)
    assert "on 2 March 2026" in words(await room.say("Ann", "done week1-algebra"))


async def test_several_that_were_done_are_told_together(room: Room) -> None:
    await room.say("Ann", "done week1")

    assert "3 were already done: Linear algebra, Statistics, Practice." in words(await room.say("Ann", "done week1"))


async def test_what_a_placement_granted_is_ticked_off_by_it(room: Room) -> None:
    await room.say("Ann", "placement week2 yes")

    assert "is already done: it comes before where you started" in words(await room.say("Ann", "done week1-stats"))


async def test_several_with_a_note_in_one_line(room: Room) -> None:
    reply = await room.say("Ann", "done week1-algebra, stats\nweek2-numpy https://example.org/x?a=<b>@everyone")

    assert {"week1-algebra", "week1-stats", "week2-numpy"} == await done_so_far(room)
    assert "3 tasks done: Linear algebra, Statistics, NumPy & Pandas." in words(reply)
    assert "Your note: " in words(reply)
    kept = await room.store.read(lambda db: set(db.scalars(select(ticks.c.evidence))))
    assert {"https://example.org/x?a=<b>@everyone"} == kept


async def test_a_note_on_each_line_is_kept_with_its_name_and_undone_whole(room: Room) -> None:
    reply = await room.say("Ann", "/done week1-algebra: did 1-5\nweek2-numpy - only  read")

    assert {"week1-algebra", "week2-numpy"} == await done_so_far(room)
    assert "Your note: week1-algebra: did 1-5; week2-numpy - only read" in words(reply)
    kept = await room.store.read(lambda db: set(db.scalars(select(ticks.c.evidence))))
    assert {"week1-algebra: did 1-5\nweek2-numpy - only  read"} == kept

    assert "done week1-algebra, week2-numpy" in lines(await room.say("Ann", "/undo"))
    assert set() == await done_so_far(room)


async def test_options_that_came_apart_keep_names_and_note_apart(room: Room) -> None:
    reply = await with_options(room, "done", task="month1 week3 numpy", evidence="week1-stats was easier")

    assert "NumPy & Pandas done!" in words(reply)
    assert {"week2-numpy"} == await done_so_far(room)
    assert "is open again" in words(await with_options(room, "undo", task="numpy"))


async def test_a_note_that_is_too_long_is_kept_in_part_and_said_so(room: Room) -> None:
    reply = await room.say("Ann", f"done week1-algebra {'long ' * 200}")

    assert "first 500 characters" in words(reply)


async def test_a_word_for_several_tasks_becomes_buttons(course: Room) -> None:
    reply = await course.say("Ann", "done pandas")

    assert ["done week2-numpy", "done week5-pandas"] == lines(reply)
    assert "done!" in words(await course.tap("Ann", reply, "Master Pandas"))


async def test_what_is_clear_is_ticked_and_the_rest_asked(course: Room) -> None:
    reply = await course.say("Ann", "done week1-statistics, pandas")

    assert {"week1-statistics"} == await done_so_far(course)
    assert "“pandas” could mean different things" in words(reply)
    assert "done week5-pandas" in lines(reply)
    assert "undo #1" in lines(reply)


async def test_a_slug_that_is_not_there_is_asked_about_among_those_that_are(course: Room) -> None:
    reply = await course.say("Ann", "done week1-statistics, week2-zzz")

    assert "I don’t know “week2-zzz”" in words(reply)
    assert {"week1-statistics"} == await done_so_far(course)


NOTHING_KNOWN = ["xyzzy", "🧗", "@everyone", "<b>x</b>", "**x**", "\u202eevil", "\x00\x07", ",", "x" * 4000, "' OR 1=1"]


@pytest.mark.parametrize("typed", NOTHING_KNOWN)
@pytest.mark.parametrize("name", ["done", "undo", "roadmap", "choose", "criteria", "placement", "progress"])
async def test_what_names_nothing_is_answered_kindly_and_changes_nothing(course: Room, name: str, typed: str) -> None:
    await course.say("Ann", "done week1-statistics")

    reply = await course.say("Ann", f"{name} {typed}")

    assert words(reply)
    assert "Something went wrong" not in words(reply)
    assert len(words(reply)) < 2000
    kept = await done_so_far(course)
    assert kept == {"week1-statistics"} or (name == "undo" and typed == "\x00\x07")  # nothing typed: the last tick


async def test_an_unknown_task_offers_the_nearest_three(course: Room) -> None:
    reply = await course.say("Ann", "done xyzzy")

    assert reply.private
    assert 3 == len(lines(reply))
    assert all(line.startswith("done ") for line in lines(reply))


async def test_a_line_longer_than_any_message_is_refused(room: Room) -> None:
    reply = await room.say("Ann", "done " + "x" * 10_000)

    assert "too long for me" in words(reply)


async def test_a_whole_month_is_offered_block_by_block(course: Room) -> None:
    reply = await course.say("Ann", "done month 1")

    assert ["done week1", "done week2", "placement"] == lines(reply)
    assert frozenset() == await done_so_far(course)


async def test_a_choices_checkbox_asks_which_and_the_tap_ticks_it(room: Room) -> None:
    reply = await room.say("Ann", "done week3-path")

    assert "Your path: which one do you pick? That ticks it off." in words(reply)
    chosen = await room.tap("Ann", reply, "NLP")
    assert "You picked NLP" in words(chosen)
    assert "Choose your path done!" in words(chosen)
    assert {"week3-path"} == await done_so_far(room)


async def test_an_option_ticked_by_its_slug_is_offered_as_a_choice(course: Room) -> None:
    reply = await course.say("Ann", "done week10-nlp")

    assert "choose week10-path week10-nlp" in lines(reply)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("week10-nlp it was fun", "it was fun"),
        ("week10-nlp - it was fun", "it was fun"),
        ("WEEK10-NLP: with Ben, at last", "with Ben, at last"),
        ("week10-nlp https://example.org/x", "https://example.org/x"),
        ("week10-nlp it was fun https://example.org/x", "it was fun https://example.org/x"),
    ],
)
async def test_a_note_behind_an_option_is_said_back(course: Room, typed: str, left: str) -> None:
    reply = await course.say("Ann", f"done {typed}")

    assert "choose week10-path week10-nlp" in lines(reply)
    assert f"I left this out: “{left}”." in words(reply)


async def test_a_task_of_an_open_choice_says_what_it_chose(room: Room) -> None:
    assert "You picked Research for Advanced path." in words(await room.say("Ann", "done week4-paper"))
    assert "doesn’t count for now" in words(await room.say("Ann", "done week4-team"))
    assert "Advanced path is open again" not in words(await room.say("Ann", "undo week4-team"))


async def test_a_block_of_options_alone_asks_which(room: Room) -> None:
    reply = await room.say("Ann", "done week4")

    assert "Advanced path: which one do you pick? Then its tasks count." in words(reply)
    assert ["choose advanced research", "choose advanced lead"] == lines(reply)[:2]


async def test_what_the_group_celebrates_is_not_said_twice(room: Room) -> None:
    await room.say("Ann", "done week1")

    assert [
        "✅ 2 tasks done: NumPy & Pandas, Data cleaning, filtering, grouping.",
        "+4 points · Streak: 1 day",
        "▰▰▰▰▰▰▰▰▰▰ 2 of 2 in Python",
        "Next: Choose your path week3-path",
    ] == words(await room.say("Ann", "done week2")).splitlines()


@pytest.mark.parametrize("line", ["/settings visibility hidden", "/quiet 1w"])
async def test_completing_what_no_post_celebrates_says_so(room: Room, line: str) -> None:
    await room.say("Root", "done week1")
    await room.say("Root", line)

    assert "\n🎉 You finished Month 1: Foundations!\n" in words(await room.say("Root", "done week2"))


async def test_completing_a_block_in_private_says_so(room: Room) -> None:
    await room.say("Ann", "done week1")

    assert "🎉 You finished Month 1: Foundations!" in words(await room.privately("Ann", "done week2"))


async def test_an_answer_with_a_note_has_five_lines(room: Room) -> None:
    reply = await room.say("Ann", "done week1-algebra my notes are at https://example.org/notes")

    assert [
        "You’re in! Your roadmap: The climb.",
        "✅ Linear algebra done!",
        "+1 point · Day 1 of a new streak",
        "Your note: my notes are at https://example.org/notes",
        "May your group see your links and notes, from this one on?",
    ] == words(reply).splitlines()
    assert "1 of 3 in Maths" in words(await room.tap("Ann", reply, "What’s next"))


async def test_completing_a_level_offers_its_self_check(room: Room) -> None:
    await room.say("Ann", "choose path nlp")

    reply = await room.say("Ann", "done week1, week2, week3-build")

    assert "criteria zero" in lines(reply)
    assert "Points go to" not in words(reply)
    assert "Only your first 5 tasks of the day earn points" in words(reply)


async def test_a_tick_after_the_five_of_a_day_says_why_it_earns_nothing(room: Room) -> None:
    await room.say("Ann", "done week1, week2")

    assert "Points go to your first 5 tasks of the day" in words(await room.say("Ann", "done week3-build"))


async def test_the_last_task_of_all_is_said_to_be_the_last(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "choose advanced lead")

    reply = await room.say("Ann", "done week1, week2, week3, week4")

    assert "🎉 That was the last task of all!" in words(reply)
    assert "Nothing left" in words(await room.say("Ann", "next"))


async def test_every_task_at_once_is_taken_and_placement_suggested(course: Room) -> None:
    slugs = [task.slug for task in shipped_roadmap().tasks()]

    reply = await course.say("Ann", "done " + ", ".join(slugs))

    assert await done_so_far(course) >= set(slugs) - {"week10-path"}
    assert "and " in words(reply)
    assert " more." in words(reply)
    assert "/placement" in words(reply)
    assert "choose week10-path week10-nlp" in lines(reply)
    undone = await course.tap("Ann", reply, "Undo")
    assert "tasks are open again" in words(undone)
    assert frozenset() == await done_so_far(course)


async def test_a_second_delivery_gets_the_same_answer(room: Room) -> None:
    first = await room.say("Ann", "done week1")

    assert await room.again() == first
    assert 3 == len(await done_so_far(room))


async def test_a_private_chat_stands_for_the_group(room: Room) -> None:
    await room.say("Ann", "done week1-stats")

    reply = await room.privately("Ann", "done week1-algebra")

    assert "Welcome" not in words(reply)
    assert 2 == len(await done_so_far(room))


async def test_suggestions_leave_out_what_is_ticked_and_undo_has_only_that(room: Room) -> None:
    before = await room.suggest("Ann", "done", "task", "")
    await room.say("Ann", "done week1-algebra")

    after = await room.suggest("Ann", "done", "task", "")

    assert {"week1-algebra"} == {one.value for one in before} - {one.value for one in after}
    assert ["week1-algebra"] == [one.value for one in await room.suggest("Ann", "undo", "task", "")]
    assert ["week1-algebra"] == [one.value for one in await room.suggest("Ann", "undo", "task", "alg")]


async def test_a_task_ticked_under_its_old_slug_is_suggested_to_undo_alone(room: Room) -> None:
    old = Block("week1", "Maths", (Task("algebra-old", "Linear algebra"),))
    before = Roadmap("climb", "Before", (Level("zero", "ZERO", "", (Month("month1", "", (old,)),)),))
    await Room(room.store, (before,)).say("Ann", "done algebra-old")

    open_ = [one.value for one in await room.suggest("Ann", "done", "task", "alg")]
    ticked = [one.value for one in await room.suggest("Ann", "undo", "task", "alg")]

    assert "week1-algebra" not in open_
    assert ["week1-algebra"] == ticked


async def test_done_alone_asks_what(room: Room) -> None:
    reply = await room.say("Ann", "done")

    assert "done week1-algebra" in lines(reply)


@pytest.mark.parametrize("name", ["Ann@everyone", "<b>A</b>", "**Ann**", "\u202eAnn", "🧗" * 60, "x" * 10_000])
async def test_any_name_may_tick_off_and_be_shown(room: Room, name: str) -> None:
    assert "done!" in words(await room.say(name, "done week1-algebra"))
    assert "Progress of" in words(await room.say(name, "progress"))
    assert "week1-stats" in words(await room.say(name, "next", Place("sandbox", 5, 5)))
    assert "✓ Statistics" == labels(await room.say(name, "next"))[0]
    assert "roadmap zero" == button(await room.say(name, "roadmap"), "🟢 ZERO").line


@pytest.mark.parametrize(
    "note", ["not done yet", "half done", "wip", "almost", "not yet!", "noch nicht fertig", "partly", "later"]
)
@pytest.mark.parametrize("command", ["done", "repair"])
async def test_a_task_that_sounds_open_is_ticked_off_or_left(room: Room, command: str, note: str) -> None:
    await room.say("Ann", "join")

    asked = await room.say("Ann", f"{command} week2-numpy {note}")

    assert words(asked) == f"“week2-numpy {note}” sounds like it’s still open. Tick it off anyway?"
    assert labels(asked) == ["Tick off NumPy & Pandas", "Leave it open"]
    assert "nothing changed" in words(await room.tap("Ann", asked, "Leave"))
    assert frozenset() == await done_so_far(room)


async def test_words_of_several_tasks_that_sound_open_offer_each(course: Room) -> None:
    asked = await course.say("Ann", "/done pandas not yet")

    assert ["done week2-numpy", "done week5-pandas"] == lines(asked)
    assert frozenset() == await done_so_far(course)


async def test_a_task_that_sounds_open_is_asked_about_beside_one_that_is_ticked(room: Room) -> None:
    asked = await room.say("Ann", "done week1-stats, week2-numpy not yet")

    assert "“week2-numpy not yet” sounds like it’s still open." in words(asked)
    assert {"week1-stats"} == await done_so_far(room)
    await room.tap("Ann", asked, "Tick off NumPy")
    assert {"week1-stats", "week2-numpy"} == await done_so_far(room)


async def test_a_line_of_a_list_that_sounds_open_is_kept_with_its_own_note(room: Room) -> None:
    asked = await room.say("Ann", "done week1-stats: a\nweek2-numpy: wip https://a.b/c\nweek2-cleaning: b")

    assert "“week2-numpy: wip https://a.b/c” sounds like it’s still open." in words(asked)
    assert {"week1-stats", "week2-cleaning"} == await done_so_far(room)
    done = await room.tap("Ann", asked, "Tick off NumPy")
    assert "Your note: https://a.b/c" in words(done)
    assert {"week1-stats", "week2-cleaning", "week2-numpy"} == await done_so_far(room)


async def test_the_title_of_an_option_is_asked_about_beside_a_task_with_its_word(course: Room) -> None:
    asked = await course.say("Ann", "done NLP")

    assert ["Advanced NLP", "NLP"] == labels(asked)
    assert ["done month9-nlp", "choose week10-path week10-nlp"] == lines(asked)
    assert "done!" in words(await course.say("Ann", "done NLP with Ben"))


async def test_a_note_with_an_undecided_choice_is_left_out(course: Room) -> None:
    asked = await course.say("Ann", "done Choose your path: NLP")

    assert "I left this out: “NLP”." in words(asked)
    assert "Undo it" not in words(asked)


@pytest.mark.parametrize(
    "line",
    [
        "Yesterday: week2-numpy\nToday: week1-stats",
        "yesterday week2-numpy, today week1-stats",
        "last night: week2-numpy, yesterday: week1-stats",
        "Done week2-numpy; next week1-stats",
        "I finished week2-numpy, I began week1-stats",
    ],
)
async def test_each_name_that_is_not_sure_is_asked_about(room: Room, line: str) -> None:
    asked = await room.say("Ann", f"done {line}")

    first, second, *_ = re.split(r"\n|[,;] ", line)
    assert f"“{first}”" in words(asked) and f"“{second}”" in words(asked)
    assert labels(asked)[:2] == ["NumPy & Pandas", "Statistics"]
    assert frozenset() == await done_so_far(room)


async def test_a_line_in_doubt_is_still_asked_about_when_the_others_are_counted_for_today(room: Room) -> None:
    line = "done week1-stats: a\nweek2-numpy: not as easy, skipped most\nweek2-cleaning: b yesterday"
    asked = await room.say("Ann", line)

    counted = await room.tap("Ann", asked, "Count it for today")

    assert {"week1-stats", "week2-cleaning"} == await done_so_far(room)
    assert "“week2-numpy”: is this the one you mean?" in words(counted)


@pytest.mark.parametrize("line", ["will do week2-numpy", "I will do week2-numpy tomorrow", "gonna do week2-numpy"])
async def test_words_around_a_name_are_said_back_once(room: Room, line: str) -> None:
    asked = await room.say("Ann", f"done {line}")

    assert f"“{line}”" in words(asked)
    assert ["NumPy & Pandas"] == labels(asked)


@pytest.mark.parametrize("note", ["10/10", "9/10", "7/10", "(8/10)"])
async def test_a_score_is_no_day_to_come(room: Room, note: str) -> None:
    done = await room.say("Ann", f"done week2-numpy {note}")

    assert f"Your note: {note}" in words(done)
    assert {"week2-numpy"} == await done_so_far(room)


@pytest.mark.parametrize(
    "line",
    [
        "yesterday, week2-numpy",
        "yesterday\nweek2-numpy",
        "Yesterday:\n- week2-numpy\n- week1-stats",
        "on Sunday:\nweek2-numpy: a\nweek1-stats: b",
        "week2-numpy\nyesterday:\nweek1-stats",
        "nonsense, last night, week2-numpy",
        "Done yesterday:\n- week2-numpy",
    ],
)
async def test_a_day_that_is_a_part_of_the_list_is_not_counted_for_today(room: Room, line: str) -> None:
    asked = await room.say("Ann", f"done {line}")

    assert "so I haven’t counted this for today" in words(asked)
    assert frozenset() == await done_so_far(room)
    assert " done" in words(await room.tap("Ann", asked, "Count it for today"))
    assert "week2-numpy" in await done_so_far(room)


async def test_today_above_a_list_is_understood(room: Room) -> None:
    reply = await room.say("Ann", "done Today:\n- week2-numpy\n- week1-stats")

    assert "understand" not in words(reply)
    assert {"week2-numpy", "week1-stats"} == await done_so_far(room)


@pytest.mark.parametrize(("note", "kept"), [({}, ""), ({"evidence": "my notes"}, "my notes ")])
async def test_a_file_that_was_picked_is_evidence_whatever_its_name_says(
    room: Room, note: dict[str, str], kept: str
) -> None:
    file = "not_done_yet_week1-stats.png"

    reply = await with_options(room, "done", task="week1-algebra", **note, file=file)

    assert "Linear algebra done!" in words(reply)
    assert {kept + file} == await room.store.read(lambda db: set(db.scalars(select(ticks.c.evidence))))
