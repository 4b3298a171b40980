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
        ("in the EU region and the Oq region", "en", [("Oq region", None)]),
        ("Busan-based Hana, and Aktau according to UzA", "en", [("Aktau", "KAZ")]),
        ("a plant in Kyzyltash, south Kazakhstan", "en", [("Kyzyltash", None)]),
        ("the Guzar 300 MW solar plant and the Vakhsh river", "en", []),
        ("в Ташкенте Международная выставка «Путь в Бухару»", "ru", [("Tashkent", "UZB")]),
        ("в трёх областях Узбекистана, в Б.Гафуровском районе", "ru", [("Б.Гафуровском районе", None)]),
        ("в г. Ташкенте и в г.Самарканде", "ru", [("Tashkent", "UZB"), ("Samarkand", "UZB")]),
        ("в Навоийской, Чуйской и Наманганской областях", "ru",
         [("Navoi region", "UZB"), ("Chui", "KGZ"), ("Namangan region", "UZB")]),
        ("в городе Истаравшан Согдийской области", "ru", [("Istaravshan", "TJK"), ("Sughd", "TJK")]),
        ("Farrukh Najaf, a guest, flew to Osh.", "en", [("Osh", "KGZ")]),
        ("Учрашув Бишкек шаҳрида ўтди.", "uz", [("Bishkek", "KGZ")]),
        ("Келесі жылы Астана қаласында кездеседі.", "kk", [("Astana", "KAZ")]),
        ("в Самарканде и Наманганской области", "ru", [("Samarkand", "UZB"), ("Namangan region", "UZB")]),
    ],
)  # fmt: skip
def test_find_places_keeps_what_is_a_place(text, language, expected):
    """A name within a longer name, a line's ends and a government are not places."""
    assert [(found.value, found.country) for found in find_places(Document(text, language))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Osh", ["Osh"]),
        ("Osh, Jalal-Abad and Baku", ["Osh", "Jalal-Abad", "Baku"]),
        ('the "Osh" plant', []),
        ('He said "we go to Osh".', []),
        ("the Osh 5 MW wind plant", []),
        ("district of Zombar", ["Zombar"]),
        ("city of Zombar", ["Zombar"]),
        ("in Zombar, Kazakhstan", ["Zombar"]),
        ("in Zombar, in the southern Kazakhstan", ["Zombar"]),
        ("Zombar, Kazakhstan", []),
        ("in Zombar, Ruritania", []),
        ("in Zombar, Osh region", ["Zombar", "Osh region"]),
        ("in Zombar, in the south-east of Tajikistan", ["Zombar"]),
        ("at Zombar College, Osh", ["Osh"]),
        ("in Zombar District, Osh region", ["Zombar District", "Osh region"]),
        ("a share in Zombar, Osh region's largest mine", ["Osh region"]),
        ("a stake in Zombar, Kazakhstan", []),
        ("Talks were in Osh and Zombar will build it.", ["Osh"]),
        ("Talks were in Osh and Uzbek, in Osh and Nazarova.", ["Osh", "Osh"]),
        ("New pipes in Osh and Zombar.", ["Osh", "Zombar"]),
        ("It was told in Osh and Zombar said so.", ["Osh"]),
        ("It was told in Osh and Parliament.", ["Osh"]),
        ("a plant in Tashkent region", ["Tashkent region"]),
    ],
)
def test_the_words_of_a_place_are_its_name_alone(text, expected):
    assert [text[found.start : found.end] for found in find_places(Document(text))] == expected
