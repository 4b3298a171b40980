"""Files become records with nothing lost, or an error that says where."""

import pytest

from analysis.errors import ReadError
from analysis.readers import decode, parse_front_matter


def test_decode_drops_the_byte_order_mark_and_unifies_line_ends():
    assert decode(b"\xef\xbb\xbfone\r\ntwo\rthree", "a.txt") == "one\ntwo\nthree"


def test_decode_names_the_line_of_a_stray_byte():
    with pytest.raises(ReadError, match=r"a\.txt, line 2: not UTF-8"):
        decode(b"one\ntw\xff\n", "a.txt")


def test_parse_front_matter_leaves_a_text_without_block_alone():
    for text in ("No block.", "--- a dash, not a block", "---\nnever closed"):
        assert parse_front_matter(text, "a.md") == (text, {})


def test_parse_front_matter_splits_fields_from_body():
    assert parse_front_matter("---\ntitle: Gas\n---\nBody.", "a.md") == ("Body.", {"title": "Gas"})
