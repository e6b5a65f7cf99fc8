"""/digest: read the published check-ins of a week whole, page by page. It is tapped rather than typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel.dates import format_date

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.limits import units
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Button, Reply, Row
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.cutting import cut_words
from bot.chat.words.lists import list_words
from bot.closed_sets import Publishing
from bot.features.checkins.published import NoSuchDigest, Published, PublishedWeek, see_published, take_back_report
from bot.features.checkins.queries.publishing import PublishedReport
from bot.identity import CheckinId, LearnerId, distinguish_names
from roadmap.lookup.parts import title_of

PAGE = 2800  # UTF-16 units of a page
MOST = 8  # reports of a page
HELPED = 6  # buttons for help on a page
TITLES = 600  # UTF-16 units of a report's titles
_DIGITS = 15

Names = Mapping[LearnerId, tuple[Text, str]]
"""The name of each member who is shown, and the same for a button. Members of one name are told apart."""


@command(
    of_group=False,
    name="digest",
    readers=Readers.SECRET,
    which=Arg("which check-in, as a button says it", optional=True),
    page=Arg("which page", optional=True),
)
async def read_all(call: Call, which: str = "", page: str = "") -> Reply:
    """Read all that members shared in a check-in."""
    checkin_id = CheckinId(_number(which))
    if page.casefold() == Publishing.PRIVATE:
        await call.write(take_back_report, call.caller, checkin_id)
        again = make_taps([(call.label("digest.read_all"), f"digest {checkin_id} 1")])
        return Reply(call.say("digest.taken_back"), buttons=(again,), private=True, update=call.said.tapped)
    return _show_page(call, await call.read(see_published, call.caller, checkin_id), _number(page or "1"), bool(page))


def _number(typed: str) -> int:
    """Read a number as buttons type it. Raises NoSuchDigest for anything else."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS):
        raise NoSuchDigest
    return int(typed)


def _show_page(call: Call, week: PublishedWeek, number: int, turned: bool) -> Reply:
    """Show a page. A number beyond the end gives the last. A tap on a page turns it in place."""
    names = _names(call, week.reports)
    pages = _pages(call, week, names)
    number = min(max(number, 1), len(pages))
    shown = pages[number - 1]
    texts = [text for _, text in shown] or [call.say("digest.page.none")]
    count = call.say("digest.page.number", page=number, of=len(pages)) if len(pages) > 1 else NOTHING
    day = format_date(week.week, "d MMMM", locale=call.scene.language)
    return Reply(
        join_texts([*texts, count], "\n\n"),
        title=call.say("digest.page.title", day=day),
        buttons=(
            *_help(call, week, [report for report, _ in shown], names),
            *_turns(call, week, [report for report, _ in shown], number, len(pages)),
        ),
        private=True,
        update=turned and call.said.tapped,
    )


def _pages(call: Call, week: PublishedWeek, names: Names) -> list[list[tuple[Published, Text]]]:
    """Lay the reports out in pages, those with an obstacle first. None is parted, and empty ones are left out."""
    pages: list[list[tuple[Published, Text]]] = [[]]
    room = PAGE
    for report in sorted(week.reports, key=lambda published: not published.report.obstacle):
        text = _report(call, week, report, names)
        if not text:
            continue
        room -= units(text.plain)
        if pages[-1] and (room < 0 or len(pages[-1]) == MOST):
            pages.append([])
            room = PAGE - units(text.plain)
        pages[-1].append((report, text))
    return pages


def _report(call: Call, week: PublishedWeek, published: Published, names: Names) -> Text:
    """Write a report whole, each part on one line. Of an empty one write nothing."""
    report = published.report
    parts = (
        ("stuck", report.obstacle),
        ("finished", report.finished or _titles(call, week, published.ticked)),
        ("promised", _titles(call, week, published.promise)),
    )
    lines = [call.say(f"digest.page.{name}", words=cut_words(words)) for name, words in parts if words]
    return join_texts([names[report.learner_id][0], *lines]) if lines else NOTHING


def _names(call: Call, reports: Sequence[Published]) -> Names:
    """Name the members of these reports. Behind a name that several have stands the number."""
    found = [one.report for one in reports]
    labels = distinguish_names([one.name for one in found], [f"#{one.number}" if one.name else "" for one in found])
    return {one.learner_id: _name(call, one, label) for one, label in zip(found, labels, strict=True)}


def _name(call: Call, report: PublishedReport, label: str) -> tuple[Text, str]:
    if not report.name:
        numbered = call.say("digest.member", number=report.number)
        return numbered, numbered.plain
    name = call.say("digest.name", name=report.name)
    return name if label == report.name else call.say("digest.namesake", who=name, sign=f"#{report.number}"), label


def _titles(call: Call, week: PublishedWeek, slugs: Sequence[str]) -> str:
    roadmap = call.library.get(week.roadmap_slug)
    titles = [title_of(roadmap, slug) if roadmap else slug for slug in slugs]
    return cut_words(list_words(titles, call.scene.language), TITLES)


def _help(call: Call, week: PublishedWeek, shown: Sequence[Published], names: Names) -> tuple[Row, ...]:
    """Offer help with the page's obstacles."""
    stuck = [one.report for one in shown if one.report.obstacle_id and one.report.learner_id != week.own]
    buttons = (
        Button(call.label("digest.help", who=names[one.learner_id][1]), f"assist {one.obstacle_id}")
        for one in stuck[:HELPED]
    )
    return lay_out((tuple(buttons), 2))


def _turns(call: Call, week: PublishedWeek, shown: Sequence[Published], number: int, pages: int) -> tuple[Row, ...]:
    """Offer to take one's own report back, and the pages before and after."""
    line = f"digest {week.checkin_id}"
    own = any(one.report.learner_id == week.own for one in shown)
    mine = [(call.label("digest.page.take_back"), f"{line} {Publishing.PRIVATE}")] if own else []
    before = [(call.label("digest.page.before"), f"{line} {number - 1}")] if number > 1 else []
    after = [(call.label("digest.page.after"), f"{line} {number + 1}")] if number < pages else []
    return lay_out((make_taps(mine), 1), (make_taps([*before, *after]), 2))
