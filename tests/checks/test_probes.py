"""Probes are closed, which is seen where they are defined; answers are believed for their form."""

import math

import pytest
import torch

from autograder.checks import CheckError, ask, probe, run_probe


def test_a_probe_may_use_builtins_and_what_it_imports_and_defines_itself():
    @probe
    def counted(env, numbers):
        import math

        class Counter:
            start: int = 1
            next = start + 1

            def total(self):
                return math.fsum(number for number in numbers) + self.next

        return {"total": Counter().total(), "names": sorted(env)}

    assert run_probe({"a": 1}, counted, numbers=[1, 2]) == {"total": 5.0, "names": ["a"]}


def uses_a_module(x):
    return math.sqrt(x)


def uses_a_module_in_a_function(x):
    def root():
        return [math.sqrt(number) for number in x]

    return root()


def uses_a_module_in_a_class():
    class Root:
        of_two = math.sqrt(2)

    return Root


def uses_a_module_by_default():
    def root(x=math.pi):
        return x

    return root()


def sets_a_global():
    global math
    math = None


@pytest.mark.parametrize(
    "function",
    [
        uses_a_module,
        uses_a_module_in_a_function,
        uses_a_module_in_a_class,
        uses_a_module_by_default,
        sets_a_global,
        lambda x: math.sqrt(x),
    ],
)
def test_a_probe_that_uses_a_global_of_its_module_is_refused_where_it_is_defined(function):
    with pytest.raises(TypeError, match="uses math from outside; import it inside, or") as caught:
        probe(function)
    assert "\n" not in str(caught.value)


def test_all_names_from_outside_are_told_in_one_line():
    expected = 5
    with pytest.raises(TypeError, match="probe compare uses expected, math, torch from outside"):

        @probe
        def compare(x):
            return torch.equal(x, expected) or math.nan


def test_an_answer_of_another_form_is_not_believed():
    @probe
    def answer(env, name):
        return {"count": env[name], "parts": [1, 2]}

    form = {"count": int, "parts": [int]}
    assert ask({"n": 3}, "n", "n", answer, form)["count"] == 3
    for wrong in (True, "3", None):
        with pytest.raises(CheckError) as caught:
            ask({"n": wrong}, "n", "n", answer, form)
        assert caught.value.finding == ("missing" if wrong is None else "unreadable")


def test_a_second_dtype_is_tried_where_the_first_is_refused():
    @probe
    def answer(env, name, dtype):
        return env[name](dtype)

    def only_float32(dtype):
        if dtype != "float32":
            raise RuntimeError("expected Float")
        return dtype

    dtypes = ("float64", "float32")
    assert ask({"f": only_float32}, "f", "f", answer, str, dtypes=dtypes) == "float32"
    with pytest.raises(CheckError, match=r"f\(x\) raised RuntimeError: expected Float"):
        ask({"f": only_float32}, "f", "f(x)", answer, str, dtypes=dtypes[:1])
