"""
Texts that make a bad pattern slow, and how much longer four times as much takes.

A unit repeated between the halves of a context; the time of 4 n over that of n is 4 where a pattern is linear, 16 where
it is quadratic. Times below `FLOOR` say nothing.
"""

import os
import re
import signal
import time
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest

from analysis import load_sectors
from analysis.corpus import exports, metadata, near_duplicates, page, repair, run_together
from analysis.facts import document, extraction
from analysis.facts.gazetteer import name_patterns
from analysis.lists import load_list
from analysis.text import calendar, dates, passages, phrases
from analysis.text.tokens import number_words
from analysis.topics.terms import TopicTerms

PACKAGE = Path(__file__).parents[1] / "analysis"
UNITS = [
    *("Korno-", "AbC-", "Корно-", "Ministry, Osh, ", "SOCAR-"),
    *("-", "a-", "A-", "A ", "A", "Aa ", "A. ", "A, ", ".", ". ", "...", ",", ", ", "'", "’s ", '"', '" ', "«А»"),
    *("« ", "(", "( ", ") ", "\n", "\n\n", "\n- ", " ", "\t", "\xa0", "\u200b", "1", "1 ", "1,", "1.", "1-", "1/"),
    *("12.", "1:", "%", "$", "$1 ", "€5 ", "US$", "USD ", "5 million ", "million ", "долл. ", "млн ", "Bank "),
    *("of the ", "of ", "and ", "A and ", "Ministry of ", "Kazakh ", "Kazakh-", "Uzbekistan, ", "Uzbekistan's "),
    *("in Tashkent ", "region ", "signed ", "the ", "The ", "May ", "4 May, ", "2025 ", "2024-", "Monday ", "By "),
    *("By A ", "Source: ", "www.", "a.com ", "word ", "слово ", "Слово ", "ого ", "экономики и ", "Министерство "),
    *("по ", "«Слово» ", "ООО ", "АО «А » ", "в Ташкенте ", "узбекско-", "İ", "é", "😀", "U.S. ", "Co., Ltd "),
    *(" & A", "* A\n", "| A ", "<a>", "&amp;", "_", "~"),
]
if not os.environ.get("SILK_LEDGER_LONG"):
    UNITS = UNITS[:4] + UNITS[4::5]  # all of them take two minutes
CONTEXTS = [
    ("", ""),
    ("Uzbekistan met. ", "!"),
    ("Kazakh ", " gas\n"),
    ("The Ministry of ", ". It met."),
    ("$", "5 million"),
]
FLOOR = 0.02  # seconds
MOST = 5.0
MOST_OF_A_STEP = 8.0  # half of what is quadratic: a step allocates memory, and the short texts fit the cache


def patterns():
    """Every regular expression of the package and how it is used, on a whole text or in a place; and a size for it."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name, source = ".".join(["analysis", *path.relative_to(PACKAGE).with_suffix("").parts]), path.read_text("utf-8")
        for key, value in vars(import_module(name.removesuffix(".__init__"))).items() if "__main__" not in name else ():
            whole = re.search(rf"\b{key}\.(?:finditer|sub|split|findall)\b", source)
            for part in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(part, re.Pattern) and isinstance(part.pattern, str):
                    found[f"{name}.{key} {part.pattern[:40]}"] = (part.finditer if whole else part.match, 2000)
    for number, row in load_list("boilerplate").iterrows():
        found[f"boilerplate {number}"] = (re.compile(row["pattern"], re.IGNORECASE).fullmatch, 2000)
    for number, row in load_list("exports").iterrows():
        found[f"exports {number}"] = (re.compile(row["pattern"], re.MULTILINE).finditer, 2000)
    for kind in ("nexis", "proquest", "factiva"):
        found[f"labels of {kind}"] = (exports._labels(kind)[0].match, 2000)
    for language, kind in product(
        set(load_list("self_reference")["language"]), ("byline", "outlet", "published", "updated")
    ):
        for number, (_, pattern) in enumerate(metadata.patterns_of(kind, language)):
            found[f"{kind} {language} {number}"] = (pattern.match, 500)  # no more of a text is looked at
    found |= {f"date {language}": (calendar.date_pattern(language).search, 80) for language in ("en", "ru", "uz")}
    for language in ("ru", "az", "kk", "tg"):
        names = name_patterns(language)
        kinds = ("quoted", "latin", "named", "body", *(("short",) if language == "ru" else ("capitals", "form")))
        found |= {f"names {language} {kind}": (names[kind].finditer, 2000) for kind in kinds}
    found["dates joined"] = (calendar.joint_pattern().fullmatch, 2000)
    return found


def beginnings(form):
    """What a phrase with gaps begins with, slot by slot, since a pattern is tried where its first words stand."""
    words = []
    for slot in form.split():
        if slot[0] not in "[.":
            words.append(slot.split("|")[0].strip("=").replace("*", "").replace("^", "Ab").replace("#", "5"))
            yield " ".join(words), ""
            yield " ".join(words) + " ", ""


class TooLong(BaseException):
    """Which nothing on the way suppresses."""


def give_up(*_):
    raise TooLong


def seconds(function, text):
    """Processor time of one call, of which more than three seconds count as three (where there is such an alarm)."""
    start = time.process_time()
    if alarm := getattr(signal, "setitimer", None):
        signal.signal(signal.SIGVTALRM, give_up)
        alarm(signal.ITIMER_VIRTUAL, 3)
    try:
        if hasattr(found := function(text), "__next__"):
            list(found)
    except TooLong:
        pass
    finally:
        if alarm:
            alarm(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def growth(function, size, contexts, most=MOST):
    """The texts, four times `size` long, that take more than `MOST` times as long as those of `size`."""
    slow = []
    for (before, after), unit in product(contexts, UNITS):
        short, long = (before + unit * (times * size // len(unit) + 1) + after for times in (1, 4))
        if seconds(function, long) < FLOOR:
            continue
        for _ in range(2):  # once more where something else ran meanwhile
            once = max(min(seconds(function, short) for _ in range(3)), FLOOR / 8)
            ratio = min(seconds(function, long) for _ in range(3)) / once
            if ratio <= most:
                break
        else:
            slow.append((unit, before, round(ratio, 1)))
    return slow


def test_no_pattern_grows_faster_than_its_text():
    slow = {name: growth(use, size, CONTEXTS[:2]) for name, (use, size) in patterns().items()}
    assert {name: found for name, found in slow.items() if found} == {}


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_no_phrase_grows_faster_than_its_text(language):
    book, _ = document._book(language)
    forms = {form for *_, form in book._phrases if isinstance(form, str) and {"...", "["} & {*form, *form.split()}}
    assert len(forms) > (50 if language == "en" else 5)
    slow = {form: growth(phrases._pattern(form).match, 500, list(beginnings(form))) for form in sorted(forms)}
    assert {form: found for form, found in slow.items() if found} == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_no_word_of_the_lists_makes_slow_what_follows_it(language):
    book, _ = document._book(language)
    words = {begun for *_, form in book._phrases if isinstance(form, str) for begun, _ in beginnings(form)}
    for name in ("amount_roles", "cues", "instruments", "organisations"):
        rows = load_list(name)
        words |= set(re.findall(r"[^\W_]{2,}", " ".join(rows.loc[rows["language"] == language, "form"])))
    words = sorted(words)[:: 1 if os.environ.get("SILK_LEDGER_LONG") else 20]
    texts = [f"\n\nOsh and {word} {unit * (600 // len(unit))}." for word in words for unit in ("-", "a-", "A ")]
    assert len(texts) > 50
    extraction._find(texts[0], 2, language, None)
    assert [text[:60] for text in texts if seconds(lambda t: extraction._find(t, 2, language, None), text) > 1] == []


TERMS = TopicTerms(load_sectors())
STEPS = {
    "dates": lambda text: dates.read_dates(text, "en"),
    "dates of a Russian text": lambda text: dates.read_dates(text, "ru"),
    "facts": lambda text: extraction._find(f"\n\n{text}", 2, "en", None),
    "facts of a Russian text": lambda text: extraction._find(f"\n\n{text}", 2, "ru", None),
    "facts of an Azerbaijani text": lambda text: extraction._find(f"\n\n{text}", 2, "az", None),
    "metadata": lambda text: metadata.find_metadata(text, "en"),
    "page": lambda text: page.read_page(text, "en"),
    "mojibake": repair.fix_mojibake,
    "characters": repair.fix_characters,
    "nfc": lambda text: repair.fix_nfc(text + "e\u0301"),
    "entities": repair.fix_entities,
    "apostrophes": lambda text: repair.fix_apostrophes(text, "uz"),
    "line ends": lambda text: run_together.join_line_ends(text, "en"),
    "reports": lambda text: near_duplicates.tell_one_report(
        near_duplicates.read_report(text), near_duplicates.read_report(f"{text} 5 Osh")
    ),
    "repeats": repair.drop_repeats,
    "spaces": repair.fix_spaces,
    "run-together words": lambda text: run_together.find_run_together([text], [True], number_words([text])),
    "terms": TERMS.find,
    "passages": passages._passages,
}


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_no_step_grows_faster_than_its_text(step):
    STEPS[step]("Uzbekistan signed a $5 million loan with the Ministry of Energy in Tashkent.")
    assert growth(STEPS[step], 2000, CONTEXTS, MOST_OF_A_STEP) == []
