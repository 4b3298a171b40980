"""Points show what their table holds, each group named once, and no label on another."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.text import Text

from analysis.charts import plot_dots, plot_points
from analysis.charts.style import PALE
from analysis.errors import SchemaError

WORDS = {"title": "A finding", "unit": "reports"}
pytestmark = pytest.mark.usefixtures("closed")


def named(ax):
    return [text for text in ax.texts if text.get_text()]


def test_points_name_each_group_once_with_its_size():
    table = pd.DataFrame({"x": [0, 1, 9], "y": [0, 1, 9], "cluster": ["gas", "gas", "silk"]})
    ax = plot_points(table, group="cluster", **WORDS)
    assert {text.get_text() for text in named(ax)} == {"gas (2)", "silk (1)"}
    assert sorted(len(marks.get_offsets()) for marks in ax.collections) == [0, 1, 2]


def map_of_groups(n_groups):
    rng = np.random.default_rng(0)
    rows = [
        (x, y, f"word{group}, and another long, third one")
        for group in range(n_groups)
        for x, y in rng.normal(size=(2 + group, 2))
    ]
    return pd.DataFrame(rows, columns=["x", "y", "cluster"])


def test_only_the_eight_largest_groups_have_a_colour_and_the_rest_is_counted():
    ax = plot_points(map_of_groups(11), group="cluster", **WORDS)
    texts = {text.get_text() for text in named(ax)}
    assert "grey: 9 in 3 other groups" in texts
    assert not any(text.startswith(("word0,", "word1,", "word2,")) for text in texts)
    assert len(texts) == 9


def test_groups_that_tie_for_the_last_colour_have_none():
    table = map_of_groups(9)
    ax = plot_points(pd.concat([table, table.head(1)]), group="cluster", **WORDS)  # words 0 and 1 have three each
    texts = {text.get_text() for text in named(ax)}
    assert "grey: 6 in 2 other groups" in texts
    assert len(texts) == 8


def test_a_line_from_a_label_lies_behind_the_marks_and_is_pale():
    ax = plot_points(map_of_groups(3), group="cluster", **WORDS)
    lines = [text for text in named(ax) if text.arrow_patch]
    assert {to_hex(text.arrow_patch.get_edgecolor()) for text in lines} == {PALE}
    assert max(text.get_zorder() for text in lines) < min(marks.get_zorder() for marks in ax.collections)


def test_no_label_of_a_map_covers_another_or_a_marker():
    ax = plot_points(map_of_groups(8), group="cluster", **WORDS)
    ax.get_figure().draw_without_rendering()
    frame = ax.get_window_extent()
    boxes = [Text.get_window_extent(text) for text in named(ax)]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert not any(box.overlaps(frame) for box in boxes)


def sums():
    rows = [("project", 5e9, "Uzbekistan – China"), ("project", 2e6, "Tajikistan"), ("project", 1e6, "Kyrgyzstan")]
    rows += [("trade", 3e8, "Kazakhstan – Russia"), ("trade", 0, "nobody")]
    return pd.DataFrame(rows, columns=["role", "number", "who"])


def test_dots_stand_at_their_sums_on_a_logarithmic_axis_with_the_larger_group_on_top():
    ax = plot_dots(sums(), value="number", group="role", name="who", **WORDS)
    assert ax.get_xscale() == "log"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["trade", "project (3)"]
    found = [
        dots.get_offsets()[:, 0].tolist()
        for dots in ax.collections
        if len(dots.get_offsets()) and isinstance(dots, PathCollection)
    ]
    assert found == [[3e8], [1e6, 2e6, 5e9]]


def test_the_two_largest_of_a_group_are_named_with_their_sums_in_words():
    ax = plot_dots(sums(), value="number", group="role", name="who", **WORDS)
    texts = [text.get_text() for text in named(ax)]
    assert texts == [
        "Kazakhstan – Russia: 300 million",
        "Uzbekistan – China: 5 billion",
        "Tajikistan: 2 million",
        "1 not above 0, not drawn",
    ]


def test_two_names_have_two_marks():
    pairs = [("project", 5e9, "every sum"), ("project", 2e9, "what counts"), ("trade", 3e9, "every sum")]
    table = pd.DataFrame(pairs, columns=["role", "number", "who"])
    ax = plot_dots(table, value="number", group="role", name="who", **WORDS)
    dots = [marks for marks in ax.collections if isinstance(marks, PathCollection) and len(marks.get_offsets())]
    looks = {(to_hex(marks.get_facecolor()[0]), marks.get_offsets()[0, 0]) for marks in dots}
    assert looks == {("#3f90da", 3e9), ("#3f90da", 5e9), ("#bd1f01", 2e9)}


@pytest.mark.parametrize("numbers", [[6e5], [6e5, 9e5], [1e6, 1.2e6], [6e6, 15e6], [1, 1e9]])
def test_an_axis_of_dots_has_two_ticks_at_least_and_holds_all(numbers):
    table = pd.DataFrame({"number": numbers, "role": "trade", "who": map(str, numbers)})
    ax = plot_dots(table, value="number", group="role", name="who", **WORDS)
    low, high = ax.get_xlim()
    assert low < min(numbers) <= max(numbers) < high
    assert sum(low <= tick <= high for tick in ax.get_xticks()) >= 2


def test_words_that_name_a_sum_are_wrapped():
    words = "Deals reached at this year's forum came to $26.6 billion, against $11 …"
    ax = plot_dots(
        pd.DataFrame({"n": [26.6e9], "role": ["project"], "w": [words]}), value="n", group="role", name="w", **WORDS
    )
    (label,) = named(ax)
    assert label.get_text().replace("\n", " ") == f"{words}: 26.6 billion"
    assert max(map(len, label.get_text().splitlines())) <= 50


def test_dots_do_not_depend_on_the_order_of_the_rows():
    first, second = (
        plot_dots(rows, value="number", group="role", name="who", **WORDS) for rows in (sums(), sums()[::-1])
    )
    for one, other in zip(first.collections, second.collections, strict=True):
        np.testing.assert_array_equal(one.get_offsets(), other.get_offsets())


def test_empty_tables_draw_empty_axes():
    assert not named(plot_points(pd.DataFrame({"x": [], "y": [], "g": []}), group="g", **WORDS))
    empty = pd.DataFrame({"n": [], "g": [], "w": []})
    assert not named(plot_dots(empty, value="n", group="g", name="w", **WORDS))


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(SchemaError, match="no column cluster. It has: x, y"):
        plot_points(pd.DataFrame({"x": [1], "y": [2]}), group="cluster", **WORDS)
    with pytest.raises(SchemaError, match="column number is not of numbers"):
        plot_dots(sums().assign(number="many"), value="number", group="role", name="who", **WORDS)
