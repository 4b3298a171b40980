"""Clusters of a mixed corpus say which languages they hold, and each language can be clustered alone."""

import pandas as pd
import pytest

from analysis import TopicClusterer
from analysis.clusters import cluster_languages, judge_languages, share_languages
from analysis.errors import SchemaError

DOCUMENTS = pd.DataFrame({"language": ["ru", "en", "en", None, "en", "ru"]}, index=list("abcdef"))
TEXTS = pd.Series(
    [
        *("coal mine pit ore", "coal ore mine shaft", "wheat flour bread mill", "flour wheat mill oven"),
        *("уголь шахта руда забой", "руда уголь шахта карьер", "мука хлеб зерно мельница", "зерно мука хлеб пекарня"),
    ]
)


def test_shares_of_languages_add_up_in_each_cluster_the_commonest_first():
    shares = share_languages(DOCUMENTS, [0, 0, 1, 1, 1, 0])
    assert shares.columns.tolist() == ["en", "ru", "unknown"]
    assert shares.loc[0].tolist() == pytest.approx([1 / 3, 2 / 3, 0])
    assert shares.loc[1].tolist() == pytest.approx([2 / 3, 0, 1 / 3])


def test_a_sentence_tells_whether_clusters_part_languages():
    mixed = share_languages(DOCUMENTS, [0, 1, 1, 2, 1, 0])
    assert judge_languages(mixed).startswith("3 languages (en, ru, unknown): in 3 of 3 clusters at least nine of ten")
    assert judge_languages(mixed[["en"]]) == "All reports are in one language (en)"
    assert judge_languages(pd.DataFrame()) == "All reports are in one language (none)"


def test_clusters_need_a_language_and_one_number_each():
    with pytest.raises(SchemaError, match="documents: no column language"):
        share_languages(DOCUMENTS.drop(columns="language"), [0] * 6)
    with pytest.raises(ValueError, match="Length of values"):
        share_languages(DOCUMENTS, [0])


def test_each_language_is_clustered_alone_by_its_subjects():
    languages = pd.Series(["en"] * 4 + ["ru"] * 4)
    found = cluster_languages(TEXTS, languages, TopicClusterer(n_clusters=2, n_resamples=0))
    assert list(found) == ["en", "ru"]
    for first, one in zip((0, 4), found.values(), strict=True):
        assert one.documents_.index.tolist() == list(range(first, first + 4))
        assert one.labels_[0] == one.labels_[1] != one.labels_[2] == one.labels_[3]


def test_reports_of_no_known_language_are_left_out():
    found = cluster_languages(TEXTS[:4], pd.Series(["en", "en", "en", None]), TopicClusterer(n_clusters=1))
    assert found["en"].documents_.index.tolist() == [0, 1, 2]
