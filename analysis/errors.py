"""
The errors the kit raises: each says what happened, where, and how to mend it.

``except AnalysisError`` catches whatever is wrong with the input and lets programming errors through. Where Python or
scikit-learn has a type for the same thing, ours is a subclass of it, so that code written for those keeps working.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class AnalysisError(Exception):
    """
    Base class of the kit's errors: bad input, a bad list, a missing part.

    Parameters
    ----------
    *args : object
        The message: what happened, where, and how to mend it.
    """


class CorpusError(AnalysisError):
    """A folder or file that yields no usable documents."""


class EmptyCorpusError(CorpusError, ValueError):
    """There is no document to read."""


class ReadError(CorpusError):
    """One file cannot be read as text."""


class FrontMatterError(ReadError):
    """The YAML block at the head of a file does not parse."""


class EmptyDocumentError(ReadError):
    """A document has no body."""


class LimitError(ReadError):
    """A file is larger, deeper or more compressed than the stated limits allow."""


class SkippedError(ReadError):
    """A file that is no report, such as the style sheet of a page: a row of the log, also with ``on_error="raise"``."""


class DuplicateIdError(CorpusError):
    """Two files have the same ``doc_id``."""


class SchemaError(AnalysisError, ValueError):
    """A table lacks a column, repeats a key, or holds values of another kind."""


class LexiconError(AnalysisError, ValueError):
    """A list (sectors, topics, countries, stop words) is missing or malformed."""


class ParameterError(AnalysisError, ValueError):
    """A parameter has a value that is not accepted."""


class CorrectionError(AnalysisError, ValueError):
    """A row of the analyst's corrections matches nothing or says too little."""


class FigureError(AnalysisError):
    """A figure cannot be saved as asked."""


class SaveError(AnalysisError, OSError):
    """A result cannot be written; what was there is as it was."""


class MissingExtraError(AnalysisError, ImportError):
    """A feature needs an optional part of the kit that is not installed."""


def log_row(file: str, kind: str, detail: str = "", *, offset: int | None = None, before: str = "", after: str = ""):
    """Return one row of the log, ``documents.attrs["log"]``, as a dict."""
    return {"file": file, "kind": kind, "offset": offset, "before": before, "after": after, "detail": detail}


class Log(list):
    """What is told beside a table; pandas deep-copies ``attrs`` at each step, and this list is shared by all copies."""

    def __deepcopy__(self, memo: object) -> "Log":
        return self


def check_on_error(on_error: str) -> None:
    """Raise ParameterError unless `on_error` is "raise" or "skip"."""
    if on_error not in ("raise", "skip"):
        raise ParameterError(f"on_error={on_error!r} is not accepted. Choose 'raise' or 'skip'.")


def require_columns(table, name: str, columns: Iterable[str], remedy: str = "") -> None:
    """Raise SchemaError, naming what is missing and what is there, unless the table `name` has all `columns` once."""
    times = {column: list(table.columns).count(column) for column in columns}
    if missing := [column for column in times if not times[column]]:
        there = ", ".join(map(str, table.columns)) or "none"
        raise SchemaError(f"{name}: no column {', '.join(missing)}. {remedy}It has: {there}.")
    if repeated := [column for column in times if times[column] > 1]:
        raise SchemaError(f"{name}: column {', '.join(repeated)} is there twice. Keep one.")


@contextmanager
def name_culprit(culprit: str, kind: type[AnalysisError] = ReadError) -> Iterator[None]:
    """Turn an exception that is not ours into one that names what was being worked on."""
    try:
        yield
    except AnalysisError:
        raise
    except Exception as error:
        message = " ".join(str(error).split())[:200]
        raise kind(f"{culprit}: cannot be read ({type(error).__name__}: {message}). Mend or remove it.") from error
