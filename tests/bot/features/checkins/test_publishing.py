"""Published check-ins: a group reads what each member allows, as long as they allow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.reply import Reply
from bot.closed_sets import Publishing, Visibility
from bot.database.store import Store
from bot.features.checkins.published import read_details_of_digest
from bot.features.digests.actions import amend_arrived_digest, amend_digests, amend_digests_about
from bot.features.helping.queries.obstacles import find_obstacle
from bot.features.members.actions.chats import note_gone
from bot.features.posts import POSTS
from bot.identity import CheckinId, LearnerId, ObstacleId
from bot.posting import outbox as posts
from bot.posting.deliverer import word_post
from bot.posting.posts import Post
from bot.posting.subjects import read_subjects
from bot.tables import accounts, learners, memberships, obstacles, outbox, reports
from tests.adapters.weekly_core import WeeklyCore
from tests.bot.features.helping.locking import noting_locks
from tests.bot.room import HERE, Room, button, labels, lines, words

KINDS = {kind.name: kind for kind in POSTS}
FIRST = CheckinId(1)
SENT = "m1"


@dataclass
class Week:
    """A check-in of a group, and its digest as it would be sent now."""

    core: WeeklyCore

    @property
    def room(self) -> Room:
        return self.core.room

    async def report(self, name: str, line: str, choice: str = "All") -> Reply:
        reply = await self.room.say(name, f"/checkin {line}")
        return await self.room.tap(name, reply, choice) if choice else reply

    async def claim(self) -> list[Post]:
        platforms = (HERE.platform,)
        now = self.room.clock.now()
        return await self.core.store.write(posts.claim_posts, now, now - now, 100, platforms)

    async def word(self, post: Post) -> Reply:
        subjects = await self.core.store.read(read_subjects, post)
        details = await self.core.store.read(read_details_of_digest, post)
        return word_post(post, KINDS, self.room.library, self.room.clock.now(), subjects, details=details)

    async def digest(self) -> Reply:
        """Close the check-in, and word its digest."""
        await self.core.close_checkin()
        [post] = [one for one in await self.claim() if one.kind == "digest"]
        return await self.word(post)

    async def send(self) -> Post:
        """Close the check-in, and send its digest."""
        await self.core.close_checkin()
        [post] = [one for one in await self.claim() if one.kind == "digest"]
        await self.core.store.write(_arrive, post, self.room.clock.now())
        return post

    async def changes(self) -> list[Reply]:
        """The changes of posts that are due now."""
        return [await self.word(one) for one in await self.claim() if one.kind == "amend_digest"]


def _arrive(db: Connection, post: Post, now: datetime) -> None:
    posts.mark_sent(db, post.id, now, SENT)
    amend_arrived_digest(db, post)


def _take_down(db: Connection, now: datetime) -> None:
    """Take Ann's report down, as a steward does (tests/bot/features/stewards/test_moderation.py)."""
    db.execute(update(reports).where(reports.c.learner_id == 1).values(hidden_at=now))
    amend_digests(db, FIRST, now)


@pytest.fixture
async def week(store: Store) -> Week:
    """The evening of a check-in in a group of four."""
    core = WeeklyCore(store)
    for name in ("Ann", "Ben", "Cat", "Dan"):
        await core.room.say(name, "/join")
    await core.open_checkin()
    return Week(core)


async def test_a_digest_says_what_each_member_allows_and_nothing_else(week: Week) -> None:
    await week.report("Ann", "Two chapters | Broadcasting | week2-numpy")
    await week.report("Ben", "Ben’s work | Ben’s trouble | week1-stats", "Only my promise")
    await week.report("Cat", "Cat’s work | Cat’s trouble | week1-algebra", "Private")
    await week.report("Dan", "Dan’s work | Dan’s trouble | week1-algebra", "")
    said = words(await week.digest())

    assert "4 of you checked in" in said
    assert "Stuck on\n• Ann: Broadcasting\n" in said
    assert "Finished\n• Ann: Two chapters\n" in said
    assert "Promised\n• Ann: NumPy & Pandas\n• Ben: Statistics" in said
    assert not any(name in said for name in ("Ben’s", "Cat", "Dan"))


async def test_ticks_are_shown_where_no_words_were_written(week: Week) -> None:
    await week.room.say("Ann", "/done week1-algebra")
    await week.report("Ann", "| -")

    assert "Finished\n• Ann: Linear algebra" in words(await week.digest())


async def test_a_choice_counts_as_it_is_when_the_digest_is_worded(week: Week) -> None:
    await week.report("Ann", "Two chapters | Broadcasting | week2-numpy")
    await week.report("Ben", "My work")
    await week.core.close_checkin()
    [post] = [one for one in await week.claim() if one.kind == "digest"]
    assert "Broadcasting" in words(await week.word(post))

    await week.room.say("Ann", "/settings checkins promise")
    assert "Broadcasting" not in words(await week.word(post))
    assert "Ann: NumPy" in words(await week.word(post))
    await week.room.say("Ann", "/settings visibility number")
    assert "Member 1: NumPy" in words(await week.word(post))
    await week.room.say("Ann", "/settings visibility hidden")
    assert "NumPy" not in words(await week.word(post))
    assert "My work" in words(await week.word(post))
    await week.room.tap("Ben", await week.room.say("Ben", "/leave"), "Yes, leave")
    assert "My work" not in words(await week.word(post))


async def test_digests_that_may_change_are_locked_so_that_a_cheer_for_one_need_not_wait(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.send()

    with noting_locks() as locks:
        await week.core.store.write(amend_digests_about, LearnerId(1), week.room.clock.now())

    assert 1 == len(await week.changes())
    assert ["NO KEY UPDATE OF outbox"] == [one.partition(" FOR ")[2] for one in locks]


@pytest.mark.parametrize(
    ("line", "shown", "gone"),
    [
        ("/settings checkins private", "Ann finished", "Two chapters"),
        ("/settings checkins promise", "Ann finished", "Two chapters"),
        ("/settings visibility number", "Member 1: Two chapters", "Ann"),
        ("/settings visibility hidden", "My work", "Two chapters"),
        ("/settings work private", "Two chapters", "example.org"),
        ("/work hide #1", "Two chapters", "example.org"),
        ("/leave yes", "My work", "Two chapters"),
    ],
)
async def test_a_posted_digest_follows_what_a_member_hides(week: Week, line: str, shown: str, gone: str) -> None:
    await week.room.say("Ann", "/settings work on")
    await week.room.say("Ann", "/done week2-numpy https://example.org/ann")
    await week.report("Ann", "Two chapters")
    await week.report("Ben", "My work")
    await week.send()
    assert [] == await week.changes()

    await week.room.say("Ann", line)

    [change] = await week.changes()
    assert shown in words(change)
    assert gone not in words(change)
    await week.room.say("Ann", line)
    assert [] == await week.changes()


async def test_a_posted_digest_stays_as_it_is_for_a_member_it_does_not_show(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.send()

    await week.room.say("Ben", "/leave yes")

    assert [] == await week.changes()


async def test_a_posted_digest_follows_late_words_and_late_work(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.send()
    await week.report("Ben", "of:2026-03-02 A late one")
    await week.changes()
    await week.room.say("Ben", "/settings visibility hidden")
    assert 1 == len(await week.changes())


async def test_a_posted_digest_follows_a_member_who_leaves_the_chat(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.send()
    gone = (week.room.account("Ann"), HERE, week.room.clock.now())

    assert await week.core.store.write(note_gone, *gone)

    [change] = await week.changes()
    assert "Two chapters" not in words(change)
    assert not await week.core.store.write(note_gone, *gone)
    assert [] == await week.changes()


async def test_a_posted_digest_follows_the_tap_on_a_report(week: Week) -> None:
    report = await week.report("Ann", "Two chapters | Broadcasting")
    await week.report("Ben", "My work")
    await week.send()
    readers = await week.room.tap("Ann", report, "Who reads it")
    await week.room.tap("Ann", readers, "Private")
    await week.room.tap("Ben", await week.room.say("Ben", "/digest 1"), "Make mine private")
    [change] = await week.changes()

    assert "2 of you checked in" in words(change)
    assert not any(word in words(change) for word in ("Two chapters", "Broadcasting", "My work"))
    await week.room.tap("Ann", readers, "All")
    [again] = await week.changes()
    assert "Broadcasting" in words(again)


async def test_a_digest_that_is_being_sent_is_changed_once_it_has_arrived(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.core.close_checkin()
    [post] = [one for one in await week.claim() if one.kind == "digest"]
    await week.room.tap("Ann", await week.room.say("Ann", "/digest 1"), "Make mine private")
    assert [] == await week.changes()

    await week.core.store.write(_arrive, post, week.room.clock.now())

    [change] = await week.changes()
    assert "Two chapters" not in words(change)


async def test_a_change_that_waits_already_is_enough_and_names_its_message(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.send()
    for _ in range(3):
        await week.core.store.write(amend_digests, FIRST, week.room.clock.now())
    rows = select(outbox.c.facts).where(outbox.c.kind == "amend_digest")

    [facts] = await week.core.store.read(lambda db: list(db.scalars(rows)))
    assert SENT == facts["message_id"]


async def test_a_report_that_is_changed_after_the_digest_changes_it(week: Week) -> None:
    await week.report("Ann", "Two chapters | Broadcasting: my boss laughed | week2-numpy")
    await week.send()
    assert [] == await week.changes()

    await week.room.say("Ann", "/checkin of:2026-03-02 Three chapters | Broadcasting | week2-numpy")

    [change] = await week.changes()
    assert "Three chapters" in change.text.plain
    assert "laughed" not in change.text.plain


async def test_another_obstacle_in_place_of_one_that_was_solved_can_be_helped(week: Week) -> None:
    await week.report("Ann", "Two chapters | Broadcasting")
    await week.report("Ben", "My work")
    await week.send()
    first = await week.room.say("Ben", "/assist 1")
    await week.room.say("Ann", "/helped 1 yes")
    await week.room.say("Ann", "/checkin of:2026-03-02 Two chapters | Broadcasting")
    assert "Help Ann" not in labels(await week.room.say("Ben", "/digest 1"))

    await week.room.say("Ann", "/checkin of:2026-03-02 Two chapters | Slicing")

    [*_, change] = await week.changes()
    assert "• Ann: Slicing" in words(change)
    assert "assist 1" != button(change, "Help Ann").line
    assert words(first) == words(await week.room.tap("Ben", change, "Help Ann"))
    await week.room.say("Ann", "/checkin of:2026-03-02 Two chapters | Slicing rows")
    assert button(change, "Help Ann").line in lines(await week.room.say("Cat", "/digest 1"))
    assert "1. Ben · 1 thank-you" in words(await week.room.say("Ann", "/leaderboard thanks"))


async def test_members_of_one_name_are_told_apart_on_the_pages(week: Week) -> None:
    def call_all_sam(db: Connection) -> None:
        for table in (accounts, learners):
            db.execute(table.update().values(name="Sam"))

    for name in ("Ann", "Ben"):
        await week.report(name, "Two chapters | Broadcasting")
    await week.send()
    await week.core.store.write(call_all_sam)

    page = await week.room.say("Cat", "/digest 1")

    assert ["Help Sam · #1", "Help Sam · #2"] == sorted(labels(page))
    assert all(f"Sam · #{number}" in words(page) for number in (1, 2))


async def test_a_late_report_and_one_that_says_the_same_change_no_digest(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.send()

    await week.room.say("Ann", "/checkin of:2026-03-02 Two chapters")
    await week.report("Ben", "of:2026-03-02 A late one", choice="")

    assert [] == await week.changes()


async def test_a_report_that_a_steward_took_down_is_shown_nowhere_for_good(week: Week) -> None:
    report = await week.report("Ann", "Two chapters | Broadcasting | week2-numpy")
    await week.send()
    now = week.room.clock.now()

    await week.core.store.write(_take_down, now)

    [change] = await week.changes()
    assert "Ann" not in change.text.plain
    readers = await week.room.tap("Ann", report, "Who reads it")
    assert "took it out" in words(await week.room.tap("Ann", readers, "All"))
    assert "Nobody shares" in words(await week.room.say("Ben", "/digest 1"))


async def test_all_is_read_in_private_page_by_page_with_obstacles_first(week: Week) -> None:
    room = week.room
    await week.report("Ann", "done " * 90)
    await week.report("Ben", f"{'work ' * 90} | {'rain ' * 90}")
    for number in range(8):
        name = f"N{number}"
        await room.say(name, "/join")
        await week.report(name, "x" * 450)
    digest = await week.digest()

    first = await room.tap("Ann", digest, "Read all")
    assert first.private and not first.update
    assert words(first).index("Ben") < words(first).index("Ann")
    assert " ".join(["rain"] * 90) in words(first)
    assert ["Help Ben", "Make mine private", "More"] == labels(first)
    second = await room.tap("Ann", first, "More")
    assert second.update
    assert "Page 2 of 2" in words(second)
    assert ["Previous"] == labels(second)
    assert "Page 1 of 2" in words(await room.tap("Ann", second, "Previous"))
    names = [name for name in ("Ann", "Ben", *(f"N{n}" for n in range(8))) if name in words(first) + words(second)]
    assert 10 == len(names)


async def test_a_member_who_shares_no_word_is_not_named_on_the_pages(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.report("Ben", "Two chapters, and private", "Only my promise")
    await week.digest()

    assert "Ben" not in words(await week.room.say("Ann", "/digest 1"))


async def test_the_pages_keep_the_name_of_a_member_who_is_shown_by_number(week: Week) -> None:
    await week.report("Ann", "Two chapters | Broadcasting")
    await week.room.say("Ann", "/settings visibility number")
    await week.digest()

    page = await week.room.say("Ben", "/digest 1")

    assert "Member 1" in words(page) and "Ann" not in words(page)
    assert "Help Member 1" in labels(page)


async def test_an_obstacle_that_was_taken_down_alone_is_read_nowhere(week: Week) -> None:
    await week.report("Ann", "Two chapters | Broadcasting")
    await week.core.close_checkin()
    [post] = [one for one in await week.claim() if one.kind == "digest"]
    down = update(obstacles).values(hidden_at=week.room.clock.now())
    await week.core.store.write(lambda db: db.execute(down).rowcount)

    for reply in (await week.word(post), await week.room.say("Ben", "/digest 1")):
        assert "Two chapters" in words(reply) and "Broadcasting" not in words(reply)
        assert not any(line.startswith("assist") for line in lines(reply))


@pytest.mark.parametrize("behind", [" 1", " 99", "", " x", f" {'9' * 15}", f" {'9' * 30}", " 1 private"])
async def test_a_person_of_another_group_reads_nothing(week: Week, behind: str) -> None:
    await week.report("Ann", "Two chapters")
    await week.digest()

    assert "Only members of its group" in words(await week.room.say("Zoe", f"digest{behind}", tapped=True))


async def test_a_member_who_left_reads_nothing_and_a_strange_page_is_refused(week: Week) -> None:
    await week.report("Ann", "Two chapters")
    await week.digest()
    assert "Two chapters" in words(await week.room.privately("Ben", "/digest 1 77"))
    assert "Only members" in words(await week.room.say("Ben", "/digest 1 two"))
    await week.room.tap("Ben", await week.room.say("Ben", "/leave"), "Yes, leave")

    assert "Only members" in words(await week.room.say("Ben", "/digest 1"))


async def test_a_late_report_is_on_the_pages_and_its_learner_is_offered_no_help_by_themselves(week: Week) -> None:
    await week.report("Ann", "A book | Rain")
    await week.digest()
    await week.report("Ben", "Late words")
    mine = await week.room.say("Ann", "/digest 1")

    assert "Late words" in words(mine)
    assert "Help Ann" not in labels(mine)
    assert "Help Ann" in labels(await week.room.say("Ben", "/digest 1"))


async def test_the_obstacle_of_a_late_report_waits_for_help_too(week: Week) -> None:
    await week.report("Ann", "A book")
    await week.report("Ben", "| Time", "")
    await week.digest()
    await week.room.say("Ann", "/checkin of:2026-03-02 | Rain")
    await week.room.say("Ben", "/checkin of:2026-03-02 readers all", tapped=True)

    assert ["Help Ann", "Help Ben"] == sorted(labels(await week.room.say("Cat", "/digest 1")))


async def test_an_obstacle_that_its_learner_took_out_of_the_report_waits_for_no_help(week: Week) -> None:
    await week.report("Ann", "| Broadcasting")
    await week.digest()
    await week.room.say("Ann", "/checkin of:2026-03-02 | -")

    found = await week.core.store.read(find_obstacle, ObstacleId(1))
    assert found and not found.shown


async def test_each_published_obstacle_is_kept_for_those_who_can_help(week: Week) -> None:
    await week.report("Ann", "| Broadcasting")
    await week.report("Ben", "| Time", "Only my promise")
    digest = await week.digest()

    assert "assist 1" == button(digest, "Help Ann").line
    assert 1 == sum(line.startswith("assist") for line in lines(digest))


def _choose(db: Connection, dice: Random) -> dict[str, tuple[Publishing | None, ...]]:
    """Set random choices, visibilities, departures and take-downs. Returns whose words may be shown, and how much."""
    shown: dict[str, tuple[Publishing | None, ...]] = {}
    choices = (None, *Publishing)
    for learner_id in range(1, 5):
        general, own = dice.choice(choices), dice.choice(choices)
        visibility = dice.choice(list(Visibility))
        left, down = dice.random() < 0.2, dice.random() < 0.2
        someone = learners.c.id == learner_id
        db.execute(update(learners).where(someone).values(publishing=general, visibility=visibility))
        now = datetime.fromisoformat("2026-03-08T19:00+00:00")
        mine = memberships.c.learner_id == learner_id
        db.execute(update(memberships).where(mine).values(left_at=now if left else None))
        values = {"publishing": own, "hidden_at": now if down else None}
        db.execute(update(reports).where(reports.c.learner_id == learner_id).values(**values))
        readable = not (left or down or visibility == Visibility.HIDDEN)
        shown[str(learner_id)] = (general, own) if readable else (None,)
    return shown


async def test_words_are_shown_if_and_only_if_both_choices_allow_it_and_their_learner_is_there(week: Week) -> None:
    names = ("Ann", "Ben", "Cat", "Dan")
    for number, name in enumerate(names, 1):
        await week.room.say(name, f"/checkin work{number} | trouble{number} | {list(_PROMISES)[number - 1]}")
    await week.core.close_checkin()
    [post] = [one for one in await week.claim() if one.kind == "digest"]
    await week.room.say("Eve", "/join")
    dice = Random(7)
    for _ in range(60):
        allowed = await week.core.store.write(_choose, dice)

        pages = (words(await week.word(post)), words(await week.room.say("Eve", "/digest 1")))

        for said in pages:
            for number, title in enumerate(_PROMISES.values(), 1):
                choices = allowed[str(number)]
                whole = set(choices) == {Publishing.ALL}
                promise = set(choices) <= {Publishing.ALL, Publishing.PROMISE}
                assert (whole, whole, promise) == (f"work{number}" in said, f"trouble{number}" in said, title in said)


_PROMISES = {
    "week1-algebra": "Linear algebra",
    "week1-stats": "Statistics",
    "week2-numpy": "NumPy & Pandas",
    "week2-cleaning": "Data cleaning",
}
