"""Words that mark groups, on documents small enough to check by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ParameterError, SchemaError
from analysis.text.word_use import keyness, mark_groups

DOCUMENTS = pd.DataFrame(
    {
        "title": ["Rail talks", pd.NA, "Gas"],
        "text": ["The rail, the (RAIL) line.", "Rail road. Rail road rail-road 5 rail", "The gas line; gas pipeline"],
        "side": ["land", "land", "pipe"],
    },
    index=pd.Index(["a", "b", "c"], name="doc_id"),
)


def test_keyness_is_the_formula_of_monroe_and_others():
    """By hand: rail is 7 of 15 words on land, 0 of 6 in pipe; the prior gives it 10 * 7 / 21 of 10 words."""
    found = keyness(DOCUMENTS, "side", prior=10).set_index(["group", "term"]).loc[("land", "rail")]
    a, b, prior = 7 + 10 * 7 / 21, 10 * 7 / 21, 10
    expected = np.log(a / (15 + prior - a)) - np.log(b / (6 + prior - b))
    assert found[["count", "rest"]].tolist() == [7, 0]
    assert found["log_odds"] == pytest.approx(expected)
    assert found["z"] == pytest.approx(expected / np.sqrt(1 / a + 1 / b))


def test_keyness_ranks_each_groups_own_words_first():
    found = keyness(DOCUMENTS, "side")
    assert found.columns.tolist() == ["group", "term", "count", "rest", "log_odds", "z"]
    assert found.groupby("group")["term"].first().to_dict() == {"land": "rail", "pipe": "gas"}
    assert found.groupby("group")["z"].apply(lambda z: z.is_monotonic_decreasing).all()


def test_keyness_of_two_groups_is_antisymmetric():
    table = keyness(DOCUMENTS, "side").pivot_table(index="term", columns="group", values="z")
    np.testing.assert_allclose(table["land"], -table["pipe"])


def test_keyness_leaves_out_documents_without_group_and_stop_words():
    found = keyness(DOCUMENTS, ["x", None, "y"], min_count=1, stop_words=["the"])
    assert "road" not in set(found["term"])
    assert "the" not in set(found["term"])
    assert found["group"].unique().tolist() == ["x", "y"]


def test_keyness_ignores_the_order_of_documents():
    pd.testing.assert_frame_equal(keyness(DOCUMENTS, "side"), keyness(DOCUMENTS[::-1], "side"))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"group": "none"}, SchemaError, "no column 'none'; they have title, text, side"),
        ({"group": ["x"]}, SchemaError, "1 groups for 3 documents"),
        ({"group": ["x"] * 3}, ParameterError, r"only \['x'\]. Give at least two"),
        ({"group": "side", "prior": 0}, ParameterError, "above 0"),
    ],
)
def test_keyness_refuses(arguments, error, message):
    with pytest.raises(error, match=message):
        keyness(DOCUMENTS, **arguments)


@pytest.mark.parametrize("function", [lambda d: keyness(d, "side"), lambda d: mark_groups(d, "side")])
def test_words_need_title_and_text(function):
    with pytest.raises(SchemaError, match=r"no column title. Load them with load_corpus"):
        function(DOCUMENTS.drop(columns="title"))


def test_mark_groups_gives_the_mean_tfidf_of_scikit_learn():
    """By hand: gas and yarn are in two of four texts each, as often as all else in their texts is in one."""
    documents = pd.DataFrame({"title": pd.NA, "text": ["gas a1 well", "gas pipe", "yarn loom", "yarn mill"]})
    found = mark_groups(documents, ["oil", "oil", "cloth", "cloth"])
    often, once = np.log(5 / 3) + 1, np.log(5 / 2) + 1
    assert found.columns.tolist() == ["group", "rank", "term", "tfidf", "rest"]
    assert found[["group", "rank", "term"]].to_numpy().tolist() == [["cloth", 1, "yarn"], ["oil", 1, "gas"]]
    assert found["tfidf"].tolist() == pytest.approx([often / np.hypot(often, once)] * 2)
    assert found["rest"].tolist() == [0, 0]


def test_mark_groups_leaves_out_words_of_one_document_stop_words_and_the_undecided():
    documents = pd.DataFrame(
        {"title": pd.NA, "text": ["gas the well", "gas the pipe", "yarn the loom", "gas rail rail"]}
    )
    groups = ["oil", "oil", "cloth", None]
    assert set(mark_groups(documents, groups)["term"]) == {"gas", "the"}
    assert mark_groups(documents, groups, stop_words=["the"])["term"].tolist() == ["gas"]
    assert mark_groups(documents, groups, most=1)["rank"].tolist() == [1]


@pytest.mark.parametrize("groups", [["oil"] * 3, [None] * 3])
def test_mark_groups_has_no_rows_without_two_groups(groups):
    found = mark_groups(DOCUMENTS, groups)
    assert found.columns.tolist() == ["group", "rank", "term", "tfidf", "rest"]
    assert found.empty
