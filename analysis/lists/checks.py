"""
The rules that a user's own list is held to: ``_columns.csv`` gives each column of each list its rule.

A *closed* column takes the values that the built-in list has there; a rule with ``?`` lets the cell be empty.
"""

import re

import pandas as pd

from analysis.errors import LexiconError

_SLOT = r"(?:=?[^\s|\[\]{}=]+|\{\w+\})(?:\|(?:=?[^\s|\[\]{}=]+|\{\w+\}))*"
_PART = rf"(?:{_SLOT}|\[{_SLOT}\])"
_RULES = {
    "text": (r"(?s).*", ""),
    "word": (r"(?s).*[\w].*", "Write letters or digits."),
    "term": (r"\w+\*?(?:[^\w*]+\w+\*?)*", "Write words, with * only at the end of one."),
    "phrase": (rf"(?!\.\.\.){_PART}(?: {_PART})*(?<! \.\.\.)", "Write words as README.md says."),
    "language": (r"[a-z]{2,3}", "Write an ISO 639 code, such as sq."),
    "country": (r"[A-Z]{3}", "Write an ISO 3166 alpha-3 code, such as SRB."),
    "number": (r"-?\d+(?:\.\d+)?", "Write a number, such as 0.5."),
}


def check_rows(rows: pd.DataFrame, file: str, columns: pd.DataFrame, built_in: pd.DataFrame) -> pd.DataFrame:
    """
    Return the rows of a list if they keep its rules.

    Parameters
    ----------
    rows : DataFrame of str
        What `file` holds; its first row of data is row 2.
    file : str
        For messages.
    columns : DataFrame
        ``column, key, rule`` of the list.
    built_in : DataFrame of str
        The list that the rows replace.

    Returns
    -------
    DataFrame
        The columns of `built_in`.

    Raises
    ------
    LexiconError
        At the first rule that is broken, with file, row, column and remedy.
    """
    if missing := [name for name in built_in.columns if name not in rows.columns]:
        raise LexiconError(f"{file}: no column {', '.join(missing)}. The header is: {','.join(built_in.columns)}.")
    for column, rule in columns[["column", "rule"]].itertuples(index=False):
        known = set(built_in[column]) if rule == "closed" else set()
        for number, value in enumerate(rows[column], start=2):
            if remedy := _find_fault(value, rule, known):
                raise LexiconError(f"{file}, row {number}, column {column}: {value!r} is not accepted. {remedy}")
    keys = columns.loc[columns["key"] != "", "column"].tolist()
    if repeated := rows.index[rows.duplicated(keys)].tolist():
        row = rows.loc[repeated[0], keys]
        first = int((rows[keys] == row).all(axis=1).argmax()) + 2
        key = ", ".join(f"{name} {value!r}" for name, value in row.items())
        raise LexiconError(f"{file}, row {repeated[0] + 2}: {key} stands in row {first} already. Drop one of the two.")
    return rows[list(built_in.columns)]


def _find_fault(value: str, rule: str, known: set[str]) -> str:
    """Return how to mend a value; nothing where it keeps its rule."""
    if rule == "closed":
        return "" if value in known else f"Choose among {', '.join(sorted(known))}."
    if not value and rule.endswith("?"):
        return ""
    if rule.startswith("pattern"):
        try:
            re.compile(value.replace("{NAME}", "x").replace("{AGENCY}", "x"))
        except re.error as error:
            return f"It is no regular expression: {error}."
        return "" if value else "Write a regular expression."
    pattern, remedy = _RULES[rule.removesuffix("?")]
    return "" if re.fullmatch(pattern, value) else remedy
