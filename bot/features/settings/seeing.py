"""Read how a learner wants others to see them, in the words that people type for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.chat.call import Call
from bot.closed_sets import Visibility

Words = Mapping[Visibility, Collection[str]]

_PLAIN: Words = {
    Visibility.GROUP: ("by name", "show name", "show my name", "visible"),
    Visibility.NUMBER: (
        Visibility.NUMBER,
        "a number",
        "my number",
        "by number",
        "as a number",
        "only a number",
        "only number",
    ),
    Visibility.HIDDEN: (Visibility.HIDDEN, "hide", "hide me", "hide my name", "invisible"),
}
"""Words that say it by themselves. `Show me` or `name` may be a question, so they make no hidden learner visible."""

_ANSWERS: Words = {
    Visibility.GROUP: (Visibility.GROUP, "my group", "my groups", "the group", "name", "my name", "show me"),
    Visibility.HIDDEN: ("nobody", "no one", "noone", "none", "private", "only me", "off", "no"),
}
"""Words that say it behind the question who sees the learner. `Everybody` may be more than the groups: it is asked."""


def read_visibility(call: Call, typed: str) -> Visibility | None:
    """Read typed words as an answer to who sees the learner. So is the label of a button. None: they are none."""
    said = _bare(typed)
    labelled = (one for one in Visibility if said == _bare(call.label(f"settings.button.{one}")))
    return read_plain_visibility(typed) or _find(_ANSWERS, said) or next(labelled, None)


def read_plain_visibility(typed: str) -> Visibility | None:
    """Read typed words that say by themselves how a learner wants to be seen. None: they do not."""
    return _find(_PLAIN, _bare(typed))


def _bare(typed: str) -> str:
    return " ".join(typed.casefold().strip(" .!").split())


def _find(words: Words, said: str) -> Visibility | None:
    return next((one for one, known in words.items() if said in known), None)
