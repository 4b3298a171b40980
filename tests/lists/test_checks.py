"""Lists of one's own are held to the rules of the built-in ones; a refusal says where, and how to mend it."""

import pandas as pd
import pytest

from analysis.errors import LexiconError
from analysis.facts import extract_facts
from analysis.lists import load_list
from analysis.lists.loading import _BUILT_IN, VARIABLE, check_rows, read_csv

COLUMNS = read_csv(_BUILT_IN / "_columns.csv")
NAMES = sorted(path.stem for path in _BUILT_IN.glob("[!_]*.csv"))
TERMS = "topic,term,language,weight,source\n"
ROLES = "role,form,language,weight,source\n"
COUNTRIES = "alpha3,form,kind,language,source\nSRB,Serbia,name,en,own\n"


@pytest.fixture
def own_lists(tmp_path, monkeypatch):
    """Write lists into a folder that the variable names; what was read of others is forgotten before and after."""

    def write(**lists):
        for name, text in lists.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        monkeypatch.setenv(VARIABLE, str(tmp_path))

    yield write
    monkeypatch.delenv(VARIABLE, raising=False)
    load_list("countries")


def found(text, language="en"):
    """The countries and places of one sentence."""
    documents = pd.DataFrame({"title": [None], "text": [text], "language": [language], "date": [pd.NaT]})
    facts = extract_facts(documents)
    return facts.loc[facts["kind"].isin(["country", "place"]), "value"].tolist()


@pytest.mark.parametrize("name", NAMES)
def test_the_built_in_lists_keep_their_own_rules(name):
    table, columns = load_list(name), COLUMNS[COLUMNS["list"] == name]
    assert [*columns["column"], "source"] == list(table.columns)
    assert (columns["key"] == "yes").any()
    assert check_rows(table, name, columns, table).equals(table)


def test_a_list_of_ones_own_takes_the_place_of_the_built_in_one(own_lists):
    assert found("Serbia met Uzbekistan in Tashkent.") == ["SRB", "UZB", "Tashkent"]
    own_lists(countries=COUNTRIES)
    assert load_list("countries")["form"].tolist() == ["Serbia"]
    assert found("Serbia met Uzbekistan in Tashkent.") == ["SRB", "Tashkent"]


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        ({"nations": COUNTRIES}, r"nations\.csv: no list has this name\. Rename it to one of amount_roles\.csv, "),
        ({"countries": "form,kind\nSerbia,name\n"}, r"countries\.csv: no column alpha3, language, source\. The"),
        ({"countries": COUNTRIES + "SRB,,name,en,x\n"}, r"row 3, column form: '' is not accepted\. Write letters"),
        ({"countries": COUNTRIES + "SRB,Serbs,folk,en,x\n"}, r"row 3, column kind: 'folk' .* Choose among adjective, "),
        ({"countries": COUNTRIES + "Serbia,Serbs,people,en,x\n"}, r"row 3, column alpha3: 'Serbia' .* such as SRB"),
        ({"countries": COUNTRIES + COUNTRIES.splitlines()[1]}, r"row 3: form 'Serbia', .* stands in row 2 already"),
        ({"sector_terms": TERMS + "power,*,en,1,x\n"}, r"row 2, column term: '\*' .* Write words"),
        ({"sector_terms": TERMS + "power,dam,en,much,x\n"}, r"column weight: 'much' .* a number"),
        ({"amount_roles": ROLES + "trade,... sold,en,1,x\n"}, r"column form: '\.\.\. sold' is not"),
        ({"amount_roles": ROLES + "trade,deal [,en,1,x\n"}, r"column form: 'deal \[' is not"),
        ({"boilerplate": "language,kind,pattern,source\nen,share,(share,x\n"}, r"column pattern: .* no regular"),
        ({"countries": 'alpha3,form\n"SRB'}, r"countries\.csv: cannot be read as UTF-8 CSV"),
    ],
)
def test_a_bad_list_is_refused_with_file_row_and_remedy(own_lists, lists, message):
    own_lists(**lists)
    with pytest.raises(LexiconError, match=message):
        load_list(next(iter(lists)))


def test_a_folder_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv(VARIABLE, "no/such/folder")
    with pytest.raises(LexiconError, match="SILK_LEDGER_LISTS: there is no folder 'no/such/folder'"):
        load_list("countries")
    monkeypatch.delenv(VARIABLE)
    assert len(load_list("countries"))


@pytest.mark.parametrize("name", ["cues", "boilerplate", "organisations", "currencies", "places"])
def test_a_list_without_rows_finds_nothing_and_breaks_nothing(own_lists, name):
    text = "The Ministry of Energy of Kazakhstan lent $5 million to Uzbekistan. Follow us. Talks were held in Tashkent."
    own_lists(**{name: ",".join(load_list(name).columns) + "\n"})
    assert set(found(text)) <= {"KAZ", "UZB", "Tashkent"}


def test_a_phrase_that_needs_words_of_another_list_names_them(own_lists):
    own_lists(instruments="instrument,form,language,kind,source\n")
    with pytest.raises(LexiconError, match="there is no list of words 'goods'. Add a row of kind words"):
        found("A loan of $5 million.")


def test_a_pattern_of_names_that_does_not_parse_is_refused(own_lists):
    header = ",".join(load_list("organisations").columns)
    own_lists(organisations=f"{header}\n(broken,pattern,ru,body,,own\n")
    with pytest.raises(LexiconError, match=r"organisations\.csv: a pattern in 'ru' does not parse .missing \)"):
        found("Министерство энергетики.", "ru")


def test_a_part_that_holds_itself_is_refused(own_lists):
    header = ",".join(load_list("organisations").columns)
    own_lists(organisations=f"{header}\n{{a}}x,part,ru,a,,own\n{{a}}b,pattern,ru,body,,own\n")
    with pytest.raises(LexiconError, match="a pattern in 'ru' does not parse"):
        found("Министерство энергетики.", "ru")
