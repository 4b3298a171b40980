"""The reports for tests of growth are the same on every run, and are what they say."""

import json

import pytest

from tests.benchmarks.recombine import IN_A_FILE, SWAPPED, Source, write_report, write_reports

WORDS = [f"word{letter}{other}" for letter in "abcdefghijkl" for other in "abcdefghijkl"]
NAMES = [word.title() for word in WORDS]


@pytest.fixture(scope="module")
def sources():
    sentences = [
        f"{name} paid {number} for {' '.join(WORDS[number : number + 6])}." for number, name in enumerate(NAMES)
    ]
    return [Source([(f"Title {name}", " ".join(sentences[n : n + 9]))]) for n, name in enumerate(NAMES[:90:9])]


def test_a_report_depends_on_seed_and_number_alone(sources, tmp_path):
    for name, number in (("few", 10), ("many", IN_A_FILE + 5)):
        write_reports(tmp_path / name, sources, number)
    few = (tmp_path / "few" / "reports-0000.jsonl").read_text(encoding="utf-8").splitlines()
    first, second = (path.read_text(encoding="utf-8").splitlines() for path in sorted((tmp_path / "many").iterdir()))
    assert (len(first), len(second)) == (IN_A_FILE, 5)
    assert first[:10] == few
    assert json.loads(few[7]) == write_report(sources, 7)
    assert json.loads(second[0]) == write_report(sources, IN_A_FILE)
    assert write_report(sources, 7, seed=1) != write_report(sources, 7)


def test_reports_have_own_ids_dates_and_texts_of_the_length_of_news(sources):
    reports = [write_report(sources, number) for number in range(200)]
    assert len({report["id"] for report in reports}) == 200
    assert len({report["text"] for report in reports}) == 200
    assert all(400 <= len(report["text"]) <= 1800 for report in reports)
    assert {report["date"][:4] for report in reports} == {str(year) for year in range(2015, 2025)}


def test_one_word_in_ten_is_swapped_for_one_of_its_kind():
    source = Source([("A title", "Alpha paid 5 for beta gamma delta epsilon zeta eta theta iota kappa.")])
    source.words = {"name": ["Omega"], "number": ["7"], "other": ["mu"]}
    words = [word for number in range(300) for word in write_report([source], number)["text"].split()]
    counts = {word: words.count(word) for word in ("Alpha", "Omega", "5", "7", "paid", "mu")}
    assert counts["Omega"] / (counts["Omega"] + counts["Alpha"]) == pytest.approx(SWAPPED, rel=0.25)
    assert counts["7"] / (counts["7"] + counts["5"]) == pytest.approx(SWAPPED, rel=0.25)
    assert counts["mu"] / (counts["mu"] + 10 * counts["paid"]) == pytest.approx(SWAPPED, rel=0.25)
    assert "kappa." in words
