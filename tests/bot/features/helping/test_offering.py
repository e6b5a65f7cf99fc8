"""Offers of help: who may help whom, and how the two are put in touch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Executable, delete, insert, update

from bot.closed_sets import ObstacleState, Visibility
from bot.database.store import Store
from bot.features.helping.actions.offering import (
    HelperUnseen,
    NoContact,
    ObstacleSolved,
    Offered,
    OwnObstacle,
)
from bot.features.helping.queries.obstacles import end_obstacle
from bot.features.helping.queries.offers import read_offers
from bot.features.members.queries.avoiding import add_avoidance
from bot.identity import Account, GroupId, LearnerId, ObstacleId, Place
from bot.tables import accounts, groups, learners, memberships, obstacles, pauses, places
from tests.bot.features.helping.hall_of_help import WORDS, HallOfHelp
from tests.bot.hall import DAY, HALL, HOUR


@pytest.fixture
def hall(store: Store) -> HallOfHelp:
    return HallOfHelp(store)


@pytest.fixture
def quick(sqlite_store: Store) -> HallOfHelp:
    return HallOfHelp(sqlite_store)


def want(db: Connection, learner_id: LearnerId, values: dict[str, object]) -> None:
    db.execute(update(learners).where(learners.c.id == learner_id).values(**values))


async def test_an_offer_introduces_both_in_the_group(hall: HallOfHelp) -> None:
    obstacle = await hall.fill()

    made = await hall.offer("Ben", obstacle)

    assert (Offered.MET, "Ann") == (made.outcome, made.name)
    [reply] = await hall.heard("contact")
    assert ["Ann", "Ben"] == sorted(span.mention.name for span in reply.text.spans if span.mention)
    assert f"NumPy & Pandas: “{WORDS}”" in reply.text.plain
    assert "Help: NumPy & Pandas" == reply.thread
    assert not reply.private


async def test_a_second_tap_introduces_nobody_again(hall: HallOfHelp) -> None:
    obstacle = await hall.fill()
    await hall.offer("Ben", obstacle)

    again = await hall.offer("Ben", obstacle)

    assert Offered.AGAIN is again.outcome
    assert 1 == len(await hall.heard("contact"))
    assert 1 == len(await hall.store.read(read_offers, obstacle))


async def test_a_second_helper_is_needed_only_after_two_days(hall: HallOfHelp) -> None:
    obstacle = await hall.fill()
    await hall.offer("Ben", obstacle)

    assert Offered.HELPED is (await hall.offer("Cat", obstacle)).outcome
    hall.clock.advance(2 * DAY)
    assert Offered.MET is (await hall.offer("Cat", obstacle)).outcome


async def test_a_helper_who_left_keeps_no_other_away(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    await quick.offer("Ben", obstacle)
    ben = memberships.c.learner_id == quick.people["Ben"].learner_id
    await quick.store.write(
        lambda db: db.execute(update(memberships).where(ben).values(left_at=quick.clock.now())).rowcount
    )

    assert Offered.MET is (await quick.offer("Cat", obstacle)).outcome


async def test_the_asker_cannot_help_themself(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()

    with pytest.raises(OwnObstacle):
        await quick.offer("Ann", obstacle)


async def test_a_solved_obstacle_needs_no_help(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    await quick.store.write(end_obstacle, obstacle, ObstacleState.SOLVED, quick.clock.now())

    with pytest.raises(ObstacleSolved):
        await quick.offer("Ben", obstacle)


async def test_an_asker_who_finished_the_task_needs_no_help(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    await quick.tick("Ann", "week2-numpy")

    with pytest.raises(ObstacleSolved):
        await quick.offer("Ben", obstacle)


async def test_a_helper_whom_the_asker_cannot_see_is_asked_to_show_their_name(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    await quick.store.write(want, quick.people["Ben"].learner_id, {"visibility": Visibility.NUMBER})

    with pytest.raises(HelperUnseen):
        await quick.offer("Ben", obstacle)


async def withdraw(hall: HallOfHelp, how: str, obstacle: ObstacleId) -> None:
    """Let the asker be out of reach in one of the ways that there are."""
    ann, ben, now = hall.people["Ann"].learner_id, hall.people["Ben"].learner_id, hall.clock.now()
    day = date(2026, 3, 2)
    changes: dict[str, Callable[[Connection], None]] = {
        "hid": lambda db: want(db, ann, {"visibility": Visibility.HIDDEN}),
        "left": lambda db: run(db, update(memberships).where(memberships.c.learner_id == ann).values(left_at=now)),
        "paused": lambda db: run(
            db,
            insert(pauses).values(learner_id=ann, first_day=day, last_day=day + timedelta(days=9), at=now),
        ),
        "took it down": lambda db: run(db, update(obstacles).values(hidden_at=now)),
        "forgot": lambda db: run(db, delete(learners).where(learners.c.id == ann)),
        "never with Ben": lambda db: add_avoidance(db, ann, ben),
        "Ben never with Ann": lambda db: add_avoidance(db, ben, ann),
    }
    await hall.store.write(changes[how])


def run(db: Connection, statement: Executable) -> None:
    db.execute(statement)


WITHDRAWALS = ["hid", "left", "paused", "took it down", "forgot", "never with Ben", "Ben never with Ann"]


@pytest.mark.parametrize("how", WITHDRAWALS)
async def test_no_member_is_introduced_who_withdrew_and_the_helper_is_not_told_why(quick: HallOfHelp, how: str) -> None:
    obstacle = await quick.fill()
    await withdraw(quick, how, obstacle)

    with pytest.raises(NoContact):
        await quick.offer("Ben", obstacle)

    assert [] == await quick.heard("contact")


@pytest.mark.parametrize("how", [one for one in WITHDRAWALS if one != "paused"])
async def test_a_contact_is_not_said_once_the_asker_withdrew(quick: HallOfHelp, how: str) -> None:
    obstacle = await quick.fill()
    await quick.offer("Ben", obstacle)

    await withdraw(quick, how, obstacle)

    assert [] == await quick.heard("contact")


async def test_a_contact_is_not_said_once_the_helper_hid(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    await quick.offer("Ben", obstacle)

    await quick.store.write(want, quick.people["Ben"].learner_id, {"visibility": Visibility.HIDDEN})

    assert [] == await quick.heard("contact")


async def test_only_those_who_allow_it_are_pinged(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    await quick.store.write(want, quick.people["Ann"].learner_id, {"pings": False})

    await quick.offer("Ben", obstacle)

    [reply] = await quick.heard("contact")
    assert ["Ben"] == [span.mention.name for span in reply.text.spans if span.mention and span.ping]


async def test_an_asker_is_not_pinged_at_night(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    quick.clock.advance(14 * HOUR)

    await quick.offer("Ben", obstacle)

    [reply] = await quick.heard("contact")
    assert ["Ben"] == [span.mention.name for span in reply.text.spans if span.mention and span.ping]


async def test_an_asker_shown_by_number_hears_of_it_in_private(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    await quick.store.write(want, quick.people["Ann"].learner_id, {"visibility": Visibility.NUMBER})

    made = await quick.offer("Ben", obstacle)

    assert (Offered.PRIVATE, "", 1) == (made.outcome, made.name, made.number)
    [reply] = await quick.heard("contact")
    [post] = [post for post, _ in quick.spoken if post.kind == "contact"]
    assert quick.people["Ann"].learner_id == post.learner_id
    assert post.place.private
    assert ["Ben"] == [span.mention.name for span in reply.text.spans if span.mention]
    assert "" == reply.thread


async def test_before_the_group_was_asked_the_asker_is_told_in_private(quick: HallOfHelp) -> None:
    await quick.fill()
    obstacle = await quick.be_stuck("Ann", "week1-stats", "", posted=False)

    assert Offered.PRIVATE is (await quick.offer("Ben", obstacle)).outcome

    [reply] = await quick.heard("contact")
    assert reply.private
    assert "Statistics" in reply.text.plain


async def test_in_a_quiet_group_the_asker_is_told_in_private(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    until = quick.clock.now() + 9 * DAY
    await quick.store.write(run, update(groups).values(quiet_until=until))

    assert Offered.PRIVATE is (await quick.offer("Ben", obstacle)).outcome


async def test_a_private_contact_waits_for_the_morning(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    await quick.store.write(want, quick.people["Ann"].learner_id, {"visibility": Visibility.NUMBER})
    quick.clock.advance(14 * HOUR)

    await quick.offer("Ben", obstacle)

    assert [] == await quick.heard("contact")
    await quick.live(9 * HOUR)
    assert 1 == len(await quick.heard("contact"))


async def test_a_private_contact_of_one_night_takes_the_place_of_no_other(quick: HallOfHelp) -> None:
    first = await quick.fill()
    second = await quick.be_stuck("Ann", "week1-stats", "Bayes")
    await quick.store.write(want, quick.people["Ann"].learner_id, {"visibility": Visibility.NUMBER})
    quick.clock.advance(14 * HOUR)

    await quick.offer("Ben", first)
    await quick.offer("Cat", second)
    await quick.live(9 * HOUR)

    contacts = await quick.heard("contact")
    assert [True, True] == [any(name in one.text.plain for one in contacts) for name in ("Ben", "Cat")]


@pytest.mark.parametrize("wish", [{"nudge_pace": 4}, {"snoozed_until": None}])
async def test_a_silenced_asker_is_not_written_to(quick: HallOfHelp, wish: dict[str, object]) -> None:
    obstacle = await quick.fill()
    if "snoozed_until" in wish:
        wish = {"snoozed_until": quick.clock.now() + DAY}
    await quick.store.write(want, quick.people["Ann"].learner_id, {"visibility": Visibility.NUMBER, **wish})

    with pytest.raises(NoContact):
        await quick.offer("Ben", obstacle)


PAIRS = {
    "the helper elsewhere, with a chat": (
        "discord",
        (),
        True,
        Offered.APART,
        "only on Discord. Ask an admin to let you",
    ),
    "the helper elsewhere, without one": ("discord", (), False, Offered.APART, "where your group has no chat"),
    "the asker there, too": ("discord", ("Ann",), True, Offered.MET, ""),
    "the asker there, without a chat": ("discord", ("Ann",), False, Offered.PRIVATE, "where your group has no chat"),
    "the helper here, too": ("discord", ("Ben",), False, Offered.MET, ""),
}


@pytest.mark.parametrize("pair", PAIRS)
async def test_members_hear_how_to_meet_on_whatever_platforms_they_are(quick: HallOfHelp, pair: str) -> None:
    platform, twins, chat, outcome, says = PAIRS[pair]
    obstacle = await quick.fill()
    ben = accounts.c.learner_id == quick.people["Ben"].learner_id
    await quick.store.write(run, update(accounts).where(ben).values(platform=platform, user_id=2))
    for number, name in enumerate(twins, start=70):
        here = "telegram" if name == "Ben" else platform
        twin = {"learner_id": quick.people[name].learner_id, "platform": here, "user_id": number, "name": name}
        await quick.store.write(run, insert(accounts).values(twin))
    if chat:
        await quick.store.write(add_home, quick.people["Ann"].group_id)
    quick.know(Account("discord", 2, "Ben", "ben"))

    made = await quick.offer("Ben", obstacle, Place("discord", 7, 8) if chat else HALL)

    assert outcome is made.outcome
    [reply] = await quick.heard("contact")
    assert says in reply.text.plain
    assert "find them" not in reply.text.plain


async def test_an_asker_with_two_accounts_is_led_to_the_chat_where_both_are(quick: HallOfHelp) -> None:
    await quick.fill()
    obstacle = await quick.be_stuck("Ann", "week1-stats", "", posted=False)
    ben = accounts.c.learner_id == quick.people["Ben"].learner_id
    await quick.store.write(run, update(accounts).where(ben).values(platform="discord", user_id=2))
    twin = {"learner_id": quick.people["Ann"].learner_id, "platform": "discord", "user_id": 70, "name": "Ann"}
    await quick.store.write(run, insert(accounts).values(twin))
    await quick.store.write(add_home, quick.people["Ann"].group_id)
    quick.know(Account("discord", 2, "Ben", "ben"))

    assert Offered.PRIVATE is (await quick.offer("Ben", obstacle, Place("discord", 7, 8))).outcome

    [reply] = await quick.heard("contact")
    assert "You’re both on Discord: write to them in your group’s chat there." in reply.text.plain


async def test_members_do_not_meet_where_the_platform_does_not_run(quick: HallOfHelp) -> None:
    obstacle = await quick.fill()
    quick.store.running = ("discord",)

    assert Offered.PRIVATE is (await quick.offer("Ben", obstacle)).outcome


def add_home(db: Connection, group_id: GroupId) -> None:
    db.execute(insert(places).values(group_id=group_id, platform="discord", space_id=7, chat_id=8))


async def test_long_words_are_cut_and_a_task_that_is_gone_is_left_out(quick: HallOfHelp) -> None:
    await quick.fill()
    obstacle = await quick.be_stuck("Cat", "week9-gone", "why\n\n" * 200)

    await quick.offer("Ben", obstacle)

    [reply] = await quick.heard("contact")
    assert len(reply.text.plain) < 400
    assert "Helping each other" == reply.thread
