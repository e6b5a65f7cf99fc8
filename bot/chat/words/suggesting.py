"""Suggest values while they are typed: times of day, weekdays with a time, and words that are known beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.chat.call import Call
from bot.chat.command import Suggest, Suggestion
from bot.chat.words.clocks import WEEK, hour, read_hours, weekday

LATEST = 1439
_STEPS = (60, 30, 15)  # minutes; full hours come before half ones

SuggestFor = Callable[[Call, str], list[Suggestion]]
"""Suggests values of one setting."""


def suggest_by(option: str, suggested: Mapping[str, SuggestFor]) -> Suggest:
    """Suggest values of the setting that another option of the call names."""

    async def suggest(call: Call, typed: str) -> list[Suggestion]:
        found = suggested.get(call.said.options.get(option, "").casefold())
        return found(call, typed) if found else []

    return suggest


def suggest_hours(typed: str, latest: int = LATEST) -> list[Suggestion]:
    """Suggest times of day up to the latest: those that the words mean, then those that begin so.

    If nothing is typed, full hours are suggested.
    """
    begun = typed.strip().replace(".", ":")
    meant = [at for at in read_hours(typed) if at <= latest]
    steps = _STEPS if begun else _STEPS[:1]
    near = [at for step in steps for at in range(0, latest + 1, step) if _begins(begun, at)]
    return [Suggestion(hour(at), hour(at)) for at in dict.fromkeys((*meant, *near))]


def suggest_weekdays(typed: str, language: str) -> list[Suggestion]:
    """Suggest the weekdays that begin as typed."""
    days = (Suggestion(weekday(number, language), word) for number, word in enumerate(WEEK))
    return [day for day in days if day.label.casefold().startswith(typed.strip().casefold())]


def suggest_weekly_hours(typed: str, language: str, usual: str) -> list[Suggestion]:
    """Suggest a weekday with a time of day: the usual time, or those that begin as the words behind the day."""
    day, blank, begun = typed.strip().partition(" ")
    times = [one.value for one in suggest_hours(begun)] if blank else [usual]
    days = suggest_weekdays(day, language)
    return [Suggestion(f"{one.label} {time}", f"{one.value} {time}") for time in times for one in days]


def suggest_words(values: Iterable[tuple[str, str]], typed: str) -> list[Suggestion]:
    """Suggest the values of which a word, or one of the label, begins as typed."""
    begun = f" {typed.strip()}".casefold()
    return [Suggestion(label, value) for label, value in values if begun in f" {label} {value}".casefold()]


def _begins(begun: str, at: int) -> bool:
    return hour(at).startswith(begun) or hour(at).removeprefix("0").startswith(begun)
