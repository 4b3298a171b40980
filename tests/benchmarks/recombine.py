"""
Reports for tests of growth, as many as wanted: ``python -m tests.benchmarks.recombine 1000000 FOLDER``.

A report is made of sentences of one source, in paragraphs, with about one word in ten swapped for another of the source
and of its kind: a number, a name or neither. One report in ten comes from our briefs, which tell deals, and three each
from Reuters, BBC and 20 Newsgroups; they are as long as news agencies' (1.2 KB in the mean). Report `n` depends on the
seed and on `n` alone: a thousand reports are the first thousand of a million. Needs SILK_LEDGER_DATA.
"""

import gzip
import json
import re
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.benchmarks.data import ROOT, corpus

SHARES = {"seeds": 1, "reuters21578": 3, "bbc_news": 3, "20newsgroups": 3}
SWAPPED = 0.1  # of the words
SHORTEST, LONGEST = 400, 1600  # characters
FIRST_DAY, DAYS = date(2015, 1, 1), 3653
OUTLETS = 40
IN_A_FILE = 10_000
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(\d])")
_BLANKS = re.compile(r"\s+")


class Source:
    """The titles, sentences and words that the reports of one source are made of."""

    def __init__(self, reports: list[tuple[str, str]]) -> None:
        self.titles = [title for title, _ in reports if title]
        sentences = (_BLANKS.sub(" ", one).strip() for _, text in reports for one in _END.split(text))
        self.sentences = [one for one in sentences if 20 <= len(one) <= 600]
        self.words: dict[str, list[str]] = {}
        for sentence in self.sentences:
            for word in sentence.split(" "):
                if kind := _kind(word):
                    self.words.setdefault(kind, []).append(sys.intern(word))


def _kind(word: str) -> str:
    """Return what a word may be swapped for: number, name, other; nothing if marks stand at it."""
    if not word.isalnum():
        return ""
    return "number" if word.isdigit() else "name" if word[0].isupper() else "other"


def load_sources() -> list[Source]:
    """Read the sources, each as often as its share of the reports."""
    briefs = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("[!_R]*.md"))]
    found = {"seeds": [(re.search("(?m)^title: (.*)", text)[1], text.split("\n---\n", 1)[1]) for text in briefs]}
    for name in SHARES.keys() - found.keys():
        with gzip.open(corpus(name), "rt", encoding="utf-8") as lines:
            found[name] = [_read(json.loads(line)) for line in lines]
    return [source for name, share in SHARES.items() for source in [Source(found[name])] * share]


def _read(row: dict) -> tuple[str, str]:
    """Return title and text of a row: its title, the subject of a message, or the first line of the text."""
    text = row["text"] or ""
    head, _, body = text.partition("\n\n")
    if subject := re.search(r"(?m)^Subject: (.*)", head):
        return subject[1].strip(), body
    first, _, rest = text.partition("\n")
    return (row["title"] or "", text) if "title" in row else (first.strip(), rest)


def write_report(sources: list[Source], number: int, seed: int = 0) -> dict[str, str]:
    """Return report `number` as a row."""
    chance = Random(seed * 10**10 + number).random  # the one draw that Python promises to keep

    def draw(items: list) -> object:
        return items[int(chance() * len(items))]

    def swap(sentence: str) -> str:
        words = sentence.split(" ")
        return " ".join(
            draw(pool) if chance() < SWAPPED and (pool := pools.get(_kind(word))) else word for word in words
        )

    source = draw(sources)
    pools, length, paragraphs = source.words, SHORTEST + chance() * (LONGEST - SHORTEST), [[]]
    title, day, outlet = swap(draw(source.titles)), int(chance() * DAYS), 1 + int(chance() * OUTLETS)
    while length > 0:
        if len(paragraphs[-1]) > 3 * chance():
            paragraphs.append([])
        paragraphs[-1].append(swap(draw(source.sentences)))
        length -= len(paragraphs[-1][-1])
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs if sentences)
    told = {"date": str(FIRST_DAY + timedelta(day)), "outlet": f"Outlet {outlet}"}
    return {"id": f"r{number:08d}", "title": title, **told, "text": text}


def write_reports(folder: Path, sources: list[Source], number: int, seed: int = 0) -> None:
    """Write the first `number` reports into a new folder, as JSON lines in files of ten thousand."""
    folder.mkdir(parents=True)
    for start in range(0, number, IN_A_FILE):
        with (folder / f"reports-{start // IN_A_FILE:04}.jsonl").open("w", encoding="utf-8") as out:
            for place in range(start, min(start + IN_A_FILE, number)):
                out.write(json.dumps(write_report(sources, place, seed), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write_reports(Path(sys.argv[2]), load_sources(), int(sys.argv[1]))
