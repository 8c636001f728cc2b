"""What is imported later is there when it is asked for, and whole."""

import subprocess
import sys

import pytest

COMPILES = """
import torch
from autograder.sandbox.student import kernel

kernel._import_compiler_later()
model = torch.nn.Linear(2, 2)
optimizer = torch.optim.Adam(model.parameters())
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
torch.func.grad(lambda x: (x**2).sum())(torch.ones(2))
from torch._subclasses.fake_tensor import FakeTensorMode
with FakeTensorMode(allow_non_fake_inputs=True):
    assert torch.nn.Linear(2, 2)(torch.ones(4, 2)).shape == (4, 2)
assert "torch._dynamo.eval_frame" not in __import__("sys").modules
doubled = torch.compile(lambda x: 2 * x, backend="eager")
print(doubled(torch.ones(1)).item())
import torch._dynamo.config
print(torch._dynamo.config.suppress_errors)
"""
TESTS = """
import sys

import autograder.grading.otter_tests

assert "pandas" not in sys.modules
import otter
from otter.run import main

print(otter.Notebook.__name__, otter.__version__.count("."), callable(main))
"""
BY_HAND = """
import sys

from autograder.checks import small_language

assert "sigmoid" in small_language._known()
print("numpy.f2py" in sys.modules, "numpy.testing" in sys.modules)
"""
PART_FIRST = """
from autograder.later import import_later

import_later("torch._dynamo", parts=False, disable=None)
import torch._dynamo.config
print(callable(torch._dynamo.disable), torch._dynamo.config.suppress_errors)
"""
ON_META = """
import sys

from autograder.grading import warm_on_meta

import torch
from autograder.checks import check_on_meta
from torch import nn

before = set(sys.modules)
made = lambda: nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Dropout(), nn.Linear(8, 2))
inputs = [torch.empty(1000, 3, device="meta")]
check_on_meta({"Network": made}, "Network", made, inputs=inputs, arguments=[])
print("sympy" in before, len(set(sys.modules) - before))
"""


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (COMPILES, ["2.0", "False"]),
        (TESTS, ["Notebook 2 True"]),
        (BY_HAND, ["False False"]),
        (ON_META, ["True 0"]),
        (f"import torch\n{PART_FIRST}", ["True False"]),
        (
            "from autograder.later import import_later\n"
            "import_later('no_such_module', parts=True)\nimport_later('json', parts=True)\n"
            "import json\nprint(json.loads('[1]'))",
            ["[1]"],
        ),
    ],
    ids=["compiler", "otter", "by-hand", "on-meta", "part-first", "not-there"],
)
def test_it_is_there(code, printed):
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout.split("\n")[:-1] == printed
