"""
The head and the foot of a page, read as one decision; what is dropped was evidence, so a second reading may drop more.

The report is the block of prose. What stands above it is a headline, perhaps a stand-first, a stamp, a byline, and what
the site adds: menus, paths, tickers, rates, captions. Of the lines that may be a headline the best is that whose words
the first paragraphs or the page's address take up again, which is repeated, or beside which the stamp stands; a slogan,
a section or a tag line is none of these. What stands below is dropped where it is a list of other reports, an author's
box or a notice, or stands among lines of such kinds. Of several stamps, the one with the hour, else the one nearest the
headline is that of publication; that of an update counts if there is no other, and so does a day alone at the foot.
"""

import datetime as dt
import re
from collections.abc import Collection
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import NamedTuple

from analysis.corpus.boilerplate import is_boilerplate, is_promo, is_section
from analysis.corpus.edits import Edit, apply_edits, drop_lines, find_lines
from analysis.corpus.languages import foreign_lines
from analysis.corpus.metadata import CLOCK, Stamp, find_dateline, find_day_of_address, find_weekday_date, read_stamp
from analysis.corpus.units import (
    Unit,
    find_units,
    has_dateline,
    is_address,
    is_crumb,
    is_sentence,
    is_signature,
    join_lines,
    may_be_title,
)

_HEAD, _LONGEST_HEAD = 80, 1000  # paragraphs above the report, and characters
_STRONG = 10  # words of a sentence that belongs to a report
_LONGEST_KEY = 400  # characters of a paragraph that may be a headline again
_CANDIDATES, _HEADINGS = 20, 10  # lines that may be the headline, and that may head other things
_LABEL, _ENTRY = 6, 20  # most words of a menu's label, and of an entry in a list at the foot
_ON_TOPIC, _RELATED, _OFF_TOPIC = 0.6, 0.3, 0.15  # shares of a line's words that a text takes up again
_STEM, _DAY, _MENU = 4, 25, 30  # letters that inflected forms share, characters of a day alone, names of a menu
_WORD, _MARKS = re.compile(r"[\w$€]+"), re.compile(r"[\W_]+")
_NUMBER = re.compile(r"(?<!\w)[\d.,]{0,30}\d(?!\w)")
_NAME = re.compile(r"(?:[^\W\d_a-zа-яё][\w.'’-]+ ){2}")
_CODE = re.compile(
    r"(?i)(?=\w*\d)[A-Z\d_]{16,}|\S+\.(?:png|jpe?g|gif|webp|svg|mp4)|<(?:image|img|svg|figure|iframe|script|style)\b.*"
)
_SPREAD = re.compile(r"\S[^\n]{0,60}?\s{3,}\S[^\n]{0,60}?\s{3,}\S[^\n]{0,100}")
_MESSAGE = re.compile(r"(?:From|To|Cc|Subject|Date|Sent|Organization|Reply-To|Message-ID): .*\n[A-Z][\w-]+: ")
_BRACKETED = re.compile(r"\([^\W\d_a-zа-яё][^()]{1,60}\)|/[^\W\d_a-zа-яё][^/]{1,40}/")
_LISTED = re.compile(r"(?:[-–—•*·]|\d+[.)])\s*\w")
_INNER_STOP = re.compile(r"\w{3}[.!?]\s")


class Page(NamedTuple):
    """What a page says: its title, day and address (None if there is none); the edits that join the lines of its
    paragraphs, and those that then drop what is not the report."""

    title: str | None
    date: dt.date | None
    url: str | None
    line_ends: list[Edit]
    boilerplate: list[Edit]


def read_page(
    text: str,
    language: str | None = None,
    *,
    recurring: Collection[str] = frozenset(),
    title: str | None = None,
    join: bool = True,
) -> Page:
    """Read the head and the foot of a text. `language` (ISO 639-1) is that of the month names, `recurring` the lines
    that recur in the corpus, `title` the title that the file gives, if it does; `join` is whether to join lines."""
    units = find_units(text)
    line_ends, units = join_lines(text, units) if join else ([], units)
    return _Reader(apply_edits(text, line_ends), units, language, recurring, title).read()._replace(line_ends=line_ends)


def drop_title(text: str, title: str | None) -> list[Edit]:
    """Return the edit that drops a title from the head of a text, if it stands there on lines of its own."""
    lines, key = find_lines(text[:_LONGEST_HEAD]) if title else [], _stripped(title or "")
    for at, (start, _) in enumerate(lines):
        for last, (_, end) in enumerate(lines[at:], at + 1):
            found = _stripped(text[start:end])
            if found == key and last - at < len(lines):
                return drop_lines(text, [*lines[:at], (start, end), *lines[last:]], [at])
            if not found or not key.startswith(found):
                break
    return []


class _Reader:
    """The paragraphs of a page, `units`, and what is known of them: the report has `first` to `last`, `sure` ones are
    boilerplate by themselves."""

    def __init__(
        self, text: str, units: list[Unit], language: str | None, recurring: Collection[str], title: str | None
    ) -> None:
        self.text, self.units, self.language, self.given = text, units, language, title
        self.lines = [unit.text for unit in self.units]
        self.sure = [
            is_boilerplate(line, recurring) or bool(_CODE.fullmatch(line) or is_address(line)) for line in self.lines
        ]
        self.stamps: dict[int, Stamp] = {}
        self.first = self._find_first()
        self.slug = _stems(" ".join(filter(is_address, self.lines[: self.first])).replace("_", "-"))
        self.lead = _stems(" ".join(self.lines[self.first : self.first + 3])[:2000])

    def read(self) -> Page:
        """Decide on title and day, and on what goes."""
        at = self._find_title()
        title = self.given or (None if at is None else self.lines[at])
        dropped = {number for number, sure in enumerate(self.sure) if sure} | self._head(at, title) | self._foot()
        dropped.discard(-1 if at is None else at)
        certain = {n for n in dropped if self.sure[n] or n in self.stamps or self._is_ticker(n)}
        if 2 * sum(len(self.lines[n]) for n in dropped - certain) > sum(map(len, self.lines)):
            dropped = certain
        if len(dropped) + (at is not None) >= len(self.units):
            dropped = set()
        url = next((line for line in self.lines[: self.first] if is_address(line) and not _CODE.fullmatch(line)), None)
        return Page(title, self._date(at), url, [], drop_lines(self.text, [unit[:2] for unit in self.units], dropped))

    def _strong(self, at: int) -> bool:
        """Return whether a paragraph belongs to a report whatever stands around it."""
        line = self.lines[at]
        long = line.count(" ") >= _STRONG - 1 or (len(line) > 60 and line.count(" ") < len(line) / 20)
        return long and self._is_prose(at) and not self._is_ticker(at)

    def _is_prose(self, at: int) -> bool:
        line = self.lines[at]
        return not self.sure[at] and (is_sentence(line) or (line.count(" ") >= _STRONG and has_dateline(line)))

    def _is_ticker(self, at: int) -> bool:
        """Return whether a paragraph holds the hours and headlines of other reports, or a menu of many names."""
        line = self.lines[at]
        if "," not in line and line[-1] not in ".!?" and (n_spaces := line.count(" ")) >= _MENU:
            return sum(map(str.istitle, line.split())) > 0.9 * n_spaces
        return len(line) > 100 and line.count(":") > 1 and len(CLOCK.findall(line)) > 1 + (line[-1] in ".!?")

    def _find_first(self) -> int:
        """Return the first paragraph of the report: the first sentence after the last sign of a page's head."""
        n = len(self.lines)
        head = [at for at in range(min(n, _HEAD)) if at not in self._foreign]
        strong = next(filter(self._strong, head), n)
        prose = [at for at in head if at <= strong and self._is_prose(at) and not self._is_ticker(at)]
        limit = prose[-1] if prose else next((at for at in range(n - 1, 0, -1) if not self.sure[at]), n - 1)
        for at in range(limit):
            if not self.sure[at] and (stamp := read_stamp(self.lines[at], self.language)):
                self.stamps[at] = stamp
        signs = [at for at in range(limit) if self._is_sign(at)]
        self.has_signs = bool(signs)
        return 0 if _MESSAGE.match(self.text) else next((at for at in prose if at > max(signs, default=-1)), limit)

    def _is_sign(self, at: int) -> bool:
        """Return whether a paragraph above the report is certainly the site's, as a notice in another script is."""
        line = self.lines[at]
        if self.sure[at] or at in self.stamps or (at in self._foreign and is_sentence(line)):
            return True
        return is_crumb(line) or self._is_ticker(at) or not _has_letters(line)

    def _find_title(self) -> int | None:
        """Return the best of the lines above the report that may be its headline."""
        if self.given:
            head = enumerate(self.lines[: self.first + 2])
            return next((at for at, line in head if _stripped(line) == _stripped(self.given)), None)
        lines = [at for at in range(self.first) if self._is_candidate(at)][-_CANDIDATES:]
        scores = [(score, at) for at in lines if (score := self._score(at)) >= 1]
        found = [(score - 0.2 * rank, -at) for rank, (score, at) in enumerate(scores)]
        return -max(found)[1] if found else self._find_sentence_title()

    def _is_candidate(self, at: int) -> bool:
        return not (self._is_sign(at) or self.units[at].bullet) and may_be_title(self.lines[at])

    def _score(self, at: int) -> float:
        """Return how much speaks for a headline; one is enough."""
        line, n_words = self.lines[at], self.lines[at].count(" ") + 1
        taken_up = _share(line, self.lead)
        bare = not self.has_signs and at == 0 and n_words > 2 and any(word.islower() for word in line.split())
        others = range(min(self.first + 2, len(self.lines)))
        named = n_words > 3 and _share(line, self.slug) >= _ON_TOPIC
        again = named or any(number != at and self._echoes(number, line) for number in others)
        if n_words < 4 and not (again or bare) and (taken_up < _RELATED or (n_words < 3 and line.istitle())):
            return 0.0
        set_off = self.units[at + 1].parted or _runs_long(self.lines[at + 1 :])
        worded = n_words > 3 and bool(re.search(r"(?<=\s)[^\W\d_]{1,3}(?=\s)", line))
        told = worded or bare or taken_up >= _OFF_TOPIC  # other lines of names are tags
        fit = 0.5 * (n_words > 3 or bare) * (told + set_off) - 0.1 * max(0, n_words - 14) * (not again)
        odd = 0.8 * (line[0].islower() or (at > 0 and line[-1] == "?"))
        tags = 0.5 * (not worded and is_promo(line.split()[0]))
        return 1.5 * min(1, taken_up / _ON_TOPIC) + again + fit + 0.2 * worded - odd - tags

    def _find_sentence_title(self) -> int | None:
        """Return a headline with a full stop: one short sentence that the next paragraph tells again."""
        at = self.first
        following = next((number for number in range(at + 1, len(self.lines)) if number not in self.stamps), None)
        if following is None or at in self.stamps or not self._strong(following) or self.sure[at]:
            return None
        line = self.lines[at]
        short = 3 < line.count(" ") + 1 <= _ENTRY and not _INNER_STOP.search(line) and may_be_title(line.rstrip(".!"))
        return at if short and _share(line, _stems(self.lines[following])) >= _ON_TOPIC else None

    def _head(self, at: int | None, title: str | None) -> set[int]:
        """Return what goes above the report, and from among its first paragraphs."""
        top = self.first if at is None else at
        signed = self.has_signs or (at is not None and _share(self.lines[at], self.lead) >= _RELATED)
        last = next((n for n in range(self.first + 1, len(self.lines)) if self._strong(n)), self.first)
        head = [number for number in range(min(last, top + 9)) if number != at]
        found = {number for number in head if self._is_signed(number) or (title and self._echoes(number, title))}
        for number in head:
            short = _LABEL if at is None or self.units[number].bullet else 2 * _LABEL  # as the labels of a site are
            label = signed and self.lines[number].count(" ") < short
            if (self._is_sign(number) or label) if number < top else self._intrudes(number, title or ""):
                found.add(number)
        return found

    def _intrudes(self, at: int, title: str) -> bool:
        """Return whether a paragraph between the headline and the report is a stamp, a caption, or sections."""
        line = self.lines[at]
        if at not in self.stamps and len(line) <= 100 and (stamp := read_stamp(line, self.language)):
            self.stamps[at] = stamp
        n_spaces, parted = line.count(" "), [unit.parted for unit in self.units[at : at + 2]]
        plain = line.replace(" ", "").isalpha()
        small = plain and n_spaces < 3 and line[0].islower()
        credit = small and (parted == [True, True] or (at > 0 and self._echoes(at - 1, title)))
        sections = plain and 1 < n_spaces < 5 and line.istitle() and at < self.first and at - 1 in self.stamps
        words = _stripped(line if self._strong(at) else line.split(" - ")[0])
        around = [n for n in (at - 2, at - 1, at + 1) if n >= 0 and self.sure[n] and not is_address(self.lines[n])]
        again = len(words) >= _STEM and any(words in self._key(n) for n in around)
        return at in self.stamps or not _has_letters(line) or again or credit or sections

    def _is_signed(self, at: int) -> bool:
        """Return whether a paragraph is no more than a byline, a source, or an agency in brackets."""
        line = self.lines[at]
        short = line.count(" ") < _LABEL + 2 and not is_sentence(line)
        return short and (is_signature(line) or _BRACKETED.fullmatch(line) is not None)

    def _foot(self) -> set[int]:
        """Return what goes below the report: all that follows a heading of other things, an author's box, and lines
        among which one is boilerplate, but for a list or a table that belongs to the report."""
        n = len(self.lines)
        headings = islice(filter(self._is_heading, range(self.first + 1, n)), _HEADINGS)
        end = next(filter(self._ends_at, headings), n)
        prose = (at for at in range(end - 1, self.first, -1) if self._strong(at) and not self._is_site(at))
        last = next(prose, self.first)
        sure = {at for at in range(last + 1, end) if self.sure[at] or self._is_site(at)}
        begin = min(sure, default=end)
        if (sure or end < n) and not self._is_list(self.units[last:begin]):
            begin = last + 1
        entries = set(filter(self._is_entry, range(begin, end))) - sure
        inline = {at + 1 for at in range(self.first, last) if self.sure[at] and self._is_teaser(at + 1)}
        signed = [at for at in range(last + 1, end) if at not in sure]
        stamps = [read_stamp(self.lines[at], self.language) for at in signed if len(self.lines[at]) <= _DAY]
        self.day_at_foot = next(
            (stamp.day for stamp in stamps if stamp and len(signed) == 1 and self.lines[last][-1] != ":"), None
        )
        found = sure | inline | set(range(end, n)) | set(signed if self.day_at_foot else ())
        return found if any(map(self._is_row, entries)) else found | entries

    def _is_list(self, units: list[Unit]) -> bool:
        """Return whether the report announces what follows its last sentence, or the words of it recur there."""
        items = [unit for unit in units[1:] if unit.bullet or _LISTED.match(unit.text)]
        return any(unit.text[-1] == ":" for unit in units) or any(_share(item.text, self.lead) for item in items)

    def _is_row(self, at: int) -> bool:
        """Return whether a paragraph is a row of a table: it has two numbers and is no stamp."""
        return len(_NUMBER.findall(self.lines[at])) > 1 and not read_stamp(self.lines[at], self.language)

    def _is_heading(self, at: int) -> bool:
        line, n_spaces = self.lines[at], self.lines[at].count(" ")
        return (n_spaces < _LABEL and ":" not in line[:-1] and is_section(line)) or (n_spaces < 2 and is_promo(line))

    def _ends_at(self, at: int) -> bool:
        """Return whether a heading of other things is followed by nothing that takes up the words of the report."""
        report = _stems(" ".join(self.lines[self.first : at])[:6000])
        below = [n for n in range(at + 1, len(self.lines)) if self._strong(n) and not self._is_site(n)]
        rest = [n for n in below if self.lines[n][-3:] != "..." or not read_stamp(self.lines[n - 1], self.language)]
        return not any(_share(self.lines[n], report) >= _OFF_TOPIC for n in rest)

    def _is_site(self, at: int) -> bool:
        """Return whether a paragraph at the foot addresses the reader, names the source, or tells about the author."""
        line = self.lines[at]
        start, end = self.units[at][:2]
        if is_promo(line) or (end - start > len(line) + 3 and _SPREAD.fullmatch(self.text, start, end)):
            return True
        if not is_sentence(line):
            return self._is_signed(at) or (line.count(" ") > 1 and at in self._foreign)
        name = _NAME.match(line)
        return name is not None and any(other.endswith(name[0].rstrip()) for other in self.lines[max(0, at - 3) : at])

    def _echoes(self, at: int, title: str) -> bool:
        """Return whether a paragraph is a headline again, alone or before a caption or the site's name."""
        one, two = self._key(at), _stripped(title)
        return one == two != "" or (len(two) >= 12 and one.startswith(two) and not self._strong(at))

    def _key(self, at: int) -> str:
        return _stripped(self.lines[at][:_LONGEST_KEY])

    @cached_property
    def _foreign(self) -> set[int]:
        """The paragraphs in another script than the report."""
        return foreign_lines("\n".join(self.lines), self.language)

    def _is_entry(self, at: int) -> bool:
        """Return whether a paragraph may be an entry in a list of tags or of other reports."""
        line = self.lines[at]
        return line.count(" ") < _ENTRY and line[-1] not in ".!?…" and not is_sentence(line)

    def _is_teaser(self, at: int) -> bool:
        """Return whether a paragraph is the headline of another report below a bare "Read also"."""
        bare = is_section(self.lines[at - 1]) and self.lines[at - 1].count(" ") < 3
        return bare and self.lines[at].count(" ") > 2 and may_be_title(self.lines[at])

    def _date(self, at: int | None) -> dt.date | None:
        """Return the day of publication: of a stamp, by hour and place, else of the dateline."""
        near = self.first if at is None else at
        dated = [(n, stamp) for n, stamp in self.stamps.items() if stamp.day]
        if dated:
            return min(dated, key=lambda d: (d[1].updated, not d[1].clock, d[0] < near, abs(d[0] - near)))[1].day
        datelines = (find_dateline(line, self.language) for line in self.lines[near : self.first + 1])
        days = chain(map(find_day_of_address, self.lines[:near]), datelines, [self.day_at_foot])
        return next(filter(None, days), None) or find_weekday_date(self.text, self.language)


def _has_letters(line: str) -> bool:
    return any(map(str.isalpha, line)) or "$" in line or "€" in line


def _share(line: str, stems: set[str]) -> float:
    """Return the share of a line's words that a text, of which these are the `_stems`, has too."""
    own = {stem for stem in _stems(line) if len(stem) >= _STEM or not stem.isalpha()}
    return len(own & stems) / len(own) if own else 0.0


def _stems(text: str) -> set[str]:
    """Return the first letters of a text's words, in small letters."""
    return {word[:_STEM] for word in _WORD.findall(text.lower())}


@lru_cache
def _stripped(line: str) -> str:
    return _MARKS.sub("", line.casefold())


def _runs_long(lines: list[str]) -> bool:
    """Return whether lines are paragraphs: none but a stand-first is as those of wrapped texts, short without stop."""
    long = [line for line in lines[:4] if len(line) > 70]
    return any(len(line) > 90 for line in long) and sum(map(is_sentence, long)) >= max(1, len(long) - 1)
