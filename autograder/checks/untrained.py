"""Signs of a module that has learned nothing."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from autograder.checks.trained import Learned, RightNetwork


def run_with_dead_units(
    network: RightNetwork, learned: Learned, inputs: Tensor
) -> tuple[Tensor, bool]:
    """Return a network's outputs, and whether some ReLU in it gives 0 for everything."""
    dead: list[bool] = []
    hooks = [
        module.register_forward_hook(lambda _m, _x, y: dead.append(not bool(y.any())))
        for module in network.module.modules()
        if isinstance(module, nn.ReLU)
    ]
    outputs = network.outputs(learned, inputs)
    for hook in hooks:
        hook.remove()
    return outputs, any(dead[len(dead) // 2 :])  # observe passes the inputs through twice


def best_constant(outputs: Tensor, targets: Tensor) -> Tensor | None:
    """Return the outputs that suit all targets best without looking at the inputs."""
    if targets.shape == outputs.shape and targets.is_floating_point():
        return targets.mean(dim=0, keepdim=True).expand_as(targets)
    if outputs.dim() == 2 and targets.dim() == 1 and not targets.is_floating_point():
        shares = torch.bincount(targets, minlength=outputs.shape[1]) / len(targets)
        return (shares + 1e-12).log().expand_as(outputs).to(outputs.dtype)
    return None


def as_made(right: nn.Module, parameters: Sequence[Tensor]) -> bool:
    """Say whether all weights are as small as those of a new network of linear layers."""
    layers = [module for module in right.modules() if list(module.parameters(recurse=False))]
    if not all(isinstance(layer, nn.Linear) for layer in layers):
        return False
    bounds: dict[tuple[int, ...], float] = {}
    for layer in layers:
        assert isinstance(layer, nn.Linear)
        for p in layer.parameters():
            bound = 1 / math.sqrt(layer.in_features)
            bounds[tuple(p.shape)] = max(bound, bounds.get(tuple(p.shape), 0.0))
    return all(float(p.abs().max()) <= bounds[tuple(p.shape)] for p in parameters)
