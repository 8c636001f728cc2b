"""Imported by the fork server where tests use ``check_on_meta``: what torch does once for that.

The first tensors without numbers have torch import SymPy and more. That takes most of a second, and
each copy of the process would do it again.
"""

import torch
from torch import nn

from autograder.checks import check_on_meta


def _network() -> nn.Module:
    """Return a network of the layers that are checked like this most."""
    return nn.Sequential(nn.Embedding(2, 4), nn.LayerNorm(4), nn.Linear(4, 4), nn.ReLU())


check_on_meta(
    {"network": _network},
    "network",
    _network,
    inputs=[torch.zeros(2, 3, dtype=torch.int64, device="meta")],
    arguments=[],
)
