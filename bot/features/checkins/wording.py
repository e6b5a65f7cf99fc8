"""Wording of the weekly check-in: opening, private reminder and digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from babel.dates import format_date

from bot.chat.form import ABOUT
from bot.chat.markup import SpokenMoment, Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Row, Tone
from bot.chat.words.clocks import say_moment, say_moment_of
from bot.chat.words.lists import list_texts, list_words
from bot.features.checkins.facts import CheckinOpened, Digest, Reached, Reminder, Reported, Scored
from bot.identity import LearnerId
from bot.posting.wording import Worded
from roadmap.leaderboard import BoardEntry, SharedRank, Standing, rank_entries
from roadmap.milestones import Milestone, MilestoneKind, leave_out_parts
from roadmap.model import Roadmap

LISTED = 20  # reports shown in a digest
FRONT = 3  # members shown from the board


def word_checkin(worded: Worded) -> Reply:
    """Word the opening of a check-in, with its button."""
    facts = CheckinOpened.from_json(worded.post.facts)
    habits = [habit.title for habit in worded.find(facts.roadmap).habits if habit.slug in facts.habits]
    return Reply(
        join_texts(
            [
                worded.say_anew("checkin.opens"),
                worded.say("checkin.habits", what=list_words(habits, worded.post.language)) if habits else Text(),
                worded.say("checkin.until", until=_until(worded, facts.closes_at, facts.zone)),
                worded.apology(facts.at),
            ]
        ),
        title=worded.say_anew("checkin.opens.title"),
        buttons=_button(worded, "checkin.button", facts.week),
    )


def word_reminder(worded: Worded) -> Reply:
    """Word the reminder of a check-in, for the learner in private."""
    facts = Reminder.from_json(worded.post.facts)
    text = worded.say_anew("checkin.remind", until=_until(worded, facts.closes_at, facts.zone))
    stop = Button(worded.label("snooze.button.nudges"), "nudges")
    check_in, *_ = _button(worded, "checkin.button", facts.week)
    return Reply(join_texts([text, worded.apology(facts.at)]), buttons=((*check_in, stop),), private=True)


def word_digest(worded: Worded) -> Reply:
    """Word the digest. Members who did not report are not listed as missing.

    Members who hid or left since it was planned are left out, and so are milestones that were taken back.
    """
    facts = _leave_out_hidden(worded, Digest.from_json(worded.post.facts))
    roadmap = worded.find(facts.roadmap)
    what_happened = [
        worded.say("digest.kept", n=facts.kept) if facts.kept else Text(),
        _board(worded, facts.board),
        _milestones(worded, facts.milestones, roadmap),
        _pace(worded, facts),
    ]
    if not facts.reports and not any(what_happened):
        return Reply(
            join_texts([worded.say_anew("digest.quiet"), worded.apology(facts.at)]),
            buttons=_button(worded, "digest.late", facts.week),
        )
    reports = _reports(worded, facts.reports, roadmap) if facts.reports else worded.say_anew("digest.quiet")
    parts = [reports, *what_happened, worded.apology(facts.at)]
    board = Button(worded.label("digest.board"), "leaderboard")
    day = format_date(facts.week, "d MMMM", locale=worded.post.language)
    return Reply(
        join_texts(parts, "\n\n"),
        title=worded.say_anew("digest.title", day=day),
        buttons=((*_button(worded, "digest.late", facts.week)[0], board),),
        tone=Tone.GOOD,
    )


def _until(worded: Worded, instant: datetime, zone: str) -> SpokenMoment:
    """Write an instant: for a group in its own zone, which is named."""
    write = say_moment if worded.post.place.private else say_moment_of
    return write(instant, zone, worded.post.language)


def _button(worded: Worded, label: str, week: date) -> tuple[Row, ...]:
    """Make the button that reports on a week, however late it is tapped."""
    return ((Button(worded.label(label), f"checkin {ABOUT}{week}", style=ButtonStyle.PRIMARY),),)


def _leave_out_hidden(worded: Worded, facts: Digest) -> Digest:
    def is_shown(reported: Reported | Scored | Reached) -> bool:
        return worded.subjects.find_shown(reported.learner) is not None

    return replace(
        facts,
        reports=tuple(filter(is_shown, facts.reports)),
        board=tuple(filter(is_shown, facts.board)),
        milestones=tuple(one for one in facts.milestones if is_shown(one) and not _is_lost(worded, facts, one)),
    )


def _is_lost(worded: Worded, facts: Digest, reached: Reached) -> bool:
    """Tell whether an undo took a milestone back since the digest was planned. Streaks belong to no roadmap."""
    keys = ((reached.learner, roadmap, reached.kind, reached.slug) for roadmap in (facts.roadmap, ""))
    return not worded.subjects.lost.isdisjoint(keys)


def _word_name(worded: Worded, learner_id: LearnerId) -> Text:
    learner = worded.subjects.learners[learner_id]
    return (
        worded.say("digest.name", name=learner.name)
        if learner.name
        else worded.say("digest.member", number=learner.number)
    )


def _reports(worded: Worded, reports: Sequence[Reported], roadmap: Roadmap) -> Text:
    lines = [_report(worded, one, roadmap) for one in reports[:LISTED]]
    more = len(reports) - LISTED
    counted = worded.say("digest.reports", n=len(reports))
    return join_texts([counted, *lines, worded.say("digest.more", n=more) if more > 0 else Text()])


def _report(worded: Worded, report: Reported, roadmap: Roadmap) -> Text:
    tasks = [roadmap.task(slug) for slug in report.promise]
    promised = [worded.say("digest.task", title=task.title) for task in tasks if task is not None]
    if not promised:
        return worded.say("digest.reported", who=_word_name(worded, report.learner))
    return worded.say(
        "digest.promises", who=_word_name(worded, report.learner), what=list_texts(promised, worded.post.language)
    )


def _board(worded: Worded, board: Sequence[Scored]) -> Text:
    entries = (BoardEntry(one.learner, "", one.points, one.reached_at) for one in board)
    ranked = rank_entries(entries, None, FRONT)
    front = [_placed(worded, one) for one in ranked.top if one.entry.score]
    if ranked.shared:
        front.append(_shared(worded, ranked.shared))
    return join_texts([worded.say("digest.front"), *front]) if front else Text()


def _shared(worded: Worded, shared: SharedRank) -> Text:
    points = worded.say("digest.points", n=shared.score)
    return worded.say("digest.shared", rank=shared.rank, n=shared.members, points=points)


def _placed(worded: Worded, ranked: Standing) -> Text:
    key = "digest.placed" if ranked.rank is None else "digest.ranked"
    return worded.say(
        key, rank=ranked.rank or 0, who=_word_name(worded, LearnerId(ranked.entry.learner)), n=ranked.entry.score
    )


def _milestones(worded: Worded, milestones: Sequence[Reached], roadmap: Roadmap) -> Text:
    if not milestones:
        return Text()
    lines = [
        worded.say("digest.milestone", who=_word_name(worded, one.learner), what=_what(worded, one, roadmap))
        for one in milestones
        if not _lies_in_another(one, milestones, roadmap)
    ]
    return join_texts([worded.say("digest.reached"), *lines])


def _lies_in_another(reached: Reached, milestones: Sequence[Reached], roadmap: Roadmap) -> bool:
    """Whether the same learner reached a greater part, which holds this one."""
    theirs = [Milestone(MilestoneKind(one.kind), one.slug) for one in milestones if one.learner == reached.learner]
    return Milestone(MilestoneKind(reached.kind), reached.slug) not in leave_out_parts(roadmap.levels, theirs)


def _what(worded: Worded, reached: Reached, roadmap: Roadmap) -> Text:
    if reached.kind == MilestoneKind.STREAK:
        return worded.say("celebrate.also.streak", n=int(reached.slug))
    return worded.say(f"celebrate.also.{reached.kind}", what=_title_of_part(roadmap, reached.slug))


def _title_of_part(roadmap: Roadmap, slug: str) -> str:
    """Return the title of a block, month or level.

    If the roadmap no longer has it, return its slug. An empty slug stands for the roadmap itself.
    """
    block, level = roadmap.block(slug), roadmap.level(slug)
    if block:
        return block.title
    if level:
        return level.name
    months = (month.title for one in roadmap.levels for month in one.months if month.slug == slug)
    return next(months, slug or roadmap.title)


def _pace(worded: Worded, facts: Digest) -> Text:
    """Word how many tasks were ticked off in the week.

    The week before is mentioned only if it had some ticks, but not more: a fall would read as a reproach.
    """
    more = facts.tasks - facts.tasks_before
    if not facts.tasks:
        return Text()
    tasks = worded.say("digest.tasks", n=facts.tasks)
    if more > 0 and facts.tasks_before:
        return worded.say("digest.more_than_last", tasks=tasks, n=more)
    return worded.say("digest.as_many", tasks=tasks) if more == 0 else worded.say("digest.pace", tasks=tasks)
