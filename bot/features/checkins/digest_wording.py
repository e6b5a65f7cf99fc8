"""Wording of the digest: the check-ins in the members' own words, then the board, milestones and tasks of the week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from babel.dates import format_date

from bot.chat.form import ABOUT
from bot.chat.limits import LABEL, shorten
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Row, Tone
from bot.chat.taps import lay_out
from bot.chat.words.cutting import cut_words
from bot.chat.words.lists import list_texts, list_words
from bot.features.checkins.digest_figures import (
    word_digest_board,
    word_digest_milestones,
    word_digest_name,
    word_week_pace,
)
from bot.features.checkins.facts import Digest, Reached, Reported, Scored
from bot.features.checkins.published import Published
from bot.features.cheers.wording import cheer_taps
from bot.features.week_goals.wording import goal_taps, word_offer, word_together
from bot.features.work.week import WeekLink
from bot.features.work.week_wording import offer_week_links, word_week_links
from bot.identity import LearnerId, distinguish_names
from bot.posting.wording import Worded
from roadmap.lookup.parts import title_of
from roadmap.model import Roadmap

STUCK, FINISHED, PROMISED = 4, 5, 5
"""The lines of each part. The rest is behind *Read all*."""
WORDS = 140  # characters of a line's words
BESIDE = 3  # buttons in one row; more take two rows
PRAISED = 5  # members named for kept promises

Line = tuple[LearnerId, str]
"""A member, and their words."""
Names = Mapping[LearnerId, tuple[Text, str]]
"""The name of each member whose words are shown, and the same for a button. Members of one name are told apart."""


def word_digest(worded: Worded) -> Reply:
    """Word the digest, or the change of one that is out. Members who did not report are not listed as missing.

    Members who hid or left since it was planned are left out, and so are milestones that were taken back. Reports are
    shown as far as their learners allow it now.
    """
    facts = _leave_out_hidden(worded, Digest.from_json(worded.post.facts))
    late = Text() if facts.message_id else worded.apology(facts.at)
    roadmap = worded.find(facts.roadmap)
    pace = word_together(worded, facts.together, "digest") or word_week_pace(worded, facts)
    happened = [word_digest_board(worded, facts.board), word_digest_milestones(worded, facts.milestones, roadmap), pace]
    happened.append(word_week_links(worded, _links(worded), roadmap))
    if not facts.reports and not facts.kept and not any(happened):
        return Reply(join_texts([worded.say_anew("digest.quiet"), late]), buttons=((_check_in_late(worded, facts),),))
    said = _readable(worded, facts)
    names = _names(worded, said)
    parts = [
        _counted(worded, facts, said, names),
        *_own_words(worded, said, roadmap, names),
        join_texts(happened),
        word_offer(worded, facts.goal),
        late,
    ]
    return Reply(
        join_texts(parts, "\n\n"),
        title=worded.say_anew("digest.title", day=_day(worded, facts.week)),
        buttons=_buttons(worded, facts, said, names),
        tone=Tone.GOOD,
    )


def _day(worded: Worded, week: date) -> str:
    return format_date(week, "d MMMM", locale=worded.post.language)


def _check_in_late(worded: Worded, facts: Digest) -> Button:
    """Make the button that reports on the week, however late it is tapped."""
    return Button(worded.label("digest.late"), f"checkin {ABOUT}{facts.week}", style=ButtonStyle.PRIMARY)


def _names(worded: Worded, said: Sequence[Published]) -> Names:
    """Name the members whose words are shown. Behind a name that several have stands the number."""
    ids = [one.report.learner_id for one in said]
    names = [word_digest_name(worded, learner_id) for learner_id in ids]
    signs = [f"#{worded.subjects.learners[learner_id].number}" for learner_id in ids]
    labels = distinguish_names([name.plain for name in names], signs)
    return {
        learner_id: (name if name.plain == label else worded.say("digest.namesake", who=name, sign=sign), label)
        for learner_id, name, sign, label in zip(ids, names, signs, labels, strict=True)
    }


def _buttons(worded: Worded, facts: Digest, said: Sequence[Published], names: Names) -> tuple[Row, ...]:
    """Offer help with each obstacle that is shown, a cheer, all words, a late report, the board, and partners."""
    stuck = (one for one in _stuck(said)[:STUCK] if one.report.obstacle_id)
    help_ = tuple(
        Button(
            worded.label("digest.help", who=shorten(names[one.report.learner_id][1], LABEL // 2)),
            f"assist {one.report.obstacle_id}",
        )
        for one in stuck
    )
    all_ = (Button(worded.label("digest.read_all"), f"digest {facts.checkin}"),) if said else ()
    board = Button(worded.label("digest.board"), "leaderboard")
    links = offer_week_links(worded, _links(worded), facts.week)
    partner = (Button(worded.label("partner.button.find"), "settings partner"),) if facts.partners else ()
    others = (*cheer_taps(worded), *all_, *links, _check_in_late(worded, facts), board, *partner)
    width = len(others) if len(others) <= BESIDE else 2
    return lay_out((help_, 2), (others, width), (goal_taps(worded, facts.goal), BESIDE))


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


def _readable(worded: Worded, facts: Digest) -> tuple[Published, ...]:
    """Return the published reports among those that the digest counts. A late one is on its pages alone."""
    counted = {one.learner for one in facts.reports}
    found = worded.details if isinstance(worded.details, tuple) else ()
    return tuple(one for one in found if isinstance(one, Published) and one.report.learner_id in counted)


def _links(worded: Worded) -> tuple[WeekLink, ...]:
    found = worded.details if isinstance(worded.details, tuple) else ()
    return tuple(one for one in found if isinstance(one, WeekLink))


def _counted(worded: Worded, facts: Digest, said: Sequence[Published], names: Names) -> Text:
    """Say how many reported, and praise kept promises: by name only members who publish theirs."""
    reported = worded.say("digest.reports", n=len(facts.reports)) if facts.reports else worded.say_anew("digest.quiet")
    if not facts.kept:
        return reported
    keepers = [one.report.learner_id for one in said if one.kept]
    if 0 < len(keepers) <= PRAISED:
        praised = list_texts([names[learner_id][0] for learner_id in keepers], worded.post.language)
        kept = worded.say("digest.kept_by", n=facts.kept, who=praised)
    else:
        kept = worded.say("digest.kept", n=facts.kept)
    return join_texts([reported, kept])


def _own_words(worded: Worded, said: Sequence[Published], roadmap: Roadmap, names: Names) -> list[Text]:
    """List what members wrote: obstacles first, then finished work, then promises. Each is cut to a line."""
    language = worded.post.language
    stuck, promised = _stuck(said), [one for one in said if one.promise]
    finished = [one for one in said if one.report.finished or one.ticked]
    listed = {
        "stuck": [(one.report.learner_id, one.report.obstacle) for one in stuck[:STUCK]],
        "finished": [
            (one.report.learner_id, one.report.finished or _titles(roadmap, one.ticked, language))
            for one in finished[:FINISHED]
        ],
        "promised": [(one.report.learner_id, _titles(roadmap, one.promise, language)) for one in promised[:PROMISED]],
    }
    shown = sum(map(len, listed.values()))
    more = len(stuck) + len(finished) + len(promised) > shown or any(map(_is_cut, chain(*listed.values())))
    return [
        *(_list(worded, f"digest.{name}", lines, names) for name, lines in listed.items()),
        worded.say("digest.rest") if more else Text(),
    ]


def _stuck(said: Sequence[Published]) -> list[Published]:
    return [one for one in said if one.report.obstacle]


def _titles(roadmap: Roadmap, slugs: Sequence[str], language: str) -> str:
    return list_words([title_of(roadmap, slug) for slug in slugs], language)


def _is_cut(line: Line) -> bool:
    return cut_words(line[1], WORDS) != cut_words(line[1])


def _list(worded: Worded, heading: str, lines: Sequence[Line], names: Names) -> Text:
    if not lines:
        return Text()
    listed = (
        worded.say("digest.line", who=names[learner][0], words=cut_words(words, WORDS)) for learner, words in lines
    )
    return join_texts([worded.say(heading), *listed])
