"""The words for weeks, months, days, phases and lessons, and for numbers, in the languages of plans."""

from __future__ import annotations

import re

WEEK = (
    r"weeks?|wks?|w(?=\d)|wochen?|kw(?=\s?\d)|semanas?|semaines?|settiman[ae]|недел[яиюье]|тиж(?:день|ні)|t[ýy]d(?:en|ny)|"
    r"tydzień|tygodnie|hafta(?:lar)?|veck(?:a|or)|uge[r]?|uke[r]?|viik(?:ko|ot)|weken|săptămân[ai]|εβδομάδα|εβδομάδες|"
    r"שבוע|(?:ال)?أسبوع|الاسبوع|सप्ताह|हफ्ता|tuần|minggu|pekan|สัปดาห์(?:ที่)?"
)
MONTH = (
    r"months?|mo(?=\s?\d)|monate?|mes(?:es)?|mois|m[êe]s|mes[ei]|месяц[аы]?|місяць|měsíc|miesiąc|ay(?=\s?\d)|månad|maand|"
    r"måned|kuukausi|luna|μήνας|חודש|(?:ال)?شهر|महीना|tháng|bulan|เดือน(?:ที่)?"
)
DAY = (
    r"days?|tage?|d[íi]as?|jours?|journée|giorn[oi]|день|дни|дні|den(?=\s?\d)|dzień|dni|gün|dag(?:en|e)?|päivä|ziua|"
    r"η?μέρα|יום|(?:ال)?يوم|दिन|ngày|hari|วัน(?:ที่)?"
)
LEVEL = (
    r"phasen?|phases|stages?|levels?|parts?|tiers?|years?|quarters?|semesters?|terms?|milestones?|этап|часть|уровень|год|"
    r"семестр|ступень|fases?|etapas?|étapes?|partes?|parties?|teil[e]?|stufen?|jahr|quartal|niveaus?|n[ií]vel|nivel|"
    r"livello|añ?o|année|anno|trimestre|semestre|aşama|etap|část|fáze|część|poziom|seviye|φάση|μέρος|שלב|(?:ال)?مرحلة|"
    r"चरण|giai đoạn|tahap|ระยะ(?:ที่)?"
)
COUNTED = (
    r"modules?|sprints?|lessons?|chapters?|units?|sections?|sessions?|steps?|topics?|lectures?|labs?|m[óo]dulos?|moduli?|"
    r"modulo|modul[e]?|модуль|lecci[óo]n|lecciones|lezion[ei]|lektion(?:en)?|leçons?|урок|лекция|тема|занятие|раздел|глава|"
    r"шаг|aulas?|clases?|cap[íi]tulos?|capitolo|chapitres?|kapitel|kapitola|rozdział|lekcja|lekce|ders|konu|bölüm|adım|"
    r"hoofdstuk|unidad(?:es)?|unidades?|unités?|unità|einheit(?:en)?|sesi[óo]n(?:es)?|sessão|séances?|schritt|paso|passo|"
    r"krok|tema|thema|bab|bài|buổi|ενότητα|μάθημα|שיעור|(?:ال)?درس|पाठ|บทที่"
)
HAN = {
    "week": r"周目?|週間?目?|星期|礼拜|禮拜|주차|주(?=$|[\s:：.])",
    "month": r"(?:个|個|[ヶヵかカケ])月目?|月目|개월\s?차?|달(?=$|[\s:：])",
    "day": r"天|日目?|일\s?차?(?=$|[\s:：])",
    "level": r"部分|部|阶段|階段|フェーズ|ステップ|단계|부(?=$|[\s:：])|학기|学期|年",
    "counted": r"章|课|課|节|節|讲|講|回|单元|單元|単元|模块|강(?=$|[\s:：])|장(?=$|[\s:：])|과(?=$|[\s:：])",
}
"""Units that stand after their number."""
HAN_BEFORE = {
    "level": r"阶段|階段|フェーズ|ステップ|단계",
    "counted": r"模块|模組|单元|單元|章节|步骤|モジュール|レッスン|모듈",
}
"""Units that may stand before it."""

_ORDINALS = (
    "one first eins erste erster erstes uno una primera primero primer un une première premier prima primo um uma "
    "primeira primeiro первая первый первое",
    "two second zwei zweite zweiter dos segunda segundo deux deuxième seconde seconda secondo due duas dois вторая "
    "второй",
    "three third drei dritte dritter tres tercera tercero trois troisième terza terzo tre três terceira terceiro "
    "третья третий",
    "four fourth vier vierte vierter cuatro cuarta cuarto quatre quatrième quarta quarto quattro quatro четвёртая "
    "четвертая четвёртый четвертый",
    "five fifth fünf fünfte fünfter cinco quinta quinto cinq cinquième cinque пятая пятый",
    "six sixth sechs sechste sechster seis sexta sexto sixième sesta sesto sei шестая шестой",
    "seven seventh sieben siebte siebter siete séptima séptimo sept septième sette settima settimo sete sétima sétimo "
    "седьмая седьмой",
    "eight eighth acht achte achter ocho octava octavo huit huitième otto ottava ottavo oito oitava oitavo восьмая "
    "восьмой",
    "nine ninth neun neunte neunter nueve novena noveno neuf neuvième nove nona nono девятая девятый",
    "ten tenth zehn zehnte zehnter diez décima décimo dix dixième dieci decima decimo dez десятая десятый",
    "eleven eleventh elf elfte once onze onzième undici undicesima onze одиннадцатая одиннадцатый",
    "twelve twelfth zwölf zwölfte doce douze douzième dodici dodicesima doze двенадцатая двенадцатый",
)
NUMBERS = {word: number for number, words in enumerate(_ORDINALS, 1) for word in words.split()}
"""Numbers and ordinals in words."""
_HAN_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2, "零": 0, "〇": 0}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def read_number(text: str) -> int:
    """Read a number: digits, a word, Roman or Han."""
    lower = text.lower()
    if lower in NUMBERS:
        return NUMBERS[lower]
    if lower.isdecimal():
        return int(lower)
    return _read_roman(lower) if lower[0] in _ROMAN else _read_han(lower)


def _read_roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _read_han(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_HAN_DIGITS[sign]) for sign in text))
    return 10 * (_HAN_DIGITS[tens] if tens else 1) + (_HAN_DIGITS[ones] if ones else 0)


HAN_NUMBER = r"\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
COUNT = r"\d{1,4}|" + "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True)) + r"|[ivxl]{1,6}"
