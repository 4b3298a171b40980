"""What the sentences say is what the numbers bear out: ties are named, chance is no finding."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluate.agreement import compare_labels
from analysis.evaluate.claims import judge_agreement, judge_confidence, judge_coverage, name_leaders

COUNTS = pd.Series({"Finance": 9, "Transport": 9, "Power": 4, "Health": 1})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"Finance": 9, "Power": 4}, "Most: Finance (9 of 22 reports)"),
        ({"Finance": 9, "Transport": 9, "Power": 4}, "Most: Finance; Transport (9 of 22 reports each)"),
        ({"a": 2, "b": 2, "c": 2, "d": 1}, "Most: a; b; c (2 of 22 reports each)"),
        (dict.fromkeys("abcd", 2) | {"e": 1}, "Most: 4 of 5 sectors (2 of 22 reports each)"),
        ({"a": 2, "b": 2}, "All alike: a; b (2 of 22 reports each)"),
        (dict.fromkeys("abcd", 2), "All alike: 4 of 4 sectors (2 of 22 reports each)"),
        ({"a": 2}, "Only: a (2 of 22 reports)"),
        ({("AZE", "UZB"): 3, ("KAZ", "UZB"): 1}, "Most: AZE – UZB (3 of 22 reports)"),
        ({"a": np.nan}, "No sector"),
        ({}, "No sector"),
    ],
)
def test_name_leaders_names_all_that_tie(values, said):
    counts = pd.Series(values, dtype=float)
    assert name_leaders(counts, "# of 22 reports", things="sectors", none="No sector") == said


def test_name_leaders_ties_what_reads_alike_and_names_the_last_too():
    scores = pd.Series({"a": 0.312, "b": 0.314, "c": 0.9})
    assert name_leaders(scores, "an F1 of #", least=True) == "Least: a; b (an F1 of 0.31 each)"
    assert name_leaders(COUNTS, "#", least=True) == "Least: Health (1)"
    assert name_leaders(COUNTS, "# reports", least=True) == "Least: Health (1 report)"
    assert name_leaders(COUNTS, "# reports of both", least=True) == "Least: Health (1 report of both)"
    assert name_leaders(COUNTS, "# countries", least=True) == "Least: Health (1 countries)"
    assert name_leaders(COUNTS, "# of 22 reports", least=True) == "Least: Health (1 of 22 reports)"
    assert name_leaders(COUNTS, "# of 1 dated reports", least=True) == "Least: Health (1 of 1 dated report)"
    assert name_leaders(COUNTS * 1000, "# million USD").endswith("(9,000 million USD each)")
    assert name_leaders(COUNTS * 10**8, "## USD", least=True) == "Least: Health (100 million USD)"


def test_judge_agreement_sees_clusters_that_are_the_classes_and_none_in_shuffled_ones():
    classes = pd.Series(np.repeat(range(10), 8))
    shuffled = pd.Series(np.random.default_rng(0).permutation(classes.to_numpy()))
    assert judge_agreement(compare_labels(classes, classes)).startswith("Clusters and sectors agree beyond chance")
    assert "agree no better than by chance" in judge_agreement(compare_labels(classes, shuffled))


def test_judge_agreement_says_when_nothing_can_be_compared():
    scores = compare_labels(pd.Series({"one": "oil"}), pd.Series({"two": 1}))
    assert scores.isna().all(axis=None)
    for few in ([], ["gas"], ["gas", "silk", "gold"], ["gas"] * 9):
        said = judge_agreement(compare_labels(pd.Series(few), pd.Series(range(len(few)))))
        assert said.startswith("Clusters and sectors cannot be")
    one_cluster = compare_labels(pd.Series(range(9)), pd.Series([0] * 9))
    assert judge_agreement(one_cluster).endswith("told from shuffled ones: too few reports or groups")
    assert judge_agreement(scores, "The two") == "The two cannot be compared: no report has both"


def test_judge_confidence_needs_more_than_a_few_errors_at_the_right_end():
    confidence = np.arange(20)
    assert judge_confidence(confidence > 7, confidence) == (
        "Surer labels are right more often: 0 of 10 above the median are wrong, 8 of 10 others"
    )
    assert judge_confidence(confidence > 1, confidence).startswith(
        "Surer labels are not clearly right more often: 0 of"
    )
    assert judge_confidence(confidence < 8, confidence).startswith(
        "Surer labels are not clearly right more often: 10 of"
    )
    assert judge_confidence([True, False], [0.5, 0.5]).startswith("Surer labels are not clearly")
    assert judge_confidence([], []) == "No annotations to hold the labels against"


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (["de"] * 18, "18 of 18 reports are in languages without lists (de): no parties, sums, deals or sectors are"),
        (["fr", "en", "de", None], "2 of 4 reports are in languages without lists (de, fr): no parties"),
        (["en", "kk"], "0 of 2 reports are in languages without lists"),
        ([], "0 of 0 reports are in languages without lists"),
    ],
)
def test_languages_in_which_nothing_is_read_are_named(languages, said):
    claim = judge_coverage(pd.DataFrame({"language": pd.Series(languages, dtype="str")}))
    assert claim.startswith(said) and (":" in claim) == (":" in said)
