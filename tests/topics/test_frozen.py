"""The sectors' weights are frozen: a label depends on its text alone, and the model says what it is."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EmptyCorpusError, LexiconError, ParameterError, SchemaError
from analysis.lists.loading import VARIABLE, load_list
from analysis.topics.classifier import TopicClassifier
from analysis.topics.reasons import label_documents, mark_reasons
from analysis.topics.table import FILE, hash_topics, load_frozen, load_sectors, tell_language
from analysis.topics.terms import TopicTerms
from tests.topics.freeze import freeze

CEMENT = "A cement plant will be built in the north. Brick and glass are made there already."
COTTON = "Farmers sow cotton and wheat in the spring. The harvest was large."
TURKISH = "Bu yıl ve daha sonra çimento fabrikası için enerji ile ilgili bir anlaşma olacak."


def test_a_road_map_is_no_road():
    texts = [
        "Two ministries signed a road map. The road map is for two years.",
        "They mend the road. The road is open.",
    ]
    labels = TopicClassifier().fit(texts).predict_topics(texts)
    assert ["transport_logistics" in own for own in labels] == [False, True]


def test_the_shipped_model_is_for_the_lists_as_they_are():
    stale = "sectors.json is for other lists: run python -m tests.topics.freeze VERSION"
    assert load_frozen()["hash"] == hash_topics(load_sectors(None)), stale


def test_the_shipped_model_has_a_version():
    assert re.fullmatch(r"\d+\.\d+", json.loads(FILE.read_text())["version"])


def test_the_script_writes_what_is_shipped(tmp_path):
    freeze(load_frozen()["version"], tmp_path / "sectors.json")
    assert (tmp_path / "sectors.json").read_bytes() == FILE.read_bytes()


@pytest.mark.parametrize("beside", [[], [CEMENT] * 40, [TURKISH] * 50, ["Rain fell on the old bridge."] * 40])
def test_other_texts_change_no_label(beside):
    alone, among = TopicClassifier().fit([COTTON]), TopicClassifier().fit([COTTON, *beside])
    assert (alone.decision_function([COTTON]) == among.decision_function([COTTON])).all()


def test_learning_from_the_corpus_is_asked_for_and_told():
    texts = [CEMENT, COTTON, "The kiln of the cement works.", "The kiln needs brick."]
    frozen, learned = TopicClassifier().fit(texts), TopicClassifier(learn="corpus").fit(texts)
    assert (frozen.model_["learned"], learned.model_["learned"]) == ("nothing", "corpus")
    assert frozen.learned_.shape == (0, 21)
    assert "kiln" in learned.words_


def test_lists_of_ones_own_learn_and_say_so(tmp_path, monkeypatch):
    rows = "topic,term,language,weight,source\npower,dam,en,1,x\nfinance,bank,en,1,x\n"
    (tmp_path / "sector_terms.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    model = TopicClassifier().fit(["the dam turns turbines", "turbines of the dam", "the bank of coins"])
    assert model.model_["learned"] == "corpus"
    assert "turbines" in model.words_


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"curve": [8.0, 0.0]}, "three finite numbers"),
        ({"curve": [8.0, 0.0, float("nan")]}, "three finite numbers"),
        ({"format": "x"}, "not a saved classifier of the format"),
    ],
)
def test_a_damaged_model_is_refused(tmp_path, change, message):
    path = tmp_path / "sectors.json"
    path.write_text(json.dumps(json.loads(FILE.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(SchemaError, match=f"sectors.json: .*{message}"):
        load_frozen(path)


def table(texts, **columns):
    index = pd.Index([f"d{number}" for number in range(len(texts))], name="doc_id")
    return pd.DataFrame({"title": "", "text": texts, **columns}, index=index)


@pytest.fixture
def no_turkish_terms(tmp_path, monkeypatch):
    terms = load_list("sector_terms")
    terms[terms["language"] != "tr"].to_csv(tmp_path / "sector_terms.csv", index=False)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    load_list("sector_terms")  # what was read of other lists is forgotten
    yield
    monkeypatch.delenv(VARIABLE)
    load_list("sector_terms")


def test_labels_carry_the_model_and_name_what_no_term_covers():
    documents = table([CEMENT, TURKISH, COTTON], language=["en", None, "de"])
    labels = label_documents(documents, TopicClassifier().fit(documents["text"]))
    assert labels.index.get_level_values("doc_id").unique().tolist() == ["d0", "d1"]
    assert labels.attrs["model"] == {key: load_frozen()[key] for key in ("name", "version", "hash")} | {
        "learned": "nothing"
    }
    assert [(row["file"], row["kind"]) for row in labels.attrs["log"]] == [("d2", "not covered")]
    assert "terms in az, en, kk, ky, ru, tg, tk, tr, uz only" in labels.attrs["log"][0]["detail"]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        (TURKISH, "building_construction"),
        ("Bu zavodda pambıq iplik və parça istehsal olunacaq.", "textiles_leather"),
        ("Ushbu loyiha bilan shahar uchun yangi kasalxona va poliklinika quriladi.", "health"),
        ("Бу лойиҳа билан туман учун янги касалхона ва поликлиника қурилади.", "health"),
        ("Бұл келісім бойынша күн электр станциясы мен жел электр станциясы салынады.", "power"),
        ("Bul kelisim boıynsha qala úshin jańa aýrýhana men emhana salynady.", "health"),
        ("Бул жер үчүн жаңы темир жол жана көпүрө курулат.", "transport_logistics"),
        ("Дар ин шаҳр барои донишҷӯён донишгоҳи нав сохта мешавад.", "education_science"),
        ("Bu ýerde halylar we nah ýüplük öndürilýär.", "textiles_leather"),
    ],
)
def test_each_language_of_the_region_has_terms_of_its_own(text, sector):
    assert TopicClassifier().fit([text]).predict([text]).tolist() == [sector]


def test_terms_of_one_language_are_not_looked_for_in_another():
    """``et`` is meat in Turkmen, ``un`` flour in Turkish."""
    model = TopicClassifier().fit([COTTON])
    assert not model.decision_function(["The UN and its friends, et cetera. Not the aim of the day."]).any()


def test_a_text_in_a_language_without_terms_has_no_sector_and_teaches_nothing(no_turkish_terms):
    assert tell_language(TURKISH) is None
    assert tell_language(COTTON) == ""
    model = TopicClassifier(learn="corpus").fit([CEMENT, COTTON, TURKISH, TURKISH])
    assert "fabrikası" not in model.words_
    assert model.predict_topics([TURKISH]) == [[]]
    with pytest.raises(EmptyCorpusError, match="no document"):
        TopicClassifier(learn="corpus").fit([TURKISH])


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("The Ministry of Energy and Water met a guest.", "power"),
        ("Trade Minister Li met a guest.", "trade_investment"),
        ("Textile Union Group met a guest.", "textiles_leather"),
        ("Гостя принял министр энергетики и водного хозяйства.", "power"),
        ("Выставка «Хлопок и ткани» открылась.", "textiles_leather"),
        ("Площадь здания 300 кв. м.", "power"),
        ("He leads the Silk Road office.", "textiles_leather"),
    ],
)
def test_names_quoted_titles_and_units_cast_no_vote(text, sector):
    model = TopicClassifier().fit([text])
    assert model.decision_function([text])[0, list(model.classes_).index(sector)] == 0


def test_the_word_that_says_what_a_body_is_votes():
    terms = TopicTerms(
        pd.DataFrame({"label": "", "definition": "", "terms": [["bank"]], "not_terms": [[]]}, index=["a"])
    )
    assert len(terms.find("The Agricultural Bank of Cotton City lends.")) == 1
    assert len(terms.find("The Agricultural Bank of Cotton City lends as a bank does.")) == 2


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("The plant will assemble 40 freight locomotives. Each locomotive is tested there.", "machinery_vehicles"),
        ("The fund's authorised capital is 50 million. It will lend money to firms.", "finance"),
        ("Уставный капитал фонда развития вырос. Капитал фонда внесут поровну.", "finance"),
        ("The two sides set a trade goal. Bilateral turnover is to double.", "trade_investment"),
    ],
)
def test_what_is_done_decides(text, sector):
    assert TopicClassifier().fit([text]).predict_topics([text])[0][0] == sector


def test_reasons_are_few_strong_ones_first_and_add_up():
    text = "tennis " * 3 + "match. " + " ".join(f"bank loan word{n}" for n in range(30))
    model = TopicClassifier({"sport": "tennis", "money": "bank, loan^0.01"}).fit([text])
    reasons = model.explain(text)
    assert (reasons["term"] == "").sum() == 1
    strong = reasons[reasons["term"] != ""]["weight"].abs()
    assert strong.is_monotonic_decreasing
    told = reasons.groupby("topic")["weight"].sum().reindex(model.classes_)
    np.testing.assert_allclose(told, model.decision_function([text])[0], atol=1e-12)


def test_marked_reasons_name_the_topic_and_are_shaded_by_weight():
    model = TopicClassifier({"sport": "tennis, final^0.5"}).fit(["tennis"])
    shown = mark_reasons("Tennis. A final.", model)._repr_html_()
    assert "marked for sport" in shown
    assert re.search(r'<mark title="sport \+0\.33" style="--hue: [\d ]+; --weight: 0\.99">Tennis</mark>', shown)
    assert re.search(r'<mark title="sport \+0\.20" style="--hue: [\d ]+; --weight: 0\.60">final</mark>', shown)
    assert ">speaks for</mark>" in shown


def test_what_weighs_next_to_nothing_is_not_marked():
    shown = mark_reasons("Tennis. A final.", TopicClassifier({"sport": "tennis, final^0.1"}).fit(["tennis"]))
    assert [words for _, words, marks in shown.pieces if marks] == ["Tennis"]


def test_the_sector_is_named_for_people():
    shown = mark_reasons("A pipeline for natural gas.", TopicClassifier().fit(["gas"]), "oil_gas")
    assert shown.pieces[0][0] == "text, marked for Oil and gas"


@pytest.mark.parametrize(
    ("topics", "message"),
    [
        ({"a": {"terms": ["road"]}}, r"row 1.*terms must be text, found \{'terms'"),
        ({"a": ["x"], "b": [], "?!": []}, r"row 3 \('\?!'\): no term, nor a word in its label"),
        ({"a": ["x"], " a": ["y"]}, "topic 'a' is already defined in row 1"),
    ],
)
def test_topics_that_cannot_be_used_are_named(topics, message):
    with pytest.raises(LexiconError, match=message):
        TopicClassifier(topics).fit(["road"])


def test_a_table_for_texts_and_another_way_to_learn_are_refused():
    with pytest.raises(SchemaError, match="texts is a table. Pass one column"):
        TopicClassifier().fit(table([CEMENT]))
    with pytest.raises(ParameterError, match="learn='web' is not accepted"):
        TopicClassifier(learn="web").fit([CEMENT])


def test_half_of_the_seeds_gone_or_one_alone_changes_no_primary_sector():
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path("seeds").glob("[!_R]*.md"))]
    whole = TopicClassifier().fit(texts).predict(texts)
    assert (TopicClassifier().fit(texts[::2]).predict(texts) == whole).all()
    assert all(TopicClassifier().fit([text]).predict([text])[0] == whole[n] for n, text in enumerate(texts[:5]))
