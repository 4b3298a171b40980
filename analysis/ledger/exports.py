"""
Tables and the network of countries as files for other programs.

A spreadsheet runs a cell that begins with ``= + - @``, a tab or a line break as a formula, so CSV and Excel get a ``'``
before such text (OWASP's advice); numbers, Parquet and JSON lines stay as they are.
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
    Write any of the kit's tables, its index as columns, in the format its path's ending names.

    `FORMATS` lists the endings; a `ParameterError` refuses others, a `MissingExtraError` Excel without openpyxl. In CSV
    and Excel a list is one cell: ``KAZ; UZB``, an amount written ``156000000 USD project``, as corrections are.
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
    """Write the file without the clock times that openpyxl puts into it: the same table gives the same bytes."""
    written = BytesIO()
    table.to_excel(written, index=False, engine="openpyxl")
    with ZipFile(written) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"1980-01-01T00:00:00Z", content)
            target.writestr(ZipInfo(name), content, ZIP_DEFLATED)


def save_network(ledger: pd.DataFrame, path: str | Path) -> None:
    """Write a ledger's network as GraphML: nodes are countries, edges carry ``n_documents`` and ``n_events``."""
    import networkx as nx

    pairs = pair_countries(ledger, by_topic=False)
    network = nx.from_pandas_edgelist(pairs, "country_a", "country_b", ["n_documents", "n_events"])
    nx.write_graphml(network, path)
