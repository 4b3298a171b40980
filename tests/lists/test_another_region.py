"""The Western Balkans by three files: countries, places and organisations of another region, the rest built in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "tests" / "data" / "lists_balkans"
SENTENCES = [
    (
        "Albania and Italy signed a contract on Monday for a fertiliser terminal in the port of Durrës.",
        {"ALB", "ITA"},
        ["Durrës"],
    ),
    ("Serbia and North Macedonia opened a joint border crossing at Tabanovce.", {"SRB", "MKD"}, ["Tabanovce"]),
    (
        "The prime ministers of Kosovo and Montenegro met in Podgorica to discuss an energy link.",
        {"XKX", "MNE"},
        ["Podgorica"],
    ),
    (
        "Bosnia and Herzegovina will buy 20 tractors from a Croatian manufacturer in Osijek, "
        "the ministry in Sarajevo said.",
        {"BIH", "HRV"},
        ["Osijek", "Sarajevo"],
    ),
    ("Turkish investors plan a furniture factory in Tetovo, North Macedonia.", {"TUR", "MKD"}, ["Tetovo"]),
    (
        "The German development bank KfW lends Kosovo 60 million euros for a heating plant in Pristina.",
        {"DEU", "XKX"},
        ["Pristina"],
    ),
    (
        "Montenegro's railway operator ordered 12 passenger trains from Serbia, "
        "and they will run from Bar to Bijelo Polje.",
        {"MNE", "SRB"},
        ["Bar", "Bijelo Polje"],
    ),
    (
        "Businesspeople from Sarajevo and Novi Sad met at a fair in Skopje, where Bosnia and Serbia shared a stand.",
        {"BIH", "SRB"},
        ["Sarajevo", "Novi Sad", "Skopje"],
    ),
    ("Skopje and Pristina agreed to build a motorway through Tetovo.", {"MKD", "XKX"}, ["Tetovo"]),
    ("Elektroprivreda Srbije will supply electricity to Montenegro from next year.", {"SRB", "MNE"}, []),
    ("Uzbekistan opened a trade house in Tashkent.", set(), []),  # of the region that these lists replace
]
SCRIPT = """
import json, sys
import pandas as pd
import analysis

texts = json.load(sys.stdin)
documents = pd.DataFrame({"title": None, "text": texts, "language": "en", "date": pd.NaT})
print(analysis.extract_facts(documents).to_json(orient="records"))
"""


@pytest.fixture(scope="module")
def facts():
    """What a process of its own finds with the folder of lists: lists are read once a process."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ | {"SILK_LEDGER_LISTS": str(LISTS), "PYTHONIOENCODING": "utf-8"},
        input=json.dumps([text for text, _, _ in SENTENCES]),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("number", range(len(SENTENCES)), ids=lambda number: SENTENCES[number][0][:24])
def test_three_files_make_another_region(facts, number):
    """Each sentence gives its parties and its places; a sentence about the old region gives none of either."""
    _, parties, places = SENTENCES[number]
    own = [fact for fact in facts if fact["doc_id"] == str(number)]
    countries = [fact for fact in own if fact["kind"] == "country"]
    assert {fact["value"] for fact in countries if fact["role"] == "party"} == parties
    assert {fact["value"] for fact in countries} == parties
    assert [fact["text"] for fact in own if fact["kind"] == "place"] == places


def test_a_company_of_the_new_region_is_known(facts):
    """The known organisations are the new list's too."""
    found = {fact["value"] for fact in facts if fact["kind"] == "organisation"}
    assert {"Elektroprivreda Srbije", "Kreditanstalt für Wiederaufbau"} <= found
