"""Word the monthly review."""

from __future__ import annotations

from babel.dates import format_date

from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, Reply
from bot.features.reviews.facts import Review
from bot.posting.wording import Worded
from roadmap.lookup.spelling import spell_with_mark


def word_review(worded: Worded) -> Reply:
    """Word the review of a month: its ticked tasks and its learners in figures, then the monthly habits.

    The first five habits have a button each. Without habits, the only button shows the next tasks.
    """
    facts = Review.from_json(worded.post.facts)
    roadmap = worded.find(facts.roadmap)
    month = format_date(facts.month, "LLLL", locale=worded.post.language)
    key = "review.some" if facts.tasks else "review.none"
    titles = {habit.slug: habit.title for habit in roadmap.habits}
    known = [slug for slug in facts.habits if slug in titles]
    buttons = tuple(
        Button(worded.label("review.did", what=titles[slug]), f"log habit:{spell_with_mark(slug, titles[slug])}")
        for slug in known[:5]
    )
    learners = worded.say("review.learners", n=facts.learners)
    return Reply(
        join_texts(
            [
                worded.say_anew(key, n=facts.tasks, month=month, learners=learners),
                worded.say_anew("review.ask") if known else Text(),
                join_texts(worded.say("post.item", what=titles[slug]) for slug in known),
                worded.apology(facts.at),
            ]
        ),
        title=worded.say("review.title", month=month),
        buttons=tuple((button,) for button in buttons) or ((Button(worded.label("nudge.next"), "next"),),),
    )
