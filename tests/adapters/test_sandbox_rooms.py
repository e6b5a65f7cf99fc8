"""Scripts with several rooms, played against a toy core: people are on two platforms, and each room hears its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.sandbox.render import as_lines
from bot.chat.markup import fill, plain
from bot.chat.reply import Reply
from tests.adapters.toy_room import Toy, make_toy

ROOMS = (":room discord Lisbon", ":room telegram Porto", ":room telegram Faro")


@pytest.fixture
async def toy() -> Toy:
    toy = make_toy()
    await toy.play(*ROOMS)
    return toy


async def test_a_person_has_an_account_on_each_platform_and_stays_where_they_spoke(toy: Toy) -> None:
    await toy.play("Ann on Discord: /mine", "Ann: /mine", "Ann in porto: /mine", "Ann in Faro> /mine", "Ben: /mine")

    heard = [(said.account.platform, said.place.title, said.account.name) for said in toy.core.heard]
    lisbon, porto = ("discord", "Lisbon", "Ann"), ("telegram", "Porto", "Ann")
    assert [lisbon, lisbon, porto, ("telegram", "Ann", "Ann"), ("sandbox", "Study room", "Ben")] == heard
    assert 3 == len({said.account.key for said in toy.core.heard})


async def test_a_name_with_on_or_in_is_a_name_where_no_such_room_is_open(toy: Toy) -> None:
    await toy.play("Ben in Berlin: /mine", "Cat on Sandbox: /mine")

    heard = [(said.account.platform, said.account.name) for said in toy.core.heard]
    assert [("sandbox", "Ben in Berlin"), ("sandbox", "Cat on Sandbox")] == heard


async def test_a_heading_names_the_room_or_the_platform_of_the_only_reader(toy: Toy) -> None:
    assert ["2026-03-02T09:00Z reply in Porto", "@Ann eats fig:"] == (await toy.answers("Ann in Porto: /eat fig"))[:2]
    assert "2026-03-02T09:00Z reply to Ann alone on Discord" == (await toy.answers("Ann on Discord: /mine"))[0]


async def test_a_button_is_pressed_in_the_room_in_which_its_presser_is(toy: Toy) -> None:
    await toy.play("Ann in Porto: /eat apple", "Ben in Lisbon: /eat pear")

    answer = await toy.answers("Ann in Porto: :press More")

    assert ["2026-03-02T09:00Z reply in Porto", "@Ann eats apple:"] == answer[:2]
    assert "Cat can’t see a button" in (await toy.answers("Cat in Faro: :press More"))[1]


async def test_an_admin_of_one_room_is_none_of_another(toy: Toy) -> None:
    await toy.play("Ann in Porto: /mine", ":admin Ben in Faro")

    assert (await toy.answers("Ben in Porto: /rule"))[1].startswith("Only an admin")
    assert "Ruled by Ben." == (await toy.answers("Ben in Faro: /rule"))[1]


async def test_the_bot_is_added_to_and_removed_from_the_room_of_the_speaker(toy: Toy) -> None:
    await toy.play("Ann in Porto: :added", "Ann in Lisbon: :removed")

    assert ["added telegram:-102", "removed discord:-101"] == toy.core.told


async def test_posts_of_a_moment_are_shown_in_the_order_of_the_platforms(toy: Toy) -> None:
    lisbon, porto, _ = toy.adapter.room.rooms[1:]
    toy.work.put(timedelta(minutes=1), porto, "second")
    toy.work.put(timedelta(minutes=1), lisbon, "first")

    answer = await toy.answers(":advance 2m")

    assert ["2026-03-02T09:01Z post in Lisbon", "first", "2026-03-02T09:01Z post in Porto", "second"] == answer


async def test_the_last_code_that_the_bot_gave_stands_for_itself_in_a_line(toy: Toy) -> None:
    given = Reply(fill("Your code: `{code}`, to `/mine`", {"code": "K7QM4RTX"}))
    toy.adapter.room.post(toy.adapter.room.rooms[1], given)

    await toy.play("Ann on Telegram: /eat pear <code>")

    assert "/eat pear K7QM4RTX" == toy.core.heard[-1].line


async def test_a_room_needs_a_platform_and_a_title(toy: Toy) -> None:
    for line in (":room", ":room telegram", ":room sandbox Porto", ":room icq Porto"):
        assert (await toy.answers(line))[1].startswith("Name a platform and a title"), line


async def test_a_name_in_two_rooms_is_found_by_its_platform(toy: Toy) -> None:
    await toy.play("Ann on Telegram> /mine", "Ann on Discord> /mine")
    telegram = toy.core.heard[0].place

    toy.adapter.room.post(telegram, Reply(plain("hello")))

    assert "  @ 2026-03-02T09:00Z post to Ann alone on Telegram" in list(as_lines(toy.adapter.room.messages[-1]))
