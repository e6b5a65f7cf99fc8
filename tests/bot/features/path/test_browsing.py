"""/next, /roadmap, /progress, /choose, /criteria, /placement and /celebrations, as people use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from bot.chat import limits
from bot.chat.markup import Span
from bot.chat.reply import Button, Reply, Tone
from bot.database.store import Store
from bot.features.ticks.queries.choices import read_choices
from bot.features.ticks.queries.ticks import read_ticked
from bot.tables import learners, pauses
from roadmap.model import Block, Choice, Level, Month, Option, Resource, Roadmap, Task
from roadmap.reading import shipped_roadmap
from tests.bot.climb import CLIMB
from tests.bot.room import Room, labels, words


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store, (CLIMB,))


def lines(reply: Reply) -> list[str]:
    return [one.line for row in reply.buttons for one in row if isinstance(one, Button)]


async def show_as(room: Room, visibility: str, learner_id: int = 1) -> None:
    change = update(learners).where(learners.c.id == learner_id).values(visibility=visibility)
    await room.store.write(lambda db: db.execute(change).rowcount)


# next


async def test_next_shows_three_tasks_with_links_and_done_buttons_even_to_a_stranger(room: Room) -> None:
    reply = await room.say("Ann", "next")

    assert words(reply).startswith(
        "Up next\n▱▱▱▱▱▱▱▱▱▱ 0 of 3 in Maths\n\n⬜ Linear algebra week1-algebra\nVectors first"
    )
    assert lines(reply)[:3] == ["done week1-algebra", "done week1-stats", "done week1-practice"]
    assert any(span.url == "https://example.org/essence" for span in reply.text.spans)


async def test_next_goes_on_where_one_is(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")

    assert lines(await room.say("Ann", "next"))[:3] == ["done week1-stats", "done week1-practice", "done week2-numpy"]


async def test_next_asks_for_a_choice_first(room: Room) -> None:
    await room.say("Ann", "done week1 week2")

    reply = await room.say("Ann", "next")

    assert "Your path (still to be chosen)\n▫️ Computer Vision\n▫️ NLP: Text" in words(reply)
    assert lines(reply)[:3] == ["choose path vision", "choose path nlp", "done week3-build"]


# roadmap


async def test_one_browses_from_level_to_block_and_back_in_one_message(room: Room) -> None:
    await room.say("Ann", "done week1 week2-numpy")
    reply = await room.say("Ann", "roadmap")
    assert not reply.update
    assert lines(reply) == ["roadmap zero", "roadmap mid"]

    level = await room.tap("Ann", reply, "🟢 ZERO")
    month = await room.tap("Ann", level, "Month 1")
    block = await room.tap("Ann", month, "Python")
    back = await room.tap("Ann", block, "⬆ Month 1")

    assert all(one.update for one in (level, month, block, back))
    assert "✅ Maths ▰▰▰▰▰▰▰▰▰▰ 100 %" in words(month)
    assert "✅ NumPy & Pandas week2-numpy" in words(block)
    assert lines(block) == ["done week2-cleaning", "roadmap month1"]
    assert words(back) == words(month)
    assert lines(await room.tap("Ann", back, "⬆ 🟢 ZERO")) == ["roadmap month1", "roadmap month2", "roadmap"]


async def test_a_task_is_shown_with_its_steps_and_what_it_is_worth(room: Room) -> None:
    reply = await room.say("Ann", "roadmap linear algebra")

    assert "• Watch\n• Draw\n\nWorth 1 point." in words(reply)
    assert lines(reply) == ["done week1-algebra", "roadmap week1"]
    await room.say("Ann", "done week1-algebra")
    assert lines(await room.say("Ann", "roadmap week1-algebra"))[0] == "undo week1-algebra"


async def test_a_block_shows_its_choice(room: Room) -> None:
    await room.say("Ann", "choose path nlp")

    assert "Your path\n▫️ Computer Vision\n✅ NLP: Text" in words(await room.say("Ann", "roadmap week3"))


@pytest.mark.parametrize(("typed", "title"), [("mid", "🟡 MID"), ("month 2", "Month 2: Depth"), ("WEEK2", "Python")])
async def test_a_part_may_be_typed_in_many_ways(room: Room, typed: str, title: str) -> None:
    assert words(await room.say("Ann", f"roadmap {typed}")).startswith(title)


async def test_what_is_not_on_the_roadmap_offers_what_is_near(room: Room) -> None:
    reply = await room.say("Ann", "roadmap statistcs of nothing")

    assert reply.private
    assert lines(reply)
    assert all(line.startswith("roadmap ") for line in lines(reply))


async def test_long_lists_come_in_pages(sqlite_store: Store) -> None:
    tasks = tuple(Task(f"t{n}", f"Task {n}", line=n) for n in range(20))
    blocks = tuple(Block(f"b{n}", f"Block {n}", tasks if n == 0 else (Task(f"b{n}-t", "T"),)) for n in range(30))
    room = Room(sqlite_store, (Roadmap("long", "Long", (Level("l", "L", "", (Month("m", "", blocks),)),)),))

    first = await room.say("Ann", "roadmap b0")
    second = await room.tap("Ann", first, "More")

    assert lines(first) == [f"done t{n}" for n in range(8)] + ["roadmap b0 p2", "roadmap l"]
    assert lines(second) == [f"done t{n}" for n in range(8, 16)] + ["roadmap b0 p1", "roadmap b0 p3", "roadmap l"]
    assert lines(await room.say("Ann", "roadmap b0 p99"))[:1] == ["done t16"]
    assert lines(await room.say("Ann", "roadmap l"))[-2:] == ["roadmap l p2", "roadmap"]
    assert "done b1-t" not in lines(await room.say("Ann", "next"))


async def test_suggestions_of_parts(room: Room) -> None:
    assert [one.value for one in await room.suggest("Ann", "roadmap", "part", "")][:2] == ["zero", "mid"]
    assert "week2-numpy" in [one.value for one in await room.suggest("Ann", "roadmap", "part", "numpy")]


# progress


async def test_progress_shows_levels_with_bars_and_pace(room: Room) -> None:
    await room.say("Ann", "done week1 week2")
    room.later(days=3)

    reply = await room.say("Ann", "progress")

    assert words(reply).splitlines()[:4] == [
        "Progress of Ann",
        "▰▰▰▰▱▱▱▱▱▱ 47 % of the roadmap: 5 of 9 tasks",
        "▰▰▰▰▰▰▱▱▱▱ 🟢 ZERO: 69 %, 5 of 7 tasks",
        "▱▱▱▱▱▱▱▱▱▱ 🟡 MID: 0 %, 0 of 2 tasks",
    ]
    assert words(reply).endswith("days ahead of the calendar.")
    assert lines(reply) == ["next", "roadmap", "streak"]


async def test_a_finish_is_named_after_two_weeks_of_study_and_not_before(room: Room) -> None:
    await room.say("Ann", "done week1 week2")
    room.later(days=13)
    assert "you finish" not in words(await room.say("Ann", "progress"))
    room.later(days=1)
    assert "At this speed you finish around" in words(await room.say("Ann", "progress"))


async def test_a_stranger_has_progress_too(room: Room) -> None:
    reply = await room.say("Ann", "progress")

    assert "0 % of the roadmap" in words(reply)
    assert "calendar" not in words(reply)


async def test_who_is_behind_is_not_shamed_and_pauses_do_not_count(room: Room) -> None:
    await room.say("Ann", "done week1")
    room.later(days=60)
    assert "The calendar is 45 days ahead of you, which is fine" in words(await room.say("Ann", "progress"))

    today = room.clock.now().date()
    away = {"learner_id": 1, "first_day": today - timedelta(days=19), "last_day": today, "at": room.clock.now()}
    await room.store.write(lambda db: db.execute(insert(pauses).values(**away)).rowcount)

    assert "The calendar is 25 days ahead of you" in words(await room.say("Ann", "progress"))


async def test_who_started_in_the_middle_is_on_pace(room: Room) -> None:
    await room.say("Ann", "placement month3 yes")

    assert "Your first day" in words(await room.say("Ann", "progress"))
    room.later(days=1)
    assert "You are right on pace." in words(await room.say("Ann", "progress"))


async def test_who_is_through_is_told_so(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week4-team week1 week2 week3")

    assert "You have come all the way." in words(await room.say("Ann", "progress"))


async def test_a_fellows_progress_is_shown_without_pace_or_buttons(room: Room) -> None:
    await room.say("Ben", "done week1")

    reply = await room.say("Ann", "progress Ben")

    assert "Progress of Ben" in words(reply)
    assert "calendar" not in words(reply)
    assert reply.buttons == ()


async def test_a_mention_of_oneself_is_ones_own_progress(room: Room) -> None:
    await room.say("Ann", "done week1")

    assert lines(await room.say("Ann", f"progress {room.account('Ann').key}")) == ["next", "roadmap", "streak"]


async def test_a_hidden_fellow_is_not_found_in_any_way(room: Room) -> None:
    await room.say("Ben", "done week1")
    await show_as(room, "hidden")

    for typed in ("Ben", "@ben", room.account("Ben").key, "1", "member 1", "Be"):
        reply = await room.say("Ann", f"progress {typed}")
        assert reply.private
        assert "%" not in words(reply)
        assert "Ben" not in " ".join(labels(reply))
    own = await room.say("Ben", "progress Ben")
    assert own.private
    assert "Progress of Ben" in words(own)


async def test_who_is_known_by_number_is_found_by_number_alone(room: Room) -> None:
    await room.say("Ben", "done week1")
    await show_as(room, "number")

    reply = await room.say("Ann", "progress member 1")

    assert "Progress of Member 1" in words(reply)
    assert "Ben" not in words(reply)
    assert "%" not in words(await room.say("Ann", "progress Ben"))
    assert "%" not in words(await room.say("Ann", f"progress {room.account('Ben').key}"))


async def test_a_member_of_no_group_is_nobody(room: Room) -> None:
    assert "Progress of Ann" in words(await room.say("Ann", "progress Ben"))
    await room.say("Ben", "done week1")
    reply = await room.say("Ann", "progress 77")
    assert reply.private


# choose


async def test_choose_shows_what_there_is_to_choose(room: Room) -> None:
    reply = await room.say("Ann", "choose")

    assert lines(reply) == ["choose path", "choose advanced"]
    one = await room.tap("Ann", reply, "Your path")
    assert lines(one) == ["choose path vision", "choose path nlp"]


@pytest.mark.parametrize("typed", ["path nlp", "PATH NLP", "path 2", "path b", "path option b", "nlp", "path NLP"])
async def test_an_option_is_named_in_many_ways(room: Room, typed: str) -> None:
    assert "You take NLP." in words(await room.say("Ann", f"choose {typed}"))
    assert await room.store.read(read_choices, 1, "climb") == {"path": "nlp"}


async def test_an_option_by_its_title_with_a_slip(room: Room) -> None:
    assert "You take Computer Vision." in words(await room.say("Ann", "choose computr vision"))


@pytest.mark.parametrize("typed", ["path 3", "path zz", "path 0", "research lead", "vision nlp"])
async def test_what_is_no_option_changes_nothing(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"choose {typed}")

    assert "I found no option" in words(reply)
    assert await room.store.read(read_choices, 1, "climb") == {}


async def test_changing_ones_choice_keeps_ticks_and_counts_them_once(room: Room) -> None:
    await room.say("Ann", "done week4-paper week4-talk")
    before = words(await room.say("Ann", "progress"))

    changed = await room.say("Ann", "choose advanced lead")

    assert "You take Leadership now instead of Research." in words(changed)
    assert "0 % of" not in before
    assert "🟡 MID: 0 %" in words(await room.say("Ann", "progress"))
    back = await room.say("Ann", "choose advanced research")
    assert "You take Research now instead of Leadership." in words(back)
    assert words(await room.say("Ann", "progress")) == before


async def test_going_back_to_an_option_that_was_done_completes_its_block_once(room: Room) -> None:
    await room.say("Ann", "choose advanced lead")
    await room.say("Ann", "done week4-paper week4-talk")

    reply = await room.say("Ann", "choose advanced research")

    assert "🎉 Complete: Lead" in words(reply)


async def test_the_same_choice_again_says_so(room: Room) -> None:
    await room.say("Ann", "choose path nlp")

    reply = await room.say("Ann", "choose path nlp")

    assert "NLP is your choice already." in words(reply)
    assert "ticked off" not in words(reply)


async def test_a_roadmap_without_choices_says_so(sqlite_store: Store) -> None:
    plain = Roadmap("plain", "Plain", (Level("l", "L", "", (Month("m", "", (Block("b", "B", (Task("t", "T"),)),)),)),))
    room = Room(sqlite_store, (plain,))

    assert "nothing to choose" in words(await room.say("Ann", "choose"))
    assert "no statements" in words(await room.say("Ann", "criteria"))


async def test_options_with_long_slugs_are_tapped_by_number(sqlite_store: Store) -> None:
    slugs = [f"a-very-long-option-slug-that-nobody-should-write-{n}" for n in range(2)]
    options = tuple(Option(slug, f"Option {slug[-1]}") for slug in slugs)
    block = Block("week1", "B", (Task("t", "T"),), (Choice("which-way-to-go", "Way", options),))
    room = Room(sqlite_store, (Roadmap("r", "R", (Level("l", "L", "", (Month("m", "", (block,)),)),)),))

    reply = await room.say("Ann", "choose")

    assert lines(reply) == ["choose which-way-to-go 1", "choose which-way-to-go 2"]
    assert "You take Option 1" in words(await room.tap("Ann", reply, "Option 1"))


async def test_suggestions_of_options(room: Room) -> None:
    assert [one.value for one in await room.suggest("Ann", "choose", "choice", "vis")] == ["path vision"]


# criteria


async def test_the_self_check_is_affirmed_by_taps_and_taken_back(room: Room) -> None:
    reply = await room.say("Ann", "criteria")
    assert "ZERO is at 0 %" in words(reply)

    yes = await room.tap("Ann", reply, "I can: Explain it")
    no = await room.tap("Ann", yes, "Not yet: Explain it")

    assert yes.update
    assert "✅ Explain it" in words(yes)
    assert "▫️ Explain it" in words(no)
    assert words(await room.say("Ann", "criteria not zero-explain")) == words(no)


async def test_all_affirmed_on_a_complete_level_is_a_victory(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week1 week2 week3")
    assert "2 statements are left for the victory" in words(await room.say("Ann", "criteria"))
    await room.say("Ann", "criteria zero-explain")

    reply = await room.say("Ann", "criteria zero-build")

    assert "🏆 Victory at ZERO! You can do it." in words(reply)
    assert reply.tone is Tone.CELEBRATION
    assert (await room.say("Ann", "criteria zero-build")).tone is Tone.PLAIN
    room.later(minutes=2)
    assert "🏆 victory at 🟢 ZERO" in words(await room.say("Ann", "celebrations"))


async def test_a_victory_taken_back_within_the_minute_is_not_told(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week1 week2 week3")
    for line in ("criteria zero-explain", "criteria zero-build", "criteria not zero-build"):
        await room.say("Ann", line)
    room.later(minutes=2)

    assert "victory" not in words(await room.say("Ann", "celebrations"))


async def test_a_level_without_statements_points_to_those_with(room: Room) -> None:
    reply = await room.say("Ann", "criteria mid")

    assert "This level has no statements" in words(reply)
    assert lines(reply) == ["criteria zero"]


async def test_suggestions_of_levels_with_statements(room: Room) -> None:
    assert [one.value for one in await room.suggest("Ann", "criteria", "statement", "")] == ["zero"]


# placement


async def test_placement_shows_what_it_would_do_and_waits_for_a_yes(room: Room) -> None:
    reply = await room.say("Ann", "placement")
    asked = await room.tap("Ann", reply, "Month 3")

    assert "Starting at Month 3: Work marks 7 tasks as done and brings you to 68 %." in words(asked)
    assert "Your path stays open for you to choose." in words(asked)
    assert await room.store.read(read_ticked, 1, "climb") == frozenset()
    placed = await room.tap("Ann", asked, "Yes, start at Month 3")
    assert "You start at Month 3: Work: 7 tasks are marked as done" in words(placed)
    assert "Welcome" in words(placed)
    assert len(await room.store.read(read_ticked, 1, "climb")) == 7


async def test_placement_earns_nothing_and_is_celebrated_nowhere(room: Room) -> None:
    await room.say("Ann", "placement month3 yes")
    room.later(minutes=2)

    row = await room.store.read(lambda db: db.execute(learners.select()).one())
    assert (row.points, row.streak) == (0, 0)
    assert "Nothing yet" in words(await room.say("Ann", "celebrations"))


async def test_placement_grants_only_what_is_open_and_is_undone_as_a_whole(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    placed = await room.say("Ann", "placement week3 yes")

    undone = await room.tap("Ann", placed, "Undo the placement")

    assert "4 tasks are marked as done" in words(placed)
    assert "4 tasks are open again" in words(undone)
    assert await room.store.read(read_ticked, 1, "climb") == {"week1-stats"}
    assert "There is no placement to undo" in words(await room.say("Ann", "placement undo"))
    assert "4 tasks are marked as done" in words(await room.say("Ann", "placement week3 yes"))


@pytest.mark.parametrize("typed", ["zero", "month 1", "week1", "week2"])
async def test_where_nothing_lies_open_before_there_is_nothing_to_place(room: Room, typed: str) -> None:
    await room.say("Ann", "done week1")

    for line in (f"placement {typed}", f"placement {typed} yes"):
        assert "Nothing to do: no open task lies before" in words(await room.say("Ann", line))


async def test_a_stranger_has_no_placement_to_undo(room: Room) -> None:
    assert "There is no placement to undo" in words(await room.say("Ann", "placement undo"))


async def test_two_taps_on_yes_place_once(room: Room) -> None:
    asked = await room.say("Ann", "placement month3")
    await room.tap("Ann", asked, "Yes")

    assert "Nothing to do" in words(await room.tap("Ann", asked, "Yes"))


async def test_suggestions_of_starts(room: Room) -> None:
    assert [one.value for one in await room.suggest("Ann", "placement", "start", "")] == ["month2", "month3"]


# celebrations


async def test_lately_celebrated_names_the_members_who_show_themselves(room: Room) -> None:
    await room.say("Ann", "done week1 week2")
    await room.say("Ben", "done week1")
    await room.say("Cid", "done week1")
    await show_as(room, "hidden", 2)
    await show_as(room, "number", 3)
    room.later(minutes=2)

    told = words(await room.say("Ann", "celebrations"))

    assert told.splitlines() == [
        "Lately celebrated",
        "Ann: block Maths, today",
        "Ann: block Python, today",
        "Ann: Month 1: Foundations, today",
        "Member 3: block Maths, today",
    ]
    assert "Ben" not in words(await room.say("Ben", "celebrations"))
    assert "Ben: block Maths" in words(await room.privately("Ben", "celebrations"))
    assert "Cid: block Maths" in words(await room.privately("Cid", "celebrations"))


async def test_streaks_and_comebacks_are_among_them(room: Room) -> None:
    for slug in ("algebra", "stats", "practice"):
        await room.say("Ann", f"done week1-{slug}")
        room.later(days=1)
    for slug in ("week2-numpy", "week2-cleaning", "week3-build", "week4-team"):
        await room.say("Ann", f"done {slug}")
        room.later(days=1)

    told = words(await room.say("Ann", "celebrations"))

    assert "Ann: 🔥 7 days in a row, yesterday" in told


async def test_a_comeback_is_told(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")
    room.later(days=10)
    for slug in ("week2-numpy", "week2-cleaning", "week3-build"):
        await room.say("Ann", f"done {slug}")
        room.later(days=1)

    assert "a comeback after a break" in words(await room.say("Ann", "celebrations"))


async def test_the_whole_roadmap_is_told(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week4-team week1 week2 week3")
    room.later(minutes=2)

    told = words(await room.say("Ann", "celebrations"))

    assert "🏔 the whole roadmap" in told
    assert "🎉 level 🟢 ZERO" in told


async def test_where_nobody_is_nothing_was_celebrated(room: Room) -> None:
    assert "Nothing yet" in words(await room.say("Ann", "celebrations"))


# all of them


@pytest.mark.parametrize(
    "line",
    [
        *("next", "roadmap", "roadmap zero", "roadmap week10", "progress", "choose", "choose month12-path"),
        *("criteria", "placement", "placement month 12", "celebrations", "done week1", "roadmap month6-production"),
    ],
)
async def test_everything_fits_on_every_platform(sqlite_store: Store, line: str) -> None:
    room = Room(sqlite_store, (shipped_roadmap(),))

    reply = await room.say("Ann", line)

    assert limits.units(reply.text.plain) <= limits.VISIBLE
    assert limits.units(reply.title.plain) <= limits.TITLE
    assert sum(len(row) for row in reply.buttons) <= 25


async def test_a_strange_roadmap_cannot_break_an_answer(sqlite_store: Store) -> None:
    odd = "**x** <b> @everyone \u202e 🧗 " + "y" * 300
    task = Task("t", odd, hint=odd, resources=(Resource("", "https://e.org/?a=<>"), Resource(odd, "https://e.org")))
    block = Block("b", odd, (task,), (Choice("c", odd, (Option("o", odd, odd), Option("p", odd))),))
    room = Room(
        sqlite_store, (Roadmap("odd", odd, (Level("l", odd, odd, (Month("m", odd, (block,)),), promise=odd),)),)
    )

    for line in ("next", "roadmap", "roadmap l", "roadmap b", "roadmap t", "progress", "choose", "done t", "undo"):
        reply = await room.say("Ann", line)
        assert "Something went wrong" not in words(reply)
        assert not any(_is_styled(span, odd) for span in reply.text.spans)


def _is_styled(span: Span, odd: str) -> bool:
    """Whether a part of the value was taken for markup: it would then stand without its signs."""
    return span.text in {"x", "b"} and span.bold and odd.startswith("**")


async def test_a_part_is_called_by_its_name_where_nothing_lies_before_it(room: Room) -> None:
    assert "before ZERO" in words(await room.say("Ann", "placement zero"))


async def test_a_place_to_start_that_there_is_not_is_answered_with_those_there_are(room: Room) -> None:
    reply = await room.say("Ann", "placement nonsense")

    assert lines(reply)[:2] == ["placement month2", "placement month3"]


async def test_a_hint_begins_like_a_sentence(room: Room) -> None:
    assert "\nVectors first" in words(await room.say("Ann", "roadmap week1-algebra"))
