"""The button to cheer, as posts have it, and the post that counts the cheers anew."""

from __future__ import annotations

from typing import cast

from bot.chat.reply import Button, Reply
from bot.features.cheers.actions import CheerCount
from bot.posting.shown import ShownPost, word_shown
from bot.posting.wording import NothingToSay, Worded


def word_recounted(worded: Worded) -> Reply:
    """Word a post once more, with its cheers counted. Raises NothingToSay if it is gone."""
    shown = cast("ShownPost | None", worded.details)
    if shown is None:
        raise NothingToSay
    return word_shown(shown, worded.library)


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
