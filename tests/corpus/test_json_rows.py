"""Reports are found wherever a JSON file keeps them."""

import json

import pytest

from analysis.corpus.loading import load_corpus, load_log
from analysis.corpus.tables import find_rows, parse_values
from analysis.errors import ReadError

TEXT = "Two towns will build a bridge, officials said. It opens in 2027."
ROW = {"title": "Bridge", "text": TEXT, "date": "2024-03-12", "url": "https://k.kz/1"}
MESSAGES = [
    {"id": 1, "type": "service", "action": "create_channel", "text": ""},
    {"id": 2, "type": "message", "date": "2024-03-12T08:00:00", "text": [{"type": "bold", "text": "Two"}, TEXT[3:]]},
    {"id": 3, "type": "message", "photo": "a.jpg", "text": ""},
]
CHANNEL = {"name": "Kurier", "type": "public_channel", "id": 9, "messages": MESSAGES}
WORDPRESS = {
    **{"id": 12, "date": "2024-03-12T08:00:00", "link": "https://k.kz/1", "guid": {"rendered": "https://k.kz/?p=12"}},
    **{"title": {"rendered": "Bridge"}, "content": {"rendered": f"<p>{TEXT}</p>", "protected": False}, "author": 3},
}
GUARDIAN = {"webTitle": "Bridge", "webPublicationDate": "2024-03-12T03:00:00Z", "fields": {"bodyText": TEXT}}
FEED = {"id": "1", "title": "Bridge", "content_html": f"<p>{TEXT}</p>", "date_published": "2024-03-12T03:00:00Z"}
WEBZ = {"thread": {"site": "k.kz", "title": "Bridge"}, "title": "Bridge", "text": TEXT, "published": "2024-03-12"}
NEWS_PLEASE = {"maintext": TEXT, "date_publish": "2024-03-12 08:00:00", "title": "Bridge", "date_modify": "None"}


@pytest.mark.parametrize(
    "value",
    [
        ROW,
        [ROW],
        {"status": "ok", "totalResults": 1, "message": "found", "articles": [ROW]},
        {"meta": {"found": 1}, "data": [ROW]},
        {"took": 3, "hits": {"total": {"value": 1}, "hits": [{"_index": "n", "_id": "k", "_source": ROW}]}},
        {"response": {"status": "ok", "results": [GUARDIAN]}},
        {"content": [ROW], "totalPages": 1},
        {"data": [{"id": 1, "attributes": ROW}], "meta": {"pagination": {"page": 1}}},
        {"data": {"posts": {"edges": [{"node": ROW}]}}},
        {"7": ROW},
        {name: {"0": cell} for name, cell in ROW.items()},
        {"schema": {"fields": [{"name": "title"}]}, "data": [ROW]},
        {"version": "https://jsonfeed.org/version/1.1", "title": "Kurier", "items": [FEED]},
        {"posts": [WEBZ], "totalResults": 1},
        [{"article": ROW}],
        [WORDPRESS],
        CHANNEL | {"messages": [{"title": "Bridge"} | message for message in MESSAGES[1:2]]},
        NEWS_PLEASE,
    ],
)
def test_reports_are_found_under_any_key(tmp_path, value):
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert documents[["title", "text"]].to_numpy().tolist() == [["Bridge", TEXT]]
    assert str(documents["date"].iloc[0].date()) == "2024-03-12"


def test_a_telegram_export_names_its_channel_and_the_messages_passed_over(tmp_path):
    (tmp_path / "result.json").write_text(json.dumps({"chats": {"list": [CHANNEL]}}), encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert documents.loc["2", ["text", "outlet"]].tolist() == [TEXT, "Kurier"]
    assert "2 messages of Kurier without words" in load_log(documents)["detail"].tolist()


def test_a_summary_and_a_title_are_used_only_where_nothing_has_a_text():
    rows = [{"title": "A", "url": "u", "description": "D", "content": None}, {"title": "B", "url": "v", "content": "T"}]
    assert find_rows({"articles": rows}, (), []) == rows
    titles = [{"title": "A", "seendate": "20240312T030000Z", "domain": "k.kz"}]
    assert find_rows({"title": "Export", "articles": titles}, (), []) == titles
    assert find_rows({"text": "A report.", "comments": [{"text": "No."}]}, (), [])[0]["text"] == "A report."


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt"])
@pytest.mark.parametrize("indent", [None, 1])
def test_lines_and_values_are_read_whatever_the_ending(tmp_path, name, indent):
    content = "\n".join(json.dumps(ROW | {"title": title}, indent=indent) for title in ("A", "B"))
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert load_corpus(tmp_path)["title"].tolist() == ["A", "B"]


def test_a_broken_line_in_a_json_file_costs_that_line(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(ROW) + '\n{"title": "B", "te\n' + json.dumps(ROW), encoding="utf-8")
    with pytest.raises(ReadError, match=r"a\.json, line 2: not JSON .* Mend or remove the line"):
        load_corpus(tmp_path)
    assert len(load_corpus(tmp_path, on_error="skip")) == 2


def test_a_cut_off_list_is_refused_with_its_place(tmp_path):
    (tmp_path / "a.json").write_text('[{"text": "A."},\n {"text": "B', encoding="utf-8")
    with pytest.raises(ReadError, match=r"a\.json: not JSON \(Unterminated string .* line 2 .*export it anew"):
        load_corpus(tmp_path)


def test_a_line_may_hold_several_reports_and_lines_may_be_instructions(tmp_path):
    lines = [{"articles": [ROW, ROW | {"text": "Other."}]}, {"index": {"_id": "1"}}, ROW | {"text": "Third."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert list(load_corpus(tmp_path).index) == ["a.jsonl#1.1", "a.jsonl#1.2", "a.jsonl#3"]


def test_values_one_after_another_are_a_list():
    assert parse_values(' {"a": 1}\n\n[2] ', []) == [{"a": 1}, [2]]
    with pytest.raises(ValueError, match="Expecting value"):
        parse_values(" ", [])
    with pytest.raises(ValueError, match="not an object"):
        find_rows(["a"], (), [])
