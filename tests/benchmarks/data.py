"""The folders that the benchmarks read."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def corpus(name: str) -> Path:
    """Return the path of a corpus in the folder of SILK_LEDGER_DATA, or end with what is missing there."""
    folder = os.environ.get("SILK_LEDGER_DATA")
    if not folder:
        sys.exit(
            "SILK_LEDGER_DATA is not set. Name the folder with corpora/reuters21578.jsonl.gz, bbc_news.jsonl.gz and "
            "20newsgroups.jsonl.gz: a JSON object a line, with id, text and title or label. They may not be passed on."
        )
    path = Path(folder, "corpora", f"{name}.jsonl.gz")
    if not path.is_file():
        sys.exit(f"{path}: there is no such file. SILK_LEDGER_DATA names the folder that holds corpora/.")
    return path
