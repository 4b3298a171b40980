"""What a site puts around a report goes, line by line; what a report says stays."""

import pytest

from analysis.corpus.boilerplate import find_recurring, is_boilerplate, is_promo
from analysis.corpus.edits import apply_edits
from analysis.corpus.page import read_page

TITLE = "Two countries open a line of trams"
BODY = [
    "The line was opened in Osh on Monday by the ministers of both countries, who took the first tram.",
    "It is long, and it cost $5 million, of which a bank lent the half for ten years.",
]


def drop_boilerplate(text, recurring=frozenset(), language="en"):
    return read_page(text, language, recurring=recurring).boilerplate


def cleaned(*lines, blank=True):
    text = ("\n\n" if blank else "\n").join(lines)
    return [line for line in apply_edits(text, drop_boilerplate(text)).split("\n") if line]


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Back to top button",
        "Follow Courier's official Instagram and Twitter pages to keep current on world news.",
        "Comments (0)",
        "Read also: Ten questions about trams",
        "Share on Facebook",
        "1,234 views",
        "We use cookies to improve your experience.",
        "© 2024 Steppe Courier",
        "Читайте также: Как растёт хлопок",
        "Подписывайтесь на наш канал в Telegram",
        "Комментарии (2)",
        "Home / Economy / Textiles",
        "News > Economy",
        "Click to share on X (Opens in new window)",
        "We and our 42 partners use cookies to store and access information.",
        "Log in to comment",
        "Выделите ошибку и нажмите Ctrl+Enter",
        "Facebook'ta Paylaş",
        "Bizi Telegram'da takip edin",
        "Telegram kanalımıza abunə olun",
        "Photo: press service of the ministry",
        "Font size: A A A",
        "Home | Economy | Trade | Silk",
        "Proudly powered by WordPress | Theme: Newsup",
        "Stay up to date with the latest news",
        "https://example.org/news/319571",
        "Фото: пресс-служба министерства",
        "При копировании материалов ссылка на сайт обязательна.",
    ],
)
def test_drop_boilerplate_drops_whole_lines(line):
    text = f"The line was opened.\n\n{line}\n\nIt is long."
    assert apply_edits(text, drop_boilerplate(text)) == "The line was opened.\n\nIt is long."


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, said the minister, and you will find the road.",
        "Share prices rose in Almaty on Monday.",
        "The related agreement was signed in June.",
        "Readers may also like the new museum, the director said.",
        "Print works in Osh will be repaired with a loan.",
        "He joined the company in 2019.",
        "Подписывать соглашение будут министры.",
        "kr> Karl Rominger",
        "It works like this:",
        "Newest members of the bank underpin growth in the region",
        "Наш канал Вахш нужно чистить каждый год, напомнил министр.",
        "При использовании новых семян урожай вырос на треть, сказал он.",
        "Использование местной меди снизит цену на треть.",
    ],
)
def test_drop_boilerplate_leaves_sentences(line):
    text = f"The line was opened.\n\n{line}\n\nIt is long."
    assert drop_boilerplate(text) == []


def test_find_recurring_finds_a_site_line_but_no_reprint():
    bodies = [
        f"Report {n} speaks of matter {n * n} at the length that reports have, which is a line or two."
        for n in range(6)
    ]
    texts = [f"{body}\n\nCourier, the voice of the steppe" for body in bodies]
    wire = "A wire story that everybody reprints.\n\nIts second paragraph is the same everywhere."
    assert find_recurring([*texts, *[wire] * 6]) == {"Courier, the voice of the steppe"}
    assert find_recurring(texts[:4]) == set()
    text = apply_edits(texts[0], drop_boilerplate(texts[0], {"Courier, the voice of the steppe"}))
    assert text == bodies[0]


def test_drop_boilerplate_never_empties_a_text():
    assert drop_boilerplate("Leave a Reply\n\nBack to top") == []


@pytest.mark.parametrize("blank", [True, False])
def test_a_head_loses_its_stamps_and_the_labels_before_the_title(blank):
    head = ["Courier", "Economy", "12 May 2024, 14:30", TITLE, "By Dana Whitfield", "1347", "Photo: Courier"]
    assert cleaned(*head, *BODY, blank=blank) == [TITLE, *BODY]


def test_the_title_of_the_page_goes_before_that_of_the_report():
    assert cleaned(f"{TITLE} - Steppe Courier", TITLE, *BODY) == [TITLE, *BODY]
    assert cleaned("STEPPE COURIER NEWS AGENCY", "12 May 2024", TITLE, *BODY) == [TITLE, *BODY]


def test_a_head_without_boilerplate_stays():
    assert cleaned(TITLE, "A heading", *BODY) == [TITLE, "A heading", *BODY]


@pytest.mark.parametrize("blank", [True, False])
def test_a_foot_goes_where_something_in_it_is_boilerplate(blank):
    assert cleaned(TITLE, *BODY, "trams, silk", "WORLD", "Port buys two cranes", blank=blank) == [TITLE, *BODY]
    foot = ["More on this topic", "Port buys two cranes", "Most read", "Subscribe", "trams", "silk"]
    assert cleaned(TITLE, *BODY, *foot, blank=blank) == [TITLE, *BODY]


def test_a_foot_without_boilerplate_stays():
    foot = ["Dana Whitfield", "Osh"]
    assert cleaned(TITLE, *BODY, *foot) == [TITLE, *BODY, *foot]


@pytest.mark.parametrize(
    "foot",
    [
        "To support independent journalism, subscribe to our newspaper today, and thank you.",
        "You can also follow Courier on Twitter, where our readers get the news first.",
        "The views expressed in this article are the author's and not those of the institute.",
        "Dear readers, the comments section is closed for repair and will return.",
        "Any citation must be accompanied by a hyperlink to the page.",
    ],
)
def test_sentences_that_ask_something_of_the_reader_go_only_at_the_foot(foot):
    assert cleaned(TITLE, *BODY, foot) == [TITLE, *BODY]
    assert cleaned(TITLE, BODY[0], foot, BODY[1]) == [TITLE, BODY[0], foot, BODY[1]]


def test_lists_and_tables_of_the_report_are_no_foot():
    signed = ["They signed:", "- a memorandum", "- a contract for rails"]
    assert cleaned(TITLE, *BODY, *signed, "Share this") == [TITLE, *BODY, *signed]
    table = ["Trams 12 14", "Buses 3 5"]
    assert cleaned(TITLE, *BODY, *table, "Share this") == [TITLE, *BODY, *table]


def test_wrapped_lines_are_neither_head_nor_foot():
    text = (
        "The ministers of both countries, who took the first tram in Osh,\n"
        "share this view. The line is long and it was not cheap, they said,\n"
        "but nobody will miss the buses.\n\nLeave a Reply"
    )
    assert apply_edits(text, drop_boilerplate(text)) == text.removesuffix("\n\nLeave a Reply")


def reports(n, line, length=20):
    """Texts of which each has words of its own, and the first `n` a line in common."""
    own = [" ".join(f"word{number}of{at}" for at in range(length)) for number in range(n)]
    return [f"{text}\n{line}" for text in own]


@pytest.mark.parametrize(
    ("n", "others", "recurs"), [(4, 1, False), (5, 0, True), (5, 245, True), (5, 246, False), (6, 246, True)]
)
def test_a_line_recurs_in_five_texts_and_a_fiftieth_of_all(n, others, recurs):
    texts = reports(n, "The voice of the steppe") + [f"another text of its own number {at}" for at in range(others)]
    assert find_recurring(texts) == ({"The voice of the steppe"} if recurs else set())


@pytest.mark.parametrize(("line", "recurs"), [("ab1", False), ("abc", True), ("a" * 300, True), ("a" * 301, False)])
def test_a_line_that_recurs_has_three_letters_and_no_more_than_three_hundred(line, recurs):
    assert find_recurring(reports(5, line, 200)) == ({line} if recurs else set())


def test_what_makes_up_a_third_of_a_text_is_a_reprint_and_no_line_of_a_site():
    line = "a" * 20
    for length, recurs in ((39, False), (41, True)):
        assert bool(find_recurring([f"{n:0{length - 1}}\n{line}" for n in range(5)])) is recurs


def test_a_long_line_is_boilerplate_only_if_it_recurs():
    long = "Share this with your friends " * 11
    assert not is_boilerplate(long)
    assert is_boilerplate(long, {long})
    assert is_boilerplate("Leave a Reply")
    assert not is_boilerplate("Leave a Reply to the man who had it all, and see what he makes of it.")


def test_a_promo_is_no_longer_than_six_hundred_characters():
    text = "To support independent journalism, subscribe to our newspaper today, and thank you. "
    assert is_promo(text + "a" * (600 - len(text)))
    assert not is_promo(text + "a" * (601 - len(text)))
