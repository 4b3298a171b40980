"""What is read of the pages at hand, and what the log says of it, is what is written down (`tests.known`)."""

import os

import pytest

from tests.known import digest_pages, list_changes


@pytest.mark.skipif("SILK_LEDGER_DATA" not in os.environ, reason="set SILK_LEDGER_DATA to the shared data")
@pytest.mark.parametrize("column", ["fields", "log"])
def test_pages_are_read_as_written(column):
    assert list_changes("known_pages.csv", digest_pages(), [column]) == []
