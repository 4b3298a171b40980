"""The documents table holds what the folder holds, and says what it left out."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.corpus import COLUMNS, full_text, load_corpus, load_log, split_passages
from analysis.errors import (
    DuplicateIdError,
    EmptyCorpusError,
    EmptyDocumentError,
    FrontMatterError,
    ParameterError,
    ReadError,
    SchemaError,
)

SEEDS = Path(__file__).parent.parent / "seeds"


def write(folder: Path, **files: str) -> Path:
    """Write each text to ``folder/name.md``."""
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_load_corpus_reads_every_seed_with_its_front_matter():
    documents = load_corpus(SEEDS)
    assert len(documents) == 143
    assert documents.index.is_unique
    assert tuple(documents.columns) == COLUMNS
    for doc_id, row in documents.iterrows():
        fields = yaml.safe_load((SEEDS / f"{doc_id}.md").read_text(encoding="utf-8").split("---")[1])
        assert (row["title"], row["outlet"], row["language"]) == (fields["title"], fields["outlet"], fields["language"])
        assert pd.isna(row["date"]) if fields["date"] is None else row["date"].date() == fields["date"]


def test_load_corpus_gives_the_promised_types(tmp_path):
    documents = load_corpus(write(tmp_path, one="A report about gas."))
    assert documents.loc["one", "n_words"] == 4
    assert str(documents["date"].dtype) == "datetime64[s]"
    assert documents.loc["one", ["title", "date", "outlet", "duplicate_of"]].isna().all()


def test_load_corpus_finds_nested_files_and_passes_over_hidden_ones(tmp_path):
    (tmp_path / "2024" / "may").mkdir(parents=True)
    write(tmp_path / "2024" / "may", talks="Talks were held.")
    write(tmp_path, README="Read me.", _notes="Mine.", b="Second text.")
    (tmp_path / ".hidden.md").write_text("Hidden.", encoding="utf-8")
    assert list(load_corpus(tmp_path).index) == ["2024/may/talks", "b"]


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.txt", b"\x89PNG\0\0\0", ReadError, r"a\.txt: .* not text\. Remove it"),
        ("a.md", b"---\ntitle: one: two\n---\nText", FrontMatterError, r"a\.md, line 2: .* does not parse .*Quote"),
        ("a.md", b"---\n- one\n---\nText", FrontMatterError, r"a\.md, line 2: .*name: value"),
        ("a.md", b"---\ntitle: one\n---\n\n", EmptyDocumentError, r"a\.md: no text below"),
    ],
)
def test_load_corpus_names_what_it_refuses(tmp_path, name, content, error, message):
    (tmp_path / name).write_bytes(content)
    write(tmp_path, good="A good text.")
    with pytest.raises(error, match=message):
        load_corpus(tmp_path)
    documents = load_corpus(tmp_path, on_error="skip")
    assert list(documents.index) == ["good"]
    assert load_log(documents)[["file", "kind"]].to_numpy().tolist() == [[name, "error"]]


def test_load_corpus_refuses_two_files_with_one_id(tmp_path):
    write(tmp_path, a="First.")
    (tmp_path / "a.txt").write_text("Second.", encoding="utf-8")
    with pytest.raises(DuplicateIdError, match=r"a\.txt: doc_id 'a' is already used by a\.md\. Rename"):
        load_corpus(tmp_path)
    assert load_corpus(tmp_path, on_error="skip").loc["a", "text"] == "First."


def test_load_corpus_refuses_missing_and_empty_folders(tmp_path):
    with pytest.raises(EmptyCorpusError, match="no documents in this folder"):
        load_corpus(tmp_path)
    with pytest.raises(EmptyCorpusError, match="no such file or folder"):
        load_corpus(tmp_path / "nowhere")
    with pytest.raises(ParameterError, match="'raise' or 'skip'"):
        load_corpus(tmp_path, on_error="ignore")


def test_load_log_refuses_a_table_without_log():
    with pytest.raises(SchemaError, match="load_corpus gave"):
        load_log(pd.DataFrame({"text": ["a"]}))


def test_full_text_puts_the_title_first_where_there_is_one():
    documents = pd.DataFrame({"title": ["Gas deal", None], "text": ["Body.", "Alone."]}, index=["a", "b"])
    assert full_text(documents).to_dict() == {"a": "Gas deal\n\nBody.", "b": "Alone."}


def test_split_passages_gives_offsets_that_hold():
    documents = load_corpus(SEEDS)
    passages = split_passages(documents)
    for (doc_id, _), row in passages.iterrows():
        assert documents.loc[doc_id, "text"][row["start"] : row["end"]] == row["text"]
    assert passages["text"].str.len().between(1, 1000).all()
    assert set(passages.index.get_level_values("doc_id")) == set(documents.index)
