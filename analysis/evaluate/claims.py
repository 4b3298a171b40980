"""
Sentences about a corpus that claim no more than their numbers bear out: ties are named, and chance is ruled out.

The pages run on any corpus, so the titles of their charts come from here. "Better" is said where chance gives the like
in one of forty cases or fewer (one side of a 95 % interval); every share comes with what it is a share of.
"""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.lists.loading import coverage
from analysis.text.display import write_numbers, write_short

MOST_NAMED = 3  # of names in one sentence
CHANCE = 0.025


def name_leaders(
    values: pd.Series, amount: str, *, things: str = "names", least: bool = False, none: str = "Nothing to compare"
) -> str:
    """
    Say which have the largest value, all of them where several tie.

    Parameters
    ----------
    values : Series of numbers, indexed by name
        Names that are tuples are joined by a dash; NA is left out.
    amount : str
        How to say a value, ``#`` for the number: ``"# of 22 reports"``, or ``##`` for a large one in words, as
        `write_short` writes it. Values that read alike tie. The plain plural of ``"# reports"`` is made a singular
        for 1, as is ``"# of 1 reports"``.
    things : str, default "names"
        What to call the rows, where too many tie to name them.
    least : bool, default False
        Name the smallest instead.
    none : str, default "Nothing to compare"
        What to say where there is no value.

    Returns
    -------
    str
        A sentence without its stop. A list behind a colon, since no verb fits all names: talks, or a firm.

    Raises
    ------
    ValueError
        If a value is no number.

    Examples
    --------
    >>> name_leaders(pd.Series({"Finance": 9, "Transport": 9, "Power": 4}), "# of 22 reports")
    'Most: Finance; Transport (9 of 22 reports each)'
    """
    values = values.dropna()
    if values.empty:
        return none
    amount = re.sub(r"( of 1(?: [a-z]+)*? [a-z]*[bcdfgklmnprtv]e?)s\b", r"\1", amount)
    one = re.sub("^# ([a-z]*[bcdfgklmnprtv]e?)s(?= of |$)", r"# \1", amount)
    said = [(one if value == 1 else amount).replace("##", write_short(value)) for value in values]
    said = [words.replace("#", write_numbers([value])[0]) for words, value in zip(said, values, strict=True)]
    best = said[int(np.argmin(values) if least else np.argmax(values))]
    ties = [name for name, own in zip(values.index, said, strict=True) if own == best]
    names = [" – ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in ties]
    who = "; ".join(names) if len(names) <= MOST_NAMED else f"{len(names):,} of {len(values):,} {things}"
    place, each = "Least" if least else "Most", " each" if names[1:] else ""
    if len(names) == len(values):
        place = "All alike" if each else "Only"
    return f"{place}: {who} ({best}{each})"


def judge_coverage(documents: pd.DataFrame) -> str:
    """
    Say how many reports are in languages in which the lists name no country, currency, act or sector.

    Parameters
    ----------
    documents : DataFrame
        ``language`` (ISO 639-1, NA: unknown, read as English).

    Returns
    -------
    str
        A sentence without its stop.

    Raises
    ------
    KeyError
        If the column is missing.

    Examples
    --------
    >>> judge_coverage(pd.DataFrame({"language": ["de", "en", "fr"]}))
    '2 of 3 reports are in languages without lists (de, fr): no parties, sums, deals or sectors are read in them'
    """
    known = coverage().query("countries + currencies + instruments + sector_terms > 0").index
    foreign = documents["language"][~documents["language"].isin(known)].dropna()
    codes = f" ({', '.join(sorted(set(foreign)))}): no parties, sums, deals or sectors are read in them"
    return f"{len(foreign):,} of {len(documents):,} reports are in languages without lists{codes * bool(len(foreign))}"


def judge_agreement(scores: pd.DataFrame, both: str = "Clusters and sectors") -> str:
    """
    Say whether two labellings agree more than shuffled ones.

    Parameters
    ----------
    scores : DataFrame
        As from `compare_labels`.
    both : str, default "Clusters and sectors"
        What to call the two.

    Returns
    -------
    str
        A sentence without its stop.

    Raises
    ------
    KeyError
        If `scores` has no row ``ami``.
    """
    score, chance = (float(scores[column]["ami"]) for column in ("score", "chance"))
    if np.isnan(score):
        return f"{both} cannot be compared: no report has both"
    if not 0 < round(chance, 9) < 1:  # shuffled, small groups are as alike as can be, and a single one never is
        return f"{both} cannot be told from shuffled ones: too few reports or groups"
    verdict = "beyond chance" if round(score - chance, 9) > 0 else "no better than by chance"
    return f"{both} agree {verdict}: adjusted mutual information {score:.2f}, at most {chance:.2f} when shuffled"


def judge_confidence(right: Sequence[bool], confidence: Sequence[float]) -> str:
    """
    Say whether labels above the median confidence are right more often (Fisher's exact test, one-sided).

    Parameters
    ----------
    right, confidence : sequence, length n_documents
        Whether each label is right, and how sure it was.

    Returns
    -------
    str
        A sentence without its stop.

    Raises
    ------
    ValueError
        If the two differ in length.
    """
    from scipy.stats import fisher_exact

    answers = pd.DataFrame({"right": np.asarray(right, bool), "confidence": np.asarray(confidence, float)})
    if answers.empty:
        return "No annotations to hold the labels against"
    sure = answers["confidence"] > answers["confidence"].median()
    counts = [[int((~part).sum()), int(part.sum())] for part in (answers["right"][sure], answers["right"][~sure])]
    verdict = "are" if fisher_exact(counts, alternative="less").pvalue <= CHANCE else "are not clearly"
    wrong = [f"{bad} of {bad + good}" for bad, good in counts]
    return f"Surer labels {verdict} right more often: {wrong[0]} above the median are wrong, {wrong[1]} others"
