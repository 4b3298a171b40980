"""Which act a sum, a party, an organisation and a place belong to, by how far away they stand."""

import pytest

from analysis import find_deals
from tests.ledger.test_deals import deals_of, tables, told

FILLER = "It was a warm day."
PLANT = "Uzbekistan and Kazakhstan opened a cement plant in Karaganda."
COST = "The project costs $15 million."


def text_of(*sentences):
    return " ".join(sentences)


def acts_with_sums(text, **options):
    return [(deal["instruments"], deal["start"]) for deal in deals_of(text, **options) if deal["amounts"]]


@pytest.mark.parametrize("apart", range(6))
def test_a_cost_is_of_a_plant_up_to_four_sentences_before(apart):
    text = text_of("Uzbekistan and Kazakhstan met.", FILLER, PLANT, *[FILLER] * apart, COST)
    (deal,) = [deal for deal in deals_of(text) if deal["amounts"]]
    assert text[deal["start"] : deal["end"]].strip() == (PLANT if apart < 4 else COST)


@pytest.mark.parametrize("apart", range(3))
def test_a_cost_is_of_a_plant_in_the_next_sentence_only(apart):
    text = text_of("Uzbekistan and Kazakhstan met.", FILLER, COST, *[FILLER] * apart, PLANT)
    (deal,) = [deal for deal in deals_of(text) if deal["amounts"]]
    assert text[deal["start"] : deal["end"]].strip() == (PLANT if apart == 0 else COST)


def test_a_cost_is_rather_of_the_plant_before_it_than_of_the_one_behind():
    road = "Uzbekistan and Kazakhstan opened a power station in Osh."
    text = text_of("They met.", FILLER, PLANT, COST, road)
    ((_, start),) = acts_with_sums(text)
    assert text[start:].startswith(PLANT)
    text = text_of("They met.", FILLER, PLANT, FILLER, FILLER, FILLER, COST, road)
    ((_, start),) = acts_with_sums(text)
    assert text[start:].startswith(road)


@pytest.mark.parametrize(("lead", "parties"), [("Kazakhstan was glad.", ["KAZ", "TUR"]), ("They were glad.", ["TUR"])])
def test_a_deal_with_sums_in_a_report_of_three_parties_takes_those_of_its_sentence_and_of_the_lead(lead, parties):
    text = text_of(
        lead, FILLER, FILLER, "Turkey will invest $9 million in shares.", FILLER, "Georgian and Turkish firms met.",
        "Kazakhstan's president was there."
    )  # fmt: skip
    assert told(text, "investment")["parties"] == parties


def test_a_deal_of_a_report_with_two_parties_has_both():
    text = text_of("Turkey and Georgia met.", FILLER, FILLER, FILLER, "Turkey will invest $9 million in shares.")
    assert told(text, "investment")["parties"] == ["GEO", "TUR"]


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        (["Davr Bank helps."], ["Davr Bank"]),
        ([FILLER, "Davr Bank helps."], ["Davr Bank"]),
        ([FILLER, FILLER, "Davr Bank helps."], []),
        (["A memorandum was signed by Georgia.", "Davr Bank helps."], []),
    ],
)
def test_organisations_stand_up_to_two_sentences_behind_unless_another_act_does(behind, found):
    text = text_of("Georgia and Turkey met.", FILLER, FILLER, FILLER, PLANT, *behind)
    assert told(text, "facility")["organisations"] == found


def test_what_a_body_of_the_lead_says_and_talks_that_are_held_later_are_not_its_deals():
    lead = "TGS-Energy LLC builds a mill for Georgia."
    later = [FILLER, FILLER, FILLER, "Georgia and Turkey held talks."]
    assert told(text_of(lead, *later), "talks")["organisations"] == []
    assert deals_of(text_of(lead, *later[:-1], PLANT))[-1]["organisations"] == ["TGS-Energy LLC"]
    assert told(text_of("Davr Bank said it.", *later[:-1], PLANT), "facility")["organisations"] == []


def test_a_sum_that_is_told_twice_is_counted_once():
    text = text_of("Turkey gave Georgia a loan of $5 million.", FILLER, "The loan of $5 million runs for ten years.")
    assert [len(deal["amounts"]) for deal in deals_of(text)] == [1]


@pytest.mark.parametrize(("before", "instruments"), [(0, ["investment"]), (1, ["investment"]), (2, ["finance"])])
def test_what_a_lender_lends_in_a_time_is_told_apart_only_below_the_lead(before, instruments):
    total = "Since 1995 the bank has backed 80 projects worth $2 billion in Georgia."
    (deal,) = [deal for deal in deals_of(text_of(*[FILLER] * before, total)) if deal["amounts"]]
    assert deal["instruments"] == instruments


def test_places_come_in_reading_order_and_the_date_from_the_sentence_of_the_act():
    text = text_of(
        "Georgia and Turkey opened a plant in Batumi on 4 March 2024.", "It cost $5 million in Tbilisi on 5 May 2024."
    )
    deal = told(text, "facility")
    assert (deal["places"], deal["date"]) == (["Batumi", "Tbilisi"], "2024-03-04")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Georgia and Turkey signed a memorandum; they will meet again.", "done"),
        ("Georgia and Turkey will sign a memorandum.", "planned"),
        (
            "They will meet again, which is a long and tiresome way, but Georgia signed a memorandum with Turkey.",
            "done",
        ),
        ("Turkey will have what it wants by next year in every way; a plant was opened in Georgia.", "done"),
        ("A plant of Georgia and Turkey was opened while a road is under construction.", "done"),
        ("While they talked, Georgia and Turkey said that a plant is under construction.", "planned"),
    ],
)
def test_only_the_clause_of_an_act_says_whether_it_lies_ahead(text, status):
    name = "facility" if "plant" in text else "memorandum"
    assert told(text, name)["status"] == status


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        ("Agreements worth $6 billion will be signed by Georgia and Turkey in Osh.", "en", "planned"),
        ("Agreements worth $6 billion were signed by Georgia and Turkey in Osh.", "en", "done"),
        ("Georgia and Turkey agreed to cooperate and opened a plant.", "en", "done"),
        ("A loan of $15 million is to come from Turkey to Georgia.", "en", "planned"),
        ("A loan of $54 million (€50 million) will be given to Georgia by Turkey.", "en", "planned"),
        ("Кредит в размере 54 млн долларов будет предоставлен Грузии Турцией.", "ru", "planned"),
        ("На предоставленный Турцией Грузии кредит будет построена дорога.", "ru", "done planned"),
        ("Кредит в 54 млн долларов, как сообщили, дан Грузии Турцией и будет возвращён.", "ru", "done"),
        ("The next forum of Turkey, to be held in May, is in Georgia.", "en", "planned"),
        ("Georgia and Turkey agreed to speed up the construction of a plant.", "en", "planned"),
        ("The largest item in Georgia is a cement plant of Turkey at $40 million.", "en", "planned"),
        ("A cement plant of Turkey in Georgia, priced at $40 million, is running.", "en", "done"),
        ("Georgia and Turkey signed a memorandum. A plant will be built.", "en", "done planned"),
        ("Georgia and Turkey signed a loan of $15 million that will be repaid.", "en", "done"),
        ("Türkiye ile Özbekistan ticareti artıracak anlaşma imzaladı.", "tr", "done"),
        ("Завод Турции в Грузии оценивается в 40 млн долларов.", "ru", "planned"),
        ("Завод Турции в Грузии построен за 40 млн долларов.", "ru", "done"),
        ("Azərbaycan və Türkiyə arasında saziş may ayında imzalanacaq.", "az", "planned"),
        ("Azərbaycan və Türkiyə arasında saziş imzalanıb.", "az", "done"),
    ],
)
def test_what_lies_ahead_is_planned(text, language, status):
    assert " ".join(sorted({deal["status"] for deal in deals_of(text, language=language)})) == status


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("AZƏRTAC-a istinadən bildirir ki, Azərbaycan və Gürcüstan arasında memorandum imzalanıb.", "az"),
        ("Oʻzbekiston va Turkiya oʻrtasida shartnoma imzolandi, deb xabar berdi UzA.", "uz"),
        ("Anadolu Ajansı'nın haberine göre Türkiye ile Özbekistan arasında anlaşma imzalandı.", "tr"),
        ("Қазақстан мен Түркия келісімге қол қойды, деп хабарлайды Kazinform.", "kk"),
        ("Узбекистан и Турция подписали контракт, сообщили корреспонденту ИА REGNUM.", "ru"),
    ],
)
def test_an_agency_that_tells_of_a_deal_has_no_part_in_it(text, language):
    assert {tuple(deal["organisations"]) for deal in deals_of(text, language=language)} == {()}


def test_a_sum_that_the_headline_rounds_is_told_once():
    text = "Georgia and Turkey signed a loan of $12.49 million."
    (deal,) = deals_of(text, title="Georgia takes a loan of $12.5 million")
    assert [float(amount.number) for amount in deal["amounts"]] == [12_490_000]
    assert len(deals_of(text, title="Georgia takes a loan of $13.5 million")) == 2
    whole = "Georgia and Turkey signed a loan of $100 million."
    assert [len(deals_of(whole, title=f"Georgia takes a loan of ${n} million")) for n in (98, 97)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Turkey put up $5 million, matched by an investment of $5 million in the plant of Georgia.", [5, 5]),
        ("Georgia and Turkey signed a contract for $5 million, and under the $5 million contract they buy cars.", [5]),
        ("Turkey will lend another $5 million to Georgia. It lends another $5 million, the minister said.", [5]),
        ("Turkey gave a loan of $5 million to Georgia. Another loan of $5 million came from Japan.", [5, 5]),
        ("Turkey gave a loan of $5 million to Georgia. The loan of $5 million is for pumps.", [5]),
        ("Georgia took loans of $10 million ($5 million each) from two banks of Turkey.", [10]),
    ],
)
def test_an_equal_sum_counts_again_where_it_is_another(text, counted):
    amounts = [amount for deal in deals_of(text) for amount in deal["amounts"] if amount.counts]
    assert [float(amount.number) / 1_000_000 for amount in amounts] == counted


@pytest.mark.parametrize(
    ("which", "n_deals"),
    [("another", 2), ("a", 2), ("two", 2), ("a new", 2), ("the", 1), ("this", 1), ("the two", 1), ("a copy of the", 1)],
)
def test_an_act_told_below_the_lead_is_new_by_its_article(which, n_deals):
    text = text_of("Georgia and Turkey signed a memorandum.", FILLER, FILLER, f"They signed {which} memorandum.")
    assert len(deals_of(text)) == n_deals


def test_a_new_act_that_names_nobody_is_of_the_parties_of_its_like():
    text = text_of(
        "Georgia and Turkey signed a memorandum.", "Japan met Kenya.", FILLER, "Another memorandum was signed."
    )
    assert [deal["parties"] for deal in deals_of(text) if "memorandum" in deal["instruments"]] == [["GEO", "TUR"]] * 2


def test_an_outlet_in_the_dateline_has_no_part_in_a_deal():
    documents, labels, facts = tables("OSH (Silk News Agency) - Turkey signed a contract with Silk Steel LLC.")
    assert find_deals(documents, labels, facts)["organisations"].tolist() == [["Silk News Agency", "Silk Steel LLC"]]
    documents["outlet"] = "Silk News Agency"
    assert find_deals(documents, labels, facts)["organisations"].tolist() == [["Silk Steel LLC"]]


def test_an_outlet_that_acts_has_its_part():
    documents, labels, facts = tables("The Silk Bank of Georgia signed a contract with Turkey.")
    documents["outlet"] = "Silk Bank of Georgia"
    assert find_deals(documents, labels, facts)["organisations"].tolist() == [["Silk Bank of Georgia"]]
