"""Questions whose buttons keep a note or link: one tap does what was meant."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import delete, func, select

from bot.chat import limits
from bot.chat.keeping import KEPT_FOR
from bot.database.store import Store
from bot.errors import StoreBusy
from bot.features.buttons.keeping import StoredLines
from bot.features.buttons.queries import prune_lines
from bot.identity import Place
from bot.tables import kept_lines, learners, ticks
from roadmap.reading import shipped_roadmap
from tests.bot.room import HERE, Room, labels, lines, taps, words

LINK = "https://github.com/cy/" + "x" * 200
ELSEWHERE = Place("sandbox", 2, 2, title="Another room")


@pytest.fixture
def course(store: Store) -> Room:
    """A room with the shipped roadmap, on either engine."""
    return Room(store, (shipped_roadmap(),))


async def notes(room: Room) -> dict[str, str]:
    """Each tick with its note."""
    query = select(ticks.c.task, ticks.c.evidence)
    return {row.task: row.evidence for row in await room.store.read(lambda db: db.execute(query).all())}


async def kept(room: Room) -> list[str]:
    """The lines that are kept."""
    query = select(kept_lines.c.line).order_by(kept_lines.c.line)
    return list(await room.store.read(lambda db: db.scalars(query).all()))


@pytest.mark.parametrize(
    "note", ["https://github.com/cy/x", LINK, "took me an hour", "é" * 400, "python, github and docker too", "a\nb\nc"]
)
async def test_a_tap_ticks_one_task_with_the_whole_note(course: Room, note: str) -> None:
    asked = await course.say("Ann", f"/done pandas - {note}")

    await course.tap("Ann", asked, "NumPy")

    assert {"week2-numpy": note} == await notes(course)


async def test_a_link_after_an_ambiguous_word_is_kept(course: Room) -> None:
    asked = await course.say("Ann", f"/done pandas {LINK}")
    await course.tap("Ann", asked, "NumPy")

    assert {"week2-numpy": LINK} == await notes(course)


async def test_every_button_of_a_question_is_carried_by_both_platforms(course: Room) -> None:
    asked = await course.say("Ann", f"/done pandas {LINK}")

    assert 2 == len(taps(asked))
    assert all(one.fits and len(one.line.encode()) <= limits.LINE_BYTES for one in taps(asked))
    assert [f"done {slug} - {LINK}" for slug in ("week2-numpy", "week5-pandas")] == await kept(course)
    assert LINK not in "".join(lines(asked))


async def test_a_short_note_needs_no_row(course: Room) -> None:
    asked = await course.say("Ann", "/done pandas - hard")

    assert ["done week2-numpy - hard", "done week5-pandas - hard"] == lines(asked)
    assert [] == await kept(course)


async def test_a_button_of_another_person_does_nothing(course: Room) -> None:
    asked = await course.say("Ann", f"/done pandas {LINK}")

    answer = await course.tap("Ben", asked, "NumPy")

    assert {} == await notes(course)
    assert answer.private
    assert "somebody else" in words(answer)
    assert LINK not in words(answer)
    assert "type /done" in words(answer)


async def test_a_button_taps_in_the_private_chat_but_in_no_other_group(course: Room) -> None:
    asked = await course.say("Ann", f"/done pandas {LINK}")

    await course.tap("Ann", asked, "NumPy", ELSEWHERE)
    assert {} == await notes(course)

    await course.privately("Ann", lines(asked)[0])
    assert {"week2-numpy": LINK} == await notes(course)


async def test_after_a_month_a_tap_asks_before_it_leaves_the_note_out(course: Room) -> None:
    asked = await course.say("Ann", f"/done pandas {LINK}")

    course.clock.advance(KEPT_FOR + timedelta(seconds=1))
    late = await course.tap("Ann", asked, "NumPy")

    assert {} == await notes(course)
    assert late.private
    assert (["/done week2-numpy"], ["done week2-numpy"]) == (labels(late), lines(late))
    await course.tap("Ann", late, "/done")
    assert {"week2-numpy": ""} == await notes(course)


async def test_a_button_works_for_a_month_and_then_its_line_is_deleted(course: Room) -> None:
    asked = await course.say("Ann", f"/done pandas {LINK}")
    course.clock.advance(KEPT_FOR)

    assert 0 == await course.store.write(prune_lines, course.clock.now() - KEPT_FOR)
    await course.tap("Ann", asked, "NumPy")
    assert {"week2-numpy": LINK} == await notes(course)

    course.later(seconds=1)
    assert 2 == await course.store.write(prune_lines, course.clock.now() - KEPT_FOR)
    assert [] == await kept(course)


async def test_a_restart_between_question_and_tap_changes_nothing(course: Room) -> None:
    asked = await course.say("Ann", f"/done pandas {LINK}")

    again = Room(course.store, course.library.values())
    again.account("Ann")
    await again.tap("Ann", asked, "NumPy")

    assert {"week2-numpy": LINK} == await notes(again)


async def test_a_second_tap_and_a_second_delivery_tick_once(course: Room) -> None:
    asked = await course.say("Ann", f"/done pandas {LINK}")

    first = await course.tap("Ann", asked, "NumPy")
    assert words(first) == words(await course.again())
    assert "already" in words(await course.tap("Ann", asked, "NumPy"))

    count = select(func.count()).select_from(ticks)
    assert 1 == await course.store.read(lambda db: db.scalar(count))


async def test_a_learner_who_is_deleted_leaves_no_kept_line(course: Room) -> None:
    await course.say("Ann", "/join")
    await course.say("Ann", f"/done pandas {LINK}")
    await course.say("Ben", f"/done pandas {LINK}")  # no learner yet: only the account is known

    await course.store.write(lambda db: db.execute(delete(learners)).rowcount)

    assert 2 == len(await kept(course))
    learner = select(func.count()).select_from(kept_lines).where(kept_lines.c.learner_id.is_not(None))
    assert 0 == await course.store.read(lambda db: db.scalar(learner))


async def test_while_the_store_is_busy_a_button_still_asks_before_it_leaves_the_note_out(
    course: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> list[str]:
        raise StoreBusy

    with monkeypatch.context() as patched:
        patched.setattr(StoredLines, "keep", busy)
        asked = await course.say("Ann", f"/done pandas {LINK}")

    carried = [one.carried for one in taps(asked)]
    assert ["=2s? ~ done week2-numpy", "=2s? ~ done week5-pandas"] == carried
    answer = await course.press("Ann", carried[0])
    assert ["done week2-numpy"] == lines(answer)
    assert {} == await notes(course)


async def test_keys_are_random_and_as_long_as_buttons_expect(store: Store) -> None:
    room = Room(store)
    await room.say("Ann", "/help")
    assert room.said

    keys = await StoredLines(store, room.clock, Random(2)).keep(room.said, [f"done {n}" for n in range(50)])

    assert 50 == len(set(keys))
    assert {limits.KEY} == {len(key) for key in keys}
    found = await StoredLines(store, room.clock, Random(3)).find(keys[7])
    assert found
    assert ("done 7", HERE.space_id) == (found.line, found.space_id)


@pytest.mark.parametrize(
    "line", ["/done pandas https://github.com/cy/x", "/log 15 pages of a book", "/done numpy last night"]
)
async def test_where_others_can_tap_a_note_is_of_the_person_who_was_asked(course: Room, line: str) -> None:
    course.overseen = True
    asked = await course.say("Ann", line)

    assert taps(asked)
    for one in taps(asked):
        refused = await course.press("Ben", one.carried)
        assert "for somebody else" in words(refused)
    assert {} == await notes(course)


async def test_where_others_can_tap_an_undone_tick_comes_back_with_its_note_for_its_learner(course: Room) -> None:
    course.overseen = True
    await course.say("Ann", "/done week2-numpy https://github.com/cy/x")
    undone = await course.say("Ann", "/undo")

    assert "for somebody else" in words(await course.tap("Ben", undone, "Redo"))
    await course.tap("Ann", undone, "Redo")
    assert {"week2-numpy": "https://github.com/cy/x"} == await notes(course)
