"""The briefs of others: whole, and read by the kit far better than by chance."""

from analysis import load_corpus
from analysis.evaluate.annotations import load_annotations, load_deals
from tests.benchmarks.bench_others import FOLDER, measure


def test_each_brief_has_its_annotation_and_its_deals():
    ids = set(load_corpus(FOLDER).index)
    assert len(ids) == 72
    assert set(load_annotations(FOLDER)["doc_id"]) == ids
    assert set(load_deals(FOLDER).index.get_level_values("doc_id")) <= ids


def test_all_parts_are_measured():
    scores = measure()
    assert scores.shape == (14, 3)
    assert (scores > 0.4).all().all()
