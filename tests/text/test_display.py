"""Displays show words and numbers as they are, safely, in light and dark."""

import re
from decimal import Decimal

import pandas as pd
import pytest

from analysis.ledger.additive import Amount
from analysis.text.display import _HUES, _STYLE, Evidence, guard_cell, show_table, write_numbers, write_short

PIECES = [
    ("title", "Loan of ", ""),
    ("title", "$5m", "amount 5000000 USD finance"),
    ("text", "A <b> and ", ""),
    ("text", "Baku", "country AZE party; place Baku"),
    ("text", ", $6m", ""),
]


def test_evidence_as_text_has_its_marks_in_brackets():
    assert repr(Evidence("a", PIECES)) == (
        "title: Loan of [$5m | amount 5000000 USD finance]\n\n"
        "text: A <b> and [Baku | country AZE party; place Baku], $6m"
    )


def test_evidence_is_escaped_and_mathjax_leaves_it_alone():
    shown = Evidence("a", [("text", "<script>$1 and $2", 'country "x" onclick=')])._repr_html_()
    assert "<script>" not in shown
    assert 'title="country &quot;x&quot; onclick="' in shown
    assert 'class="silk-ledger tex2jax_ignore mathjax_ignore"' in shown


def test_each_kind_of_fact_has_a_colour_of_its_own_and_a_legend_names_it():
    shown = Evidence("a", PIECES)._repr_html_()
    hues = re.findall(r"--hue: ([\d ]+); --weight: 1\.00", shown)
    assert hues == [_HUES["amount"], _HUES["country"], _HUES["amount"], _HUES["country"]]
    legend = shown.partition("<b>title:</b>")[0]
    assert re.findall(r">(\w+)</mark>", legend) == ["amount", "country"]


def luminance(colour):
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@pytest.mark.parametrize(("theme", "paper", "ink"), [("true", 255, 33), ("false", 17, 222)])
@pytest.mark.parametrize("kind", _HUES)
def test_marked_words_can_be_read_in_light_and_dark(kind, theme, paper, ink):
    """The contrast of the words with their mark is 4.5 or more (WCAG AA)."""
    alpha = float(re.search(rf"theme-light={theme}\] \.silk-ledger \{{--most: ([.\d]+)", _STYLE)[1])
    mark = [alpha * int(part) + (1 - alpha) * paper for part in _HUES[kind].split()]
    light, dark = sorted([luminance(mark), luminance([ink] * 3)], reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_table_is_whole_and_its_numbers_can_be_read():
    title = "A title of more than fifty characters, which pandas would cut in the middle of a word"
    table = pd.DataFrame({"title": [title, None], "total": [57349870000.0, None], "share": [0.5, 0.25]})
    shown = show_table(table)
    assert shown.cells.to_numpy().tolist() == [[title, "57,349,870,000", "0.50"], ["", "", "0.25"]]
    assert shown.sides == ["left", "right", "right"]
    assert title in shown._repr_html_()
    assert "57,349,870,000" in repr(shown)
    assert "NaN" not in shown._repr_html_()


def test_text_stands_to_the_left_and_numbers_to_the_right():
    html = show_table(pd.DataFrame({"n": [1]}, index=pd.Index(["gas"], name="good")))._repr_html_()
    assert re.findall(r'<t([dh]) style="text-align: (\w+)">(\w+)<', html) == [
        ("h", "left", "good"),
        ("h", "right", "n"),
        ("d", "left", "gas"),
        ("d", "right", "1"),
    ]


def test_an_index_is_a_name_and_one_that_only_counts_is_left_out():
    years = pd.DataFrame({"n": [1]}, index=pd.Index([2015], name="year"))
    assert show_table(years).cells.to_dict("list") == {"year": ["2015"], "n": ["1"]}
    assert list(show_table(pd.DataFrame({"n": [1, 2]}).tail(1)).cells) == ["n"]
    assert list(show_table(pd.DataFrame({"n": [1]}).rename_axis("k")).cells) == ["k", "n"]
    pairs = pd.DataFrame({"n": [1]}, index=pd.MultiIndex.from_tuples([("a", 2)], names=["x", None]))
    assert list(show_table(pairs).cells) == ["x", "", "n"]


def test_cells_of_other_kinds_are_written_out():
    row = {"a": [["UZB", "KAZ"]], "b": pd.to_datetime(["2024-05-01"]), "c": [Decimal(1234)], "d": [True], "e": [pd.NA]}
    assert show_table(pd.DataFrame(row)).cells.iloc[0].tolist() == ["UZB, KAZ", "2024-05-01", "1,234", "True", ""]


def test_a_table_is_escaped_and_mathjax_leaves_it_alone():
    html = show_table(pd.DataFrame({"<th>": ["<td>$5 and $6</td>"]}))._repr_html_()
    assert "&lt;td&gt;$5 and $6&lt;/td&gt;" in html
    assert html.startswith('<div class="tex2jax_ignore mathjax_ignore">')


def test_a_long_table_says_how_many_rows_it_has():
    shown = show_table(pd.DataFrame({"n": range(1500)}), most=3)
    assert shown.cells["n"].tolist() == ["0", "1", "2"]
    assert shown._repr_html_().endswith("3 of 1,500 rows are shown.</div>")
    assert repr(shown).endswith("3 of 1,500 rows are shown.")


def test_empty_tables_and_series_are_shown():
    assert show_table(pd.Series([1], name="n")).cells.to_dict("list") == {"n": ["1"]}
    assert show_table(pd.DataFrame())._repr_html_()
    empty = show_table(pd.DataFrame({"n": []}))
    assert repr(empty) == "no rows"
    assert empty._repr_html_() == '<div class="tex2jax_ignore mathjax_ignore">no rows</div>'
    assert list(show_table(pd.crosstab(pd.Series(["a"]), pd.Series(["b"]))).cells) == ["row_0", "b"]


def test_a_sum_of_a_list_has_its_thousands_apart():
    sums = [Amount(Decimal("19500000.50"), "AZN", "finance", True), Amount(Decimal(400), "USD", "trade", False)]
    assert show_table(pd.DataFrame({"amounts": [sums]})).cells.iloc[0, 0] == (
        "19,500,000.50 AZN finance, 400 USD trade not counted"
    )


def test_numbers_are_written_alike():
    assert write_numbers([1234.5, 0.25, None]) == ["1,234", "0.25", ""]
    assert write_numbers([0.5, 1]) == ["0.50", "1.00"]
    assert write_numbers([0.0071, 0.0004]) == ["0.007", "0.000"]
    assert write_numbers([]) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [(57.349e9, "57.3 billion"), (2e12, "2 trillion"), (120e6, "120 million"), (5000, "5,000"), (0.5, "0.5")],
)
def test_large_sums_are_said_in_words(number, said):
    assert write_short(number) == said


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_quoted(text):
    assert guard_cell(text) == f"'{text}"
    assert guard_cell(-1) == -1
