"""Bytes become text in the encoding they were written in, and the log says which."""

import pytest

from analysis.encodings import decode
from analysis.errors import ReadError

RUSSIAN = "Министры двух стран подписали соглашение о поставках хлопка и зерна."
TURKISH = "İki ülkenin bakanları ulaştırma anlaşmasını imzaladı, görüşmeler sürüyor."
FRENCH = "L’accord signé à Tachkent prévoit la création d’une société à capital mixte."


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
