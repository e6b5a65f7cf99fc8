"""/stuck: what it shows, asks, keeps, takes back and refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, update

from bot.database.store import Store
from bot.tables import groups, memberships, obstacles
from tests.bot.features.helping.stuck_stage import StuckRoom
from tests.bot.room import Room, labels, lines, show_as, words

TRIED = "/stuck numpy I tried reshape"


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


@pytest.fixture
def here(room: Room) -> StuckRoom:
    return StuckRoom(room)


async def keep_answer(room: Room) -> None:
    """Ann keeps an answer, and Ben is a member of the same group."""
    await room.say("Ann", TRIED)
    await room.say("Ann", "/stuck solved week2-numpy: check the shapes first")
    await room.say("Ben", "/join")


async def test_a_stuck_member_hears_whom_the_bot_asks(room: Room, here: StuckRoom) -> None:
    reply = await room.say("Ann", TRIED)

    assert "I’ll ask up to two people who finished NumPy & Pandas, a day each. Then I’ll ask the group." in words(reply)
    assert ["Ask the group now", "Only privately", "I solved it", "Stop asking"] == labels(reply)
    assert "I tried reshape" == (await here.obstacle()).words


async def test_an_answer_to_a_finished_task_does_not_offer_to_tick_it_off(room: Room) -> None:
    await room.say("Ann", TRIED)
    assert "Mark it done" in labels(await room.say("Ann", "/stuck solved week2-numpy: shapes"))
    await room.say("Ann", "/done week2-numpy")

    assert "Mark it done" not in labels(await room.say("Ann", "/stuck solved week2-numpy: shapes first"))


async def test_a_question_typed_twice_is_kept_once(room: Room, here: StuckRoom) -> None:
    await room.say("Ann", TRIED)
    first = (await here.obstacle()).id

    reply = await room.say("Ann", "/stuck week2-numpy and more")

    assert first == (await here.obstacle()).id
    assert "I’ll ask up to two people" in words(reply)
    assert "Got it" not in words(reply)


async def test_a_task_without_words_is_asked_about_them(room: Room) -> None:
    reply = await room.say("Ann", "/stuck week2-numpy")

    assert "What did you try?" in words(reply)
    asked = await room.tap("Ann", reply, "Ask without it")
    assert "I’ll ask up to two people" in words(asked)


async def test_words_without_a_task_are_kept_while_a_task_is_asked_for(room: Room, here: StuckRoom) -> None:
    reply = await room.say("Ann", "/stuck everything is strange today")

    assert "Which task is it about?" == words(reply)
    await room.tap("Ann", reply, "Statistics")
    assert ("week1-stats", "everything is strange today") == (
        (await here.obstacle()).task,
        (await here.obstacle()).words,
    )


async def test_a_block_is_asked_about_one_task_at_a_time(room: Room) -> None:
    reply = await room.say("Ann", "/stuck week2")

    assert "One task at a time. Which one first?" == words(reply)
    assert ["stuck week2-numpy", "stuck week2-cleaning"] == lines(reply)


async def test_a_ticked_task_is_refused(room: Room) -> None:
    await room.say("Ann", "/done week2-numpy")

    reply = await room.say("Ann", TRIED)

    assert "NumPy & Pandas is already done." == words(reply)
    assert ["undo week2-numpy", "roadmap week2-numpy"] == lines(reply)


async def test_a_hidden_learner_is_told_that_others_cannot_see_it(room: Room) -> None:
    await room.say("Ann", "/next")
    await room.say("Ann", "/join")
    await show_as(room, "hidden")

    reply = await room.say("Ann", TRIED)

    assert "You’re hidden" in words(reply)
    assert "settings visibility" in lines(reply)


async def test_a_learner_alone_has_nobody_to_ask(room: Room) -> None:
    reply = await room.privately("Ann", TRIED)

    assert "nobody to ask" in words(reply)


async def test_a_fourth_question_in_a_week_is_refused(room: Room) -> None:
    for task in ("week1-algebra", "week1-stats", "week1-practice"):
        await room.say("Ann", f"/stuck {task} help")

    reply = await room.say("Ann", TRIED)

    assert "You can ask three times a week. Try again in 7 days, or ask in your group." == words(reply)
    room.later(days=7, minutes=1)
    assert "I’ll ask up to two people" in words(await room.say("Ann", TRIED))


async def test_a_question_can_be_taken_back(room: Room, here: StuckRoom) -> None:
    reply = await room.say("Ann", TRIED)

    stopped = await room.tap("Ann", reply, "Stop asking")

    assert "OK, I won’t ask anyone else about NumPy & Pandas." == words(stopped)
    assert "closed" == (await here.obstacle()).state
    assert "You have no question about NumPy & Pandas." == words(await room.say("Ann", "/stuck stop week2-numpy"))


async def test_an_answer_is_kept_and_found_by_the_next_learner(room: Room, here: StuckRoom) -> None:
    await room.say("Ann", TRIED)

    kept = await room.say("Ann", "/stuck solved week2-numpy: check the shapes first")

    assert "I’ll keep your answer" in words(kept)
    assert ("solved", "check the shapes first") == ((await here.obstacle()).state, (await here.obstacle()).solution)
    await room.say("Ben", "/join")
    shown = await room.say("Ben", "/stuck numpy broadcasting fails")
    assert "Ann was stuck here too. This helped: “check the shapes first”" in words(shown)
    assert 1 == (await here.obstacle()).id
    asked = await room.tap("Ben", shown, "Still stuck")
    assert "I’ll ask up to two people" in words(asked)
    assert "broadcasting fails" == (await here.obstacle()).words


async def test_an_answer_that_helped_is_followed_by_the_tick(room: Room) -> None:
    await keep_answer(room)
    shown = await room.say("Ben", "/stuck numpy")

    glad = await room.tap("Ben", shown, "That helped")

    assert ["done week2-numpy"] == lines(glad)


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"visibility": "number"}, "Member 1 was stuck here too"),
        ({"visibility": "hidden"}, "What did you try?"),
    ],
)
async def test_an_answer_is_shown_as_its_learner_is(
    room: Room, here: StuckRoom, change: dict[str, str], shown: str
) -> None:
    await keep_answer(room)

    await here.change("Ann", **change)

    assert shown in words(await room.say("Ben", "/stuck numpy"))


@pytest.mark.parametrize("how", ["taken down", "stopped publishing", "other group"])
async def test_an_answer_that_is_not_the_groups_to_read_is_not_shown(room: Room, how: str) -> None:
    await keep_answer(room)
    assert "check the shapes" in words(await room.say("Ben", "/stuck numpy"))
    start = room.clock.now() - timedelta(days=1)

    def change(db: Connection) -> int:
        if how == "taken down":
            return db.execute(update(obstacles).values(hidden_at=start)).rowcount
        if how == "stopped publishing":
            return db.execute(update(memberships).values(barred_at=start)).rowcount
        other = insert(groups).values(title="Other", roadmap="climb", zone="UTC", created_at=start, active_at=start)
        return db.execute(update(obstacles).values(group_id=db.scalar(other.returning(groups.c.id)))).rowcount

    assert await room.store.write(change)

    assert "check the shapes" not in words(await room.say("Ben", "/stuck numpy"))


@pytest.mark.parametrize("before", [False, True])
async def test_an_answer_that_a_stopped_member_gives_is_not_shown_though_their_question_is_older(
    room: Room, before: bool
) -> None:
    """They may have given another answer before, which is shown until they change it."""
    await room.say("Ann", TRIED)
    await room.say("Ben", "/join")
    if before:
        await room.say("Ann", "/stuck solved week2-numpy: check the shapes first")
    room.later(minutes=5)
    anns = update(memberships).where(memberships.c.learner_id == 1).values(barred_at=room.clock.now())
    assert await room.store.write(lambda db: db.execute(anns).rowcount)
    assert before == ("check the shapes" in words(await room.say("Ben", "/stuck numpy")))
    room.later(minutes=5)

    kept = await room.say("Ann", "/stuck solved week2-numpy: rude words")

    assert "Others see it once they can see you." in words(kept)
    assert "rude" not in words(await room.say("Ben", "/stuck numpy"))


async def test_an_answer_of_a_learner_who_left_has_no_name(room: Room) -> None:
    await keep_answer(room)
    left = await room.say("Ann", "/leave")
    await room.press("Ann", lines(left)[0])

    assert "Someone was stuck here too." in words(await room.say("Ben", "/stuck numpy"))


async def test_solved_without_an_answer_says_how_to_keep_one(room: Room) -> None:
    reply = await room.say("Ann", TRIED)

    how = await room.say("Ann", "/stuck solved")

    assert "/stuck solved week2-numpy: what helped" in words(how)
    assert "solution of:1" in lines(reply)


async def test_an_answer_without_a_question_is_refused(room: Room) -> None:
    assert "no question about" in words(await room.say("Ann", "/stuck solved week2-numpy: easy"))


async def test_a_member_who_offered_help_puts_no_answer_under_the_name_of_the_asker(
    room: Room, here: StuckRoom
) -> None:
    await room.say("Ann", TRIED)
    await room.say("Ben", "/join")
    await room.say("Ben", "/assist 1")

    assert "no question about" in words(await room.say("Ben", "/stuck solved week2-numpy: ask me for money"))
    assert "" == (await here.obstacle()).solution


async def test_stuck_alone_shows_open_questions_and_answers_for_the_next_tasks(room: Room) -> None:
    await room.say("Ann", "/stuck week1-algebra vectors")
    await room.say("Ann", "/stuck solved week1-algebra: draw them")
    await room.say("Ben", "/join")
    await room.say("Ben", "/stuck week1-stats variance")

    reply = await room.say("Ben", "/stuck")

    assert "Statistics: I’m asking people who finished it, then the group." in words(reply)
    assert "There’s an answer from before for Linear algebra." in words(reply)
    assert "stuck week1-algebra" in lines(reply)


async def test_consent_is_offered_until_it_is_answered_and_nothing_is_chosen_before(
    room: Room, here: StuckRoom
) -> None:
    await room.say("Ann", "/join")
    reply = await room.say("Ann", "/stuck")

    assert "May I ask you when someone’s stuck" in words(reply)
    await room.tap("Ann", reply, "No, thanks")
    assert "May I ask you" not in words(await room.say("Ann", "/stuck"))
    assert "Thanks! I’ll ask you" in words(await room.say("Ann", "/stuck questions yes"))


async def test_another_members_question_cannot_be_changed(room: Room, here: StuckRoom) -> None:
    await room.say("Ann", TRIED)
    number = (await here.obstacle()).id

    assert "That question is closed" in words(await room.say("Ben", f"/stuck private #{number}"))
    assert "That question is closed" in words(await room.say("Ben", f"/stuck no #{number}"))
    assert "both" == (await here.obstacle()).outreach


async def test_a_tick_of_the_task_offers_to_keep_what_helped(room: Room) -> None:
    await room.say("Ann", TRIED)

    done = await room.say("Ann", "/done week2-numpy")

    assert "Did you solve it? Keep what helped for the next person." in words(done)
    assert "solution of:1" in lines(done)
    await room.say("Ann", "/stuck solved week2-numpy: check the shapes first")
    assert "Keep what helped" not in labels(await room.say("Ann", "/done week1-stats"))


async def test_the_page_of_a_task_shows_what_helped_and_offers_to_ask(room: Room) -> None:
    await keep_answer(room)

    page = await room.say("Ben", "/roadmap week2-numpy")

    assert "Ann was stuck here too. This helped: “check the shapes first”" in words(page)
    assert "stuck week2-numpy" in lines(page)


async def test_settings_show_whether_a_learner_is_asked(room: Room) -> None:
    await room.say("Ann", "/join")
    assert "until you choose" in words(await room.say("Ann", "/settings all"))

    asked = await room.say("Ann", "/settings questions")
    await room.tap("Ann", asked, "Yes, ask me")

    assert "Questions: I may ask you" in words(await room.say("Ann", "/settings all"))


async def test_progress_offers_to_help_others_for_a_week_after_a_block(room: Room) -> None:
    await room.say("Ben", "/join")
    await room.say("Ann", "/done week2-numpy")
    assert "stuck questions" not in lines(await room.say("Ann", "/progress"))

    await room.say("Ann", "/done week2")
    asked = await room.tap("Ann", await room.say("Ann", "/progress"), "Help others")

    assert "May I ask you when someone’s stuck" in words(asked)
    room.later(days=8)
    assert "stuck questions" not in lines(await room.say("Ann", "/progress"))


async def test_progress_offers_it_no_more_after_an_answer(room: Room) -> None:
    await room.say("Ann", "/done week2")
    asked = await room.tap("Ann", await room.say("Ann", "/progress"), "Help others")
    await room.tap("Ann", asked, "No, thanks")

    assert "stuck questions" not in lines(await room.say("Ann", "/progress"))


async def test_help_says_who_reads_it_and_how_to_end_it(room: Room) -> None:
    how = words(await room.say("Ann", "/help stuck"))

    assert "They read what you typed" in how
    assert "No help needed any more: /stuck stop week2-numpy." in how


async def test_an_own_answer_can_be_taken_back(room: Room) -> None:
    await keep_answer(room)

    taken = await room.tap("Ann", await room.say("Ann", "/stuck ask numpy again"), "Stop asking")
    assert "OK" in words(taken)
    shown = await room.say("Ann", "/stuck numpy")
    gone = await room.tap("Ann", shown, "Take my answer back")

    assert "OK, nobody sees your answer about NumPy & Pandas any more." == words(gone)
    assert "This helped" not in words(await room.say("Ben", "/stuck numpy"))
    assert "no question about" in words(await room.say("Ben", "/stuck withdraw week2-numpy"))


async def test_an_answer_that_is_too_long_is_refused(room: Room, here: StuckRoom) -> None:
    await room.say("Ann", TRIED)

    assert "500" in words(await room.say("Ann", f"/stuck solved week2-numpy: {'shapes ' * 80}"))
    assert "open" == (await here.obstacle()).state


async def test_a_member_who_is_not_shown_by_name_is_told_that_nobody_asks_them_yet(room: Room) -> None:
    await room.say("Ann", "/join")
    await show_as(room, "number")

    assert "I’ll wait until you are" in words(await room.say("Ann", "/settings questions on"))
