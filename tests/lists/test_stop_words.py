"""Stop words: every language covered, every list usable by the vectoriser as it stands."""

import warnings

import pytest

from analysis.errors import LexiconError
from analysis.lists.loading import load_list, load_stop_words
from analysis.text.vectors import CorpusVectorizer

LANGUAGES = ("en", "ru", "tr", "uz", "kk", "ky", "tg", "tk", "az")


@pytest.mark.parametrize("language", LANGUAGES)
def test_load_stop_words_gives_sorted_lower_case_words_for(language):
    words = load_stop_words((language,))
    assert words == sorted(set(words))
    assert all(word == word.lower() for word in words)
    assert len(words) > 100


@pytest.mark.parametrize(("language", "expected"), [("uz", {"uchun", "учун"}), ("kk", {"үшін", "üşın"})])
def test_load_stop_words_covers_both_scripts(language, expected):
    assert expected <= set(load_stop_words((language,)))


def test_load_stop_words_joins_languages():
    assert {"the", "который"} <= set(load_stop_words(("en", "ru")))


def test_load_stop_words_names_what_it_covers():
    with pytest.raises(LexiconError, match=r"no stop words for 'fr'. It covers az, en, kk, ky, ru, tg, tk, tr, uz"):
        load_stop_words(("en", "fr"))


def test_stop_words_are_whole_words_to_the_vectorizer():
    """scikit-learn warns of stop words that its own splitting would take apart."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        CorpusVectorizer(stop_words=load_stop_words(LANGUAGES)).fit(["temir yoʻl", "железная дорога"])


def test_every_stop_word_row_has_a_source():
    assert (load_list("stop_words")["source"] != "").all()
