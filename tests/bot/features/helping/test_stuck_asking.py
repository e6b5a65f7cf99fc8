"""The asking for a stuck learner: whom, when, how often, and who is left alone."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.database.store import Store
from bot.features.helping.queries.asked_groups import AMEND_STUCK
from bot.tables import groups
from tests.bot.features.helping.locking import noting_locks
from tests.bot.features.helping.stuck_stage import ASKS, GROUP_ASKS, StuckRoom
from tests.bot.room import Room, labels, lines, words
from tests.statements import counting_statements

TRIED = "/stuck numpy I tried reshape"


@pytest.fixture
def here(store: Store) -> StuckRoom:
    room = Room(store)
    room.clock.advance(timedelta(hours=-8))  # ten in the morning
    return StuckRoom(room)


async def test_two_members_are_asked_a_day_each_the_latest_first_and_then_the_group(here: StuckRoom) -> None:
    await here.finished("Ben", "Cat", "Dan")
    await here.room.say("Ann", TRIED)

    await here.live(minutes=10)
    assert ["Dan"] == here.asked()
    await here.live(hours=23)
    assert ["Dan"] == here.asked()
    await here.live(hours=1)
    assert ["Dan", "Cat"] == here.asked()
    assert [] == here.posts(GROUP_ASKS)
    await here.live(days=1)
    assert ["Dan", "Cat"] == here.asked()
    assert 1 == len(here.posts(GROUP_ASKS))
    await here.live(days=20)
    assert ["Dan", "Cat"] == here.asked()
    assert 1 == len(here.posts(GROUP_ASKS))
    assert "closed" == (await here.obstacle()).state


@pytest.mark.parametrize(("running", "asked"), [(("sandbox",), ["Ben"]), (("discord",), [])])
async def test_a_member_whose_platform_does_not_run_is_not_asked(
    here: StuckRoom, running: tuple[str, ...], asked: list[str]
) -> None:
    await here.finished("Ben")
    here.room.store.running = running
    await here.room.say("Ann", TRIED)

    await here.live(minutes=10)

    assert asked == here.asked()


async def test_a_member_reads_who_is_stuck_on_what_and_what_they_tried(here: StuckRoom) -> None:
    await here.finished("Ben")
    await here.room.say("Ann", TRIED)

    await here.live(minutes=10)

    [ask] = here.posts(ASKS)
    assert "Ann is stuck on NumPy & Pandas: “I tried reshape”\nYou finished it. Can you help?" == words(ask)
    assert ["I can help", "Not now", "Don’t ask me again"] == labels(ask)
    assert ["assist 1", "stuck no #1", "stuck never #1"] == lines(ask)


async def test_a_question_that_its_asker_stops_is_taken_out_of_the_post_of_the_group(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)
    await here.arrived(GROUP_ASKS, "m7")
    assert [] == await here.planned(AMEND_STUCK)

    await here.room.say("Ann", "/stuck stop week2-numpy")

    assert ["m7"] == [facts["message_id"] for facts in await here.planned(AMEND_STUCK)]


SOLVED = "Solved: NumPy & Pandas. Thanks for your help, everyone!"
DONE = "NumPy & Pandas is done now, so this question is closed. Thanks, everyone!"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/stuck solved week2-numpy: shapes", SOLVED),
        ("/solution of:1 shapes", SOLVED),
        ("/helped 1 yes", SOLVED),
        ("/done week2-numpy", DONE),
        ("/stuck stop week2-numpy", "This question is closed."),
    ],
)
async def test_a_question_that_ended_asks_the_group_no_more(here: StuckRoom, line: str, said: str) -> None:
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)
    await here.arrived(GROUP_ASKS, "m7")

    await here.room.say("Ann", line)
    await here.live(minutes=3)

    assert [said] == [words(one) for one in here.posts(AMEND_STUCK)]
    assert ["Thanks for offering"] == [words(await here.room.press("Ben", "assist 1")).split("!")[0][-19:]]


async def test_a_tick_that_is_undone_at_once_leaves_the_question_as_it_was(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)
    await here.arrived(GROUP_ASKS, "m7")

    await here.room.say("Ann", "/done week2-numpy")
    await here.live(minutes=1)
    await here.room.say("Ann", "/undo")
    await here.live(hours=1)

    assert [] == await here.planned(AMEND_STUCK)
    assert "open" == (await here.obstacle()).state


@pytest.mark.parametrize("stops", [True, False])
async def test_a_question_that_ends_while_it_is_being_sent_is_changed_on_arrival(here: StuckRoom, stops: bool) -> None:
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)
    await here.change_posts(GROUP_ASKS, state="sending", ended_at=None)

    if stops:
        await here.room.say("Ann", "/stuck stop week2-numpy")
    assert [] == await here.planned(AMEND_STUCK)
    await here.arrive(GROUP_ASKS, "m7")

    assert (["m7"] if stops else []) == [facts["message_id"] for facts in await here.planned(AMEND_STUCK)]


async def test_rows_that_others_refer_to_are_locked_so_that_these_may_be_written(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)
    await here.arrived(GROUP_ASKS, "m7")

    with noting_locks() as locks:
        await here.room.press("Ben", "assist 1")
        await here.room.say("Ann", "/stuck stop week2-numpy")

    assert [] == [one for one in locks if "FOR NO KEY UPDATE" not in one]
    assert {"obstacles", "outbox"} <= {table for one in locks for table in ("obstacles", "outbox") if table in one}


async def test_many_candidates_are_read_in_one_query(here: StuckRoom) -> None:
    counts = []
    for asker, names in (("Ann", ["Ben"]), ("Eve", ["Cat", "Dan", "Fay"])):
        await here.finished(*names)
        await here.room.say(asker, TRIED)
        with counting_statements() as sent:
            await here.live(minutes=5)
        counts.append(sum("learners.cheers_on" in one for one in sent))
        await here.live(days=8)

    assert counts[0] == counts[1]


async def test_the_group_reads_the_same_with_a_button_for_all(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)

    await here.live(minutes=10)

    [post] = here.posts(GROUP_ASKS)
    assert "Ann is stuck on NumPy & Pandas: “I tried reshape”\nWho can help?" == words(post)
    assert ["I can help"] == labels(post)


async def test_a_member_by_number_stays_one_in_both_posts(here: StuckRoom) -> None:
    await here.finished("Ben")
    reply = await here.room.say("Ann", "/join")
    await here.change("Ann", visibility="number")
    reply = await here.room.say("Ann", TRIED)

    await here.live(days=2)

    assert "Others see you as Member 2." in words(reply)
    assert ["Member 2 is stuck on", "Member 2 is stuck on"] == [words(one.reply)[:20] for one in here.sent]


async def test_a_member_who_says_not_now_is_followed_by_the_next_at_once(here: StuckRoom) -> None:
    await here.finished("Ben", "Cat")
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)

    reply = await here.room.privately("Cat", "stuck no #1")
    await here.live(minutes=1)

    assert "No problem. I’ll ask someone else." == words(reply)
    assert ["Cat", "Ben"] == here.asked()
    assert words(reply) == words(await here.room.privately("Cat", "stuck no #1"))


async def test_a_member_who_wants_no_questions_is_never_asked_again(here: StuckRoom) -> None:
    await here.finished("Ben")
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)
    await here.room.privately("Ben", "stuck never #1")
    await here.live(days=9)

    await here.room.say("Cat", TRIED)
    await here.live(days=3)

    assert ["Ben"] == here.asked()


async def test_an_offer_of_help_ends_the_asking_until_it_failed(here: StuckRoom) -> None:
    await here.finished("Ben", "Cat")
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)
    await here.offer("Cat")

    await here.live(days=3)

    assert ["Cat"] == here.asked()
    assert [] == here.posts(GROUP_ASKS)


async def test_a_member_is_asked_once_a_week_whoever_is_stuck(here: StuckRoom) -> None:
    await here.finished("Ben")
    await here.room.say("Ann", TRIED)
    await here.live(hours=1)

    await here.room.say("Cat", TRIED)
    await here.live(days=6)
    assert ["Ben"] == here.asked()

    await here.room.say("Dan", TRIED)
    await here.live(days=2)
    assert 3 == len(here.posts(GROUP_ASKS))
    await here.room.say("Eve", TRIED)
    await here.live(minutes=10)
    assert ["Ben", "Ben"] == here.asked()


async def test_help_that_a_member_offered_by_themselves_is_no_asking(here: StuckRoom) -> None:
    await here.finished("Ben")
    await here.room.tap("Ann", await here.room.say("Ann", TRIED), "Ask the group now")
    await here.live(minutes=10)
    await here.offer("Ben")

    await here.room.say("Cat", TRIED)
    await here.live(hours=1)

    assert ["Ben"] == here.asked()


@pytest.mark.parametrize(
    "line",
    [
        *("/pause 3d", "/snooze 3d", "/nudges stop", "/settings visibility hidden", "/settings visibility number"),
        *("/stuck questions off", "/leave"),
    ],
)
async def test_a_member_who_is_away_or_wants_silence_is_not_asked(here: StuckRoom, line: str) -> None:
    await here.finished("Ben")
    reply = await here.room.say("Ben", line)
    if line == "/leave":
        await here.room.press("Ben", lines(reply)[0])

    await here.room.say("Ann", TRIED)
    await here.live(days=2)

    assert [] == here.asked()
    assert 1 == len(here.posts(GROUP_ASKS))


@pytest.mark.parametrize("line", ["/pause 3d", "/snooze 3d", "/settings visibility hidden", "/stuck questions off"])
async def test_a_wish_for_silence_before_the_morning_lets_the_next_be_asked(here: StuckRoom, line: str) -> None:
    await here.finished("Ben", "Cat")
    here.room.later(hours=13)  # after eleven at night
    await here.room.say("Ann", TRIED)
    await here.live(hours=1)
    assert [] == here.asked()

    await here.room.say("Cat", line)
    await here.live(hours=12)

    assert ["Ben"] == here.asked()


async def test_a_pause_counts_by_the_study_day_of_the_member_and_not_by_that_of_utc(here: StuckRoom) -> None:
    await here.finished("Ben")
    await here.change("Ben", zone="America/Los_Angeles")
    here.room.later(hours=18)  # the evening of the day before, in Los Angeles
    await here.room.say("Ann", TRIED)
    here.room.later(minutes=3)
    await here.planner.run_due()
    evening = here.room.clock.now().astimezone(ZoneInfo("America/Los_Angeles"))
    assert (20, here.room.clock.now().date() - timedelta(days=1)) == (evening.hour, evening.date())

    await here.pause("Ben", evening.date())
    await here.live(minutes=5)

    assert [] == here.asked()


async def test_members_are_not_asked_at_night(here: StuckRoom) -> None:
    await here.finished("Ben")
    here.room.later(hours=13)
    await here.room.say("Ann", TRIED)

    await here.live(hours=8)
    assert [] == here.sent
    await here.live(hours=2)

    assert ["Ben"] == here.asked()


async def test_a_member_who_cannot_be_reached_is_passed_over(here: StuckRoom) -> None:
    await here.finished("Ben", "Cat")
    await here.close_chat("Cat")
    await here.room.say("Ann", TRIED)

    await here.live(minutes=10)

    assert ["Ben"] == here.asked()


@pytest.mark.parametrize(("agrees", "visibility"), [(False, "group"), (True, "hidden")])
async def test_a_member_who_did_not_agree_or_hides_takes_no_turn(
    here: StuckRoom, agrees: bool, visibility: str
) -> None:
    await here.finished("Ben", agrees=agrees)
    await here.change("Ben", visibility=visibility)
    await here.room.say("Ann", TRIED)

    await here.live(minutes=10)

    assert [] == here.asked()
    assert 1 == len(here.posts(GROUP_ASKS)), "the group is asked at once"


async def test_avoided_members_are_not_asked(here: StuckRoom) -> None:
    await here.finished("Ben", "Cat")
    await here.room.say("Ann", TRIED)
    await here.pair_apart("Cat", "Ann")

    await here.live(minutes=10)

    assert ["Ben"] == here.asked()


async def test_a_learner_may_ask_the_group_at_once(here: StuckRoom) -> None:
    await here.finished("Ben")
    reply = await here.room.say("Ann", TRIED)

    changed = await here.room.tap("Ann", reply, "Ask the group now")
    await here.live(days=2)

    assert "I’ll ask the group about NumPy & Pandas" in words(changed)
    assert [] == here.asked()
    assert 1 == len(here.posts(GROUP_ASKS))


async def test_a_learner_may_keep_it_from_the_group(here: StuckRoom) -> None:
    await here.finished("Ben")
    reply = await here.room.say("Ann", TRIED)

    changed = await here.room.tap("Ann", reply, "Only privately")
    await here.live(days=5)

    assert "The group won’t see it." in words(changed)
    assert ["Ben"] == here.asked()
    assert [] == here.posts(GROUP_ASKS)


async def test_a_group_is_not_asked_at_night(here: StuckRoom) -> None:
    here.room.later(hours=13)  # eleven in the evening
    await here.room.say("Ann", TRIED)

    await here.live(hours=8)
    assert [] == here.posts(GROUP_ASKS)
    await here.live(hours=2)
    assert 1 == len(here.posts(GROUP_ASKS))


async def test_a_group_that_has_silence_is_not_asked_before_its_end(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)
    silence = update(groups).values(quiet_until=here.room.clock.now() + timedelta(days=3))
    await here.room.store.write(lambda db: db.execute(silence).rowcount)

    await here.live(days=2)
    assert [] == here.posts(GROUP_ASKS)
    await here.live(days=2)
    assert 1 == len(here.posts(GROUP_ASKS))


async def test_a_group_is_asked_about_one_obstacle_a_day(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)
    await here.room.say("Ben", TRIED)

    await here.live(hours=10)
    assert 1 == len(here.posts(GROUP_ASKS))
    await here.live(hours=14)

    assert 2 == len(here.posts(GROUP_ASKS))


@pytest.mark.parametrize("line", ["/done week2-numpy", "/stuck stop week2-numpy", "/settings visibility hidden"])
async def test_nobody_is_asked_after_a_tick_a_stop_or_hiding(here: StuckRoom, line: str) -> None:
    await here.finished("Ben")
    await here.room.say("Ann", TRIED)

    await here.room.say("Ann", line)
    await here.live(days=3)

    assert [] == here.sent


async def test_an_undone_tick_goes_on_with_the_asking(here: StuckRoom) -> None:
    await here.finished("Ben")
    await here.room.say("Ann", TRIED)
    await here.room.say("Ann", "/done week2-numpy")

    await here.room.say("Ann", "/undo")
    await here.live(minutes=10)

    assert ["Ben"] == here.asked()


async def test_a_restart_asks_nobody_twice(here: StuckRoom) -> None:
    await here.finished("Ben", "Cat")
    await here.room.say("Ann", TRIED)

    for _ in range(12):
        await here.restart()
        await here.live(hours=2)

    assert ["Cat"] == here.asked()
