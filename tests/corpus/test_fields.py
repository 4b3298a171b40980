"""The cells of a row become the fields of a report."""

import datetime as dt

import pytest

from analysis.corpus.fields import find_columns, read_cell, read_report, take_fields, to_plain


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        ({"datePublished": "2024"}, "date", "2024"),
        ({"Date Published": "2024"}, "date", "2024"),
        ({"DATE-PUBLISHED": "2024"}, "date", "2024"),
        ({"Дата публикации": "2024"}, "date", "2024"),
        ({"BAŞLIK": "Yol"}, "title", "Yol"),
        ({"Сарлавҳа": "Йўл"}, "title", "Йўл"),
        ({"title.rendered": "Road"}, "title", "Road"),
        ({"og:title": "Road"}, "title", "Road"),
        ({"source.name": "Kurier", "source.id": "k"}, "outlet", "Kurier"),
        ({"_source": {"headline": "Road"}}, "title", "Road"),
        ({"fields": {"byline": "A. Orazov"}, "webTitle": "Road"}, "byline", "A. Orazov"),
    ],
)
def test_names_are_found_whatever_their_case_punctuation_and_nesting(row, field, expected):
    assert take_fields(row)[field] == expected


@pytest.mark.parametrize(
    ("cell", "field", "expected"),
    [
        ({"id": None, "name": "Kurier"}, "outlet", "Kurier"),
        ([{"name": "A. Orazov"}, {"name": "B. Rakhimov"}], "byline", "A. Orazov; B. Rakhimov"),
        ("[Video] A road", "title", "[Video] A road"),
        (["Road"], "title", "Road"),
        ({"rendered": "A &#8220;road&#8221;", "protected": False}, "title", "A “road”"),
        (["One.", "", "Two."], "text", "One.\n\nTwo."),
        (["See ", {"type": "bold", "text": "the road"}, "\nnow."], "text", "See the road\nnow."),
        ([{"type": "paragraph", "text": "One."}, {"type": "paragraph", "text": "Two."}], "text", "One.\n\nTwo."),
        ({"summary": ["One."], "sections": [{"paragraphs": ["Two."]}]}, "text", "One.\n\nTwo."),
        ({"$date": {"$numberLong": "1710201600000"}}, "date", "1710201600000"),
        ({"url": "https://k.kz", "name": "Kurier"}, "url", "https://k.kz"),
        (dt.date(2024, 3, 12), "date", dt.date(2024, 3, 12)),
        (45363, "date", 45363),
        (7.0, "id", "7"),
        *(
            (cell, field, None)
            for cell in (float("nan"), None, 7, True, "nan", "None", " ")
            for field in ("title", "url")
        ),
        (float("nan"), "date", None),
        (float("nan"), "id", None),
        (["en", "ru"], "language", "en"),
    ],
)
def test_a_cell_says_what_it_says_of_a_field(cell, field, expected):
    assert read_cell(cell, field) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A loan of &euro;7 million &amp; a grant", "A loan of €7 million & a grant"),
        ("Worth &amp;euro;7&nbsp;million", "Worth €7\xa0million"),
        ("R&D and AT&Tnot, growth <5% where a < b > c", "R&D and AT&Tnot, growth <5% where a < b > c"),
        ("<p>One,\nand more.</p>\n<p>Two.<br/>Three.</p>", "One, and more.\n\nTwo.\nThree."),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
        ("<!-- wp:paragraph --><p class='a'>One <b>bold</b>.</p><script>var a = '<p>';</script>", "One bold."),
        ("<ul><li>One</li><li>Two</li></ul><table><tr><td>1</td><td>2</td></tr></table>", "One\n\nTwo\n\n1\t2"),
        ("Raw <b>bold</b>.\n\nNext paragraph.", "Raw bold.\n\nNext paragraph."),
        ("<i>Anna</i> <anna@k.kz> said", "Anna <anna@k.kz> said"),
    ],
)
def test_markup_becomes_characters_and_paragraphs(text, expected):
    assert to_plain(text) == expected


def test_a_lead_stands_before_the_text_unless_the_text_has_it():
    assert read_report({"lead": "Agreed.", "body": "It opens."}, ())[1] == "Agreed.\n\nIt opens."
    assert read_report({"lead": "It opens.", "body": "It opens. In May."}, ())[1] == "It opens. In May."


def test_without_a_body_the_summary_or_the_title_is_the_text_and_the_log_says_so():
    for row, part in (({"description": "D.", "title": "T"}, "summary"), ({"title": "T", "content": None}, "title")):
        _, text, notes = read_report(row, ())
        assert text == row[part.replace("summary", "description")]
        assert notes == [f"no body; the {part} is its text"]
    assert read_report({"title": "T"}, (("text", "weird"),))[1] is None, "the caller's column is not guessed"


def test_the_mark_of_a_cut_off_text_goes_to_the_log():
    _, text, notes = read_report({"content": "A road… [+2341 chars]"}, ())
    assert (text, notes) == ("A road", ["cut off by the export: … [+2341 chars]"])


def test_what_is_no_field_is_kept():
    row = {"title": 7, "headline": "T", "author": {"name": "A", "id": 3}, "published": None, "text": "X", "desk": None}
    fields, _, _ = read_report(row, ())
    assert fields == {"title": "T", "byline": "A", "meta_title": 7, "meta_author": {"id": 3}, "meta_desk": None}


def test_an_address_in_the_column_of_the_source_is_the_url():
    row = {"source": "https://k.kz/1", "source-hostname": "Kurier"}
    assert take_fields(row) == {"outlet": "Kurier", "url": "https://k.kz/1"}


def test_the_likeliest_column_comes_first():
    assert find_columns(("pubdate", "published.at", "date"))["date"][0] == "date"
    assert find_columns(("a", "title"), (("title", "a"),))["title"] == ("a",)
