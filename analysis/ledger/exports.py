"""
Tables and the network of countries as files for other programs.

A spreadsheet runs a cell that begins with ``= + - @``, a tab or a line break as a formula, so in CSV and Excel such
text is preceded by ``'`` (as OWASP advises); numbers, Parquet and JSON lines are unchanged.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from platform import python_version
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pandas as pd
from openpyxl.styles import Font

from analysis.errors import ParameterError, name_culprit, require_columns
from analysis.ledger.additive import Amount
from analysis.ledger.fields import items
from analysis.ledger.pairs import pair_countries
from analysis.lists.loading import country_names, load_list
from analysis.text.display import guard_cell, name_codes, write_day, write_figures
from analysis.text.saving import replacing

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELL = 32767  # characters that a cell of Excel holds
_LINK = re.compile(r"https?://[\w.:-]+(?:[/?#][^\s\"<>\\^`{|}]{0,2000})?")  # that Excel opens: of so many characters
FORMATS = (".csv", ".xlsx", ".parquet", ".jsonl")


def save_table(table: pd.DataFrame, path: str | Path) -> None:
    """
    Write a table, with its index as columns, in the format given by the ending of the path.

    Parameters
    ----------
    table : DataFrame
        Any of the kit's tables.
    path : str or Path
        The file to write, with one of the endings in `FORMATS`. In CSV and Excel a list is one cell: ``KAZ; UZB``, an
        amount is written ``156000000 USD project``, as in corrections; in Parquet and JSON lines it is a record.
        Numbers in CSV have no exponent, and whole ones no decimals.
        Excel cannot hold control characters, U+FFFE and U+FFFF, which become U+FFFD, nor time zones: times are in UTC
        there. Parquet gets cells of several types as text.

    Raises
    ------
    ParameterError
        If the ending is none of `FORMATS`, or a text is longer than the 32,767 characters that a cell of Excel holds.
    SchemaError
        If two columns have one name.
    SaveError
        If the file cannot be written; what was there is as it was.
    """
    path, table = Path(path), table.reset_index(allow_duplicates=True)
    if not table.columns.is_unique:
        require_columns(table, str(path), table.columns)
    if path.suffix not in FORMATS:
        raise ParameterError(f"{path}: no format for {path.suffix!r}. Formats are: {', '.join(FORMATS)}.")
    if path.suffix == ".xlsx":
        save_workbook({"table": table}, path)
        return
    with replacing(path) as aside:
        if path.suffix == ".csv":
            form: dict[str, Any] = {"encoding": "utf-8-sig", "lineterminator": "\n"}
            table.map(guard_cell).to_csv(aside, index=False, float_format=lambda n: write_figures(n, 17), **form)
        elif path.suffix == ".parquet":
            table.apply(_of_one_type).to_parquet(aside, index=False)
        else:
            table.map(_to_records).to_json(aside, orient="records", lines=True, force_ascii=False, date_format="iso")


def read_parquet(path: str | Path, columns: list[str] | None = None) -> pd.DataFrame:
    """
    Read a table that `save_table` wrote as Parquet, with its lists and sums.

    Parameters
    ----------
    path : str or Path
        The file, or a folder of files with the rows of one table.
    columns : list of str, optional
        The columns to read. By default all.

    Returns
    -------
    DataFrame
        What was saved; its index is columns now.

    Raises
    ------
    ReadError
        If the file cannot be read.
    """
    with name_culprit(str(path)):
        table = pd.read_parquet(path, columns=columns)
        return table.apply(lambda column: column.map(_from_records) if column.dtype == object else column)


def shorten_cell(cell: object) -> object:
    """Return a text that no cell of Excel holds as a reference to where it stands whole; any other cell as it is."""
    return "too long for a cell of Excel: see the CSV" if isinstance(cell, str) and len(cell) > _CELL else cell


def _of_one_type(column: pd.Series) -> pd.Series:
    """Return a column that Parquet can hold: sums as records, cells of several types as text."""
    cells = column.map(_to_records) if column.dtype == object else column
    types = {type(cell) for cell in cells[column.notna()]} if column.dtype == object else set()
    return cells.map(str, na_action="ignore") if len(types) > 1 else cells


def _to_records(cell: object) -> object:
    """Return a list of `Amount` as dicts, the number as text; any other cell as it is."""
    if not isinstance(cell, list):
        return cell
    return [entry._asdict() | {"number": str(entry.number)} if isinstance(entry, Amount) else entry for entry in cell]


def _from_records(cell: Any) -> Any:
    if isinstance(cell, np.ndarray):
        return [*map(_from_records, cell)]
    is_sum = isinstance(cell, dict) and cell.keys() == set(Amount._fields)
    return Amount(**cell | {"number": Decimal(cell["number"])}) if is_sum else cell


def save_workbook(sheets: Mapping[str, pd.DataFrame], path: str | Path) -> None:
    """
    Write tables as the sheets of one Excel file, each with a bold header that stays in view and filters.

    Parameters
    ----------
    sheets : mapping of str to DataFrame
        The columns of each sheet, by its name; cells become as `save_table` says, but a day without a year is written
        ``19 February``, thousands stand apart, and the addresses in a column ``url`` can be followed.
    path : str or Path
        The file to write; the same tables give the same bytes.

    Raises
    ------
    ParameterError
        If a text is longer than the 32,767 characters that a cell holds.
    SaveError
        If the file cannot be written; what was there is as it was.
    """
    cells = {name: table.map(guard_cell).map(_as_excel).rename(columns=_as_excel) for name, table in sheets.items()}
    with pd.ExcelWriter(written := BytesIO(), engine="openpyxl") as book:
        for name, table in cells.items():
            table.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
            sheet = book.sheets[name]
            sheet.auto_filter.ref = sheet.dimensions
            for column, (head, *below) in zip(table, sheet.iter_cols(), strict=False):
                widest = max(len(str(cell)) for cell in (column, *table[column].head(50)))
                sheet.column_dimensions[head.column_letter].width, head.font = min(widest + 3, 60), Font(bold=True)
                for cell in below:
                    if isinstance(cell.value, int | float | Decimal) and not -1000 < cell.value < 1000:
                        cell.number_format = "#,##0" if cell.value % 1 == 0 else "#,##0.00"
                    elif column == "url" and cell.row < 65_530 and _LINK.fullmatch(cell.value or ""):  # most in a sheet
                        cell.hyperlink, cell.style = cell.value, "Hyperlink"
    with replacing(path) as aside, ZipFile(written) as source, ZipFile(aside, "w") as target:
        for member in source.namelist():  # without the time stamps
            content = source.read(member)
            if member == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"1980-01-01T00:00:00Z", content)
            target.writestr(ZipInfo(member), content, ZIP_DEFLATED)


def _as_excel(cell: object) -> object:
    """Return what Excel can hold: U+FFFD for control characters, times in UTC without a zone; days without a year in
    words, since they look like formulas."""
    if isinstance(cell, str):
        if len(cell) > _CELL:
            raise ParameterError(f"{cell[:30]!r}...: an Excel cell holds {_CELL:,} characters. Save as CSV or Parquet.")
        return write_day(_CONTROL.sub("\ufffd", cell))
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return cell.astimezone(UTC).replace(tzinfo=None)
    return cell


def add_names(table: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Return a table with a column beside each of codes (of countries, topics, instruments) of what people call them,
    such as ``parties_name``."""
    countries, named = dict.fromkeys(("parties", "country_a", "country_b"), country_names()), table.copy()
    for column, names in (countries | {"topic": topics["label"].to_dict(), "instruments": {}}).items():
        if column in table:
            said = [name_codes(items(cell), names) for cell in table[column]]
            named.insert(list(named).index(column) + 1, f"{column}_name", said)
    return named


def save_network(ledger: pd.DataFrame, path: str | Path) -> None:
    """
    Write the network of countries as GraphML.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`. Nodes are countries with their ``name``, edges have ``n_events, n_reports``.
    path : str or Path
        The file to write.

    Raises
    ------
    SchemaError
        If a column of the ledger is missing.
    SaveError
        If the file cannot be written; what was there is as it was.
    """
    import networkx as nx

    pairs = pair_countries(ledger, by_topic=False).map(_as_excel)
    network = nx.from_pandas_edgelist(pairs, "country_a", "country_b", ["n_events", "n_reports"])
    nx.set_node_attributes(network, {code: _as_excel(country_names().get(code, code)) for code in network}, "name")
    with replacing(path) as aside:
        nx.write_graphml(network, aside)


def list_sources(documents: pd.DataFrame, lists: str | Path | None = None) -> dict[str, Any]:
    """
    Return what tables depend on, without time and machine.

    Parameters
    ----------
    documents : DataFrame
        As returned by `load_corpus`.
    lists : str or Path, optional
        A folder with lists of the user's own.

    Returns
    -------
    dict
        ``versions`` of Python and the packages that move numbers, ``reports`` (how many), and hashes (SHA-256) of the
        reports' files, ``corpus``, and of the ``lists``.

    Raises
    ------
    OSError
        If a list cannot be read.
    """
    homes = [Path(__file__).parents[1] / "lists", *([Path(lists)] if lists else [])]
    read = [path.read_bytes() for home in homes for path in sorted(home.glob("*.csv"))]
    names = "numpy pandas pyarrow scikit-learn scipy silk-ledger".split()
    corpus = "\n".join(sorted(documents["sha256"].astype(str))).encode()
    hashes = {"corpus": sha256(corpus).hexdigest(), "lists": sha256(b"\n".join(read)).hexdigest()}
    versions = {"python": python_version()} | {name: version(name) for name in names}
    return {"versions": versions, "reports": len(documents)} | hashes


def add_codes(ledger: pd.DataFrame) -> pd.DataFrame:
    """
    Give a ledger the codes by which it can be laid beside other data.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`.

    Returns
    -------
    DataFrame
        The ledger and three columns of lists, sorted: ``cameo`` (event codes, of the instruments with their status),
        ``crs`` (purpose codes of the OECD's Development Assistance Committee, of the topic) and ``finance_types`` (of
        the DAC, where the event has finance and its quote names the kind). Empty where the list has no code.

    Raises
    ------
    SchemaError
        If a column of the ledger is missing.

    References
    ----------
    Schrodt, CAMEO: Conflict and Mediation Event Observations, Event and Actor Codebook 1.1b3, 2012. OECD DAC, CRS
    purpose codes and types of finance.
    """
    require_columns(ledger, "ledger", ("instruments", "status", "topic", "quote"))
    schemes = {name: rows.to_dict("records") for name, rows in load_list("codes").groupby("scheme")}
    codes: list[list[list[str]]] = []
    for event in ledger.to_dict("records"):
        acts, status = event["instruments"], event["status"]
        told = event["quote"].lower() if "finance" in acts else ""
        cameo = [row for row in schemes["cameo"] if row["key"] in acts and row["status"] == status]
        crs = [row for row in schemes["crs"] if row["key"] == event["topic"]]
        finance = [row for row in schemes["finance"] if row["key"] in told]
        codes.append([sorted({row["code"] for row in rows}) for rows in (cameo, crs, finance)])
    return ledger.join(pd.DataFrame(codes, ledger.index, ["cameo", "crs", "finance_types"]))
