"""
Write the rows of the region's languages that follow from a reference or from other rows: ``python
tests/lists/build_languages.py``.

Names of countries and of cities come from Unicode CLDR, through Babel (of the group ``test``). Uzbek rows in Latin
letters are written in Cyrillic too, and Kazakh ones in the Latin alphabets of 2018 and 2021. What an earlier run wrote
is replaced; rows of other sources stay, and are never repeated.
"""

import csv
import re
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global

from analysis.text.letters import FOLDED

LISTS = Path(__file__).parents[2] / "analysis" / "lists"
CLDR = f"Unicode CLDR {get_global('cldr')['version']}, through Babel {babel.__version__}, in "
LETTERS = "the row in other letters, transliterated"
LOCALES = {"az": "Azerbaijani", "kk": "Kazakh", "ky": "Kyrgyz", "tg": "Tajik", "tk": "Turkmen", "tr": "Turkish"} | {
    **{"uz": "Uzbek", "uz_Cyrl": "Uzbek in Cyrillic"}
}
CAPITAL = "a capital of the list of places"
FOREIGN = "names of foreign places"
ALIKE = ("pattern", "part", "opener", "legal", "company_head")  # kinds that are for both scripts
HOME = {"az": "AZE", "kk": "KAZ", "ky": "KGZ", "tg": "TJK", "tk": "TKM", "tr": "TUR", "uz": "UZB"}
OTHERS = (("tr", "en"), ("az", "en"), ("kk", "ru"), ("ky", "ru"), ("tg", "ru"))
WORDS = {"kk": ("Тарту", "Берген"), "ky": ("Берген",), "tg": ("Берген", "Сурат")}  # more often words than places
AMBIGUOUS = {"tr": "Mali", "az": "Mali", "uz": "Mali", "tk": "Mali"}  # fiscal, as a word
ISO = {three: two for three, (two, *_) in get_global("territory_aliases").items() if len(three) == 3} | {"XKX": "XK"}
NEAR = (
    "CHN RUS TUR IRN PAK AFG KOR JPN DEU FRA GBR ITA ESP IND SAU EGY ISR MNG CHE AUT NLD BEL SWE FIN POL HUN CZE UKR "
    "BLR GEO ARM AZE KAZ UZB KGZ TJK TKM MYS IDN SGP VNM KWT QAT LVA LTU EST BGR ROU SRB SVK"
).split()
SMALL = ("az", "kk", "ky", "tk", "uz")  # write what is of a country in small letters: xitoylik
UZBEK = (
    *(("yoʻ", "йў"), ("oʻ", "ў"), ("gʻ", "ғ"), ("sh", "ш"), ("ch", "ч"), ("ya", "я"), ("yo", "ё"), ("yu", "ю")),
    *(("ye", "е"), ("ts", "ц"), ("ʼ", "ъ")),
)
UZBEK_LETTERS = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True))
RUSSIAN = {  # words from Russian that keep their spelling
    **{"сентябр": "сентябр", "октябр": "октябр", "семент": "цемент", "сех": "цех", "консерн": "концерн"},
    **{"литсей": "лицей", "концерт": "концерт", "консерт": "концерт", "сирк": "цирк", "фельдшер": "фельдшер"},
    **{"консессия": "концессия", "консорсиум": "консорциум", "рубл": "рубл", "соха": "соҳа", "селлюлоза": "целлюлоза"},
}
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюяьъ"
KAZAKH_LATIN = (
    "a á b v g ǵ d e ıo j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts ch sh sh y i e ıý ıa  ".split(" "),
    "a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ç ş ş y i e iu ia  ".split(" "),
)


def read(name):
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        return list(reader.fieldnames), list(reader)


def key_of(name):
    with (LISTS / "_columns.csv").open(encoding="utf-8", newline="") as lines:
        return [row["column"] for row in csv.DictReader(lines) if row["list"] == name and row["key"]]


def write(name, fields, rows):
    kept, key = {}, key_of(name)
    for row in rows:
        kept.setdefault(tuple(row[column] for column in key), row)
    with (LISTS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept.values())


def is_built(row):
    return row["source"].endswith((LETTERS, CAPITAL)) or row["source"].startswith((CLDR, FOREIGN))


def plain(name):
    """Return a name without what CLDR adds in brackets, and the Uzbek letters as their alphabet has them."""
    name = re.sub(r"\s*\(.*\)|\s*[-–]\s*(?=Br?azz|Kinsh|Браз|Кинш).*", "", name)
    return re.sub("(?<=[oOgG])[‘’']", "ʻ", name).replace("’", "ʼ" if "ʻ" in name else "'")


def countries():
    fields, rows = read("countries")
    rows = [row for row in rows if not is_built(row)]
    codes = {row["alpha3"] for row in rows}
    alpha3 = {ISO[three]: three for three in sorted(codes) if three in ISO}
    for code, language in LOCALES.items():
        for two, name in sorted(Locale.parse(code).territories.items()):
            if two in alpha3 and name not in AMBIGUOUS.get(code, "").split():
                row = {"alpha3": alpha3[two], "language": code[:2], "source": CLDR + language}
                rows.append(row | {"form": plain(name), "kind": "name"})
                if code[:2] in SMALL and alpha3[two] in NEAR and " " not in name:
                    small = row | {"form": plain(name).replace("İ", "I").lower(), "kind": "people"}
                    rows.append(small | {"source": f"{row['source']}, in small letters: with suffixes an adjective"})
    write("countries", fields, rows)


def places():
    """
    Add the cities for which CLDR names a time zone, if the list has them in English, and foreign places as they are in
    English or Russian; capitals become rows of `countries`.
    """
    fields, rows = read("places")
    rows = [row for row in rows if not is_built(row)]
    known = {row["form"]: row for row in reversed(rows) if row["language"] == "en" and row["kind"] == "city"}
    english = Locale.parse("en").time_zones
    for code, language in LOCALES.items():
        for zone, names in sorted(Locale.parse(code).time_zones.items()):
            name = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            if name in known and "city" in names:
                row = known[name] | {"form": plain(names["city"]), "language": code[:2], "source": CLDR + language}
                rows.append(row)
    for code, other in OTHERS:
        for row in [row for row in rows if row["language"] == other]:
            home = row["country"] in HOME.values() and row["country"] != HOME[code]
            known = len(row["form"]) > 4 and row["form"] not in WORDS.get(code, ())
            if not home and known and not is_built(row):
                rows.append(row | {"language": code, "source": f"{FOREIGN}, as in the list in {other}"})
    write("places", fields, rows)
    fields, rows = read("countries")
    seats = {row["form"]: row["alpha3"] for row in rows if row["kind"] == "capital" and row["language"] == "en"}
    for row in read("places")[1]:
        if seats.get(row["place"]) == row["country"] and row["language"] in FOLDED and row["kind"] == "city":
            own = {"alpha3": row["country"], "form": row["form"], "kind": "capital", "language": row["language"]}
            rows.append(own | {"source": f"{row['source']}: {CAPITAL}"})
    write("countries", fields, rows)


def cyrillic(text):
    """Return Uzbek words in Cyrillic letters; the notation of phrases and names of lists in braces stay."""

    def word(match):
        made = match[0]
        for latin, letter in UZBEK:
            made = re.sub(latin, lambda m, letter=letter: capital(m[0], letter), made, flags=re.I)
        made = re.sub("(?i)(?<![бвгғдежзийклмнпрстфхцчшқҳbdfghjklmnpqrstvxz])e", lambda m: capital(m[0], "э"), made)
        made = "".join(capital(letter, UZBEK_LETTERS.get(letter.lower(), letter)) for letter in made)
        for wrong, right in RUSSIAN.items():
            made = re.sub(wrong, lambda m, right=right: capital(m[0], right), made, flags=re.I)
        return made

    return re.sub(r"\{\w+\}|[A-Za-z][A-Za-zʻʼ]*", lambda match: match[0] if match[0][0] == "{" else word(match), text)


def capital(latin, letters):
    return letters.capitalize() if latin[0].isupper() else letters


def latin(text, alphabet):
    """Return Kazakh words in an alphabet of Latin letters."""
    letters = dict(zip(KAZAKH, alphabet, strict=True))
    return "".join(capital(letter, letters.get(letter.lower(), letter)) for letter in text)


def other_letters():
    """Write the rows of Uzbek in Cyrillic, and those of Kazakh in Latin letters."""
    for name, column in COLUMNS.items():
        fields, rows = read(name)
        rows = [row for row in rows if not row["source"].endswith(LETTERS)]
        made = []
        for row in [
            row
            for row in rows
            if not row.get("kind", "").endswith(("pattern", "opener", "part", "legal", "company_head"))
        ]:
            if row["language"] == "uz" and re.search("[A-Za-z]", row[column]) and CLDR not in row["source"]:
                made.append(row | {column: cyrillic(row[column])})
            if row["language"] == "kk" and re.search("[Ѐ-ӿ]", row[column]):
                made += [row | {column: latin(row[column], alphabet)} for alphabet in KAZAKH_LATIN]
        source = "{}: " + LETTERS
        rows += [row | {"source": source.format(row["source"].partition(":")[0])} for row in made if row[column]]
        write(name, fields, rows)


COLUMNS = {
    **{"amount_roles": "form", "countries": "form", "cues": "form", "currencies": "form", "endings": "forms"},
    **{"instruments": "form", "numbers": "form", "organisations": "form", "places": "form", "sector_terms": "term"},
}

if __name__ == "__main__":
    countries()
    places()
    other_letters()
