"""Places: the gazetteer, and what only looks like one."""

import pytest

from analysis.facts.document import Document
from analysis.facts.places import find_places


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Talks in Samarqand and Baku.", "en", [("Samarkand", "UZB"), ("Baku", "AZE")]),
        ("a plant in Tashkent region", "en", [("Tashkent region", "UZB")]),
        ("the village of Pirekli in Zombar district", "en", [("Pirekli", None), ("Zombar district", None)]),
        ("the Tashkent International Forum", "en", []),
        ("the Tashkent-Samarkand railway", "en", []),
        ("The region pays. Each district gains. The Region", "en", []),
        ("The Zombar district pays.", "en", [("Zombar district", None)]),
        ("the Navoi hydropower plant", "en", []),
        ("Grey Hills of Abu Dhabi builds near Aktau", "en", [("Aktau", "KAZ")]),
        ("Residents of Osh complained.", "en", [("Osh", "KGZ")]),
        ("Tashkent asks for more water", "en", []),
        ("from Uzbekistan's Tashkent to the capital, Dushanbe", "en", [("Tashkent", "UZB"), ("Dushanbe", "TJK")]),
        ("plans of Baku and Tehran to sign a deal", "en", []),
        ("in the Central Asian region and the CIS region", "en", []),
        ("Busan-based Hana, and Aktau according to UzA", "en", [("Aktau", "KAZ")]),
        ("a plant in Kyzyltash, south Kazakhstan", "en", [("Kyzyltash", None)]),
        ("the Guzar 300 MW solar plant and the Vakhsh river", "en", []),
        ("в Ташкенте Международная выставка «Путь в Бухару»", "ru", [("Tashkent", "UZB")]),
        ("в трёх областях Узбекистана, в Б.Гафуровском районе", "ru", [("Б.Гафуровском районе", None)]),
        ("в Самарканде и Наманганской области", "ru", [("Samarkand", "UZB"), ("Namangan region", "UZB")]),
    ],
)
def test_find_places_keeps_what_is_a_place(text, language, expected):
    """A name within a longer name, a line's ends and a government are not places."""
    assert [(found.value, found.country) for found in find_places(Document(text, language))] == expected
