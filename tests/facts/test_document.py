"""A text is parsed once, and its parts are found again where they stand."""

from analysis.facts.document import Document, Mention


def test_items_are_sorted_by_their_sentence():
    assert Document("One. Two.").group_by_sentence([(0, "a"), (5, "b"), (8, "c")]) == {
        (0, 5): [(0, "a")],
        (5, 9): [(5, "b"), (8, "c")],
    }


def test_phrases_are_looked_for_once_and_come_by_list():
    document = Document("They signed a loan of 5 million dollars.")
    assert document.phrases is document.phrases
    found = {name: [document.text[start:end] for start, end, _ in rows] for name, rows in document.phrases.items()}
    assert "dollars" in found["currencies"]
    assert "loan" in found["amount_roles"]


def test_words_come_with_their_places():
    words, starts = Document("Oil, gas").words
    assert list(zip(words, starts, strict=True)) == [("Oil", 0), ("gas", 5)]


def test_a_mention_points_at_its_words_and_leaves_the_undefined_undefined():
    """Offsets select the words; what does not apply is None, never 0."""
    found = Mention("country", "UZB", 3, 13)
    assert "In Uzbekistan"[found.start : found.end] == "Uzbekistan"
    assert found[4:] == (None, None, None, None)
