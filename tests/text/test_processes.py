"""What several processes do is what one does, in order."""

import gc
import os
import pickle
import time
from multiprocessing import current_process

import pandas as pd
import pytest

from analysis import TopicClassifier, label_documents, load_corpus
from analysis.corpus import loading
from analysis.errors import AnalysisError, ReadError
from analysis.text import processes
from analysis.text.processes import share_out, uncollected
from analysis.topics import reasons


def square(block, power):
    time.sleep(0.05)  # so that no process does all
    return [(os.getpid(), number**power) for number in block]


def die(block):
    if current_process().name != "MainProcess":
        os._exit(1)
    time.sleep(4)


@pytest.fixture
def several(monkeypatch):
    """Blocks of three in two processes."""
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "2")
    monkeypatch.setattr(processes, "SHARED", 5)
    monkeypatch.setattr(reasons, "BLOCK", 3)
    monkeypatch.setattr(loading, "BLOCK", 3)


@pytest.mark.parametrize("n", [0, 1, 4, 90])
def test_blocks_come_back_in_order_from_one_process_or_two(several, n):
    found = [each for block in share_out(square, range(n), 3, 2) for each in block]
    assert [square for _, square in found] == [number**2 for number in range(n)]
    assert len({process for process, _ in found}) == (n > 0) + (n > 5)


def test_a_process_that_is_killed_is_told_of(several):
    with pytest.raises(AnalysisError, match="A process was killed, as for want of memory"):
        share_out(die, range(7), 3)


@pytest.mark.parametrize("n_cores", ["1", "2"])
def test_what_another_process_begins_is_waited_for(several, monkeypatch, n_cores):
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", n_cores)
    [(process, number)] = processes.start(square, [3], 2)()
    assert (process == os.getpid(), number) == (n_cores == "1", 9)


def test_a_process_that_is_killed_meanwhile_is_told_of(several):
    with pytest.raises(AnalysisError, match="A process was killed, as for want of memory"):
        processes.start(die, [1])()


def test_a_corpus_is_read_and_labelled_in_two_processes_as_in_one(tmp_path, request):
    (tmp_path / "_notes.txt").write_text("not a report")
    for n in range(20):
        head = f"Home\n\nTwo towns open a bank of trams, no. {n}\n\n12 May 2024\n\n"
        body = f"The bank in Osh lent {n} million dollars for tennis and trams to two towns on Monday, it said."
        (tmp_path / f"{n}.txt").write_text(head + body, encoding="utf-8")
    model = TopicClassifier({"sport": "tennis", "money": "bank, loan"}).fit(["tennis"])
    one = load_corpus(tmp_path)
    labels = label_documents(one, model)
    request.getfixturevalue("several")
    two = load_corpus(tmp_path)
    pd.testing.assert_frame_equal(two, one)
    assert list(two.attrs["log"]) == list(one.attrs["log"])
    pd.testing.assert_frame_equal(label_documents(two, model), labels)
    assert len(labels) >= 20


def test_the_first_report_that_fails_is_named_whichever_process_meets_it(several, monkeypatch):
    documents = pd.DataFrame({"title": None, "text": ["A bank."] * 8}, index=[f"d{n}" for n in range(8)])
    model = TopicClassifier({"sport": "tennis", "money": "bank, loan"}).fit(["tennis"])
    model.table_.weights = "broken"
    with pytest.raises(ReadError, match="d0"):
        label_documents(documents, model)


def test_a_model_that_has_labelled_goes_to_another_process_without_the_words_it_remembers():
    model = TopicClassifier({"sport": "tennis", "money": "bank, loan"}).fit(["tennis"])
    fresh = len(pickle.dumps(model))
    texts = [" ".join(f"word{n}x{k}" for k in range(50)) + " tennis." for n in range(20)]
    found = model.predict_topics(texts)
    assert len(pickle.dumps(model)) == fresh
    assert pickle.loads(pickle.dumps(model)).predict_topics(texts) == found


def test_garbage_is_looked_for_again_after_a_step_and_after_one_that_fails():
    @uncollected()
    def step(inner):
        assert not gc.isenabled()
        return inner() if inner else gc.isenabled()

    assert step(lambda: step(None)) is False
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError):
        step(lambda: 1 / 0)
    assert gc.isenabled()
    gc.disable()
    try:
        step(None)
        assert not gc.isenabled()
    finally:
        gc.enable()
