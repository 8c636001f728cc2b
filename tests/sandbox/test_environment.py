"""Tests call what a student process has: with copies, within their time, and through exceptions."""

import numpy as np
import pandas as pd
import pytest
import torch

from autograder.checks import bound, run_probe
from autograder.errors import StudentError, WallError
from autograder.sandbox.wire.messages import MAX_PRINTED


def test_functions_are_called_over_there_with_copies(env):
    x = torch.ones(2)
    assert torch.equal(env["scale"](x), torch.full((2,), 6.0))
    assert torch.equal(env["scale"](x, factor=3), torch.full((2,), 9.0))


def test_globals_are_bound_for_a_block_and_restored(env):
    with bound(env, weight=torch.tensor(1.0), new=5):
        assert float(env["scale"](torch.tensor(1.0))) == 2
        assert env["new"] == 5
    assert float(env["scale"](torch.tensor(1.0))) == 6
    assert "new" not in env


def test_a_name_that_is_missing_is_none_for_a_test(env):
    assert env.get("missing") is None
    with pytest.raises(KeyError, match=r"^'missing'$"):
        env["missing"]


def test_exceptions_arrive_as_the_nearest_built_in_one(env):
    with pytest.raises(KeyError, match="no such thing"):
        env["fail"]()
    with pytest.raises(RuntimeError, match="cannot be read"):
        env["fail_oddly"]()


def test_the_beginning_of_what_a_call_prints_arrives(env, capsys):
    for _ in range(2):
        env["shout"]()
        assert len(capsys.readouterr().out) == MAX_PRINTED


def test_probes_run_beside_the_student_code(env):
    def shapes(model, x):
        return {"out": tuple(model(x).shape), "training": model.training}

    assert run_probe(env, shapes, x=torch.ones(5, 3)) == {"out": (5, 2), "training": True}


def test_a_process_that_ends_costs_the_call_and_not_the_next_one(env):
    with pytest.raises(StudentError, match="ended the process"):
        env["leave"]()
    assert float(env["scale"](torch.tensor(1.0))) == 6


def test_a_call_that_does_not_return_is_given_up(env):
    with pytest.raises(StudentError, match="within 2 s"):
        env["endless"]()
    assert float(env["scale"](torch.tensor(1.0))) == 6


def test_a_question_whose_time_is_used_up_gets_no_new_copy(env):
    env._deadline = 0.0
    with pytest.raises(StudentError, match="used up its time"):
        env["scale"]


def test_a_students_exception_can_be_caught_by_its_class(env):
    kind = env["RefusedError"]
    assert issubclass(kind, Exception)
    with pytest.raises(kind, match=r"^not here$"):
        env["refuse"]()


def test_functions_of_a_test_and_of_libraries_can_be_given(env):
    step = 3

    assert env["twice"](lambda v: v + step, 1) == 7
    assert env["twice"](lambda v, by=2: v * by, 1) == 4
    assert env["twice"](abs, -2) == 2
    assert env["twice"](str.upper, "a") == "A"
    assert env["twice"](torch.neg, torch.ones(1)).item() == 1
    own = type("Own", (), {})()
    for given in (own, lambda v: (v, own)):
        with pytest.raises(WallError, match="of its own"):
            env["twice"](given, 1)


def test_a_call_without_a_result_changes_its_arguments(env):
    items, more = [0], {}
    env["fill"](items, more=more)
    assert items == [0, 1]
    assert more == {"key": [0, 1]}
    table, numbers = pd.DataFrame({"a": [1, 2]}), np.ones(2)
    env["widen"](table, numbers)
    assert table.equals(pd.DataFrame({"a": [1, 2], "new": [1, 1]}))
    assert numbers.sum() == 0
    assert env["pop"](items) == 1
    assert items == [0, 1]  # its word counts, and it might have made them fit


def test_a_class_of_the_student_goes_back_to_a_function_of_theirs(env):
    assert env["made"](env["Point"], 4) == env["Point"](4)
    assert isinstance(env["Point"], type)  # which says nothing of where it can be sent
