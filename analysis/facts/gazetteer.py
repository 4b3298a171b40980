"""
Names looked up in running text: longest first, whole words, capitals as the list has them, in Russian in any case form.

The words of a text are split once and each is looked up in a dictionary: on Reuters reports 40 times faster than a
regular expression of thousands of alternatives, which tries them one by one at every capital. Inflected forms are made
from the nominative by its ending (``endings.csv``): a stem alone (``Мали`` in ``Малийский``, ``Оман`` in ``Романов``)
matches too much, and a morphological dictionary weighs 16 MB.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, compress, product
from typing import Generic, TypeVar

import pandas as pd

from analysis.errors import LexiconError
from analysis.lists.loading import load_list, remember
from analysis.text.letters import FOLDED, fold
from analysis.text.phrases import Words, either, split_words

T = TypeVar("T")
_WORD = re.compile(r"\b\w+")
_MODIFIER = re.compile(r"-(?:based|led|listed|affiliated|owned|backed|funded|registered|headquartered|run|born|made)$")


def inflect(form: str, kind: str = "name", language: str = "ru") -> set[str]:
    """
    Return the forms in which a text may write a name given in the nominative; in a language without such endings the
    one, in plain letters (`fold`).

    ``endings.csv`` has the forms of each ending. A name of several words is inflected in all of them, and in the first
    ones alone (``Республики Казахстан``, ``Азиатского банка развития``). An ``adjective`` and a ``people`` (plural) are
    written with a capital, too.
    """
    if not _endings(language, "name"):
        form = fold(form, language)
        return {form, form[0].upper() + form[1:]} if kind == "people" else {form}
    if kind in ("adjective", "people"):
        made = {form, *chain.from_iterable(_decline(form, language, kind))}
        return made | {word.capitalize() for word in made}
    words, made = form.split(" "), {form}
    for size, side in product(range(1, len(words) + 1), (0, -1)):
        first = zip(*(_decline(word, language, "name")[side] for word in words[:size]), strict=True)
        made.update(" ".join([*parts, *words[size:]]) for parts in first)
    return made


def _decline(word: str, language: str, kind: str) -> list[list[str]]:
    """Return the forms of a word by its longest known ending, a list for each way to decline it."""
    table = _endings(language, kind)
    ending = next((word[-size:] for size in range(min(len(word) - 1, 4), 0, -1) if word[-size:] in table), None)
    if ending is None or word.isupper():
        return [[word] * 6]
    return [[word[: -len(ending)] + new.strip("-") for new in forms.split()] for forms in table[ending]]


@remember
def _endings(language: str, kind: str) -> dict[str, list[str]]:
    """Return the forms that stand in the place of each ending, a str for each way to decline it."""
    rows = load_list("endings", (language,)).query("kind == @kind")
    return {str(ending): list(forms) for ending, forms in rows.groupby("ending")["forms"]}


@remember
def endings_behind(language: str) -> re.Pattern[str]:
    """Compile what may stand between a name and the end of its word: in a language with suffixes a chain of them."""
    rows = load_list("endings", (language,)).query("kind == 'suffix'")
    chain = "".join(f"(?:{'|'.join(sorted(forms.split(), key=len, reverse=True))})?" for forms in rows["forms"])
    return re.compile(rf"{fold(chain, language)}(?![^\W_])", re.IGNORECASE)


@remember
def cued(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which ``{kind}`` stands for the words of that kind in ``cues.csv`` (``*``: any ending), and
    ``{any_plant}`` for those that frames of ``instruments.csv`` call ``{plant}``."""
    return re.compile(re.sub(r"\{([a-z_]+)\}", lambda kind: _cue_words().get(kind[1], "(?!)"), pattern))


@remember
def _cue_words() -> dict[str, str]:
    """Return a pattern for the words of each kind, the longest first."""
    cues, frames = load_list("cues"), load_list("instruments").query("kind == 'words'")
    frames = frames.assign(kind="any_" + frames["instrument"], form=frames["form"].str.split("|")).explode("form")
    words: dict[str, set[str]] = defaultdict(set)
    for kind, form, language in pd.concat([cues, frames])[["kind", "form", "language"]].itertuples(index=False):
        words[kind].add(fold(form, language))
    escaped = {kind: map(re.escape, sorted(own, key=lambda form: (-len(form), form))) for kind, own in words.items()}
    return {kind: either(form.replace(r"\*", r"\w*") for form in own) for kind, own in escaped.items()}


@remember
def name_patterns(language: str) -> dict[str, re.Pattern[str]]:
    """
    Compile the rows of kind ``pattern`` in ``organisations.csv``, by their value; one without rows finds nothing.

    ``{head}`` stands for any form of that kind, or for the row of kind ``part`` and that value; ``{suffixes}`` for what
    the language may write behind a name (`endings_behind`).
    """
    rows = load_list("organisations", (language,)).sort_values("form", ascending=False)  # longer before shorter
    plain, parts = rows["form"].map(lambda form: fold(form, language)), rows[rows["kind"] == "part"]
    known = plain.groupby(rows["kind"]).agg(either).to_dict() | dict(zip(parts["value"], parts["form"], strict=True))
    known["suffixes"] = endings_behind(language).pattern

    def fill(form: str) -> str:
        return re.sub(r"\{([a-z_]+)\}", lambda name: f"(?:{fill(known.get(name[1], '(?!)'))})", form)

    patterns = rows.loc[rows["kind"] == "pattern", ["value", "form"]].itertuples(index=False)
    try:
        return defaultdict(lambda: re.compile("(?!)"), {value: re.compile(fill(form)) for value, form in patterns})
    except (re.error, RecursionError) as problem:
        fault = f"organisations.csv: a pattern in {language!r} does not parse ({problem}). Mend it."
        raise LexiconError(fault) from problem


@remember
def forms_of(name: str, *kinds: str, language: str | None = None) -> frozenset[str]:
    """Give the forms of some kinds in a list, without the ``*`` of any ending; of all kinds where none is given."""
    rows = load_list(name, None if language is None else (language,))
    return frozenset((rows[rows["kind"].isin(kinds)] if kinds else rows)["form"].str.rstrip("*"))


def is_part_of_name(text: str, start: int, end: int) -> bool:
    """Return whether the name at ``text[start:end]`` is one word of a longer one (``Tashkent International Forum``)."""
    capital = r"(?!(?:{not_part})\b)[^\W\d_a-zà-öø-ÿа-яё]"
    if cued(rf"[-–—]{capital}| (?![А-ЯЁ]){capital}\w").match(text, end):  # in Russian a capital begins another name
        return True
    before = text[max(0, start - 40) : start]
    given = before.endswith(" ") and before.split(" ")[-2] in forms_of("organisations", "given")  # Rovshan Najaf
    joined = cued(rf"(?:\b{capital}[^\W\d_]+ |[^\W\d_][-–—])$").search(before)
    return given or (bool(joined) and not cued(rf"(?:^|[.!?:;\"”»]\s+|\n){capital}[^\W\d_]+ $").search(before))


def skip_openers(text: str, start: int, end: int) -> int:
    """Give where the name at ``text[start:end]`` begins, without ``The``, ``Each``, ``Berlin-based``."""
    openers = forms_of("organisations", "opener", language="en")
    opener = text[start:end].partition(" ")[0]
    if start < end and (opener in openers or ("-" in opener and _MODIFIER.search(opener))):
        return skip_openers(text, start + len(opener) + 1, end)
    return start


class Gazetteer(Generic[T]):
    """
    A list of names (as `inflect` gives them, and what each stands for), ready to be found in texts of a language.

    A name in capitals throughout is found too; it ends where its word does, beyond suffixes. With `loose`, words behind
    the first may have other capitals than in the list (``Исламский Банк развития``).
    """

    def __init__(self, forms: Mapping[str, T], language: str = "en", *, loose: bool = False) -> None:
        self._by_word: dict[str, list[tuple[str, str, T]]] = {}
        self._behind = endings_behind(language)
        self._stem = lru_cache(maxsize=1 << 16)(self._find_stem) if language in FOLDED else None
        self._shortens = language in FOLDED - {"tg"}  # in Tajik what follows may have the suffix: Кореяи Шимолиро
        known = dict(forms)
        for form, entry in forms.items():
            if len(form) > 3:
                known.setdefault(form.upper(), entry)
            for mark, other in (("'", "’"), ("ё", "е")):
                known.setdefault(form.replace(mark, other), entry)
        for form in sorted(known, key=lambda form: (-len(form), form)):
            if first := re.search(r"\w+", form):
                self._by_word.setdefault(first.group(), []).append((form, form.lower() if loose else "", known[form]))

    def find(self, text: str, words: Words | None = None) -> Iterator[tuple[int, int, T]]:
        """Yield start, end and entry of every name in `text`, left to right, the longest at each place."""
        found, starts = words or split_words(text)
        found, reached = [*map(self._stem, found)] if self._stem else found, 0
        for word, start in compress(zip(found, starts, strict=True), map(self._by_word.__contains__, found)):
            if start >= reached and (longest := self._longest(word, text, start)):
                reached = longest[0]
                yield start, *longest

    def at(self, text: str, start: int) -> tuple[int, T] | None:
        """Give end and entry of the longest name that begins at `start`; None where none does."""
        word = _WORD.match(text, start)
        return self._longest(self._stem(word[0]) if self._stem else word[0], text, start) if word else None

    def may_begin(self, text: str) -> bool:
        """Return whether the first word of a text is that of a name."""
        word = _WORD.match(text)
        return word is not None and word[0] in self._by_word

    def _longest(self, word: str, text: str, start: int) -> tuple[int, T] | None:
        for form, small, entry in self._by_word.get(word, ()):
            end = start + len(form)
            same = text.startswith(form, start) or (small and text[start:end].lower() == small)
            if same and (behind := self._behind.match(text, end)):
                return behind.end(), entry
        shorter = self._find_first(word[:-1]) if self._shortens else ""  # АКШнын begins a name of its own, of islands
        return self._longest(shorter, text, start) if shorter else None

    def _find_stem(self, word: str) -> str:
        """Return the longest name with which a word begins, if only suffixes stand behind it; else the word."""
        stem = self._find_first(word)
        while stem and not self._behind.match(word, len(stem)):
            stem = self._find_first(stem[:-1])
        return stem or word

    def _find_first(self, word: str) -> str:
        """Return the longest first word of a name with which a word begins; empty if there is none."""
        return next((word[:size] for size in range(min(len(word), 40), 1, -1) if word[:size] in self._by_word), "")


def gather_names(rows: pd.DataFrame, language: str, entries: Iterable[T], *, loose: bool = False) -> Gazetteer[T]:
    """Make a gazetteer of the rows of a list, in any case form, and their entries; of equals the upper counts."""
    forms: dict[str, T] = {}
    for form, kind, entry in zip(rows["form"], rows["kind"], entries, strict=True):
        for inflected in inflect(form, kind, language):
            forms.setdefault(inflected, entry)
    return Gazetteer(forms, language, loose=loose)
