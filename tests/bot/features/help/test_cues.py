"""Cues: words of which one has to be found in a tidy text."""

import pytest

from bot.features.help.cues import read_cue


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("remind*", "reminders please", True),
        ("remind*", "unreminded", False),
        ("stop off", "turn it off", True),
        ("stop off", "offer", False),
        ("at-lunch", "at lunch", True),
        ("at-lunch", "at-lunch", True),
        ("at-lunch", "at lunchtime", False),
        ("off-to-bed*", "off to bedtime", True),
        ("#pm", "at 5pm", True),
        ("#:##", "at 17:30", True),
        ("#:##", "at 1730", False),
        ("min h", "20min", True),
        ("min h", "minute", False),
    ],
)
def test_a_cue_is_found_as_whole_words(cue: str, text: str, found: bool) -> None:
    assert found == read_cue(cue).found_in(text)
