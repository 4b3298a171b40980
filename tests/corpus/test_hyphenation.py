"""Words parted at a line's end are joined, compounds keep their hyphen, and doubtful ones their line end."""

import pytest

from analysis.corpus.edits import apply_edits
from analysis.corpus.run_together import join_line_ends


def joined(text, language):
    """Join the parted words of a text."""
    return apply_edits(text, join_line_ends(text, language))


@pytest.mark.parametrize(
    ("parted", "whole"),
    [
        ("It will cost $120 mil-\nlion.", "It will cost $120 million."),
        ("The capital of Uz-\n   bekistan is Tash- \nkent.", "The capital of Uzbekistan is Tashkent."),
        ("Shavkat Mirzi-\nyoyev met them.", "Shavkat Mirziyoyev met them."),
        ("REPUBLIC OF UZBEKIS-\nTAN", "REPUBLIC OF UZBEKISTAN"),
        ("the Kazakh-\nUzbek border", "the Kazakh-Uzbek border"),
        ("a Shanghai-\nbased firm, state-\nowned", "a Shanghai-based firm, state-owned"),
        ("a Karaoy-\nbased firm and a long-\nterm loan", "a Karaoy-based firm and a long-term loan"),
        ("a Vostok-\ngaz well of Vostok-gaz", "a Vostok-gaz well of Vostok-gaz"),
        ("the share-\nholders", "the shareholders"),
        ("prices 5-\n6 and a dash -\nhere", "prices 5-\n6 and a dash -\nhere"),
    ],
)
def test_english_words_are_joined(parted, whole):
    assert joined(parted, "en") == whole


@pytest.mark.parametrize(
    ("parted", "whole", "language"),
    [
        ("120 мил-\nлионов в Узбеки-\nстане, миллионов", "120 миллионов в Узбеки-\nстане, миллионов", "ru"),
        ("торгово-\nэкономического и экономического", "торгово-экономического и экономического", "ru"),
        ("кто-\nто о соглаше-\nния", "кто-то о соглашения", "ru"),
        ("savdo-\niqtisodiy, iqtisodiy", "savdo-iqtisodiy, iqtisodiy", "uz"),
        ("премьер-\nминистр", "премьер-\nминистр", "ru"),
    ],
)
def test_words_of_other_languages_are_joined_where_something_decides(parted, whole, language):
    assert joined(parted, language) == whole
