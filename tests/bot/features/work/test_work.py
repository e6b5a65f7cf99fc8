"""Work as members keep it, show it, hide it and see it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from bot.database.store import Store
from bot.features.ticks.actions.ticking import tick_off
from bot.features.work.actions import hide_work
from bot.identity import Caller, TickId
from bot.tables import former_evidence, learners, ticks
from roadmap.reading import shipped_roadmap
from tests.bot.climb import CLIMB
from tests.bot.room import HERE, Room, labels, lines, words

COURSE = shipped_roadmap().slug
LINK = "https://example.org/anns-notes"


async def _seen(room: Room, name: str = "Ben", task: str = "week2-numpy") -> bool:
    """Whether a member sees Ann's link with the task, and in her list."""
    with_task = LINK in words(await room.say(name, f"roadmap {task}"))
    assert with_task == (LINK in words(await room.say(name, "progress work Ann")))
    return with_task


async def _ann_shows(room: Room) -> None:
    reply = await room.say("Ann", f"done week2-numpy: {LINK}")
    await room.tap("Ann", reply, "Show my work")


async def test_the_first_link_asks_who_sees_it_with_nothing_chosen(room: Room) -> None:
    first = await room.say("Ann", f"done week1-algebra: {LINK}")
    second = await room.say("Ann", f"done week1-stats: {LINK}")

    assert "May your group see your links and notes, from this one on?" in words(first)
    assert ["Show my work", "Keep it private"] == labels(first)[:2]
    assert "May your group" not in words(second)


async def test_work_is_private_until_its_member_says_show(room: Room) -> None:
    reply = await room.say("Ann", f"done week2-numpy: {LINK}")
    before = await _seen(room)

    chosen = await room.tap("Ann", reply, "Show my work")

    assert not before
    assert chosen.private
    assert "Your group sees your work from Mon 2 Mar on." in words(chosen)
    assert await _seen(room)
    assert f"Ann (Mon 2 Mar): {LINK}" in words(await room.say("Ben", "roadmap week2-numpy"))
    assert f"NumPy & Pandas (Mon 2 Mar): {LINK}" in words(await room.say("Ben", "work Ann"))


async def test_work_that_is_kept_private_is_shown_to_its_member_alone(room: Room) -> None:
    reply = await room.say("Ann", f"done week2-numpy: {LINK}")
    await room.tap("Ann", reply, "Keep it private")

    own = await room.say("Ann", "progress work")

    assert not await _seen(room)
    assert own.private
    assert LINK in words(own)
    assert f"You (Mon 2 Mar): {LINK}" in words(await room.say("Ann", "roadmap week2-numpy"))
    assert "Ann hasn’t shown any work yet." in words(await room.say("Ben", "work Ann"))


async def test_an_answer_with_work_that_the_group_does_not_see_is_private(room: Room) -> None:
    reply = await room.say("Ann", f"done week2-numpy: {LINK}")

    before = await room.say("Ann", "roadmap week2-numpy")
    await room.tap("Ann", reply, "Show my work")

    assert before.private
    assert not (await room.say("Ann", "roadmap week2-numpy")).private
    assert not (await room.say("Ben", "roadmap week2-numpy")).private


async def test_earlier_work_stays_private_until_its_member_shows_it_too(room: Room) -> None:
    ask = await room.say("Ann", f"done week2-numpy: {LINK}")
    await room.tap("Ann", ask, "Keep it private")
    room.later(hours=1)

    chosen = await room.say("Ann", "settings work on")
    before = await _seen(room)
    await room.tap("Ann", chosen, "Show earlier ones too")

    assert not before
    assert await _seen(room)


async def test_work_of_the_moment_from_which_it_is_shown_is_not_earlier(room: Room) -> None:
    room.later(microseconds=1)
    ask = await room.say("Ann", f"done week2-numpy: {LINK}")
    await room.tap("Ann", ask, "Keep it private")

    assert "Show earlier ones too" not in labels(await room.say("Ann", "settings work on"))
    assert await _seen(room)


async def test_a_member_who_shows_work_again_shows_nothing_from_between(room: Room) -> None:
    await _ann_shows(room)
    await room.say("Ann", "settings work private")
    room.later(hours=1)
    await room.say("Ann", f"done week2-cleaning: {LINK}")
    room.later(hours=1)

    await room.say("Ann", "settings work on")

    assert not await _seen(room)
    assert LINK not in words(await room.say("Ben", "roadmap week2-cleaning"))


async def test_a_wish_for_private_work_holds_at_once(room: Room) -> None:
    await _ann_shows(room)

    await room.say("Ann", "settings work off")

    assert not await _seen(room)
    assert "Your links and notes are private" in words(await room.say("Ann", "settings all"))


@pytest.mark.parametrize("line", ["settings visibility hidden", "leave yes", "undo", "undo week2-numpy"])
async def test_work_goes_with_its_tick_and_its_member(room: Room, line: str) -> None:
    await _ann_shows(room)
    assert await _seen(room)

    await room.say("Ann", line)

    assert LINK not in words(await room.say("Ben", "roadmap week2-numpy"))
    assert LINK not in words(await room.say("Ben", "work Ann"))


async def test_a_member_shown_by_number_has_their_work_by_number(room: Room) -> None:
    await _ann_shows(room)
    await room.say("Ann", "settings visibility number")

    assert f"Member 2 (Mon 2 Mar): {LINK}" in words(await room.say("Ben", "roadmap week2-numpy"))
    assert LINK in words(await room.say("Ben", "work 2"))
    assert LINK not in words(await room.say("Ben", "work Ann"))


async def test_a_redo_brings_shown_work_back_and_keeps_private_work_private(room: Room) -> None:
    first = await room.say("Ann", f"done week2-cleaning: {LINK}")
    room.later(hours=1)
    await room.tap("Ann", first, "Keep it private")
    await room.say("Ann", "settings work on")
    room.later(hours=1)
    await room.say("Ann", f"done week2-numpy: {LINK}")

    await room.tap("Ann", await room.say("Ann", "undo week2-numpy"), "Redo")
    await room.tap("Ann", await room.say("Ann", "undo week2-cleaning"), "Redo")

    assert LINK in words(await room.say("Ben", "roadmap week2-numpy"))
    assert LINK not in words(await room.say("Ben", "roadmap week2-cleaning"))
    assert 2 == words(await room.say("Ann", "work")).count(LINK)


async def test_a_member_hides_one_piece_with_a_tap_and_shows_it_again(room: Room) -> None:
    await _ann_shows(room)

    hidden = await room.tap("Ann", await room.say("Ann", "work"), "Hide NumPy")
    unseen = not await _seen(room)
    shown = await room.tap("Ann", hidden, "Show NumPy")

    assert unseen
    assert "only you see this" in words(hidden)
    assert "Your group sees this one again." in words(shown)
    assert await _seen(room)


async def test_a_file_alone_is_hidden_with_all_tasks_that_it_came_with(room: Room) -> None:
    """A member hides it, and so does a steward."""
    file = "https://t.me/c/1/7"
    await room.say("Ann", "settings work on")
    room.later(hours=1)
    ann = Caller(room.account("Ann"), HERE, room.clock.now())
    await room.store.write(tick_off, ann, CLIMB, ["week1-stats", "week2-numpy"], file=file)
    own = await room.say("Ann", "work")
    assert file in words(await room.say("Ben", "work Ann"))

    hidden = await room.tap("Ann", own, "Hide")

    assert file not in words(await room.say("Ben", "work Ann"))
    await room.tap("Ann", hidden, "Show")
    assert file in words(await room.say("Ben", "work Ann"))
    listed = await room.say("Root", "/setup group manage")
    await room.tap("Root", listed, "Take down 1")
    assert file not in words(await room.say("Ben", "work Ann"))


async def test_a_member_hides_no_work_of_others(room: Room) -> None:
    await _ann_shows(room)

    reply = await room.say("Ben", "work hide #1")

    assert "isn’t there any more" in words(reply)
    assert await _seen(room)


async def test_work_that_a_steward_took_down_stays_down(room: Room) -> None:
    await _ann_shows(room)
    await room.store.write(hide_work, TickId(1), room.clock.now())
    assert not await _seen(room)

    await room.say("Ann", "work show #1")
    await room.tap("Ann", await room.say("Ann", "undo"), "Redo")
    await room.say("Ann", f"done week2-numpy: {LINK}?again")

    assert not await _seen(room)
    assert LINK in words(await room.say("Ann", "work"))


async def test_a_note_on_a_task_ticked_before_is_added_without_a_second_tick(room: Room) -> None:
    await room.say("Ann", "done week2-numpy")
    room.later(hours=1)
    await room.say("Ann", "settings work on")

    reply = await room.say("Ann", f"done week2-numpy: {LINK}")

    assert "Saved with NumPy & Pandas." in words(reply)
    assert await _seen(room)
    assert 1 == words(await room.say("Ann", "work")).count(LINK)
    assert "Your note on NumPy & Pandas is gone." in words(await room.tap("Ann", reply, "Undo"))
    assert not await _seen(room)
    assert "NumPy & Pandas is already done" in words(await room.say("Ann", "done week2-numpy"))


async def test_a_note_that_was_replaced_comes_back_with_undo_and_is_seen_by_no_one_new(room: Room) -> None:
    ask = await room.say("Ann", f"done week2-numpy: {LINK}")
    await room.tap("Ann", ask, "Keep it private")
    room.later(hours=1)
    await room.say("Ann", "settings work on")

    reply = await room.say("Ann", "done week2-numpy: a better note")
    seen = words(await room.say("Ben", "roadmap week2-numpy"))
    back = await room.tap("Ann", reply, "Undo")

    assert "in place of the earlier note" in words(reply)
    assert "a better note" in seen
    assert "has its earlier note again" in words(back)
    assert not await _seen(room)
    assert LINK in words(await room.say("Ann", "work"))


async def test_a_note_on_a_task_of_others_changes_nothing_of_theirs(room: Room) -> None:
    await _ann_shows(room)

    await room.say("Ben", "done week2-numpy: mine")

    assert await _seen(room)


async def test_a_block_with_one_link_is_one_piece_of_work(room: Room) -> None:
    await room.tap("Ann", await room.say("Ann", f"done week1: {LINK}"), "Show my work")

    own = await room.say("Ann", "work")

    assert f"Linear algebra and 2 more tasks (Mon 2 Mar): {LINK}" in words(own)
    await room.tap("Ann", own, "Hide Linear")
    assert LINK not in words(await room.say("Ben", "roadmap week1-stats"))


async def test_a_task_shows_three_pieces_newest_first_and_the_rest_by_a_tap(room: Room) -> None:
    for name in ("Ann", "Ben", "Cat", "Root"):
        ask = await room.say(name, f"done week2-numpy: https://example.org/{name}")
        await room.tap(name, ask, "Show my work")
        room.later(minutes=1)

    shown = await room.say("Dan", "roadmap week2-numpy")
    rest = await room.tap("Dan", shown, "All work (4)")

    order = [words(shown).find(f"example.org/{name}") for name in ("Root", "Cat", "Ben")]
    assert sorted(order) == order
    assert -1 not in order
    assert "example.org/Ann" not in words(shown)
    assert "example.org/Ann" in words(rest)


async def test_a_long_list_has_pages(sqlite_store: Store) -> None:
    course = Room(sqlite_store, (shipped_roadmap(),))
    slugs = [task.slug for task in course.library[COURSE].tasks()][:9]
    for slug in slugs:
        await course.say("Ann", f"done {slug}: note on {slug}")
        course.later(minutes=1)

    own = await course.say("Ann", "work")

    assert "work p2" in lines(own)
    assert f"note on {slugs[0]}" not in words(own)
    assert f"note on {slugs[0]}" in words(await course.say("Ann", "work p2"))


async def test_a_placement_has_no_work_and_a_learner_alone_is_not_asked(room: Room) -> None:
    await room.say("Ann", "placement week2 yes")

    assert "Nothing here yet" in words(await room.say("Ann", "work"))
    alone = await room.privately("Eve", f"done week1-algebra: {LINK}")
    assert "May your group" not in words(alone)
    assert "Only you see this list." in words(await room.privately("Eve", "work"))


async def test_no_note_can_break_markup_or_ping(room: Room) -> None:
    note = "**bold** @everyone <@1> [a](https://evil.example) `x` https://example.org/a_b_c."
    await room.tap("Ann", await room.say("Ann", f"done week2-numpy: {note}"), "Show my work")

    shown = await room.say("Ben", "roadmap week2-numpy")

    assert note in words(shown)
    assert ["https://evil.example", "https://example.org/a_b_c"] == [
        span.url for span in shown.text.spans if span.url and span.text.startswith("http")
    ][-2:]
    assert not any(span.mention or span.ping for span in shown.text.spans)


async def test_a_renamed_task_keeps_its_work(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")
    await room.tap("Ann", await room.say("Ann", f"done algebra-old: {LINK}"), "Show my work")

    assert LINK in words(await room.say("Ben", "roadmap week1-algebra"))


async def test_a_task_of_a_placement_takes_a_link_and_an_undo_of_the_placement_takes_it_along(room: Room) -> None:
    await room.say("Ann", "placement week2 yes")
    await room.say("Ann", "settings work on")

    reply = await room.say("Ann", f"done week1-algebra: {LINK}")
    shown = LINK in words(await room.say("Ben", "roadmap week1-algebra"))
    await room.tap("Ann", reply, "Undo")
    await room.say("Ann", f"done week1-algebra: {LINK}")
    await room.say("Ann", "undo placement")

    assert "Saved with Linear algebra." in words(reply)
    assert shown
    assert LINK not in words(await room.say("Ben", "roadmap week1-algebra"))


async def test_nothing_is_left_of_the_work_of_a_learner_who_is_forgotten(room: Room) -> None:
    await _ann_shows(room)
    await room.say("Ann", "done week2-numpy: other words")

    await room.store.write(lambda db: db.execute(delete(learners).where(learners.c.name == "Ann")).rowcount)

    left = await room.store.read(
        lambda db: [*db.scalars(select(ticks.c.evidence)), *db.scalars(select(former_evidence))]
    )
    assert [] == left
