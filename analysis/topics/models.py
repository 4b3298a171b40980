"""
A fitted classifier as a plain file: topics, words and weights in JSON, readable and never executed.

Pickle would run any code that a stranger put into the file, and breaks when a library is upgraded. JSON keeps every
float to its last bit, so that a loaded model gives the same scores.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from analysis.errors import SchemaError
from analysis.text.saving import save_bytes
from analysis.topics.classifier import TopicClassifier
from analysis.topics.table import as_topics, read_state

FORMAT = "silk-ledger topic classifier 2"


def save_model(model: TopicClassifier, path: Path | str) -> None:
    """
    Write a fitted classifier to a JSON file, replacing an existing one.

    Parameters
    ----------
    model : TopicClassifier
        Fitted.
    path : Path or str
        The file to write.

    Raises
    ------
    NotFittedError
        If the model is not fitted (scikit-learn's error).
    """
    check_is_fitted(model, "learned_")
    state = {
        "format": FORMAT,
        "limits": [model.threshold, model.undecided_below],
        "model": model.model_,
        "curve": model.calibration_.tolist(),
        "topics": model.topics_.reset_index().to_dict("records"),
        "learned": dict(zip(model.words_.tolist(), model.learned_.tolist(), strict=True)),
    }
    save_bytes(path, json.dumps(state, ensure_ascii=False).encode("utf-8"))


def load_model(path: Path | str) -> TopicClassifier:
    """
    Read a classifier that `save_model` wrote.

    Parameters
    ----------
    path : Path or str
        The file to read.

    Returns
    -------
    TopicClassifier
        Fitted, with the same scores as the one saved.

    Raises
    ------
    SchemaError
        If the file cannot be read or is not a saved classifier.
    """
    state = read_state(path, FORMAT)
    try:
        topics, learned = as_topics(pd.DataFrame(state["topics"])), state["learned"]
        threshold, undecided_below = map(float, state["limits"])
        model = TopicClassifier(topics, threshold=threshold, undecided_below=undecided_below)
        model._set_topics(topics)
        model.model_ = {key: str(state["model"][key]) for key in ("name", "version", "hash", "learned")}
        model.calibration_ = np.array(state["curve"], dtype=float)
        model._set_words(np.array(list(learned), dtype=object))
        model.learned_ = np.array(list(learned.values()), dtype=float).reshape(len(model.words_), len(topics))
        numbers = [model.calibration_, model.learned_, np.array([model.threshold, model.undecided_below])]
        if model.calibration_.shape != (3,) or not all(np.isfinite(part).all() for part in numbers):
            raise ValueError("curve has three finite numbers, learned one for each word and topic")
        return model
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise SchemaError(f"{path}: a damaged classifier ({problem}). Save the model again.") from problem
