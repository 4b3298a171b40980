"""
The names of months (``lists/calendar.csv``) as texts spell them, and the pattern for what makes a date with them.
"""

import re
import unicodedata
from functools import cache

from analysis.lists.loading import load_list, remember
from analysis.text.phrases import either

_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)", r"(?:19|20)\d\d(?!\d|[.,]\d|\sGMT)"
_GAP = r"(?:[^\S\n]{1,3}|[^\S\n]?\n)"
_CLOCK = r"\s\d\d:\d\d(?::\d\d)?\s(?:[A-Z]{3,5}\s|[+-]\d{4}\s)?"  # Thu Apr 1 14:47:28 1993
_NO_DAY = r"\d|(?-i:-[a-z])|[.:]\d|,\d{3}(?!\d)|\s?%|\s(?:per|million|billion|thousand)\b"
_NEEDS = {"month": 0, "short month": 1, "month or word": 0}


def hide(name: str) -> str:
    """Return what stands for a month's name in `date_pattern`: signs for one of many or few letters, and its end."""
    return ("\1" if len(name) > 4 else "\0") * (len(name) - 1) + name[-1]


@remember
def date_pattern(language: str) -> re.Pattern[str]:
    """Compile a pattern for a month's name (`hide`) with days before or after it, weekday and year."""
    english, of, year, join = language == "en", _choice("of"), _choice("year"), _join()
    suffix = "(?:st|nd|rd|th)" if english else r"(?:er|º|-?го|[-'’][^\W\d_]{1,6})"
    first, second, day, third, fourth = (rf"(?P<{name}>{_DAY})" for name in "first second day third fourth".split())
    weekday = rf"(?:\b(?P<weekday>{_choice('weekday', language)})[\s,.]{{1,2}}(?:the\s)?)?"
    plain = r"(?=\d|[\x00\x01]+.\.?[\s-]\d)" if english else ""  # not "in 2024 May was"
    earlier = (
        rf"(?:(?<![\w.,-])(?P<earlier>{_YEAR})"
        rf"(?:(?:-?[^\W\d_]{{2,4}})?[-\s]{{1,2}}(?:{year})\.?,?\s|(?P<plain>[-/\s]){plain}))?"
    )
    before = (
        rf"(?:(?<![\w.,/$€£-])(?:(?:{first}{suffix}?,\s)?(?:{second}{suffix}?{join})?{day}{suffix}?"
        rf"|\b(?P<ordinal>{_choice('ordinal', language)}))"
        rf"(?:(?P<stop>\.)?{_GAP}(?:(?:{of})\s)?|[-/]|(?(weekday),\s|(?!))))?"
    )
    name = r"(?P<bare>(?<=\b(?-i:[Ii]n) ))?[\x00\x01]+(?:(?P<genitive>[nнңň])|.)(?P<case>['’](?!s\b)[^\W\d_]{1,6})?"
    later = rf"(?:(?<!\x01.)\.)?(?:,?{_GAP}(?:(?:{of}|{year})\s){{0,2}}|[,/.-])(?P<later>{_YEAR})"
    short = r"(?:[-/]|\s?['’]|\s(?=\d\d(?:\s\d\d:|$)))(?P<short>\d\d)(?!\d|[-/.,]\d)"
    certain = "(?(bare)(?!))" if english else "(?(plain)|(?(suffix)(?(of)|(?(case)|(?(genitive)|(?!))))|(?!)))"
    after = (
        rf"\.?(?:-|{_GAP}(?P<of>(?:{of})\s)?){third}(?P<suffix>{suffix})?(?:{join}{fourth}{suffix}?)?(?!{_NO_DAY})"
        rf"(?:(?:,?{_GAP}|[,/-]|{_CLOCK})(?P<latest>{_YEAR})|{certain})"
    )
    told = rf"(?:{later}|(?(day){short}|(?(ordinal)(?!)|{after})))?"
    stop = "(?(stop)(?!))" if english else "(?(stop)(?(later)|(?!)))"  # not "scored 12. March was"
    opens = "".join(sorted({form[0] for form in named_numbers(language)}))  # looked at first: half as quick again
    begin = rf"(?<!\w)(?<!\d:)(?=[\d\x00\x01{opens}])"
    return re.compile(begin + weekday + earlier + before + name + told + stop, re.I)


@remember
def joint_pattern() -> re.Pattern[str]:
    """Compile what joins two dates to a range, or with a comma to a list."""
    return re.compile(rf"(?P<comma>,\s)|(?:{_join()}|,\s(?:{_choice('joint')})\s)(?:[^\W\d_]{{1,4}}\s)?", re.IGNORECASE)


@remember
def named_numbers(language: str) -> dict[str, int]:
    """Return the numbers of weekdays and ordinals."""
    rows = load_list("calendar", (language,)).query("kind in ('weekday', 'ordinal')")
    return {form.replace("-", " "): int(value) for form, value in zip(rows["form"], rows["value"], strict=True)}


@remember
def weekday_pattern(language: str) -> re.Pattern[str]:
    """Compile a pattern for a weekday in a text in small letters."""
    return re.compile(rf"\b(?:{_choice('weekday', language)})[\s,.]")


@remember
def named_months(language: str) -> dict[str, tuple[int, int]]:
    """Return the names of months as texts may have them, each with its number and what makes it certain: a day or a
    year (0), a day (1), both (2), as for all names of other languages; no two languages call different months alike."""
    rows = load_list("calendar").sort_values("language", key=lambda codes: codes != language, kind="stable")
    endings = load_list("calendar", (language,)).query("kind == 'ending'")["form"].tolist()
    months: dict[str, tuple[int, int]] = {}
    for form, code, kind, value, _ in rows[rows["kind"].isin(list(_NEEDS))].itertuples(index=False):
        for ending in ["", *endings] if kind == "month" and code == language else [""]:
            for name in _spellings(form.removesuffix("ь") + ending if ending else form):
                uncertain = code != language or (kind == "month or word" and name.islower())
                months.setdefault(name, (int(value), 2 if uncertain else _NEEDS[kind]))
    return months


@cache
def _spellings(name: str) -> set[str]:
    """Return a name in small letters, with a capital, in capitals; with either i; and in Latin without its marks."""
    marks = unicodedata.normalize("NFD", name.replace("ı", "i"))
    bare = "".join(letter for letter in marks if not unicodedata.combining(letter))
    forms = {name, bare} if bare.isascii() else {name}
    forms |= {"İ" + form[1:] for form in forms if form[0] == "i"}
    upper = {form.replace(i, "İ").upper() for form in forms for i in "iİ"}
    return forms | upper | {form[0].upper() + form[1:] for form in forms}


def _join() -> str:
    return rf"(?:\s?[-–—/]\s?|\s(?:{_choice('joint')})\s)"


def is_day_first(language: str) -> bool:
    """Return whether a language writes the day before the month: all of the list, but English, which does either."""
    return language != "en" and bool(named_numbers(language))


def _choice(kind: str, language: str | None = None) -> str:
    """Return the forms of a kind, in one language or all, as alternatives."""
    forms = load_list("calendar", (language,) if language is not None else None).query("kind == @kind")["form"]
    return either(sorted({r"[\s-]".join(map(re.escape, re.split(r"[\s-]", form))) for form in forms}, reverse=True))
