"""Notes that tell that a task is still open: "not done because …", "still working on it", "50 %", "まだ"."""

from __future__ import annotations

import re
from functools import cache, partial

from roadmap.lookup.words import LINK

_LONGEST = 200  # characters that are looked at
_LEAD = (
    r"(?:(?:i|we|it|that|this|its|it['’]?s|i['’]?m|im|is|am|are|was|but|still|sadly|unfortunately|actually|really|just"
    r"|sorry|only|about|around|at|ca\.?|circa|roughly|maybe|nur|etwa|erst|bin|es|ist)[\s,:~≈]+){0,4}"
)
_NEGATED = r"(?:have\s*n['’]?t|have\s+not|has\s*n['’]?t|has\s+not|did\s*n['’]?t|did\s+not)"
_UNABLE = r"(?:could\s*n['’]?t|could\s+not|ca\s*n['’]?t|can\s*not|was\s*n['’]?t\s+able\s+to)"
_ENDED = r"(?:done|finished|complete|completed)"
_STILL = (
    r"(?:working|doing|reading|watching|writing|learning|busy|open|ongoing|unfinished|missing|struggling|stuck|at\s+it"
    r"|on\s+it|in\s+progress|to\s+do|to\s+come|needs?\s+to|have\s+to|has\s+to)"
)
_BEGINNING = (
    rf"not\s+(?:(?:yet|quite|really|fully|completely|entirely|even|all)\s+)*{_ENDED}\b(?!\s+(?:alone|by\b|in\s+vain))",
    r"not\s+(?:there\s+yet|mine)\b",
    rf"(?:is|was)\s*n['’]?t\s+(?:(?:yet|quite|really|fully)\s+)*{_ENDED}\b",
    rf"{_NEGATED}\s+(?:(?:yet|quite|really|even|fully)\s+)*(?:finish|complete|start|begin|begun)(?:e?d)?\b",
    rf"{_UNABLE}\s+(?:quite\s+)?(?:finish|complete)\b",
    rf"still\s+{_STILL}\b",
    r"working\s+on\s+(?:it|this|that)\b",
    r"(?:wip|work\s+in\s+progress|in\s+the\s+works|half[\s-](?:done|finished)|unfinished)\b",
    r"needs?\s+(?:some\s+|a\s+bit\s+|a\s+lot\s+)?(?:more|another)\b",
    r"to\s+be\s+(?:done|finished|continued|completed)\b",
    r"(?:will|going\s+to|gonna|want\s+to|(?:i|we)['’]ll)\s+(?:finish|do|complete|continue|start|be\s+(?:done|finished))\b",
    r"hopefully\s+(?:(?:done|finished|by)\s+)?(?:tonight|tomorrow|soon|later|today|next|this)\b",
    r"(?:en\s+cours|en\s+progreso|in\s+arbeit|noch\s+(?:nicht|dran|dabei)|nog\s+niet|pas\s+encore|todavía\s+no|aún\s+no)\b",
    r"(?:ещ[её]\s+(?:не|делаю|в\s+процессе)|в\s+процессе|не\s+(?:закончил|доделал|сделал)|jeszcze\s+nie|ainda\s+não)",
    r"(?:还没|還沒|没完成|沒完成|没做完|未完|进行中|まだ|終わってない|途中|아직|진행\s*중)",
)
_WHOLE = (
    r"(?:on|doing|trying)\s+it(?:\s+now)?|trying|planning|beg[ai]n(?:ning)?(?:\s+(?:it|today))?|skipping(?:\s+(?:it|this))?",
    r"(?:later|not)\s+(?:today|now)|nah|wrong(?:\s+(?:one|task))?|(?:my\s+)?mistake|oops|by\s+(?:mistake|accident)",
    r"(?:please\s+)?(?:undo|cancel|delete|remove)(?:\s+(?:it|this|please))?",
    r"(?:how|what|when|where|which|is\s+(?:it|this)|did\s+i|can\s+i|should\s+i)\b[^?!.]*\?",
    r"starting\s+(?:now|today|tomorrow)|g(?:ave|ive|iving|iven)\s+(?:it\s+)?up|in\s+progress|first\s+half",
    r"fast\s+(?:fertig|geschafft)|beinahe\s+fertig|quasi\s+(?:fatto|finito)",
    r"(?:niet|ikke|inte)\s+(?:\w+)(?:\s+än)?|ei\s+viel[äa]|kesken|ještě\s+ne|henüz\s+değil|bitmedi|belum(?:\s+\w+)?",
    r"morgen|demain|mañana|завтра|domani|amanhã|jutro|yarın|imorgon|i\s+morgen|明日|明天|内日|내일|besok",
    r"[\W_]*(?:[⏳⌛🚧🔜⏸👎❓❔🤷]\ufe0f?[\W_]*)+(?:wip)?",
)
_PERCENT = re.compile(
    rf"[\W_]*{_LEAD}(?:\d{{1,2}}\s*(?:%|per\s?cent\b|prozent\b)|[a-z]+(?:ty)(?:[\s-][a-z]+)?\s+per\s?cent\b)"
    r"(?:\s+(?:done|finished|complete|completed|ready|there|through|so\s+far|of\s+it|fertig|geschafft))*[\W_]*",
    re.I,
)
_OF = re.compile(
    r"[\W_]*(?P<first>\d{1,3})\s+(?:out\s+)?of\s+(?P<all>\d{1,3})(?:\s+(?:done|finished|so\s+far))*[\W_]*", re.I
)


_OPEN = rf"[\W_]*{_LEAD}(?:(?:{'|'.join(_BEGINNING)})|(?:{'|'.join(_WHOLE)})(?=[\s.!…)]*$))|{_WHOLE[-1]}$"
_open = cache(partial(re.compile, _OPEN, re.IGNORECASE))
"""Compiles the largest pattern here when it is first needed, so that a start need not wait for it."""


def is_open_note(note: str) -> bool:
    """Tell whether a note begins by telling that its task is still open, or tells a share of it and nothing else."""
    said = note[:_LONGEST]
    if link := LINK.search(said):
        said = said[: link.start()]
    return bool(said) and (is_part_done(said) or _open().match(said) is not None)


def is_part_done(said: str) -> bool:
    """Tell whether words are a share of a task and nothing else: "50 %", "about 80 percent done", "3 of 5"."""
    share = _OF.fullmatch(said)
    return int(share["first"]) < int(share["all"]) if share else _PERCENT.fullmatch(said) is not None
