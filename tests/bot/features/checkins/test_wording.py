"""What a check-in's posts say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.chat import limits
from bot.chat.limits import units
from bot.chat.reply import Reply
from bot.features.checkins.facts import CheckinOpened, Digest, Reached, Reminder, Reported, Scored
from bot.features.checkins.published import Published
from bot.features.checkins.queries.publishing import PublishedReport
from bot.features.posts import POSTS
from bot.identity import CheckinId, GroupId, LearnerId, ObstacleId, Place, PlaceId, PostId
from bot.posting.deliverer import word_post
from bot.posting.facts import PostFacts
from bot.posting.posts import Post
from bot.posting.subjects import Subject, Subjects
from roadmap.reading import shipped_roadmap
from tests.bot.room import labels, lines, words

KINDS = {kind.name: kind for kind in POSTS}
NOW = datetime(2026, 3, 8, 18, tzinfo=UTC)
WEEK = date(2026, 3, 2)
ROADMAP = shipped_roadmap()
BLOCK = next(ROADMAP.blocks())
NAME = "<b>Ann* @Ben"
PEOPLE = {
    **{LearnerId(number): Subject(number, f"N{number}") for number in range(10, 40)},
    LearnerId(1): Subject(1, NAME),
    LearnerId(2): Subject(2),
    LearnerId(3): Subject(3, silent=True),
}


def said(
    kind: str,
    facts: PostFacts,
    late: timedelta = timedelta(),
    turn: int = 0,
    *,
    details: tuple[Published, ...] = (),
    people: Mapping[LearnerId, Subject] = PEOPLE,
) -> Reply:
    place = Place("telegram", 1, 1)
    row = Post(
        PostId(1), kind, "k", None, facts.to_json() | {"turn": turn}, 1, NOW, NOW, place, "en", PlaceId(1), GroupId(1)
    )
    return word_post(row, KINDS, {ROADMAP.slug: ROADMAP}, NOW + late, Subjects(people), details=details)


def published(
    learner: int,
    finished: str = "",
    obstacle: str = "",
    *,
    ticked: tuple[str, ...] = (),
    promise: tuple[str, ...] = (),
    kept: bool = False,
) -> Published:
    waiting = ObstacleId(learner) if obstacle else None
    report = PublishedReport(
        LearnerId(learner), "", 0, whole=True, finished=finished, obstacle=obstacle, obstacle_id=waiting
    )
    return Published(report, ticked, promise, kept)


def shown(*reports: Published, people: Mapping[LearnerId, Subject] = PEOPLE, **more: object) -> Reply:
    """A digest in which these reports are published."""
    counted = (Reported(one.report.learner_id) for one in reports)
    return said("digest", digest(*counted, checkin=CheckinId(7), **more), details=reports, people=people)


def digest(*reports: Reported, **more: object) -> Digest:
    return Digest(**{"at": NOW, "week": WEEK, "roadmap": ROADMAP.slug, "reports": reports, **more})  # type: ignore[arg-type]  # as named


def test_the_post_says_until_when_in_the_groups_zone_and_has_one_button() -> None:
    habits = tuple(habit.slug for habit in ROADMAP.habits)[2:3]
    reply = said("checkin", CheckinOpened(NOW, WEEK, ROADMAP.slug, NOW + timedelta(days=1), "Asia/Tokyo", habits))

    assert "Open until Tue 10 Mar, 03:00 Tokyo time." in words(reply)
    assert ROADMAP.habits[2].title in words(reply)
    assert ["checkin of:2026-03-02"] == [one.line for row in reply.buttons for one in row]  # type: ignore[union-attr]  # no links


def test_no_wording_comes_twice_in_a_row() -> None:
    for kind, facts in (
        ("checkin", [CheckinOpened(NOW, WEEK + timedelta(days=7 * n), ROADMAP.slug, NOW, "UTC") for n in range(9)]),
        ("digest", [digest(week=WEEK + timedelta(days=7 * n)) for n in range(9)]),
        ("remind", [Reminder(NOW, WEEK + timedelta(days=7 * n), NOW, "UTC") for n in range(9)]),
    ):
        texts = [words(said(kind, one, turn=turn)) for turn, one in enumerate(facts)]
        assert all(one != other for one, other in pairwise(texts)), kind


def test_a_reminder_is_private_and_leads_to_what_can_be_changed() -> None:
    reply = said("remind", Reminder(NOW, WEEK, NOW + timedelta(hours=4), "UTC"))

    assert reply.private
    assert "Sun 8 Mar, 22:00" in words(reply)
    assert ["Check in", "My reminders"] == labels(reply)


def test_a_digest_shows_obstacles_first_then_finished_work_then_promises() -> None:
    reply = shown(
        published(10, "Two chapters", "Broadcasting"),
        published(11, ticked=("week2-numpy", "gone"), promise=("week2-python", "week1-statistics")),
        published(2, obstacle="Time"),
    )

    assert (
        "3 of you checked in.\n\n"
        "Stuck on\n• N10: Broadcasting\n• Member 2: Time\n\n"
        "Finished\n• N10: Two chapters\n• N11: NumPy & Pandas, gone\n\n"
        "Promised\n• N11: Python Syntax, Statistics Fundamentals"
    ) == reply.text.plain
    assert ["Help N10", "Help Member 2", "Read all", "Check in late", "Leaderboard"] == labels(reply)
    assert ["assist 10", "assist 2", "digest 7", "checkin of:2026-03-02", "leaderboard"] == lines(reply)


def test_members_of_one_name_are_told_apart_in_the_words_and_on_the_buttons() -> None:
    people = PEOPLE | {LearnerId(number): Subject(number, "Ana") for number in (41, 42)} | {LearnerId(43): Subject(43)}
    stuck = [published(number, obstacle=f"Thing {number}", kept=True) for number in (41, 42, 2, 43, 10)]

    reply = shown(*stuck, people=people, kept=5)

    assert "• Ana · #41: Thing 41\n• Ana · #42: Thing 42\n• Member 2: Thing 2\n• Member 43" in words(reply)
    assert ["Help Ana · #41", "Help Ana · #42", "Help Member 2", "Help Member 43"] == labels(reply)[:4]
    assert "Ana · #41, Ana · #42, Member 2, Member 43, N10" in words(reply)


def test_reports_that_nobody_may_read_are_counted_alone() -> None:
    reply = said("digest", digest(Reported(LearnerId(1)), Reported(LearnerId(2)), checkin=CheckinId(7)))

    assert "2 of you checked in." == reply.text.plain
    assert ["Check in late", "Leaderboard"] == labels(reply)


def test_a_digest_offers_partners_behind_all_else() -> None:
    reply = said("digest", digest(Reported(LearnerId(10)), partners=True))

    assert ("Find a partner", "settings partner") == (labels(reply)[-1], lines(reply)[-1])


def test_a_digest_planned_by_an_earlier_version_shows_no_words() -> None:
    kept = digest(Reported(LearnerId(1))).to_json()
    kept["reports"][0]["promise"] = ["week2-numpy"]
    del kept["checkin"], kept["message_id"]

    assert "1 of you checked in." == said("digest", Digest.from_json(kept)).text.plain


def test_a_late_report_is_on_the_pages_alone() -> None:
    reply = said("digest", digest(Reported(LearnerId(10))), details=(published(10, "A book"), published(11, "Late")))

    assert "A book" in words(reply)
    assert "Late" not in words(reply)


@pytest.mark.parametrize(
    "hostile",
    [
        "@everyone <@1> <@&2> @here",
        "**bold** [click](http://x.y)",
        "a\n• N10: forged\r\nStuck on",
        "`` ``` <b>&amp;{who}",
    ],
)
def test_words_in_a_digest_are_words_on_one_line_that_ping_nobody(hostile: str) -> None:
    reply = shown(published(1, hostile, hostile))

    assert all(span.mention is None and not span.url and not span.role for span in reply.text.spans)
    flat = " · ".join(hostile.splitlines())
    assert f"Stuck on\n• {NAME}: {flat}\n\nFinished\n• {NAME}: {flat}" in words(reply)
    assert all(not span.bold for span in reply.text.spans if flat in span.text)


def test_long_words_are_cut_at_the_end_of_a_word_and_lead_to_all() -> None:
    reply = shown(published(10, "word " * 100), published(11, "x" * 500))

    assert f"• N10: {'word ' * 27}word…\n• N11: {'x' * 139}…" in words(reply)
    assert "tap Read all" in words(reply)
    assert "tap Read all" not in words(shown(published(10, "short")))


def test_a_digest_of_two_hundred_reports_fits_and_has_few_lines() -> None:
    people = {LearnerId(n): Subject(n, "😀" * 32) for n in range(1000, 1200)}
    reports = tuple(
        published(n, "😀 " * 250, "😀 " * 250, promise=("week2-numpy",) * 3, kept=True) for n in range(1000, 1200)
    )
    board = tuple(Scored(LearnerId(n), n, NOW) for n in range(1000, 1010))
    reached = tuple(Reached(LearnerId(n), "level", ROADMAP.levels[0].slug) for n in range(1000, 1008))
    facts = digest(
        *(Reported(one) for one in people), checkin=CheckinId(7), board=board, milestones=reached, tasks=9, kept=600
    )
    PEOPLE.update(people)
    reply = said("digest", facts, details=reports)

    assert units(words(reply)) < limits.VISIBLE
    assert (4, 14) == (words(reply).count("…") - 5, words(reply).count("•"))
    assert 2 + 1 == len(reply.buttons)
    assert "200 of you checked in.\n600 promises kept.\n" in words(reply)


def test_kept_promises_are_praised_by_name_where_they_are_published() -> None:
    reply = shown(published(10, kept=True), published(11), published(2, kept=True), kept=3)

    assert "3 promises kept. Well done, N10, Member 2!" in words(reply)
    assert "1 promise kept." in words(said("digest", digest(Reported(LearnerId(10)), kept=1)))


def test_a_changed_digest_says_no_word_about_being_late() -> None:
    assert "Sorry" not in words(said("amend_digest", digest(message_id="m"), late=timedelta(days=3)))


def scored(*points: int) -> tuple[Scored, ...]:
    """Learners N10, N11 ... with these points."""
    return tuple(Scored(LearnerId(10 + n), many, NOW + timedelta(minutes=n)) for n, many in enumerate(points))


def test_a_digest_shows_all_of_a_rank_or_none() -> None:
    text = words(said("digest", digest(board=scored(9, 4, 4, 4, 4))))
    crowded = words(said("digest", digest(board=scored(9, *(4,) * 12))))

    assert "1. N10 (9 points), 2. N11 (4 points), 2. N12 (4 points), 2. N13 (4 points), 2. N14 (4 points)" in text
    assert "1. N10 (9 points), 2. 12 members (4 points each)" in crowded
    assert "N11" not in crowded


def test_a_fall_in_pace_is_no_reproach() -> None:
    def pace(tasks: int, before: int) -> str:
        return words(said("digest", digest(Reported(LearnerId(1)), tasks=tasks, tasks_before=before)))

    assert "12 tasks done together, 3 more than the week before" in pace(12, 9)
    assert "as many as the week before" in pace(2, 2)
    assert "2 tasks done together." in pace(2, 9)
    assert "together" not in pace(0, 9)
    assert "1 task done together." in pace(1, 0)


def test_milestones_are_named_even_after_they_left_the_roadmap() -> None:
    level, month = ROADMAP.levels[0], ROADMAP.levels[0].months[0]
    kinds = {
        ("block", BLOCK.slug): BLOCK.title,
        ("level", level.slug): f"level {level.name}",
        ("month", month.slug): month.title,
        ("streak", "7"): "7 days in a row",
        ("comeback", "2026-03-01"): "back after a break",
        ("roadmap", ""): "the whole roadmap",
        ("block", "long-gone"): "long-gone",
    }
    for (kind, slug), told in kinds.items():
        reached = (Reached(LearnerId(1), kind, slug),)
        board = (Scored(LearnerId(1), 1, NOW),)
        text = words(said("digest", digest(Reported(LearnerId(1)), milestones=reached, kept=1, board=board)))
        assert f"Milestones: <b>Ann* @Ben: {told}" in text
    assert "1 promise kept." in text
    assert "<b>Ann* @Ben (1 point)" in text


def test_more_milestones_than_fit_into_a_line_are_counted() -> None:
    reached = tuple(Reached(LearnerId(n), "block", BLOCK.slug) for n in range(10, 15))
    text = words(said("digest", digest(milestones=reached)))

    assert f"N12: {BLOCK.title}; and 2 more" in text
    assert "N13" not in text


def test_a_member_with_several_milestones_is_named_once() -> None:
    reached = (
        Reached(LearnerId(1), "streak", "7"),
        Reached(LearnerId(10), "block", BLOCK.slug),
        Reached(LearnerId(1), "block", BLOCK.slug),
        Reached(LearnerId(11), "block", BLOCK.slug),
    )
    text = words(said("digest", digest(milestones=reached)))

    assert f"Ann* @Ben: 7 days in a row, {BLOCK.title}; N10: {BLOCK.title}; and 1 more" in text


def test_a_month_is_named_without_the_blocks_of_the_same_learner_in_it() -> None:
    month = ROADMAP.levels[0].months[0]
    reached = (
        Reached(LearnerId(1), "month", month.slug),
        Reached(LearnerId(1), "block", BLOCK.slug),
        Reached(LearnerId(2), "block", BLOCK.slug),
    )
    text = words(said("digest", digest(milestones=reached)))

    assert month.title in text
    assert 1 == text.count(BLOCK.title)


def test_a_quiet_week_is_one_kind_line_and_a_late_one_says_sorry() -> None:
    assert "\n" not in words(said("digest", digest()))
    assert "Sorry" in words(said("digest", digest(), late=timedelta(hours=3)))


def test_a_week_in_which_nobody_reported_still_tells_what_was_done_in_it() -> None:
    text = words(said("digest", digest(tasks=5, tasks_before=2, board=(Scored(LearnerId(1), 7, NOW),))))

    assert "<b>Ann* @Ben (7 points)" in text
    assert "5 tasks done together, 3 more than the week before" in text
    assert "checked in" not in text


def test_a_digest_leaves_out_who_hid_or_left_since_and_ranks_close_up() -> None:
    gone = 99
    board = tuple(
        Scored(LearnerId(one), points, NOW) for one, points in [(3, 9), (1, 7), (2, 7), (gone, 6), (10, 5), (11, 0)]
    )
    reached = (Reached(LearnerId(3), "block", BLOCK.slug), Reached(LearnerId(2), "streak", "7"))
    text = words(
        said(
            "digest",
            digest(
                Reported(LearnerId(3)),
                Reported(LearnerId(2)),
                Reported(LearnerId(gone)),
                board=board,
                milestones=reached,
            ),
        )
    )

    assert "1 of you checked in." in text
    assert f"1. {NAME} (7 points), 1. Member 2 (7 points), 3. N10 (5 points)" in text
    assert text.count("Member 2: 7 days") == 1 and "Milestones: Member 2: 7 days in a row" in text


def test_a_digest_about_nobody_who_may_be_shown_is_a_quiet_one() -> None:
    text = words(
        said(
            "digest",
            digest(
                Reported(LearnerId(3)),
                board=(Scored(LearnerId(3), 9, NOW),),
                milestones=(Reached(LearnerId(3), "roadmap", ""),),
            ),
        )
    )

    assert text == words(said("digest", digest()))


def test_two_members_who_may_be_shown_have_no_ranks() -> None:
    board = (Scored(LearnerId(1), 7, NOW), Scored(LearnerId(2), 5, NOW), Scored(LearnerId(3), 0, NOW))

    assert f"{NAME} (7 points), Member 2 (5 points)" in words(
        said("digest", digest(Reported(LearnerId(1)), board=board))
    )
