"""The button to cheer, as posts have it."""

from __future__ import annotations

from bot.chat.reply import Button
from bot.features.cheers.actions import CheerCount
from bot.posting.wording import Worded


def cheer_taps(worded: Worded, cheers: object) -> tuple[Button, ...]:
    """Make the button to cheer, with the number of cheers. A post in private has none, as no member sees it."""
    if not isinstance(cheers, CheerCount) or worded.post.place.private:
        return ()
    label = worded.label("cheers.counted", n=cheers.n) if cheers.n else worded.label("cheers.button")
    return (Button(label, f"cheer {cheers.post_id}", replaces=True),)
