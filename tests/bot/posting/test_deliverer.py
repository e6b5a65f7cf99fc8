from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, insert, select, update

from bot.app import AFTERMATH
from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.database.store import Store
from bot.errors import StoreBusy
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.features.posts import POSTS
from bot.features.settings.actions.group_setup import post_here, set_up
from bot.identity import Account, Caller, LearnerId, Place, PlaceId, PostId
from bot.posting import outbox, recording, roll_call
from bot.posting.deliverer import KNOWN_FOR, TRIES, Deliverer
from bot.posting.rounds import LEASE
from bot.tables import accounts, learners, memberships, milestones, places
from bot.tables import outbox as rows
from roadmap.milestones import Milestone, MilestoneKind
from tests.bot.posting.office import BLOCK, ROADMAP, START, Office


def posted(db: Connection) -> bool:
    return bool(db.scalar(select(milestones.c.posted)))


def join_ben(db: Connection) -> None:
    db.execute(
        insert(learners).values(id=2, name="Ben", zone="UTC", joined_at=START, joined_day=START.date(), points_at=START)
    )
    db.execute(insert(accounts).values(id=901, learner_id=2, platform="telegram", user_id=8, name="Ben"))
    db.execute(insert(memberships).values(learner_id=2, group_id=1, number=2, joined_at=START, active_at=START))


async def test_what_is_due_is_sent_once_and_its_milestone_is_posted_for_good(office: Office) -> None:
    post = await office.put()

    await office.deliverer.run_due()
    await office.deliverer.run_due()

    [(place, reply, key)] = office.platform.sent
    assert ("telegram:-1", "k") == (place.key, key)
    assert "Ann" in reply.text.plain
    assert BLOCK.title in reply.text.plain
    assert ("sent", None) == await office.state(post)
    assert await office.store.read(posted)


async def test_what_is_not_yet_due_waits_and_is_named_as_next(office: Office) -> None:
    office.clock.move_to(START - timedelta(seconds=1))
    await office.put()

    await office.deliverer.run_due()

    assert [] == office.platform.sent
    assert START == await office.deliverer.next_due()


async def test_what_is_too_late_is_never_sent(office: Office) -> None:
    post = await office.put(stale_at=START + timedelta(hours=3))
    office.clock.advance(timedelta(hours=3))

    await office.deliverer.run_due()

    assert [] == office.platform.sent
    assert "dead" == (await office.state(post))[0]


async def test_a_platform_that_is_down_is_not_asked(office: Office) -> None:
    post = await office.put()
    office.platform.well = False

    await office.deliverer.run_due()

    assert ("new", None) == await office.state(post)


async def test_retry_after_is_obeyed_to_the_second(office: Office) -> None:
    post = await office.put()
    office.platform.answers = [SendError("429", retry_after=30)]

    await office.deliverer.run_due()
    office.clock.advance(timedelta(seconds=29))
    await office.deliverer.run_due()
    assert ("new", "429") == await office.state(post)

    office.clock.advance(timedelta(seconds=1))
    await office.deliverer.run_due()
    assert 1 == len(office.platform.sent)


async def test_what_stands_behind_a_post_that_must_wait_waits_with_it(office: Office) -> None:
    await office.put(key="a")
    behind = await office.put(key="b")
    office.platform.answers = [SendError("429", retry_after=30)]

    await office.deliverer.run_due()
    assert ("new", "behind another") == await office.state(behind)
    assert START + timedelta(seconds=30) == await office.deliverer.next_due()

    office.clock.advance(timedelta(seconds=30))
    await office.deliverer.run_due()
    assert ["a", "b"] == [key for _, _, key in office.platform.sent]


async def test_a_message_that_is_found_fault_with_holds_up_nothing_behind_it(office: Office) -> None:
    bad = await office.put(key="a")
    behind = await office.put(key="b")
    office.platform.answers = [SendError("rejected", rejected=True)]

    await office.deliverer.run_due()

    assert [("new", "rejected"), ("sent", None)] == [await office.state(bad), await office.state(behind)]


@pytest.mark.parametrize("rejected", [False, True])
async def test_waits_grow_and_end_after_so_many_tries(office: Office, rejected: bool) -> None:
    post = await office.put()
    office.platform.answers = [SendError("502", rejected=rejected) for _ in range(TRIES)]
    waits = []

    for _ in range(TRIES):
        before = office.clock.now()
        office.clock.move_to(await office.deliverer.next_due() or before)
        waits.append(office.clock.now() - before)
        await office.deliverer.run_due()

    assert ("dead", "502") == await office.state(post)
    assert timedelta(seconds=5) <= waits[1] <= timedelta(seconds=10)
    assert timedelta(minutes=30) <= waits[-1] <= timedelta(hours=1)


async def test_a_wait_that_the_platform_asks_for_is_never_one_too_many(office: Office) -> None:
    await office.put()
    office.platform.answers = [SendError("429", retry_after=1) for _ in range(TRIES)]
    for _ in range(TRIES + 1):
        await office.deliverer.run_due()
        office.clock.advance(timedelta(seconds=1))

    assert 1 == len(office.platform.sent)


async def test_a_permanent_error_switches_the_place_off_and_drops_what_waited_there(office: Office) -> None:
    first = await office.put(key="a")
    second = await office.put(key="b")
    elsewhere = await office.put(place=PlaceId(2), key="c")
    office.platform.refused = {-1: SendError("kicked", permanent=True)}

    await office.deliverer.run_due()

    assert ["dead", "dead", "sent"] == sorted([(await office.state(post))[0] for post in (first, second, elsewhere)])


@pytest.mark.parametrize("reason", ["no_rights", "topic_closed", "unknown channel", "missing permissions"])
async def test_a_post_for_a_place_that_is_lost_is_kept_for_its_grace(office: Office, reason: str) -> None:
    kept, behind = await office.put(key="a"), await office.put(key="b")
    stale = await office.put(key="c", stale_at=START + timedelta(minutes=5))
    office.platform.refused = {-1: SendError(reason, permanent=True)}

    await office.deliverer.run_due()
    assert ("new", f"lost: {reason}") == await office.state(kept)
    assert reason == await office.store.read(lambda db: db.scalar(select(places.c.off_reason).where(places.c.id == 1)))
    office.clock.advance(recording.UNTIL_PLACE - timedelta(seconds=1))
    office.platform.refused = {}
    await office.deliverer.run_due()
    assert [] == office.platform.sent

    office.clock.advance(timedelta(seconds=1))
    await office.deliverer.run_due()
    assert (["a", "b"], "dead") == ([key for *_, key in office.platform.sent], (await office.state(stale))[0])
    assert {"sent"} == {(await office.state(post))[0] for post in (kept, behind)}
    assert await office.store.read(lambda db: db.scalar(select(places.c.off_reason).where(places.c.id == 1))) is None


async def test_all_posts_that_wait_for_a_lost_place_are_tried_once_a_steward_moved_it(office: Office) -> None:
    for key in ("a", "b", "c"):
        await office.put(key=key)
    office.platform.refused = {-1: SendError("topic_closed", permanent=True)}
    await office.deliverer.run_due()
    office.platform.refused = {}

    steward = Caller(Account("telegram", 56, "Eve"), Place("telegram", -1, -1, thread_id=7), START)
    await office.store.write(post_here, steward, ROADMAP.slug)
    await office.deliverer.run_due()

    assert ["a", "b", "c"] == [key for *_, key in office.platform.sent]


async def test_what_waits_for_a_lost_place_is_tried_as_soon_as_a_post_arrives_there(office: Office) -> None:
    kept = await office.put(key="a")
    office.platform.refused = {-1: SendError("no_rights", permanent=True)}
    await office.deliverer.run_due()
    office.platform.refused = {}
    await office.put(key="b")
    for _ in range(2):
        await office.deliverer.run_due()

    assert ("sent", ["b", "a"]) == ((await office.state(kept))[0], [key for *_, key in office.platform.sent])


@pytest.mark.parametrize("alone", [False, True])
async def test_an_owner_of_whom_nothing_is_known_hears_once_of_a_lost_place(office: Office, alone: bool) -> None:
    await office.store.write(lambda db: db.execute(update(places).values(private=alone)))
    await office.put()
    office.platform.owner = Account("telegram", 55, "Root")
    office.platform.refused = {-1: SendError("topic_closed", permanent=True)}
    for _ in range(3):
        await office.deliverer.run_due()
        office.clock.advance(recording.UNTIL_PLACE)

    if alone:  # the chat is that person's own
        assert [] == office.platform.sent
        return
    [(place, reply, _)] = office.platform.sent
    assert ((55, True), True) == ((place.chat_id, place.person), "it’s closed" in reply.text.plain)
    assert 1 == await office.store.read(lambda db: db.scalar(select(func.count()).select_from(learners)))


async def test_a_steward_who_is_no_member_hears_once_of_a_lost_place(office: Office) -> None:
    root, eve = Account("telegram", 55, "Root"), Account("telegram", 56, "Eve")
    await office.put()
    office.platform.owner = root
    for account in (eve, root):
        caller = Caller(account, Place("telegram", -1, -1), START)
        await office.store.write(set_up, caller, ROADMAP.slug, {})
    office.platform.refused = {-1: SendError("no_rights", permanent=True)}
    for _ in range(3):
        await office.deliverer.run_due()
        office.clock.advance(recording.UNTIL_PLACE)

    assert [55, 56] == sorted(place.chat_id for place, *_ in office.platform.sent)


async def test_an_owner_who_cannot_be_reached_stops_nothing(office: Office) -> None:
    await office.put()
    office.platform.owner = Account("telegram", 55, "Root")
    office.platform.refused = dict.fromkeys((-1, 55), SendError("no_rights", permanent=True))

    await office.deliverer.run_due()

    assert [] == office.platform.sent


async def test_a_supergroup_move_is_followed_and_the_post_arrives_there(office: Office) -> None:
    await office.put()
    office.platform.answers = [SendError("migrated", moved_to=-1009)]

    await office.deliverer.run_due()

    assert ["telegram:-1009"] == [place.key for place, _, _ in office.platform.sent]


@pytest.mark.parametrize(
    ("kind", "repeat_is_safe", "private", "state"),
    [
        ("celebration", False, False, "new"),
        ("celebration", True, False, "new"),
        ("nudge", False, False, "ambiguous"),
        ("nudge", True, False, "new"),
        ("nudge", False, True, "new"),
    ],
)
async def test_a_lost_answer_is_repeated_if_that_is_safe_or_loss_is_worse(
    office: Office, kind: str, repeat_is_safe: bool, private: bool, state: str
) -> None:
    office.platform.repeat_is_safe = repeat_is_safe
    office.platform.answers = [SendError("timeout", ambiguous=True)]
    post = await office.put(kind)
    if private:
        await office.store.write(lambda db: db.execute(update(rows).values(place_id=None, account_id=900)))

    await office.deliverer.run_due()

    found, reason = await office.state(post)
    assert (state, True) == (found, (reason or "").endswith("timeout"))


async def test_a_post_that_discord_forgot_stays_in_doubt_and_is_not_called_late(office: Office) -> None:
    office.platform.repeat_is_safe = True
    office.platform.answers = [SendError("timeout", ambiguous=True)]
    post = await office.put("nudge")
    await office.deliverer.run_due()
    office.clock.advance(timedelta(minutes=10))
    await office.deliverer.run_due()

    assert ("ambiguous", "in doubt: timeout") == await office.state(post)
    assert [] == office.platform.sent


async def test_a_post_that_is_in_doubt_stays_so_whatever_its_repeats_are_answered(office: Office) -> None:
    office.platform.repeat_is_safe = True
    office.platform.answers = [SendError("timeout", ambiguous=True), SendError("429", retry_after=600)]
    post = await office.put("nudge")
    await office.deliverer.run_due()
    office.clock.advance(timedelta(seconds=30))
    await office.deliverer.run_due()
    office.clock.advance(timedelta(minutes=10))
    await office.deliverer.run_due()

    assert ("ambiguous", "in doubt: timeout") == await office.state(post)
    assert [] == office.platform.sent


@pytest.mark.parametrize("attempts", [1, 4, 7, 11, 12, 30])
@pytest.mark.parametrize(
    "answer", [SendError("timeout", ambiguous=True), SendError("500"), SendError("400", rejected=True)]
)
async def test_a_post_in_doubt_is_tried_again_while_its_repeat_is_known_however_often_it_failed_before(
    office: Office, attempts: int, answer: SendError
) -> None:
    office.platform.repeat_is_safe = True
    office.platform.answers = [SendError("timeout", ambiguous=True), *[answer] * 7]
    post = await office.put("nudge")
    await office.store.write(lambda db: db.execute(update(rows).values(attempts=attempts - 1)))
    while (due := await office.deliverer.next_due()) is not None and due < START + KNOWN_FOR:
        office.clock.move_to(max(due, office.clock.now()))
        await office.deliverer.run_due()

    assert ("sent", None) == await office.state(post)


async def test_one_post_that_cannot_be_worded_does_not_stop_the_others(office: Office) -> None:
    bad = await office.put("nonsense", key="a")
    good = await office.put(key="b", place=PlaceId(2))

    await office.deliverer.run_due()

    assert ("new", "failed") == await office.state(bad)
    assert ("sent", None) == await office.state(good)


async def test_what_a_dead_process_left_in_flight_is_decided_when_the_next_one_begins(office: Office) -> None:
    office.platform.repeat_is_safe = True
    post = await office.put("nudge")
    await office.store.write(outbox.claim_posts, START, LEASE, 1, ("telegram",))

    office.clock.advance(timedelta(seconds=5))
    await office.deliverer.run_due()

    assert ("sent", None) == await office.state(post)


async def test_what_a_process_gave_up_in_flight_is_decided_after_its_lease(office: Office) -> None:
    await office.deliverer.run_due()
    post = await office.put()
    await office.store.write(outbox.claim_posts, START, LEASE, 1, ("telegram",))

    await office.deliverer.run_due()
    assert ("sending", None) == await office.state(post)

    office.clock.advance(LEASE)
    await office.deliverer.run_due()
    assert ("sent", None) == await office.state(post)


async def test_a_nudge_that_a_dead_process_left_in_flight_is_not_sent_again(office: Office) -> None:
    post = await office.put("nudge")
    await office.store.write(outbox.claim_posts, START, LEASE, 1, ("telegram",))
    office.clock.advance(LEASE)

    await office.deliverer.run_due()

    assert ("ambiguous", "interrupted") == await office.state(post)
    assert [] == office.platform.sent


async def test_a_stop_lets_what_is_in_flight_end_and_gives_the_rest_back(office: Office) -> None:
    first = await office.put(key="a")
    second = await office.put(key="b")
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(place: Place, reply: Reply, key: str) -> str:
        begun.set()
        await go_on.wait()
        return "1"

    office.platform.send = slow  # type: ignore[method-assign]
    ticking = asyncio.create_task(office.deliverer.run_due())
    await begun.wait()
    finishing = asyncio.create_task(office.deliverer.finish())
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(ticking, finishing)

    assert ("sent", None) == await office.state(first)
    assert ("new", None) == await office.state(second)


async def test_a_stop_breaks_a_roll_call_off_so_that_its_post_arrives_in_time(office: Office) -> None:
    called = [kind if kind.name != "celebration" else replace(kind, roll_call=True) for kind in POSTS]
    deliverer = Deliverer(
        office.store,
        office.clock,
        {"telegram": office.platform},
        {ROADMAP.slug: ROADMAP},
        random.Random(1),
        posts=called,
        aftermath=AFTERMATH,
    )
    await office.store.write(more_members)
    post = await office.put()
    looked_up: list[int] = []
    finishing: list[asyncio.Task[None]] = []

    async def stop_soon(place: Place, account: Account) -> bool:
        looked_up.append(account.user_id)
        if len(looked_up) == 2:
            finishing.append(asyncio.create_task(deliverer.finish()))
            await asyncio.sleep(0)
        return False

    office.platform.has_left = stop_soon  # type: ignore[method-assign]
    await deliverer.run_due()
    await asyncio.gather(*finishing)

    assert (2, ("sent", None)) == (len(looked_up), await office.state(post))


def more_members(db: Connection) -> None:
    """Three more members of the first group."""
    for number in (2, 3, 4):
        learner = {"id": number, "name": f"M{number}", "zone": "UTC", "joined_day": START.date()}
        db.execute(insert(learners).values(**learner, joined_at=START, points_at=START))
        db.execute(insert(accounts).values(learner_id=number, platform="telegram", user_id=number, name="M"))
        db.execute(
            insert(memberships).values(learner_id=number, group_id=1, number=number, joined_at=START, active_at=START)
        )


async def test_an_amendment_changes_the_post_that_is_out(office: Office) -> None:
    milestone = Milestone(MilestoneKind.BLOCK, BLOCK.slug)
    facts = CelebrationFacts(
        LearnerId(1), ROADMAP.slug, (milestone,), withdrawn=(milestone,), post=PostId(1), message_id="99"
    )
    await office.store.write(
        outbox.put_post,
        kind="amend",
        key="x",
        place_id=PlaceId(1),
        learner_id=LearnerId(1),
        facts=facts.to_json(),
        now=START,
        due_at=START,
    )

    await office.deliverer.run_due()

    [(message_id, reply)] = office.platform.edited
    assert "99" == message_id
    assert "Undone by" in reply.text.plain


class Forgetful:
    """A store that cannot be written while a post is being marked as sent."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def write(self, fn: object, *args: object, **kwargs: object) -> object:
        if fn is recording.mark_delivered:
            raise StoreBusy
        return await self._store.write(fn, *args, **kwargs)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "state"), [("celebration", "sent"), ("nudge", "ambiguous")])
async def test_a_sent_but_unmarked_post_is_decided_by_kind_without_resending_at_once(
    office: Office, kind: str, state: str
) -> None:
    post = await office.put(kind)
    office.deliverer._store = Forgetful(office.store)  # type: ignore[assignment]
    await office.deliverer.run_due()
    assert ("sending", None) == await office.state(post)
    assert 1 == len(office.platform.sent)

    office.deliverer._store = office.store
    office.clock.advance(timedelta(minutes=10))
    await office.deliverer.run_due()
    assert state == (await office.state(post))[0]


@pytest.mark.parametrize("alone", [False, True])
async def test_a_roll_call_looks_for_each_member_once_a_day_and_for_no_crowd_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, alone: bool
) -> None:
    monkeypatch.setattr(roll_call, "ROLL", 1)
    kinds = [replace(kind, roll_call=True) for kind in POSTS if kind.name == "nudge"]
    work = Deliverer(
        office.store,
        office.clock,
        {"telegram": office.platform},
        {ROADMAP.slug: ROADMAP},
        random.Random(1),
        posts=kinds,
        aftermath=AFTERMATH,
    )
    await office.store.write(join_ben)
    await office.store.write(lambda db: db.execute(update(places).values(private=alone)))
    seen = []
    for key, hours in (("a", 0), ("b", 0), ("c", 23), ("d", 1)):
        office.clock.advance(timedelta(hours=hours))
        await office.put("nudge", key=key)
        await work.run_due()
        seen.append([user for _, user in office.platform.looked_up])

    assert ([[]] * 4 if alone else [[7], [7, 8], [7, 8], [7, 8, 7]]) == seen
