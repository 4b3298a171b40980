"""The sentence on the number of clusters says the rule, and every number that does as well."""

import re

import pandas as pd
import pytest

from analysis.clusters.number import choose_number, explain_choice, find_interval

NAN = float("nan")


@pytest.mark.parametrize(
    ("fit", "gain", "smallest", "stability", "chosen", "said"),
    [
        (
            [-2, -1, -1],
            [0, 0.5, 0.1],
            [9, 4, 3],
            [NAN, 0.5, 0.9],
            [0, 1, 0],
            "2 clusters: all samples of the reports suggest this number$",
        ),
        (
            [-2, -1, -1],
            [0, 0.5, 0.5],
            [9, 4, 3],
            [NAN, 0.9, 0.85],
            [0, 0.5, 0.5],
            "At least 3 clusters, the most tried: .* 2 to 3, and of 2 and 3, about as stable, the largest is taken$",
        ),
        (
            [-2, -1, -1],
            [0, 0.5, 0.5],
            [9, 4, 3],
            [NAN, 0.9, 0.5],
            [0, 0.5, 0.5],
            "2 clusters: samples of the reports suggest 2 to 3, and 2 are the most stable$",
        ),
        (
            [-2, -1, -1],
            [0, 0.5, 0.5],
            [9, 4, 1],
            [NAN, 0.9, 0.9],
            [0, 0.5, 0.5],
            "2 clusters: samples of the reports suggest 2 to 3, and 2 are the most stable$",
        ),
        (
            [-2, -1.5, -1],
            [0, 0.1, 0.5],
            [9, 4, 3],
            [NAN, 0.9, 0.5],
            [0, 0, 1],
            "At least 3 clusters, the most tried: all samples of the reports suggest this number$",
        ),
        ([-2, -3, -3], [0, -1, -1], [9, 4, 3], [NAN, 0.9, 0.9], [1, 0, 0], "No structure: one cluster, since no other"),
        ([-2], [0], [3], [NAN], [1], "No structure: one cluster"),
    ],
)
def test_explain_choice_names_the_number_chosen_and_those_as_near(fit, gain, smallest, stability, chosen, said):
    columns = {"fit": fit, "gain": gain, "smallest": smallest, "stability": stability, "chosen": chosen}
    choices = pd.DataFrame(columns, index=range(1, len(fit) + 1))
    assert pd.Series([explain_choice(choices)]).str.match(said).all()
    assert choose_number(choices) == int([*re.findall(r"\d", said), 1][0])


def test_interval_runs_over_every_number_that_a_sample_chose():
    assert find_interval(pd.DataFrame({"chosen": [0, 0.5, 0, 0.5, 0]}, index=range(1, 6))) == (2, 4)
