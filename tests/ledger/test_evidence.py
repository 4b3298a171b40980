"""A document with its facts marked: nothing lost, nothing let through as markup."""

import re
import time

import pandas as pd
import pytest

from analysis.errors import ParameterError, SchemaError
from analysis.ledger.evidence import cut_marks, event_evidence, ledger_evidence, name_fact, quote_sums
from analysis.ledger.summary import list_amounts
from analysis.text.display import Evidence


def test_ledger_evidence_marks_facts_and_escapes(documents, facts):
    html = ledger_evidence(documents, facts, "one")._repr_html_()
    assert re.search('<mark title="country AZE party" [^>]*>Baku</mark> &amp; ', html)
    assert "country RUS mention" not in html.partition("<b>text:</b>")[2]  # it stands in the title
    assert "&lt;b&gt;" in html


def test_ledger_evidence_gives_the_text_back(documents, facts):
    evidence = ledger_evidence(documents, facts, "one")
    assert "".join(words for field, words, _ in evidence.pieces if field == "text") == documents.loc["one", "text"]
    assert "[$5m | amount 5000000 USD finance]" in repr(evidence)


def test_ledger_evidence_refuses_an_unknown_document(documents, facts):
    with pytest.raises(ParameterError, match="no doc_id 'five'"):
        ledger_evidence(documents, facts, "five")


def test_ledger_evidence_refuses_other_tables(documents, facts):
    with pytest.raises(SchemaError, match="facts: no column role. It has: "):
        ledger_evidence(documents, facts.drop(columns="role"), "one")


def test_an_event_shows_its_reports_and_the_words_that_state_it(documents, facts, deals):
    evidence = event_evidence(documents, facts, deals, "one#1")
    assert list(dict.fromkeys(field for field, *_ in evidence.pieces)) == [
        *("one, title", "one, text", "three, title", "three, text", "four, title", "four, text")
    ]
    assert "[Loan | instrument finance; deal done finance]" in repr(evidence)
    assert event_evidence(documents, facts, deals, "four#1").pieces == evidence.pieces


def test_a_report_without_deals_shows_its_facts(documents, facts, deals):
    assert event_evidence(documents, facts, deals, "two").pieces == [("text", "Nothing", "")]


def test_an_unknown_event_is_refused(documents, facts, deals):
    with pytest.raises(ParameterError, match="no event, deal or report 'five'. Pick one of the ledger's index"):
        event_evidence(documents, facts, deals, "five")


def test_marks_over_each_other_keep_the_order_of_their_facts():
    spans = [(0, 6, "deal"), (2, 4, "sum"), (3, 8, "place"), (2, 4, "sum")]
    found = list(cut_marks("abcdefghij", spans, 1, 7))
    assert found == [
        ("b", "deal"),
        ("c", "deal; sum"),
        ("d", "deal; sum; place"),
        ("ef", "deal; place"),
        ("g", "place"),
    ]


@pytest.mark.parametrize(
    ("span", "pieces"), [((0, 2), [""]), ((0, 3), [""]), ((7, 9), [""]), ((2, 4), ["m", ""]), ((5, 8), ["", "m"])]
)
def test_a_mark_that_ends_where_a_stretch_begins_cuts_nothing(span, pieces):
    found = list(cut_marks("abcdefghij", [(*span, "m")], 3, 7))
    assert ("".join(words for words, _ in found), [marks for _, marks in found]) == ("defg", pieces)


def test_a_text_of_many_facts_is_shown_in_time():
    """Twenty thousand of them took minutes: each piece was compared with each fact."""
    start = time.process_time()
    pieces = cut_marks("Osh. " * 20_000, [(5 * n, 5 * n + 3, "place Osh") for n in range(20_000)], 0, 100_000)
    shown = Evidence("a", [("text", *piece) for piece in pieces])
    assert repr(shown).count("[Osh | place Osh]") == 20_000
    assert shown._repr_html_().count("<mark") == 20_001
    assert time.process_time() - start < 5


def test_a_fact_is_named_in_full_unless_its_name_is_very_long():
    """Beside each of thousands of places in a name of 50,000 letters that name took gigabytes."""
    assert name_fact("organisation", "a" * 200, None) == f"organisation {'a' * 200}"
    assert name_fact("organisation", "a" * 201, "party") == f"organisation {'a' * 200} party"


def test_a_sum_is_called_by_the_sentence_that_states_it(documents, facts, deals, ledger):
    sums = list_amounts(ledger)
    assert sums["sum"].tolist() == [5000000]
    assert quote_sums(documents, facts, deals, sums)["words"].tolist() == ["“Loan of Baku & Tashkent: $5m”"]
    corrected = sums.assign(sum=sums["sum"] + 1)
    assert quote_sums(documents, facts, deals, corrected)["words"].tolist() == ["not in a report"]
    assert quote_sums(documents, facts, deals, sums.head(0))["words"].tolist() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained. A loan  of $5m was signed. It rained.", "A loan of $5m was signed"),
        ("A loan of $5m " + "was signed " * 9, "A loan of $5m" + " was signed" * 5 + " was …"),
        ("Rain fell " * 9 + "and a loan of $5m.", "…" + " Rain fell" * 5 + " and a loan of $5m"),
    ],
)
def test_of_a_long_sentence_the_words_with_the_sum_are_kept(documents, facts, deals, ledger, text, words):
    start = text.index("$5m")
    facts, documents = facts.assign(start=start, end=start + 3), documents.assign(text=text)
    assert quote_sums(documents, facts, deals, list_amounts(ledger))["words"].tolist() == [f"“{words}”"]


def test_the_words_of_the_body_are_before_those_of_the_headline(documents, facts, deals, ledger):
    facts = pd.concat([facts.assign(field="title", start=0, end=4), facts])
    assert quote_sums(documents, facts, deals, list_amounts(ledger))["words"].tolist() == [
        f"“{documents['text']['one']}”"
    ]
