"""The guide to the lists says what their files hold."""

import re
from importlib.resources import files

import pytest

from analysis.lists.loading import load_list

FOLDER = files("analysis") / "lists"
GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| `\w+` \|.{60,}$", GUIDE, re.M)]
COLUMNS = {row[0].strip("`"): row[3] for row in ROWS if len(row) == 5}
CLOSED = {
    **{"amount_roles": ["role"], "calendar": ["kind"], "countries": ["kind"], "cues": ["kind"], "endings": ["kind"]},
    **{
        "currencies": ["kind", "units"],
        "field_names": ["field"],
        "export_fields": ["kind", "field"],
        "exports": ["kind", "part"],
        "formats": ["kind", "by"],
        "function_words": ["class"],
        "boilerplate": ["kind"],
    },
    **{"instruments": ["kind", "instrument"], "numbers": ["kind"], "organisations": ["kind"], "places": ["kind"]},
    **{"self_reference": ["kind"]},
}


def test_the_table_has_a_row_for_every_list():
    assert set(COLUMNS) == {
        path.name[:-4] for path in FOLDER.iterdir() if path.name.endswith(".csv") and path.name[0] != "_"
    }


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_the_table_names_the_columns_in_their_order(name):
    """Bold columns are the key; `source`, which every list has, goes without saying."""
    assert COLUMNS[name].replace("*", "").split(", ") == list(load_list(name))[:-1]
    assert list(load_list(name))[-1] == "source"
    assert "**" in COLUMNS[name], "every list has a key"


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in CLOSED for column in CLOSED[name]])
def test_every_closed_value_is_explained(name, column):
    """Each value stands in backquotes in the paragraph of its list."""
    paragraph = re.search(rf"^- \*\*{name}\*\*.*?(?=^- \*\*|^## )", GUIDE, re.M | re.S)[0]
    explained = " ".join(re.findall(r"`([^`]+)`", paragraph))
    values = load_list(name)[column].unique()
    assert [value for value in values if not re.search(rf"\b{value}\b", explained)] == []


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_row_names_its_source(name):
    """An own list is no source."""
    sources = load_list(name)["source"]
    assert sources.ne("").all()
    assert not sources.str.contains("own list|own gazetteer", case=False).any()
