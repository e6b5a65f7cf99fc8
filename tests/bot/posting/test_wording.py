from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.chat.reply import Button, Reply
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.features.commands import make_registry
from bot.features.nudges.facts import GroupNudge, Morning, PersonalNudge, Saver, Welcome
from bot.features.posts import POSTS
from bot.features.reviews.facts import Review
from bot.features.stewards.facts import PlaceLost
from bot.identity import Account, GroupId, LearnerId, Place, PlaceId, PostId
from bot.posting.deliverer import word_post
from bot.posting.posts import Post
from bot.posting.subjects import Subject, Subjects
from bot.posting.wording import NoRoadmap, NothingToSay, UnknownPost
from roadmap.milestones import Milestone, MilestoneKind
from roadmap.reading import shipped_roadmap

KINDS = {kind.name: kind for kind in POSTS}
NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
TODAY = NOW.date()
ROADMAP = shipped_roadmap()
SLUG = ROADMAP.slug
ZERO, MID, SENIOR = ROADMAP.levels
BLOCK = next(ROADMAP.blocks())
MONTH = ZERO.months[0]
TASK = next(ROADMAP.tasks())
ANN = Account("telegram", 7, "<b>Ann*")
NAMED = Subjects({LearnerId(1): Subject(4, ANN.name, ANN, pings=True)}, {GroupId(5): "<i>Group"})
NUMBERED = Subjects({LearnerId(1): Subject(4)})


def post(kind: str, facts: Any, number: int = 1) -> Post:
    return Post(
        id=PostId(number),
        kind=kind,
        key="k",
        learner_id=LearnerId(1),
        facts={"turn": number, **facts.to_json()},
        attempts=1,
        created_at=NOW,
        due_at=NOW,
        place=Place("telegram", 1, 1),
        language="en",
        place_id=PlaceId(1),
        group_id=GroupId(1),
    )


def said(kind: str, facts: Any, *, late: timedelta = timedelta(0), number: int = 1, subjects: Subjects = NAMED) -> str:
    reply = word_post(post(kind, facts, number), KINDS, {SLUG: ROADMAP}, NOW + late, subjects)
    return f"{reply.title.plain}\n{reply.text.plain}"


def button_lines(reply: Reply) -> list[str]:
    return [button.line for row in reply.buttons for button in row if isinstance(button, Button)]


def celebration(*milestones: Milestone, **more: Any) -> CelebrationFacts:
    return CelebrationFacts(LearnerId(1), SLUG, milestones, **more)


def nudge(**more: Any) -> GroupNudge:
    return GroupNudge(**{"at": NOW, "day": TODAY, "roadmap": SLUG, "studied": 2, "members": 5, **more})


EVERY: list[tuple[str, Any]] = [
    *(
        ("celebration", celebration(Milestone(kind, slug)))
        for kind, slug in [
            (MilestoneKind.BLOCK, BLOCK.slug),
            (MilestoneKind.MONTH, MONTH.slug),
            (MilestoneKind.LEVEL, ZERO.slug),
            (MilestoneKind.LEVEL, SENIOR.slug),
            (MilestoneKind.VICTORY, ZERO.slug),
            (MilestoneKind.ROADMAP, ""),
            (MilestoneKind.STREAK, "30"),
            (MilestoneKind.COMEBACK, "2026-02-20"),
        ]
    ),
    ("nudge", nudge(frontier=((BLOCK.slug, 4), ("gone", 1)), habits=("daily-code",))),
    ("nudge", nudge(studied=0)),
    ("nudge", nudge(asleep=True)),
    ("review", Review(NOW, date(2026, 2, 1), SLUG, 12, 3, tuple(habit.slug for habit in ROADMAP.habits))),
    ("review", Review(NOW, date(2026, 2, 1), SLUG)),
    ("personal", PersonalNudge(NOW, TODAY, SLUG, (TASK.slug, "gone"), 3)),
    ("personal", PersonalNudge(NOW, TODAY, SLUG, (), 0, pace=1, thinned=True)),
    ("personal", PersonalNudge(NOW, TODAY, SLUG, asks_to_stop=True)),
    ("saver", Saver(NOW, 12, NOW + timedelta(hours=2), "Europe/Berlin")),
    ("morning", Morning(NOW, (TODAY,), True, 2, 9)),
    ("welcome", Welcome(NOW, 10, SLUG, TASK.slug, 14)),
    ("steward", PlaceLost(NOW, "discord", "kicked", GroupId(5))),
    ("steward", PlaceLost(NOW, "telegram", "kicked", GroupId(5))),
]


@pytest.mark.parametrize(("kind", "facts"), EVERY)
def test_a_post_is_silent_if_its_kind_does_not_ring(kind: str, facts: Any) -> None:
    reply = word_post(post(kind, facts), KINDS, {SLUG: ROADMAP}, NOW, NAMED)

    assert (not KINDS[kind].rings) == reply.silent


@pytest.mark.parametrize(("kind", "facts"), EVERY)
def test_everything_that_is_said_unasked_has_words(kind: str, facts: Any) -> None:
    text = said(kind, facts)

    assert text.strip()
    assert "{" not in text
    assert "None" not in text


def test_a_steward_hears_which_permissions_a_bot_needs_on_discord_and_there_alone() -> None:
    discord = said("steward", PlaceLost(NOW, "discord", "missing permissions", GroupId(5)))
    telegram = said("steward", PlaceLost(NOW, "telegram", "kicked", GroupId(5)))

    assert all(name in discord for name in ("View Channel", "Send Messages", "Embed Links"))
    assert "Embed Links" not in telegram and "on Telegram" in telegram
    assert [True, False] == ["I’ll keep my posts" in text for text in (discord, telegram)]


@pytest.mark.parametrize(("kind", "slug", "pinged"), [("level", ZERO.slug, [77]), ("block", BLOCK.slug, [])])
def test_a_level_pings_the_stewards_role_and_a_lesser_milestone_does_not(
    kind: str, slug: str, pinged: list[int]
) -> None:
    facts = celebration(Milestone(MilestoneKind(kind), slug))
    reply = word_post(replace(post("celebration", facts), role=77), KINDS, {SLUG: ROADMAP}, NOW, NAMED)

    assert pinged == [span.role for span in reply.text.spans if span.role and span.ping]


def test_a_level_post_names_what_opens_next_and_pings_only_with_leave() -> None:
    facts = celebration(Milestone(MilestoneKind.LEVEL, ZERO.slug), Milestone(MilestoneKind.STREAK, "7"))
    reply = word_post(post("celebration", facts), KINDS, {SLUG: ROADMAP}, NOW, NAMED)

    assert ZERO.celebration in reply.text.plain
    assert MID.name in reply.text.plain
    assert "Also: 7 days in a row." in reply.text.plain
    assert [(ANN, True)] == [(span.mention, span.ping) for span in reply.text.spans if span.mention]
    assert f"criteria {ZERO.slug}" in {getattr(button, "line", "") for row in reply.buttons for button in row}


def test_a_celebration_of_a_level_does_not_name_its_blocks_again() -> None:
    facts = celebration(Milestone(MilestoneKind.LEVEL, ZERO.slug), Milestone(MilestoneKind.BLOCK, BLOCK.slug))
    reply = word_post(post("celebration", facts), KINDS, {SLUG: ROADMAP}, NOW, NAMED)

    assert BLOCK.title not in reply.text.plain


def test_the_last_level_has_its_own_celebration_beside_the_whole_roadmap() -> None:
    facts = celebration(Milestone(MilestoneKind.LEVEL, SENIOR.slug), Milestone(MilestoneKind.ROADMAP))

    reply = word_post(post("celebration", facts), KINDS, {SLUG: ROADMAP}, NOW, NAMED)

    assert "Whole roadmap" in reply.title.plain
    assert SENIOR.celebration in reply.text.plain
    assert [f"criteria {SENIOR.slug}", "leaderboard"] == button_lines(reply)


def test_a_level_that_is_a_victory_at_once_asks_for_no_affirmed_criteria() -> None:
    facts = celebration(Milestone(MilestoneKind.LEVEL, ZERO.slug), Milestone(MilestoneKind.VICTORY, ZERO.slug))

    reply = word_post(post("celebration", facts), KINDS, {SLUG: ROADMAP}, NOW, NAMED)

    assert ZERO.celebration in reply.text.plain
    assert ["leaderboard"] == button_lines(reply)


def test_somebody_shown_by_number_is_never_named() -> None:
    text = said("celebration", celebration(Milestone(MilestoneKind.BLOCK, BLOCK.slug)), subjects=NUMBERED)

    assert "Member 4" in text
    assert "Ann" not in text


LEVEL = Milestone(MilestoneKind.LEVEL, ZERO.slug)


def pinged(facts: CelebrationFacts, subjects: Subjects = NAMED, role: int = 77) -> list[int]:
    """Accounts and roles that a celebration pings."""
    text = word_post(replace(post("celebration", facts), role=role), KINDS, {SLUG: ROADMAP}, NOW, subjects).text
    return [span.mention.user_id if span.mention else span.role for span in text.spans if span.ping]


def test_only_a_level_pings_and_only_a_learner_who_allows_it_and_only_once() -> None:
    no_pings = Subjects({LearnerId(1): replace(NAMED.learners[LearnerId(1)], pings=False)})

    assert [7, 77] == pinged(celebration(LEVEL))
    assert [77] == pinged(celebration(LEVEL), no_pings)
    assert [77] == pinged(celebration(LEVEL), NUMBERED)
    assert [] == pinged(celebration(LEVEL, message_id="9"))
    assert [] == pinged(celebration(LEVEL, Milestone(MilestoneKind.BLOCK, BLOCK.slug), withdrawn=(LEVEL,)))


def test_a_learner_who_may_not_be_shown_is_not_celebrated_but_what_is_out_is_still_put_right() -> None:
    block = Milestone(MilestoneKind.BLOCK, BLOCK.slug)
    hidden = Subjects({LearnerId(1): Subject(4, silent=True)})

    for subjects in (hidden, Subjects()):
        with pytest.raises(NothingToSay):
            said("celebration", celebration(block), subjects=subjects)
    text = said("amend", celebration(block, withdrawn=(block,), message_id="9"), subjects=hidden)
    assert "Member 4" in text and "Ann" not in text


def test_nothing_is_said_to_a_steward_of_a_group_that_is_no_more() -> None:
    with pytest.raises(NothingToSay):
        said("steward", PlaceLost(NOW, "telegram", "kicked", GroupId(6)))


def test_what_was_taken_back_is_said_to_be_still_to_come() -> None:
    block, month = Milestone(MilestoneKind.BLOCK, BLOCK.slug), Milestone(MilestoneKind.MONTH, MONTH.slug)

    assert "Undone by" in said("amend", celebration(block, withdrawn=(block,), message_id="9"))
    assert MONTH.title not in said("amend", celebration(block, month, withdrawn=(month,)))


@pytest.mark.parametrize(("studied", "members"), [(0, 5), (1, 5), (2, 5), (4, 5)])
def test_no_wording_comes_twice_in_a_row(studied: int, members: int) -> None:
    days = [nudge(day=TODAY + timedelta(days=n), studied=studied, members=members) for n in range(20)]
    texts = [said("nudge", day, number=turn) for turn, day in enumerate(days)]

    assert all(one != other for one, other in pairwise(texts))


def test_a_nudge_counts_those_who_studied_and_names_the_front() -> None:
    assert "1 of 5 is done" in said("nudge", nudge(studied=1, day=date(2026, 3, 3)))
    assert f"In {BLOCK.title}: 4 of you" in said("nudge", nudge(frontier=((BLOCK.slug, 4),)))
    assert BLOCK.title not in said("nudge", nudge(frontier=((BLOCK.slug, 1),)))  # as it was planned before


def test_a_nudge_offers_the_task_that_comes_next_where_most_are() -> None:
    task = BLOCK.tasks[0]
    there = nudge(frontier=((BLOCK.slug, 3), ("week2", 2), ("week3", 2)), task=task.slug)
    text = said("nudge", there)

    assert f"In {BLOCK.title}: 3 of you\nNext there: {task.title} ({task.slug})\nIn " in text
    assert 1 == text.count("Next there") and 1 == text.count(": 2 of you")


def test_what_comes_late_says_sorry_and_what_comes_in_time_does_not() -> None:
    assert "Sorry" in said("nudge", nudge(), late=timedelta(minutes=16))
    assert "Sorry" not in said("nudge", nudge(), late=timedelta(minutes=14))
    block = Milestone(MilestoneKind.BLOCK, BLOCK.slug)
    assert "Sorry" in said("celebration", celebration(block), late=timedelta(hours=5))
    assert "Sorry" not in said("amend", celebration(block, message_id="9"), late=timedelta(hours=5))


def test_a_saver_tells_the_hour_on_the_learners_own_clock() -> None:
    assert "21:00" in said("saver", Saver(NOW, 12, NOW + timedelta(hours=2), "Europe/Berlin"))


def test_the_figures_of_a_month_agree_with_their_nouns() -> None:
    february = date(2026, 2, 1)
    one, more = Review(NOW, february, SLUG, 1, 1), Review(NOW, february, SLUG, 12, 3)

    assert "1 task done in February, by 1 of you. 👏" in said("review", one, number=0)
    assert "12 tasks done in February, by 3 of you. 👏" in said("review", more, number=0)
    assert "1 task done by 1 of you" in said("review", one, number=1)
    assert "12 tasks done by 3 of you" in said("review", more, number=1)


def test_what_was_taken_back_before_anybody_heard_of_it_is_not_said_at_all() -> None:
    block = Milestone(MilestoneKind.BLOCK, BLOCK.slug)

    with pytest.raises(NothingToSay):
        said("celebration", celebration(block, withdrawn=(block,)))


def test_an_unknown_kind_or_roadmap_is_an_error_and_no_empty_post() -> None:
    with pytest.raises(UnknownPost):
        word_post(post("horoscope", nudge()), KINDS, {SLUG: ROADMAP}, NOW, NAMED)
    with pytest.raises(NoRoadmap):
        word_post(post("nudge", nudge(roadmap="gone")), KINDS, {SLUG: ROADMAP}, NOW, NAMED)


def test_every_button_of_a_post_is_a_line_of_a_known_command() -> None:
    registry = make_registry()
    for kind, facts in EVERY:
        for row in word_post(post(kind, facts), KINDS, {SLUG: ROADMAP}, NOW, NAMED).buttons:
            for button in row:
                assert registry.get(getattr(button, "line", "").split()[0]), button
    assert {kind for kind, _ in EVERY} | {"amend"} <= set(KINDS)


@pytest.mark.parametrize(("pace", "less"), [(0, ["nudges less"]), (1, ["nudges weekly"]), (2, [])])
def test_less_often_is_less_than_what_is_heard_by_now(pace: int, less: list[str]) -> None:
    reply = word_post(post("personal", PersonalNudge(NOW, TODAY, SLUG, pace=pace)), KINDS, {SLUG: ROADMAP}, NOW, NAMED)

    assert button_lines(reply) == ["snooze 1d", *less, "nudges stop"]
