"""Layers that begin as PyTorch makes them, and others."""

import warnings
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
        lambda layer: layer.bias.data.mul_(0.5),
        lambda layer: layer.bias.data.mul_(0.9),
        lambda layer: layer.bias.data.mul_(2),
        lambda layer: nn.init.normal_(layer.bias, std=21**-0.5),
        lambda layer: nn.init.constant_(layer.weight, 0.1),
    ],
    ids=[
        "normal",
        "xavier",
        "no bias",
        "positive",
        "halved",
        "halved bias",
        "narrower bias",
        "doubled bias",
        "normal of equal spread",
        "constant",
    ],
)
def test_layers_that_are_changed_are_named(change: Callable[[nn.Linear], object]):
    with pytest.raises(CheckError, match=r"of 2\.\w+ of nn\.Linear\(7, 3\)") as error:
        judge(change)
    assert error.value.finding == "other initialisation"


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda layer: layer.weight.data.div_(0), "not finite"),
        (
            lambda layer: layer.weight.data.copy_(torch.linspace(-0.3, 0.3, 21).reshape(3, 7)),
            "same weights every time",
        ),
    ],
    ids=["infinite", "always the same"],
)
def test_weights_of_no_distribution_have_names_of_their_own(change, finding: str):
    with pytest.raises(CheckError) as error:
        judge(change)
    assert error.value.finding == finding


def test_a_huge_layer_costs_few_draws_and_none_has_nothing_to_say():
    calls = []

    def network() -> nn.Module:
        calls.append(1)
        return nn.Sequential(nn.Linear(1000, 1000), nn.Linear(1000, 1), nn.Linear(0, 2))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a layer without inputs
        check_linear_initialisation({"Network": network}, "Network")
    assert len(calls) == 25
    check_linear_initialisation({"Network": nn.ReLU}, "Network")


def test_the_generator_is_left_as_it_was():
    before = torch.get_rng_state()
    judge(None)
    assert torch.equal(torch.get_rng_state(), before)
