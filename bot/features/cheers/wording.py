"""The button to cheer, as posts have it."""

from __future__ import annotations

from bot.chat.reply import Button
from bot.features.cheers.actions import CheerCount
from bot.posting.wording import Worded


def cheer_taps(worded: Worded) -> tuple[Button, ...]:
    """Make the button to cheer, with the number of cheers. A post in private has none, as no member sees it.

    The count is the details of the post, or one of them.
    """
    details = worded.details if isinstance(worded.details, tuple) else (worded.details,)
    cheers = next((one for one in details if isinstance(one, CheerCount)), None)
    if cheers is None or worded.post.place.private:
        return ()
    label = worded.label("cheers.counted", n=cheers.n) if cheers.n else worded.label("cheers.button")
    return (Button(label, f"cheer {cheers.post_id}", replaces=True),)
