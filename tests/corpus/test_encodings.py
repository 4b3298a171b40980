"""Bytes give their text in any of the encodings, with an honest certainty; text in the wrong one is put right."""

import pytest

from analysis.corpus.encodings import ENCODINGS, decode
from analysis.corpus.loading import load_corpus, load_log
from analysis.corpus.repair import fix_mojibake
from analysis.errors import ReadError

RUSSIAN = "Министры двух стран подписали соглашение о поставках хлопка и зерна."
TURKISH = "İki ülkenin bakanları ulaştırma anlaşmasını imzaladı, görüşmeler sürüyor."
FRENCH = "L’accord signé à Tachkent prévoit la création d’une société à capital mixte."
SHORT = {
    "ru": "Завод удобрений в Навои выпустил первую партию аммиака.",
    "uk": "Завод добрив у Навої випустив першу партію аміаку, її вивезли.",
    "kk": "Өскемен зауыты биыл екінші өнім түрін шығаруға көшті, дейді.",
    "ky": "Завод быйыл экинчи түрдөгү өнүм чыгара баштады, деп кабарлайт.",
    "tg": "Корхонаи нав имсол ба истеҳсоли маҳсулоти дуюм шурӯъ кард.",
    "tr": "Gübre fabrikası bu yıl ikinci ürününü piyasaya sürdüğünü açıkladı.",
    "tk": "Dökün zawody şu ýyl ikinji önümini çykaryp başlady diýlip aýdylýar.",
    "pl": "Zakład nawozów wypuścił pierwszą partię amoniaku, mówią źródła.",
    "cs": "Závod na hnojiva vyrobil první várku čpavku, řekl mluvčí ministerstva.",
    "fr": "L’usine d’engrais a livré un premier lot d’ammoniac à l’été dernier.",
    "en": "The plant’s first batch of ammonia – 300 tonnes – has left Navoi.",
    "zh": "化肥厂生产了第一批氨,部长在星期一的会议上说。",
    "zht": "化肥廠生產了第一批氨,部長在星期一的會議上說。",
    "ja": "肥料工場は最初のアンモニアを出荷したと大臣が月曜日に述べた。",
    "ko": "비료 공장이 첫 암모니아를 출하했다고 장관이 월요일에 말했다.",
}
WRITTEN = {
    "ru": "koi8-r iso8859-5 mac-cyrillic cp866 windows-1251 utf-16-le utf-16-be",
    "uk": "koi8-u windows-1251 utf-16-le",
    "kk": "kz1048 ptcp154 utf-16-be",
    "ky": "ptcp154",
    "tg": "koi8-t ptcp154",
    "tr": "windows-1254",
    "tk": "windows-1250",
    "pl": "windows-1250 iso8859-2",
    "cs": "windows-1250 iso8859-2",
    "fr": "windows-1252",
    "en": "windows-1252 utf-16-le utf-16-be",
    "zh": "gb18030",
    "zht": "big5",
    "ja": "shift_jis euc-jp",
    "ko": "euc-kr",
}
CASES = [(language, encoding) for language, names in WRITTEN.items() for encoding in names.split()]


@pytest.mark.parametrize("times", [1, 40])
@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_decode_tells_encodings_apart_by_their_letters(language, encoding, times):
    """Sixty letters suffice, and a long text is no harder."""
    text = "\n".join([SHORT[language]] * times)
    decoded = decode(text.encode(encoding), "a.txt")
    assert decoded.text == text
    assert decoded.certainty >= 0.9


def test_every_encoding_is_tried_on_a_language_of_its_own():
    assert {encoding for _, encoding in CASES} - {"utf-16-le", "utf-16-be"} == set(ENCODINGS)


def test_the_certainty_is_low_where_two_readings_are_alike():
    """A single letter with a mark is as good in one reading as in the other."""
    assert (
        decode("Øst".encode("windows-1252"), "a.txt").certainty < 0.9 < decode(FRENCH.encode("cp1252"), "a").certainty
    )


def test_the_certainty_has_two_places():
    certainty = decode("Øst".encode("windows-1252"), "a.txt").certainty
    assert 0 < certainty == round(certainty, 2)


def test_a_charset_declared_in_vain_is_not_believed():
    raw = f'<meta charset="utf-8"><p>{RUSSIAN}</p>'.encode("koi8-r")
    assert decode(raw, "a.html").encoding == "koi8-r"
    assert RUSSIAN in decode(raw, "a.html").text


def test_the_encoding_is_logged_with_its_certainty(tmp_path):
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    documents = load_corpus(tmp_path)
    assert documents["text"].tolist() == [RUSSIAN]
    assert load_log(documents).query("kind == 'encoding'")["detail"].tolist() == ["koi8-r, certainty 0.99"]


def mend(text):
    """Return a line with its mojibake mended."""
    edits = fix_mojibake(text)
    return edits[0][2] if edits else text


@pytest.mark.parametrize("language", ["ru", "kk", "tg", "tr"])
@pytest.mark.parametrize("read", ["koi8-r", "windows-1252", "latin-1", "windows-1251", "cp866"])
def test_utf8_read_as_something_else_is_mended(language, read):
    read = {"windows-1252": "sloppy-windows-1252", "windows-1251": "sloppy-windows-1251"}.get(read, read)
    assert mend(SHORT[language].encode().decode(read)) == SHORT[language]


@pytest.mark.parametrize("read", ["koi8-r", "windows-1251", "windows-1252", "cp866"])
@pytest.mark.parametrize("written", ["koi8-r", "windows-1251", "cp866"])
def test_one_cyrillic_encoding_read_as_another_is_mended(written, read):
    assert mend(SHORT["ru"].encode(written).decode(read.replace("windows-1252", "sloppy-windows-1252"))) == SHORT["ru"]


def test_no_line_is_taken_from_one_garbled_reading_to_another():
    """Two stray bytes keep the true reading away; another that scores as well is garbled itself."""
    found = mend("\xa0Ð¢Ð°ÑˆÐºÐµÐ½Ñ‚\x91Ï")
    assert found == "\xa0Ð¢Ð°ÑˆÐºÐµÐ½Ñ‚‘Ï"
    assert fix_mojibake(found) == []


@pytest.mark.parametrize(
    "text",
    [
        *SHORT.values(),
        "Компания «МегаФон» и ТОО «КазТрансОйл» открыли еЁжик-парк; iPhone и Wi-Fi по-прежнему в моде.",
        "АО «ҚазМұнайГаз» və SOCAR — «Теңіз» кен орны; №5, 10±2 °C, €4 млн, ½ пая.",
        "Tabelle: ├── Gas │ 5 └── Öl; naïve façade, İÇİŞLERİ BAKANLIĞI, ÀÉÎÕ.",
    ],
)
def test_right_text_is_left_alone(text):
    assert fix_mojibake(text) == []


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8-sig"),
        (RUSSIAN, "utf-16", "utf-16"),
        (RUSSIAN, "windows-1251", "windows-1251"),
        (TURKISH, "windows-1254", "windows-1254"),
        (TURKISH, "utf-16-le", "utf-16-le"),
        (FRENCH, "windows-1252", "windows-1252"),
        ("Łódź – to miasto", "utf-8", "utf-8"),
    ],
)
def test_decode_finds_the_encoding(text, written, found):
    decoded = decode(text.encode(written), "a.txt")
    assert decoded.text == text
    assert decoded.encoding == found
    assert 0.5 < decoded.certainty <= 1


def test_decode_keeps_utf8_with_a_few_stray_bytes():
    raw = RUSSIAN.encode() + b"\xff " + RUSSIAN.encode()
    decoded = decode(raw, "a.txt")
    assert decoded.text == f"{RUSSIAN}\ufffd {RUSSIAN}"
    assert decoded.encoding == "utf-8"
    assert decoded.certainty < 1


def test_decode_unifies_line_ends_and_drops_the_mark():
    assert decode(b"\xef\xbb\xbfone\r\ntwo\rthree", "a.txt").text == "one\ntwo\nthree"


@pytest.mark.parametrize("raw", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x01\x02\x03\x04" * 50])
def test_decode_refuses_binary_data(raw):
    with pytest.raises(ReadError, match=r"a\.txt: not text but binary data\. Remove the file"):
        decode(raw, "a.txt")


def test_a_page_is_read_in_the_charset_it_declares():
    raw = '<meta charset="koi8-r"><p>Соглашение</p>'.encode("koi8-r")
    assert "Соглашение" in decode(raw, "a.html").text


@pytest.mark.parametrize(("n", "text"), [(10, True), (11, False)])
def test_a_text_has_one_character_in_ten_that_is_not_printed_at_the_most(n, text):
    raw = b"a" * (100 - n) + b"\x01" * n
    if text:
        assert decode(raw, "a.txt").encoding == "utf-8"
    else:
        with pytest.raises(ReadError, match=r"a\.txt: not text but binary data"):
            decode(raw, "a.txt")


@pytest.mark.parametrize(("n_letters", "encoding"), [(2, "utf-8"), (1, "windows-1252")])
def test_utf8_is_believed_where_less_than_a_quarter_of_its_bytes_is_broken(n_letters, encoding):
    decoded = decode(b"caf\xe9 " + "é".encode() * n_letters + b" was read", "a.txt")
    assert (decoded.encoding == "utf-8") is (encoding == "utf-8")
    assert decoded.certainty < 1


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf16_without_a_mark_is_told_in_either_order_and_binary_data_is_not_taken_for_it(order):
    assert decode("The line was opened.".encode(f"utf-16-{order}"), "a.txt").encoding == f"utf-16-{order}"
    with pytest.raises(ReadError, match="not text but binary data"):
        decode(b"\0\x01\x02\0\x03\x04\x05\0" * 30, "a.txt")
