"""
Tables and the network of countries as files for other programs.

A spreadsheet runs a cell that begins with ``= + - @``, a tab or a line break as a formula, so in CSV and Excel such
text is preceded by ``'`` (as OWASP advises); numbers, Parquet and JSON lines are unchanged.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from analysis.errors import MissingExtraError, ParameterError
from analysis.ledger.ledger import pair_countries
from analysis.text.display import guard_cell

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
        amount is written ``156000000 USD project``, as in corrections.

    Raises
    ------
    ParameterError
        If the ending is none of `FORMATS`.
    MissingExtraError
        If openpyxl, which writes Excel files, is not installed.
    """
    path, table = Path(path), table.reset_index()
    if path.suffix == ".csv":
        table.map(guard_cell).to_csv(path, index=False, lineterminator="\n")
    elif path.suffix == ".xlsx":
        try:
            _save_excel(table.map(guard_cell), path)
        except ImportError as error:
            raise MissingExtraError(f"{path}: Excel files need openpyxl. Install silk-ledger[office].") from error
    elif path.suffix == ".parquet":
        table.to_parquet(path, index=False)
    elif path.suffix == ".jsonl":
        table.to_json(path, orient="records", lines=True, force_ascii=False, date_format="iso")
    else:
        raise ParameterError(f"{path}: no format for {path.suffix!r}. Formats are: {', '.join(FORMATS)}.")


def _save_excel(table: pd.DataFrame, path: Path) -> None:
    """Write the file without openpyxl's time stamps, so that the same table gives the same bytes."""
    written = BytesIO()
    table.to_excel(written, index=False, engine="openpyxl")
    with ZipFile(written) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"1980-01-01T00:00:00Z", content)
            target.writestr(ZipInfo(name), content, ZIP_DEFLATED)


def save_network(ledger: pd.DataFrame, path: str | Path) -> None:
    """
    Write the network of countries as GraphML.

    Parameters
    ----------
    ledger : DataFrame
        As returned by `build_ledger`. Nodes are countries, edges have ``n_documents`` and ``n_events``.
    path : str or Path
        The file to write.

    Raises
    ------
    SchemaError
        If a column of the ledger is missing.
    """
    import networkx as nx

    pairs = pair_countries(ledger, by_topic=False)
    network = nx.from_pandas_edgelist(pairs, "country_a", "country_b", ["n_documents", "n_events"])
    nx.write_graphml(network, path)
