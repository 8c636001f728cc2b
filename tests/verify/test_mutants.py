"""Mutants of solution cells: what is changed, what is left alone, and that all else stays."""

import ast
import inspect
from pathlib import Path

import pytest
import torch
from torch import nn

from autograder.python_code import plain_python
from autograder.release.master import read_master
from autograder.verify import general_operators, torch_operators
from autograder.verify.mutants import mutate, spoil

A0 = Path(__file__).parents[2] / "solutions" / "a0-pytorch-review" / "a0-pytorch-review.ipynb"

# operator, a statement in a function, what becomes of it
SLIPS = [
    ("drop-transpose", "return a @ W.T", "return a @ W"),
    ("drop-transpose", "return (a + b).t() @ W", "return (a + b) @ W"),
    ("drop-transpose", "return torch.transpose(W, 0, 1)", "return W"),
    ("drop-transpose", "return self.W.transpose(0, 1)", "return self.W"),
    ("other-function", "return x.sum()", "return x.mean()"),
    ("other-function", "return torch.mean(x, 0)", "return torch.sum(x, 0)"),
    ("other-function", "return x.argmax(1)", "return x.argmin(1)"),
    ("other-function", "w = torch.zeros(3)", "w = torch.ones(3)"),
    ("other-dim", "return x.sum(dim=0)", "return x.sum(dim=1)"),
    ("other-dim", "return x.sum(axis=-1)", "return x.sum(axis=0)"),
    ("drop-dim", "return torch.sum(x, dim=0, keepdim=True)", "return torch.sum(x)"),
    ("drop-dim", "return x.sum(keepdim=True, dim=0)", "return x.sum()"),
    ("drop-keepdim", "return x.sum(dim=0, keepdim=True)", "return x.sum(dim=0)"),
    ("drop-keepdim", "return x.sum(keepdim=True, dim=0)", "return x.sum(dim=0)"),
    ("drop-activation", "h = torch.relu(a + b) * c", "h = (a + b) * c"),
    ("drop-activation", "return z.sigmoid()", "return z"),
    ("drop-activation", "return F.softmax(z, dim=1)", "return z"),
    ("drop-activation", "self.f = nn.ReLU()", "self.f = nn.Identity()"),
    ("drop-activation", "self.f = nn.Sigmoid()", "self.f = nn.Identity()"),
    ("other-activation", "h = torch.relu(z)", "h = torch.sigmoid(z)"),
    ("other-activation", "self.f = nn.ReLU()", "self.f = nn.Sigmoid()"),
    ("drop-bias", "self.f = nn.Linear(n, m)", "self.f = nn.Linear(n, m, bias=False)"),
    (
        "widen-hidden-layer",
        "return nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))",
        "return nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2))",
    ),
    ("swap-layer-sizes", "self.f = nn.Linear(3, 4)", "self.f = nn.Linear(4, 3)"),
    ("drop-training-call", "optimizer.zero_grad()", ""),
    ("drop-training-call", "loss.backward()", ""),
    ("drop-training-call", "w.grad.zero_()", ""),
    ("drop-training-call", "model.eval()", ""),
    ("drop-detach", "best = w.detach()", "best = w"),
    ("drop-detach", "best = (w + 1).clone()", "best = (w + 1)"),
    ("swap-matmul", "return a @ b @ c", "return c @ (a @ b)"),
    ("swap-matmul", "return a @ (b + c)", "return (b + c) @ a"),
    ("swap-difference", "return (a + b) - c", "return c - (a + b)"),
    ("swap-difference", "return a + b - c", "return c - (a + b)"),
    ("other-product", "return a @ b", "return a * b"),
    ("other-product", "return a * b", "return a @ b"),
    ("drop-operand", "return a + b", "return a"),
    ("drop-operand", "return a * b", "return b"),
    ("drop-operand", "return 1 - y", "return y"),
    ("drop-operand", "return (a - b) ** 2", "return (a - b)"),
    ("scale-number", "rate = 0.5", "rate = 1.0"),
    ("scale-number", "rate = 0.5", "rate = 0.25"),
    ("other-update", "w -= step", "w += step"),
    ("other-update", "w *= step", "w /= step"),
    ("in-place", "w = w - step", "w -= step"),
    ("out-of-place", "w -= a - b", "w = w - (a - b)"),
    ("swap-returned", "return a, b, c", "return a, c, b"),
    ("return-none", "return a", "return None"),
    ("drop-super-init", "super().__init__()", ""),
    ("drop-statement", "h = f(x)", ""),
    ("drop-statement", "layers.append(h)", ""),
    # of any Python code
    ("change-arithmetic", "return a + b", "return a - b"),
    ("change-arithmetic", "return a * b", "return a ** b"),
    ("change-comparison", "return z > 0", "return z >= 0"),
    ("change-comparison", "return z > 0", "return z < 0"),
    ("change-number", "return x[3]", "return x[4]"),
    ("change-number", "return x[3]", "return x[2]"),
    ("drop-sign", "return -x", "return x"),
    ("negate-condition", "return a if ready else b", "return a if not ready else b"),
    ("flip-boolean", "return f(x, retain_graph=True)", "return f(x, retain_graph=False)"),
    ("swap-and-or", "return a and b", "return a or b"),
    ("swap-break-continue", "while x: break", "while x: continue"),
    ("swap-break-continue", "while x: continue", "while x: break"),
    ("empty-loop", "for a in (x, b): b = a", "for a in []: b = a"),
    # signs among parentheses
    ("change-arithmetic", "return (a + b)*(c)", "return (a + b)/(c)"),
    ("change-arithmetic", "return ((a) ** (-b)) + c", "return ((a) - (-b)) + c"),
    ("change-comparison", "return (a) < (b) <= c", "return (a) < (b) != c"),
    ("change-comparison", "return a is  not None", "return a is None"),
    ("change-comparison", "return a == b", "return a is not b"),
    ("drop-sign", "return not (a or b)", "return (a or b)"),
    ("drop-sign", "return -(a + b) * c", "return (a + b) * c"),
    ("negate-condition", "assert (a or b), x", "assert (not (a or b)), x"),
    ("negate-condition", "while a > b: x = 1", "while not a > b: x = 1"),
    ("swap-and-or", "return (a or b) and (c)", "return (a or b) or (c)"),
    ("swap-and-or", "return a or b or not c", "return a or b and not c"),
]


def solution_cells():
    return [cell.marked.solution for cell in read_master(A0).cells if cell.marked is not None]


def in_function(*lines):
    return "\n".join(["def f(x):", *(f"    {line}" for line in lines), "    return x", ""])


@pytest.mark.parametrize(("operator", "before", "after"), SLIPS)
def test_a_slip_is_made_on_its_line_only(operator, before, after):
    source = in_function("y = 1", before)
    mutants = [mutant for mutant in mutate(source) if mutant.operator == operator]
    assert (3, before, after) in [(m.line, m.before, m.after) for m in mutants]
    changed = in_function("y = 1", *([after] if after else []))
    assert changed in [mutant.source for mutant in mutants]


def test_every_operator_has_an_example_and_a_docstring():
    shown = {operator for operator, _, _ in SLIPS} | {"drop-no-grad"}
    operators = torch_operators.OPERATORS | general_operators.OPERATORS
    assert set(operators) == shown
    assert all(inspect.getdoc(function) for function in operators.values())


def test_a_line_with_several_statements_keeps_the_others():
    mutants = mutate(in_function("a = 1; b = a"))
    assert "pass; b = a" in [mutant.after for mutant in mutants]


def test_no_grad_goes_and_its_body_moves_to_the_left():
    source = in_function(
        "with torch.no_grad():  # no graph", "    for p in ps:", "        p -= g  # step"
    )
    (mutant,) = [mutant for mutant in mutate(source) if mutant.operator == "drop-no-grad"]
    assert mutant.source == in_function("for p in ps:", "    p -= g  # step")
    assert mutant.line == 2


def test_the_only_statement_of_a_block_becomes_pass():
    source = "def f(x):\n    if x:\n        x = 1\n    return x\n"
    assert ("x = 1", "pass") in [(mutant.before, mutant.after) for mutant in mutate(source)]


@pytest.mark.parametrize(
    "source",
    [
        'def f():\n    """1 + 1"""\n',
        'class A:\n    """1 + 1"""\n\n    name: "3 + 4"\n',
        "def f(x: int | None = None, *, y: Tuple[3, 4]) -> Tensor[2 + 2]:\n    pass\n",
        "def f(x, *, y):\n    pass\n",
        "@torch.no_grad()\n@retry(3)\ndef f():\n    pass\n",
        'def f():\n    print(f"{1 + x:.2f}", 2 * x, x.sum())\n',
        "if __name__ == '__main__':\n    x = 1 + 1\n",
        "for i in range(3):\n    x = i + 1\n",
        "while x > 3:\n    x = x - 1\n",
        "with torch.no_grad():\n    w = w - 1\n",
        "try:\n    x = 1\nexcept ValueError:\n    x = 2\n",
        "plot(x + 1)\n",
        "%matplotlib inline\n!ls 3 + 4\n",
        "",
    ],
)
def test_what_computes_no_answer_is_left_alone(source):
    assert mutate(source) == []


def test_texts_are_left_alone_in_lines_that_change():
    source = in_function('assert x.ndim == 2, f"{x.ndim + 7} is not {2 + 5}"', 'm = "a" + b')
    assert all("{x.ndim + 7} is not {2 + 5}" in m.source or m.after == "" for m in mutate(source))
    assert {m.after for m in mutate(source) if m.line == 3} >= {'m = "a" - b', ""}


def test_stars_that_multiply_nothing_are_left_alone():
    source = in_function("y = {**x, 'a': [*x]}, g(*x, **x), lambda *, b: b")
    assert {m.operator for m in mutate(source)} == {"drop-statement", "return-none"}


def test_numbers_and_none_are_compared_as_they_can_be():
    afters = {m.after for m in mutate(in_function("y = x == 2")) if m.line == 2}
    assert afters >= {"y = x != 2", "y = x <= 2"}
    assert not any(" is " in after for after in afters)
    operators = [m.operator for m in mutate(in_function("y = x is None"))]
    assert operators.count("change-comparison") == 1


def test_a_sign_beside_a_comment_is_left_alone():
    source = in_function("y = (x  # a + b and c", "     and z +  # less", "     3)")
    assert {m.operator for m in mutate(source)} == {
        "change-number",
        "drop-statement",
        "return-none",
    }


def test_magics_stay_as_they_are_written():
    source = (
        "\n\ndef f(x):\n    %time g(x)\n    y = x + 1\n    return y\n\n%load_ext a\n!ls \\\n  b"
    )
    mutants = mutate(source)
    assert source.replace("x + 1", "x - 1") in [mutant.source for mutant in mutants]
    assert all(mutant.source.endswith("\n%load_ext a\n!ls \\\n  b") for mutant in mutants)
    kept = [mutant for mutant in mutants if mutant.before != "%time g(x)"]
    assert all("\n    %time g(x)\n" in mutant.source for mutant in kept)


def test_a_plain_assignment_at_the_top_level_is_mutated():
    assert ("rate = 0.5", "rate = 1.0") in [(m.before, m.after) for m in mutate("rate = 0.5")]


def test_the_text_around_a_change_stays_byte_for_byte():
    source = (
        "# é 1 + 1\n%config Ünits = 3\n\n\ndef f( a,b ):  # 'two'\n\n"
        "    é = g(  # ü\n        2,  # three\n      a  +  b )   # sum\n    return é\n"
    )
    mutants = mutate(source)
    after = {(m.before, m.after) for m in mutants}
    assert ("2,  # three", "3,  # three") in after
    assert ("a  +  b )   # sum", "a  -  b )   # sum") in after
    assert ("a  +  b )   # sum", "b )   # sum") in after
    for mutant in mutants:
        old, new = source.split("\n"), mutant.source.split("\n")
        size = len(mutant.before.split("\n"))
        assert new[: mutant.line - 1] == old[: mutant.line - 1]
        rest = old[mutant.line - 1 + size :]
        assert new[len(new) - len(rest) :] == rest


def test_a_cell_without_a_last_line_end_stays_so():
    mutants = mutate("def f(a):\n    b = a\n    return b")
    assert "def f(a):\n    return b" in [mutant.source for mutant in mutants]
    assert not any(mutant.source.endswith("\n") for mutant in mutants)


def test_equal_programs_are_listed_once():
    afters = [m.after for m in mutate(in_function("y = x.sum(dim=0, keepdim=True)"))]
    assert "y = x.sum(dim=0)" in afters
    assert "y = x.sum(dim=0, keepdim=False)" not in afters
    assert "return x" not in [m.after for m in mutate("def f(x):\n    return +x\n")]


def test_a0_gives_many_mutants_that_compile_and_differ():
    cells = solution_cells()
    mutants = [mutant for cell in cells for mutant in mutate(cell)]
    assert len(mutants) >= 120
    assert len({mutant.operator for mutant in mutants}) >= 15
    for cell in cells:
        trees = [ast.dump(ast.parse(plain_python(mutant.source))) for mutant in mutate(cell)]
        assert len({*trees, ast.dump(ast.parse(plain_python(cell)))}) == len(trees) + 1


def test_the_order_is_by_line_and_operator_and_the_same_each_time():
    for cell in solution_cells():
        mutants = mutate(cell)
        places = [(mutant.line, mutant.operator) for mutant in mutants]
        assert places == sorted(places)
        assert mutants == mutate(cell)


# A training that ends well, as a cell.
RUN = """\
torch.manual_seed(1)
model, note = nn.Linear(2, 1), "no module"
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(3):
    loss = ((model(x) - 7) ** 2).mean()
    loss.backward()
    optimizer.step()"""


def run(source):
    env = {"torch": torch, "nn": nn, "x": torch.ones(4, 2)}
    exec(source, env)
    return env, [p.detach() for p in env["model"].parameters()]


def test_what_is_appended_to_a_run_ends_as_the_cell_does():
    for cell in (RUN.rstrip("\n"), RUN.rstrip("\n") + "\n"):
        for mutant in spoil(cell, ["model"]):
            assert mutant.source.endswith("\n") == cell.endswith("\n")
            assert mutant.after == mutant.after.strip()


def test_a_run_is_spoiled_by_dropping_its_updates():
    dropped = [mutant for mutant in spoil(RUN, []) if mutant.after == ""]
    assert [(m.operator, m.line, m.before) for m in dropped] == [
        ("drop-backward", 6, "loss.backward()"),
        ("drop-step", 7, "optimizer.step()"),
    ]
    torch.manual_seed(1)
    untrained = nn.Linear(2, 1)
    for mutant in dropped:
        _, (weight, bias) = run(mutant.source)
        assert weight.equal(untrained.weight)
        assert bias.equal(untrained.bias)


def test_a_trained_module_is_spoiled_as_the_operator_says():
    _, (weight, bias) = run(RUN)
    spoiled = {m.operator: run(m.source)[1] for m in spoil(RUN, ["model"]) if not m.before}
    zero = {"weight": torch.zeros(1, 2), "bias": torch.zeros(1)}
    expected = {
        "zero-parameters": (zero["weight"], zero["bias"]),
        "negate-parameters": (-weight, -bias),
        "zero-first-parameter": (zero["weight"], bias),
        "zero-last-parameter": (weight, zero["bias"]),
    }
    for operator, (w, b) in expected.items():
        assert spoiled[operator][0].equal(w)
        assert spoiled[operator][1].equal(b)
    assert not spoiled["reset-parameters"][0].equal(weight)
    assert spoiled.keys() == {*expected, "reset-parameters"}


def test_spoiling_leaves_random_numbers_other_values_and_unknown_names_alone():
    _, (weight, _) = run(RUN)
    follows = torch.rand(1)
    for mutant in spoil(RUN, ["note", "unknown"]):
        if not mutant.before:
            env, (same, _) = run(mutant.source)
            assert torch.rand(1).equal(follows)
            assert same.equal(weight)
            assert env["note"] == "no module"
    (reset,) = [m for m in spoil(RUN, ["model"]) if m.operator == "reset-parameters"]
    run(reset.source)
    assert torch.rand(1).equal(follows)


def test_appended_lines_stand_behind_the_cell():
    for mutant in spoil(RUN, ["model"]):
        if not mutant.before:
            assert mutant.source.startswith(RUN + "\n")
            assert mutant.line == RUN.count("\n") + 2


def test_a0_training_is_spoiled_and_its_definitions_are_not():
    *definitions, training = solution_cells()
    assert mutate(training) == []
    assert {"drop-backward", "drop-step"} <= {mutant.operator for mutant in spoil(training, [])}
    assert all(spoil(cell, []) == [] for cell in definitions)
