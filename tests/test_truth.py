"""The pages claim no finding where there is none: on shuffled annotations and labels, on ties, on next to nothing."""

import contextlib
import io
import json
import re
import shutil
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

import analysis.charts.figures
import analysis.study
from analysis.charts.style import read_headline

ROOT = Path(__file__).parents[1]
NOTHING = {
    "00": {"No event has two parties", "events: 0", "There is no event to show.\n"},
    "01": {
        "No report carries a date",
        "No report names its outlet",
        "Reports in a language without terms in the list, or an unknown one: 2 of 2",
    },
    "02": {
        "Sectors with words that mark them: 0 of 0",
        "Years with words that mark them: 0 of 0",
        "2 of 2 reports are in languages without lists (ka)",
        "words of grammar and numerals but in ka, for which there is no list of these",
    },
    "03": {"No structure: one cluster", "Clusters and sectors cannot be compared", "There are no annotations"},
    "04": {"No report is decided", "No annotations, no scores", "No annotations to hold", "There are no annotations"},
    "05": {
        "No event has two parties",
        "No event has an instrument",
        "No sum of money is named",
        "No event has a party",
        "There is no event to show.\n",
        "2 of 2 reports are in languages without lists (ka): no parties, sums, deals or sectors are read in them",
    },
    "06": {"No annotations, no scores", "There are no annotations", "or an unknown one: 2 of 2"},
    "07": {"below 0.8: 0 of 0", "Corrections: 0; events before: 0, now: 0"},
}


@pytest.fixture
def read_page(monkeypatch):
    """Run the cells of a page on a corpus, and return what it prints, and its titles, captions and alt texts."""

    def keep(name, ax, table, *, caption, alt, note=""):
        claims.extend([read_headline(ax), caption, alt, note])
        plt.close(ax.get_figure())

    def read(number, corpus):
        monkeypatch.setenv("SILK_LEDGER_CORPUS", str(corpus))
        page = nbformat.read(next((ROOT / "notebooks").glob(f"{number}-*.ipynb")), as_version=4)
        names, printed = {}, io.StringIO()
        claims.clear()
        with contextlib.redirect_stdout(printed):
            for cell in page.cells:
                if cell.cell_type == "code":
                    exec(cell.source, names)
        return printed.getvalue() + "\n".join(claims)

    claims = []
    monkeypatch.setattr(analysis.charts.figures, "save_figure", keep)
    return read


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory):
    """The seeds, each document with the annotations of another."""
    folder = tmp_path_factory.mktemp("shuffled")
    shutil.copytree(ROOT / "seeds", folder, dirs_exist_ok=True)
    for path in (folder / "_annotations.jsonl", folder / "_deals.jsonl"):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        names = sorted({row["doc_id"] for row in rows})
        other = dict(zip(names, np.random.default_rng(0).permutation(names).tolist(), strict=True))
        lines = [json.dumps(row | {"doc_id": other[row["doc_id"]]}) + "\n" for row in rows]
        path.write_text("".join(lines), encoding="utf-8")
    return folder


def shuffle_labels(documents, model, label=analysis.study.label_documents, **options):
    """The labels of the seeds, each document with those of another."""
    names = np.random.default_rng(0).permutation(documents.index.to_numpy())
    labels = label(documents, model, **options)
    return labels.rename(index=dict(zip(documents.index, names, strict=True)), level="doc_id")


@pytest.mark.slow
def test_page_3_claims_no_agreement_of_clusters_with_shuffled_sectors(read_page, shuffled, monkeypatch):
    monkeypatch.setattr(analysis.study, "label_documents", shuffle_labels)
    said = read_page("03", shuffled)
    assert "Clusters and sectors agree no better than by chance" in said
    assert "sectors agree beyond chance" not in said


@pytest.mark.slow
def test_page_4_claims_nothing_of_shuffled_annotations(read_page, shuffled):
    said = read_page("04", shuffled)
    assert "Surer labels are not clearly right more often" in said
    assert "labels are right more often" not in said


@pytest.mark.slow
def test_page_6_finds_the_fields_weak_on_shuffled_annotations(read_page, shuffled):
    said = read_page("06", shuffled)
    least = {float(found) for found in re.findall(r"Least: [^(]*\(an F1 of ([\d.]+\d)", said)}
    assert least and max(least) < 0.2


@pytest.mark.slow
def test_what_ties_is_named_together_on_three_reports(read_page, tmp_path):
    for name in ("adb-az-manat-bond-2024", "adb-tj-dushanbe-bokhtar-road-2018", "adb-tj-eskhata-green-loan-2025"):
        shutil.copy(ROOT / "seeds" / f"{name}.md", tmp_path)
    said = "".join(read_page(page, tmp_path) for page in ("01", "02", "05"))
    assert "All alike: Azernews; MENAFN; Qazinform (1 of 3 reports each)" in said
    assert "Most: 2018; 2024; 2025 (1 of 3 dated reports each)" in said
    assert "Most: 7 of 146 words (3 of 3 reports each)" in said
    assert "Years with words that mark them: 0 of 3" in said
    assert "Reports of 2024 and later (2) against those before 2024 (1): no word stands out" in said


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(NOTHING))
def test_a_page_says_so_where_nothing_can_be_said(read_page, tmp_path, page):
    """Two notes in a language without terms, undated, that name no country, no sum and no outlet."""
    for number, words in enumerate(
        ["დღეს კარგი ამინდია და მზე ანათებს მთელ ქალაქში", "ხვალ წვიმა მოვა და ქარი იქნება ზღვაზე"]
    ):
        (tmp_path / f"{number}.txt").write_text(words + ".\n", encoding="utf-8")
    said = read_page(page, tmp_path)
    assert NOTHING[page] <= {claim for claim in NOTHING[page] if claim in said}
    assert re.findall(r"\bnan\b|(?:sums in|million) no currency|0 and later|before 0|0 of 0 annotated", said) == []
