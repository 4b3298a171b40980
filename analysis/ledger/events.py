"""
Events: deals that are one, across reports, outlets and languages.

Two reports are compared as records are in the linkage of Fellegi and Sunter. Each field adds the logarithm of how much
likelier its agreement is in two reports of one event than in any two, or takes off where both say something else. How
often a value agrees by chance is its frequency in the reports at hand, mixed with an assumed background: in a few
reports no value passes for rare, and one report more hardly moves a weight. The more reports there are, the more
rivals a pair has. The best pair of deals of two reports has the odds of the reports, any other pair as much less as it
agrees less.

Deals are joined from the best pair on, if the mean over all pairs of the two groups allows it: no chain forms, and no
two deals of a report join. Only reports that share rare keys are compared, so time grows with the reports and not with
their square. Words are compared by their consonants in Latin letters, which brings inflected forms together and names
in Cyrillic and Latin (`fields`).

The factors are those of a logistic regression, rounded, over the 200,000 pairs of 642 reports: events.jsonl, whose
pairs count three times, the seeds, the briefs in other languages, 74 pages, and 228 English and Russian briefs, most
not in the project, that tell many of their events again. On pairs of events left out of the fit it finds 0.72 of those
that are one, 0.88 of what it finds being right. Pairs of reports joined, precision / recall, with the deals found:
events.jsonl 0.98 / 0.67, all reports 0.83 / 0.76. Two sets that others wrote afterwards, 54 and 74 reports with
continuations years later and most pairs in two languages: 0.89 / 0.42 and 0.77 / 0.29; with the acts of Kyrgyz, Tajik
and Turkmen, which they showed to be missed, 0.91 / 0.55 and 0.79 / 0.33. Factors chosen on events.jsonl alone came to
1.00 / 0.77 there, to 0.60 / 0.82 in all, and to 0.72 / 0.55 and 0.71 / 0.26 in the two. Splink 5 on the same fields and
sums, trained by expectation maximisation on events.jsonl, came to 0.71 / 0.36 or, lower, 0.56 / 0.43 there; this is by
pairs alone, without groups. Reports without deals join no event: by their words and dates alone, most that joined were
wrong. Each further report makes a link a little harder, and a report of ten thousand words shares some of everything.

References
----------
Fellegi and Sunter, A theory for record linkage, Journal of the American Statistical Association 64(328), 1969.
"""

import re
from collections import defaultdict, namedtuple
from collections.abc import Callable
from functools import partial
from math import log

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.errors import Log, SchemaError, log_row, require_columns
from analysis.ledger.fields import SETS, Tables, read_deals, read_texts
from analysis.text.passages import full_text
from analysis.text.processes import uncollected
from analysis.text.tokens import release
from analysis.topics.table import tell_language

BACKGROUND = 300  # reports assumed beside those given
RELATED = 55  # of them, reports that are as near as those of one event
LEAST = -2.6  # log-odds of two reports before any evidence, if there were no rivals
SURE = 0.6  # least log-odds of the pair from which two groups join
MEAN = -1  # least mean log-odds between two groups that join; a pair counts from -4 to 4
_BLOCK = 2048  # reports compared with all others at a time

# How two sets of values of a field compare: the `chance` that a report of the background has a value; the `factor` of
# the logarithm of what the shared values weigh; what is added where both have values and share none (`apart`), and
# where neither has all of the other (`nested`); how many values a report has (`usual`): of more some agree by chance.
Field = namedtuple("Field", "chance factor apart nested usual", defaults=(0, 4))
FIELDS = {
    "words": Field(0.01, 0, 0),  # only the chance; `_compare_words` does the rest
    "numbers": Field(0.02, 0.9, 0, usual=8),
    "years": Field(0.2, 0, -1),
    "parties": Field(0.2, 1.9, -1, -2.4),
    "organisations": Field(0.01, 0.4, -1.5),
    "roundings": Field(0.06, 0.5, 0, usual=6),
    "magnitudes": Field(0.25, 1.2, -0.6, usual=6),
    "places": Field(0.03, 0.6, -1.5),
    "instruments": Field(0.2, 0, -0.5),
    "topic": Field(0.1, 0.3, -1.5),
}
WORDING = np.array([(0.31, 3.8), (0.1, 16)])  # in one language, and in two: a usual root of the cosine, worth above it
ALIKE = {"tr": "az", "tk": "az", "ky": "kk"}
MOST = 5.0  # log-odds that wording can give
DAYS = 0.7  # factor of the logarithm of the days between two reports


@uncollected()
def link_events(deals: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """
    Give deals that are one, across reports, one event.

    Parameters
    ----------
    deals : DataFrame, indexed by ``(doc_id, deal)`` (unique)
        As returned by `find_deals`; rows may have been dropped, and any cell may be NA.
    documents : DataFrame, indexed by ``doc_id`` (unique)
        ``title``, ``text`` and ``date`` as given by `load_corpus`; ``language`` where known (else it is told by the
        text), since texts in two languages share fewer words; ``duplicate_of`` where known: a deal of a reprint has
        the event of the deal of the first copy with the same instruments and sums.

    Returns
    -------
    DataFrame
        The deals in the same order; ``event`` is the first ``doc_id#deal`` of those that are one. ``attrs["log"]``
        has a row for each event of an earlier linking (the ``event`` that deals came with) that has changed;
        ``attrs["links"]`` is a list of dicts, one a pair of deals of one event that were compared: ``event, deal,
        other, probability``, the log-odds of each field.

    Raises
    ------
    SchemaError
        If a column is missing, an index repeats, or a ``doc_id`` of a deal is not in `documents`.

    Notes
    -----
    The result does not depend on the order of rows. Sums agree within 3 %, or weakly within 20 %; dollars, euros,
    pounds and francs are compared as they stand, any other currency with itself.
    """
    require_columns(deals, "deals", (*SETS, "amounts", "topic"))
    require_columns(documents, "documents", ("title", "text", "date"))
    repeated = [*documents.index[documents.index.duplicated()], *deals.index[deals.index.duplicated()]]
    if odd := repeated + sorted(set(deals.index.get_level_values(0)) - set(documents.index)):
        raise SchemaError(f"{odd[0]!r} repeats, or is only in deals. Make deals from these documents, each once.")
    if deals.empty:
        return deals.copy()
    copies = _find_copies(deals, documents.get("duplicate_of", pd.Series(dtype=object)).dropna().to_dict())
    kept = np.unique(copies)
    kept = kept[deals.index[kept].argsort()]
    events = np.empty(len(deals), dtype=object)
    events[kept], links = _link(deals.iloc[kept], documents)
    before = deals.get("event", pd.Series(pd.NA, deals.index, "str"))
    linked = deals.assign(event=pd.Series(events[copies], deals.index, before.dtype))
    log = _log_changes(linked, before)
    linked.attrs = deals.attrs | {"log": Log([*deals.attrs.get("log", ()), *log]), "links": links}
    return linked


def _find_copies(deals: pd.DataFrame, first: dict) -> np.ndarray:
    """Return for each deal its place, or that of the deal of which it is a copy; `first` are the first copies of
    reprints."""
    copies, names = np.arange(len(deals)), deals.index.get_level_values(0)
    places = np.flatnonzero(names.isin({*first, *first.values()})).tolist()
    told = (deals[name].iloc[places].map(str) for name in ("instruments", "amounts"))
    keys = list(zip(names[places], *told, strict=True))
    alike = dict(zip(keys[::-1], places[::-1], strict=True))
    copies[places] = [alike.get((first.get(key[0]), *key[1:]), at) for key, at in zip(keys, places, strict=True)]
    return copies


def _log_changes(linked: pd.DataFrame, before: pd.Series) -> list[dict]:
    """Return a row of the log for each event of an earlier linking that has lost or gained a deal since."""
    if not before.dropna().duplicated().any():
        return []
    ids = [f"{doc_id}#{deal}" for doc_id, deal in linked.index]
    event = dict(zip(ids, linked["event"].tolist(), strict=True))
    now, earlier = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for name, old in zip(ids, before.reindex(linked.index).tolist(), strict=True):
        now[event[name]].append(name)
        if isinstance(old, str):
            earlier[old].append(name)
    changed = [(old, now[event[old[0]]]) for old in earlier.values() if len(old) > 1 and now[event[old[0]]] != old]
    return [log_row(old[0], "event changed", before=" ".join(old), after=" ".join(new)) for old, new in changed]


def _link(deals: pd.DataFrame, documents: pd.DataFrame) -> tuple[np.ndarray, list[dict]]:
    """Return the event of each deal, and the evidence for each pair of deals of one event."""
    report, names = pd.factorize(deals.index.get_level_values(0))
    holds = sp.csr_matrix((np.ones(len(report), np.float32), (report, np.arange(len(report)))))
    own = read_deals(deals)
    whole = read_texts(documents[["title", "text"]], names)
    release()
    whole |= {name: (holds @ values).sign().astype(np.int8) for name, values in own.items()}
    weights = {name: _weigh(values, FIELDS[name].chance) for name, values in whole.items()}
    wording = whole["words"], weights["words"], whole["words"] @ weights["words"]
    compare_words = partial(_compare_words, *wording, _group_languages(documents.loc[names]))
    compare_days = partial(_compare_days, *_measure_days(documents["date"][names]))
    weigh = partial(_weigh_reports, whole, weights, {"words": compare_words, "dates": compare_days})
    pairs = _pair_deals(_pair_reports(whole, weights, weigh), holds, own, weights)
    group = _join(pairs, report)
    keys = zip(*map(deals.index.get_level_values, (0, 1)), strict=True)
    ids = np.array([f"{doc_id}#{deal}" for doc_id, deal in keys], dtype=object)
    events, joined = ids.copy(), np.flatnonzero(np.bincount(group)[group] > 1)
    events[joined] = pd.Series(ids[joined]).groupby(group[joined]).transform("min")
    pairs = pairs[group[pairs["left"]] == group[pairs["right"]]]
    why = {"event": events[pairs["left"]], "deal": ids[pairs["left"]], "other": ids[pairs["right"]]}
    why |= {"probability": 1 / (1 + np.exp(-pairs["odds"].to_numpy()))}
    links = pd.DataFrame(why | weigh(report[pairs["left"]], report[pairs["right"]]))
    return events, Log(links.round(3).to_dict("records"))


def _group_languages(documents: pd.DataFrame) -> np.ndarray:
    """Return a number for the language of each report, told by the text where it is not known; one for languages whose
    words are alike."""
    known = documents.reindex(columns=["language"])["language"].astype("object")
    known[known.isna()] = [_tell_language(text) for text in full_text(documents[known.isna()]).fillna("")]
    return pd.factorize(known.str.lower().str[:2].replace(ALIKE))[0]


def _tell_language(text: str) -> str | None:
    code = tell_language(text)
    return ("ru" if re.search("[а-я]", text) else "en") if code == "" else code


def _weigh(values: sp.csr_matrix, chance: float) -> np.ndarray:
    """Return the log-odds of a shared value, from its share of the reports other than the two that share it."""
    others = np.maximum(np.asarray(values.sum(axis=0), float).ravel() - 2, 0) + BACKGROUND * chance
    return np.maximum(np.log(0.5 * (max(values.shape[0] - 2, 0) + BACKGROUND) / others), 0)


def _measure_days(dates: pd.Series) -> tuple[np.ndarray, float]:
    """Return the days of the reports, and the days between two below which nearness speaks for one event."""
    days = ((dates - dates.min()) / pd.Timedelta(days=1)).to_numpy(float)
    spread = np.subtract(*np.nanquantile(days, [0.75, 0.25])) / 1.35 if dates.count() else 0  # as a deviation
    usual = 0.08 * (dates.count() * spread + 30 * 1000) / (dates.count() + 30)  # with thirty more over some years
    return days, usual


def _pair_reports(whole: Tables, weights: dict, weigh: Callable[..., dict[str, np.ndarray]]) -> pd.DataFrame:
    """Compare the reports that share rare keys; keep the pairs whose deals may be one."""
    rare = list[sp.csr_matrix]()
    for name in FIELDS:
        spread = np.bincount(whole[name].indices, minlength=whole[name].shape[1])
        kept = np.flatnonzero((spread > 1) & (spread <= 30))  # what more reports share is not rare
        rare.append(whole[name][:, kept] @ sp.diags(weights[name][kept].astype(np.float32)))
    keys, n_reports = sp.hstack(rare, format="csr"), rare[0].shape[0]
    del rare  # as much memory as the keys
    found, parts = keys.T.sign().tocsr(), list[pd.DataFrame]()
    start_odds, least = LEAST - _rivals(n_reports), 2 * (_rivals(n_reports) - 2)
    for start in range(0, n_reports, _BLOCK):
        shared = (keys[start : start + _BLOCK] @ found).tocoo()
        likely = (shared.data > least) & (shared.col > shared.row + start)
        left, right = shared.row[likely] + start, shared.col[likely]
        for words in (False, True):  # which take the longest to compare
            odds = sum(weigh(left, right, words=words).values(), np.full(len(left), start_odds))
            left, right, odds = left[odds > -4], right[odds > -4], odds[odds > -4]
        parts.append(pd.DataFrame({"left": left, "right": right, "odds": odds}))
    pairs = pd.concat(parts, ignore_index=True)
    return pairs[pairs["odds"] > -4]


def _rivals(n_reports: int) -> float:
    return log((n_reports + BACKGROUND) / RELATED)


def _weigh_reports(
    whole: Tables, weights: dict, others: dict, left: np.ndarray, right: np.ndarray, *, words: bool = True
) -> dict[str, np.ndarray]:
    """Return the log-odds that each field, and what `others` compare, give to pairs of reports; where no `words` are
    compared, the most that these can give."""
    told = others["words"](left, right) if words else np.full(len(left), MOST)
    reasons = {name: _compare(name, whole, weights, left, right) for name in FIELDS if name != "words"}
    return {"words": told, **reasons, "dates": others["dates"](left, right)}


def _compare_days(days: np.ndarray, usual: float, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    nearness = np.log(usual / (np.abs(days[left] - days[right]) + 3))
    return DAYS * np.nan_to_num(np.clip(nearness, -4, 4))


def _compare_words(
    table: sp.csr_matrix, weights: np.ndarray, sizes: np.ndarray, languages: np.ndarray, *pairs: np.ndarray
) -> np.ndarray:
    """Return the log-odds that the cosine of two texts' words gives, by whether their languages, given as numbers, are
    known to be two; `sizes` are the sums of the words' weights."""
    left, right = pairs
    cosines = table[left].multiply(table[right]) @ weights / np.sqrt(np.maximum(sizes[left] * sizes[right], 1e-9))
    foreign = (languages[left] != languages[right]) & (np.minimum(languages[left], languages[right]) >= 0)
    usual, factor = WORDING[foreign.astype(int)].T
    return np.minimum(factor * (np.sqrt(cosines) - usual), MOST)


def _compare(name: str, values: Tables, weights: dict, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the log-odds that a field gives to pairs of rows."""
    field, table = FIELDS[name], values[name]
    size = np.diff(table.indptr)
    common = table[left].multiply(table[right]).tocsr()
    fewer, shared = np.minimum(size[left], size[right]), np.diff(common.indptr)
    expected = np.minimum(field.usual / np.sqrt(np.maximum(size[left] * size[right], 1)), 1)
    found = field.factor * np.log1p(common @ weights[name] * expected)
    return np.where(shared, found + field.nested * (shared < fewer), field.apart * (fewer > 0))


def _pair_deals(reports: pd.DataFrame, holds: sp.csr_matrix, own: Tables, weights: dict) -> pd.DataFrame:
    """Pair the deals of two reports; the best pair has their odds, others less by as much as they agree less."""
    place, shape = np.arange(len(reports)) + 1, (holds.shape[0],) * 2
    left, right, place = sp.find(holds.T @ sp.csr_matrix((place, (reports["left"], reports["right"])), shape) @ holds)
    agree = sum(_compare(name, own, weights, left, right) for name in own)
    pairs = reports.iloc[place.astype(int) - 1].assign(left=left, right=right)
    pairs["odds"] += agree - pd.Series(agree).groupby(place).transform("max").to_numpy()
    pairs = pairs[pairs["odds"] > -4]
    return pairs.sort_values(["odds", "left", "right"], ascending=[False, True, True], ignore_index=True)


def _join(pairs: pd.DataFrame, report: np.ndarray) -> np.ndarray:
    """Return the group of each deal: join groups from the best pair on, by the mean over all their pairs."""
    group = list(range(len(report)))
    sure = pairs[pairs["odds"] >= SURE]
    joins = np.union1d(sure["left"], sure["right"])  # no other deal joins any
    pairs = pairs[pairs["left"].isin(joins) & pairs["right"].isin(joins)]
    members = {deal: [deal] for deal in joins.tolist()}
    reports = {deal: {name} for deal, name in zip(members, report[joins].tolist(), strict=True)}
    totals: dict[int, dict[int, float]] = {deal: {} for deal in members}  # of log-odds above -4, by group
    columns = (pairs[name].tolist() for name in ("left", "right", "odds"))
    for left, right, odds in zip(*columns, strict=True):
        totals[left][right] = totals[right][left] = min(max(odds, -4), 4) + 4
    for left, right in sure[["left", "right"]].to_numpy().tolist():
        one, other = sorted((group[left], group[right]), key=lambda each: -len(totals[each]))
        enough = (MEAN + 4) * len(members[one]) * len(members[other])
        if reports[one] & reports[other] or totals[one][other] < enough:  # the same group has the same reports
            continue
        for third, total in totals.pop(other).items():
            del totals[third][other]
            if third != one:
                totals[one][third] = totals[third][one] = totals[one].get(third, 0) + total
        for deal in members[other]:
            group[deal] = one
        members[one] += members.pop(other)
        reports[one] |= reports.pop(other)
    return np.array(group)
