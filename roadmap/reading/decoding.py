"""Bytes -> text, or one sentence that says why not."""

from __future__ import annotations

import codecs

from roadmap.reading.complaints import Complaint, Unreadable
from roadmap.reading.draft import MAX_SIZE

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode_source(content: bytes) -> str:
    """The text of a file's bytes. Raises Unreadable if they are too many, no text, or not UTF-8."""
    if len(content) > MAX_SIZE:
        raise _complain(0, f"it is longer than {MAX_SIZE:,} bytes", "keep only the plan in it.")
    for mark, name in _MARKS:
        if content.startswith(mark):
            raise _complain(0, f"this is {name} text", "save the file as UTF-8.")
    if 0 in content:
        line = content.count(b"\n", 0, content.index(0)) + 1
        raise _complain(line, "this is no plain text", "save the plan as a Markdown file in UTF-8.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _complain(line, "this is not UTF-8 text", "save the file as UTF-8.") from error


def _complain(line: int, problem: str, remedy: str) -> Unreadable:
    return Unreadable((Complaint(line, problem, remedy),))
