"""
Which format a file is in, and which files are passed over.

The first bytes decide where they are distinctive, else the ending of the name; both from closed sets, so that what has
no reader is refused by name and never read as text. A name without an ending is text if its bytes are.
"""

import re

from analysis.corpus.delimited import is_delimited
from analysis.errors import ReadError
from analysis.lists.loading import load_list, remember

TABLES = ("csv", "json", "parquet", "tsv", "workbook", "feed", "ris")
PACKED = ("gz", "bz2", "xz")

_READABLE = {*TABLES, *PACKED, "text", "html", "mail", "jsonl", "docx", "pdf", "rtf", "zip", "tar"}
_ENDING = re.compile(r"\.(?=\d*[a-z])([a-z0-9]{1,10})$")
_PASSED_OVER = re.compile(r"[._]|~(?=\$)|README", re.IGNORECASE)
_PACKING = re.compile(r"\.(?:gz|bz2|xz)$", re.IGNORECASE)
_MARKUP = re.compile(
    rb"(?is)\s*(?:(?:<\?[^>]{0,300}>\s*|<!--.{0,500}?-->\s*|<!DOCTYPE[^>]{0,300}>\s*){0,9}?"
    rb"<(?:(?P<html>(?:!doctype\s+)?html|head|body)|(?P<feed>rss|feed|rdf:RDF)|(?P<svg>svg))\b|(?P<xml><\?xml))"
)
_IN_TEXT = re.compile(
    rb"(?is)(?P<html>\s*<(?P<tag>h[1-6]|p|div|article|section|main)\b[^>]{0,200}>.*</(?P=tag)>)"
    rb"|(?P<jsonl>\s*(?:\[\s*)?\{\s*\")"
)


@remember
def _forms(by: str) -> dict[str, str]:
    """Return the format of each ending or signature (`by`)."""
    rows = load_list("formats")
    return dict(rows.loc[rows["by"] == by, ["form", "kind"]].itertuples(index=False))


def find_kind(head: bytes, name: str) -> str:
    """Return the format of the file `name` that begins with `head`. Raise ReadError if there is no reader for it."""
    ending = found[1] if (found := _ENDING.search(_PACKING.sub("", name.lower()))) else "txt"
    kind = _find_by_content(head.removeprefix(b"\xef\xbb\xbf"), _forms("ending").get(ending, ending))
    if kind == "lfs":
        raise ReadError(f"{name}: a Git LFS pointer instead of the file. Fetch the file: git lfs pull.")
    if kind not in _READABLE:
        ending = ending if kind in ("none", "ole") else kind
        raise ReadError(f"{name}: no reader for .{ending} files. Save it as .docx, .html or .txt, or remove it.")
    return kind


def _find_by_content(head: bytes, usual: str) -> str:
    """Return the format that the first bytes tell, else the `usual` one of the file's ending."""
    start = head[:64].hex()
    signed = next((kind for sign, kind in _forms("signature").items() if start.startswith(sign)), "")
    if signed in ("zip", "ole"):
        return usual if usual in ("docx", "workbook") or usual not in _READABLE else signed
    if signed or head[257:262] == b"ustar":
        return signed or "tar"
    if found := _MARKUP.match(head) or (usual == "text" and _IN_TEXT.match(head)):
        return found.lastgroup or usual
    if usual == "text" and not head.lstrip().startswith((b"<", b"{", b"[")) and is_delimited(head):
        return "csv"
    return "text" if usual == "html" and b"<" not in head else usual


def why_passed_over(name: str) -> str:
    """Return why a file or folder of this name is not read: a reason for the log, empty if it is."""
    if found := _PASSED_OVER.match(name):
        return f"its name begins with {found[0]!r}"
    ending = name.lower().rpartition(".")[2]
    return f"no report: a .{ending} file" if "." in name and _forms("ending").get(ending) == "none" else ""


def stem(name: str) -> str:
    """Return the path of a file without its ending, nor that of its packing."""
    bare = _PACKING.sub("", name)
    return bare[: found.start()] if (found := _ENDING.search(bare.lower())) else bare
