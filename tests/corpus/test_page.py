"""Head and foot of a page are read as one decision: headline, day, and what is not the report."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from analysis.corpus.edits import apply_edits
from analysis.corpus.loading import load_corpus
from analysis.corpus.page import drop_title, read_page

DATA = os.environ.get("SILK_LEDGER_DATA")
TITLE = "Two countries open a line of trams"
LEAD = "A line of trams was opened in Osh on Monday by two countries, whose ministers took the first of them."
MORE = "The trams cost $5 million, of which a bank lent the half for ten years, said the ministry of transport."


def read(text, language="en", **options):
    """Return title, day and the lines of the body."""
    page = read_page(text, language, **options)
    body = apply_edits(text, page.boilerplate)
    body = apply_edits(body, drop_title(body, page.title))
    return page.title, page.date, [line.strip() for line in body.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "head",
    [
        f"{TITLE}\n\n",
        f"# {TITLE}\n\n",
        f"{TITLE}\n",
        f"{TITLE}\n(COURIER)\n",
        f"The Steppe Courier, the Voice of the South\n\n{TITLE}\n\n",
        f"Courier\n  • English\n  • Русский\n  • Home\n  • {TITLE}\n\nNews\n\n{TITLE}\n\n",
        f"courier.kg » Trade » {TITLE}\n\n{TITLE}\n\n",
        f"Rates of 03/04/2024\n$1 – 11420.10\n€1 – 12440.55\nSearch\n{TITLE}\n\n{TITLE}\n\n",
        f"{TITLE}\n\n{TITLE} A tram in Osh. Photo: Courier\n\n",
        f"{TITLE}\n            Source: Courier | Editor: kim\n\n",
        f"{TITLE}\n\ntrams\n\n",
        f"{TITLE} |\n03.04.2019 | |\n",
        2 * "Дорогие читатели!\n\nМы меняем наш сайт, и здесь пока стоит не всё.\n\n" + f"{TITLE}\n\n",
        f"News\n\nOsh - COURIER\n\n{TITLE}\n\n",
        f"{TITLE}\n2019-07-04 18:15 | courier.kg | 1\nBy Dana Whitfield – Courier:\n",
        f"{TITLE}\n\nPublished on:\nby Courier\n\n",
        f"{TITLE}\n\nBy Anna Karimova\n\n{TITLE} - Steppe Courier\n\n",
    ],
)
def test_the_headline_is_found_and_nothing_else_is_left(head):
    title, _, body = read(f"{head}{LEAD}\n\n{MORE}\n\nThis page was generated on 5 June 2019")
    assert (title, body) == (TITLE, [LEAD, MORE])


@pytest.mark.parametrize(
    "head",
    ["", "Dana Whitfield\n\n", "Monday, 15, January, 2024\n\n", "By Courier\n\n", "Site navigation\n\n", "***\n\n"],
)
def test_a_name_a_day_or_a_menu_is_no_headline(head):
    assert read(f"{head}{LEAD}\n\n{MORE}")[0] is None


def test_a_dateline_is_no_headline_and_gives_the_day():
    text = "OSH, April 2, 2019 - The board of the bank today approved the village energy project for the south\n\n"
    title, day, body = read(f"{text}Terms: a grant of US$ 26 million\n\n{LEAD}")
    assert (title, day, len(body)) == (None, dt.date(2019, 4, 2), 3)


def test_a_headline_may_end_with_a_full_stop():
    text = f"Two countries open a line of trams in Osh.\n{LEAD}\n{MORE}"
    assert read(text)[0] == "Two countries open a line of trams in Osh."
    assert read(f"{MORE}\n\nIt was the ministry that said so on Monday when it was asked about the matter.")[0] is None


def test_a_stand_first_stays_in_the_body():
    stand_first = "The works took two years and gave four hundred people in the south of the country a job for a time"
    title, _, body = read(f"{TITLE}\n\n{stand_first}\n\nBy Dana Whitfield\n\n{LEAD}\n\n{MORE}")
    assert title == TITLE
    assert body == [stand_first, LEAD, MORE]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (f"Courier\n\nFriday July 11 2025\n\n{TITLE}\n\n22 May 2024 15:35 (UTC+04:00)\n{TITLE}\n\n", (2024, 5, 22)),
        (f"Saturday, 11 May 2024\n\n{TITLE}\n\n12 May 2024\n\n", (2024, 5, 12)),
        (f"https://courier.kg/20250920/trams-518.html\n\n{TITLE}\n\n", (2025, 9, 20)),
        (f"{TITLE}\n\nUpdated: 5 June 2025\n4 June 2025\n\n", (2025, 6, 4)),
    ],
)
def test_of_several_stamps_that_with_the_hour_or_nearest_the_headline_counts(head, day):
    assert read(f"{head}{LEAD}\n\n{MORE}") == (TITLE, dt.date(*day), [LEAD, MORE])


def test_a_ticker_is_neither_read_nor_kept():
    ticker = (
        "TODAY: A carpet fair opens 10 March 2025, 19:44A poet writes verses for the jubilee 10 March 2025, 19:41" * 2
    )
    assert read(f"{ticker}\n\n{TITLE}\n4 April 2022, 11:05\n\n{LEAD}\n\n{MORE}") == (
        TITLE,
        dt.date(2022, 4, 4),
        [LEAD, MORE],
    )


@pytest.mark.parametrize(
    "foot",
    [
        "Related stories\n\nBishop says bread is dear\n\nIn his sermon at the cathedral the bishop spoke of his bread.",
        "Choose your newsletter by Courier. Join for free!\n\nTags\nAbout the author\nDana Whitfield\n\n"
        "Dana Whitfield is one of the seasoned writers of our paper and has followed it for years.\n\n5 / 5 free reads",
        "Printer-friendly version\n\nViews: 864\n\nSend this story to a friend\n\n  • Name:\n  • E-mail:",
        "Source: Diary of the South",
        "MEDFN28102023000195012207\nLegal Notice:\nMEDFN supplies the information “as is”, without warranty.",
        "| Views: 412 | | |\n| Comments: 0 | |",
        "Trams    Osh region   Transport",
        "Линия трамваев открылась в городе Ош\nДОБАВИТЬ КОММЕНТАРИЙ",
        "Similar news\nSimilar news",
    ],
)
def test_what_a_site_adds_below_a_report_goes(foot):
    assert read(f"{TITLE}\n\n{LEAD}\n\n{MORE}\n\n{foot}")[2] == [LEAD, MORE]


def test_what_follows_a_box_within_a_report_stays():
    box = "Read also\n\nPort in the north buys two cranes"
    assert read(f"{TITLE}\n\n{LEAD}\n\n{box}\n\n{MORE}")[2] == [LEAD, MORE]
    closing = "The ministers of the two countries said that the line of trams in Osh would pay for itself in ten years."
    assert read(f"{TITLE}\n\n{LEAD}\n\nRelated news\n\n{MORE}\n\n{closing}")[2] == [LEAD, MORE, closing]


def test_the_title_that_a_file_gives_is_dropped_from_the_text_only():
    assert read(f"{TITLE}\n\n{LEAD}", title=TITLE) == (TITLE, None, [LEAD])
    assert read(f"{LEAD}\n\n{MORE}", title=TITLE) == (TITLE, None, [LEAD, MORE])


def test_mail_and_lists_are_no_pages():
    text = f"From: jo@courier.kg\nSubject: Trams\nLines: 3\n\n{LEAD}\n\n> He wrote\n> that it is long"
    assert read(text)[2] == text.replace("\n\n", "\n").split("\n")


def test_a_text_of_one_line_stays():
    assert read("Leave a Reply")[2] == ["Leave a Reply"]


@pytest.mark.skipif(not DATA, reason="SILK_LEDGER_DATA is not set")
def test_pages_are_read_as_annotated():
    right, dated, stated, invented, left, furniture = 0, 0, 0, 0, 0, 0
    for folder in ("agency", "official", "russian"):
        root = Path(DATA, "dataset", "pages", folder)
        documents = load_corpus(root / "docs")
        for gold in map(json.loads, (root / "gold.jsonl").read_text(encoding="utf-8").splitlines()):
            row = documents.astype(object).where(documents.notna(), None).loc[gold["id"]]
            right += (row["title"] or "").casefold() in [
                (title or "").casefold() for title in (gold["title"], *gold.get("title_may", []))
            ]
            day = row["date"] and str(row["date"])[:10]
            stated += gold["date"] is not None
            dated += gold["date"] is not None and day == gold["date"]
            invented += gold["date"] is None and day not in (None, *(gold.get("date_may") or ()))
            furniture += len(gold.get("furniture", []))
            left += sum(line.strip() in row["text"] for line in gold.get("furniture", []))
            assert row["language"] == ("ru" if folder == "russian" else "en")
    assert (right >= 73, dated >= 18, invented, left / furniture <= 0.03) == (True, True, 0, True)


def test_a_page_that_was_read_has_no_more_to_drop():
    folders = ["tests/data/dirty", *([Path(DATA, "articles"), Path(DATA, "dataset", "pages")] if DATA else ())]
    texts = [path.read_text("utf-8", "replace") for folder in folders for path in sorted(Path(folder).rglob("*.txt"))]
    once = [apply_edits(text, read_page(text).boilerplate) for text in texts]
    assert sum(one != text for one, text in zip(once, texts, strict=True)) >= (40 if DATA else 4)
    assert [text for text in once if read_page(text).boilerplate] == []


def below(foot):
    """Return the lines that are left of what stands below a report."""
    return [line for line in read(f"{TITLE}\n\n{LEAD}\n\n{MORE}\n\n{foot}")[2] if line not in (LEAD, MORE)]


@pytest.mark.parametrize(("n", "left"), [(0, 0), (5, 0), (6, 1)])
def test_a_signature_has_eight_words_at_the_most(n, left):
    assert len(below(f"By Dana Whitfield{' word' * n}")) == left


@pytest.mark.parametrize(("n", "left"), [(0, 0), (2, 0), (3, 5)])
def test_a_box_about_the_author_stands_within_three_lines_of_the_name(n, left):
    about = "Dana Whitfield is one of the seasoned writers of our paper and has followed it for years."
    between = "".join(f"\n\nline {at}" for at in range(n))
    assert len(below(f"Dana Whitfield{between}\n\n{about}")) == left


@pytest.mark.parametrize(
    ("foot", "left"),
    [
        ("Trams 12 14\n\nBuses 3 5\n\nShare this", ["Trams 12 14", "Buses 3 5"]),
        ("Trams 12\n\nBuses 3\n\nShare this", []),
        ("Линия трамваев открылась", []),
        ("Линия трамваев", ["Линия трамваев"]),
    ],
)
def test_rows_of_two_numbers_are_a_table_and_a_line_of_three_words_in_another_script_is_the_sites(foot, left):
    assert below(foot) == left


@pytest.mark.parametrize(("teaser", "goes"), [("Port buys two cranes", True), ("Port buys cranes", False)])
def test_a_headline_of_four_words_below_read_also_is_another_reports(teaser, goes):
    body = read(f"{TITLE}\n\n{LEAD}\n\nRead also\n\n{teaser}\n\n{MORE}")[2]
    assert body == ([LEAD, MORE] if goes else [LEAD, teaser, MORE])


@pytest.mark.parametrize(
    ("title", "text", "left"),
    [
        (TITLE, f"{TITLE}\n{LEAD}", LEAD),
        (TITLE, f"Two countries\nopen a line\nof trams\n{LEAD}", LEAD),
        (TITLE, f"Osh\n{TITLE}\n{LEAD}", f"Osh\n{LEAD}"),
        (TITLE, f"Osh\nTWO COUNTRIES open\na line of “trams”\n{LEAD}", f"Osh\n{LEAD}"),
        (TITLE, TITLE, TITLE),
        (TITLE, f"Two countries\nopen a line of buses\n{LEAD}", None),
        (TITLE, LEAD, None),
        (None, f"{TITLE}\n{LEAD}", None),
        ("Tram", f"{'x' * 990}\nTram\n{LEAD}", f"{'x' * 990}\n{LEAD}"),
        ("Tram", f"{'x' * 1000}\nTram\n{LEAD}", None),
    ],
)
def test_a_title_is_dropped_from_the_head_of_a_text_where_it_stands_on_lines_of_its_own(title, text, left):
    assert apply_edits(text, drop_title(text, title)) == (text if left is None else left)


@pytest.mark.parametrize(
    ("line", "title"), [("Tiny", None), ("Tram line", "Tram line"), ("Two new lines", "Two new lines")]
)
def test_a_headline_of_few_words_is_one_that_the_report_takes_up(line, title):
    assert read(f"{line}\n\n{LEAD}\n\n{MORE}")[0] == title


@pytest.mark.parametrize(
    ("line", "title"), [("Big dogs bark", "Big dogs bark"), ("Dogs bark", None), ("Big Dogs Bark", None)]
)
def test_three_words_that_open_a_text_are_a_headline_unless_all_are_names_or_a_site_stands_around(line, title):
    assert read(f"{line}\n\n{LEAD}\n\n{MORE}")[0] == title
    assert read(f"Home » News\n\n{line}\n\n{LEAD}\n\n{MORE}")[0] is None


@pytest.mark.parametrize(
    ("head", "lead"),
    [
        (f"{TITLE}\n\n", f"{TITLE}. The minister of transport said so in Osh on Monday."),
        ("https://courier.kg/world/osh-gets-trams\n", f"OSH - {LEAD}"),
        ("https://courier.kg/news/1\n", f"COURIER.KG - {LEAD}"),
        ("courier.kg | 04.06.2019 | The ministry\n", f"of transport and the railways opened a line. {LEAD}"),
    ],
)
def test_a_lead_is_kept_that_repeats_the_headline_or_begins_with_words_of_the_address(head, lead):
    assert lead in "\n".join(read(f"{head}{lead}\n\n{MORE}")[2])


def test_a_lead_broken_behind_its_stamp_is_one_paragraph_and_dated():
    lead = "Courier.kg | 04.06.2019 | The ministry\nof transport and the railways opened a line of trams in Osh."
    assert read(f"{lead}\n\n{MORE}") == (None, dt.date(2019, 6, 4), [*lead.split("\n"), MORE])


@pytest.mark.parametrize("caption", ["The port\nPhoto: The port", "Photo: The port\nThe port", "Crane\nPhoto: Crane"])
def test_a_caption_goes_with_the_credit_that_repeats_it(caption):
    assert read(f"{TITLE}\n\n{caption}\n\n{LEAD}\n\n{MORE}")[2] == [LEAD, MORE]


STAND_FIRST = "The works took two years and gave four hundred people in the south a job"
SHORT, CAPTION = "Works of two years are over for four hundred people", "A crane in the port of Osh© Courier . Anna Kim"
MENU = " ".join(f"{name}town" for name in "Ada Bel Cor Dun Eve Fen Gil Hob Ida Jon Kit Lea Mab Ned Oda Pam".split() * 2)


@pytest.mark.parametrize(
    "head",
    [
        f"Steppe Courier\n{TITLE}\n{STAND_FIRST}\nAnna Kim 7 Jan 2020\n\n",
        f"{TITLE}\n\n{CAPTION}\n{CAPTION}\n\n",
        f"{MENU}\n\n{TITLE}\n\n",
        f"https://courier.kg/two-countries-open-tram-line\n{SHORT}\n{TITLE}\n",
        f"Image Credits : Photo by Anna Kim on Courier , Picture only to illustrate the text of it.\n\n{TITLE}\n\n",
        f"{TITLE}\n\n41 views Society 0\n\n",
        f"{TITLE}\n\n4 June 2019 12:30\n\nPolitics Economy Osh\n\n",
        f"{TITLE}\n\nОпубликовано\n\n1,905участниковМне нравится\n\n",
        f"{TITLE}\n7/18/2019 10:05:32 AM\n0\nA+\n",
        f"{TITLE}\n\n{TITLE}\nopen source\n",
    ],
)
def test_stand_firsts_captions_menus_and_counters_are_no_headline(head):
    title, _, body = read(f"{head}{LEAD}\n\n{MORE}")
    assert title == TITLE
    assert body[-2:] == [LEAD, MORE]
    assert set(body[:-2]) <= {STAND_FIRST, SHORT}


def test_a_long_headline_in_capitals_is_no_menu():
    title = "Two Countries Of The South Open A New Line Of Trams In Osh And Promise To Add Four More Lines By 2030"
    assert read(f"Home » News\n\n{title}\n\n{LEAD}\n\n{MORE}")[0] == title


def test_a_bar_of_tags_that_the_report_does_not_take_up_and_a_name_are_no_headline():
    tags = "Aibek Saparov Expo2030 Border peace process Aral jubilee"
    assert read(f"{tags}\n • 14 March, 2024\n • 14:08\n{LEAD}\n\n{MORE}")[:2] == (None, dt.date(2024, 3, 14))
    assert read(f"https://courier.kg/a\nTwofold Countrina\n\n{LEAD}\n\n{MORE}")[0] is None


@pytest.mark.parametrize("foot", ["June 4, 2019", "Courier.kg\n\nJune 4, 2019", "June 4, 2019\n\nShare this"])
def test_a_day_alone_at_the_foot_is_that_of_publication_if_there_is_no_other(foot):
    assert read(f"{TITLE}\n\n{LEAD}\n\n{MORE}\n\n{foot}") == (TITLE, dt.date(2019, 6, 4), [LEAD, MORE])
    assert read(f"{TITLE}\n\n3 June 2019\n\n{LEAD}\n\n{MORE}\n\n{foot}")[1] == dt.date(2019, 6, 3)


@pytest.mark.parametrize("foot", ["Opening: June 4, 2019", "June 4, 2019\n\n12 trams 4 buses"])
def test_a_day_within_a_list_at_the_foot_is_part_of_the_report(foot):
    title, day, body = read(f"{TITLE}\n\n{LEAD}\n\n{MORE}\n\n{foot}")
    assert (title, day, body[2:]) == (TITLE, None, foot.split("\n\n"))


def test_a_day_at_the_foot_below_lines_of_the_report_is_one_of_them():
    signed = ["Minister of transport", "Anna Kim", "Head of the works", "June 4, 2019"]
    assert read("\n\n".join([TITLE, LEAD, MORE, *signed])) == (TITLE, None, [LEAD, MORE, *signed])


def test_a_teaser_below_a_day_and_cut_off_is_another_reports():
    teaser = f"{LEAD[:-1]}, and of its stops and prices, of the people who use it each day and of what they think"
    assert below(f"Related Topics\n\nTrams\n\n6 Sep 2021 Osh\n\n{teaser} ...") == []
    assert below(f"Related Topics\n\nTrams\n\n6 Sep 2021 Osh\n\n{teaser}.") != []
