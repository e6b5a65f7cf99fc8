"""The findings of an examination, and the words for acts and roadmaps that are out of place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cli.plurals import count_persons, count_things
from bot.features.roadmaps.facts import Followed, Missing, Stray, count_strays
from roadmap.slug_words import TASK


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of the examination. `remedy` is empty where all is well."""

    what: str
    found: str
    remedy: str = ""


LATE = timedelta(days=2)


def word_daily_job(last: datetime | None, now: datetime) -> Finding:
    """Word when the daily job was done last. It deletes what is kept for a time."""
    if last is None:
        return Finding("Daily job", "not done yet; the bot does it within an hour of its start")
    hours = count_things(max(int((now - last) / timedelta(hours=1)), 0), "hour")
    remedy = "Run the bot, which does it each day. If it runs, look for job.failed in its log."
    return Finding("Daily job", f"done {hours} ago", remedy if now - last > LATE else "")


def word_cut_off(platform: str, count: int) -> Finding:
    """Word how many people cannot be written to, because their platform has no token."""
    found = f"{count_persons(count)} cannot be written to: their accounts are on a platform without a token"
    return Finding(f"People on {platform.capitalize()}", found, f"Set {platform.upper()}_TOKEN in .env.")


def word_missing(lost: Missing) -> Finding:
    """Word that a roadmap is not there, and what waits for it."""
    verb = "waits" if lost.ticks == 1 else "wait"
    waits = f"{count_things(lost.ticks, 'tick')} of {count_persons(lost.learners)} {verb} for it"
    if not lost.groups:
        return Finding(f"Roadmap {lost.roadmap_slug}", f"no group follows it, it is missing, and {waits}")
    follow = f"{count_things(lost.groups, 'group')} {'follows' if lost.groups == 1 else 'follow'} it"
    remedy = (
        "Bring its file back into ROADMAPS under the same name, or choose another with /setup roadmap in the group."
    )
    return Finding(f"Roadmap {lost.roadmap_slug}", f"it is missing; {follow}, and {waits}", remedy)


def list_acts(followed: Followed, strays: Sequence[Stray]) -> Iterator[Finding]:
    """Word what the next start moves, what it cannot tell apart, and what belongs to nothing any more."""
    what = f"Acts on {followed.roadmap_slug}"
    if followed.moved:
        slugs = ", ".join(f"{old} to {new}" for old, new in followed.moved.items())
        yield Finding(what, f"the next start moves {count_things(followed.ticks, 'tick')} with their tasks: {slugs}")
    if followed.alike:
        found = f"cannot be told from other tasks with the same words: {', '.join(sorted(followed.alike))}"
        yield Finding(what, found, "Write each with words of its own, then run `roadmap pin` on the file.")
    if strays:
        ticks, people = count_strays(strays)
        others, logs = (sum(one.others for one in strays), sum(one.logs for one in strays))
        verb = "belongs" if ticks + others + logs == 1 else "belong"
        found = f"{_count_acts(ticks, others, logs)} of {count_persons(people)} {verb} to no task any more"
        yield Finding(what, found, "\n    ".join(_word_stray(one) for one in strays))


def _word_stray(stray: Stray) -> str:
    title = f" (“{stray.title}”)" if stray.title else ""
    acts = _count_acts(stray.ticks, stray.others, stray.logs)
    line = f"{stray.slug}{title}: {acts} of {count_persons(len(stray.learner_ids))}"
    if "~" in stray.slug:  # no file can name it
        return f"{line}. Its slug went to another task. Bring its line back with its old words."
    if stray.kind != TASK:  # an alias is a task's
        return f"{line}. Bring its line back."
    if not stray.heir:
        return f"{line}. Bring its line back, or write alias={stray.slug} on the line that takes its place."
    return f"{line}. If {stray.heir} takes its place, write alias={stray.slug} in the braces of that line."


def _count_acts(ticks: int, others: int, logs: int) -> str:
    counts = ((ticks, "tick"), (others, "other act"), (logs, "habit log"))
    return " and ".join(count_things(n, name) for n, name in counts if n)
