"""
The topics of each document with their evidence, and a text with the reasons for its topic marked.
"""

from itertools import chain

import pandas as pd
from sklearn.utils.validation import check_is_fitted

from analysis.errors import ParameterError, ReadError, check_on_error, log_row, name_culprit, require_columns
from analysis.lists.loading import load_list
from analysis.text import display, passages
from analysis.text.processes import share_out, uncollected
from analysis.topics.classifier import TopicClassifier
from analysis.topics.table import tell_language

BLOCK = 1000  # texts labelled at a time: their words are counted in one go


class Reasons(display.Evidence):
    """Evidence with weights, which notebooks shade: a third of a vote or more in full, others by their share of it."""

    def _weigh(self, marks: str) -> tuple[str, float]:
        weight = float(marks.rpartition(" ")[2])
        return "speaks for" if weight > 0 else "speaks against", min(1.0, 3 * abs(weight))


def mark_reasons(text: str, model: TopicClassifier, topic: str | None = None) -> Reasons:
    """
    Show a text with the evidence for and against one topic marked, each with its weight.

    Parameters
    ----------
    text : str
        One document.
    model : TopicClassifier
        Fitted.
    topic : str or None, default None
        One of the model's topics; None for the best one, if anything speaks for one.

    Returns
    -------
    Reasons
        The marked text, which names the topic, or says that nothing speaks for any; what weighs less than a fifth of
        the strongest reason is not marked. Of reasons that overlap, as a phrase of the table and a learned word in it,
        the longest that begins first is.

    Raises
    ------
    ParameterError
        If the model has no such topic.
    NotFittedError
        If the model is not fitted (scikit-learn's error).
    """
    found = model.explain(text).sort_values(["start", "end"], ascending=[True, False])
    if topic is None and not (found["weight"] > 0).any():
        return Reasons("", [("text, in which nothing speaks for a topic", text, "")])
    topic = str(model.topics_.index[int(model._values([text]).argmax())]) if topic is None else topic
    if topic not in model.topics_.index:
        raise ParameterError(f"The model has no topic {topic!r}. It has: {', '.join(map(str, model.topics_.index))}.")
    own = found.query("topic == @topic and end > 0")
    own = own[own["weight"].abs() >= own["weight"].abs().max() / 5]
    pieces, last, field = list[tuple[str, str, str]](), 0, f"text, marked for {model.topics_['label'][topic]}"
    for start, end, weight in own[["start", "end", "weight"]].itertuples(index=False):
        if start >= last:
            pieces += [(field, text[last:start], ""), (field, text[start:end], f"{topic} {weight:+.2f}")]
            last = end
    return Reasons(topic, [piece for piece in [*pieces, (field, text[last:], "")] if piece[1]])


@uncollected()
def label_documents(documents: pd.DataFrame, model: TopicClassifier, *, on_error: str = "raise") -> pd.DataFrame:
    """
    Label each document with its topics.

    Parameters
    ----------
    documents : DataFrame, indexed by ``doc_id``
        ``title`` and ``text`` (str).
    model : TopicClassifier
        Fitted.
    on_error : {"raise", "skip"}, default "raise"
        Whether a document that cannot be labelled stops the run or becomes a row of ``attrs["log"]``.

    Returns
    -------
    DataFrame, indexed by ``(doc_id, topic)``
        ``score`` (probability, 0 to 1), ``rank`` (1 = primary), ``evidence`` (list of up to eight terms of most weight,
        heaviest first, none below a tenth of the heaviest). Documents in their order, topics by rank; an undecided
        document has no row. ``attrs["model"]`` is the model's ``model_``; ``attrs["log"]`` names each document that
        cannot be labelled, or is in a language without terms by its column ``language`` or its words, and the columns
        of the topics that are not used.

    Raises
    ------
    SchemaError
        If a column is missing.
    ParameterError
        If `on_error` is neither of the two.
    ReadError
        Under ``on_error="raise"``, if a document cannot be labelled; it names the document.
    NotFittedError
        If the model is not fitted (scikit-learn's error).
    """
    check_is_fitted(model, "learned_")
    check_on_error(on_error)
    texts = passages.full_text(documents)
    languages = documents.get("language", pd.Series(None, documents.index, dtype=object))
    records = list(zip(texts.index, texts, languages, strict=True))
    parts = share_out(_label_block, records, BLOCK, model, on_error)
    rows, foreign, errors = (list(chain.from_iterable(lists)) for lists in zip(*parts, strict=True))
    table = pd.DataFrame(rows, columns=["doc_id", "topic", "score", "rank", "evidence"])
    table.attrs |= {"log": [*model.topics_.attrs.get("log", ()), *foreign, *errors], "model": model.model_}
    return table.set_index(["doc_id", "topic"])


def list_label_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    List what moved between two tables of labels of the same documents, as by a model that learned from the corpus.

    Parameters
    ----------
    before, after : DataFrame, indexed by ``(doc_id, topic)``
        From `label_documents`.

    Returns
    -------
    DataFrame, indexed by ``(doc_id, topic)``
        A row for each label that only one table has, or that is primary in only one: ``before``, ``after`` (rank, 1 =
        primary; NA: no such label), ``evidence`` (list of str, of `after` where it has the label). Sorted by index.

    Raises
    ------
    SchemaError
        If a table has no ``rank`` or no ``evidence``.
    ParameterError
        If it has another index, or a row of it twice.
    """
    for name, table in (("before", before), ("after", after)):
        require_columns(table, name, ("rank", "evidence"))
        if table.index.names != ["doc_id", "topic"] or not table.index.is_unique:
            remedy = "Pass the table as label_documents gives it."
            raise ParameterError(f"{name}: not one row for each doc_id and topic in its index. {remedy}")
    moved = pd.concat({"before": before["rank"], "after": after["rank"]}, axis=1).astype("Int64").sort_index()
    moved["evidence"] = after["evidence"].combine_first(before["evidence"])
    kinds = moved[["before", "after"]].astype("float").clip(upper=2).fillna(0)  # no label, primary, other
    return moved[kinds["before"] != kinds["after"]]


@uncollected()
def _label_block(records: list[tuple], model: TopicClassifier, on_error: str) -> tuple[list, list[dict], list[dict]]:
    """Give the rows of the labels table, and of its log: of languages without terms, and of errors."""
    ids, texts = [doc_id for doc_id, *_ in records], [text for _, text, _ in records]
    foreign, errors = list[dict](), list[dict]()
    if model._skips_foreign:
        known = sorted(set(load_list("sector_terms")["language"]))
        detail = f"no sector: there are terms in {', '.join(known)} only. Use topics of your own in its language."
        for at, (doc_id, text, language) in enumerate(records):
            if (pd.notna(language) and language not in known) or tell_language(str(text)) is None:
                texts[at] = ""
                foreign.append(log_row(str(doc_id), "not covered", detail))
    found = _label_texts(ids, texts, model, errors, strict=on_error == "raise") if ids else []
    return [(doc_id, *label) for doc_id, own in zip(ids, found, strict=True) for label in own], foreign, errors


def _label_texts(ids: list, texts: list, model: TopicClassifier, log: list[dict], *, strict: bool) -> list[list]:
    """Label texts in one go; if that fails one by one, to raise the error of one, or log it and give it no label."""
    try:
        with name_culprit(str(ids[0])):
            return list(model._label(texts))
    except ReadError as error:
        if len(texts) > 1:
            pairs = zip(ids, texts, strict=True)
            return [_label_texts([doc_id], [text], model, log, strict=strict)[0] for doc_id, text in pairs]
        if strict:
            raise
        log.append(log_row(str(ids[0]), "error", str(error)))
        return [[]]
