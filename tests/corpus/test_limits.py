"""What a file may expand to is counted in bytes, cells and seconds."""

import zipfile

import pytest

from analysis.corpus import limits
from analysis.corpus.limits import FREE, RATIO, Budget
from analysis.errors import LimitError


def test_a_small_file_may_expand_to_ten_megabytes():
    budget = Budget("a.xlsx", 100)
    budget.spend(FREE)
    with pytest.raises(LimitError, match=rf"a\.xlsx: expands to more than {RATIO} times its size"):
        budget.spend(1)


def test_a_large_file_may_expand_a_hundredfold():
    Budget("a.xlsx", 2**20).spend(RATIO * 2**20)


def test_seconds_count_too(monkeypatch):
    budget = Budget("a.pdf", 100)
    monkeypatch.setattr(limits.time, "monotonic", lambda: budget.deadline + 1)
    with pytest.raises(LimitError, match=r"a\.pdf: takes over 60 seconds a megabyte\. Save it as text"):
        budget.spend(1)


def test_an_archive_is_measured_before_it_is_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (FREE + 1))
    with pytest.raises(LimitError):
        Budget("a.docx", (tmp_path / "a.docx").stat().st_size).open_zip(tmp_path / "a.docx")


def test_no_file_may_expand_beyond_half_a_gigabyte_and_a_larger_one_takes_longer():
    assert Budget("a.xlsx", 6 * 2**20).n_bytes == 512 * 2**20
    short, long = Budget("a.pdf", 100), Budget("a.pdf", 3 * 2**20)
    assert long.deadline - short.deadline == pytest.approx(120, abs=1)


def test_what_is_spent_to_the_last_is_not_too_much(monkeypatch):
    budget = Budget("a.pdf", 100)
    monkeypatch.setattr(limits.time, "monotonic", lambda: budget.deadline)
    budget.spend(FREE)
    assert budget.n_bytes == 0
