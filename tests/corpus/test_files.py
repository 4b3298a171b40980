"""Files are found in order, within limits, and never outside their folder."""

import bz2
import gzip
import io
import lzma
import tarfile
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
    with pytest.raises(LimitError, match=r"many\.zip: more than 2 members in all"):
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


def tarred(mode="w:gz", **members):
    """Give the bytes of a tar archive."""
    with tarfile.open(fileobj=(stream := io.BytesIO()), mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content.encode()))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("one.txt.bz2", bz2.compress(b"Text one.")),
        ("one.txt.xz", lzma.compress(b"Text one.")),
        ("one.tar", tarred("w", **{"in/a.txt": "Text one."})),
        ("one.tar.gz", tarred(**{"./in/a.txt": "Text one."})),
        ("one.tgz", tarred(**{"in/a.txt": "Text one."})),
        ("one.tar.bz2", tarred("w:bz2", **{"in/a.txt": "Text one."})),
        ("one.tar.xz", tarred("w:xz", **{"in/a.txt": "Text one."})),
    ],
)
def test_packed_files_and_tar_archives_are_read_in_place(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    documents = load_corpus(tmp_path)
    assert documents["text"].tolist() == ["Text one."]
    assert documents.index.tolist() == ["one/in/a" if "tar" in name or "tgz" in name else "one"]


def test_archives_in_archives_are_read_to_a_depth(tmp_path):
    content = "The deepest report."
    for depth in range(5):
        inner = {f"{depth}.zip" if depth else "a.txt": content, f"at{depth}.txt": f"Report {depth}."}
        content = zipped(tmp_path / "all.zip", **inner).read_bytes()
    documents = load_corpus(tmp_path, on_error="skip")
    assert documents.index.tolist() == ["all/4/3/at2", "all/4/at3", "all/at4"]
    assert errors_of(tmp_path) == ["all/4/3/2.zip: an archive in 3 others. Unpack it if you trust it."]


def test_nested_bombs_share_one_limit(tmp_path):
    inner = zipped(tmp_path / "x.zip", **{f"{n}.txt": b"a" * (9 << 20) for n in range(9)}).read_bytes()
    (tmp_path / "x.zip").unlink()
    zipped(tmp_path / "wide.zip", **{f"{n}.zip": inner for n in range(9)})
    with pytest.raises(LimitError, match=r"wide/0\.zip: expands to more than 4096 MB or 100 times its size in all"):
        load_corpus(tmp_path)
    (tmp_path / "wide.zip").unlink()
    (tmp_path / "twice.txt.gz").write_bytes(gzip.compress(gzip.compress(b"Text.")))
    with pytest.raises(LimitError, match=r"twice\.txt\.gz: compressed twice\. Unpack it"):
        load_corpus(tmp_path)


def test_members_of_a_tar_never_point_outside_or_at_links(folder):
    with tarfile.open(folder / "bad.tar", "w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        for name in ("../escape.txt", "fine.txt"):
            info = tarfile.TarInfo(name)
            info.size = 5
            archive.addfile(info, io.BytesIO(b"Fine."))
    assert load_corpus(folder, on_error="skip").index.tolist() == ["bad/fine", "good"]
    assert errors_of(folder) == [
        "a link; links are not followed",
        "bad.tar: member '../escape.txt' points outside the archive. Do not trust it.",
    ]


REFUSED = {
    **{
        "a.epub": b"PK\x03\x04mimetype",
        "a.odt": b"PK\x03\x04",
        "a.pptx": b"PK\x03\x04",
        "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1",
    },
    **{
        "a.warc": b"WARC/1.0\r\n",
        "a.wet.txt": b"WARC/1.0\r\n",
        "a.tex": b"text",
        "a.xyz": b"text",
        "a.7z": b"7z\xbc\xaf",
    },
    **{
        "a.txt": b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\n",
        "page.txt": b"<svg xmlns='x'><text>A</text></svg>",
    },
    **{"a.xml": b"<?xml version='1.0'?><nitf><body>text</body></nitf>", "photo": b"\x89PNG\r\n\x1a\n"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_reader_is_refused_by_name(folder, name):
    (folder / name).write_bytes(REFUSED[name])
    with pytest.raises(ReadError, match=rf"{name}: (no reader for \.\w+ files\. Save it as|a Git LFS pointer)"):
        load_corpus(folder)
    assert load_corpus(folder, on_error="skip").index.tolist() == ["good"]
    assert len(errors_of(folder)) == 1


def test_what_is_no_report_is_passed_over_with_a_row_each(folder):
    names = [".hidden", "README.md", "_draft.txt", "~$x.docx", "style.css", "app.js", "logo.svg", "photo.JPG"]
    for name in names:
        (folder / name).write_text("text", encoding="utf-8")
    for inner in ("_posts", ".git", "page_files"):
        (folder / inner).mkdir()
        (folder / inner / "ad.html").write_text("<html><body><p>An advertisement.</p></body></html>", encoding="utf-8")
    (folder / "page.html").write_text("<h1>A deal</h1><p>It was signed on Monday.</p>", encoding="utf-8")
    (folder / "12.03.2024").write_text("A report without an ending.", encoding="utf-8")
    documents = load_corpus(folder)
    assert documents.index.tolist() == ["12.03.2024", "good", "page"]
    skipped = load_log(documents).query("kind == 'skipped'").set_index("file")["detail"]
    assert sorted(skipped.index) == sorted([*names, "_posts", ".git", "page_files"])
    assert skipped["page_files"] == "the parts of a saved page"
    assert skipped["style.css"] == "no report: a .css file"
    with pytest.raises(ReadError, match=r"style\.css: no reader for \.css files"):
        load_corpus(folder / "style.css")


def test_members_that_are_no_report_are_passed_over_with_a_row(tmp_path):
    zipped(tmp_path / "site.zip", **{"a.html": "<p>A deal.</p>", "css/a.css": "p {}", "__MACOSX/._a.html": "x"})
    documents = load_corpus(tmp_path)
    assert documents.index.tolist() == ["site/a"]
    log = load_log(documents).query("kind == 'skipped'")
    assert log[["file", "detail"]].to_numpy().tolist() == [
        ["site.zip/__MACOSX/._a.html", "its name begins with '_'"],
        ["site.zip/css/a.css", "no report: a .css file"],
    ]


def test_limits_are_the_most_that_is_read(folder, monkeypatch):
    monkeypatch.setattr(readers, "MAX_DOCUMENT", 15)
    (folder / "good.txt").write_bytes(b"A good report..")
    assert load_corpus(folder).index.tolist() == ["good"]
    (folder / "good.txt").write_bytes(b"A good report...")
    with pytest.raises(LimitError, match=r"good\.txt: larger than 0 MB. Split it"):
        load_corpus(folder)


def test_an_archive_may_have_as_many_members_and_bytes_as_the_limit(tmp_path, monkeypatch):
    zipped(tmp_path / "news.zip", **{f"{n}.txt": "Word." for n in range(3)})
    monkeypatch.setattr(readers, "MAX_MEMBERS", 3)
    monkeypatch.setattr(readers, "MAX_TOTAL", 15)
    assert len(load_corpus(tmp_path)) == 3
    monkeypatch.setattr(readers, "MAX_TOTAL", 14)
    with pytest.raises(LimitError, match=r"news\.zip: expands to more than"):
        load_corpus(tmp_path)
