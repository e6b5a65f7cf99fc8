"""Complaints about a roadmap file: the problem, its line and its remedy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint. `line` counts from 1; 0 means the file as a whole. `problem; remedy` is one sentence."""

    line: int
    problem: str
    remedy: str
    file: str = ""

    def __str__(self) -> str:
        where = f"{self.file or 'roadmap'}:{self.line}" if self.line else self.file or "roadmap"
        return f"{where}: {self.problem}; {self.remedy}"


class Unreadable(Exception):
    """A file that cannot become a roadmap. `complaints` say why, in file order."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__("\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints
