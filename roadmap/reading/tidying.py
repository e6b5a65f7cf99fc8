"""Rewrite what is plainly a checkbox to a checkbox that Markdown knows. Every line stays in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from roadmap.reading.boxes import BLANK, BoxState, split_box
from roadmap.reading.complaints import Complaint
from roadmap.reading.kinds import GROUP_WORDS
from roadmap.reading.labels import is_period, read_label

MAX_WIDTH = 2000
_SIGNS = "☐☑☒⬜◻🔲🔳▢🗹🗷❏❐❑❒□✅✔✓❌✖"
_LIKELY = re.compile(rf"[\[［【{_SIGNS}<`~]|\( |\([xX]\)")
_BULLET = (
    r"(?P<bullet>\*(?!\*)|[-+–—−‒•‣⁃◦●○▪▫∙·➤➢→»›]|\d{1,4}(?:\.\d{1,3})+[.):]?|\d{1,9}[.):]?"
    r"|\(?[0-9A-Za-z]{1,2}\)|[A-Za-z]\.|[①-⑳])"
)
_OUTER = r"(?:[-*+]|\d{1,9}[.)])[ \t]+"
_LINE = re.compile(
    rf"(?P<indent>(?:{BLANK}|>)*(?:{_OUTER}(?={_OUTER}))*)"
    rf"(?:{_BULLET}(?P<gap>{BLANK}*)|(?P<hashes>#{{1,6}}){BLANK}+)?"
    rf"(?P<sign>[^\w\s\[\]［］【】()<>`*_#|\\{_SIGNS}-]{{1,4}}{BLANK}+)?"
    r"(?P<mark>\*\*|__|\*(?=\[)|_(?=\[))?(?P<words>.*)"
)
_INPUT = re.compile(r"<input\b(?=[^<>]*\bcheckbox\b)[^<>]*>", re.IGNORECASE)
_TAGS_BEFORE = re.compile(
    rf"(?P<start>(?:{BLANK}|>)*(?:[-*+]{BLANK}+)?)(?:</?[a-z][^<>]*>\s*)+(?=\[[ x]\])", re.IGNORECASE
)
_ONLY_TAGS = re.compile(rf"{BLANK}*(?:</?[a-z][^<>]*>\s*)+", re.IGNORECASE)
_HEADING = re.compile(r"\s*<h(?P<rank>[1-6])\b[^<>]*>(?P<words>.*)</h(?P=rank)>(?P<rest>.*)", re.IGNORECASE)
_SUMMARY = re.compile(
    r"\s*(?:<details[^<>]*>\s*)?<summary[^<>]*>(?P<words>.*)</summary>(?P<rest>\s*\{[^{}]*\})?\s*", re.IGNORECASE
)
_FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t])*(?P<fence>`{3,}(?!.*`)|~{3,})")
_RAW = re.compile(r"[ \t]*<(?P<tag>pre|script|style|textarea)\b|[ \t]*(?P<comment><!--)", re.IGNORECASE)
_CODE = re.compile(r"(`+)[^`](?:.*?[^`])?\1(?!`)|<!--.*?-->")
_AGAIN = re.compile(r"(?<![\w\]!`\\])\[[ xX]\](?![(\[:\w])|[☐☑🔲]")
_DELIMITERS = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+")
_HEAD = re.compile(r"(?P<words>[^\W_][^\s:：|`*]*(?: [^\s:：|`*]+){0,2})[:：](?:[ \t]*\{[^{}]*\})?")
_LONGEST_HEAD = 60
_MARKDOWN = "-*+"
_WIDEST = 5


@dataclass(slots=True)
class Tidier:
    """Goes through the lines of a file. `unread` are the checkboxes that cannot be read; `boxes` counts the others."""

    unread: list[Complaint] = field(default_factory=list)
    boxes: int = 0
    _end: str = ""
    _in_table: bool = False

    def tidy(self, text: str) -> str:
        """The same lines, with checkboxes that Markdown knows. Code and comments stay as they are."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        pairs = zip(lines, [*lines[1:], ""], strict=True)
        return "\n".join(self._tidy_line(line, after, number) for number, (line, after) in enumerate(pairs, 1))

    def _tidy_line(self, line: str, after: str, number: int) -> str:
        if self._end:
            self._end = "" if _ends(line, self._end) else self._end
            return line
        self._in_table = bool(line.strip()) and (self._in_table or ("|" in line and _is_delimiter(line, after)))
        if self._in_table or not _LIKELY.search(line, 0, MAX_WIDTH):
            return _tidy_head(line, after)
        self._end = _opened(line)
        return line if self._end else self._tidy_words(_tidy_tags(line), number)

    def _tidy_words(self, line: str, number: int) -> str:
        found = _LINE.fullmatch(line)
        box = split_box(found["words"]) if found else None
        if found is None or box is None or box[2].lstrip().startswith("|"):
            self._name_others(line, number)
            return line
        state, own, words = box
        if state is BoxState.UNSURE:
            if found["bullet"]:
                self._leave(number, own, "write `[ ]` if it is a checkbox.")
            return line
        if state is BoxState.LISTED and not found["bullet"]:
            return line
        self._name_others(words, number)
        self.boxes += 1
        return _rewrite(found, words)

    def _name_others(self, words: str, number: int) -> None:
        again = _AGAIN.search(_CODE.sub("", words[:MAX_WIDTH]))
        if again:
            self._leave(number, again.group(), "give each task a line of its own that begins with `- [ ]`.")

    def _leave(self, number: int, own: str, remedy: str) -> None:
        self.unread.append(Complaint(number, f"“{own}” is not read as a checkbox here", remedy))


def _is_delimiter(*lines: str) -> bool:
    """Whether one of these lines is the rule below a table's head."""
    return any("-" in line and _DELIMITERS.fullmatch(line.rstrip(), 0, MAX_WIDTH) for line in lines)


def _opened(line: str) -> str:
    """The end of the code or comment that a line begins and leaves open; empty if it does neither."""
    if fence := _FENCE.match(line):
        return fence["fence"]
    if raw := _RAW.match(line):
        end = "-->" if raw["comment"] else f"</{raw['tag'].lower()}>"
        return "" if end in line[raw.end() :].lower() else end
    return ""


def _ends(line: str, end: str) -> bool:
    if end[0] in "`~":
        bare = line.strip(" \t>")
        return len(bare) >= len(end) and not bare.strip(end[0])
    return end in line.lower()


def _tidy_head(line: str, after: str) -> str:
    """Make "Monday:" over a checkbox a heading, which else would be glued to the checkbox before it."""
    head = _HEAD.fullmatch(line.rstrip()) if len(line) < _LONGEST_HEAD else None
    if head is None or not _is_box(after) or head["words"].lower() in GROUP_WORDS:
        return line
    return f"###### {line}"


def _is_box(line: str) -> bool:
    found = _LINE.fullmatch(line)
    box = split_box(found["words"]) if found and found["bullet"] else None
    return box is not None and box[0] is not BoxState.UNSURE


def _tidy_tags(line: str) -> str:
    """Rewrite HTML: headings, titles of folds and checkboxes. Tags on a line of their own would hide what follows."""
    if "<" not in line or len(line) > MAX_WIDTH:
        return line
    if heading := _HEADING.fullmatch(line):
        return f"{'#' * int(heading['rank'])} {heading['words'].strip()}{heading['rest']}"
    if summary := _SUMMARY.fullmatch(line):
        words = re.sub(r"<[^<>]*>", "", summary["words"]).strip()
        return f"**{words}**{summary['rest'] or ''}" if is_period(read_label(words)) else ""
    line = tidy_inputs(line)
    line = _TAGS_BEFORE.sub(lambda found: found["start"], line, count=1)
    return "" if _ONLY_TAGS.fullmatch(line) else line


def tidy_inputs(text: str) -> str:
    """Write the checkboxes of HTML as those of Markdown."""
    return _INPUT.sub("[ ] ", text)


def _rewrite(found: re.Match[str], words: str) -> str:
    """Write a line anew: its indent, a bullet that keeps the words in their column, the checkbox, the words."""
    indent = re.sub(rf"(?![ \t]){BLANK}", " ", found["indent"])
    mark = found["mark"] or ""
    words = words.lstrip(" \t\u00a0\u3000")
    if mark and words.startswith(mark):
        mark, words = "", words[len(mark) :].lstrip()
    words = f"[ ] {found['sign'] or ''}{mark}{words}"
    if found["hashes"]:
        return f"{indent}{found['hashes']} {words}"
    bullet, gap = found["bullet"] or "-", found["gap"] or " "
    width = min(len(bullet) + len(gap), _WIDEST)
    sign = bullet if bullet in _MARKDOWN else "-"
    return f"{indent}{sign}{' ' * max(width - 1, 1)}{words}"
