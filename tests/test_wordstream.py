"""Words are numbered once, in the order they come."""

from analysis.wordstream import number_words


def test_number_words_gives_every_text_its_words():
    tokens = number_words(["It's late, it is.", "", "Late"])
    assert list(tokens.numbers) == ["It", "'s", "late", "it", "is", "Late"]
    assert [tokens.of(at).tolist() for at in range(3)] == [[0, 1, 2, 3, 4], [], [5]]
