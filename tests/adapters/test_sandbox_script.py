"""Scripts played against a toy core."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.sandbox import ScriptFormat, directives, play
from bot.adapters.sandbox.render import as_lines
from bot.adapters.sandbox.room import ROOM, MessageKind, SandboxMessage
from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.identity import Place, Platform
from tests.adapters.toy_room import START, Toy, make_toy


@pytest.fixture
def toy() -> Toy:
    return make_toy()


async def test_a_line_is_repeated_with_its_answer_below(toy: Toy) -> None:
    written = await toy.play("# breakfast", "", "Ann: /eat apple it is red")

    assert (
        "# breakfast\n"
        "\n"
        "Ann: /eat apple it is red\n"
        "  @ 2026-03-02T09:00Z reply\n"
        "  | @Ann eats apple: it is red\n"
        "  | [1] More = /eat apple   [2] Turn = /turn 1\n"
        "  | [3] Shop = <https://shop.test/>\n"
    ) == written


async def test_a_line_that_nobody_types_is_not_shown_beside_its_button() -> None:
    buttons = ((Button("Undo", "undo #2-4"), Button("Leave", "leave sandbox:17"), Button("Next", "next")),)

    message = SandboxMessage("m1", START, MessageKind.REPLY, ROOM, "", Reply(plain("Done."), buttons=buttons))

    assert "  | [1] Undo   [2] Leave   [3] Next = /next" == list(as_lines(message))[-1]


async def test_what_was_written_is_a_script_that_writes_itself(toy: Toy) -> None:
    lines = [
        "# all sorts",
        "Ann: /eat pear",
        ":press Turn",
        "Ben> /mine",
        ":advance 1d",
        ":who",
        ":nonsense",
        "Ben: \a",
    ]
    first = await toy.play(*lines)
    second = await make_toy().play(*first.splitlines())

    assert second == first


async def test_a_private_answer_is_marked_and_shows_fields_links_and_pictures(toy: Toy) -> None:
    assert [
        "2026-03-02T09:00Z reply to Ann alone",
        "See the book <https://book.test/>.",
        "one: 1",
        "two:",
        "  2",
        "  3",
        "[picture picture.png: A chart of fruit]",
        "[1] Secret = /turn 8",
    ] == await toy.answers("Ann: /mine")


async def test_a_ping_is_named_in_the_heading_and_a_mention_without_one_is_not(toy: Toy) -> None:
    assert "2026-03-02T09:00Z reply pings Ann" == (await toy.answers("Ann: /eat pear"))[0]
    assert "2026-03-02T09:00Z reply" == (await toy.answers("Ann: /eat apple"))[0]


async def test_a_line_in_the_private_chat_needs_no_slash_and_comes_from_there(toy: Toy) -> None:
    heading, *_ = await toy.answers("Ann> eat apple")

    assert "2026-03-02T09:00Z reply to Ann alone" == heading
    [said] = toy.core.heard
    assert said.place.private
    assert said.place.chat_id == said.account.user_id


async def test_talk_in_the_room_is_ignored_but_a_forgotten_slash_is_pointed_out(toy: Toy) -> None:
    assert (await toy.answers("Ann: good morning all"))[1].endswith("I understand words, too: Ann> take tomorrow off.")
    assert [] == await toy.answers("Ann: good morning all", "Ben: good morning, Ann")
    assert (await toy.answers("Ann: eat apple"))[1].endswith("Did you mean /eat?")
    assert [] == toy.core.heard


async def test_the_one_who_spoke_last_goes_on_speaking_and_as_changes_it(toy: Toy) -> None:
    await toy.play("/mine", "Ann: /mine", "/mine", ":as Ben", "/mine", "ANN: /mine", ":as ben", "/mine")

    assert ["You", "Ann", "Ann", "Ben", "Ann", "Ben"] == [said.account.name for said in toy.core.heard]


async def test_ids_come_from_names_and_are_the_same_in_every_session(toy: Toy) -> None:
    await toy.play("Ann: /mine", "аня: /mine", "Ann Maria: /mine")
    other = make_toy()
    await other.play("ANN: /mine")

    ann, cyrillic, maria = (said.account for said in toy.core.heard)
    assert other.core.heard[0].account.user_id == ann.user_id
    assert 4 == len({ann.user_id, cyrillic.user_id, maria.user_id, ROOM.chat_id})
    assert 0 < ann.user_id < 2**53
    assert ["ann", "", ""] == [ann.username, cyrillic.username, maria.username]


async def test_no_two_lines_of_any_two_sessions_have_the_same_inbound_id(toy: Toy) -> None:
    other = make_toy()
    await toy.play("Ann: /mine", "Ann: /mine")
    await other.play("Ann: /mine")

    assert 3 == len({said.inbound for said in toy.core.heard + other.core.heard})


async def test_the_last_line_can_be_delivered_again_under_its_id(toy: Toy) -> None:
    assert "Nobody has said anything yet." == (await toy.answers(":again"))[1]
    await toy.play("Ann: /mine", "Ben: :again")

    first, second = toy.core.heard
    assert second == first


async def test_the_first_one_to_speak_is_admin_until_told_otherwise(toy: Toy) -> None:
    assert "Ruled by Ann." == (await toy.answers("Ann: /rule"))[1]
    assert (await toy.answers("Ben: /rule"))[1].startswith("Only an admin")
    assert "Ben is an admin of the room now." == (await toy.answers(":admin Ben"))[1]
    assert "Ruled by Ben." == (await toy.answers("Ben: /rule"))[1]
    assert "Ann isn’t an admin of the room any more." == (await toy.answers(":admin ann"))[1]
    assert (await toy.answers("Ann: /rule"))[1].startswith("Only an admin")


async def test_a_button_is_tapped_by_label_on_the_latest_message_that_has_it(toy: Toy) -> None:
    await toy.play("Ann: /eat apple", "Ann: /eat pear", "Ben: /mine", "Ben: :press more")

    assert "eat pear" == toy.core.heard[-1].line
    assert toy.core.heard[-1].tapped
    assert "Ben" == toy.core.heard[-1].account.name


async def test_a_button_is_pressed_by_number_on_the_latest_message_with_buttons(toy: Toy) -> None:
    await toy.play("Ann: /eat apple", "Ann: /rule", ":press 1")

    assert "eat apple" == toy.core.heard[-1].line
    assert "That would open https://shop.test/." == (await toy.answers(":press 3"))[1]
    for number in ("0", "4", "99999999999999999999", "-1", "²"):
        assert f"Ann can’t see a button “{number}”." == (await toy.answers(f":press {number}"))[1]


async def test_nobody_presses_a_button_that_only_somebody_else_sees(toy: Toy) -> None:
    await toy.play("Ann: /mine")

    assert "Ben can’t see a button “Secret”." == (await toy.answers("Ben: :press Secret"))[1]
    assert "# Book" == (await toy.answers("Ann: :press Secret"))[1]


async def test_a_tap_that_updates_changes_its_message_and_the_new_buttons_stand_on_it(toy: Toy) -> None:
    first = await toy.answers("Ann: /turn 1")
    assert first[0].endswith("reply")
    second = await toy.answers(":press Next")
    assert ["2026-03-02T09:00Z edit", "# Book", "page 2", "[1] Next = /turn 3"] == second
    await toy.answers(":press Next")

    assert ["page 3"] == [message.reply.text.plain for message in toy.adapter.room.messages]


async def test_a_private_answer_to_a_tap_does_not_change_what_everyone_sees(toy: Toy) -> None:
    await toy.play("Ann: /eat apple")
    shared = toy.adapter.room.messages[0]
    shared.reply = Reply(plain("hello"), buttons=shared.reply.buttons)
    await toy.play(":press Turn")
    assert "Book" == shared.reply.title.plain

    toy.adapter.room.change(shared.id, await toy.core.added(ROOM, "sandbox:added"))
    await toy.play("Ann: /greet Ben")
    assert 2 == len(toy.adapter.room.messages)


async def test_posts_come_at_their_own_time_and_in_order_while_the_clock_is_advanced(toy: Toy) -> None:
    toy.work.put(timedelta(hours=30), ROOM, "tomorrow")
    toy.work.put(timedelta(minutes=1), ROOM, "soon")
    toy.work.put(timedelta(days=9), ROOM, "much later")

    assert [
        "2026-03-02T09:01Z post",
        "soon",
        "2026-03-03T15:00Z post",
        "tomorrow",
    ] == await toy.answers(":advance 2d")
    assert START + timedelta(days=2) == toy.clock.now()


async def test_a_post_planned_by_a_post_on_the_way_comes_too(toy: Toy) -> None:
    class Chain(type(toy.work)):  # type: ignore[misc]  # a class made from an instance's
        async def run_due(self) -> None:
            await super().run_due()
            if len(self.done_at) < 3:
                self.put(timedelta(hours=1), ROOM, f"link {len(self.done_at)}")

    toy.work = Chain(toy.clock, toy.adapter)
    toy.work.put(timedelta(hours=1), ROOM, "link 0")
    written = await toy.answers(":advance 1d")

    assert ["2026-03-02T10:00Z post", "2026-03-02T11:00Z post", "2026-03-02T12:00Z post"] == written[::2]


async def test_what_is_due_already_is_done_at_once_and_not_in_the_past(toy: Toy) -> None:
    toy.work.put(timedelta(hours=-3), ROOM, "late")

    assert "2026-03-02T09:00Z post" in await toy.play("# nothing")
    assert START == toy.clock.now()


async def test_work_that_stays_due_for_ever_does_not_hang_the_room(toy: Toy) -> None:
    toy.work.stuck = True
    toy.work.put(timedelta(hours=1), ROOM, "never")

    assert (await toy.answers(":advance 1d"))[1].startswith("Something that’s due isn’t done")
    assert START + timedelta(days=1) == toy.clock.now()


async def test_a_post_with_the_same_key_is_posted_once(toy: Toy) -> None:
    reply = Reply(plain("once"))
    first = await toy.adapter.send(ROOM, reply, "key")
    second = await toy.adapter.send(ROOM, reply, "key")
    third = await toy.adapter.send(ROOM, reply, "other key")

    assert first == second != third
    assert 2 == len(toy.adapter.room.messages)


async def test_a_post_into_a_private_chat_names_who_sees_it(toy: Toy) -> None:
    await toy.play("Ann: /mine")
    ann = toy.adapter.room.person("Ann")
    toy.work.put(timedelta(seconds=1), toy.adapter.room.chat_with(ann), "psst")
    toy.work.put(timedelta(seconds=1), Place(Platform.SANDBOX, 77, 77, private=True), "who?")

    written = await toy.answers(":advance 1s")
    assert "2026-03-02T09:00:01Z post to Ann alone" == written[0]
    assert "2026-03-02T09:00:01Z post to sandbox:77 alone" == written[2]


async def test_an_edit_is_shown_once_and_an_edit_without_effect_is_not_shown(toy: Toy) -> None:
    shown: list[str] = []
    sent = await toy.adapter.send(ROOM, Reply(plain("one")), "key")
    toy.adapter.room.show = lambda message: shown.append(f"{message.kind} {message.reply.text.plain}")
    await toy.adapter.edit(ROOM, sent, Reply(plain("one")))
    await toy.adapter.edit(ROOM, sent, Reply(plain("two")))
    await toy.adapter.edit(ROOM, sent, Reply(plain("two")))
    assert not await toy.adapter.edit(ROOM, "sandbox:0:1", Reply(plain("three")))

    assert ["edit two"] == shown


async def test_the_clock_moves_to_a_moment_but_never_back(toy: Toy) -> None:
    before = ["Ann: /mine", ":to 2026-03-29 03:30 Europe/Berlin"]
    refused = await toy.answers(*before, ":to 2026-03-29")

    assert datetime(2026, 3, 29, 1, 30, tzinfo=UTC) == toy.clock.now()
    assert "Time only goes forward here, and it’s already 2026-03-29T01:30Z." == refused[1]
    assert "It’s 2026-03-29T01:30Z." == (await toy.answers(":now"))[1]


@pytest.mark.parametrize(
    "line",
    [
        ":advance", ":advance soon", ":advance -1d", ":advance 1", ":advance 1month", ":advance 999999w", ":to",
        ":to never", ":to 2026-03-29 23:30 Mars/Olympus", ":to 9999-12-31T23:59-14:00", ":to /", ":as", ":admin",
        ":press", ":nonsense", ":", ": ", ":restart", "Ann:", "Ann>", "Ann: :press Undo",
    ],
)  # fmt: skip
async def test_a_line_that_cannot_be_done_gets_a_note_and_the_script_goes_on(toy: Toy, line: str) -> None:
    written = (await toy.play(line, "Ann: /rule")).splitlines()

    assert "  @ 2026-03-02T09:00Z note" == written[1]
    assert "  | Ruled by Ann." == written[-1]
    assert START == toy.clock.now()


async def test_a_script_sets_when_it_begins_even_in_the_past(toy: Toy) -> None:
    assert "2020-02-03T04:05Z reply" in await toy.play(":to 2020-02-03T04:05Z", "Ann: /mine")


async def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(toy: Toy) -> None:
    written = await toy.play("\ufeffAnn: /rule\r\n", "Ben: /mine\r\n")

    assert "Ann: /rule" == written.splitlines()[0]
    assert ["/rule", "/mine"] == [said.line for said in toy.core.heard]


async def test_help_names_every_colon_line(toy: Toy) -> None:
    shown = "\n".join(await toy.answers(":help"))

    assert [name for name in directives.ALL if f":{name}" not in shown] == [":help"[1:]]


async def test_quit_ends_the_script(toy: Toy) -> None:
    assert ":quit\n" == await toy.play(":quit", "Ann: /rule")


async def test_who_counts_and_marks_the_people(toy: Toy) -> None:
    await toy.play("Ann: /mine", "Ben: /mine")

    assert ["2 people are here. Ben speaks.", "• Ann (admin)", "• Ben"] == (await toy.answers(":who"))[1:]


async def test_answers_can_be_hidden_but_neither_failures_nor_posts(toy: Toy) -> None:
    written = await toy.play(":answers off", "Ann: /eat pear", "Ann: /nonsense", ":added", ":answers on", "Ann: /mine")

    assert ["reply", "post", "reply"] == [line.split()[2] for line in written.splitlines() if line.startswith("  @ ")]
    assert "eats" not in written
    assert "See the book" in written


async def test_a_hidden_answer_still_has_its_buttons(toy: Toy) -> None:
    await toy.play(":answers off", "Ann: /eat apple", ":press More")

    assert ["/eat apple", "eat apple"] == [said.line for said in toy.core.heard]


async def test_answers_are_either_on_or_off(toy: Toy) -> None:
    assert ["Add on or off to that."] == (await toy.answers(":answers"))[1:]


async def test_the_bot_is_added_and_removed(toy: Toy) -> None:
    assert ["2026-03-02T09:00Z post", "Here I am."] == await toy.answers(":added")
    assert "The bot was taken out of the room." == (await toy.answers(":removed"))[1]
    assert ["added sandbox:1", "removed sandbox:1"] == toy.core.told


async def test_a_restart_puts_another_core_in_its_place_and_old_buttons_still_work(toy: Toy) -> None:
    after = make_toy()

    async def restart() -> tuple[object, object]:
        return after.core, toy.work

    lines = ["Ann: /eat apple", ":restart", ":press More"]
    await play(lines, toy.adapter, toy.work, toy.clock, io.StringIO(), restart=restart)  # type: ignore[arg-type]

    assert 1 == len(toy.core.heard)
    assert ["eat apple"] == [said.line for said in after.core.heard]


async def test_json_is_one_object_a_message_with_all_its_parts(toy: Toy) -> None:
    toy.work.put(timedelta(minutes=1), ROOM, "soon")
    lines = ["# a comment", "Ann: /eat pear", "Ann: /mine", ":now", ":advance 1h", "Ann: /turn 1", ":press Next"]
    objects = [json.loads(line) for line in (await toy.play(*lines, form="json")).splitlines()]

    assert [
        ("reply", "room", False),
        ("reply", "Ann", True),
        ("note", "", False),
        ("post", "room", False),
        ("reply", "room", False),
        ("edit", "room", False),
    ] == [(one["kind"], one["to"], one["private"]) for one in objects]
    assert {
        "at": "2026-03-02T09:00Z",
        "kind": "reply",
        "to": "room",
        "private": False,
        "title": "",
        "text": "@Ann eats pear: ",
        "fields": [],
        "buttons": [
            {"label": "More", "line": "eat pear"},
            {"label": "Turn", "line": "turn 1"},
            {"label": "Shop", "url": "https://shop.test/"},
        ],
        "image": None,
        "document": None,
        "pings": ["Ann"],
    } == objects[0]
    assert [{"name": "one", "value": "1"}, {"name": "two", "value": "2\n3"}] == objects[1]["fields"]
    assert {"name": "picture.png", "alt": "A chart of fruit"} == objects[1]["image"]
    assert "2026-03-02T09:01Z" == objects[3]["at"]


async def test_an_unknown_format_is_refused(toy: Toy) -> None:
    with pytest.raises(ValueError, match="yaml"):
        await toy.play(form="yaml")
    assert {"text", "json"} == {str(one) for one in ScriptFormat}


async def test_no_control_or_direction_character_reaches_the_terminal(toy: Toy) -> None:
    hostile = "\x1b[31m\x07\u202e\u2066\ud800\x9b\u2028"
    for form in ("text", "json"):
        lines = (f"A{hostile}: /eat {hostile}x {hostile}", f"/{hostile}", f":{hostile}")
        written = await make_toy().play(*lines, form=form)

        assert not set(hostile) - set("[31m") & set(written)
        written.encode()


async def test_no_name_or_label_can_begin_a_line_of_its_own(toy: Toy) -> None:
    written = await toy.answers(r"A\u{a}  | na: /eat apple")
    assert "2026-03-02T09:00Z reply" == written[0]
    written = await toy.answers(r"A\u{a}  | na: /mine")

    assert r"2026-03-02T09:00Z reply to A\u{a}  | na alone" == written[0]


async def test_a_character_can_be_written_by_its_number(toy: Toy) -> None:
    await toy.play(r"Ann: /eat \u{1f34f} a\u{a}b \u{ffffff} \u{}")

    assert "/eat \U0001f34f a\nb \\u{ffffff} \\u{}" == toy.core.heard[0].line


async def test_the_adapter_serves_until_it_is_stopped(toy: Toy) -> None:
    await toy.adapter.stop()
    await toy.adapter.start()

    assert toy.adapter.healthy()
    assert toy.adapter.repeat_is_safe
