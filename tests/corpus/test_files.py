"""Files are found in order, within limits, and never outside their folder."""

import gzip
import zipfile

import pytest

from analysis.corpus import files as readers
from analysis.corpus.files import find_files
from analysis.corpus.loading import load_corpus, load_log
from analysis.errors import EmptyCorpusError, LimitError, ReadError


def errors_of(path):
    """Load what can be loaded and give the messages of the rest."""
    log = load_log(load_corpus(path, on_error="skip"))
    return log.loc[log["kind"].isin(["error", "skipped"]), "detail"].tolist()


def zipped(path, **members):
    """Write a zip whose members are given by name; a bytes or str each."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.txt").write_text("A good report.", encoding="utf-8")
    return tmp_path


def test_find_files_sorts_by_path_and_takes_globs(folder):
    (folder / "b").mkdir()
    for name in ("b/z.txt", "b.txt", "a.md"):
        (folder / name).write_text("x", encoding="utf-8")
    assert list(find_files(folder).files) == ["a.md", "b.txt", "b/z.txt", "good.txt"]
    assert list(find_files(f"{folder}/*.txt").files) == ["b.txt", "good.txt"]
    assert list(find_files(f"{folder}/**/*.txt").files) == ["b.txt", "b/z.txt", "good.txt"]
    with pytest.raises(EmptyCorpusError, match="no documents here"):
        find_files(f"{folder}/*.pdf")


def test_links_are_noted_and_not_followed(folder):
    (folder / "inner").mkdir()
    (folder / "inner" / "loop").symlink_to(folder)
    outside = folder.parent / "outside.txt"
    outside.write_text("Secret.", encoding="utf-8")
    (folder / "out.txt").symlink_to(outside)
    documents = load_corpus(folder)
    assert list(documents.index) == ["good"]
    assert load_log(documents).query("kind == 'skipped'")["file"].tolist() == ["inner/loop", "out.txt"]


def test_archives_and_gzip_are_read_in_place(folder):
    zipped(
        folder / "news.zip", **{"a/one.md": "---\ntitle: One\n---\nText one.", "two.txt": "Text two.", "_x.txt": "No."}
    )
    (folder / "three.txt.gz").write_bytes(gzip.compress(b"Text three."))
    documents = load_corpus(folder)
    assert list(documents.index) == ["good", "news/a/one", "news/two", "three"]
    assert documents.loc["news/a/one", "title"] == "One"
    assert documents.loc["three", "source_file"] == "three.txt.gz"


def test_a_member_that_points_outside_is_refused(folder):
    zipped(folder / "bad.zip", **{"../escape.txt": "No.", "fine.txt": "Fine."})
    assert load_corpus(folder, on_error="skip").index.tolist() == ["bad/fine", "good"]
    assert errors_of(folder) == ["bad.zip: member '../escape.txt' points outside the archive. Do not trust it."]


def test_bombs_are_refused_with_their_limit(folder):
    zipped(folder / "bomb.zip", **{"zeros.txt": b"a" * (30 << 20)})
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b"a" * (30 << 20)))
    messages = errors_of(folder)
    assert len(messages) == 2
    assert "100 times its size" in messages[1]
    assert "larger than 10 MB" in messages[0] or "100 times" in messages[0]


def test_too_many_members_and_too_much_in_all_are_refused(folder, monkeypatch):
    monkeypatch.setattr(readers, "MAX_MEMBERS", 2)
    zipped(folder / "many.zip", **{f"{n}.txt": "x" for n in range(3)})
    with pytest.raises(LimitError, match=r"many\.zip: 3 members, 2 are read"):
        load_corpus(folder)
    monkeypatch.setattr(readers, "MAX_MEMBERS", 9)
    monkeypatch.setattr(readers, "MAX_TOTAL", 2)
    with pytest.raises(LimitError, match=r"many\.zip: expands to"):
        load_corpus(folder)


def test_broken_archives_are_named(folder):
    whole = zipped(folder / "cut.zip", **{"a.txt": "word " * 500}).read_bytes()
    (folder / "cut.zip").write_bytes(whole[:-30])
    (folder / "cut.txt.gz").write_bytes(gzip.compress(b"word " * 500)[:-20])
    messages = errors_of(folder)
    assert messages[0].startswith("cut.txt.gz: cannot be read")
    assert messages[1].startswith("cut.zip: cannot be read (BadZipFile: File is not a zip file)")


def test_a_document_of_more_than_ten_megabytes_is_refused(folder):
    (folder / "long.txt").write_bytes(b"word " * (11 << 18))
    with pytest.raises(ReadError, match=r"long\.txt: larger than 10 MB\. Split it"):
        load_corpus(folder)
