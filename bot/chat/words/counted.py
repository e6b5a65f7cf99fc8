"""Things that people count instead of minutes: pages, chapters, exercises."""

from __future__ import annotations

import re

_COUNTED = frozenset(
    """
    page chapter section paragraph lesson lecture module unit video episode paper article book slide sheet card
    exercise problem question task assignment quiz quizzes kata puzzle challenge example project commit line word verse
    paragraph pp pg pgs ch chs ex exs p q qs ep eps part step set rep round time sprint attempt class classes sum
    seite seiten kapitel aufgabe aufgaben übung übungen karte karten folie folien video videos lektion lektionen
    página páginas capítulo capítulos ejercicio ejercicios lección lecciones tarea tareas problema problemas
    chapitre chapitres exercice exercices leçon leçons tâche tâches pagina pagine capitolo capitoli esercizio esercizi
    lezione lezioni bladzijde bladzijden hoofdstuk hoofdstukken oefening oefeningen les lessen strona strony stron
    rozdział rozdziały rozdziałów zadanie zadania zadań ćwiczenie ćwiczenia ćwiczeń lekcja lekcje lekcji exercício
    exercícios aula aulas lição lições страница страницы страниц страницу глава главы глав главу задача задачи задач
    задачу упражнение упражнения упражнений урок урока уроков слов сторінка сторінки сторінок розділ розділи розділів
    завдання вправа вправи вправ уроки уроків sayfa bölüm alıştırma soru ders ödev kelime
    km miles mile k kb mb gb kg percent xp points pts x st nd rd th of am pm times people more new
    day days week weeks month months year years tag tage día días jour jours день дня дней
    """.split()  # noqa: SIM905  two hundred quoted words are harder to read
)
_SINGULAR_ENDS = ("ss", "us", "is", "ics", "ops", "js", "aws", "css", "pandas")
_WORD = re.compile(r"[^\W\d_]+")


def names_things(word: str) -> bool:
    """Tell whether a word after a bare number is the thing counted, or could be.

    1. The sign of a share, a fraction or a number is.
    2. A word of the table above is, and so is a single letter.
    3. An English plural is; `statistics`, `keras` and `pandas` end in `s` too.
    """
    found = _WORD.match(word)
    if found is None:
        return bool(word)
    name = found.group().casefold()
    return name in _COUNTED or len(name) == 1 or (name.endswith("s") and not name.endswith((*_SINGULAR_ENDS, "keras")))
