"""/criteria: the self-check of a level."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, Suggestion, command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Button, Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.saying_back import say_back
from bot.chat.words.showing import name_of_part
from bot.features.path.actions.self_check import NoSuchCriterion, SelfCheck, affirm_criterion, check_oneself
from roadmap.lookup import look_up_part
from roadmap.lookup.spelling import is_marked_for, spell_with_mark, split_mark
from roadmap.model import Criterion, Level


async def levels(call: Call, typed: str) -> list[Suggestion]:
    """Suggest the levels that have criteria."""
    found = [level for level in call.roadmap.levels if level.criteria and typed.casefold() in level.name.casefold()]
    return [Suggestion(name_of_part(level), level.slug) for level in found]


@command(
    readers=Readers.ASKER,
    aliases=("selfcheck",),
    statement=Arg("a level, or a skill you have", suggest=levels, optional=True, rest=True),
)
async def criteria(call: Call, statement: str = "") -> Reply:
    """Check your skills, level by level."""
    if not any(level.criteria for level in call.roadmap.levels):
        return Reply(call.say("criteria.none"))
    words = statement.lower().split()
    slug, mark = split_mark(words[-1]) if words else ("", "")
    held = [(level, one) for level in call.roadmap.levels for one in level.criteria if one.slug == slug]
    if held and not is_marked_for(mark, held[0][1].text):
        return _word_check(call, await call.read(check_oneself, call.scene.learner_id, call.roadmap, held[0][0].slug))
    if held:
        return _word_check(call, await call.write(affirm_criterion, call.caller, call.roadmap, slug, words[0] != "not"))
    part = look_up_part(call.roadmap, statement) if statement else None
    level = part.slug if isinstance(part, Level) else ""
    if statement and not level:
        raise NoSuchCriterion(typed=say_back(statement), offers=(("/criteria", "criteria"),))
    return _word_check(call, await call.read(check_oneself, call.scene.learner_id, call.roadmap, level))


def _word_check(call: Call, check: SelfCheck) -> Reply:
    level = call.roadmap.level(check.level)
    if level is None or not level.criteria:
        return Reply(call.say("criteria.none_here"), buttons=lay_out((_others(call, check.level), 3)))
    lines = [_mark(call, one.text, one.slug in check.affirmed) for one in level.criteria]
    return Reply(
        join_texts([call.say("criteria.intro"), *lines, _outcome(call, check, level)], "\n"),
        title=call.say("criteria.title", level=name_of_part(level)),
        buttons=lay_out((_answers(call, check, level), 1), (_others(call, check.level), 3)),
        tone=Tone.CELEBRATION if check.won else Tone.PLAIN,
        update=call.said.tapped,
    )


def _mark(call: Call, text: str, affirmed: bool) -> Text:
    return call.say("criteria.yes" if affirmed else "criteria.open", text=text)


def _outcome(call: Call, check: SelfCheck, level: Level) -> Text:
    if check.victory:
        return call.say("criteria.victory", level=level.name, text=level.victory)
    if check.complete:
        return call.say("criteria.left", n=len(level.criteria) - len(check.affirmed))
    return call.say("criteria.not_complete", level=level.name, percent=check.percent)


def _answers(call: Call, check: SelfCheck, level: Level) -> tuple[Button, ...]:
    return make_taps(
        (call.label("criteria.no_button", text=one.text), f"criteria not {_spell(one)}")
        if one.slug in check.affirmed
        else (call.label("criteria.yes_button", text=one.text), f"criteria {_spell(one)}")
        for one in level.criteria
    )[:4]


def _spell(criterion: Criterion) -> str:
    return spell_with_mark(criterion.slug, criterion.text)


def _others(call: Call, shown: str) -> tuple[Button, ...]:
    found = [level for level in call.roadmap.levels if level.criteria and level.slug != shown]
    return make_taps((name_of_part(level), f"criteria {level.slug}") for level in found)
