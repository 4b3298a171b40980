"""Deals, links and ledger of the reports at hand are those written down (`tests.known`)."""

import pytest

from tests.known import digest_reports, digest_whole, list_changes


@pytest.mark.parametrize("table", ["deals", "events", "ledger"])
def test_deals_of_reports_are_as_written(table):
    assert list_changes("known.csv", digest_reports(), [table]) == []


def test_pairs_sums_and_profiles_are_as_written():
    assert [
        row for row in list_changes("known_whole.csv", digest_whole(), ["digest"]) if not row.startswith("own")
    ] == []
