"""Figures come out byte-identical, each with its numbers and its row, and none goes astray."""

import hashlib
from pathlib import Path
from xml.etree.ElementTree import parse

import pandas as pd
import pytest

from analysis.charts import plot_bars
from analysis.charts.figures import figures_folder, load_manifest, save_figure, table_bytes
from analysis.corpus import corpus_folder
from analysis.errors import FigureError

FIGURES = Path(__file__).parents[2] / "figures"
WORDS = {"caption": "Cotton leads.", "alt": "Two bars, the longer one is cotton with three reports."}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SILK_LEDGER_FIGURES", str(tmp_path))
    return tmp_path


def bars():
    table = pd.DataFrame({"n": [3, 1]}, index=pd.Index(["cotton", "gold"], name="good"))
    return plot_bars(table, value="n", title="Cotton leads", unit="reports"), table


def save(name="01-goods", **words):
    return save_figure(name, *bars(), **(WORDS | words))


def test_a_figure_is_three_files_and_a_row(folder):
    save()
    assert {path.name for path in folder.iterdir()} == {"01-goods.svg", "01-goods.png", "01-goods.csv", "manifest.csv"}
    assert (folder / "01-goods.csv").read_text() == "good,n\ncotton,3\ngold,1\n"
    row = load_manifest(folder).iloc[0]
    assert row["svg_sha256"] == hashlib.sha256((folder / "01-goods.svg").read_bytes()).hexdigest()
    assert (row["caption"], row["alt_text"]) == (WORDS["caption"], WORDS["alt"])


def test_saving_twice_gives_the_same_bytes_and_one_row(folder):
    save()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    save()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_manifest_is_sorted_whatever_comes_first(folder):
    save("02-later")
    save("01-earlier")
    assert list(load_manifest(folder)["figure"]) == ["01-earlier", "02-later"]


def test_a_saved_figure_is_closed(folder):
    import matplotlib.pyplot as plt

    save()
    assert plt.get_fignums() == []


def test_a_saved_figure_shows_its_caption_escaped(folder, capsys):
    save(caption="<script>alert(1)</script> leads")._ipython_display_()
    assert "<script>" not in capsys.readouterr().out.replace("Figure 01-goods. <script>alert(1)</script> leads", "")


@pytest.mark.parametrize("numbers", [[], [3], [3, None]])
def test_where_there_is_nothing_to_compare_the_title_stands_alone(folder, capsys, numbers):
    table = pd.DataFrame({"n": numbers}, dtype=float)
    ax = plot_bars(table, value="n", title="No report carries a date", unit="reports")
    saved = save_figure("01-none", ax, table, caption="No bar.", alt=WORDS["alt"])
    assert list(folder.iterdir()) == []
    assert repr(saved) == "No figure 01-none: No report carries a date."
    saved._ipython_display_()
    assert "image/png" not in (shown := capsys.readouterr().out)
    assert "<em>No report carries a date.</em>" in shown


def test_the_source_of_a_figure_stands_in_its_picture(folder):
    ax, table = bars()
    figure = ax.get_figure()
    save_figure("01-goods", ax, table, **WORDS, note="Source: 4 reports.")
    assert figure.get_supxlabel() == "Source: 4 reports."
    assert figure.get_size_inches()[0] == pytest.approx(16 / 2.54, abs=0.01)


def test_the_svg_has_title_and_description_escaped(folder):
    ax, table = bars()
    save_figure("01-goods", ax, table, caption="C.", alt="Two bars, <b>cotton</b> & gold, with three and one reports.")
    svg = parse(folder / "01-goods.svg").getroot()
    names = [child.tag.rpartition("}")[2] for child in svg][:2]
    assert names == ["title", "desc"]
    assert [child.text for child in svg][:2] == [
        "Cotton leads",
        "Two bars, <b>cotton</b> & gold, with three and one reports.",
    ]
    assert svg.get("role") == "img"


def test_axes_of_a_closed_figure_are_refused(folder):
    ax, table = bars()
    ax.remove()
    with pytest.raises(FigureError, match="belong to no figure any more. Draw the chart again"):
        save_figure("01-goods", ax, table, **WORDS)


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("goods", {}, "two digits"),
        ("01-Goods", {}, "lower-case"),
        ("01-goods", {"caption": " "}, "caption is empty"),
        ("01-goods", {"alt": "Two bars"}, "under eight words"),
    ],
)
def test_a_figure_without_proper_words_is_refused(folder, name, words, message):
    with pytest.raises(FigureError, match=message):
        save(name, **words)
    assert list(folder.iterdir()) == []


def test_cells_a_spreadsheet_would_run_are_guarded():
    table = pd.DataFrame({"term": ["=1+1", "gold"], "n": [-1.5, 2.0]})
    assert table_bytes(table) == b"term,n\n'=1+1,-1.5\ngold,2\n"


def test_large_and_small_numbers_have_no_exponent():
    table = pd.DataFrame({"n": [36993921234.0, 1 / 3, None]}, index=pd.Index(["a", "b", "c"], name="k"))
    assert table_bytes(table) == b"k,n\na,36993921234\nb,0.3333333333\nc,\n"
    assert b"\na,0.00000012\n" in table_bytes(table.replace({"n": {36993921234.0: 1.2e-7}}))


def test_a_table_of_years_keeps_them():
    table = pd.DataFrame({"n": [1, 2]}, index=pd.RangeIndex(2020, 2022, name="year"))
    assert table_bytes(table) == b"year,n\n2020,1\n2021,2\n"
    assert table_bytes(table.rename_axis(None)) == b"n\n1\n2\n"


def test_a_run_reads_and_writes_where_it_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("SILK_LEDGER_CORPUS", str(tmp_path))
    monkeypatch.setenv("SILK_LEDGER_FIGURES", str(tmp_path / "f"))
    assert (corpus_folder(), figures_folder()) == (tmp_path, tmp_path / "f")
    monkeypatch.delenv("SILK_LEDGER_CORPUS")
    assert corpus_folder().name == "seeds"


def strays(folder):
    """Return the files of a folder of figures that its manifest does not list, or lists with other bytes."""
    listed = load_manifest(folder).set_index("figure")
    rows = {
        f"{name}.{kind}": row[f"{kind}_sha256"] for name, row in listed.iterrows() for kind in ("csv", "svg", "png")
    }
    there = {path.name: path for path in folder.glob("*.*") if path.name != "manifest.csv"}
    there = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}
    return {name for name, _ in rows.items() ^ there.items()}


def test_the_committed_figures_and_the_manifest_agree_both_ways():
    assert len(load_manifest(FIGURES)) >= 8
    assert strays(FIGURES) == set()


def test_a_changed_number_under_a_figure_is_noticed(folder):
    save()
    assert strays(folder) == set()
    numbers = folder / "01-goods.csv"
    numbers.write_text(numbers.read_text().replace("3", "4"))
    assert strays(folder) == {"01-goods.csv"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path, monkeypatch):
    (tmp_path / "figures").write_text("")
    monkeypatch.setenv("SILK_LEDGER_FIGURES", str(tmp_path / "figures"))
    with pytest.raises(FigureError, match="figures is a file. Name a folder"):
        figures_folder()


def test_a_manifest_without_its_columns_is_refused(tmp_path):
    (tmp_path / "manifest.csv").write_text("figure,caption\n")
    with pytest.raises(FigureError, match=r"manifest.csv: no column csv_sha256, .*alt_text. Remove the file"):
        load_manifest(tmp_path)
