"""Put finished items into the tree: an item may become a part, and a heading with a checkbox an item."""

from __future__ import annotations

from roadmap.reading.complaints import Complaint
from roadmap.reading.labels import is_period, read_label
from roadmap.reading.tree import LIST_DEPTH, Item, Part
from roadmap.reading.wording import read_plain

NO_BOX = "take its checkbox away, for it has checkboxes below it."


def place_item(item: Item, into: Part, depth: int = LIST_DEPTH) -> None:
    """Put a finished item into a part. An item that groups checkboxes becomes a part itself."""
    grouping = item.has_checkboxes() and (not item.checkbox or is_period(read_label(read_plain(item.text))))
    if not grouping:
        into.contents.append(item)
        return
    part = Part(depth, 0 if item.checkbox else item.line, item.last, item.text, parent=into, hashed=item.hashed)
    into.contents.append(part)
    if item.checkbox:
        steps = [child for child in item.items if not child.checkbox and not child.has_checkboxes()]
        part.contents.append(Item(item.line, item.last, item.text, True, item.marks, steps, item.notes))
    else:
        part.marks = item.marks
    for child in item.items:
        if not item.checkbox or child.checkbox or child.has_checkboxes():
            place_item(child, part, depth + 1)


def turn_boxed(part: Part, unread: list[Complaint]) -> None:
    """Make a heading with a checkbox a task, unless there are checkboxes below it. Then it is `unread`."""
    for place, content in enumerate(part.contents):
        if not isinstance(content, Part):
            continue
        turn_boxed(content, unread)
        if content.boxed and not content.bears_tasks():
            part.contents[place] = _make_item(content)
        elif content.boxed:
            unread.append(Complaint(content.line, "this heading is read as a heading, not as a task", NO_BOX))


def _make_item(part: Part) -> Item:
    items, notes = list(part.items()), list(part.notes())
    return Item(part.line, part.last, part.text, True, part.marks, items, notes, part.hashed)
