"""Files are written whole or not at all."""

import sys

import pytest

from analysis.errors import SaveError
from analysis.text.saving import locked, make_folder, replacing, save_bytes


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    save_bytes(tmp_path / "a.csv", b"old")
    save_bytes(tmp_path / "a.csv", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": b"new"}


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()])
def test_what_fails_leaves_the_old_file(tmp_path, error):
    save_bytes(tmp_path / "a.csv", b"old")
    with pytest.raises(type(error)), replacing(tmp_path / "a.csv") as aside:
        aside.write_bytes(b"half")
        raise error
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": b"old"}


def test_a_refusal_names_the_file_and_what_to_do(tmp_path):
    with pytest.raises(SaveError, match=r"none/a\.csv: cannot be written \(No such file.*\)\. Make room or choose"):
        save_bytes(tmp_path / "none" / "a.csv", b"new")


def test_a_folder_is_made_where_that_is_asked_for(tmp_path):
    save_bytes(make_folder(tmp_path / "new") / "a.csv", b"new")
    assert (tmp_path / "new" / "a.csv").read_bytes() == b"new"
    with pytest.raises(SaveError, match=r"new/a\.csv: cannot be made \(.*\)\. Name another folder"):
        make_folder(tmp_path / "new" / "a.csv")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SaveError, match=r"file/a\.csv: cannot be written"):
        save_bytes(tmp_path / "file" / "a.csv", b"new")


def test_a_folder_is_held_once(tmp_path):
    with locked(tmp_path), pytest.raises(SaveError, match="another run writes here"), locked(tmp_path, wait=False):
        pass
    with locked(tmp_path, wait=False):
        pass


def test_a_refusal_that_says_what_to_do_stays_as_it_is(tmp_path):
    with pytest.raises(SaveError, match=r"^Buy a larger disk\.$"), replacing(tmp_path / "file"):
        raise SaveError("Buy a larger disk.")


def test_where_there_are_no_locks_a_folder_is_not_held(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with locked(tmp_path), locked(tmp_path, wait=False):
        assert not list(tmp_path.iterdir())
