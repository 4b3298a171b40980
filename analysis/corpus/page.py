"""
The lines of a page: sentences, signatures, the title.

A title is one short line at the head that is not a sentence, set off by a blank line or by the length of the
paragraphs, if these are not wrapped.
"""

from __future__ import annotations

import re

MAX_TITLE_WORDS = 30
HEAD, FOOT = 1500, 600

_LONGEST_WRAPPED, _LONGEST_HEADING, _LONGEST_TITLE = 90, 70, 250  # characters
_NOT_A_TITLE = re.compile(
    r"(?i)(?:by|source|author|автор|источник|published|date)\b[:\s]|(?:from|to|subject):\s|"
    r".*[.:;,!]$|[\d\W]*$|(?:\w+ )?\w+,? \d{4}$"
)
_SIGNATURE = re.compile(
    r"(?i)\(?(?:\w+ )?(?:reporting |written |prepared )?by:?\s+(?-i:[^\W\d_a-zа-яё])|"
    r"(?:source|author|автор|источник)\b[:\s]"
)
_STOPS = tuple(".!…:;,。！？؟۔।")
_CLOSING = "\"'”’»)] "


def is_sentence(line: str) -> bool:
    """Return whether a line is a sentence or a paragraph: too long for a title, or four or more words and a stop."""
    if len(line) > _LONGEST_TITLE:
        return True
    n_words, end = line.count(" ") + 1, line.rstrip(_CLOSING)[-3:]
    end = "" if end == "..." else end[-1:]
    return n_words > MAX_TITLE_WORDS or (end in _STOPS and (n_words > 3 or end in _STOPS[6:]))


def is_signature(line: str) -> bool:
    """Return whether a line credits the author or source of a report or photograph."""
    return _SIGNATURE.match(line) is not None


def may_be_headline(line: str) -> bool:
    """Return whether a line is long enough for a headline, and not a sentence, byline or list."""
    return 3 < len(line.split()) <= MAX_TITLE_WORDS and not _NOT_A_TITLE.match(line)


def split_title(text: str) -> tuple[str | None, int, int]:
    """Find a text's title and the span to cut to leave the body. The title is the first line that is not a byline or,
    if that is short, a headline in the two lines after it; None, 0, 0 if it is a sentence or not set off."""
    titles: list[tuple[str, int, int]] = []
    at = 0
    for line in text[:HEAD].splitlines(keepends=True):
        start, at, bare = at, at + len(line), line.strip().lstrip("#").lstrip()
        if not bare or is_signature(bare):
            continue
        if len(titles) == 3 or is_sentence(bare) or (titles and (bare[0].islower() or bare[-1] == "?")):
            break
        titles.append((bare, start, at))
    named = [title for title in titles if may_be_headline(title[0])] + titles[:1]
    for title, start, at in named if titles else ():
        end = len(text) - len(text[at:].lstrip())
        set_off = not text[end : end + 1].islower() and ("\n" in text[at:end] or _has_open_lines(text))
        if end < len(text) and set_off and not _NOT_A_TITLE.match(title):
            return title, start, end
    return None, 0, 0


def _has_open_lines(text: str) -> bool:
    """Return whether each line is a paragraph: long lines end with a stop, and one is longer than wrapped lines are."""
    long = [line for line in map(str.rstrip, text[: 2 * HEAD].splitlines()[:9]) if len(line) > _LONGEST_HEADING]
    return all(map(is_sentence, long[:-1])) and any(len(line) > _LONGEST_WRAPPED for line in long)


def first_lines(text: str) -> list[str]:
    """Return the lines up to the second sentence, at most nine."""
    lines, n_sentences = [], 0
    for line in filter(None, map(str.strip, text[:HEAD].splitlines())):
        lines.append(line)
        n_sentences += is_sentence(line)
        if n_sentences == 2 or len(lines) == 9:
            break
    return lines
