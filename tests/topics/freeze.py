"""
Write the frozen model of the sectors for the lists as they are, after each change to ``sectors.csv`` or
``sector_terms.csv``: ``python -m tests.topics.freeze VERSION``.
"""

import argparse
import json

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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", help="such as 1.2")
    freeze(parser.parse_args().version)
