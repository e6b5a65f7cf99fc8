"""Events whose day people name in a note: `for the exam on Friday`. The day is the event's, not that of the study."""

from __future__ import annotations

from collections.abc import Sequence

LEADS = frozenset("on for from at of was am um vom von den le el il op dnia in about around".split())  # noqa: SIM905
"""Small words that lead to a day."""

_EVENTS = frozenset(
    """
    exam exams examination test tests quiz midterm midterms final finals meeting meetup interview presentation talk demo
    lecture class seminar workshop defence defense appointment call viva hackathon conference review submission
    prüfung klausur test termin gespräch vortrag vorlesung seminar treffen vorstellungsgespräch examen reunión
    entrevista presentación clase réunion entretien présentation cours esame riunione colloquio lezione tentamen
    vergadering egzamin spotkanie rozmowa prova reunião entrevista экзамен экзамена экзамену встреча встречи
    собеседование собеседованию зачёт зачет зачёту іспит іспиту зустріч співбесіда sınav toplantı
    """.split()  # noqa: SIM905  eighty quoted words are harder to read
)
_PURPOSES = frozenset(
    """
    for before towards prepare prepared preparing revise revised revising prep practise practised practising practice
    practiced practicing rehearse rehearsed rehearsing study studying für vor para pour avant per prima voor na przed
    для к до перед için
    """.split()  # noqa: SIM905  forty quoted words are harder to read
)
_BETWEEN = 4
"""Words between a purpose and its event, such as `the big final`."""


def is_event(before: Sequence[str]) -> bool:
    """Tell whether the words before a day end in an event."""
    words = _without_leads(before)
    return bool(words) and words[-1] in _EVENTS


def has_purpose(before: Sequence[str]) -> bool:
    """Tell whether the words before a day say that the study was for its event."""
    return any(word in _PURPOSES for word in _without_leads(before)[-_BETWEEN - 1 : -1])


def _without_leads(before: Sequence[str]) -> Sequence[str]:
    while before and before[-1] in LEADS:
        before = before[:-1]
    return before
