"""Deals: which facts of a report belong together."""

from decimal import Decimal

import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.facts import extract_facts
from analysis.ledger import find_deals

LABELS = ["doc_id", "topic", "score", "rank", "evidence"]


def tables(*texts, topics=(), title=None, language="en"):
    """Documents of the given texts, labels with the given topics for each, and the facts."""
    index = pd.Index([f"d{number}" for number in range(len(texts))], name="doc_id", dtype="str")
    columns = {
        "title": [title] * len(texts),
        "text": list(texts),
        "language": language,
        "date": pd.Timestamp("2024-05-06"),
    }
    documents = pd.DataFrame(columns, index=index)
    rows = [(doc_id, name, 0.9, rank, terms) for doc_id in index for rank, (name, terms) in enumerate(topics, 1)]
    labels = pd.DataFrame(rows, columns=LABELS).set_index(["doc_id", "topic"])
    return documents, labels, extract_facts(documents)


def deals_of(text, **options):
    return find_deals(*tables(text, **options)).to_dict("records")


def told(text, instrument, **options):
    """The one deal of a text that has an instrument."""
    (deal,) = [deal for deal in deals_of(text, **options) if instrument in deal["instruments"]]
    return deal


PLANT = "Uzbekistan and Kazakhstan opened a cement plant in Karaganda on 4 March 2024. It cost $15 million."


def test_find_deals_gives_the_columns_and_the_words_that_state_a_deal():
    documents, labels, facts = tables(PLANT, title="A plant opens")
    deals = find_deals(documents, labels, facts)
    assert [
        *deals
    ] == "event status instruments parties organisations topic amounts places date field start end".split()
    assert deals.index.names == ["doc_id", "deal"]
    row = deals.loc[("d0", 1)]
    assert row["event"] == "d0#1"
    assert documents.loc["d0", row["field"]][row["start"] : row["end"]].startswith("Uzbekistan and Kazakhstan opened")
    assert (row["places"], row["date"]) == (["Karaganda"], "2024-03-04")


def test_a_deal_that_only_the_headline_states_stands_there():
    (deal,) = deals_of("Kazakhstan is glad.", title="Kazakhstan opens a plant in Osh")
    assert (deal["field"], deal["start"], deal["end"]) == ("title", 0, 33)


def test_bodies_of_the_second_sentence_behind_have_a_part_but_not_of_the_third():
    far = "A memorandum was signed. Gas is at stake. Socar Trading LLC came. Uzbekneftegaz JSC came, too."
    assert told(far, "memorandum")["organisations"] == ["Socar Trading LLC"]


def test_a_plant_takes_its_cost_from_the_next_sentence():
    (deal,) = deals_of(PLANT)
    assert deal["instruments"] == ["facility", "investment"]
    assert deal["amounts"] == [(Decimal(15000000), "USD", "project", True)]
    assert deal["parties"] == ["KAZ", "UZB"]


def test_a_contract_takes_its_price_from_the_next_sentence():
    (deal,) = deals_of("Kazakhstan and Turkey signed a contract for buses. Their price is $15 million.")
    assert (deal["instruments"], len(deal["amounts"])) == (["contract"], 1)


def test_a_plant_with_a_sum_of_its_own_takes_no_cost_from_another_sentence():
    (*_, mill) = deals = deals_of(f"{PLANT} The sun shone. Another $7 million is what the project of a mill costs.")
    assert [len(deal["amounts"]) for deal in deals] == [1, 1]
    assert mill["amounts"] == [(Decimal(7000000), "USD", "project", True)]


def test_a_cost_told_apart_from_a_loan_is_a_deal_of_its_own():
    loan = "A joint venture of Georgia and Turkey took a loan of $5 million. "
    deals = deals_of(f"{loan}It rained. The project costs $40 million.")
    assert [deal["instruments"] for deal in deals if deal["amounts"]] == [
        ["finance"],
        ["facility", "investment", "joint_venture"],
    ]


def test_acts_of_one_instrument_with_sums_of_their_own_are_apart():
    text = (
        "Georgia and Turkey signed contracts. One contract for $5 million is for pumps. "
        "Turkey and Uzbekistan signed a contract for pipes for $7 million."
    )
    assert [[str(one.number) for one in deal["amounts"]] for deal in deals_of(text)] == [["5000000"], ["7000000"]]


def test_the_cost_of_a_stated_plant_is_not_proposed():
    text = "Kazakhstan and China opened a cement plant in Karaganda. The investment could reach $15 million."
    assert [(deal["status"], len(deal["amounts"])) for deal in deals_of(text)] == [("done", 1)]


LOAN = (
    "The Asian Development Bank will lend Uzbekistan $50 million for roads. The loan was signed on 4 May. "
    "Works begin soon. "
)


@pytest.mark.parametrize(
    "total",
    [
        "Since 1995 the bank has backed 80 projects in Uzbekistan with loans of $2 billion.",
        "Over the past decade the lender has cleared $2 billion in loans for the republic.",
    ],
)
def test_what_a_lender_lends_over_a_time_is_a_deal_about_finance(total):
    topics = [("transport", ["roads"]), ("finance", ["loan"])]
    deals = [deal for deal in deals_of(LOAN + total, topics=topics) if deal["amounts"]]
    assert [(deal["topic"], deal["amounts"][0].number) for deal in deals] == [
        ("transport", 50000000),
        ("finance", 2000000000),
    ]


@pytest.mark.parametrize(
    "total", ["In 2018 the lender committed $21.6 billion in total.", "Last year ADB gave loans of $23 billion."]
)
def test_what_a_lender_lends_to_nobody_told_is_no_deal(total):
    deals = deals_of(LOAN + total)
    assert [str(one.number) for deal in deals for one in deal["amounts"]] == ["50000000"]
    assert not any(deal["start"] > len(LOAN) - 2 for deal in deals)


def test_a_deal_takes_the_other_party_from_the_sentence_before():
    text = (
        "Georgia and Italy held a forum. China and Georgia met. A memorandum was signed with Georgia. "
        "It was a long day. Turkish, Georgian and Italian firms opened a plant."
    )
    assert told(text, "memorandum")["parties"] == ["CHN", "GEO"]


def test_a_deal_takes_organisations_from_the_sentences_behind_that_tell_nothing_else():
    text = (
        "Kazakhstan and Kyrgyzstan had good news. It was a warm day. The sun shone. A plant was opened in Karaganda. "
        "Behind it stand TGS-Energy LLC and Davr Bank. {}"
    )
    assert told(text.format(""), "facility")["organisations"] == ["TGS-Energy LLC", "Davr Bank"]


def test_a_deal_takes_the_organisations_of_the_two_sentences_behind():
    text = "Uzbekistan opened a plant in Osh. Davr Bank came. The Zarnigor Group came. The Tolqin Group came."
    assert told(text, "facility")["organisations"] == ["Davr Bank", "Zarnigor Group"]


def test_a_public_body_in_the_lead_has_no_part_in_later_deals():
    text = (
        "The Ministry of Finance and TGS-Energy LLC met. It was a warm day. Kazakhstan and Kyrgyzstan were content. "
        "A plant was opened in Karaganda. The sun shone."
    )
    assert told(text, "facility")["organisations"] == ["TGS-Energy LLC"]


@pytest.mark.parametrize(("others", "expected"), [("", ["Davr Bank", "TGS-Energy LLC"]), (", KfW", ["Davr Bank"])])
def test_bodies_of_the_lead_have_no_part_in_later_deals_of_others_where_many_are_named(others, expected):
    text = (
        f"TGS-Energy LLC, Eni and Masdar{others} met. It rained. The sun shone. Georgia and Turkey were content. "
        "Davr Bank signed a memorandum."
    )
    found = told(text, "memorandum")["organisations"]
    assert [name for name in found if name not in ("Eni", "Masdar")] == expected


@pytest.mark.parametrize(
    ("text", "language", "instrument"),
    [
        ("Turkey and Georgia opened a plant, according to TGS-Energy LLC.", "en", "facility"),
        ("Turkey and Georgia opened a plant, TGS-Energy LLC reported.", "en", "facility"),
        ("Турция и Грузия подписали меморандум, сообщает «Азия-Плюс».", "ru", "memorandum"),
    ],
)
def test_who_only_reports_an_act_has_no_part_in_it(text, language, instrument):
    assert told(text, instrument, language=language)["organisations"] == []


def test_a_cost_without_an_act_is_of_a_plant_and_an_investment():
    (deal,) = deals_of(
        "Kazakhstan and Kyrgyzstan share a grid. The World Bank lends money. The project costs $9 million."
    )[-1:]
    assert (deal["instruments"], len(deal["amounts"])) == (["facility", "investment"], 1)


def test_the_one_plant_with_a_cost_is_what_the_joint_venture_of_a_report_builds():
    cost, other = "A cement plant of Turkey costs $9 million.", "A steel plant of Georgia costs $5 million."
    venture = "It rained. The sun came out. Georgia and Turkey set up a joint venture."
    whole = ["facility", "investment", "joint_venture"]
    assert [deal["instruments"] for deal in deals_of(f"{cost} {venture}")] == [whole]
    elsewhere = venture.replace("Georgia and Turkey", "Japan and Georgia")
    assert [deal["instruments"] for deal in deals_of(f"{cost} {elsewhere}")] == [whole[:2], whole[2:]]
    apart = deals_of(f"{cost} {other} {venture}")
    assert [deal["instruments"] for deal in apart] == [whole[:2], whole[:2], whole[2:]]


def test_who_signs_at_a_forum_need_not_take_part_in_it():
    text = "TGS-Energy LLC and Davr Bank signed a memorandum at a forum of Turkey."
    assert told(text, "memorandum")["organisations"] == ["TGS-Energy LLC", "Davr Bank"]
    assert told(text, "forum")["organisations"] == []


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("shares", ["investment"]),
        ("a cement plant", ["facility", "investment"]),
        ("projects of a cement plant", ["investment"]),
    ],
)
def test_an_investment_in_a_plant_is_of_a_plant_too(what, expected):
    text = f"Turkey will invest $9 million in {what} of Georgia."
    assert told(text, "investment")["instruments"] == expected


def test_talks_and_what_comes_of_them_are_apart():
    text = "Ministers of Turkey and Georgia held talks. They signed a memorandum. A loan of $5 million followed."
    assert [deal["instruments"] for deal in deals_of(text)] == [["talks"], ["memorandum"], ["finance"]]


def test_the_headline_and_the_body_tell_of_one_deal():
    (deal,) = deals_of(
        "The World Bank lends Kyrgyzstan $50 million for roads.", title="Kyrgyzstan gets $50 million loan"
    )
    assert (deal["instruments"], len(deal["amounts"]), deal["field"]) == (["finance"], 1, "text")


def test_a_deal_names_organisations_as_the_text_does_in_full():
    text = "The Asian Development Bank gave Georgia a loan of $5 million. A grant was promised by ADB too."
    assert told(text, "finance")["organisations"] == ["Asian Development Bank"]


def test_each_deal_has_its_own_parties():
    text = (
        "Kazakhstan and China signed a contract for wheat. "
        "Kazakhstan and Turkey signed a memorandum on tourism. Georgia and Turkey held talks."
    )
    assert told(text, "memorandum")["parties"] == ["KAZ", "TUR"]
    assert told(text, "talks")["parties"] == ["GEO", "TUR"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kazakhstan and China opened a plant.", "done"),
        ("Kazakhstan and China will open a plant.", "planned"),
        ("A plant of Kazakhstan and China is under construction.", "planned"),
        ("Ground was broken for a plant of Kazakhstan and China.", "planned"),
        ("Kazakhstan and China are also to open a plant.", "planned"),
        ("Kazakhstan and China could open a plant.", "proposed"),
    ],
)
def test_a_deal_is_done_planned_or_proposed(text, status):
    assert told(text, "facility")["status"] == status


def test_a_clause_behind_that_looks_ahead_leaves_an_act_done():
    text = "Georgia and Turkey signed a financing agreement under which Turkey will provide a grant of $5 million."
    assert told(text, "agreement")["status"] == "done"


@pytest.mark.parametrize(
    ("text", "status"), [("Казахстан и Китай открыли завод.", "done"), ("Казахстан и Китай построят завод.", "planned")]
)
def test_find_deals_reads_russian(text, status):
    deal = told(text, "facility", language="ru")
    assert (deal["status"], deal["parties"]) == (status, ["CHN", "KAZ"])


def test_hedged_acts_are_deals_but_no_facts():
    documents, labels, facts = tables("Kazakhstan and China could open a plant.")
    assert "instrument" not in set(facts["kind"])
    assert find_deals(documents, labels, facts)["status"].tolist() == ["proposed"]
    assert find_deals(documents, labels, facts[facts["kind"] != "date"].assign()).shape[0] == 1


def test_what_is_signed_on_a_goal_is_done():
    text = "Georgia and Turkey signed a roadmap to bring their trade to $5 billion by 2030."
    deal = told(text, "roadmap")
    assert ([amount.role for amount in deal["amounts"]], deal["status"]) == (["target"], "done")


def test_a_goal_is_planned():
    (deal,) = deals_of("Turkey and Georgia want trade to reach $5 billion by 2030.")
    assert (deal["instruments"], deal["status"]) == ([], "planned")


def test_trade_and_goals_are_deals_about_trade():
    text = "Trade between Georgia and Turkey reached $3 billion. They want to bring it to $5 billion."
    topics = [("textiles", ["cotton"]), ("trade_investment", ["trade"])]
    deals = deals_of(text, topics=topics)
    assert [deal["topic"] for deal in deals if deal["amounts"]] == ["trade_investment"] * 2
    assert [deal["topic"] for deal in deals_of(text, topics=[("mine", ["trade"])])] == ["mine"] * 2


def test_the_topic_of_a_deal_does_not_depend_on_other_reports():
    documents, labels, facts = tables("Trade between Georgia and Turkey reached $3 billion.", "It rained.")
    labels = pd.DataFrame([("d0", "textiles_leather", 0.9, 1, [])], columns=LABELS).set_index(["doc_id", "topic"])
    others = pd.DataFrame([("d1", "trade_investment", 0.9, 1, [])], columns=LABELS).set_index(["doc_id", "topic"])
    alone, together = (find_deals(documents, rows, facts) for rows in (labels, pd.concat([labels, others])))
    assert alone["topic"].tolist() == together["topic"].tolist() == ["trade_investment"]


def test_finance_is_about_what_it_pays_for():
    topics = [("finance", ["loan"]), ("education_science", ["schools"])]
    text = "Turkey gave Georgia a loan of $5 million for schools."
    assert told(text, "finance", topics=topics)["topic"] == "education_science"
    loan = "Turkey gave Georgia a loan of $5 million."
    assert told(loan, "finance", topics=topics)["topic"] == "finance"
    trade = [("trade_investment", ["export"])]
    assert told(loan, "finance", topics=trade)["topic"] == "finance"
    assert told(loan, "finance", topics=[*trade, ("roads", ["roads"])])["topic"] == "trade_investment"


def test_all_that_a_lender_lends_is_about_finance_where_that_is_a_topic():
    before = "Georgia and Turkey held talks. It rained. The sun came out. "
    text = f"{before}The bank has lent Georgia and Turkey $50 million for projects of roads since 2010."
    for primary, expected in (("transport_logistics", "finance"), ("roads", "roads")):
        deals = deals_of(text, topics=[(primary, ["roads"])])
        assert [deal["topic"] for deal in deals if deal["amounts"]] == [expected]


def test_a_deed_without_a_sum_and_a_sum_without_a_deed_are_told():
    assert [deal["instruments"] for deal in deals_of("Georgia gave Turkey a loan.")] == [["finance"]]
    assert len(deals_of("Georgia and Turkey agreed on $5 million.")) == 1


def test_what_the_papers_of_a_forum_come_to_is_trade_and_investment():
    text = "At a forum Turkey and Georgia signed {} agreements for $5 million."
    topics = [("textiles_leather", ["cotton"])]
    assert told(text.format("two"), "agreement", topics=topics)["topic"] == "trade_investment"
    assert told(text.format("two").replace("At a forum", "In May"), "agreement", topics=topics)["topic"] == topics[0][0]


@pytest.mark.parametrize("primary", ["power", "trade_investment"])
def test_a_project_is_about_the_first_topic_of_its_report(primary):
    text = "They met. It rained. The sun came out. Turkey will invest $5 million in hospitals of Georgia."
    assert told(text, "investment", topics=[(primary, ["grid"]), ("health", ["hospitals"])])["topic"] == primary


def test_money_in_a_report_on_governance_is_for_what_its_sentence_names():
    topics = [("public_governance", ["border"]), ("industry_general", ["industrial"])]
    deals = deals_of("Turkey and Georgia started industrial projects worth $5 million.", topics=topics)
    assert [deal["topic"] for deal in deals if deal["amounts"]] == ["industry_general"]


def test_find_deals_leaves_out_what_tells_of_nothing():
    documents, labels, facts = tables("It rained.", "", PLANT)
    assert set(find_deals(documents, labels, facts).index.get_level_values("doc_id")) == {"d2"}
    for empty in (find_deals(documents, labels, facts[:0]), find_deals(documents[:0], labels, facts)):
        assert (len(empty), empty.index.names) == (0, ["doc_id", "deal"])


@pytest.mark.parametrize("kept", [["instrument"], ["amount"], ["country", "date"], ["amount", "instrument"]])
def test_find_deals_makes_do_with_filtered_facts(kept):
    documents, labels, facts = tables(PLANT)
    deals = find_deals(documents, labels, facts[facts["kind"].isin(kept)])
    assert deals["parties"].tolist() == [[]] * len(deals)
    assert deals["topic"].isna().all()


def test_find_deals_reads_a_list_of_a_thousand_lines():
    text = "\n".join(f"{n}. Georgia and Turkey signed a contract for ${n} million." for n in range(1, 1001))
    deals = find_deals(*tables(text))
    assert sum(len(amounts) for amounts in deals["amounts"]) == 1000


def test_find_deals_does_not_depend_on_order():
    documents, labels, facts = tables(PLANT, "Georgia and Turkey held talks. They signed a memorandum.")
    expected = find_deals(documents, labels, facts)
    shuffled = find_deals(documents[::-1], labels[::-1], facts[::-1]).sort_index()
    pd.testing.assert_frame_equal(shuffled, expected)


@pytest.mark.parametrize(
    ("number", "column", "name"), [(0, "title", "documents"), (1, "evidence", "labels"), (2, "start", "facts")]
)
def test_find_deals_names_missing_columns(number, column, name):
    given = list(tables(PLANT))
    given[number] = given[number].drop(columns=column)
    with pytest.raises(SchemaError, match=f"{name}: no column {column}"):
        find_deals(*given)


def test_a_counted_group_of_the_lead_has_no_part_in_a_loan_told_behind():
    lead = "The president of Georgia met the leaders of the five Central Asian countries."
    deals = deals_of(f"{lead} Georgia and Uzbekistan signed an agreement. A loan of $30 million will go to Uzbekistan.")
    assert [len(deal["parties"]) for deal in deals] == [6, 2, 2]
