"""/undo as typed and tapped."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from roadmap.lookup.spelling import spell_with_mark
from roadmap.model import Block, Level, Month, Roadmap, Task
from tests.bot.climb import CLIMB
from tests.bot.room import Room, button, done_so_far, lines, words

FIRST = Block("first", "", (Task("first-step", "First step", 1),))
PLAN = Roadmap("plan", "A plan", (Level("all", "ALL", "", (Month("month1", "", (FIRST,), 1, 1),)),))


@pytest.fixture
def practised(sqlite_store: Store) -> Room:
    """A room whose roadmap has habits too."""
    return Room(sqlite_store)


@pytest.fixture
def two_ways(sqlite_store: Store) -> Room:
    """A room that can follow two roadmaps."""
    return Room(sqlite_store, (CLIMB, PLAN))


async def test_the_undo_button_of_several_takes_back_just_those(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    reply = await room.say("Ann", "done week1")
    await room.say("Ann", "done week2-numpy")

    undone = await room.tap("Ann", reply, "Undo")

    assert words(undone).startswith("2 tasks are open again: Linear algebra, Practice.")
    assert {"week1-stats", "week2-numpy"} == await done_so_far(room)
    again = await room.tap("Ann", reply, "Undo")
    assert again.private
    assert "already undone" in words(again)


async def test_somebody_elses_undo_takes_nothing_back(room: Room) -> None:
    one = await room.say("Ann", "done week1-algebra")
    many = await room.say("Ann", "done week2")
    await room.say("Ben", "done week1-stats")

    for reply in (one, many):
        assert "for somebody else" in words(await room.tap("Ben", reply, "Undo"))
        assert "Somebody else did that" in words(await room.say("Ben", button(reply, "Undo").line))
    assert "nothing to undo here" in words(await room.say("Cat", button(one, "Undo").line))
    assert 3 == len(await done_so_far(room))


async def test_undo_takes_back_the_last_and_offers_to_tick_it_again(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")

    reply = await room.say("Ann", "undo")

    assert [
        "Linear algebra is open again.",
        "−1 point",
        "▱▱▱▱▱▱▱▱▱▱ 0 of 3 in Maths",
        "Tick a task today to get your streak back.",
    ] == words(reply).splitlines()
    assert "done!" in words(await room.tap("Ann", reply, "Redo"))


async def test_a_task_of_an_earlier_day_is_not_offered_to_be_ticked_again_for_today(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    today = await room.say("Ann", "undo week1-stats")
    await room.say("Ann", "done week1-stats")
    room.later(days=1)

    assert "done week1-stats" in lines(today)
    assert "done week1-stats" not in lines(await room.say("Ann", "undo week1-stats"))


async def test_undo_names_what_was_not_ticked(room: Room) -> None:
    await room.say("Ann", "done week1-stats")

    assert "NumPy & Pandas wasn’t ticked off" in words(await room.say("Ann", "undo week1-stats, week2-numpy"))


async def test_undo_of_a_task_that_made_a_choice_opens_the_choice(room: Room) -> None:
    await room.say("Ann", "done week4-paper")

    assert "Advanced path is open again, too." in words(await room.say("Ann", "undo"))


async def test_undo_of_several_meanings_asks(course: Room) -> None:
    await course.say("Ann", "done week2-numpy")

    assert ["undo week2-numpy", "undo week5-pandas"] == lines(await course.say("Ann", "undo pandas"))


async def test_a_choice_taken_back_is_said_to_be_open_once(room: Room) -> None:
    await room.say("Ann", "choose path nlp")

    assert 1 == words(await room.say("Ann", "undo week3-path")).count("is open again")
    assert "still open" in words(await room.say("Ann", "choose path"))


@pytest.mark.parametrize(
    ("line", "said", "again"),
    [
        ("done week1-stats", "Statistics is open again.", "done week1-stats"),
        ("done week1-stats with a note", "Statistics is open again.", "done week1-stats - with a note"),
        ("done week1-stats, week2-numpy", "2 tasks are open again", "done week1-stats, week2-numpy"),
        ("done week1", "3 tasks are open again", "done week1-algebra, week1-stats, week1-practice"),
        ("log 20m", "Undone: 20 min logged today.", "log 20m"),
        ("log 20m read a paper", "Undone: 20 min logged today, read a paper.", "log 20m: read a paper"),
        ("log 20m: 5m were hard", "Undone: 20 min logged today, 5m were hard.", "log 20m: 5m were hard"),
        (
            "log habit:daily-news",
            "Undone: 15 min logged today, Read AI news.",
            f"log habit:{spell_with_mark('daily-news', 'Read AI news')}",
        ),
        ("log 5m read AI news", "Undone: 5 min logged today, Read AI news.", ""),
        ("choose advanced lead", "Advanced path is open again, too.", "choose advanced lead"),
        ("choose path nlp", "Choose your path is open again.", "choose path nlp"),
        ("placement week2 yes", "Your starting point is undone: 3 tasks are open again", ""),
        (
            "criteria zero-explain",
            "“Explain it” is open again.",
            f"criteria {spell_with_mark('zero-explain', 'Explain it')}",
        ),
    ],
)
async def test_each_kind_of_act_is_taken_back_named_and_offered_again(
    practised: Room, line: str, said: str, again: str
) -> None:
    await practised.say("Ann", "join")
    done = await practised.say("Ann", line)

    undone = await practised.say("Ann", "undo")

    assert said in words(undone)
    offered = lines(undone)[0]
    assert again in {offered, ""}
    assert again or offered == "next"
    assert "nothing to undo here" in words(await practised.say("Ann", "undo"))
    if again:
        assert words(done).splitlines()[0] == words(await practised.say("Ann", again)).splitlines()[0]
        assert said in words(await practised.say("Ann", "undo"))


async def test_a_choice_that_was_changed_is_changed_back(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "choose path vision")

    assert "you’re back to NLP" in words(await room.say("Ann", "undo"))
    assert "✅ NLP" in words(await room.say("Ann", "choose path"))
    assert "Choose your path is open again" in words(await room.say("Ann", "undo"))
    assert "still open" in words(await room.say("Ann", "choose path"))


async def test_a_withdrawn_statement_is_affirmed_again(room: Room) -> None:
    await room.say("Ann", "criteria zero-explain")
    await room.say("Ann", "criteria not zero-explain")

    assert "“Explain it” is a yes again." in words(await room.say("Ann", "undo"))
    assert "✅ Explain it" in words(await room.say("Ann", "criteria zero"))


async def test_an_option_that_was_never_chosen_is_not_offered_by_an_undo(room: Room) -> None:
    await room.say("Ann", "done week1-stats")

    assert not [line for line in lines(await room.say("Ann", "undo nlp")) if line.startswith("choose")]


async def test_a_second_yes_that_is_taken_back_leaves_the_no_between(room: Room) -> None:
    for line in ("criteria zero-explain", "criteria not zero-explain", "criteria zero-explain"):
        await room.say("Ann", line)

    assert "“Explain it” is open again." in words(await room.say("Ann", "undo"))
    assert "▫️ Explain it" in words(await room.say("Ann", "criteria zero"))


async def test_a_choice_that_a_tick_keeps_is_not_offered_again(room: Room) -> None:
    chosen = await room.say("Ann", "choose advanced research")
    await room.say("Ann", "done week4-paper")

    undone = await room.tap("Ann", chosen, "Undo")

    assert "research" in words(undone).casefold()
    assert not [line for line in lines(undone) if line.startswith("choose")]


async def test_a_repair_gives_its_chance_back(room: Room) -> None:
    await room.say("Ann", "log 20m")
    room.later(days=2)
    await room.say("Ann", "repair 30m")

    undone = words(await room.say("Ann", "undo"))

    assert "Undone: 30 min added late." in undone
    assert "You get that repair back" in undone
    assert "2 repairs left for that month" in words(await room.say("Ann", "repair"))


async def test_what_is_older_than_today_is_asked_about(room: Room) -> None:
    await room.say("Ann", "done week1")
    room.later(days=3)
    await room.say("Ann", "log 15m")
    assert "15 min logged" in words(await room.say("Ann", "undo"))

    asked = await room.say("Ann", "undo")

    assert "Your last step was on 2 March: 3 tasks ticked off" in words(asked)
    assert 3 == len(await done_so_far(room))
    assert ["undo #1 yes", "progress"] == lines(asked)
    await room.say("Ann", "done week2-numpy")
    assert "3 tasks are open again" in words(await room.tap("Ann", asked, "Yes, undo it"))
    assert "already undone" in words(await room.tap("Ann", asked, "Yes, undo it"))
    assert {"week2-numpy"} == await done_so_far(room)


async def test_an_old_button_asks_and_anothers_answer_is_no_yes(room: Room) -> None:
    done = await room.say("Ann", "done week1-stats")
    await room.say("Ben", "done week1-stats")
    room.later(days=1)

    asked = await room.tap("Ann", done, "Undo")

    assert "yesterday: Statistics ticked off" in words(asked)
    assert "for somebody else" in words(await room.tap("Ben", asked, "Yes, undo it"))
    assert "Somebody else did that" in words(await room.say("Ben", button(asked, "Yes, undo it").line))
    assert "Statistics is open again" in words(await room.tap("Ann", asked, "Yes, undo it"))


async def test_yesterday_is_over_at_the_end_of_the_study_day(room: Room) -> None:
    room.later(hours=8)  # 02:00, two hours before the day ends
    await room.say("Ann", "done week1-stats")
    room.later(hours=1)
    await room.say("Ann", "done week1-algebra")

    assert "Linear algebra is open again" in words(await room.say("Ann", "undo"))
    room.later(hours=2)
    assert "yesterday: Statistics ticked off" in words(await room.say("Ann", "undo"))


async def test_a_second_delivery_takes_nothing_more_back(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    await room.say("Ann", "done week1-algebra")

    first = await room.say("Ann", "undo")

    assert await room.again() == first
    assert {"week1-stats"} == await done_so_far(room)


async def test_a_button_tapped_twice_takes_one_act_back(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    done = await room.say("Ann", "log 20m")

    await room.tap("Ann", done, "Undo")

    assert "already undone" in words(await room.tap("Ann", done, "Undo"))
    assert {"week1-stats"} == await done_so_far(room)


async def test_buttons_from_before_acts_were_kept_still_work(room: Room) -> None:
    await room.say("Ann", "done week1")
    await room.say("Ann", "done week2-numpy")
    await room.say("Ann", "log 20m")

    assert "3 tasks are open again" in words(await room.say("Ann", "undo #1-3", tapped=True))
    assert "NumPy & Pandas is open again" in words(await room.say("Ann", "undo #4-4", tapped=True))
    assert "20 min logged" in words(await room.say("Ann", "log undo 1", tapped=True))
    assert "already undone" in words(await room.say("Ann", "undo #1-3", tapped=True))
    assert "already undone" in words(await room.say("Ann", "log undo 1", tapped=True))


async def test_the_last_study_is_taken_back_though_a_task_was_ticked_since(practised: Room) -> None:
    await practised.say("Ann", "log 20m")
    await practised.say("Ann", "done week1-stats")

    assert "Undone: 20 min logged" in words(await practised.say("Ann", "log undo"))
    assert "Statistics is open again" in words(await practised.say("Ann", "undo"))


async def test_an_act_partly_taken_back_by_name_has_only_its_rest_left(room: Room) -> None:
    await room.say("Ann", "done week1")
    await room.say("Ann", "undo week1-stats")

    assert "2 tasks are open again: Linear algebra, Practice" in words(await room.say("Ann", "undo"))


async def test_a_learner_who_left_has_nothing_to_undo_and_joins_by_no_undo(room: Room) -> None:
    done = await room.say("Ann", "done week1")
    await room.say("Ann", "leave yes")

    for reply in (
        await room.say("Ann", "undo"),
        await room.tap("Ann", done, "Undo"),
        await room.say("Ann", "log undo"),
    ):
        assert "nothing to undo here" in words(reply)
    assert 3 == len(await done_so_far(room))


async def test_a_pause_is_no_act_and_hinders_no_undo(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    await room.say("Ann", "pause 3d")

    assert "Statistics is open again" in words(await room.say("Ann", "undo"))


async def test_a_placed_task_ticked_again_earns_what_the_placement_earned(room: Room) -> None:
    placed = await room.say("Ann", "placement week3 yes")
    await room.say("Ann", "undo week1-stats")

    again = words(await room.say("Ann", "done week1-stats"))

    assert "No points for it" in again
    assert "point" not in again.replace("No points", "")
    assert "0 days" in words(await room.say("Ann", "streak"))
    assert "Statistics is open again" in words(await room.say("Ann", "undo"))
    assert "4 tasks are open again" in words(await room.tap("Ann", placed, "Undo"))
    assert "+2 points" in words(await room.say("Ann", "done week1-stats"))


async def test_a_placement_without_a_task_left_is_taken_back_by_its_button(room: Room) -> None:
    placed = await room.say("Ann", "placement week2 yes")
    await room.say("Ann", "undo week1")

    assert "Your starting point is undone" in words(await room.tap("Ann", placed, "Undo"))
    assert "+2 points" in words(await room.say("Ann", "done week1-stats"))


async def test_an_act_on_the_roadmap_that_the_group_left_is_taken_back_there(two_ways: Room) -> None:
    done = await two_ways.say("Ann", "done week1")
    await two_ways.say("Root", f"setup roadmap {PLAN.slug}")
    await two_ways.say("Ann", "done first-step")

    assert "First step is open again" in words(await two_ways.say("Ann", "undo"))
    assert "nothing to undo here" in words(await two_ways.say("Ann", "undo"))
    undone = await two_ways.tap("Ann", done, "Undo")
    assert "3 tasks are open again: Linear algebra" in words(undone)
    assert ["next", "progress"] == lines(undone)
    assert frozenset() == await done_so_far(two_ways)


async def test_a_choice_on_the_roadmap_that_the_group_left_is_not_offered_again(two_ways: Room) -> None:
    chosen = await two_ways.say("Ann", "choose advanced lead")
    await two_ways.say("Root", f"setup roadmap {PLAN.slug}")

    undone = await two_ways.tap("Ann", chosen, "Undo")

    assert "is open again" in words(undone)
    assert "choose advanced lead" not in lines(undone)


async def test_an_act_on_a_roadmap_that_is_gone_stays(two_ways: Room) -> None:
    done = await two_ways.say("Ann", "done week1")
    await two_ways.say("Root", f"setup roadmap {PLAN.slug}")
    two_ways.library.pop("climb")

    assert "no longer uses" in words(await two_ways.tap("Ann", done, "Undo"))
    two_ways.library["climb"] = CLIMB
    assert "3 tasks are open again" in words(await two_ways.tap("Ann", done, "Undo"))


@pytest.mark.parametrize("line", ["undo #0", "undo #999999999999999999", "undo #1-2", "undo #7 yes"])
async def test_an_act_that_there_never_was_is_none_to_undo(room: Room, line: str) -> None:
    await room.say("Ann", "join")

    assert "nothing to undo here" in words(await room.say("Ann", line))


async def test_an_old_act_of_a_button_is_not_called_the_last_one(room: Room) -> None:
    ticked = await room.say("Ann", "/done week1-stats")
    room.later(days=1)
    await room.say("Ann", "/done week2-numpy")

    asked = await room.tap("Ann", ticked, "Undo")

    assert "That was yesterday: Statistics ticked off. Undo it?" == words(asked)


async def test_an_old_placement_is_not_called_the_last_act(room: Room) -> None:
    await room.say("Ann", "/placement week2 yes")
    room.later(days=1)
    await room.say("Ann", "/done week2-numpy")

    assert words(await room.say("Ann", "/placement undo")).startswith("That was yesterday: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/done week1-stats yesterday", "Statistics done!"),
        ("/done week1-stats - on Sunday with Ben", "Statistics done!"),
        ("/log 20m yesterday", "Logged: 20 min"),
        ("/log 20m on Sunday with Ben", "Logged: 20 min"),
    ],
)
async def test_what_was_counted_for_today_in_spite_of_a_day_is_done_again_by_one_tap(
    room: Room, line: str, said: str
) -> None:
    await room.say("Ann", "/join")
    asked = await room.say("Ann", line)
    first = await room.tap("Ann", asked, "Count it for today")
    undone = await room.say("Ann", "/undo")

    again = await room.tap("Ann", undone, "Redo")

    assert said in words(first)
    assert said in words(again)
