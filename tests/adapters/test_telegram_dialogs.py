"""The check-in as a conversation: three questions in the private chat, or replied to in the group."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Connection, select, text

from bot.chat.markup import Mention, fill
from bot.chat.reply import Reply
from bot.database.store import Store
from bot.identity import Account, Platform
from bot.tables import dialogs, promises, reports
from roadmap.model import Roadmap
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.telegram_stage import Stage, on_stage, place_in
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.weekly_core import WeeklyCore
from tests.bot.room import PRACTISED


def kept(db: Connection) -> list[tuple[str, str]]:
    return [(row.finished, row.obstacle) for row in db.execute(select(reports.c.finished, reports.c.obstacle))]


def promised(db: Connection) -> set[str]:
    return set(db.scalars(select(promises.c.task)))


@asynccontextmanager
async def in_a_week(store: Store, *roadmaps: Roadmap, started: bool = True) -> AsyncIterator[tuple[Stage, User, Chat]]:
    """A group in which Ann has ticked something off, on the evening of the check-in."""
    core = WeeklyCore(store, *roadmaps)
    async with on_stage(begin=False) as stage:
        stage.core, stage.clock = cast(ToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        ann, room = stage.peer.user("Ann", started=started), stage.peer.group("Study")
        await says(stage, ann, room, "/done week1-algebra")
        await core.open_checkin()
        yield stage, ann, room


def _with_titles_of(length: int) -> Roadmap:
    """The practised roadmap, with longer titles in its first block."""
    level, *levels = PRACTISED.levels
    month, *months = level.months
    block, *blocks = month.blocks
    tasks = tuple(replace(task, title=f"{task.title} {'x' * length}") for task in block.tasks)
    month = replace(month, blocks=(replace(block, tasks=tasks), *blocks))
    return replace(PRACTISED, levels=(replace(level, months=(month, *months)), *levels))


async def says(stage: Stage, who: User, where: Chat | User, text: str, **more: Any) -> None:
    stage.peer.says(who, where, text, **more)
    await stage.peer.quiet()


async def taps(stage: Stage, who: User, chat: Chat, label: str) -> None:
    stage.peer.taps(who, chat.last, next(one for one in chat.last.buttons if one.startswith(label)))
    await stage.peer.quiet()


async def test_three_questions_are_asked_one_by_one_and_answered_by_words_and_taps(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, room):
        chat = stage.peer.private(ann)
        await says(stage, ann, room, "/checkin")
        assert "1 of 3" in chat.last.text
        assert "Linear algebra" in chat.last.text

        await taps(stage, ann, chat, "Keep it")
        assert "2 of 3" in chat.last.text
        await says(stage, ann, chat, "finished nothing, the exam *is* near <b>")
        assert "3 of 3" in chat.last.text

        await taps(stage, ann, chat, "+ Statistics")
        assert "Statistics" in chat.last.text
        await taps(stage, ann, chat, "That’s it")
        assert "your group read" in chat.last.text
        await taps(stage, ann, chat, "Only my promise")

        assert "You’re checked in" in chat.last.text
        assert [("", "finished nothing, the exam *is* near <b>")] == await sqlite_store.read(kept)
        assert {"week1-stats"} == await sqlite_store.read(promised)
        assert all("1 of 3 ·" not in text for text in room.texts)


async def test_the_posts_button_asks_whoever_taps_in_private(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, room):
        stage.peer.sends_data(ann, room.last, "* checkin")
        await stage.peer.quiet()

        assert "1 of 3 ·" in stage.peer.private(ann).last.text
        assert all("1 of 3 ·" not in text for text in room.texts)


async def test_the_posts_button_asks_in_the_group_whoever_cannot_be_asked_in_private(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store, started=False) as (stage, ann, room):
        stage.peer.sends_data(ann, room.last, "* checkin")
        await stage.peer.quiet()
        assert ["Ann"] == room.last.styled("text_mention")

        await says(stage, ann, room, "A whole book", to=room.last)

        assert [("A whole book", "")] == await sqlite_store.read(kept)


async def test_a_question_that_is_too_long_for_a_message_in_the_group_leads_to_the_private_chat(
    sqlite_store: Store,
) -> None:
    async with in_a_week(sqlite_store, _with_titles_of(1900), started=False) as (stage, ann, room):
        await says(stage, ann, room, "/done week1")
        await says(stage, ann, room, "/checkin")

        assert ["Open our chat"] == room.last.buttons
        assert "…" not in room.last.text
        await says(stage, ann, ann, "/start checkin")
        assert "1 of 3" in stage.peer.private(ann).last.text


async def test_a_restart_in_the_middle_goes_on_with_the_same_question(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "A whole book")
        await stage.end()
        stage.adapter, stage.peer.menus = stage.make(), {}
        await stage.begin()

        await says(stage, ann, chat, "nothing")
        await says(stage, ann, chat, "numpy and cleaning")
        await stage.end()
        stage.adapter, stage.peer.menus = stage.make(), {}
        await stage.begin()
        await says(stage, ann, chat, "whatever")
        assert "your group read" in chat.last.text
        await says(stage, ann, chat, "only my promise")

        assert "You’re checked in" in chat.last.text
        assert "only your promise" in chat.last.text
        assert "promise" == await sqlite_store.read(lambda db: db.scalar(select(reports.c.publishing)))
        assert [("A whole book", "")] == await sqlite_store.read(kept)
        assert {"week2-numpy", "week2-cleaning"} == await sqlite_store.read(promised)


async def test_without_a_question_plain_words_are_commands_or_chatter_as_ever(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "see you there")
        assert "I understand commands" in chat.last.text
        await says(stage, ann, chat, "done week1-stats")
        assert "Statistics" in chat.last.text


async def test_a_command_in_between_is_a_command_and_the_question_waits(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "/streak")
        await says(stage, ann, chat, "A whole book")

        assert "2 of 3" in chat.last.text
        assert [("A whole book", "")] == await sqlite_store.read(kept)


@pytest.mark.parametrize("way", ["/cancel", "Not now"])
async def test_a_learner_may_stop_the_questions_and_keeps_the_answers(sqlite_store: Store, way: str) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "A whole book")
        await (says(stage, ann, chat, way) if way.startswith("/") else taps(stage, ann, chat, way))
        assert "no more questions" in chat.texts[-1]
        await says(stage, ann, chat, "done week1-stats")
        assert "Statistics" in chat.last.text

        assert [("A whole book", "")] == await sqlite_store.read(kept)
        await says(stage, ann, chat, "/checkin")
        assert "A whole book" in chat.last.text


async def test_who_was_asked_nothing_may_say_so_too(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        await says(stage, ann, stage.peer.private(ann), "/cancel")

        assert "no more questions" in stage.peer.private(ann).last.text


async def test_a_report_in_one_line_ends_the_questions(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "/checkin A book | Time")
        assert "You’re checked in" in chat.last.text
        await says(stage, ann, chat, "see you there")

        assert "I understand commands" in chat.last.text
        assert [("A book", "Time")] == await sqlite_store.read(kept)


async def test_an_answer_that_is_too_long_is_refused_and_the_question_waits(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "x" * 501)
        assert "501 characters" in chat.last.text
        await says(stage, ann, chat, "shorter")

        assert [("shorter", "")] == await sqlite_store.read(kept)


async def test_a_promise_that_names_nothing_is_asked_again(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "-")
        await says(stage, ann, chat, "-")
        await says(stage, ann, chat, "qqqqqq")
        assert "can’t find" in chat.last.text
        await says(stage, ann, chat, "no")
        await says(stage, ann, chat, "private")

        assert "You’re checked in" in chat.last.text
        assert [] == await sqlite_store.read(lambda db: list(db.scalars(select(dialogs.c.step))))


async def test_an_edited_answer_changes_the_report(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        answers = []
        for words in ("A book", "Rain", "week1-stats", "all"):
            await says(stage, ann, chat, words)
            answers.append(chat.messages[-2])
        for answer, words in zip(answers[:3], ("Two books", "-", "week2-numpy"), strict=True):
            stage.peer.edits(answer, words)
            stage.peer.edits(answer, words)
            await stage.peer.quiet()

        assert [("Two books", "")] == await sqlite_store.read(kept)
        assert {"week2-numpy"} == await sqlite_store.read(promised)
        assert 5 == len(chat.texts)
        assert "Two books" in "".join(chat.texts)


async def test_an_answer_may_be_edited_more_than_once(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "A book")
        answer = chat.messages[-2]
        for words in ("Two books", "Three books"):
            stage.peer.edits(answer, words)
            await stage.peer.quiet()

        assert [("Three books", "")] == await sqlite_store.read(kept)


async def test_a_command_on_a_later_line_of_an_answer_is_a_part_of_it(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "A book\n/log 20m pandas")

        assert [("A book\n/log 20m pandas", "")] == await sqlite_store.read(kept)
        assert "one command per message" not in chat.last.text


async def test_an_answer_that_is_edited_while_the_next_question_waits_changes_its_own(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        await says(stage, ann, chat, "A book")
        stage.peer.edits(chat.messages[-2], "done week2-numpy")
        await stage.peer.quiet()
        await says(stage, ann, chat, "Rain")

        assert [("done week2-numpy", "Rain")] == await sqlite_store.read(kept)


async def test_an_edited_answer_in_the_group_is_thanked_for(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store, started=False) as (stage, ann, room):
        await says(stage, ann, room, "/checkin")
        await says(stage, ann, room, "A book", to=room.last)
        answer = room.messages[-2]
        await says(stage, ann, room, "-", to=room.last)
        await says(stage, ann, room, "-", to=room.last)
        stage.peer.edits(answer, "Two books")
        await stage.peer.quiet()

        assert [("Two books", "")] == await sqlite_store.read(kept)


async def test_an_answer_in_the_group_that_was_refused_is_not_thanked_for(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store, started=False) as (stage, ann, room):
        await says(stage, ann, room, "/checkin")
        await says(stage, ann, room, "A book", to=room.last)
        await says(stage, ann, room, "-", to=room.last)
        question = room.last
        await says(stage, ann, room, "week1-stats, week1-practice, week2-numpy, week2-cleaning", to=question)
        refused = room.last.text
        await says(stage, ann, room, "week1-stats", to=question)

        assert refused != room.last.text
        assert {"week1-stats"} == await sqlite_store.read(promised)


async def test_a_message_edited_into_a_question_gets_a_new_message_to_reply_to(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/streak")
        said, answer = chat.messages[-2:]
        assert answer.to is None
        stage.peer.edits(said, "/checkin")
        await stage.peer.quiet()

        assert "1 of 3" in chat.last.text
        assert answer is not chat.last


async def test_a_button_that_is_tapped_twice_skips_one_question(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        line = chat.last.carried(chat.last.buttons[0])
        for _ in range(2):
            stage.peer.sends_data(ann, chat.last, line)
        await stage.peer.quiet()

        assert "2 of 3" in chat.last.text


async def test_a_button_of_an_old_week_skips_no_question_of_this_one(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        stage.peer.sends_data(ann, chat.last, "checkin of:2026-02-23 skip finished")
        await stage.peer.quiet()

        assert "1 of 3" in chat.last.text


async def test_words_that_are_reported_already_are_not_called_ticks(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin A whole book")
        await says(stage, ann, chat, "/checkin")

        assert "keep this:\n\nA whole book" in chat.last.text


async def test_yesterdays_question_takes_no_words_any_more(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, _):
        chat = stage.peer.private(ann)
        await says(stage, ann, chat, "/checkin")
        stage.clock.advance(timedelta(hours=25))
        await says(stage, ann, chat, "What was it?")
        assert "I understand commands" in chat.last.text

        stage.peer.sends_data(ann, chat.messages[-3], "checkin skip")
        await stage.peer.quiet()
        assert "not waiting" in stage.peer.toasts[-1].text


async def test_who_has_no_chat_with_the_bot_answers_by_replying_in_the_group(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store, started=False) as (stage, ann, room):
        await says(stage, ann, room, "/checkin")
        question = room.last
        assert "reply to this message" in question.text
        forced = stage.peer.called("sendMessage")[-1]["reply_markup"]
        assert (True, True) == (forced["force_reply"], forced["selective"])

        asked = [question]
        for words in ("A whole book", "-", "week1-stats"):
            await says(stage, ann, room, words, to=asked[-1])
            asked.append(room.last)
        assert not [one.text for one in asked if one.buttons or re.search(r"\btap\b", one.text, re.IGNORECASE)]
        assert "Name one to three tasks." in asked[2].text
        assert "Reply All, Only my promise or Private." in asked[3].text
        await says(stage, ann, room, "Private", to=room.last)

        assert "Thanks, I saved your answers." == room.last.text
        assert [("A whole book", "")] == await sqlite_store.read(kept)
        assert {"week1-stats"} == await sqlite_store.read(promised)


async def test_an_answer_that_counts_is_kept_in_the_group_by_a_typed_line(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store, started=False) as (stage, ann, room):
        await says(stage, ann, room, "/done week1-stats")
        await says(stage, ann, room, "/checkin Stuck: joins")
        await says(stage, ann, room, "/checkin")

        questions = []
        for _ in range(2):
            questions.append(room.last.text)
            await says(stage, ann, room, "/checkin skip")

        assert all("To keep this, send /checkin skip" in one for one in questions), questions
        assert [("", "joins")] == await sqlite_store.read(kept)


async def test_others_words_and_replies_to_other_messages_are_no_answers(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store, started=False) as (stage, ann, room):
        answer = room.last
        await says(stage, ann, room, "/checkin")
        question, ben = room.last, stage.peer.user("Ben")

        await says(stage, ben, room, "Me too", to=question)
        await says(stage, ann, room, "Nice", to=answer)
        await says(stage, ann, room, "just talking")

        assert [] == await sqlite_store.read(kept)
        assert "just talking" == room.last.text


async def test_thanks_for_a_celebration_that_names_somebody_are_no_answer(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store) as (stage, ann, room):
        await says(stage, ann, stage.peer.private(ann), "/checkin")
        named = Mention(Account(Platform.TELEGRAM, ann.id, "Ann"), ping=True)
        await stage.adapter.send(place_in(room), Reply(fill("{who} finished ZERO", {"who": named})), "key")
        await says(stage, ann, room, "Thank you all!", to=room.last)

        assert [] == await sqlite_store.read(kept)
        assert "1 of 3" in stage.peer.private(ann).last.text


@pytest.mark.parametrize("started", [True, False])
async def test_a_non_member_who_taps_the_posts_button_is_asked_to_join_in_the_group(
    sqlite_store: Store, *, started: bool
) -> None:
    async with in_a_week(sqlite_store) as (stage, _, room):
        ben = stage.peer.user("Ben", started=started)
        stage.peer.sends_data(ben, room.last, "* checkin")
        await stage.peer.quiet()
        assert room.last.text.startswith("Ben: You haven’t joined")

        await taps(stage, ben, room, "Join and do it")
        asked = stage.peer.private(ben) if started else room

        assert "1 of 3 ·" in asked.last.text
        assert 2 == await sqlite_store.read(
            lambda db: db.scalar(text("SELECT count(*) FROM memberships WHERE group_id = 1"))
        )


async def test_a_tapper_whom_a_pointer_leads_to_the_private_chat_is_named(sqlite_store: Store) -> None:
    async with in_a_week(sqlite_store, started=False) as (stage, ann, room):
        stage.peer.sends_data(ann, room.last, "* nudges")
        await stage.peer.quiet()

        assert room.last.text.startswith("Ann: The answer to /nudges is only for you.")
