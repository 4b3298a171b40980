"""Events: which deals of different reports are one, and which only look alike."""

import json
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from analysis import TopicClassifier, extract_facts, full_text, label_documents, load_corpus
from analysis.errors import SchemaError
from analysis.ledger.deals import find_deals
from analysis.ledger.events import BACKGROUND, _compare, _compare_words, _group_languages, _join, _weigh, link_events
from analysis.ledger.fields import SIZES, _indicate, _size, spell_name

DATA = Path(__file__).parents[1] / "data"


class Amount(NamedTuple):
    number: Decimal
    currency: str
    role: str
    counts: bool = True


LOAN = (
    "The Asian Development Bank will lend $162 million to electrify the 465 kilometres of railway from Bukhara to "
    "Khiva, the ministry of transport said. Fast trains will reach Urgench and Miskin from 2025 on."
)
RETOLD = (
    "Manila has approved a credit of 162 million dollars for Uzbekistan. Electric locomotives are to run on the 465 "
    "kilometres between Bukhara, Miskin, Urgench and Khiva."
)
RUSSIAN = (
    "Заём в 162 млн долларов одобрен в Маниле для линии Бухара — Мискин — Ургенч — Хива. Электровозы сменят тепловозы "
    "на 465 километрах пути."
)
OTHER = (
    "The Asian Development Bank will lend $80 million to electrify the railway from Pap by way of Namangan to Andijan, "
    "the ministry of transport said. The line has 145 kilometres."
)
WORKS = (
    "Builders have begun to electrify the 465 kilometres of railway from Bukhara to Khiva, under the loan of "
    "$162 million that the Asian Development Bank granted."
)


def reports(**rows):
    columns = ["title", "text", "date", "language"]
    documents = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("doc_id")
    return documents.assign(date=pd.to_datetime(documents["date"]))


def table(*rows):
    """Deals given as (doc_id, deal, instruments, parties, organisations, topic, sums in million dollars, places)."""
    cells = {(row[0], row[1]): row for row in rows}
    index = pd.MultiIndex.from_tuples(cells, names=["doc_id", "deal"])
    amounts = [[Amount(Decimal(n) * 1_000_000, "USD", "finance") for n in row[6]] for row in rows]
    columns = {
        "event": [f"{row[0]}#{row[1]}" for row in rows],
        "status": "done",
        **{name: [row[n] for row in rows] for n, name in enumerate(("instruments", "parties", "organisations"), 2)},
        "topic": [row[5] for row in rows],
        "amounts": amounts,
        "places": [row[7] for row in rows],
        "date": pd.NA,
        **{"field": "text", "start": 0, "end": 10},
    }
    return pd.DataFrame(columns, index=index).astype({"event": "string", "status": "string", "topic": "string"})


@pytest.fixture
def documents():
    return reports(
        one=("ADB lends $162 million for fast trains to Khiva", LOAN, "2021-12-08", "en"),
        two=("Electric railway to Khiva gets its money", RETOLD, "2021-12-09", "en"),
        three=("Дорогу на западе Узбекистана электрифицируют", RUSSIAN, "2021-12-09", "ru"),
        pap=("ADB lends $80 million for a railway in the valley", OTHER, "2017-04-24", "en"),
        works=("Works begin on the electric railway to Khiva", WORKS, "2022-06-01", "en"),
    )


@pytest.fixture
def deals():
    bank, khiva = ["Asian Development Bank"], ["Bukhara", "Khiva"]
    return table(
        ("one", 1, ["finance"], ["UZB"], bank, "transport_logistics", [162], khiva),
        ("two", 1, ["finance"], ["UZB"], [], "transport_logistics", [162], khiva),
        ("three", 1, ["finance"], ["UZB"], ["АБР"], "transport_logistics", [162], khiva),
        ("pap", 1, ["finance"], ["UZB"], bank, "transport_logistics", [80], ["Andijan"]),
        ("works", 1, ["facility", "finance"], ["UZB"], bank, "transport_logistics", [162], khiva),
    )


def test_reports_of_one_loan_in_two_languages_share_an_event(deals, documents):
    events = link_events(deals, documents)["event"]
    assert events["one", 1] == events["two", 1] == events["three", 1]


def test_another_project_of_the_same_bank_stays_apart(deals, documents):
    events = link_events(deals, documents)["event"]
    assert events["pap", 1] == "pap#1"


def test_works_under_an_earlier_loan_are_the_same_event(deals, documents):
    events = link_events(deals, documents)["event"]
    assert events["works", 1] == events["one", 1]


def test_an_event_is_named_after_the_first_of_its_deals(deals, documents):
    assert link_events(deals, documents)["event"]["two", 1] == "one#1"


def test_the_order_of_rows_changes_nothing(deals, documents):
    linked = link_events(deals, documents)
    turned = link_events(deals[::-1], documents[::-1])
    pd.testing.assert_frame_equal(turned[::-1], linked)
    assert turned.attrs["links"] == linked.attrs["links"]


def test_the_deals_given_are_left_as_they_were(deals, documents):
    before = deals.copy(deep=True)
    linked = link_events(deals, documents)
    pd.testing.assert_frame_equal(deals, before)
    assert list(linked.index) == list(deals.index)
    assert linked.dtypes.equals(deals.dtypes)


def test_the_second_year_of_a_forum_is_another_event():
    text = "The Tashkent International Investment Forum ended with agreements for ${} billion, the ministry said in {}."
    documents = reports(
        a=("Forum in Tashkent ends", text.format("26.6", 2024), "2024-05-06", "en"),
        b=("Investors leave Tashkent", text.format("26.6", 2024), "2024-05-07", "en"),
        c=("Forum in Tashkent ends", text.format("11", 2023), "2023-04-28", "en"),
    )
    deals = table(
        ("a", 1, ["agreement"], ["UZB"], [], pd.NA, [26600], ["Tashkent"]),
        ("b", 1, ["agreement"], ["UZB"], [], pd.NA, [26600], ["Tashkent"]),
        ("c", 1, ["agreement"], ["UZB"], [], pd.NA, [11000], ["Tashkent"]),
    )
    assert link_events(deals, documents)["event"].tolist() == ["a#1", "a#1", "c#1"]


def test_two_deals_of_a_report_never_become_one(documents, deals):
    twice = pd.concat([deals, deals.loc[["one"]].rename(index={1: 2}, level="deal")])
    events = link_events(twice, documents)["event"]
    assert events["one", 1] != events["one", 2]


def test_of_two_deals_the_one_that_agrees_is_linked(documents, deals):
    talks = table(("one", 2, ["talks"], ["KAZ", "UZB"], [], "diplomacy", [], ["Astana"]))
    events = link_events(pd.concat([deals, talks]), documents)["event"]
    assert events["one", 2] == "one#2"
    assert events["one", 1] == events["two", 1]


def test_a_rounded_sum_in_euros_agrees_with_dollars(documents, deals):
    euros = [Amount(Decimal(160_000_000), "EUR", "finance")]
    deals["amounts"] = [euros if doc_id == "two" else cell for (doc_id, _), cell in deals["amounts"].items()]
    linked = link_events(deals, documents)
    link = next(link for link in linked.attrs["links"] if {link["deal"], link["other"]} == {"one#1", "two#1"})
    assert link["roundings"] > 0


def test_each_link_says_how_sure_it_is_and_why(deals, documents):
    linked = link_events(deals, documents)
    link = next(link for link in linked.attrs["links"] if {link["deal"], link["other"]} == {"one#1", "two#1"})
    assert link["event"] == "one#1"
    assert 0.5 < link["probability"] <= 1
    assert min(link["words"], link["numbers"], link["roundings"], link["dates"]) > 0


def test_a_report_without_deals_gets_no_row(deals, documents):
    other = reports(tr=("Hava durumu", "Yarın yağmur bekleniyor.", "2020-01-01", "tr"))
    linked = link_events(deals, pd.concat([documents, other]))
    assert list(linked.index) == list(deals.index)


def test_a_reprint_has_the_event_of_the_first_copy():
    documents = reports(a=("Talks", "Talks were held.", "2020-01-01", "en"), b=("Talks", "Talks", "2024-01-01", "en"))
    deals = table(*((doc, 1, ["talks"], ["KAZ", "UZB"], [], pd.NA, [], []) for doc in "ab"))
    assert link_events(deals, documents)["event"].tolist() == ["a#1", "b#1"]
    assert link_events(deals, documents.assign(duplicate_of=[pd.NA, "a"]))["event"].tolist() == ["a#1", "a#1"]


def test_na_everywhere_is_no_error(deals, documents):
    empty = deals.assign(**{name: pd.Series(pd.NA, deals.index, dtype=object) for name in deals})
    blank = documents.assign(title=pd.NA, text=pd.NA, language=pd.NA, date=pd.NaT)
    assert link_events(empty, blank)["event"].tolist() == [f"{doc_id}#1" for doc_id, _ in deals.index]


def test_strange_sums_are_passed_over(deals, documents):
    strange = [
        Amount(Decimal(0), "USD", "finance"),
        Amount(Decimal("NaN"), "USD", "other"),
        Amount(None, "USD", "other"),
    ]
    deals["amounts"] = [[*cell, *strange] for cell in deals["amounts"]]
    assert link_events(deals, documents)["event"]["two", 1] == "one#1"


def test_an_empty_table_stays_empty(deals, documents):
    assert link_events(deals[:0], documents).empty
    assert link_events(deals[:0], documents[:0]).empty


@pytest.mark.parametrize("kept", [["one"], ["one", "two"], ["pap", "works"]])
def test_rows_may_have_been_dropped(deals, documents, kept):
    some = deals[deals.index.get_level_values(0).isin(kept)]
    assert list(link_events(some, documents.loc[kept]).index) == list(some.index)
    assert list(link_events(some, documents).index[: len(some)]) == list(some.index)


def test_an_unrelated_report_changes_no_link(deals, documents):
    before = link_events(deals, documents)["event"]
    text = "The central bank of Georgia kept its rate at 8.5 percent, a spokesman told reporters in Tbilisi."
    more = pd.concat([documents, reports(rate=("Rate is kept", text, "2021-12-08", "en"))])
    deal = table(("rate", 1, ["talks"], ["GEO"], [], "finance", [], ["Tbilisi"]))
    after = link_events(pd.concat([deals, deal]), more)["event"]
    assert after[deals.index].tolist() == before.tolist()
    assert after["rate", 1] == "rate#1"


def join(*pairs):
    table = pd.DataFrame(pairs, columns=["left", "right", "odds"])
    groups = _join(table.sort_values("odds", ascending=False), np.arange(4))
    return sorted(np.flatnonzero(groups == group).tolist() for group in np.unique(groups))


def test_an_event_that_new_reports_change_is_logged(deals, documents):
    early = link_events(deals.drop("works", level=0), documents.drop("works"))
    assert not [row for row in early.attrs["log"] if row["kind"] == "event changed"]
    again = link_events(pd.concat([early, deals.loc[["works"]]]), documents)
    assert [(row["file"], row["before"], row["after"]) for row in again.attrs["log"]] == [
        ("one#1", "one#1 two#1 three#1", "one#1 two#1 three#1 works#1")
    ]
    assert again["event"].sort_index().equals(link_events(deals, documents)["event"].sort_index())


def test_groups_do_not_chain():
    assert join((0, 1, 4.0), (1, 2, 1.0)) == [[0, 1], [2], [3]]
    assert join((0, 1, 4.0), (1, 2, 1.0), (0, 2, -1.0)) == [[0, 1, 2], [3]]


def test_a_group_joins_by_the_mean_over_all_pairs():
    firm = [(0, 1, 4.0), (2, 3, 4.0)]
    assert join(*firm, (1, 2, 3.0)) == [[0, 1], [2, 3]]
    assert join(*firm, (1, 2, 3.0), (0, 2, 1.0), (0, 3, -1.0), (1, 3, -1.0)) == [[0, 1, 2, 3]]


def test_deals_of_reports_that_are_not_given_are_refused(deals, documents):
    with pytest.raises(SchemaError, match="'one' repeats, or is only in deals"):
        link_events(deals, documents.drop("one"))


def test_a_repeated_index_is_refused(deals, documents):
    with pytest.raises(SchemaError, match=r"\('one', 1\) repeats"):
        link_events(pd.concat([deals, deals[:1]]), documents)
    with pytest.raises(SchemaError, match="'one' repeats"):
        link_events(deals, pd.concat([documents, documents[:1]]))


@pytest.mark.parametrize("column", ["amounts", "topic"])
def test_a_missing_column_is_named(deals, documents, column):
    with pytest.raises(SchemaError, match=f"deals: no column {column}"):
        link_events(deals.drop(columns=column), documents)


@pytest.mark.parametrize("named", [True, False])
def test_reports_of_one_event_are_joined_and_look_alikes_are_not(named):
    """Ninety-seven reports of 20 deals in five languages, and what resembles them."""
    rows = [json.loads(line) for line in (DATA / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    documents = pd.DataFrame(rows).rename(columns={"body": "text"}).set_index("id").rename_axis("doc_id")
    documents["date"] = pd.to_datetime(documents["date"])
    labels = label_documents(documents, TopicClassifier().fit(full_text(documents)), on_error="skip")
    deals = find_deals(documents, labels, extract_facts(documents))
    linked = link_events(deals, documents if named else documents.drop(columns="language")).reset_index()
    told = linked.groupby("event")["doc_id"].agg(set)
    found = {pair for reports in told for pair in combinations(sorted(reports), 2)}
    events = documents["event"].to_dict()
    wanted = {pair for pair in combinations(sorted(events), 2) if events[pair[0]] == events[pair[1]]}
    assert len(found & wanted) / len(found) >= 0.90
    assert len(found & wanted) / len(wanted) >= 0.65


def test_a_shared_value_weighs_by_its_share_of_the_other_reports():
    """Of four reports two share the first value, all the second, which says nothing then."""
    values = sp.csr_matrix([[1, 1], [1, 1], [0, 1], [0, 1]])
    half = 0.5 * (2 + BACKGROUND)
    expected = [np.log(half / (BACKGROUND * 0.01)), max(np.log(half / (2 + BACKGROUND * 0.01)), 0)]
    assert _weigh(values, 0.01) == pytest.approx(expected)


def shared(one, other, role="finance"):
    """Return by which of roundings and magnitudes two sums (number, currency) are about the same."""
    first, second = ([Amount(number, currency, role)] for number, currency in (one, other))
    return [bool(_size(width, first) & _size(width, second)) for width in SIZES.values()]


@pytest.mark.parametrize("number", [7.0, 162e6, 163.3e6, 4.99e9, 0.3])
def test_sums_agree_within_3_percent_and_weakly_within_20(number):
    dollars = (number, "USD")
    assert shared(dollars, (number * 1.029, "USD")) == [True, True]
    assert shared(dollars, (number * 1.065, "USD"))[0] is False
    assert shared(dollars, (number * 1.21, "USD"))[1] is True
    assert shared(dollars, (number * 1.5, "USD")) == [False] * 2


def test_currencies_of_about_one_worth_are_compared_and_others_with_themselves_only():
    assert all(all(shared((5, "USD"), (5, code))) for code in ("EUR", "GBP", "CHF"))
    assert shared((5, "USD"), (5, "KZT")) == [False] * 2
    assert shared((5, "KZT"), (5, "KZT")) == [True] * 2
    assert shared((5, "USD"), (5, "USD"), "target") == [False] * 2


@pytest.mark.parametrize(
    ("one", "other"), [("Tashkent", "Ташкент"), ("Kazakhstan", "Казахстан"), ("Bukhara", "Бухара")]
)
def test_names_are_compared_by_their_consonants_in_latin_letters(one, other):
    assert spell_name(one) == spell_name(other) != ""


def test_a_body_is_compared_by_its_full_name():
    assert spell_name("ADB") == spell_name("Asian Development Bank") != spell_name("World Bank")


@pytest.mark.parametrize(
    ("name", "one", "other", "weight", "odds"),
    [
        ("parties", ["KAZ", "UZB"], ["KAZ"], 2.0, 1.9 * np.log(3)),  # one has all of the other
        ("parties", ["KAZ", "UZB"], ["KAZ", "TUR"], 2.0, 1.9 * np.log(3) - 2.4),
        ("parties", ["KAZ"], ["TUR"], 2.0, -1),
        ("parties", ["KAZ", "UZB"], ["KAZ", "UZB"], 2.0, 1.9 * np.log(5)),
        ("parties", [], ["KAZ"], 2.0, 0),
        ("organisations", ["a", "b"], ["a", "c"], 2.0, 0.4 * np.log(3)),
        ("organisations", ["a"], ["c"], 2.0, -1.5),
        ("organisations", [], [], 2.0, 0),
        ("years", ["2020"], ["2021"], 2.0, -1),
        ("years", ["2020"], ["2020", "2021"], 2.0, 0),
        ("numbers", list("123"), list("123"), 1.0, 0.9 * np.log(4)),
        ("numbers", ["1"], ["2"], 1.0, 0),
        ("roundings", ["1"], ["1"], 1.0, 0.5 * np.log(2)),
        ("magnitudes", ["1"], ["1"], 0.5, 1.2 * np.log(1.5)),
        ("magnitudes", ["1"], ["2"], 9.0, -0.6),
        ("places", ["a"], ["a"], 1.0, 0.6 * np.log(2)),
        ("places", ["a"], ["b"], 9.0, -1.5),
        ("instruments", ["loan"], ["loan"], 9.0, 0),
        ("instruments", ["loan"], ["talks"], 9.0, -0.5),
        ("topic", ["power"], ["power"], 1.0, 0.3 * np.log(2)),
        ("topic", ["power"], ["health"], 9.0, -1.5),
    ],
)
def test_a_field_speaks_for_two_reports_by_what_they_share_and_against_them_by_what_they_do_not(
    name, one, other, weight, odds
):
    values, _ = _indicate([one, other])
    weights = {name: np.full(values.shape[1], weight)}
    found = _compare(name, {name: values}, weights, np.array([0, 1]), np.array([1, 0]))
    assert found == pytest.approx([odds, odds])


@pytest.mark.parametrize(
    ("languages", "weights", "odds"),
    [
        ((0, 0), [1.0, 3.0, 3.0], 3.8 * (0.5 - 0.31)),
        ((0, -1), [1.0, 3.0, 3.0], 3.8 * (0.5 - 0.31)),  # a language that is not known
        ((0, 1), [1.0, 3.0, 3.0], 5),  # the most
        ((0, 1), [1.0, 24.0, 24.0], 16 * (0.2 - 0.1)),
    ],
)
def test_wording_speaks_by_its_cosine_and_more_in_two_languages(languages, weights, odds):
    """Of two words each one is shared: of weights 1 and 3 a cosine of 1 in 4, so a root of one half."""
    table, _ = _indicate(["ab", "ac"])
    sizes, pair = np.array([sum(weights[:2])] * 2), (np.array([0]), np.array([1]))
    found = _compare_words(table, np.array(weights), sizes, np.array(languages), *pair)
    assert found == pytest.approx([odds])


def test_a_language_is_known_by_its_first_letters_by_its_kin_or_by_the_text():
    texts = ["The bank has lent it to them", "Банк дал им в долг", "Bank onlara kredi ve borç verdi"]
    languages = ["en", "EN", "en-US", "tr", "az", pd.NA, None, None]
    rows = [*([texts[0]] * 5), *texts]
    found = _group_languages(pd.DataFrame({"title": "", "text": rows, "language": languages}))
    assert found.tolist() == [0, 0, 0, 1, 1, 0, 2, 1]
    assert _group_languages(pd.DataFrame({"title": "", "text": texts})).tolist() == [0, 1, 2]


def test_many_values_agree_by_chance():
    """Of 16 numbers each the shared ones weigh half."""
    values, _ = _indicate(["abcdefghijklmnop", "abcdefghqrstuvwx"])
    found = _compare("numbers", {"numbers": values}, {"numbers": np.ones(24)}, np.array([0]), np.array([1]))
    assert found == pytest.approx([0.9 * np.log1p(8 * 8 / 16)])


def test_digests_of_other_matters_stay_apart():
    """Twelve seeds each, of which some tell of one deal: what they share is mostly chance."""
    seeds = load_corpus(DATA.parents[1] / "seeds")
    parts = [seeds.iloc[start::12] for start in range(12)]
    rows = {f"digest{n}": ("", "\n\n".join(part["text"]), f"{2012 + n}-05-01", "en") for n, part in enumerate(parts)}
    documents = reports(**rows)
    labels = label_documents(documents, TopicClassifier().fit(full_text(documents)))
    linked = link_events(find_deals(documents, labels, extract_facts(documents)), documents)
    assert len(linked) > 150
    assert linked["event"].duplicated().sum() < 10


def test_reports_in_one_wording_on_other_sums_stay_apart():
    """A bank's yearly bonds: the same words, other numbers, a year between."""
    text = "The Asian Development Bank has sold bonds for {} million manat, which come due in {} months, to four banks."
    told = {f"bond{n}": ("Bonds", text.format(n, n + 3), f"{2016 + n}-01-04", "en") for n in (2, 6, 8)}
    documents = reports(**told)
    labels = label_documents(documents, TopicClassifier().fit(full_text(documents)))
    linked = link_events(find_deals(documents, labels, extract_facts(documents)), documents)
    assert linked["event"].nunique() == len(linked) >= 3


def test_texts_without_a_word_have_the_wording_of_strangers():
    table, _ = _indicate([[], ["a"]])
    found = _compare_words(table, np.ones(1), np.array([0.0, 1.0]), np.zeros(2, int), np.array([0]), np.array([1]))
    assert found == pytest.approx([-3.8 * 0.31])


def test_a_listed_body_without_a_longer_name_is_spelled_as_it_stands():
    assert spell_name("Coface") == spell_name("coface") != ""


def test_groups_join_from_the_least_odds_on_and_a_pair_counts_no_more_than_four():
    assert join((0, 1, 0.6)) == [[0, 1], [2], [3]]
    assert join((0, 1, 0.59)) == [[0], [1], [2], [3]]
    assert join((0, 1, 4.0), (1, 2, 2.0)) == [[0, 1, 2], [3]]  # a mean of -1 with the pair that was not compared
    assert join((0, 1, 4.0), (1, 2, 1.99)) == [[0, 1], [2], [3]]
    assert join((0, 1, 9.0), (1, 2, 9.0), (2, 3, 9.0)) == [[0, 1, 2], [3]]  # 4 and twice -4 are too little


def test_an_event_of_one_deal_that_another_joins_is_no_change(deals, documents):
    alone = deals.drop(["two", "three", "works"], level=0)
    early = link_events(alone, documents.loc[["one", "pap"]])
    again = link_events(pd.concat([early, deals.loc[["two"]]]), documents)
    assert again["event"]["two", 1] == "one#1"
    assert [row for row in again.attrs["log"] if row["kind"] == "event changed"] == []


def test_a_word_that_is_in_more_than_thirty_reports_brings_no_two_together():
    """Each pair of fifty like reports shares its words, of which none is rare."""
    text = "The Zarafshan smelter of Navoi was shut for repairs by Ulugbek Karimov."
    documents = reports(**{f"r{n:02}": (None, text, "2024-01-01", "en") for n in range(31)})
    deals = table(*((name, 1, ["talks"], ["UZB"], [], pd.NA, [], []) for name in documents.index))
    assert link_events(deals, documents)["event"].nunique() == 31
    assert link_events(deals[:30], documents[:30])["event"].nunique() < 30
