"""Six weeks of nine people who hear each other; and what no other member may read."""

from __future__ import annotations

import re

from tests.transcripts.playing import HERE

SCRIPT = HERE / "six_weeks.txt"
SECRETS = ("Secret work", "Secret trouble", "My job eats my evenings", "My notes")
"""Words of reports that are private, of a hidden member or of one who publishes their promise alone."""


def messages() -> list[tuple[str, str]]:
    """The heading and the words of each message of the kept conversation."""
    found = re.findall(r"^  @ (.*)\n((?:  \|.*\n)*)", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    return [(heading, words) for heading, words in found]


def for_all() -> list[str]:
    """The words of each message that the whole group reads."""
    return [words for heading, words in messages() if "alone" not in heading]


def test_the_group_never_reads_what_a_member_keeps_private() -> None:
    shown = "\n".join(for_all())

    assert [] == [secret for secret in SECRETS if secret in shown]
    assert "Statistics Fundamentals" in shown


def test_the_group_never_reads_the_name_of_a_hidden_member_or_of_one_shown_by_number() -> None:
    shown = "\n".join(for_all())

    assert [] == [name for name in ("Fay", "Hal") if re.search(rf"\b{name}\b", shown)]
    assert "Member 8" in shown


def test_each_part_of_hearing_each_other_is_played() -> None:
    shown = "\n".join(words for _, words in messages())
    parts = (
        "is stuck on",
        "can help",
        "says thanks",
        "this helped before",
        "Cheer (2)",
        "minutes together",
        "study partners",
    )
    goals = ("Goal met", "You met your goal", "How Study room is doing", "co-admin", "https://example.org/cat/python")

    assert [] == [part for part in (*parts, *goals) if part not in shown]
