"""The report works in a real browser: from a file, without network, by the keyboard, in light and dark, scriptless."""

from itertools import combinations

import pytest

from analysis import save_report

SHOWN = "#rows tr:visible"
FILTERS = "document.querySelector('.filters')"


@pytest.fixture(scope="module")
def path(study, tmp_path_factory):
    return save_report(study, tmp_path_factory.mktemp("report"))


@pytest.fixture
def open_page(browser, path):
    """Open the report with the network off; no message on the console, no request but for the file itself."""
    contexts, told = [], []

    def opened(**options):
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda one: None if one.url.startswith(("file:", "data:")) else told.append(one.url))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert told == []


def test_the_report_on_the_seeds_is_small(path):
    assert path.stat().st_size <= 2 * 2**20


def test_all_events_are_listed_and_all_figures_are_drawn(open_page, study):
    page = open_page()
    assert page.locator(SHOWN).count() == len(study.ledger)
    assert page.locator("#count").inner_text() == f"{len(study.ledger)} of {len(study.ledger)} events"
    widths = page.locator("figure img").evaluate_all("pictures => pictures.map(picture => picture.naturalWidth)")
    assert len(widths) == 5
    assert min(widths) > 300


def test_filters_and_search_narrow_the_ledger(open_page, study):
    page, ledger = open_page(), study.ledger
    page.select_option("#country", label="Uzbekistan")
    ours = ledger["parties"].map(lambda parties: "UZB" in parties)
    assert page.locator(SHOWN).count() == ours.sum()
    page.select_option("#sector", value="power")
    ours &= (ledger["topic"] == "power").fillna(False)
    assert page.locator(SHOWN).count() == ours.sum() > 0
    page.select_option("#status", label="planned")
    ours &= ledger["status"] == "planned"
    assert page.locator(SHOWN).count() == ours.sum()
    page.select_option("#status", value="")
    page.get_by_label("Search").fill("no such words anywhere")
    assert page.locator(SHOWN).count() == 0
    assert page.locator("#count").inner_text() == f"0 of {len(ledger)} events"


def test_search_finds_words_of_the_passages(open_page):
    page = open_page()
    page.get_by_label("Search").fill("Uzbek LOAN")
    found = page.locator(SHOWN).evaluate_all("rows => rows.map(row => row.textContent.toLowerCase())")
    assert found
    assert all("uzbek" in text and "loan" in text for text in found)


@pytest.mark.parametrize("words", ["turkiye", "Türkiye", "TURKEY"])
def test_search_finds_a_country_by_its_names_without_accents_too(open_page, study, words):
    page = open_page()
    page.get_by_label("Search").fill(words)
    assert page.locator(SHOWN).count() == study.ledger["parties"].map(lambda parties: "TUR" in parties).sum() > 0


def test_search_finds_codes(open_page, study):
    page = open_page()
    page.get_by_label("Search").fill("uzb trade_investment")
    trade = (study.ledger["topic"] == "trade_investment").fillna(False)
    assert page.locator(SHOWN).count() == (trade & study.ledger["parties"].map(lambda them: "UZB" in them)).sum() > 0


def test_an_address_opens_its_section(open_page, path):
    page = open_page()
    page.goto(f"{path.as_uri()}#sector-power")
    page.locator("#sector-power[open]").wait_for()
    page.evaluate("location.hash = 'country-TJK'")
    page.locator("#country-TJK[open]").wait_for()


def test_a_line_with_the_focus_is_not_under_the_filters(open_page):
    page = open_page(viewport={"width": 1000, "height": 700})
    page.locator("#rows summary").nth(60).focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        top, bar = (page.evaluate(f"{one}.getBoundingClientRect()") for one in ("document.activeElement", FILTERS))
        assert top["top"] >= bar["bottom"]


def test_no_mark_of_the_map_covers_another(open_page):
    page = open_page(viewport={"width": 760, "height": 900})
    marks = page.locator(".map text").evaluate_all("marks => marks.map(mark => mark.getBoundingClientRect().toJSON())")
    scale = page.evaluate("document.querySelector('.map').getBoundingClientRect().width / 1000")
    assert len(marks) > 100
    for one, other in combinations(marks, 2):
        beside = one["left"] >= other["right"] or other["left"] >= one["right"]
        assert beside or abs(one["bottom"] - other["bottom"]) > 13 * scale  # a digit is so high


def test_a_key_opens_the_words_behind_a_number(open_page, study):
    page = open_page()
    line = page.locator(SHOWN, has=page.locator("summary b")).first
    assert line.locator("mark").first.is_hidden()
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    marked = line.locator("mark[title^=amount]").first
    assert marked.is_visible()
    assert any(marked.inner_text() in text for text in study.documents["text"] + study.documents["title"])


def test_a_country_leads_to_its_events(open_page, study):
    page = open_page()
    page.locator("#country-KAZ summary").click()
    page.locator("#country-KAZ a").click()
    assert page.locator(SHOWN).count() == study.ledger["parties"].map(lambda parties: "KAZ" in parties).sum()
    assert page.locator("#country").input_value() == "KAZ"


def test_without_script_everything_can_be_read(open_page, study):
    page = open_page(java_script_enabled=False)
    assert page.locator(SHOWN).count() == len(study.ledger)
    assert page.get_by_label("Search").is_hidden()
    page.locator("#rows summary").first.click()
    assert page.locator("#rows mark").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page, find_faults, scheme):
    page = open_page(color_scheme=scheme)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") == (scheme == "light")
    for summary in ("#country-UZB summary", "#rows tr:nth-child(1) summary", "#rows tr:nth-child(3) summary"):
        page.locator(summary).click()
    if scheme == "dark":  # the colours of a few lines are those of all
        page.select_option("#country", label="Uzbekistan")
        page.get_by_label("Search").fill("solar")
    assert find_faults(page) == []


def test_a_narrow_screen_needs_no_scrolling_sideways(open_page):
    page = open_page(viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_print_leaves_the_controls_out_and_shows_the_words(open_page):
    page = open_page(color_scheme="dark")
    assert page.locator("#rows blockquote").first.is_hidden()
    page.emulate_media(media="print")
    assert page.locator("#rows blockquote").first.is_visible()
    assert page.locator("#country-UZB dl").is_visible()
    assert page.get_by_label("Search").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
