"""The words of a group's goal for the week, as posts have them."""

from __future__ import annotations

from bot.chat.markup import Text
from bot.chat.reply import Button
from bot.features.week_goals.actions import GoalOffer, Together
from bot.posting.wording import Worded


def word_together(worded: Worded, together: Together | None, post: str) -> Text:
    """Word how far the group has come to its goal. `post` is where it is said: in the nudge, or in the digest.

    A goal that was lowered says so. One that was missed is no more than a number.
    """
    if together is None:
        return Text()
    lowered = together.full > together.goal
    key = "met" if together.met else "lowered" if lowered else "some"
    return worded.say(f"week_goal.{post}.{key}", n=together.goal, done=together.done, full=together.full)


def word_offer(worded: Worded, offer: GoalOffer | None) -> Text:
    """Word that an admin may set a goal with a tap. Empty without an offer."""
    return worded.say("week_goal.offer") if offer else Text()


def goal_taps(worded: Worded, offer: GoalOffer | None) -> tuple[Button, ...]:
    """Make a button for each size of goal that a steward may set."""
    if offer is None:
        return ()
    return tuple(Button(_label(worded, size, offer.again), f"setup goal {size}") for size in offer.sizes)


def _label(worded: Worded, size: int, again: int) -> str:
    return worded.label("week_goal.button.again" if size == again else "week_goal.button.size", n=size)
