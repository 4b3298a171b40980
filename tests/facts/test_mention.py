"""What a finder returns."""

from analysis.facts.mention import Mention


def test_a_mention_points_at_its_words_and_leaves_the_undefined_undefined():
    """Offsets select the words; what does not apply is None, never 0."""
    found = Mention("country", "UZB", 3, 13)
    assert "In Uzbekistan"[found.start : found.end] == "Uzbekistan"
    assert found[4:] == (None, None, None, None)
