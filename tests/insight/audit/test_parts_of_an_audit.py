"""Calls are seen, made smaller, and compared part by part."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from autograder.checks import run_probe
from autograder.checks.session import session_with
from autograder.insight.audit.calls import Call, NotPlainError, Recorder, choose, plain_copy
from autograder.insight.audit.compare import differences, is_finite, shown, starts_differ
from autograder.insight.audit.conversations import (
    WAY,
    conversations,
    local,
    looks_at,
    said_otherwise,
)
from autograder.insight.audit.drafts import called, hidden_test, literal
from autograder.insight.audit.edges import BATCH_OF_ONE, HALVED, TIES, ZEROS, edges_of
from autograder.insight.audit.observe import observe
from autograder.insight.audit.plan import AskedCall, ask_for, parts_otherwise

SLOPE = "import torch\nweight = torch.ones(2)\ndef f(x, n=1):\n    return x * weight * n\n"
CLASS = """
import torch
class Line(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.layer = torch.nn.Linear(size, 1)
    def forward(self, x):
        return self.layer(x)
"""


def module(source):
    names = {"__name__": "reference"}
    exec(source, names)
    return names


def seen(source, *names):
    made = module(source)
    return made, Recorder(made, {"q1": names})


def parts(expected, got):
    """Return the parts of calls in which one code does otherwise than another."""
    made, recorder = seen(expected, "f")
    made["f"](torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    calls = recorder.take()
    calls[0].differentiable = (0,)
    (right,) = ask_for(local(module(expected)), calls)
    (other,) = ask_for(local(module(got)), calls)
    return {path[0] for path, *_ in parts_otherwise(AskedCall(calls[0], right), other)}


def test_calls_are_seen_with_the_globals_that_they_read():
    made, recorder = seen(SLOPE, "f")
    made["weight"] = torch.full((2,), 3.0)
    made["f"](torch.ones(4, 2, dtype=torch.float64), n=2)
    (call,) = recorder.take()
    assert (call.question, call.name, call.made) == ("q1", "f", None)
    ((method, given, named),) = call.steps
    assert (method, named) == ("", {"n": 2})
    assert given[0].dtype == torch.float32
    assert call.globals["weight"].tolist() == [3, 3]
    assert recorder.take() == []


def test_objects_are_seen_with_what_they_are_made_of():
    made, recorder = seen(CLASS, "Line")
    line = made["Line"](3)
    line(torch.ones(5, 3))
    (call,) = recorder.take()
    assert call.made == ([3], {})
    assert [method for method, *_ in call.steps] == [""]


def test_what_is_no_plain_data_is_no_call():
    made, recorder = seen(SLOPE, "f")
    with pytest.raises(NotPlainError):
        plain_copy(nn.Linear(1, 1))
    with pytest.raises(NotPlainError):
        plain_copy(torch.zeros(1_000_000))
    with pytest.raises(TypeError):
        made["f"](nn.Linear(1, 1))
    assert recorder.take() == []


def test_of_many_calls_each_form_is_chosen_and_the_smallest_first():
    made, recorder = seen(SLOPE, "f")
    for rows in (5, 3, 5, 1):
        made["f"](torch.randn(rows, 2))
    chosen = choose(recorder.take(), 3)
    assert [len(call.steps[0][1][0]) for call in chosen] == [1, 3, 5]


def test_edges_are_smaller_tied_or_zero_and_labels_stay():
    x, labels = torch.randn(4, 2), torch.tensor([0, 1, 2, 1])
    call = Call("q1", "f", None, [("", [x, labels, 0.1], {"steps": 3})])
    made = {edge.how: edge.steps[0][1] for edge in edges_of(call)}
    assert [len(one) for one in made[BATCH_OF_ONE][:2]] == [1, 1]
    assert made[HALVED][2] == 0.05
    assert torch.equal(made[HALVED][0], x)
    assert torch.equal(made[TIES][0][0], made[TIES][0][1])
    assert not made[ZEROS][0].any()
    assert torch.equal(made[ZEROS][1], labels)
    assert x.any()


@pytest.mark.parametrize(
    ("got", "part"),
    [
        (SLOPE, None),
        (SLOPE.replace("x * weight", "x * x"), "result"),
        (SLOPE.replace("return x", "return x.detach()"), "gradients"),
        (SLOPE.replace("    return", "    weight.add_(1)\n    return"), "globals"),
        (SLOPE.replace("    return", "    x.zero_()\n    return"), "arguments"),
        (SLOPE.replace("x * weight * n", "(x * weight * n)[None]"), "shape"),
        (SLOPE.replace("x * weight * n", "(x * weight * n).tolist()"), "kind"),
        (SLOPE.replace("    return", "    raise ValueError('no')\n    return"), "raises"),
    ],
)  # fmt: skip
def test_what_is_otherwise_is_seen(got, part):
    found = parts(SLOPE, got)
    assert part in found if part else not found


def test_a_module_is_filled_with_the_same_numbers_whatever_they_are_called():
    made, recorder = seen(CLASS, "Line")
    made["Line"](3)(torch.ones(5, 3))
    calls = recorder.take()
    (right,) = ask_for(local(module(CLASS)), calls)
    renamed = CLASS.replace("layer", "one")
    (other,) = ask_for(local(module(renamed)), calls)
    assert not list(parts_otherwise(AskedCall(calls[0], right), other))
    doubled = CLASS.replace("return self", "return 2 * self")
    (other,) = ask_for(local(module(doubled)), calls)
    assert "result" in {path[0] for path, *_ in parts_otherwise(AskedCall(calls[0], right), other)}


def test_random_starts_are_told_apart_by_their_spread():
    made, recorder = seen(CLASS, "Line")
    made["Line"](30)(torch.ones(5, 30))
    calls = recorder.take()
    calls[0].first = True
    (right,) = ask_for(local(module(CLASS)), calls, 1)
    (again,) = ask_for(local(module(CLASS)), calls, 2)
    normal = CLASS.replace("(size, 1)", "(size, 1); torch.nn.init.normal_(self.layer.weight)")
    (other,) = ask_for(local(module(normal)), calls)
    assert not starts_differ(right["starts"], again["starts"])
    assert starts_differ(right["starts"], other["starts"])


def test_values_are_compared_up_to_rounding_and_containers():
    right = {"a": [torch.ones(2), 1.0], "b": "text"}
    assert not list(differences(right, {"a": (np.ones((1, 2)), 1.0001), "b": "text"}))
    (one,) = differences(right, {"a": [torch.ones(2), 1.1], "b": "text"})
    assert one.path == ("a", "1")
    (one,) = differences(right, {"a": [torch.ones(3), 1.0], "b": "text"})
    assert one.path == ("a", "0")
    assert is_finite(right)
    assert not is_finite([torch.tensor([1.0, float("nan")])])
    assert shown(torch.arange(40.0)).startswith("shape (40,): 0, 1,")


def test_plain_data_are_written_as_python():
    values = [
        torch.tensor([[1.5, 2.0]]),
        np.array([1, 2]),
        (torch.tensor(3, dtype=torch.int64),),
        {"a": [1, "text", None]},
    ]
    for value in values:
        text = literal(value)
        made = eval(text, {"torch": torch, "np": np})
        assert not list(differences(value, made))


@pytest.mark.parametrize(
    ("part", "got"),
    [
        ("result", SLOPE.replace("x * weight", "x + weight")),
        ("arguments", SLOPE.replace("    return", "    x.zero_()\n    return")),
        ("globals", SLOPE.replace("    return", "    weight.zero_()\n    return")),
        ("again", SLOPE.replace("    return", "    f.n = n = getattr(f, 'n', 0) + 1\n    return")),
        ("gradients", SLOPE.replace("return x", "return x * x / x.detach()")),
        ("kind", SLOPE.replace("x * weight * n", "(x * weight * n).double()")),
    ],
)  # fmt: skip
def test_a_hidden_test_is_written_for_each_part(part, got):
    made, recorder = seen(SLOPE, "f")
    made["f"](torch.tensor([[1.0, 2.0], [3.0, 4.0]]), n=1)
    (call,) = recorder.take()
    call.differentiable = (0,)
    text = hidden_test(call, part)
    assert called(call).startswith("f(tensor of shape (2, 2) [1, 2, 3, 4], n=1), with weight")
    written = {}
    exec(text, written)
    (test,) = (value for name, value in written.items() if name.startswith("test_"))
    with session_with(reference=SLOPE, files={}):
        test(local(module(SLOPE)))
        with pytest.raises(AssertionError):
            test(local(module(got)))


@pytest.mark.parametrize("part", ["result", "parameters", "training", "alike", "starts"])
def test_a_hidden_test_is_written_for_classes(part):
    made, recorder = seen(CLASS, "Line")
    made["Line"](3)(torch.ones(5, 3))
    (call,) = recorder.take()
    written = {}
    exec(hidden_test(call, part), written)
    (test,) = (value for name, value in written.items() if name.startswith("test_"))
    with session_with(reference=CLASS, files={}):
        test(local(module(CLASS)))


def test_a_call_that_is_too_large_is_not_written_out():
    call = Call("q1", "f", None, [("", [torch.zeros(500)], {})])
    assert hidden_test(call, "result") == ""


def test_observing_leaves_the_globals_as_they_were():
    names = module(SLOPE)
    before = names["weight"].clone()
    call = SimpleNamespace(made=None, steps=[["", [torch.ones(1, 2)], {}]])
    data = {"made": call.made, "steps": call.steps, "globals": {"weight": torch.zeros(2)}}
    data["differentiable"] = []
    (found,) = observe(names, "f", [{**data, "first": False}], 1, 0)
    assert not found["result"][0].any()
    assert torch.equal(names["weight"], before)


def lenient(env):
    """Test with a tolerance that is too wide, and a probe that tells more than is looked at."""

    def numbers(f):
        import torch

        result = f(torch.tensor([3.0, 4.0]))
        return {"value": result, "how often": 1 if float(result[0]) == 3 else 2}

    seen = run_probe(env, numbers)
    assert bool((seen["value"] - torch.tensor([3.0, 4.0])).abs().max() < 1000)


def test_what_tests_are_told_is_compared_where_they_look_at_it():
    body = SimpleNamespace(call_func=lenient)
    case = SimpleNamespace(name="lenient", hidden=True, body=body)
    doubled = local(module(SLOPE.replace("return", "return 2 *")))
    with session_with(reference=SLOPE, files={}):
        (known,) = conversations("q1", SimpleNamespace(test_cases=[case]))
        assert not list(said_otherwise(known, case, local(module(SLOPE))))
        said = list(said_otherwise(known, case, doubled))
        assert [one.path for one in said] == [("value",), ("how often",)]
        assert [looks_at(case, one.step, one.path) for one in said] == [True, False]
        failing = local(module(SLOPE.replace("    return", "    raise ValueError\n    return")))
        (one,) = said_otherwise(known, case, failing)
        assert one.path == WAY


def test_what_an_answer_draws_by_itself_is_no_difference():
    case = SimpleNamespace(name="lenient", hidden=True, body=SimpleNamespace(call_func=lenient))
    drawing = SLOPE.replace("return", "return float(__import__('numpy').random.rand()) + 1 +")
    with session_with(reference=SLOPE, files={}):
        (known,) = conversations("q1", SimpleNamespace(test_cases=[case]))
        said = list(said_otherwise(known, case, local(module(drawing))))
    assert ("value",) not in [one.path for one in said]
