"""/goal as typed and tapped: a day by which to finish, and changes of the plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from bot.chat.reply import Reply, Tone
from bot.database.store import Store
from bot.features.path.actions.aiming import count_days_away
from bot.features.ticks.queries.ticks import read_ticked
from bot.identity import LearnerId
from bot.tables import goals, pauses
from roadmap.reading import shipped_roadmap
from tests.bot.room import Room, labels, lines, words


async def kept(room: Room) -> list[tuple[str, str, date]]:
    """Every goal that is kept."""
    rows = select(goals.c.roadmap, goals.c.part, goals.c.day).order_by(goals.c.learner_id, goals.c.roadmap)
    return [(row.roadmap, row.part, row.day) for row in await room.store.read(lambda db: db.execute(rows).all())]


def short(reply: Reply) -> bool:
    """Whether an answer has five lines at most."""
    return len(words(reply).splitlines()) <= 5


async def test_a_goal_is_previewed_before_it_is_set(room: Room) -> None:
    asked = await room.say("Ann", "progress goal ZERO 1 May")

    assert "Your goal\n🟢 ZERO by Fri 1 May: 7 tasks left, about 1 a week.\nOne task gets you going." == words(asked)
    assert [] == await kept(room)
    done = await room.tap("Ann", asked, "Yes, by Fri 1 May")
    assert "Your goal: 🟢 ZERO by Fri 1 May.\nOnly you see it." in words(done)
    assert "Welcome!" in words(done)
    assert Tone.GOOD is done.tone
    assert [("climb", "zero", date(2026, 5, 1))] == await kept(room)


async def test_a_goal_is_set_once_however_often_it_is_delivered(room: Room) -> None:
    first = await room.say("Ann", "goal ZERO 1 May yes")

    assert words(first) == words(await room.again())
    assert 1 == len(await kept(room))


async def test_a_new_goal_takes_the_place_of_the_old_one_and_is_undone(room: Room) -> None:
    await room.say("Ann", "goal ZERO 1 May yes")
    asked = await room.say("Ann", "goal MID 1 July")

    assert "Until now: 🟢 ZERO by Fri 1 May." in words(asked)
    assert "Keep my goal" in labels(asked)
    done = await room.tap("Ann", asked, "Yes")
    assert [("climb", "mid", date(2026, 7, 1))] == await kept(room)
    await room.tap("Ann", done, "Undo")
    assert [("climb", "zero", date(2026, 5, 1))] == await kept(room)


async def test_the_first_goal_is_undone_and_a_dropped_one_put_back(room: Room) -> None:
    await room.say("Ann", "join")
    done = await room.say("Ann", "goal ZERO 1 May yes")

    dropped = await room.tap("Ann", done, "Undo")
    assert "Goal removed." == words(dropped)
    assert [] == await kept(room)
    await room.tap("Ann", dropped, "Undo")
    assert [("climb", "zero", date(2026, 5, 1))] == await kept(room)


async def test_the_same_goal_again_is_shown_and_has_nothing_to_undo(room: Room) -> None:
    await room.say("Ann", "goal ZERO 1 May yes")

    assert words(await room.say("Ann", "goal")) == words(await room.say("Ann", "goal ZERO 1 May"))
    assert ["next", "goal"] == lines(await room.say("Ann", "goal ZERO 1 May yes"))


async def test_a_goal_is_its_learners_alone(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")
    await room.say("Ann", "goal ZERO 1 May yes")
    await room.say("Ben", "join")

    assert "1 May" not in words(await room.say("Ben", "progress Ann"))
    assert "You have no goal" in words(await room.say("Ben", "goal off"))
    for line in ("goal", "goal ZERO 1 June", "progress"):
        assert (await room.say("Ann", line)).private
    assert not (await room.say("Ben", "progress")).private


async def test_without_a_goal_nothing_is_dropped_and_nobody_joins(room: Room) -> None:
    reply = await room.say("Ann", "goal off")

    assert "You have no goal right now." == words(reply)
    assert ["goal"] == lines(reply)
    assert "You’re in!" in words(await room.say("Ann", "join"))


async def test_without_a_goal_days_of_the_open_level_are_offered(room: Room) -> None:
    reply = await room.say("Ann", "progress goal")

    assert "When do you want to finish 🟢 ZERO? 7 tasks left." in words(reply)
    assert ["Wed 11 Mar · 5 a week", "Wed 18 Mar · 3 a week", "Thu 26 Mar · 2 a week", "🟡 MID"] == labels(reply)
    previewed = await room.tap("Ann", reply, "Thu 26 Mar")
    assert "🟢 ZERO by Thu 26 Mar: 7 tasks left, about 2 a week." in words(previewed)
    assert "finish 🟡 MID? 9 tasks left." in words(await room.tap("Ann", reply, "🟡 MID"))


@pytest.mark.parametrize(
    ("typed", "part", "day"),
    [
        ("ZERO 1 May", "🟢 ZERO", "Fri 1 May"),
        ("zero by 1 May", "🟢 ZERO", "Fri 1 May"),
        ("by 1 May for level ZERO", "🟢 ZERO", "Fri 1 May"),
        ("my goal is to finish mid until 1.5.", "🟡 MID", "Fri 1 May"),
        ("1 May", "🟢 ZERO", "Fri 1 May"),
        ("zero in 8 weeks", "🟢 ZERO", "Mon 27 Apr"),
        ("zero 8 weeks", "🟢 ZERO", "Mon 27 Apr"),
        ("month 1 end of March", "Month 1: Foundations", "Tue 31 Mar"),
        ("week2 2026-04-02", "Python", "Thu 2 Apr"),
        ("zero 1 February", "🟢 ZERO", "Mon 1 Feb 2027"),
        ("zero 1/4/2026", "🟢 ZERO", "Wed 1 Apr"),  # 4 January is over
        ("zero in 3 months", "🟢 ZERO", "Tue 2 Jun"),
        ("in a year", "🟢 ZERO", "Tue 2 Mar 2027"),
        ("mid half a year from now", "🟡 MID", "Wed 2 Sep"),
        ("zero next month", "🟢 ZERO", "Thu 30 Apr"),
        ("zero today", "🟢 ZERO", "Mon 2 Mar"),
    ],
)
async def test_a_part_and_a_day_are_read_in_many_forms(room: Room, typed: str, part: str, day: str) -> None:
    assert f"{part} by {day}: " in words(await room.say("Ann", f"goal {typed}"))


async def test_a_month_alone_may_mean_two_days(room: Room) -> None:
    asked = await room.say("Ann", "goal ZERO by June")

    assert "Which date do you mean?" == words(asked)
    assert ["Mon 1 Jun", "Tue 30 Jun"] == labels(asked)
    assert "by Tue 30 Jun: " in words(await room.tap("Ann", asked, "Tue 30 Jun"))


@pytest.mark.parametrize(
    ("typed", "said", "offered"),
    [
        ("zero yesterday", "That day is over.", "Thu 26 Mar · 2 a week"),
        ("zero 2020-05-01 yes", "That day is over.", "Thu 26 Mar · 2 a week"),
        ("in 9999 years", "more than ten years away", "Thu 26 Mar · 2 a week"),
        ("2050-01-01", "more than ten years away", "Thu 26 Mar · 2 a week"),
        ("zero by summer", "I can’t read “summer” as a date.", "Thu 26 Mar · 2 a week"),
        ("quux 1 May", "I can’t find “quux” on your roadmap.", "🟡 MID"),
        ("quux", "I can’t find “quux” on your roadmap.", "🟡 MID"),
        ("zero.00000 1 May yes", "I can’t find “zero.00000” on your roadmap.", "🟢 ZERO"),
    ],
)
async def test_what_cannot_be_a_goal_is_refused_with_offers(room: Room, typed: str, said: str, offered: str) -> None:
    reply = await room.say("Ann", f"goal {typed}")

    assert said in words(reply)
    assert offered in labels(reply)
    assert [] == await kept(room)


async def test_a_day_stays_with_the_levels_that_are_offered_instead(room: Room) -> None:
    reply = await room.say("Ann", "goal quux 1 May")

    assert "🟡 MID by Fri 1 May" in words(await room.tap("Ann", reply, "🟡 MID"))


async def test_a_level_that_is_finished_offers_the_next(room: Room) -> None:
    await room.say("Ann", "done week1, week2, week3")
    await room.say("Ann", "choose path nlp")

    for typed in ("ZERO", "ZERO 1 May", "ZERO 1 May yes"):
        reply = await room.say("Ann", f"goal {typed}")
        assert "You’ve finished ZERO already." in words(reply)
        assert ["🟡 MID"] == labels(reply)


async def test_a_goal_that_is_reached_makes_room_for_the_next(room: Room) -> None:
    await room.say("Ann", "goal month 1 1 May yes")
    await room.say("Ann", "done week1, week2")

    reply = await room.say("Ann", "goal")

    assert "🎉 You finished Month 1: Foundations!\nWhen do you want to finish 🟢 ZERO?" in words(reply)
    assert "Month 1" not in words(await room.say("Ann", "progress"))


async def test_after_the_whole_roadmap_no_goal_is_left(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week4-team, week1, week2, week3")

    for typed in ("goal", "goal 1 May"):
        assert "🎉 You finished the whole roadmap!" == words(await room.say("Ann", typed))


async def test_the_rate_of_four_weeks_is_compared_with_what_the_goal_needs(room: Room) -> None:
    await room.say("Ann", "placement week2 yes")
    room.later(days=30)
    await room.say("Ann", "done week2-numpy")
    await room.say("Ann", "goal ZERO 10 April yes")

    shown = await room.say("Ann", "goal")
    assert "🟢 ZERO by Fri 10 Apr: 3 tasks left, about 3 a week." in words(shown)
    assert "You did about 1 a week in the last 4 weeks." in words(shown)
    assert words(shown).splitlines()[1:3] == words(await room.say("Ann", "progress")).splitlines()[-2:]
    await room.say("Ann", "goal ZERO 30 April yes")
    assert "in the last 4 weeks: you’re on track." in words(await room.say("Ann", "goal"))
    room.later(days=28)
    assert "The last 4 weeks were quiet. One task gets you going." in words(await room.say("Ann", "goal"))


async def test_ticks_taken_back_are_no_rate_and_pauses_no_days(room: Room) -> None:
    await room.say("Ann", "join")
    room.later(days=40)
    await room.say("Ann", "goal ZERO 1 June yes")
    await room.say("Ann", "done week1-algebra")
    await room.say("Ann", "undo")
    assert "were quiet" in words(await room.say("Ann", "goal"))

    await room.say("Ann", "done week1-algebra, week1-stats")
    assert "You did about 1 a week in the last 4 weeks" in words(await room.say("Ann", "goal"))
    today = room.clock.now().date()
    away = {"learner_id": 1, "first_day": today - timedelta(days=30), "last_day": today, "at": room.clock.now()}
    await room.store.write(lambda db: db.execute(insert(pauses).values(**away)).rowcount)
    assert "Lately you did about 2 a week" in words(await room.say("Ann", "goal"))


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [(1, 3, 3), (3, 3, 1), (8, 10, 2), (9, 12, 1), (10, 12, 0)],
)
def test_the_days_of_a_pause_are_away_through_the_last_one_but_for_today(first: int, last: int, count: int) -> None:
    spans = [(date(2026, 3, first), date(2026, 3, last))]

    assert count == count_days_away(spans, date(2026, 3, 1), date(2026, 3, 10))


async def behind(room: Room) -> Reply:
    """A goal that needs more than its learner does."""
    await room.say("Ann", "done week1-algebra")
    room.later(days=30)
    await room.say("Ann", "done week1-stats")
    await room.say("Ann", "goal ZERO 15 April yes")
    return await room.say("Ann", "goal")


async def test_a_later_date_at_ones_own_rate_is_one_tap_and_a_yes(room: Room) -> None:
    shown = await behind(room)
    assert "5 tasks left, about 3 a week." in words(shown)
    assert ["Later date", "Fewer tasks", "Lighter week", "Remove goal"] == labels(shown)

    preview = await room.tap("Ann", shown, "Later date")
    assert "A later date than Wed 15 Apr, at your own speed:\n🟢 ZERO by Tue 5 May: 5 tasks left" in words(preview)
    assert [("climb", "zero", date(2026, 4, 15))] == await kept(room)
    await room.tap("Ann", preview, "Yes, by Tue 5 May")
    assert [("climb", "zero", date(2026, 5, 5))] == await kept(room)
    assert "Later date" not in labels(await room.say("Ann", "goal later"))


async def test_a_lighter_week_says_to_which_date_it_moves_the_goal(room: Room) -> None:
    preview = await room.tap("Ann", await behind(room), "Lighter week")

    assert "Until Tue 7 Apr, do 1 task instead of 3. Then:\n🟢 ZERO by Mon 20 Apr: 5 tasks left" in words(preview)
    assert ["Yes, by Mon 20 Apr", "Rather by Tue 5 May", "Keep my goal"] == labels(preview)
    await room.tap("Ann", preview, "Yes")
    assert [("climb", "zero", date(2026, 4, 20))] == await kept(room)


async def test_fewer_tasks_are_a_placement_with_its_own_preview(room: Room) -> None:
    asked = await room.tap("Ann", await behind(room), "Fewer tasks")
    assert "What do you know already?" in words(asked)
    assert ["Month 2: Depth"] == labels(asked)

    preview = await room.tap("Ann", asked, "Month 2")
    assert "Starting at Month 2: Depth marks 3 tasks as done (no points). Then:" in words(preview)
    assert "🟢 ZERO by Wed 15 Apr: 2 tasks left, about 1 a week." in words(preview)
    before = await room.store.read(read_ticked, LearnerId(1), "climb")
    assert {"week1-algebra", "week1-stats"} == before
    await room.tap("Ann", preview, "Yes, start at Month 2")
    assert 5 == len(await room.store.read(read_ticked, LearnerId(1), "climb"))
    assert "Fewer tasks" not in labels(await room.say("Ann", "goal fewer"))


async def test_a_change_without_a_goal_asks_for_one(room: Room) -> None:
    for change in ("later", "lighter", "fewer", "fewer month 2"):
        assert "When do you want to finish" in words(await room.say("Ann", f"goal {change}"))


async def test_the_last_week_has_no_lighter_one(room: Room) -> None:
    await room.say("Ann", "goal ZERO 5 March yes")

    shown = await room.say("Ann", "goal lighter")

    assert "🟢 ZERO by Thu 5 Mar: 7 tasks left.\n" in words(shown)
    assert ["Later date", "Fewer tasks", "Remove goal"] == labels(shown)


async def test_a_day_that_is_over_asks_for_a_new_one_without_reproach(room: Room) -> None:
    await room.say("Ann", "goal ZERO 10 March yes")
    room.later(days=20)

    shown = await room.say("Ann", "goal")
    assert "You wanted 🟢 ZERO by Tue 10 Mar: 7 tasks left.\nNo problem." in words(shown)
    assert "Wed 15 Apr · 2 a week" in labels(shown)
    assert "You wanted 🟢 ZERO by Tue 10 Mar" in words(await room.say("Ann", "progress"))
    changed = await room.say("Ann", "goal ZERO 1 May yes")
    assert ["next", "goal", "goal off"] == lines(changed)


async def test_a_goal_whose_day_is_over_is_not_put_back(room: Room) -> None:
    await room.say("Ann", "goal ZERO 10 March yes")
    room.later(days=20)

    dropped = await room.say("Ann", "goal off")

    assert "Goal removed." == words(dropped)
    assert ["goal"] == lines(dropped)


async def test_a_goal_on_a_finished_level_is_not_put_back(room: Room) -> None:
    await room.say("Ann", "goal ZERO 1 May yes")
    await room.say("Ann", "done week1, week2, week3")
    await room.say("Ann", "choose path nlp")
    assert "You finished" in words(await room.say("Ann", "goal"))

    dropped = await room.say("Ann", "goal off")

    assert [("Set a goal", "goal")] == list(zip(labels(dropped), lines(dropped), strict=True))


async def test_a_goal_on_a_part_that_is_gone_is_none(room: Room) -> None:
    await room.say("Ann", "join")
    gone = {"learner_id": 1, "roadmap": "climb", "part": "gone", "day": date(2026, 5, 1), "at": room.clock.now()}
    await room.store.write(lambda db: db.execute(insert(goals).values(**gone)).rowcount)

    assert "When do you want to finish 🟢 ZERO?" in words(await room.say("Ann", "goal"))
    assert "May" not in words(await room.say("Ann", "progress"))
    assert ["next", "goal", "goal off"] == lines(await room.say("Ann", "goal ZERO 1 June yes"))


async def test_each_answer_has_five_lines_at_most(sqlite_store: Store) -> None:
    room = Room(sqlite_store, [shipped_roadmap()])
    await room.say("Ann", "goal ZERO 1 April yes")
    room.later(days=20)

    for line in (
        "",
        "later",
        "lighter",
        "fewer",
        "fewer month 2",
        "MID 1 July",
        "ZERO June",
        "quux",
        "ZERO 1 June yes",
        "off",
    ):
        assert short(await room.say("Ann", f"goal {line}")), line


async def test_levels_are_suggested(room: Room) -> None:
    assert ["zero", "mid"] == [one.value for one in await room.suggest("Ann", "goal", "target", "")]
    assert ["mid"] == [one.value for one in await room.suggest("Ann", "goal", "target", "mi")]


async def test_today_is_the_last_day_that_a_goal_may_have(room: Room) -> None:
    assert "Your goal: 🟢 ZERO by Mon 2 Mar" in words(await room.say("Ann", "goal ZERO 2 March yes"))
    assert "over" not in words(await room.say("Ann", "goal"))
    for line in ("goal MID 1 July yes", "goal off"):
        changed = await room.say("Ann", line)
        await room.tap("Ann", changed, "Undo")
        assert [("climb", "zero", date(2026, 3, 2))] == await kept(room), "a goal for today is put back"


async def test_a_preview_of_a_change_has_no_word_of_the_goal_until_now(room: Room) -> None:
    await behind(room)
    for change in ("later", "lighter"):
        assert "Until now" not in words(await room.say("Ann", f"goal {change}"))


async def test_of_two_days_that_a_date_may_mean_today_is_one_and_a_past_one_none(room: Room) -> None:
    said = words(await room.say("Ann", "goal ZERO 2/3/2026"))  # the 3rd of February or the 2nd of March

    assert "🟢 ZERO by Mon 2 Mar: 7 tasks left." in said
