"""Files larger than memory: the same model and the same matrix as from a list, a block at a time."""

import gzip
import json

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from scipy.sparse import vstack
from sklearn.exceptions import NotFittedError

from analysis.errors import CorpusError, ReadError, SchemaError
from analysis.text import chunks as blocks
from analysis.text.chunks import read_chunks
from analysis.text.ngrams import merge_counts
from analysis.text.vectors import CorpusVectorizer

TEXTS = ["Rail and road; rail tolls.", "Road tolls, чай", "", "gas line \U0001f600 gas", "rail road rail road"]


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 40)


def write_jsonl(path, texts, opener=open):
    with opener(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
    return path


def write_parquet(path, texts):
    parquet.write_table(pa.table({"text": texts}), path)
    return path


@pytest.mark.parametrize(
    "parameters",
    [{}, {"ngram_range": (1, 2), "min_df": 2, "sublinear_tf": True}, {"max_features": 3}, {"use_idf": False},
     {"vocabulary": ["road", "rail", "ship"], "smooth_idf": True}, {"analyzer": "char"}, {"dtype": np.float32}],
    ids=str,
)  # fmt: skip
def test_files_give_what_a_list_gives(parameters, tmp_path, small_blocks):
    path = write_parquet(tmp_path / "texts.parquet", TEXTS)
    expected, model = CorpusVectorizer(**parameters), CorpusVectorizer(**parameters)
    X = expected.fit_transform(TEXTS)
    found = list(model.fit_files(path).transform_files(path))
    assert len(found) > 1
    assert model.vocabulary_ == expected.vocabulary_
    assert found[0].dtype == X.dtype
    np.testing.assert_allclose(vstack(found).toarray(), X.toarray(), rtol=0, atol=1e-7 if X.dtype == "f4" else 1e-12)
    if expected.use_idf:
        np.testing.assert_array_equal(model.idf_, expected.idf_)


def test_fit_counts_says_what_to_change_when_nothing_is_left():
    with pytest.raises(ValueError, match="leave no term of 1 texts"):
        CorpusVectorizer().fit_counts(CorpusVectorizer().count_terms(["- -"]))
    with pytest.raises(ValueError, match="token_pattern, stop_words, ngram_range leave no term of 0 texts"):
        CorpusVectorizer().fit_counts(merge_counts([]))


def test_transform_files_needs_a_fitted_vectorizer(tmp_path):
    with pytest.raises(NotFittedError):
        next(CorpusVectorizer().transform_files(write_jsonl(tmp_path / "a.jsonl", TEXTS)))


def test_read_blocks_reads_a_folder_in_the_order_of_names(tmp_path, small_blocks):
    write_jsonl(tmp_path / "b.jsonl", TEXTS[1:3])
    write_parquet(tmp_path / "a.parquet", TEXTS[:1])
    write_jsonl(tmp_path / "c.jsonl.gz", TEXTS[3:], gzip.open)
    (tmp_path / "notes.txt").write_text("not read")
    read = list(read_chunks(tmp_path, progress=False))
    assert [text for block in read for text in block] == TEXTS
    assert max(len("".join(block)) for block in read) < 40 + max(map(len, TEXTS))


def test_read_blocks_says_where_a_text_is_missing(tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", ["a", None])
    with pytest.raises(SchemaError, match=r"a.jsonl: row 2 has None in 'text', no text"):
        list(read_chunks(path))


def test_read_blocks_refuses_a_column_that_is_not_there(tmp_path):
    with pytest.raises(SchemaError, match="no column 'body'; it has text"):
        list(read_chunks(write_parquet(tmp_path / "a.parquet", TEXTS), column="body"))


@pytest.mark.parametrize("line", ["{", "[1]"])
def test_read_blocks_refuses_broken_lines(line, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n' + line)
    with pytest.raises(ReadError, match=r"a.jsonl: line 2 is no JSON object"):
        list(read_chunks(path))


@pytest.mark.parametrize("name", ["none.parquet", "."])
def test_read_blocks_refuses_what_holds_no_file(name, tmp_path):
    with pytest.raises(CorpusError, match=r"no .parquet, .jsonl, .jsonl.gz file"):
        list(read_chunks(tmp_path / name))
