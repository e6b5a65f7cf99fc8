"""Names in a text: of a fellow member, of a task."""

from __future__ import annotations

import re

from bot.chat.call import Call
from bot.chat.words.lengths import find_lengths
from bot.chat.words.weekdays import read_weekdays
from bot.features.help.mending import known_cues
from bot.texts import SOURCE

SIGNS = ".,!?;:\"”“'’()"
"""Signs around a word that are none of it."""

SHORTEST_DAY = 6
"""Letters of a weekday that is no name: `Monday`, but not `Mo`."""

_NAME = re.compile(
    r"(?:^|\b(?:how|what|where|when|if|whether)(?:\s+\w+){0,2}\s+)(?:did|has|is|does|was)\s+@?([\w.-]+)"
    r"|\b(?:what|how)\s+about\s+@?([\w.-]+)"
    r"|\b(?:progress|status|stats|streak|points|tasks?|links?|projects?)\s+(?:of|for|from)\s+@?([\w.-]+)",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"\b(?i:how|what|where|whether|if)\s+@?([A-Z][\w.-]+)\s+(?:is|has|did|does|was)\b")
_MENTION = re.compile(r"(?<!\w)@([\w.-]+)")
_OWNER = re.compile(r"\b([\w-]+)['’]s\b")
_COMPANY = re.compile(r"\b(?:with|avoid)\s+@?([\w.-]+)", re.IGNORECASE)
_ACCOUNT = re.compile(r"<@!?\d+>|\b(?:telegram|discord):\d+")
_TASK = re.compile(
    r"\b(?:finish(?:ed)?|completed|done\s+with|(?:ha)?ve\s+done|(?:tick(?:ed)?|check(?:ed)?)(?:\s+off)?|did|made|mark|solved|read|watched)"
    r"\s+(?:the\s+|with\s+)?(.+)",
    re.IGNORECASE,
)
_TASK_BEFORE = re.compile(
    r"^(?:the\s+)?(.+?)\s+(?:(?:is|are)\s+(?:done|finished|completed?)\b|(?:done|finished|completed?)\W*$)",
    re.IGNORECASE,
)
_BEHIND_TASK = re.compile(r"\s+(?:as\s+done|as\s+finished|done|off|today|now|please)[.!]*$", re.IGNORECASE)
_TROUBLE = re.compile(
    r"\b(?:(?:stuck|struggl\w+|trouble|problems?|issues?|help(?:\s+me)?)\s+(?:on|with|in|at)|how\s+to\s+(?:do|solve)"
    r"|understand|solve|figure\s+out|get)\s+(?:the\s+)?(.+)",
    re.IGNORECASE,
)
_TROUBLE_BEFORE = re.compile(
    r"^(?:the\s+)?(.+?)\s+(?:(?:is|are)\s+(?:too\s+)?(?:hard|difficult|confusing)|makes?\s+no\s+sense)\b", re.IGNORECASE
)
_NO_NAMES = frozenset(
    """
    i me my we you it this that the a an there everyone everybody anyone somebody group next what today left all done in
    on going to best first winning leading not your our his her their he she they here been week month out
    study log not was course roadmap too very so hard easy freeze freezes streak mean doing wrong months late data time
    """.split()  # noqa: SIM905  fifty quoted words are harder to read
)


def find_name(_: Call, text: str) -> str:
    """Find the name of a fellow member, or their account."""
    if account := _ACCOUNT.search(text):
        return account[0]
    asked = ("".join(found.groups("")) for found in _NAME.finditer(text))
    names = [*_MENTION.findall(text), *_OWNER.findall(text), *_NAME_BEFORE.findall(text), *asked]
    return next((name for one in names if _is_name(name := one.strip(SIGNS))), "")


def find_company(_: Call, text: str) -> str:
    """Find the name behind `with` or `avoid`, or an account."""
    if account := _ACCOUNT.search(text):
        return account[0]
    return next((name for one in _COMPANY.findall(text) if _is_name(name := one.strip(SIGNS))), "")


def find_task(_: Call, text: str) -> str:
    """Find the task behind a word such as `finished`."""
    found = _TASK_BEFORE.search(text) or _TASK.search(text)
    task = _BEHIND_TASK.sub("", found[1]).strip(SIGNS + " ") if found else ""
    timed = any(one.start == 0 for one in find_lengths(task))
    return "" if timed or task.split(" ", 1)[0].lower() in _NO_NAMES else task


def find_trouble(_: Call, text: str) -> str:
    """Find the task behind words such as `stuck on`, with what is said of it."""
    found = _TROUBLE_BEFORE.search(text) or _TROUBLE.search(text)
    task = found[1].strip(SIGNS + " ") if found else ""
    return "" if task.split(" ", 1)[0].lower() in _NO_NAMES else task


def _is_name(word: str) -> bool:
    """Whether a word may be a name: with a capital letter, or no word of what people want."""
    small = word.lower()
    if small in _NO_NAMES or word.isdigit() or (len(small) >= SHORTEST_DAY and read_weekdays(small, SOURCE)):
        return False
    return word[:1].isupper() or small not in known_cues()
