"""What each language has rows for, and that what is generated is what the generator would write."""

import pandas as pd
import pytest

from analysis.lists import coverage, load_list
from analysis.text.letters import FOLDED
from tests.lists.build_languages import KAZAKH_LATIN, cyrillic, latin, plain


def test_coverage_counts_the_rows_of_each_language_and_list():
    table = coverage()
    assert table.index.name == "language"
    assert (table.dtypes == "int64").all()
    assert table.loc["tk", "currencies"] == (load_list("currencies")["language"] == "tk").sum()
    assert "" not in table.index


def test_the_languages_of_the_region_have_what_page_01_says():
    table = coverage().loc[sorted(FOLDED)]
    assert (table > 0).all(axis=None)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Oʻzbekiston", "Ўзбекистон"),
        ("yoʻl xarita*", "йўл харита*"),
        ("energetika", "энергетика"),
        ("sement*", "цемент*"),
        ("investitsiya", "инвестиция"),
        ("{sign} & kelishuv*", "{sign} & келишув*"),
        ("Yevropa", "Европа"),
    ],
)
def test_uzbek_rows_are_written_in_cyrillic_letters(word, expected):
    assert cyrillic(word) == expected


@pytest.mark.parametrize(("alphabet", "expected"), [(0, "Ózbekstan"), (1, "Özbekstan")])
def test_kazakh_rows_are_written_in_two_latin_alphabets(alphabet, expected):
    assert latin("Өзбекстан", KAZAKH_LATIN[alphabet]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Gonkong (Xitoy MMH)", "Gonkong"), ("Kongo – Brazzavil", "Kongo"), ("O‘zbekiston", "Oʻzbekiston")],
)
def test_names_of_cldr_lose_what_stands_in_brackets(name, expected):
    assert plain(name) == expected


@pytest.mark.parametrize("language", ["uz", "kk"])
def test_every_row_stands_in_both_scripts(language):
    """Currencies and number words, which a text in either script needs."""
    for name in ("currencies", "numbers", "sector_terms"):
        rows = load_list(name, (language,))
        forms = rows["term" if name == "sector_terms" else "form"]
        scripts = forms.str.contains("[Ѐ-ӿ]").map({True: "Cyrillic", False: "Latin"}).value_counts()
        assert scripts.min() > 0.3 * len(forms) > 0, pd.concat([forms, scripts])
