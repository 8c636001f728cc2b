"""What a process is made ready with changes nothing of what notebooks compute."""

import subprocess
import sys

CODE = """
import torch
from autograder.sandbox.student import kernel

torch.manual_seed(3)
drawn = torch.rand(2).tolist()
noted = len(torch.cuda._queued_calls)
kernel._seed_what_is_there()
generator = torch.manual_seed(3)
assert generator is torch.default_generator
assert torch.rand(2).tolist() == drawn
torch.cuda.manual_seed_all(3)
assert torch.seed() == torch.initial_seed()
print(torch.backends.cuda.is_built() or len(torch.cuda._queued_calls) == noted)
"""


def test_seeds_are_the_same_without_devices_that_this_torch_cannot_have():
    process = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=False
    )
    assert process.stdout == "True\n", process.stderr
