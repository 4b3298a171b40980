"""One base class for all refusals, and Python's own type beside it where there is one."""

import inspect

import pytest

from analysis import errors

OWN = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
RAISED = [kind for kind in OWN if kind is not errors.Log]


@pytest.mark.parametrize("kind", RAISED)
def test_every_error_is_caught_with_the_base_class_and_keeps_its_message(kind):
    with pytest.raises(errors.AnalysisError, match="what, where, how"):
        raise kind("what, where, how")


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.SchemaError, ValueError),
        (errors.LexiconError, ValueError),
        (errors.ParameterError, ValueError),
        (errors.CorrectionError, ValueError),
        (errors.MissingExtraError, ImportError),
    ],
)
def test_code_written_for_pythons_types_keeps_working(kind, builtin):
    assert issubclass(kind, builtin)


@pytest.mark.parametrize("kind", [errors.EmptyCorpusError, errors.DuplicateIdError, errors.LimitError])
def test_what_a_folder_can_do_wrong_is_a_corpus_error(kind):
    assert issubclass(kind, errors.CorpusError)
