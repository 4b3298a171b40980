"""Topics and their reasons in the reports at hand are those written down (`tests.known`)."""

import pytest

from tests.known import digest_reports, digest_whole, list_changes


@pytest.mark.parametrize("table", ["topics", "reasons"])
def test_topics_of_reports_are_as_written(table):
    assert list_changes("known.csv", digest_reports(), [table]) == []


def test_topics_of_ones_own_are_as_written():
    assert [row for row in list_changes("known_whole.csv", digest_whole(), ["digest"]) if row.startswith("own")] == []
