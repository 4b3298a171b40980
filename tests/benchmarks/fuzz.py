"""
Broken, strange and hostile inputs for every reader and every finder, made from good ones.

    make fuzz                                                       # three minutes a target, 2 processes
    python -m tests.benchmarks.fuzz --inputs 20                      # so many a target, as the tests do
    python -m tests.benchmarks.fuzz --targets a.csv --first 123 --inputs 1 --keep DIR     # one again, and its file

An input depends on its target, the seed and its number only. It may end in a result or an AnalysisError, within
`SECONDS` and `PER_MEGABYTE` of processor time and `MOST_MEMORY`. Anything else is a finding, one line of JSON: another
exception (also one of our own code that an AnalysisError hides), a crash, what is too slow or too large. The last line
of a target says how many inputs it had, how many were refused, the slowest and the memory.
"""

import argparse
import contextlib
import gzip
import io
import json
import mmap
import os
import random
import resource
import signal
import tempfile
import time
import traceback
import warnings
import zipfile
from functools import cache, partial
from inspect import isgenerator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

import analysis
from analysis import Study, TopicClassifier, load_model, save_model
from analysis.corpus import loading
from analysis.errors import AnalysisError, ReadError
from analysis.evaluate.annotations import agreed_values, load_annotations, load_deals
from analysis.lists import load_list
from analysis.text.dates import parse_date, read_dates
from analysis.topics import as_topics
from tests.corpus.test_exports import BODIES, KINDS
from tests.corpus.test_formats import write_pdf

ROOT = Path(__file__).parents[2]
PACKAGE = str(ROOT / "analysis")
SECONDS, PER_MEGABYTE = 2.0, 2.0  # of processor time: what any input may take, and what each megabyte adds
MOST_MEMORY = 1024  # MB
HANGS = 20  # seconds of processor time
LONGEST = 200_000  # characters of what is repeated
OUR_MISTAKES = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, RecursionError, TypeError)
TOKENS = [
    *('"', "'", ";", ",", "\t", "|", "\n", "\r", "\r\n", "\0", "\x0b", "\f", "\x1c", "\x85", "\u2028", "\ufeff", " "),
    *("---\n", "...\n", "=" * 20 + "\n", "<", ">", "</p>", "<html>", "<!--", "]]>", "&amp;", "&#0;", "&#xD800;", "{"),
    *("}", "[", "]", "[[", ":", ": ", "- ", "#", "*a", "&a", "!!python/x", "\\u0000", "\\ud800", "\\par ", "null"),
    *("NaN", "Infinity", "-1", "0", "1e999", "9" * 400, "0.5", "½", "²", "٣", "①", "1,5", "1.234.567,89", "$", "€"),
    *("5 млн", "$5 bn", "%", "€ 7", "31 February 2024", "0000-00-00", "32.13.2024", "May", "29 Feb 2023", "24:61"),
    *("İ", "ß", "ŉ", "Σ", "й", "\u0301", "\u200b", "\u202e", "\ud800", "\U0010ffff", "😀", "漢", "ا", "Ⅷ", "ﬁ", "º"),
    *("Kazakhstan", "Узбекистан", "Bank", "of the ", "Ministry of ", "signed", "and ", "«", "»", "“", "”", "(", ")"),
    *("From a@b Tue Mar 12 08:00:00 2024\n", "Content-Type: ", "base64", "charset=", "=?utf-8?b?////?=", "boundary="),
]
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Dam opens</title><meta property="og:site_name" content="Post">
<meta property="article:published_time" content="2024-04-05T08:30:00+05:00"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Dam opens</h1><time datetime="2024-04-05">5 April 2024</time><p>The dam above the valley was opened again
on Monday after two years of repair work.</p><p>Farmers expect water for the season.</p></article></body></html>"""
MAIL = f"""From: "Valley Post" <news@example.org>\nSubject: =?utf-8?q?Dam_opens?=\nDate: Tue, 12 Mar 2024 08:00:00 +0500
MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=windows-1251
Content-Transfer-Encoding: quoted-printable\n\n{BODIES[0]} =D0=E0=E7\n\n--b\nContent-Type: text/html; charset=utf-8\n
{PAGE}\n--b\nContent-Type: message/rfc822\n\nSubject: Inner\nContent-Type: text/plain\n\n{BODIES[1]}\n
--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n"""
MHTML = f"""From: <Saved by Blink>\nSnapshot-Content-Location: https://x.org/1\nSubject: Dam\nMIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\n
{PAGE}\n--b\nContent-Type: text/css\n\np {{}}\n--b--\n"""
MARKDOWN = f"""---\ntitle: 'Dam opens'\ndate: 2024-04-05\nsource: Valley Post\ntags: [gas, dam]
author: {{name: A. Orazov}}
language: en\nurl: https://x.org/1\n---\n\n# Dam opens\n\nBy Anna Karimova\n\n{BODIES[0]}\n\nRead also: more\n"""
SHEET = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
office:version="1.2"><office:body><office:spreadsheet><table:table table:name="a">%s</table:table></office:spreadsheet>
</office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
ROWS = [
    {"id": f"r{n}", "title": f"Title {n}", "date": "2024-05-02", "outlet": "Post", "text": body, "desk": n}
    for n, body in enumerate(BODIES)
]
TOPICS = (
    'topic,label,terms,not_terms\nsport,Sport,"tennis, football",\nmoney,Money,bank; loan*,river\nsun,,solar plant,\n'
)
CORRECTIONS = (
    "event,column,value,note\nloan,parties,KAZ; UZB,why\nloan#1,amounts,156000000 USD project,\ntalks,date,2025-06,\n"
    "talks,merge,loan,\nloan#1,split,,\nvisit,topic,power,\nvisit,status,planned,\nvisit,drop,,\n"
)
RATES = "currency,date,rate\nUSD,2024,1\nEUR,2024-05,1.08\nKZT,2024-05-01,0.0022\n"
REPORTS = {
    "loan": "Kazakhstan and Uzbekistan signed a loan agreement of $50 million for a solar power plant in Samarkand.",
    "visit": "Узбекистан и Таджикистан провели переговоры о торговле хлопком на 3 млн долларов в Душанбе.",
    "talks": "Kyrgyzstan and Tajikistan held talks on tourism in Bishkek on 4 June 2024.",
}


def zipped(members):
    with zipfile.ZipFile(stream := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return stream.getvalue()


def unzipped(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ods():
    cells = ("".join(CELL % c for c in row.values()) for row in ROWS)
    heads = "".join(CELL % name for name in ROWS[0])
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in (heads, *cells))
    kind, names = "application/vnd.oasis.opendocument.spreadsheet", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    members = {"mimetype": kind, "content.xml": SHEET % rows}
    members["META-INF/manifest.xml"] = f'<m:manifest xmlns:m="{names}">{entry}</m:manifest>'
    return zipped({name: text.encode() for name, text in members.items()})


def tar():
    import tarfile

    with tarfile.open(fileobj=(stream := io.BytesIO()), mode="w") as archive:
        for name, body in REPORTS.items():
            info = tarfile.TarInfo(f"{name}.txt")
            info.size = len(body.encode())
            archive.addfile(info, io.BytesIO(body.encode()))
    return stream.getvalue()


def parquet():
    pd.DataFrame(ROWS).to_parquet(stream := io.BytesIO())
    return stream.getvalue()


def table(separator):
    return lambda: pd.DataFrame(ROWS).to_csv(index=False, sep=separator).encode()


FILES = {
    **{"a.txt": lambda: "\n\n".join(BODIES).encode(), "a.md": MARKDOWN.encode, "a.html": PAGE.encode},
    **{"a.eml": MAIL.encode, "a.mhtml": MHTML.encode, "a.json": json.dumps(ROWS).encode, "a.csv": table(",")},
    **{"a.jsonl": "\n".join(map(json.dumps, ROWS)).encode, "a.tsv": table("\t"), "b.csv": table(";")},
    **{
        "a.parquet": parquet,
        "a.pdf": lambda: write_pdf(BODIES[0].replace("\n", " ")),
        "a.ods": ods,
        "a.tar": tar,
        "a.csv.gz": lambda: gzip.compress(table(",")()),
    },
    **{"a.zip": lambda: zipped({"a.txt": BODIES[0].encode(), "in.zip": zipped({"b.html": PAGE.encode()})})},
    **KINDS,
}


def mutate(raw, rng, tokens):
    """Change a sample in one to four places."""
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(raw) + 1)
        end = min(len(raw), start + int(rng.expovariate(1 / 20)) + 1)
        piece = raw[start:end]
        how = rng.randrange(9)
        if how == 0:
            raw = raw[:start] + raw[end:]
        elif how == 1:
            raw = raw[:start] + bytes(rng.randrange(256) for _ in piece[:4]) + raw[start + 4 :]
        elif how == 2:
            other = rng.randrange(len(raw) + 1)
            raw = raw[:other] + piece + raw[other:]
        elif how == 3:
            raw = raw[:start] if rng.random() < 0.3 else raw[start:] + raw[:start]
        elif how == 4:
            piece = piece if rng.random() < 0.5 else rng.choice(tokens)
            times = int(10 ** rng.uniform(0, 5))
            raw = raw[:start] + piece * min(times, LONGEST // (len(piece) + 1)) + raw[start:]
        else:
            raw = raw[:start] + rng.choice(tokens) + raw[start if rng.random() < 0.5 else end :]
    return raw


def mutate_value(value, rng):
    """Change a JSON value in one place."""
    if isinstance(value, (dict, list)) and value and rng.random() < 0.85:
        key = rng.choice(list(value) if isinstance(value, dict) else range(len(value)))
        if rng.random() < 0.1:
            del value[key]
        else:
            value[key] = mutate_value(value[key], rng)
        return value
    odd = [None, True, -1, 0, 10**30, 1e308, float("nan"), float("inf"), "", "\0", "x" * 1000, [], {}, [[]], [{}]]
    odd += [{"text": "Text."}, ["a", 1], [None], {"": ""}, "2024-13-45", rng.choice(TOKENS), str(value), [value]]
    return rng.choice(odd)


BYTES = [token.encode("utf-8", "surrogatepass") for token in TOKENS] + [b"\xff", b"\x80", b"\xff\xfe", b"\xc3", b"PK"]


def make_file(name, rng):
    """Return a broken file of a format; in packed ones, mostly the content is broken and not the packing."""
    raw = sample(name)
    outside = rng.random() < 0.25
    if name.endswith((".json", ".jsonl")) and not outside:
        lines = raw.split(b"\n")
        at = rng.randrange(len(lines))
        lines[at] = json.dumps(mutate_value(json.loads(lines[at]), rng)).encode("utf-8", "surrogatepass")
        return b"\n".join(lines)
    if name.endswith(".gz") and not outside:
        return gzip.compress(mutate(gzip.decompress(raw), rng, BYTES), mtime=0)
    if raw.startswith(b"PK") and not outside:
        members = unzipped(raw)
        large = [name for name in members if len(members[name]) > 150]
        member = rng.choice(large if large and rng.random() < 0.7 else list(members))
        return zipped(members | {member: mutate(members[member], rng, BYTES)})
    return mutate(raw, rng, BYTES)


@cache
def sample(name):
    return FILES[name]()


@cache
def words(language):
    """What a language's lists have, as tokens."""
    found = set()
    for name in (
        "countries",
        "currencies",
        "instruments",
        "organisations",
        "places",
        "calendar",
        "cues",
        "amount_roles",
    ):
        rows = load_list(name)
        rows = rows[rows["language"] == language] if "language" in rows else rows
        for column in set(rows.columns) & {"form", "name", "phrase", "word", "cue", "pattern", "term"}:
            found.update(rows[column])
    return sorted(f"{word} " for word in found)


@cache
def passages(language):
    folder = {"ru": ROOT / "tests/data/briefs_ru"}.get(language, ROOT / "seeds")
    return [path.read_text("utf-8").split("---\n", 2)[-1] for path in sorted(folder.glob("[!_R]*.md"))[:40]]


def make_text(language, rng):
    text = rng.choice(passages(language))
    start = rng.randrange(max(1, len(text) - 800))
    raw = text[start : start + 800].encode()
    tokens = [word.encode() for word in words(language)] or BYTES
    for choice in (tokens, tokens, BYTES):
        raw = mutate(raw, rng, choice)
    return raw.decode("utf-8", "replace")


def read_corpus(path):
    loading.load_corpus(path)


def find_everything(text, language):
    """Take every step from a text to the ledger, and check the offsets of the facts; each yield ends a step."""
    title, _, body = text.partition("\n")
    documents = pd.DataFrame(
        {"title": title, "text": body, "date": pd.Timestamp("2024-05-01"), "outlet": "Post", "url": None}
        | {"language": language, "duplicate_of": None},
        index=pd.Index(["a"], name="doc_id"),
    )
    facts = analysis.extract_facts(documents)
    yield
    fields = {"title": title, "text": body}
    for field, words, start, end in facts[["field", "text", "start", "end"]].itertuples(index=False):
        assert fields[field][start:end] == words, "a fact is not in its place"
    labels = analysis.label_documents(documents, sectors())
    yield
    deals = analysis.link_events(analysis.find_deals(documents, labels, facts), documents)
    ledger = analysis.build_ledger(documents, deals)
    analysis.pair_countries(ledger), analysis.sum_amounts(ledger)
    yield
    evidence = analysis.ledger_evidence(documents, facts, "a")
    evidence._repr_html_(), repr(evidence)
    yield
    sectors().explain(text)


@cache
def sectors():
    return TopicClassifier().fit(passages("en") + passages("ru"))


@cache
def study():
    """A small study, saved, whose parts the targets break."""
    folder = Path(tempfile.mkdtemp())
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(f"Title of {name}\n\n{text}\n", encoding="utf-8")
    made = Study(folder, progress=False)
    made.save(folder / "_results")
    model = TopicClassifier({"sport": "tennis", "money": "loan"}).fit(["tennis", "a loan", "rain"] * 9)
    save_model(model, folder / "_model.json")
    return made, folder


def use_topics(path):
    topics = as_topics(path)
    TopicClassifier(topics).fit(list(REPORTS.values()) * 2).predict_topics(list(REPORTS.values()))


def use_model(path):
    model = load_model(path)
    model.predict_topics(["tennis and a loan"]), model.explain("tennis and a loan"), model.predict_proba(["tennis"])


def use_annotations(path):
    found = load_annotations(path.parent)
    for field in ("sectors", "amounts", "primary"):
        agreed_values(found, field, roles=True)


def use_lists(path):
    os.environ["SILK_LEDGER_LISTS"] = str(path.parent)
    try:
        for language, text in (("en", REPORTS["loan"]), ("ru", REPORTS["visit"])):
            yield from find_everything(f"Title\n{text}", language)
        read_corpus(study()[1] / "loan.txt")
    finally:
        del os.environ["SILK_LEDGER_LISTS"]
        path.unlink()


def use_study(path):
    found = Study.load(path.parent)
    found.between("KAZ", "UZB"), found.pairs, found.log


def use_dates(text):
    for language in (None, "en", "ru", "uz"):
        read_dates(text, language), parse_date(text[:80], language)
        yield


def from_file(name, make, use):
    """A target that writes what `make` gives into a file and uses that."""

    def run(rng, folder):
        path = folder / (name if isinstance(name, str) else name(rng))
        raw = make(rng, path.name)
        path.write_bytes(raw)
        return raw, partial(use, path)

    return run


def from_text(language, use):
    def run(rng, folder):
        text = make_text(language, rng)
        return text.encode("utf-8", "surrogatepass"), partial(use, text, language)

    return run


def broken(text):
    return lambda rng, name: mutate(text.encode(), rng, BYTES)


def broken_rows(path):
    """Some lines of JSON, broken as bytes or as values."""

    def make(rng, name):
        lines = rng.choices(path.read_bytes().splitlines(True), k=5)
        if rng.random() < 0.4:
            return mutate(b"".join(lines), rng, BYTES)
        lines[1] = json.dumps(mutate_value(json.loads(lines[1]), rng)).encode("utf-8", "surrogatepass")
        return b"\n".join(lines)

    return make


def broken_list(rng, name):
    """A list with some rows broken; cells rather than the form of the file, which one check looks after."""
    lines = (ROOT / "analysis/lists" / name).read_bytes().splitlines(True)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(1, len(lines))
        lines[at] = mutate(lines[at], rng, BYTES)
    return b"".join(lines)


def run_dates(rng, folder):
    text = mutate(b"4 June 2024, ", rng, [word.encode() for word in words("en")] + BYTES).decode("utf-8", "replace")
    return text.encode(), partial(use_dates, text)


def run_model(rng, folder):
    (path := folder / "model.json").write_bytes(raw := broken_model(rng))
    return raw, partial(use_model, path)


def broken_model(rng):
    raw = (study()[1] / "_model.json").read_bytes()
    if rng.random() < 0.2:
        return mutate(raw, rng, BYTES)
    return json.dumps(mutate_value(json.loads(raw), rng)).encode("utf-8", "surrogatepass")


def run_study(rng, folder):
    saved = {path.name: path.read_bytes() for path in sorted((study()[1] / "_results").iterdir()) if path.is_file()}
    name = rng.choice([name for name in saved if name.endswith((".parquet", ".json"))])
    for other, raw in saved.items():
        (folder / other).write_bytes(raw)
    (folder / name).write_bytes(raw := mutate(saved[name], rng, BYTES))
    return raw, partial(use_study, folder / name)


def spoken():
    """The languages that any list of facts has."""
    return sorted(
        {language for name in ("countries", "currencies", "instruments") for language in load_list(name)["language"]}
    )


def list_targets():
    """Each target by its name: from a generator of chance and a folder to the input and the call that uses it."""
    own = sorted(path.name for path in (ROOT / "analysis/lists").glob("[!_]*.csv"))
    targets = {name: from_file(name, lambda rng, name: make_file(name, rng), read_corpus) for name in FILES}
    targets |= {
        f"facts {language}": from_text(language, find_everything) for language in filter(None, [*spoken(), "xx"])
    }
    targets["topics"] = from_file("topics.csv", broken(TOPICS), use_topics)
    correct = lambda path: analysis.apply_corrections(study()[0].deals, path)  # noqa: E731
    targets["corrections"] = from_file("corrections.csv", broken(CORRECTIONS), correct)
    targets["rates"] = from_file(
        "rates.csv", broken(RATES), lambda path: analysis.convert_amounts(study()[0].ledger, path)
    )
    targets["annotations"] = from_file(
        "_annotations.jsonl", broken_rows(ROOT / "seeds/_annotations.jsonl"), use_annotations
    )
    targets["deals"] = from_file(
        "_deals.jsonl", broken_rows(ROOT / "seeds/_deals.jsonl"), lambda path: load_deals(path.parent)
    )
    targets["lists"] = from_file(lambda rng: rng.choice(own), broken_list, use_lists)
    return targets | {"models": run_model, "a saved study": run_study, "dates": run_dates}


def judge(use, size, allowed):
    """Use an input; return the seconds of its slowest step, whether it was refused, and what is wrong, if anything."""
    taken, wrong, refused, start = 0.0, "", False, time.process_time()
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    try:
        for _ in steps if isgenerator(steps := use()) else ():
            taken, start = max(taken, time.process_time() - start), time.process_time()
    except AnalysisError as error:
        refused, cause = True, error.__cause__
        if isinstance(cause, OUR_MISTAKES) and isinstance(error, ReadError):
            place = traceback.extract_tb(cause.__traceback__)[-1]
            if place.filename.startswith(PACKAGE):
                wrong = f"hidden {cause!r} at {Path(place.filename).name}:{place.lineno}"
    except BaseException as error:
        place = next(
            (f for f in reversed(traceback.extract_tb(error.__traceback__)) if f.filename.startswith(PACKAGE)), None
        )
        wrong = f"foreign {repr(error)[:200]} at {place and Path(place.filename).name}:{place and place.lineno}"
    signal.setitimer(signal.ITIMER_PROF, 0)
    taken = max(taken, time.process_time() - start)
    if taken > allowed + PER_MEGABYTE * size / 2**20:
        wrong = wrong or f"slow: {taken:.1f} s for {size} bytes"
    return taken, refused, wrong


def size_of(raw):
    """The bytes of an input, or of what it is unpacked to."""
    if raw.startswith(b"PK"):
        try:
            return max(len(raw), sum(map(len, unzipped(raw).values())))
        except Exception:
            return len(raw)
    return len(gzip.decompress(raw)) if raw.startswith(b"\x1f\x8b") and len(raw) < 20 else len(raw)


def hang(*_):
    raise TimeoutError(f"no end after {HANGS} s")


def tell(row):
    """Print a row at one go: targets share the output, and unbuffered `print` writes a line's end apart."""
    os.write(1, f"{json.dumps(row)}\n".encode())


def run_target(name, target, options, begun):
    """Feed a target; print its findings and its summary. `begun` holds the number of the input."""
    signal.signal(signal.SIGPROF, hang)
    warnings.simplefilter("ignore")
    end, number, slowest, n_refused, n_wrong = time.monotonic() + options.seconds, options.first, 0.0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        while number - options.first < options.inputs and time.monotonic() < end:
            begun[:] = number.to_bytes(8)
            raw, use = target(random.Random(f"{name} {options.seed} {number}"), Path(folder))
            taken, refused, wrong = judge(use, size := size_of(raw), 5 if name == "lists" else SECONDS)
            slowest, n_refused = max(slowest, taken), n_refused + refused
            if wrong:
                n_wrong += 1
                tell({"target": name, "number": number, "wrong": wrong, "size": size})
            if options.keep and (wrong or options.inputs == 1):
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{number}-{name.replace(' ', '-')}").write_bytes(raw)
            number += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    if peak > MOST_MEMORY:
        tell({"target": name, "wrong": f"memory: {peak} MB"})
    told = {"inputs": number - options.first, "refused": n_refused, "wrong": n_wrong, "slowest": round(slowest, 2)}
    tell({"target": name} | told | {"peak": peak})


def warm_up():
    """Load what is loaded once, so that no input is charged with it."""
    made, folder = study()
    for language in spoken():
        list(find_everything("Title\nA loan of $5 million, 5 млн долл. \xd0\xd1", language))
    (folder / "_odd.csv").write_bytes("event,column,value\nвстреча,drop,\n".encode("cp1251"))
    with contextlib.suppress(AnalysisError):
        analysis.apply_corrections(made.deals, folder / "_odd.csv")
    for name in FILES:
        (folder / name).write_bytes(sample(name))
        read_corpus(folder / name)
        (folder / name).unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10**9, help="for each target")
    parser.add_argument("--inputs", type=int, default=10**9, help="for each target")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="targets at a time")
    parser.add_argument("--targets", nargs="*", help="all by default")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that are findings")
    options = parser.parse_args()
    targets = list_targets()
    loading.read_model = SimpleNamespace(cache_clear=lambda: None)  # the language model is read once, not once a file
    warm_up()
    names = options.targets or list(targets)
    running = {}
    while names or running:
        while names and len(running) < options.jobs:
            name = names.pop(0)
            begun = mmap.mmap(-1, 8)
            if child := os.fork():
                running[child] = name, begun
                continue
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            run_target(name, targets[name], options, begun)
            os._exit(0)
        child, status = os.wait()
        name, begun = running.pop(child)
        if status:
            number = int.from_bytes(begun[:])
            tell({"target": name, "number": number, "wrong": f"died with {status}"})


if __name__ == "__main__":
    main()
