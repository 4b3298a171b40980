"""The recipe for another language, step by step: German rows beside the built-in ones."""

import pandas as pd
import pytest

from analysis import TopicClassifier, extract_facts, load_sectors, load_stop_words
from analysis.lists import load_list
from analysis.lists.loading import VARIABLE

ROWS = {
    "stop_words": ["de,und", "de,der", "de,die"],
    "sector_terms": ["power,stromnetz*,de,1", "power,kraftwerk*,de,1", "finance,bank*,de,1"],
    "countries": [
        *("KAZ,Kasachstan,name,de", "UZB,Usbekistan,name,de", "DEU,Deutschland,name,de"),
        *("KAZ,kasachische,adjective,de", "UZB,Taschkent,capital,de"),
    ],
    "cues": ["background,nach,de", "place_preposition,in,de"],
    "places": ["Tashkent,Taschkent,UZB,city,de"],
    "numbers": ["millionen,de,scale,1000000"],
    "currencies": ["EUR,euro,de,name,100,,"],
    "amount_roles": ["finance,kredit*,de,4"],
    "instruments": ["memorandum,absichtserklärung*,de,needs act", "act,unterzeichne*,de,act"],
}
TEXT = (
    "Kasachstan und Usbekistan unterzeichneten in Taschkent eine Absichtserklärung über ein Stromnetz. "
    "Deutschland gibt dafür einen Kredit von 30 Millionen Euro. Im Juni 2025 beginnt der Bau."
)


@pytest.fixture
def german(tmp_path, monkeypatch):
    for name, rows in ROWS.items():
        table = load_list(name)
        added = pd.DataFrame([[*row.split(","), "an example"] for row in rows], columns=table.columns)
        pd.concat([table, added]).to_csv(tmp_path / f"{name}.csv", index=False)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    yield
    monkeypatch.delenv(VARIABLE)
    load_list("countries")


def read(text):
    return extract_facts(pd.DataFrame({"title": [None], "text": [text], "language": ["de"], "date": [pd.NaT]}))


def test_a_language_without_rows_gives_no_fact_but_dates_and_a_row_of_the_log():
    facts = read(TEXT)
    assert facts["value"].tolist() == ["2025-06"]
    assert facts.attrs["log"][0]["kind"] == "not covered"


def test_rows_in_the_lists_make_another_language(german):
    facts = read(TEXT)
    values = facts.groupby("kind")["value"].agg(list).to_dict()
    assert values["country"] == ["KAZ", "UZB", "DEU"]
    assert set(facts.loc[facts["kind"] == "country", "role"]) == {"party"}
    assert values["amount"] == ["30000000 EUR"]
    assert facts.loc[facts["kind"] == "amount", "role"].tolist() == ["finance"]
    assert "memorandum" in values["instrument"]
    assert values["place"] == ["Tashkent"]
    assert values["date"] == ["2025-06"]


def test_without_roles_a_sum_has_none_and_tells_no_instrument(german, tmp_path):
    (tmp_path / "amount_roles.csv").unlink()
    facts = read(TEXT)
    assert facts.loc[facts["kind"] == "amount", "role"].isna().tolist() == [True]
    assert "finance" not in facts["value"].tolist()


def test_terms_in_the_language_make_a_sector(german):
    model = TopicClassifier(load_sectors(("en", "ru", "de"))).fit([TEXT])
    assert model.predict([TEXT]).tolist() == ["power"]
    assert "und" in load_stop_words(("de",))
