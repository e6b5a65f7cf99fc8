"""Forgetting a learner: what goes, what stays as numbers, and the messages that named them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Table, insert, select, update

from bot.closed_sets import ObstacleState, PostState
from bot.database.inbound import AnswerGone
from bot.database.store import Store
from bot.features.checkins.facts import Digest, Reported
from bot.features.helping.actions.offering import offer_help
from bot.features.helping.actions.thanking import HelpVerdict
from bot.features.helping.queries.thanks import count_thanks
from bot.features.members.queries.places import note_steward
from bot.features.privacy.actions.forgetting import (
    Forgotten,
    ask_to_forget,
    find_due,
    find_next_due,
    forget_if_due,
    forget_learner,
    forget_now,
    put_off_forgetting,
)
from bot.features.streaks.actions import counting
from bot.identity import Account, Caller, LearnerId, Place, PlaceId, PostId
from bot.posting.outbox import mark_sent, put_post
from bot.tables import (
    Instant,
    accounts,
    forgettings,
    groups,
    inbound,
    learners,
    memberships,
    metadata,
    obstacles,
    outbox,
    place_stewards,
    places,
    point_counts,
    waiting_updates,
)
from bot.tables.names import NAME
from tests.bot.features.helping.hall_of_help import HallOfHelp
from tests.bot.features.privacy.two_learners import fill_both
from tests.bot.hall import HOUR, MONDAY
from tests.migrations.filling import value_of

NUMBERS = select(memberships.c.number).order_by(memberships.c.number)
UNNAMED = "unnamed"


async def forget(hall: HallOfHelp, name: str) -> Forgotten:
    return await hall.store.write_once("telegram:1", forget_now, hall.caller(name), "telegram:1")


def add_result(db: Connection, row: dict[str, object]) -> None:
    db.execute(inbound.insert().values(**row))


def read_results(db: Connection) -> dict[str, object]:
    """The kept results by call, in order. None: it was emptied."""
    return {row.id: row.result for row in db.execute(select(inbound).order_by(inbound.c.id))}


def count_rows(db: Connection, table: Table) -> int:
    return len(db.execute(select(table)).all())


async def put_digest(hall: HallOfHelp, *names: str) -> PostId:
    """A digest that is out, and names these members."""
    reports = tuple(Reported(hall.people[name].learner_id) for name in names)
    facts = Digest(MONDAY, date(2026, 2, 23), "climb", reports).to_json()
    now = hall.clock.now()
    post = await hall.store.write(
        put_post, kind="digest", key="digest:1", place_id=PlaceId(1), learner_id=None, facts=facts, now=now, due_at=now
    )
    assert post
    await hall.store.write(mark_sent, post, now, "m-digest")
    return post


async def test_thanks_stay_and_the_helper_is_told_of_a_member(store: Store) -> None:
    hall = HallOfHelp(store)
    obstacle = await hall.fill()
    await hall.offer("Ben", obstacle)
    await hall.judge("Ann", obstacle, HelpVerdict.YES)
    hall.clock.advance(24 * HOUR)
    assert 1 == len(await hall.heard("thanks"))

    assert Forgotten.DONE is await forget(hall, "Ann")

    ben = hall.people["Ben"]
    counted = await store.read(count_thanks, ben.group_id, MONDAY - timedelta(days=1))
    assert {ben.learner_id: 1} == counted
    assert [2, 3] == list(await store.read(lambda db: db.scalars(NUMBERS).all()))
    assert [] == await store.read(counting.verify_counters)
    said = [reply.text.plain for reply in await hall.heard(UNNAMED)]
    assert "A member thanked you for your help. 👏" in said
    assert not any("Ann" in one for one in said)


async def test_a_number_is_given_to_nobody_else(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    await forget(hall, "Cat")

    assert 4 == (await hall.enter("Dee")).number
    assert 5 == (await hall.enter("Cat")).number


async def test_a_digest_that_is_out_is_edited_and_keeps_the_others(store: Store) -> None:
    hall = HallOfHelp(store)
    await hall.fill()
    digest = await put_digest(hall, "Ann", "Ben")

    await forget(hall, "Ann")

    [row] = [one for one in await hall.said("digest") if one.id == digest]
    assert [0, hall.people["Ben"].learner_id] == [one.learner for one in row.read(Digest).reports]
    [edit] = [one for one in await hall.said(UNNAMED) if one.facts["message_id"] == "m-digest"]
    assert digest == edit.facts["post"]
    assert edit.place_id == 1


async def test_messages_of_more_than_two_days_ago_are_left(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    await put_digest(hall, "Ann", "Ben")
    hall.clock.advance(48 * HOUR + timedelta(minutes=1))

    await forget(hall, "Ann")

    assert [] == await hall.said(UNNAMED)
    assert 0 == (await hall.said("digest"))[0].read(Digest).reports[0].learner


@pytest.mark.parametrize("kind", ["digest", "amend_digest"])
async def test_a_digest_of_two_days_ago_that_lists_the_members_is_edited(sqlite_store: Store, kind: str) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    digest = await put_digest(hall, "Ben")
    await sqlite_store.write(lambda db: db.execute(update(outbox).values(kind=kind)).rowcount)
    hall.clock.advance(48 * HOUR)

    await forget(hall, "Ann")

    assert [digest] == [one.facts["post"] for one in await hall.said(UNNAMED)]


async def test_a_post_on_its_way_is_waited_for(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    digest = await put_digest(hall, "Ann")
    sending = update(outbox).where(outbox.c.id == digest)
    await sqlite_store.write(lambda db: db.execute(sending.values(state=PostState.SENDING, message_id=None)).rowcount)

    assert Forgotten.SOON is await forget(hall, "Ann")
    assert hall.clock.now() + timedelta(minutes=1) == await sqlite_store.read(find_next_due)
    hall.clock.advance(HOUR)
    ann = hall.people["Ann"].learner_id
    assert not await sqlite_store.write(forget_if_due, ann, hall.clock.now())
    assert hall.clock.now() + timedelta(minutes=1) == await sqlite_store.read(find_next_due)
    await sqlite_store.write(mark_sent, digest, hall.clock.now(), "m-digest")
    hall.clock.advance(HOUR)
    assert await sqlite_store.write(forget_if_due, ann, hall.clock.now())
    assert ["m-digest"] == [one.facts["message_id"] for one in await hall.said(UNNAMED)]


async def test_the_earliest_wish_is_due_next(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    for name in ("Ann", "Ben", "Cat"):
        await sqlite_store.write(ask_to_forget, hall.caller(name))
        hall.clock.advance(HOUR)

    for hour in range(3):
        due = await sqlite_store.read(find_next_due)
        assert MONDAY + (24 + hour) * HOUR == due
        [first] = await sqlite_store.read(find_due, due)
        assert await sqlite_store.write(forget_if_due, first, due)


async def test_a_wish_that_is_put_off_keeps_when_it_was_said(sqlite_store: Store) -> None:
    """By that, an unlink knows a wish of before the link again."""
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    await sqlite_store.write(ask_to_forget, hall.caller("Ann"))
    asked = hall.clock.now()

    await sqlite_store.write(put_off_forgetting, hall.people["Ann"].learner_id, asked + 24 * HOUR)

    [wish] = await sqlite_store.read(lambda db: db.execute(select(forgettings)).all())
    assert (asked, asked + 25 * HOUR) == (wish.asked_at, wish.due_at)


async def test_a_wish_that_was_taken_back_is_not_put_off(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    await sqlite_store.write(put_off_forgetting, hall.people["Ann"].learner_id, MONDAY)

    assert await sqlite_store.read(find_next_due) is None


async def test_the_community_board_closes_up(store: Store) -> None:
    hall = HallOfHelp(store)
    await hall.fill()
    await hall.set_group(hall.people["Ann"], community=True)
    await hall.tick("Ann", "week1-stats")
    await store.write(counting.rebuild_counters)

    await forget(hall, "Ann")

    assert [] == await store.read(counting.verify_counters)
    listed = select(point_counts.c.learners).where(point_counts.c.learners > 0)
    assert 2 == sum(await store.read(lambda db: db.scalars(listed).all()))


async def test_the_call_itself_is_answered_again_without_a_name(store: Store) -> None:
    hall = HallOfHelp(store)
    await hall.fill()

    assert Forgotten.DONE is await forget(hall, "Ann")
    assert Forgotten.DONE is await forget(hall, "Ann")

    kept = await store.read(lambda db: db.execute(select(inbound)).all())
    assert [("telegram:1", None, None)] == [(one.id, one.platform, one.user_id) for one in kept]


async def test_what_another_call_was_answered_about_them_goes(store: Store) -> None:
    hall = HallOfHelp(store)
    obstacle = await hall.fill()
    await store.write_once("telegram:7", offer_help, hall.caller("Ben"), "climb", obstacle)
    await forget(hall, "Ann")

    assert {"telegram:1": "done", "telegram:7": None} == await store.read(read_results)
    with pytest.raises(AnswerGone):
        await store.write_once("telegram:7", offer_help, hall.caller("Ben"), "climb", obstacle)


@pytest.mark.parametrize(
    "said",
    [
        {"learner_id": 1},
        {"learner_id": 1, "more": 2},
        {"learner": 1},
        {"own": 1, "more": 2},
        {"starter_id": 1},
        {"deep": [{"other_id": 1}]},
        {"user_id": 1},
        {"name": "Ann", "more": 2},
        {"names": ["Ann"]},
        {"name": "Zelda"},
        {"username": "zoraya"},
        {"more": 2, "username": "zoraya"},
    ],
)
async def test_every_kept_answer_that_tells_of_them_goes(sqlite_store: Store, said: dict[str, object]) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    named = update(accounts).where(accounts.c.user_id == 1).values(username="zoraya")
    called = update(learners).where(learners.c.id == hall.people["Ann"].learner_id).values(name="Zelda")
    await sqlite_store.write(lambda db: db.execute(named).rowcount + db.execute(called).rowcount)
    rows = {"telegram:7": said, "telegram:8": {"learner_id": 11, "name": "Anna"}}
    for call, result in rows.items():
        row = {"id": call, "at": MONDAY, "result": result, "platform": "telegram", "user_id": 99}
        await sqlite_store.write(add_result, row)

    await forget(hall, "Ann")

    kept = await sqlite_store.read(read_results)
    assert {"telegram:1": "done", "telegram:7": None, "telegram:8": rows["telegram:8"]} == kept


async def test_a_kept_answer_without_a_caller_is_emptied_and_its_call_stays_known(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    row = {"id": "telegram:7", "at": MONDAY, "result": {"note": "Zoraya"}, "ticket": {"line": "Zoraya"}}
    await sqlite_store.write(add_result, row)

    await forget(hall, "Ann")

    [kept] = await sqlite_store.read(lambda db: db.execute(select(inbound).where(inbound.c.id == "telegram:7")).all())
    assert (None, None) == (kept.result, kept.ticket)


async def test_a_kept_answer_with_a_long_name_as_it_is_cut_for_readers_is_emptied(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    named = update(accounts).where(accounts.c.user_id == 1).values(name="Zoraya" * 20)
    await sqlite_store.write(lambda db: db.execute(named).rowcount)
    row = {"id": "telegram:7", "at": MONDAY, "result": {"name": ("Zoraya" * 20)[:NAME]}, "user_id": 99}
    await sqlite_store.write(add_result, {**row, "platform": "telegram"})

    await forget(hall, "Ann")

    assert (await sqlite_store.read(read_results))["telegram:7"] is None


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"message": {"from": {"id": 1}}}, True),
        ({"message": {"from": {"id": 99}, "reply_to_message": {"from": {"id": 1}}}}, True),
        ({"message": {"from": {"id": 99}, "entities": [{"type": "text_mention", "user": {"id": 1}}]}}, True),
        ({"message": {"from": {"id": 99}, "text": "ask @Zoraya about it"}}, True),
        ({"message": {"from": {"id": 99}, "text": "ask @zoraya_two about it"}}, False),
        ({"update_id": 1, "message": {"message_id": 1, "from": {"id": 99}}}, False),
    ],
)
async def test_a_waiting_update_that_names_them_goes(sqlite_store: Store, body: dict[str, object], named: bool) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    change = update(accounts).where(accounts.c.user_id == 1).values(username="zoraya")
    await sqlite_store.write(lambda db: db.execute(change).rowcount)
    row = {"number": 5, "body": json.dumps(body), "at": MONDAY}
    await sqlite_store.write(lambda db: db.execute(waiting_updates.insert().values(**row)).rowcount)

    await forget(hall, "Ann")

    assert (0 if named else 1) == await sqlite_store.read(count_rows, waiting_updates)


async def test_an_equal_number_of_the_other_platform_takes_no_rows_along(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    await sqlite_store.write(note_steward, PlaceId(1), Account("telegram", 1, "Ann"))
    update_ = {"number": 5, "body": '{"message": {"from": {"id": 1}}}', "at": MONDAY}
    await sqlite_store.write(lambda db: db.execute(waiting_updates.insert().values(**update_)).rowcount)

    async def kept() -> list[int]:
        tables = (place_stewards, waiting_updates)
        return [await sqlite_store.read(count_rows, one) for one in tables]

    other = Caller(Account("discord", 1, "Other"), Place("discord", 1, 1, private=True), MONDAY)
    assert Forgotten.DONE is await sqlite_store.write(forget_now, other, "discord:1")
    assert [1, 1] == await kept()
    await forget(hall, "Ann")
    assert [0, 0] == await kept()


async def test_a_group_of_one_goes_with_its_learner(store: Store) -> None:
    hall = HallOfHelp(store)
    await hall.fill()
    await hall.enter("Eve", Place("telegram", 0, 0, private=True))
    assert 2 == len(await store.read(lambda db: db.execute(select(groups.c.id)).all()))

    await forget(hall, "Eve")

    assert 1 == len(await store.read(lambda db: db.execute(select(groups.c.id)).all()))
    assert 3 == len(await store.read(lambda db: db.execute(select(learners.c.id)).all()))


async def test_the_private_chat_of_a_person_who_is_no_learner_goes_and_that_of_nobody_else(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill("Ben")
    user = hall.caller("Ann").account.user_id
    chats = [("telegram", user, True), ("telegram", user + 1, True), ("discord", user, True), ("sandbox", user, False)]

    def add_chats(db: Connection) -> None:
        group = dict(db.execute(select(groups)).mappings().one())
        for number, (platform, space, private) in enumerate(chats, 70):
            db.execute(insert(groups), {**group, "id": number, "solo": private})
            chat = {"platform": platform, "space_id": space, "chat_id": space, "private": private}
            db.execute(insert(places), {"group_id": number, **chat})

    await sqlite_store.write(add_chats)
    assert Forgotten.DONE is await forget(hall, "Ann")

    assert [1, 71, 72, 73] == await sqlite_store.read(lambda db: list(db.scalars(select(groups.c.id))))


OF_ACCOUNTS = [table for table in metadata.sorted_tables if "user_id" in table.c and table is not accounts]
"""Tables with rows of accounts, which may belong to no learner."""


@pytest.mark.parametrize("table", OF_ACCOUNTS, ids=lambda table: str(table.name))
async def test_a_person_who_is_no_learner_leaves_nothing_either(store: Store, table: Table) -> None:
    hall = HallOfHelp(store)
    await hall.enter("Ben")
    user = hall.caller("Ann").account.user_id
    needed = (one for one in table.c if not one.nullable and one.server_default is None)
    plain = {one.name: MONDAY if isinstance(one.type, Instant) else value_of(table, one.name) for one in needed}
    theirs = {"platform": "telegram", "user_id": user, "place_id": 1, "group_id": 1, "learner_id": None}
    row = plain | {name: value for name, value in theirs.items() if name in table.c}
    await store.write(lambda db: db.execute(insert(table).values(**row)).rowcount)

    assert Forgotten.DONE is await forget(hall, "Ann")

    assert [] == await store.read(lambda db: db.execute(select(table).where(table.c.user_id == user)).all())
    assert [] == await store.read(lambda db: db.execute(select(forgettings)).all())


async def test_a_learner_who_is_gone_already_is_no_trouble(sqlite_store: Store) -> None:
    assert not await sqlite_store.write(forget_if_due, LearnerId(99), MONDAY)


KEPT_OF_OBSTACLE = {"id", "group_id", "roadmap", "source", "state", "at", "ended_at", "made_on"}


@pytest.mark.parametrize(
    ("state", "ended_at", "kept_as"),
    [
        (ObstacleState.OPEN, None, (ObstacleState.CLOSED, MONDAY)),
        (ObstacleState.SOLVED, MONDAY - HOUR, (ObstacleState.SOLVED, MONDAY - HOUR)),
        (ObstacleState.CLOSED, MONDAY - HOUR, (ObstacleState.CLOSED, MONDAY - HOUR)),
    ],
)
async def test_of_an_obstacle_with_thanks_no_more_stays_than_counts(
    sqlite_store: Store, state: ObstacleState, ended_at: datetime | None, kept_as: tuple[ObstacleState, datetime]
) -> None:
    def forget_anna(db: Connection) -> dict[str, object]:
        anna, _ = fill_both(db)
        db.execute(update(outbox).values(state=PostState.SENT))
        db.execute(update(groups).values(solo=False))
        db.execute(update(places).values(private=False))
        db.execute(update(obstacles).values(state=state, ended_at=ended_at, hidden_at=MONDAY))
        assert forget_learner(db, anna.learner_id, MONDAY)
        of = obstacles.c.id == anna.id_in("obstacles")
        return dict(db.execute(select(obstacles).where(of)).mappings().one())

    kept = await sqlite_store.write(forget_anna)

    assert {None, ""} >= {value for name, value in kept.items() if name not in KEPT_OF_OBSTACLE}
    assert kept_as == (kept["state"], kept["ended_at"])
