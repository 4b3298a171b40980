"""The sentence on the number of clusters says the rule, and every number that does as well."""

import pandas as pd
import pytest

from analysis.clusters.number import choose_number, explain_choice


@pytest.mark.parametrize(
    ("fit", "gain", "smallest", "chosen", "said"),
    [
        (
            [-2, -1, -1],
            [0, 0.5, 0.1],
            [9, 4, 3],
            2,
            "2 clusters: the only number whose gain is within 12 % of the best",
        ),
        ([-2, -1, -1], [0, 0.5, 0.45], [9, 4, 3], 3, "3 clusters: the largest number .* best; so is that of 2$"),
        ([-2, -1, -1], [0, 0.5, 0.45], [9, 4, 1], 2, "2 clusters: the only"),
        ([-2, -3, -3], [0, -1, -1], [9, 4, 3], 1, "One cluster: no other number that could be tried fits better"),
        ([-2], [0], [3], 1, "One cluster: no other number"),
    ],
)
def test_explain_choice_names_the_number_chosen_and_those_as_near(fit, gain, smallest, chosen, said):
    choices = pd.DataFrame({"fit": fit, "gain": gain, "smallest": smallest}, index=range(1, len(fit) + 1))
    assert choose_number(choices) == chosen
    assert pd.Series([explain_choice(choices)]).str.match(said).all()
