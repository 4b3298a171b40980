"""Facts of the reports at hand are those written down (`tests.known`)."""

import pytest

from tests.known import digest_reports, list_changes


@pytest.mark.parametrize("table", ["facts", "hedged"])
def test_facts_of_reports_are_as_written(table):
    assert list_changes("known.csv", digest_reports(), [table]) == []
