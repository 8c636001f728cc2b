"""Layers that begin as PyTorch makes them, and others."""

from collections.abc import Callable

import pytest
import torch
from torch import nn

from autograder.checks import CheckError, check_linear_initialisation


def judge(change: Callable[[nn.Linear], object] | None) -> None:
    """Check a network whose layers are changed after they are made."""

    def network(width: int) -> nn.Module:
        made = nn.Sequential(nn.Linear(20, width), nn.ReLU(), nn.Linear(width, 3))
        if change:
            change(made[2])
        return made

    check_linear_initialisation({"Network": network}, "Network", arguments=[7])


def test_layers_as_pytorch_makes_them_pass():
    judge(None)


@pytest.mark.parametrize(
    "change",
    [
        lambda layer: nn.init.normal_(layer.weight, std=0.05),
        lambda layer: nn.init.xavier_uniform_(layer.weight),
        lambda layer: nn.init.zeros_(layer.bias),
        lambda layer: layer.weight.data.abs_(),
        lambda layer: layer.weight.data.mul_(0.5),
        lambda layer: nn.init.constant_(layer.weight, 0.1),
    ],
    ids=["normal", "xavier", "no bias", "positive", "halved", "constant"],
)
def test_layers_that_are_changed_are_named(change: Callable[[nn.Linear], object]):
    with pytest.raises(CheckError, match=r"linear layer 2, nn\.Linear\(7, 3\)") as error:
        judge(change)
    assert error.value.finding == "other initialisation"


def test_the_generator_is_left_as_it_was():
    before = torch.get_rng_state()
    judge(None)
    assert torch.equal(torch.get_rng_state(), before)
