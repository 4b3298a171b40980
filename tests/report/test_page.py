"""One page to send: it loads nothing, runs nothing of what a report says, and shows the words behind each line."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations

import pandas as pd
import pytest

import analysis.report.page as page
from analysis import Study, save_report
from analysis.errors import SaveError
from tests.conftest import write_reports

REPORTS = {
    "loan": (
        "Kazakhstan lends Uzbekistan $50 million",
        "date: 2024-05-01\nlanguage: en\noutlet: The Post\nurl: https://post.example/1",
        "It rained in Astana. Kazakhstan and Uzbekistan signed a loan agreement of $50 million (about 46 million "
        "euros) for a solar power plant in Samarkand. Nobody minded the rain.",
    ),
    "talks": (
        "Kyrgyz <script>alert(1)</script> & Tajik ministers meet",
        "url: javascript:alert(1)",
        'Kyrgyzstan and Tajikistan held talks on <img src="x" onerror="alert(1)"> tourism in Bishkek.',
    ),
    "visit": ("Разговор", "date: 2023-06-01", "Узбекистан и Таджикистан провели переговоры о торговле хлопком."),
}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return Study(write_reports(tmp_path_factory.mktemp("page") / "my <b> reports", **REPORTS), progress=False)


@pytest.fixture(scope="module")
def html(study, tmp_path_factory):
    return save_report(study, tmp_path_factory.mktemp("out") / "new").read_text(encoding="utf-8")


class Tags(HTMLParser):
    """The start tags of a page with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def row(html, title):
    return next(part for part in html.split("<tr data-")[1:] if title in part)


def test_the_page_loads_nothing_and_says_so(html):
    tags = Tags(html)
    assert {picture["src"].split(",")[0] for picture in tags.all("img")} <= {"data:image/svg+xml;base64"}
    assert tags.all("link") == tags.all("iframe") == []
    assert [script for script in tags.all("script") if script] == []
    policy = next(meta["content"] for meta in tags.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; img-src data:; ")
    assert [
        name for _, attributes in tags.tags for name in attributes if name == "style" or name.startswith("on")
    ] == []


@pytest.mark.parametrize("tag", ["style", "script"])
def test_the_policy_names_the_hash_of_the_only_style_and_script(html, tag):
    (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
    assert f"{tag}-src 'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" in html


def test_what_a_report_says_is_text(html):
    assert "<script>alert" not in html
    assert "Kyrgyz &amp; Tajik" in html
    assert "on &lt;img src=&#34;x&#34; onerror=&#34;alert(1)&#34;&gt; tourism" in html
    assert "my &lt;b&gt; reports" in html
    assert not [tag for tag, attributes in Tags(html).tags if "onerror" in attributes]


def test_only_links_to_the_web_are_links(html):
    assert 'href="https://post.example/1"' in html
    assert "javascript:" not in html


def test_a_line_opens_the_sentences_behind_it_with_the_words_marked(html):
    opened = row(html, "lends Uzbekistan")
    assert '<mark class="a" title="amount 50000000 USD finance; instrument finance">$50 million</mark>' in opened
    assert '<mark class="c" title="country KAZ party">Kazakhstan</mark>' in opened
    assert "It rained" not in opened
    assert "Nobody minded" not in opened
    assert '<p class="by">The Post, 2024-05-01, loan <a' in opened
    assert '<blockquote lang="ru">' in row(html, "Разговор")


def test_a_line_names_countries_sector_status_and_sums(html):
    line = row(html, "lends Uzbekistan")
    assert line.startswith('country="KAZ UZB" data-sector="power" data-status="done"><td>2024-05-01<td>')
    assert "<td>Kazakhstan, Uzbekistan<td>Power<td>" in line
    assert "<b>50 million USD</b> finance" in line
    assert '<b class="not">46 million EUR</b> finance (not counted)' in line


def test_the_latest_event_is_first_and_undated_ones_are_last(html):
    places = [html.index(f"<details><summary>{title}") for title in ("Kazakhstan lends", "Разговор", "Kyrgyz")]
    assert places == sorted(places)


def test_findings_come_first_with_what_they_are_of(html):
    findings = html[html.index('id="findings"') : html.index('id="figures"')]
    assert "<li>Reports that tell of events: 3 of 3. Events: 3; in several reports: 0.</li>" in findings
    assert "without lists" not in findings
    assert re.search(r"</ul>\n<p>Source: 3 reports of 1 outlet, 2023-06-01 to 2024-05-01, 1 undated.</p>", findings)
    assert "<li>Events by status: done 3.</li>" in findings
    assert (
        "<li>Pairs. All alike: Kazakhstan – Uzbekistan; Kyrgyzstan – Tajikistan; Tajikistan – Uzbekistan (1 of 3"
        in findings
    )
    assert "<li>Sums of the deals: 2; that count: 1. The others" in findings


def test_reports_in_languages_without_lists_are_the_first_finding(tmp_path):
    words = "Der Minister sprach am Montag in der Stadt über die neue Bahnlinie, die im Herbst gebaut werden soll."
    folder = write_reports(tmp_path / "r", rail=("Bahnlinie nach Süden", "language: de", words))
    html = save_report(Study(folder, progress=False), tmp_path).read_text(encoding="utf-8")
    first = html[html.index("<ul>") :].partition("</li>")[0]
    assert "1 of 1 reports are in languages without lists (de): no parties, sums, deals or sectors" in first


def test_events_are_counted_by_status_and_by_reports(tmp_path):
    told = ("", "date: 2024-05-01", "Kazakhstan and Uzbekistan signed a loan agreement of $50 million in Astana.")
    talks = ("", "date: 2024-05-01", "Kyrgyzstan and Tajikistan will hold talks on tourism in Bishkek.")
    folder = write_reports(tmp_path / "r", one=told, talks=talks)
    study = Study(folder, progress=False)
    study.ledger.iloc[0, study.ledger.columns.get_loc("n_reports")] = 2
    html = save_report(study, tmp_path).read_text(encoding="utf-8")
    assert "Events: 2; in several reports: 1.</li>" in html
    assert "<li>Events by status: done 1, planned 1.</li>" in html


def test_a_day_without_a_year_is_written_out(tmp_path):
    text = "Kazakhstan and Uzbekistan signed a loan agreement in Astana on 19 February."
    folder = write_reports(tmp_path / "r", loan=("Loan", "language: en", text))
    study = Study(folder, progress=False)
    assert study.ledger["date"].tolist() == ["--02-19"]
    html = save_report(study, tmp_path).read_text(encoding="utf-8")
    assert "<td>19 February, <br>year not told<td>" in html


def test_sums_are_called_by_the_words_that_state_them(tmp_path):
    text = (
        "Kazakhstan and Uzbekistan signed a loan agreement of $50 million for a power plant in Samarkand. "
        "Kazakhstan has lent Uzbekistan $20 billion for 800 schemes since 1975."
    )
    folder = write_reports(tmp_path / "r", loan=("Kazakhstan lends a little", "date: 2024-05-01\nlanguage: en", text))
    html = save_report(Study(folder, progress=False), tmp_path).read_text(encoding="utf-8")
    pictures = [picture["alt"] for picture in Tags(html).all("img")]
    assert "“Kazakhstan has lent Uzbekistan $20 billion for 800 schemes since 1975”" in pictures[-1]
    start = html.index('<details id="country-UZB">')
    assert (
        "<dd>finance 20.1 billion USD in 2 sums, the largest 20 billion: “Kazakhstan has lent Uzbekistan $20 billion"
        in html[start : html.index("</details>", start)]
    )


def test_each_figure_has_a_caption_and_a_description(html):
    pictures = [*Tags(html).all("img"), {"alt": Tags(html).all("svg")[0]["aria-label"]}]
    assert len(pictures) == html.count("<figcaption>") > 2
    assert all(len(picture["alt"].split()) > 8 for picture in pictures)
    assert "<p>No figure. Sums that count in USD: 1 of 1.</p>" in html


def test_the_map_has_a_mark_for_each_report_that_names_it(html):
    marks = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="m\d">(\d|•)<title>(.*?)</title></text>', html)
    assert sorted(title for *_, title in marks) == [
        "Kazakhstan lends Uzbekistan $50 million",
        "Kyrgyz &amp; Tajik ministers meet",
        "Разговор",
    ]
    assert len({mark[:2] for mark in marks}) == 3
    assert all(0 <= float(x) <= 1000 and 0 <= float(y) <= 600 for x, y, *_ in marks)
    assert re.search(r"The largest clusters: 1 \S.* \(\d\)", html)


def test_the_map_has_a_heading_and_a_source_and_numbers_none_of_the_clusters_that_tie(study, tmp_path, monkeypatch):
    def place(self, texts):
        self.documents_ = pd.DataFrame({"x": [0.0, 0.0, 1.0], "y": [0.0, 0.0, 1.0], "cluster": [0, 6, 7]}, texts.index)
        self.clusters_ = pd.DataFrame({"label": list("abcdefgh"), "size": [9, 4, 4, 3, 2, 1, 1, 1]})
        return self

    monkeypatch.setattr(page.TopicClusterer, "fit", place)
    html = save_report(study, tmp_path).read_text(encoding="utf-8")
    figure = html[html.index('<p class="title">') : html.index('<section id="countries"')]
    assert figure.startswith('<p class="title">3 reports by their words, in 8 clusters</p>')
    assert '<p class="source">Source: 3 reports of 1 outlet' in figure
    assert re.findall(r'class="(m\d)">(\d|•)<', figure) == [("m1", "1"), ("m0", "•"), ("m0", "•")]
    assert "The largest clusters: 1 a (9); 2 b (4); 3 c (4); 4 d (3); 5 e (2)." in figure
    assert "Dots: clusters of 1 at most; such clusters: 3." in figure
    places = [(float(x), float(y)) for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', figure)]
    assert len(places) == 3
    assert all(abs(a - c) >= 15 or abs(b - d) >= 17 for (a, b), (c, d) in combinations(places, 2))


def test_what_cannot_be_laid_out_as_a_map_is_said(study, tmp_path):
    folder = write_reports(tmp_path / "r", **dict.fromkeys("abc", ("", "language: en", "1 2 3 4 5.")))
    html = save_report(Study(folder, progress=False), tmp_path).read_text(encoding="utf-8")
    assert re.search(r"<p>No map: .+\.</p>", html)
    assert not Tags(html).all("svg")


def test_a_country_tells_its_partners_and_leads_to_its_events(html):
    start = html.index('<details id="country-UZB">')
    section = html[start : html.index("</details>", start)]
    assert "Uzbekistan: 2 of 3" in section
    assert "<dt>Countries</dt><dd>Kazakhstan 1, Tajikistan 1</dd>" in section
    assert "<dt>Sums that count</dt><dd>finance 50 million USD: “Kazakhstan and" in section
    assert 'href="#ledger" data-country="UZB"' in section


def test_the_page_is_equal_to_the_byte_on_every_run(study, html, tmp_path):
    study.save(tmp_path)
    assert save_report(Study.load(tmp_path), tmp_path).read_text(encoding="utf-8") == html


@pytest.mark.parametrize("limit", ["MOST_REPORTS", "MOST_BYTES"])
def test_a_large_ledger_has_a_page_a_country(study, tmp_path, monkeypatch, limit):
    monkeypatch.setattr(page, limit, 2)
    index = save_report(study, tmp_path).read_text(encoding="utf-8")
    files = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "report").iterdir()}
    assert set(files) == {"KAZ.html", "KGZ.html", "TJK.html", "UZB.html", "none.html"}
    assert {link["href"] for link in Tags(index).all("a") if "/" in link["href"]} == {
        f"report/{name}" for name in files
    }
    assert "<tr data-" not in index
    assert files["UZB.html"].count("<tr data-") == 2
    assert 'href="../report.html"' in files["UZB.html"]
    assert "<td>No" not in files["UZB.html"]
    assert "No event." in files["none.html"]


def test_without_events_the_page_says_so(tmp_path):
    folder = write_reports(
        tmp_path / "r", rain=("Rain", "date: 2024-01-01", "It rained all day and the river rose a little.")
    )
    html = save_report(Study(folder, progress=False), tmp_path).read_text(encoding="utf-8")
    assert "Reports that tell of events: 0 of 1. Events: 0;" in html
    assert "<li>There are no pairs.</li>" in html
    assert '<tr><td colspan="6">No event.' in html
    assert Tags(html).all("img") == []
    assert "<li>No sum of money is named.</li>" in html
    assert html.count("<p>No figure. No sum of money counts.</p>") == 1
    assert "no currency" not in html
    assert "<p>No map: a map shows 3 to 2,000 reports, and here are 1.</p>" in html


def test_a_folder_that_cannot_be_made_is_named(study, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SaveError, match=r"file: cannot be made .* Name another folder"):
        save_report(study, tmp_path / "file")
