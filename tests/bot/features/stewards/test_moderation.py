"""Take down what was published, put it back, and stop a member's publishing. On both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Table, func, insert, select, update

from bot.closed_sets import ObstacleState, PostState, Publishing
from bot.database.store import Store
from bot.features.checkins.queries.publishing import read_published
from bot.features.helping.actions.meeting import read_meeting
from bot.features.helping.queries.obstacles import end_obstacle, find_obstacle, open_obstacle
from bot.features.helping.queries.stuck import keep_solution, note_posted
from bot.features.helping.stuck_facts import StuckGroup
from bot.features.helping.stuck_wording import word_amended_question
from bot.identity import CheckinId, GroupId, LearnerId, ObstacleId, PlaceId, PostId
from bot.posting import outbox as posts
from bot.posting.posts import Post
from bot.posting.wording import Worded
from bot.tables import checkins, groups, learners, outbox, reports, takedowns
from tests.adapters.weekly_core import SUNDAY, WeeklyCore
from tests.bot.features.helping.locking import noting_locks
from tests.bot.room import HERE, Room, button, labels, lines, show_as, words

FIRST = CheckinId(1)
GROUP = GroupId(1)


@pytest.fixture
async def core(store: Store) -> WeeklyCore:
    """Ann and Ben have let the group read their check-ins; Root is an admin."""
    core = WeeklyCore(store)
    for name in ("Root", "Ann", "Ben"):
        await core.room.say(name, "/join")
    await core.open_checkin()
    for name, line in (("Ann", "Two chapters | Broadcasting"), ("Ben", "Rude words")):
        asked = await core.room.say(name, f"/checkin {line}")
        await core.room.tap(name, asked, "All")
        core.room.later(minutes=1)
    return core


async def published(core: WeeklyCore) -> list[str]:
    return [one.obstacle or one.finished for one in await core.store.read(read_published, FIRST, GroupId(1))]


async def close(core: WeeklyCore) -> None:
    """Close the check-in, and send its digest."""
    await core.close_checkin()
    now = core.clock.now()
    for post in await core.store.write(posts.claim_posts, now, now - now, 100, (HERE.platform,)):
        await core.store.write(posts.mark_sent, post.id, now, f"m{post.id}")


def changes(db: Connection) -> int:
    waits = (outbox.c.kind == "amend_digest", outbox.c.state == PostState.NEW)
    return db.scalar(select(func.count()).select_from(outbox).where(*waits)) or 0


def noted(db: Connection) -> int:
    return db.scalar(select(func.count()).select_from(takedowns)) or 0


async def test_a_report_is_taken_down_and_put_back_by_a_tap(core: WeeklyCore) -> None:
    await close(core)
    listed = await core.room.say("Root", "/setup group manage")
    assert "1. Ben: Rude words" in words(listed)
    assert "2. Ann: Broadcasting" in words(listed)

    down = await core.room.tap("Root", listed, "Take down 1")

    assert "Taken down" in words(down)
    assert ["Broadcasting"] == await published(core)
    assert (1, 1) == (await core.store.read(changes), await core.store.read(noted))
    assert "It’s taken down already" in words(await core.room.tap("Root", listed, "Take down 1"))
    assert "1. Taken down: Ben, Rude words" in words(await core.room.say("Root", "/setup group manage"))

    back = await core.room.tap("Root", down, "Put it back")

    assert "It’s back" in words(back)
    assert ["Broadcasting", "Rude words"] == sorted(await published(core))
    assert 0 == await core.store.read(noted)
    assert "never taken down" in words(await core.room.tap("Root", down, "Put it back"))


async def test_what_is_taken_down_is_changed_under_the_lock_of_its_learner(core: WeeklyCore) -> None:
    await close(core)
    listed = await core.room.say("Root", "/setup group manage")

    with noting_locks() as locks:
        await core.room.tap("Root", listed, "Take down 1")

    assert any("FROM learners" in sql for sql in locks)


async def test_the_writer_reads_that_an_admin_took_it_down(core: WeeklyCore) -> None:
    await close(core)
    await core.room.tap("Root", await core.room.say("Root", "/setup group manage"), "Take down 1")

    assert "An admin took it out" in words(await core.room.say("Ben", "/checkin of:2026-03-02"))


async def test_nothing_is_listed_before_the_digest_is_out(core: WeeklyCore) -> None:
    assert "Nothing was shared" in words(await core.room.say("Root", "/setup group manage"))


@pytest.mark.parametrize("wish", ["/settings visibility hidden", "/settings checkins private", "/leave yes"])
async def test_what_a_member_does_not_share_any_more_is_not_listed(core: WeeklyCore, wish: str) -> None:
    await close(core)
    await core.room.say("Ben", wish)

    listed = await core.room.say("Root", "/setup group manage")

    assert "Rude" not in words(listed)
    assert "isn’t shared any more" in words(await core.room.say("Root", "/group takedown r1.3"))


@pytest.mark.parametrize("table", [learners, reports])
async def test_words_of_a_promise_alone_are_not_listed(core: WeeklyCore, table: Table) -> None:
    await close(core)
    stricter = update(table).values(publishing=Publishing.PROMISE)
    await core.store.write(lambda db: db.execute(stricter).rowcount)

    listed = words(await core.room.say("Root", "/setup group manage"))

    assert "Ben" in listed
    assert "Rude" not in listed and "Broadcasting" not in listed


@pytest.mark.parametrize("choice", [None, Publishing.PRIVATE])
async def test_a_report_that_was_never_shared_is_not_listed(core: WeeklyCore, choice: Publishing | None) -> None:
    await close(core)
    alone = update(reports).values(publishing=choice)
    await core.store.write(lambda db: db.execute(alone).rowcount)

    assert "Ben" not in words(await core.room.say("Root", "/setup group manage"))


async def test_check_ins_of_another_group_are_not_listed(core: WeeklyCore) -> None:
    await close(core)

    def move(db: Connection) -> int:
        at = core.room.clock.now()
        other = insert(groups).values(title="Other", roadmap="climb", zone="UTC", created_at=at, active_at=at)
        return db.execute(update(checkins).values(group_id=db.scalar(other.returning(groups.c.id)))).rowcount

    await core.store.write(move)

    assert "Rude" not in words(await core.room.say("Root", "/setup group manage"))


async def test_an_obstacle_of_stuck_is_taken_down(core: WeeklyCore) -> None:
    obstacle = await core.store.write(ask, core)
    listed = await core.room.say("Root", "/setup group manage")
    assert "1. Ann: It crashes" in words(listed)

    down = await core.room.tap("Root", listed, "Take down 1")

    assert not await is_shown(core, obstacle)
    await core.room.tap("Root", down, "Put it back")
    assert await is_shown(core, obstacle)


async def test_the_asker_reads_that_an_admin_took_their_question_down(core: WeeklyCore) -> None:
    room = core.room
    await room.say("Ann", "/stuck week2-numpy It crashes")
    await core.store.write(note_posted, ObstacleId(1), core.clock.now())
    assert "I asked the group" in words(await room.say("Ann", "/stuck"))
    down = await room.tap("Root", await room.say("Root", "/setup group manage"), "Take down 1")

    assert "NumPy & Pandas: an admin took your question down" in words(await room.say("Ann", "/stuck"))
    again = await room.say("Ann", "/stuck week2-numpy It crashes")
    assert "An admin took your question about NumPy & Pandas down" in words(again)
    assert "hear from me" not in words(again)
    assert ["I solved it", "Stop asking"] == labels(again)

    await room.tap("Root", down, "Put it back")
    assert "I asked the group" in words(await room.say("Ann", "/stuck"))


async def test_a_question_that_the_group_was_not_asked_is_not_listed(core: WeeklyCore) -> None:
    obstacle = await core.store.write(lambda db: ask(db, core, posted=False))
    assert "Nothing was shared" in words(await core.room.say("Root", "/setup group manage"))

    await core.store.write(keep_solution, obstacle, "Both keys", core.clock.now())

    assert "1. Ann: Both keys" in words(await core.room.say("Root", "/setup group manage"))
    await core.store.write(note_posted, obstacle, core.clock.now())
    assert "1. Ann: It crashes / Both keys" in words(await core.room.say("Root", "/setup group manage"))


async def test_the_writer_reads_that_an_admin_took_their_answer_down(core: WeeklyCore) -> None:
    room = core.room
    for task in ("week2-numpy", "week1-stats"):
        await room.say("Ann", f"/stuck {task} It crashes")
        await room.say("Ann", f"/stuck solved {task} Both keys")
    down = await room.tap("Root", await room.say("Root", "/setup group manage"), "Take down 1")
    await room.tap("Root", await room.say("Root", "/setup group manage"), "Take down 2")

    told = await room.say("Ann", "/stuck")
    assert "An admin took your answers about NumPy & Pandas, " in words(told)
    assert "took your answer" not in words(await room.say("Ben", "/stuck"))
    await room.tap("Root", down, "Put it back")
    left = await room.say("Ann", "/stuck")
    assert "An admin took your answer about " in words(left)
    await room.tap("Ann", left, "Take my answer back")
    assert "An admin" not in words(await room.say("Ann", "/stuck"))


async def test_a_link_is_taken_down_and_put_back(core: WeeklyCore) -> None:
    room = core.room
    await room.say("Ann", "/settings work on")
    room.later(minutes=1)
    await room.say("Ann", "/done week1-algebra https://example.org/rude")
    listed = await room.say("Root", "/setup group manage")
    assert "1. Ann: https://example.org/rude" in words(listed)
    assert "example.org/rude" in words(await room.say("Ben", "/progress work Ann"))

    down = await room.tap("Root", listed, "Take down 1")

    assert "Taken down" in words(down)
    assert "example.org" not in words(await room.say("Ben", "/progress work Ann"))
    assert "1. Taken down: Ann" in words(await room.say("Root", "/setup group manage"))
    assert "It’s back" in words(await room.tap("Root", down, "Put it back"))
    assert "example.org/rude" in words(await room.say("Ben", "/progress work Ann"))


async def test_what_members_still_read_is_taken_down_however_old_it_is(core: WeeklyCore) -> None:
    """A link, an answer with a task and a check-in, of a month ago. A question without an answer is past by then."""
    room = core.room
    await close(core)
    await room.say("Ann", "/settings work on")
    room.later(minutes=1)
    await room.say("Ann", "/done week1-algebra https://example.org/rude")
    await core.store.write(keep_solution, await core.store.write(ask, core), "Both keys", core.clock.now())
    await core.store.write(ask, core)
    room.later(days=30)

    listed = await room.say("Root", "/setup group manage")

    assert ["1.", "2.", "3.", "4."] == [line.split()[0] for line in words(listed).splitlines()[1:]]
    for number, text in enumerate(("Both keys", "https://example.org/rude", "Rude words", "Broadcasting"), 1):
        assert text in words(listed)
        await room.tap("Root", listed, f"Take down {number}")
    assert "hasn’t shown any work" in words(await room.say("Ben", "/progress work Ann"))
    assert [] == await published(core)


async def test_an_answer_is_taken_down_though_many_came_after_it(core: WeeklyCore) -> None:
    def answer_often(db: Connection) -> None:
        for number in range(41):
            keep_solution(db, ask(db, core), f"Try {number}", core.clock.now())

    await core.store.write(answer_often)

    assert "Taken down" in words(await core.room.say("Root", "/group takedown o1"))


async def test_a_link_of_a_stopped_member_is_not_shown(core: WeeklyCore) -> None:
    room = core.room
    await room.say("Ann", "/settings work on")
    await room.say("Root", "/setup publishing off Ann")
    room.later(minutes=1)
    await room.say("Ann", "/done week1-algebra https://example.org/rude")

    assert "example.org" not in words(await room.say("Ben", "/progress work Ann"))
    assert "isn’t shown new work of yours" in words(await room.say("Ann", "/settings work on"))


async def test_the_post_that_asks_the_group_follows(core: WeeklyCore) -> None:
    obstacle = await core.store.write(ask, core)
    await core.store.write(post_question, core, obstacle)
    down = await core.room.tap("Root", await core.room.say("Root", "/setup group manage"), "Take down 1")

    [change] = await core.store.read(questions_changed)
    assert (change["message_id"], change["obstacle"]) == ("m7", obstacle)
    await core.room.tap("Root", down, "Put it back")
    assert 1 == len(await core.store.read(questions_changed))  # it is worded when it is sent


def test_a_question_that_is_not_shown_any_more_is_closed() -> None:
    at = SUNDAY
    post = Post(
        PostId(9),
        "amend_stuck",
        "amend",
        None,
        StuckGroup(at, ObstacleId(1), LearnerId(2)).to_json(),
        1,
        at,
        at,
        HERE,
        "en",
        None,
        GROUP,
    )
    assert "This question is closed." == words(word_amended_question(Worded(post, {}, at)))


def post_question(db: Connection, core: WeeklyCore, obstacle: ObstacleId) -> None:
    """The post that asks the group is out."""
    now = core.clock.now()
    facts = StuckGroup(now, obstacle, LearnerId(2)).to_json()
    put = posts.put_post(
        db, kind="stuck_group", key="q", place_id=PlaceId(1), learner_id=None, facts=facts, now=now, due_at=now
    )
    assert put
    posts.mark_sent(db, put, now, "m7")


def questions_changed(db: Connection) -> list[dict[str, object]]:
    return list(db.scalars(select(outbox.c.facts).where(outbox.c.kind == "amend_stuck")))


async def test_a_deputy_takes_down_and_no_member_does(core: WeeklyCore) -> None:
    await close(core)
    listed = await core.room.say("Root", "/setup group manage")
    line = button(listed, "Take down 1").line
    assert "Only an admin" in words(await core.room.say("Ann", f"/{line}"))
    await core.room.say("Root", "/setup deputy Ann")

    assert "Taken down" in words(await core.room.say("Ann", f"/{line}"))


async def test_what_a_member_shares_after_they_were_stopped_is_not_shown(core: WeeklyCore) -> None:
    room = core.room
    assert "isn’t shown what Ben shares" in words(await room.say("Root", "/setup publishing off Ben"))
    assert "stopped already" in words(await room.say("Root", "/setup publishing off @ben"))
    for nobody in ("Zed", "@zed"):  # and never time off
        refused = await room.say("Root", f"/setup publishing off {nobody}")
        assert f"I can’t find “{nobody}” here" in words(refused)
        assert ["Root", "Ann"] == labels(refused)
    assert ["publishing ~1 off sandbox:101"] == lines(await room.say("Root", "/setup publishing off Anne"))
    assert ["Broadcasting", "Rude words"] == sorted(await published(core))

    room.later(minutes=5)
    report = await room.say("Ben", "/checkin More rude words")

    assert "isn’t shown your check-ins for now" in words(report)
    assert ["Broadcasting"] == await published(core)
    stopped = await room.say("Root", "/setup publishing")
    assert "Not shown to the group: Ben" in words(stopped)
    unknown = await room.say("Root", "/setup publishing on Zed")
    assert "I can’t find “Zed” here" in words(unknown)
    assert ["Allow Ben"] == labels(unknown)
    assert "Ben can share" in words(await room.tap("Root", stopped, "Allow Ben"))
    assert ["Broadcasting", "More rude words"] == sorted(await published(core))
    assert "not stopped" in words(await room.tap("Root", stopped, "Allow Ben"))
    assert "All members can share" in words(await room.say("Root", "/setup publishing on Zed"))


async def test_what_a_stopped_member_writes_is_not_listed_as_the_group_does_not_read_it(core: WeeklyCore) -> None:
    """A check-in that they changed, and an answer to an older question."""
    obstacle = await core.store.write(ask, core)
    core.room.later(minutes=1)
    for name in ("Ann", "Ben"):
        await core.room.say("Root", f"/setup publishing off {name}")
    core.room.later(minutes=5)
    await core.room.say("Ben", "/checkin More rude words")
    await core.store.write(end_obstacle, obstacle, ObstacleState.SOLVED, core.clock.now())
    await core.store.write(keep_solution, obstacle, "Rude answer", core.clock.now())
    await close(core)

    listed = words(await core.room.say("Root", "/setup group manage"))

    assert "rude" not in listed.casefold()
    assert "It crashes" in listed
    assert "Broadcasting" in listed


async def test_an_obstacle_of_a_stopped_member_is_not_shown(core: WeeklyCore) -> None:
    await core.room.say("Root", "/setup publishing off Ann")
    core.room.later(minutes=5)
    assert not await is_shown(core, await core.store.write(ask, core))


async def test_an_obstacle_that_a_stopped_member_changes_is_not_shown(core: WeeklyCore) -> None:
    """What they reported before can still be helped with, though the summary came later."""
    await core.room.say("Root", "/setup publishing off Ann")
    await close(core)
    assert await is_shown(core, ObstacleId(1))

    await core.room.say("Ann", "/checkin of:2026-03-02 | Rude words")

    assert not await is_shown(core, ObstacleId(1))


async def test_a_stopped_member_who_hides_is_allowed_without_their_name(core: WeeklyCore) -> None:
    await core.room.say("Root", "/setup publishing off Ben")
    await show_as(core.room, "hidden", LearnerId(3))

    stopped = await core.room.say("Root", "/setup publishing")

    assert "Ben" not in words(stopped)
    assert "publishing ~1 on #3" in lines(stopped)
    await core.room.tap("Root", stopped, "Allow A hidden")
    assert "All members can share" in words(await core.room.say("Root", "/setup publishing"))


async def test_texts_come_four_at_a_time(store: Store) -> None:
    core = WeeklyCore(store)
    room: Room = core.room
    names = ("Root", "Ann", "Ben", "Cem", "Dee", "Eva")
    for name in names:
        await room.say(name, "/join")
    await core.open_checkin()
    for name in names:
        await room.tap(name, await room.say(name, f"/checkin Work of {name}"), "All")
    await close(core)

    first = await room.say("Root", "/setup group manage")
    assert 5 >= len(words(first).splitlines())
    assert {"Take down 4"} <= set(labels(first))
    second = await room.press("Root", f"{lines(first)[4]}")
    assert "2. " in words(second)
    assert ["◀ Previous", "Stop a member", "Back"] == labels(second)[-3:]


async def test_thanks_are_taken_down_and_put_back(core: WeeklyCore) -> None:
    room = core.room
    obstacle = await core.store.write(ask, core)
    await room.say("Ben", f"/assist {obstacle}")
    await room.say("Ann", f"/helped {obstacle} yes")
    room.later(days=20)  # four weeks count
    listed = await room.say("Root", "/setup group manage")
    assert "1. Ben: thanked for help on Sun 8 Mar" in words(listed)
    assert "Ben · 1 thank-you" in words(await room.say("Ann", "/leaderboard thanks"))

    down = await room.tap("Root", listed, "Take down 1")

    assert "Taken down" in words(down)
    assert "already" in words(await room.tap("Root", listed, "Take down 1"))
    for verdict in ("some", "no", "yes"):  # thanks said anew stay down
        await room.say("Ann", f"/helped {obstacle} {verdict}")
    assert "No thanks" in words(await room.say("Ann", "/leaderboard thanks"))
    assert "An admin took 1 thank-you of yours down" in words(await room.privately("Ben", "/leaderboard thanks"))
    assert "An admin" not in words(await room.say("Ben", "/leaderboard thanks"))
    assert "An admin" not in words(await room.privately("Ann", "/leaderboard thanks"))
    assert not (await core.store.read(read_meeting, obstacle, LearnerId(3), HERE.platform, core.clock.now())).thanked
    assert "1. Taken down: Ben, thanked for help" in words(await room.say("Root", "/setup group manage"))

    assert "It’s back" in words(await room.tap("Root", down, "Put it back"))
    assert "never taken down" in words(await room.tap("Root", down, "Put it back"))
    assert "Ben · 1 thank-you" in words(await room.say("Ann", "/leaderboard thanks"))
    assert "An admin" not in words(await room.privately("Ben", "/leaderboard thanks"))
    room.later(days=28)  # since they were said anew
    assert "Nothing was shared" in words(await room.say("Root", "/setup group manage"))


@pytest.mark.parametrize("gone", ["/settings visibility hidden", "/leave yes"])
async def test_thanks_to_a_member_that_nobody_sees_are_not_listed(core: WeeklyCore, gone: str) -> None:
    obstacle = await core.store.write(lambda db: ask(db, core, posted=False))
    await core.room.say("Ben", f"/assist {obstacle}")
    await core.room.say("Ann", f"/helped {obstacle} yes")
    assert "1. Ben: thanked" in words(await core.room.say("Root", "/setup group manage"))

    await core.room.say("Ben", gone)

    assert "Nothing was shared" in words(await core.room.say("Root", "/setup group manage"))


def ask(db: Connection, core: WeeklyCore, *, posted: bool = True) -> ObstacleId:
    now = core.clock.now()
    obstacle = open_obstacle(
        db, LearnerId(2), group_id=GROUP, roadmap_slug="climb", task=None, words="It crashes", now=now
    )
    if posted:
        note_posted(db, obstacle, now)
    return obstacle


async def is_shown(core: WeeklyCore, obstacle_id: ObstacleId) -> bool:
    found = await core.store.read(find_obstacle, obstacle_id)
    assert found
    assert ObstacleState.OPEN is found.state
    return found.shown


async def test_a_stopped_member_learns_that_nobody_can_be_asked_and_is_not_asked_for_readers(core: WeeklyCore) -> None:
    for name in ("Ann", "Ben"):
        await core.room.say(name, "/join")
    await core.room.say("Root", "/setup publishing off Ann")

    refused = words(await core.room.say("Ann", "/stuck week2-numpy Joins"))
    report = words(await core.room.say("Ann", "/checkin A book"))

    assert "I can’t ask anyone. Talk to an admin." in refused
    assert "How much of your check-ins" not in report
    assert "Your group isn’t shown your check-ins for now" in report
