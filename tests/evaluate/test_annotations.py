"""Annotations are read whole or refused with their line, and two annotators are weighed as the datasheet says."""

import json

import pandas as pd
import pytest

from analysis.errors import ParameterError, SchemaError
from analysis.evaluate.annotations import COLUMNS, agreed_values, load_annotations, load_deals


def annotation(doc_id, annotator, **fields):
    return {name: [] for name in COLUMNS} | {"doc_id": doc_id, "annotator": annotator} | fields


def two_views():
    """One document seen by two annotators who agree on Kazakhstan and the sum, and on nothing else."""
    sum_of = {"value": 1.5e8, "currency": "USD"}
    return pd.DataFrame(
        [
            annotation("a", 1, sectors=["power", "finance"], countries=["KAZ"], amounts=[sum_of | {"role": "project"}]),
            annotation("a", 2, sectors=["finance"], countries=["KAZ", "UZB"], amounts=[sum_of | {"role": "other"}]),
        ]
    )


def test_what_all_hold_is_expected_and_the_rest_allowed():
    countries = agreed_values(two_views(), "countries")
    assert countries.loc["a", "expected"] == {"KAZ"}
    assert countries.loc["a", "allowed"] == {"UZB"}


def test_the_primary_sector_is_the_first_of_each_annotation():
    primary = agreed_values(two_views(), "primary")
    assert primary.loc["a", "expected"] == set()
    assert primary.loc["a", "allowed"] == {"power", "finance"}


def test_amounts_agree_without_their_roles_and_differ_with_them():
    assert agreed_values(two_views(), "amounts").loc["a", "expected"] == {"150000000 USD"}
    assert agreed_values(two_views(), "amounts", roles=True).loc["a", "expected"] == set()


def test_a_broken_value_keeps_its_decimals():
    rows = two_views()
    rows["amounts"] = [[{"value": 12.5, "currency": "EUR", "role": "other"}]] * 2
    assert agreed_values(rows, "amounts").loc["a", "expected"] == {"12.5 EUR"}


def test_an_unknown_field_names_those_there_are():
    with pytest.raises(ParameterError, match="No field 'sector'.*primary, sectors"):
        agreed_values(two_views(), "sector")


def test_a_corpus_without_annotations_has_an_empty_table(tmp_path):
    assert list(load_annotations(tmp_path).columns) == list(COLUMNS)
    assert agreed_values(load_annotations(tmp_path), "places").empty


def test_the_seeds_carry_two_annotations_each():
    assert load_annotations("seeds").groupby("doc_id").size().eq(2).all()


@pytest.mark.parametrize(
    ("line", "message"), [("{", r"jsonl:2: cannot be read"), ("{}", r"jsonl:2: .*'doc_id'.* Mend")]
)
def test_a_bad_line_is_named(tmp_path, line, message):
    good = json.dumps(annotation("a", 1))
    (tmp_path / "_annotations.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=message):
        load_annotations(tmp_path)


def test_a_line_in_another_encoding_is_named(tmp_path):
    good = json.dumps(annotation("a", 1)).encode()
    for name, load in (("_annotations.jsonl", load_annotations), ("_deals.jsonl", load_deals)):
        (tmp_path / name).write_bytes(b'{"doc_id": "\xcd"}\n' + good)
        with pytest.raises(SchemaError, match=rf"{name}:1: cannot be read \(UnicodeDecodeError"):
            load(tmp_path)


def test_half_of_a_surrogate_pair_is_named_and_a_whole_one_read(tmp_path):
    (tmp_path / "_deals.jsonl").write_text('{"doc_id": "\\ud83d\\ude00", "deals": []}', encoding="utf-8")
    assert load_deals(tmp_path).empty
    (tmp_path / "_deals.jsonl").write_text('{"doc_id": "\\ud83d", "deals": []}', encoding="utf-8")
    with pytest.raises(SchemaError, match=r"_deals\.jsonl:1: cannot be read \(UnicodeEncodeError"):
        load_deals(tmp_path)


@pytest.mark.parametrize("values", [None, 7, [{"currency": "USD"}]])
def test_values_that_are_none_name_their_document(values):
    with pytest.raises(SchemaError, match="annotations of 'a': cannot be read"):
        agreed_values(pd.DataFrame([annotation("a", 1, amounts=values)]), "amounts")


def test_an_id_is_text(tmp_path):
    (tmp_path / "_deals.jsonl").write_text(
        '{"doc_id": ["a"], "deals": []}\n{"doc_id": 7, "deals": []}', encoding="utf-8"
    )
    (tmp_path / "_annotations.jsonl").write_text(json.dumps(annotation(["a"], 1)), encoding="utf-8")
    assert load_deals(tmp_path).empty
    assert load_annotations(tmp_path)["doc_id"].tolist() == ["['a']"]
