"""A session of a group with two homes: seen in both, joined from either, and noted once for each learner."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.database.store import Store
from bot.features.focus.actions.showing import FocusNow, NoSuchFocus
from bot.features.focus.actions.starting import start_focus
from bot.features.focus.actions.taking_part import join_focus
from bot.features.homes.actions.parting import disconnect_groups
from bot.features.privacy.actions.forgetting import Forgotten, forget_now
from bot.identity import Place
from bot.posting.kinds import find_kind
from bot.posting.posts import POSTS as ROWS
from bot.posting.posts import read_post
from bot.posting.recording import mark_delivered
from bot.tables import focus_members, focuses, outbox, sessions
from roadmap.focus import Timetable
from tests.bot.features.focus.shared_homes import ANN, BOB, BOTH, CEM, DEE, FocusHomes, begin
from tests.bot.features.homes.two_homes import CHIEF, ROOT, do
from tests.bot.room import PRACTISED, labels, words
from tests.databases import open_patiently


@pytest.fixture
async def homes(sqlite_store: Store) -> FocusHomes:
    """A group of two homes."""
    return await begin(sqlite_store)


@pytest.mark.parametrize(("starter", "guest"), [(ANN, CEM), (CEM, ANN)])
async def test_a_session_is_seen_joined_and_over_in_both_homes_on_both_engines(
    store: Store, starter: str, guest: str
) -> None:
    homes = await begin(store)
    await homes.say(starter, "/focus 25")
    await homes.work()
    assert [("discord", "sent"), ("telegram", "sent")] == sorted(await homes.posted("focus"))
    for shown in await homes.shown():
        assert f"Studying: {starter.partition('@')[0]}." in shown

    assert "You’re in until" in await homes.tap_on(guest, "Join")
    await homes.study(5)
    for shown in await homes.shown():
        assert "20 minutes left" in shown
        assert all(name in shown for name in ("Ann", "Cem"))
    await homes.study(20)

    for over in await homes.last():
        assert "25 minutes together." in over
        assert all(name in over for name in ("Ann", "Cem"))
    assert {"Ann": 25, "Cem": 25} == await homes.minutes()
    edits = Counter(await homes.changes())
    assert dict.fromkeys(BOTH, 5) == Counter(platform for _, platform, _ in edits.elements())
    assert {("focus_end", "discord", "m"): 1, ("focus_end", "telegram", "m"): 1} == {
        one: n for one, n in edits.items() if one[0] == "focus_end"
    }


async def test_a_person_of_both_platforms_is_in_it_once(sqlite_store: Store) -> None:
    homes = await begin(sqlite_store, ANN, CEM, BOB)
    await homes.link(ANN, CEM)
    await homes.say(BOB, "/focus 10")
    await homes.work()
    assert "You’re in until" in await homes.tap_on(CEM, "Join")
    assert "in already" in await homes.tap_on(ANN, "Join")
    discord, telegram = await homes.shown()
    assert "Studying: Ann, Bob." in discord
    assert "Studying: Cem, Bob." in telegram

    await homes.study(5)
    assert "Logged: 5 min" in await homes.tap_on(ANN, "Leave")
    assert "5 min of it are in your log" not in await homes.tap_on(CEM, "Join")
    await homes.study(5)
    assert [5, 5, 10] == [one.minutes for one in await homes.rows(sessions)]
    for over in await homes.last():
        assert "10 minutes together." in over


@pytest.mark.parametrize(("starter", "second"), [(ANN, CEM), (CEM, ANN)])
async def test_a_second_start_in_the_other_home_shows_the_same_session(
    homes: FocusHomes, starter: str, second: str
) -> None:
    await homes.say(starter, "/focus 50")
    await homes.work()
    running = await homes.say(second, "/focus 25")
    assert "running here until" in words(running)
    assert "with 1 member" in words(running)
    assert "You’re in until" in words(await homes.tap(second, running, "Join"))
    assert ["Leave"] == labels(await homes.say(second, "/focus"))
    assert 1 == len(await homes.rows(focuses))
    homes.later(minutes=7)
    assert "Logged: 7 min" in words(await homes.say(second, "/focus leave"))
    await homes.say(starter, "/focus stop")
    await homes.work()
    assert "Started" in words(await homes.say(second, "/focus"))


@pytest.mark.parametrize("steward", [ROOT, CHIEF])
async def test_admins_of_both_homes_stop_it_and_its_starter_does_but_no_other_member(
    homes: FocusHomes, steward: str
) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.work()
    assert "Only the member who started it or an admin" in await homes.tap_on(DEE, "Stop")
    homes.later(minutes=6)
    assert "Stopped" in await homes.tap_on(steward, "Stop")
    await homes.work()
    assert ["Session over"] * 2 == [shown.split("\n")[0] for shown in await homes.last()]
    assert {"Ann": 6} == await homes.minutes()


@pytest.mark.parametrize("wish", ["number", "hidden"])
async def test_each_home_counts_who_is_hidden_or_by_number_and_names_the_others(homes: FocusHomes, wish: str) -> None:
    await homes.say(ANN, "/focus 10")
    await homes.work()
    for name in (BOB, CEM, DEE):
        await homes.tap_on(name, "Join")
    for shown in await homes.shown():
        assert "Studying: Ann, Bob, Cem, Dee." in shown
    await homes.say(CEM, f"/settings visibility {wish}")
    await homes.study(5)
    for shown in await homes.shown():
        assert "Studying: Ann, Bob, Dee and 1 more." in shown
    await homes.study(5)
    for over in await homes.last():
        assert "Ann, Bob, Dee and 1 more: 10 minutes together." in over


@pytest.mark.parametrize("late", [False, True], ids=["in the middle", "afterwards"])
async def test_who_is_forgotten_is_taken_out_of_the_messages_of_both_homes(homes: FocusHomes, late: bool) -> None:
    await homes.say(ANN, "/focus 10")
    await homes.work()
    await homes.tap_on(CEM, "Join")
    await homes.study(10 if late else 5)
    before = len(await homes.changes())
    assert await homes.store.write(forget_now, homes.caller(CEM), "") is Forgotten.DONE
    assert [("discord", "new"), ("telegram", "new")] == sorted(await homes.posted("unnamed"))
    for platform in BOTH:
        assert "Cem" not in words(await homes.word("unnamed", platform))
    assert before == len(await homes.changes())
    await homes.study(10)
    assert 10 == (await homes.minutes())["Ann"]


async def test_a_quiet_group_sees_it_where_it_was_called_for_alone(homes: FocusHomes) -> None:
    await homes.say(CHIEF, "/quiet 2d")
    await homes.say(CEM, "/focus 10")
    await homes.work()
    assert [("telegram", "sent")] == await homes.posted("focus")
    running = await homes.say(ANN, "/focus")
    assert "You’re in until" in words(await homes.tap(ANN, running, "Join"))
    await homes.study(10)
    assert [("telegram", "sent")] == await homes.posted("focus_end")
    assert {"Ann": 10, "Cem": 10} == await homes.minutes()


@pytest.mark.parametrize("lost", BOTH)
@pytest.mark.parametrize("starter", [ANN, CEM])
async def test_a_home_that_is_lost_in_the_middle_delays_no_other_and_loses_no_minute(
    homes: FocusHomes, starter: str, lost: str
) -> None:
    left = next(one for one in BOTH if one != lost)
    await homes.say(starter, "/focus 15")
    await homes.work()
    await homes.tap_on(ANN if starter == CEM else CEM, "Join")
    await homes.lose(lost)
    await homes.study(15)
    assert {"Ann": 15, "Cem": 15} == await homes.minutes()
    assert (left, "sent") in await homes.posted("focus_end")
    assert "Started" in words(await homes.say(ANN if left == "discord" else CEM, "/focus 5"))
    assert [left] == [platform for platform, _ in (await homes.posted("focus"))[2:]]


async def test_a_home_whose_message_never_arrived_reads_the_end_in_a_new_one(homes: FocusHomes) -> None:
    await homes.say(ANN, "/focus 5")
    await homes.work()
    [other] = [one for one in await homes.rows(outbox, kind="focus") if one.key.count(":") == 2]
    await homes.store.write(do, update(outbox).where(outbox.c.id == other.id).values(state="dead", message_id=None))
    await homes.study(5)
    assert {("focus_end", "discord", "m"), ("focus_end", "telegram", "")} == set(await homes.changes())


async def test_an_undo_takes_back_the_minutes_of_its_learner_alone(homes: FocusHomes) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.work()
    await homes.tap_on(CEM, "Join")
    await homes.study(25)
    assert "Undone: 25 min" in words(await homes.say(CEM, "/undo"))
    kept = {one.learner_id: one.undone_at is None for one in await homes.rows(sessions)}
    assert [False, True] == sorted(kept.values())


@pytest.mark.parametrize("starter", [ANN, CEM])
async def test_a_session_that_runs_when_two_groups_become_one_is_shown_in_both_homes(
    sqlite_store: Store, starter: str
) -> None:
    homes = await begin(sqlite_store, joined=False)
    await homes.connect()
    await homes.work()
    homes.later(hours=23, minutes=50)
    await homes.say(starter, "/focus 25")
    await homes.work()
    assert 1 == len(await homes.posted("focus"))
    await homes.study(10)
    assert ["discord", "telegram"] == sorted(platform for platform, _ in await homes.posted("focus"))
    await homes.tap_on(ANN if starter == CEM else CEM, "Join")
    await homes.study(15)

    assert Counter({"Ann": 25, "Cem": 15} if starter == ANN else {"Ann": 15, "Cem": 25}) == await homes.minutes()
    for over in await homes.last():
        assert "25 minutes together." in over


async def test_two_sessions_that_run_then_go_on_each_in_its_own_home(sqlite_store: Store) -> None:
    homes = await begin(sqlite_store, joined=False)
    await homes.connect()
    await homes.work()
    homes.later(hours=23, minutes=55)
    await homes.say(ANN, "/focus 25")
    await homes.say(CEM, "/focus 40")
    await homes.study(10)
    assert ["discord", "telegram"] == sorted(platform for platform, _ in await homes.posted("focus"))
    for name, own in ((BOB, "18:20"), (DEE, "18:35")):
        assert own in words(await homes.tap(name, await homes.say(name, "/focus"), "Join"))
    await homes.study(15)
    assert "18:35" in words(await homes.say(ANN, "/focus"))
    await homes.study(15)

    assert {"Ann": 25, "Bob": 15, "Cem": 40, "Dee": 30} == await homes.minutes()
    assert "Started" in words(await homes.say(ANN, "/focus"))


async def test_when_two_groups_part_each_goes_on_with_its_own_members(store: Store) -> None:
    homes = await begin(store)
    await homes.say(ANN, "/focus 25")
    await homes.work()
    for name in (CEM, BOB):
        await homes.tap_on(name, "Join")
    await homes.study(5)
    await homes.say(CHIEF, "/setup disconnect yes")
    discord, telegram = await homes.shown()
    assert "Studying: Ann, Bob." in discord
    assert "Studying: Cem." in telegram
    await homes.study(5)
    assert "You’re in until" in await homes.tap_on(DEE, "Join")
    assert "in already" in words(await homes.say(DEE, "/focus join 1"))
    await homes.study(15)

    discord, telegram = await homes.last()
    assert "Ann, Bob: 25 minutes together." in discord
    assert "Cem, Dee: 25 minutes together." in telegram
    assert {"Ann": 25, "Bob": 25, "Cem": 25, "Dee": 15} == await homes.minutes()
    assert [("discord", "sent"), ("telegram", "sent")] == sorted(await homes.posted("focus"))
    assert [1, 2] == sorted(one.group_id for one in await homes.rows(focuses))


TAPS = {
    "join": (DEE, "You’re in until", ["Cem", "Dee"]),
    "join again": (CEM, "in already", ["Cem"]),
    "leave": (CEM, "Logged: 5 min", []),
    "leave without being in it": (DEE, "not in this session", ["Cem"]),
    "stop": (CEM, "Stopped", []),
    "stop without being in it": (DEE, "Only the member who started it or an admin", ["Cem"]),
    "stop as an admin": (CHIEF, "Stopped", []),
}


@pytest.mark.parametrize("shown", ["before the edit", "after it", "by a button of before"])
@pytest.mark.parametrize("tap", TAPS)
async def test_when_two_groups_part_each_button_is_about_the_session_of_its_own_home(
    homes: FocusHomes, tap: str, shown: str
) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.work()
    await homes.tap_on(CEM, "Join")
    await homes.study(5)
    before = await homes.word("focus", "telegram")
    await homes.say(CHIEF, "/setup disconnect yes")
    if shown != "before the edit":
        await homes.work()
    name, answer, staying = TAPS[tap]
    seen = await homes.word("focus", "telegram") if shown == "after it" else before
    assert answer in words(await homes.tap(name, seen, tap.split(maxsplit=1)[0].capitalize()))
    await homes.work()
    rows = await homes.rows(focus_members, focus_id=2, staying=True)
    assert len(staying) == len(rows)
    assert 1 == len(await homes.rows(focus_members, focus_id=1, staying=True))
    await homes.study(20)
    assert {"Ann": 25, **dict.fromkeys(staying, 20), "Cem": 25 if "Cem" in staying else 5} == await homes.minutes()


async def test_a_session_whose_starter_is_forgotten_is_stopped_by_any_member_who_is_in_it(homes: FocusHomes) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.work()
    for name in (BOB, CEM):
        await homes.tap_on(name, "Join")
    await homes.store.write(forget_now, homes.caller(ANN), "")
    assert "Only the member who started it or an admin" in await homes.tap_on(DEE, "Stop")
    await homes.tap_on(BOB, "Leave")
    assert "Only the member who started it or an admin" in await homes.tap_on(BOB, "Stop")
    assert "Stopped" in await homes.tap_on(CEM, "Stop")


@pytest.mark.parametrize("joined", [False, True])
async def test_a_session_whose_only_member_is_forgotten_is_over_in_both_homes(homes: FocusHomes, joined: bool) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.work()
    if joined:
        await homes.tap_on(CEM, "Join")
    homes.later(minutes=6)
    await homes.store.write(forget_now, homes.caller(ANN), "")
    await homes.work()
    assert len(BOTH) * (not joined) == len(await homes.posted("focus_end"))
    for shown in await homes.shown():
        assert ("Studying: Cem." if joined else "Nobody’s in this session any more") in shown
    assert ("running here" if joined else "Started") in words(await homes.say(BOB, "/focus"))


async def test_the_end_names_the_members_whose_minutes_it_logged(homes: FocusHomes) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.work()
    await homes.tap_on(BOB, "Join")
    await homes.study(21)
    await homes.tap_on(CEM, "Join")
    for shown in await homes.shown():
        assert "Ann, Bob, Cem" in shown
    await homes.study(4)
    for over in await homes.last():
        assert "Ann, Bob: 25 minutes together." in over


async def test_the_end_of_a_session_in_which_only_late_members_stayed_says_what_is_logged(homes: FocusHomes) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.work()
    await homes.study(22)
    await homes.tap_on(CEM, "Join")
    await homes.tap_on(ANN, "Leave")
    await homes.study(3)
    for over in await homes.last():
        assert "I only log 5 minutes or more." in over
    assert {"Ann": 22} == await homes.minutes()


@pytest.mark.parametrize(("starter", "other"), [(ANN, CEM), (CEM, ANN)])
async def test_when_two_groups_part_a_home_without_members_in_it_reads_that_it_is_over(
    homes: FocusHomes, starter: str, other: str
) -> None:
    await homes.say(starter, "/focus 25")
    await homes.work()
    await homes.study(5)
    await homes.say(CHIEF, "/setup disconnect yes")
    await homes.work()
    [(platform, state)] = await homes.posted("focus_end")
    assert (platform, state) == (homes.account(other).platform, "sent")
    assert "Nobody’s in this session any more" in words(await homes.word("focus_end", platform))
    assert "Started" in words(await homes.say(other, "/focus 5"))
    await homes.study(20)
    assert {starter.partition("@")[0]: 25, other.partition("@")[0]: 5} == await homes.minutes()


async def test_when_two_groups_part_the_home_that_only_others_stay_in_is_over(homes: FocusHomes) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.work()
    await homes.tap_on(CEM, "Join")
    await homes.study(5)
    await homes.tap_on(ANN, "Leave")
    homes.later(minutes=1)
    await homes.say(CHIEF, "/setup disconnect yes")
    await homes.work()
    assert ["discord"] == [platform for platform, _ in await homes.posted("focus_end")]
    assert "Everyone left before the end" in words(await homes.word("focus_end"))
    await homes.study(19)
    assert {"Ann": 5, "Cem": 25} == await homes.minutes()
    assert "Cem: 25 minutes." in words(await homes.word("focus_end", "telegram"))


async def test_a_member_of_both_groups_stays_where_it_was_started(sqlite_store: Store) -> None:
    homes = await begin(sqlite_store, ANN, BOB, CEM, DEE)
    await homes.link(BOB, DEE)
    await homes.say(ANN, "/focus 10")
    await homes.work()
    for name in (DEE, CEM):
        await homes.tap_on(name, "Join")
    await homes.say(CHIEF, "/setup disconnect yes")
    await homes.work()
    discord, telegram = await homes.shown()
    assert "Studying: Ann, Bob." in discord
    assert "Studying: Cem." in telegram
    await homes.study(10)
    assert 3 == len(await homes.rows(sessions))


@pytest.mark.parametrize("started", ["while it was sent", "before"])
async def test_a_message_that_arrives_after_the_parting_is_that_of_its_own_home(
    homes: FocusHomes, started: str
) -> None:
    await homes.say(ANN, "/focus 25")
    [late] = [one for one in await homes.rows(outbox, kind="focus") if one.key.count(":") == 2]
    state = "sending" if started == "while it was sent" else "new"
    later = homes.clock.now() + timedelta(minutes=2)
    put_off = {"state": state, "due_at": later, "leased_until": later}
    await homes.store.write(do, update(outbox).where(outbox.c.id == late.id).values(**put_off))
    claimed = await homes.store.read(lambda db: read_post(db.execute(ROWS.where(outbox.c.id == late.id)).one()))
    await homes.say(CEM, "/focus join")
    await homes.say(CHIEF, "/setup disconnect yes")
    await homes.work()
    if state == "sending":
        await homes.store.write(mark_delivered, claimed, "late", homes.clock.now(), find_kind("focus"))
        [changed] = [one for one in await homes.changes() if one[1] == "telegram"]
        assert changed == ("focus_edit", "telegram", "late")
    homes.later(minutes=2)
    await homes.work()
    for kind in ("focus", "focus_edit") if state == "sending" else ("focus",):
        assert "Studying: Cem." in words(await homes.word(kind, "telegram"))
    await homes.study(25)
    assert {"Ann": 25, "Cem": 25} == await homes.minutes()


@pytest.mark.parametrize("starter", [ANN, CEM])
async def test_a_private_session_is_shown_in_no_home_when_two_groups_part(homes: FocusHomes, starter: str) -> None:
    account = homes.account(starter)
    await homes.say(starter, "/focus 25", Place(account.platform, account.user_id, account.user_id, private=True))
    await homes.study(5)
    await homes.say(CHIEF, "/setup disconnect yes")
    await homes.study(20)
    assert [] == [*await homes.posted("focus"), *await homes.posted("focus_end")]
    assert 1 == len(await homes.rows(focuses))
    assert {starter.partition("@")[0]: 25} == await homes.minutes()


async def test_who_is_in_a_session_of_the_other_home_stays_in_it_while_their_own_home_has_one(
    sqlite_store: Store,
) -> None:
    homes = await begin(sqlite_store, joined=False)
    await homes.connect()
    await homes.work()
    homes.later(hours=23, minutes=55)
    await homes.say(ANN, "/focus 25")
    await homes.say(CEM, "/focus 40")
    await homes.study(10)
    [first, _] = await homes.rows(focuses)
    assert "You’re in until" in words(await homes.say(DEE, f"/focus join {first.id}"))
    await homes.study(5)
    await homes.say(CHIEF, "/setup disconnect yes")
    await homes.study(25)
    assert {"Ann": 25, "Cem": 40, "Dee": 15} == await homes.minutes()
    assert [1, 2] == sorted(one.group_id for one in await homes.rows(focuses))


async def test_nobody_is_told_of_a_lost_home_whose_session_has_no_starter_there(homes: FocusHomes) -> None:
    await homes.say(ANN, "/focus 25")
    await homes.say(CEM, "/focus join")
    await homes.say(CHIEF, "/setup disconnect yes")
    [message] = [one for one in await homes.rows(outbox, kind="focus") if one.facts["focus"] == 2]
    await homes.kick_out(message.id)
    assert [] == await homes.rows(outbox, kind="focus_unseen")
    await homes.study(25)
    assert {"Ann": 25, "Cem": 25} == await homes.minutes()


async def test_both_messages_are_worth_saying_for_twelve_hours_after_the_end(homes: FocusHomes) -> None:
    await homes.say(ANN, "/focus 5")
    [session] = await homes.rows(focuses)
    await homes.work()
    await homes.study(5)
    posts = [*await homes.rows(outbox, kind="focus"), *await homes.rows(outbox, kind="focus_end")]
    assert [session.ends_at + timedelta(hours=12)] * 4 == [one.stale_at for one in posts]


@pytest.mark.parametrize("times", [1, 3])
async def test_starts_in_both_homes_at_once_are_one_session(postgres_url: str, times: int) -> None:
    store = open_patiently(postgres_url)
    homes = await begin(store)
    starts = [
        store.write(start_focus, homes.caller(name), PRACTISED.slug, Timetable((25,)))
        for name in (ANN, CEM, BOB, DEE)
        for _ in range(times)
    ]
    found = await asyncio.gather(*starts)

    assert 1 == len({one.focus for one in found})
    assert 1 == sum(one.new for one in found)
    assert 1 == len(await homes.rows(focuses))
    assert ["discord", "telegram"] == sorted(platform for platform, _ in await homes.posted("focus"))
    await store.close()


async def test_a_parting_and_taps_at_once_lose_no_minute(postgres_url: str) -> None:
    store = open_patiently(postgres_url)
    homes = await begin(store)
    started = await store.write(start_focus, homes.caller(ANN), PRACTISED.slug, Timetable((25,)))
    await store.write(join_focus, homes.caller(CEM), PRACTISED.slug, started.focus)
    await homes.work()
    homes.later(minutes=5)
    taps = [store.write(join_focus, homes.caller(name), PRACTISED.slug, started.focus) for name in (BOB, DEE)]
    parting = store.write(disconnect_groups, homes.caller(CHIEF), homes.library)
    outcomes = await asyncio.gather(*taps, parting, homes.planner.run_due(), return_exceptions=True)
    await homes.study(25)

    late = {name: 20 for name, one in zip(("Bob", "Dee"), outcomes, strict=False) if isinstance(one, FocusNow)}
    assert all(isinstance(one, NoSuchFocus) for one in outcomes[:2] if not isinstance(one, FocusNow))
    assert {"Ann": 25, "Cem": 25, **late} == await homes.minutes()
    assert [1, 2] == sorted(one.group_id for one in await homes.rows(focuses))
    await store.close()
