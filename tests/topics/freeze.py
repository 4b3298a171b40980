"""
Write the frozen model of the sectors for the lists as they are, after each change to ``sectors.csv`` or
``sector_terms.csv``: ``python -m tests.topics.freeze VERSION``.
"""

import json
import sys

from analysis.text.saving import save_bytes
from analysis.topics.table import FILE, hash_topics, load_sectors
from analysis.topics.word_weights import CALIBRATION


def freeze(version, path=FILE):
    state = {
        "format": "silk-ledger sectors 1",
        "name": "sectors",
        "version": version,
        "hash": hash_topics(load_sectors(None)),
    }
    save_bytes(path, json.dumps(state | {"curve": CALIBRATION}, indent=1).encode() + b"\n")


if __name__ == "__main__":
    freeze(*sys.argv[1:])
