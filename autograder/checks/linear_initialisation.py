"""Check that layers begin with the random values that PyTorch gives them."""

from collections.abc import Sequence
from typing import Any

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.probes import Environment, ask, probe, spelled

_DRAWS = 25
_SIGMAS = 6
_MEAN_SIGMA = 0.577
"""The standard deviation of a number from -1 to 1, all equally likely ..."""
_SQUARE_SIGMA = 0.298
"""... and that of its square, which is 1/3 in the mean."""


@probe
def _new_layers(env: Any, name: str, arguments: Any, draws: int) -> dict[str, Any]:
    """Run beside the student's code: sum up what linear layers of new modules begin with.

    Numbers are measured in units of the bound that ``nn.Linear`` draws between, 1 / sqrt(inputs).
    """
    import math

    import torch

    drawn: dict[str, list[torch.Tensor]] = {}
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(5)
        for _ in range(draws):
            modules = list(env[name](*arguments).modules())
            layers = [m for m in modules if isinstance(m, torch.nn.Linear)]
            for place, layer in enumerate(layers, 1):
                sizes = f"nn.Linear({layer.in_features}, {layer.out_features})"
                for what, values in layer.named_parameters(recurse=False):
                    key = f"the {what} of its linear layer {place}, {sizes},"
                    scaled = values.detach().double().flatten() * math.sqrt(layer.in_features)
                    drawn.setdefault(key, []).append(scaled)
    facts = []
    for key, parts in drawn.items():
        numbers = torch.cat(parts)
        most, mean, square = numbers.abs().max(), numbers.mean(), (numbers**2).mean()
        facts.append([key, len(numbers), float(most), float(mean), float(square)])
    return {"layers": facts}


def check_linear_initialisation(
    env: Environment, name: str, *, arguments: Sequence[Any] = ()
) -> None:
    """Check that the linear layers of new modules have the values that ``nn.Linear`` draws.

    Args:
        name: the student's class, or a function that returns a new module.
        arguments: what it is called with: plain data.

    Raises:
        CheckError: they have others. Finding: ``other initialisation``.
    """
    made = spelled(name, arguments)
    found = ask(
        env, name, made, _new_layers, {"layers": [list]}, arguments=list(arguments), draws=_DRAWS
    )
    for key, count, most, mean, square in found["layers"]:
        room = _SIGMAS / count**0.5
        if (
            most > 1.0001
            or abs(mean) > room * _MEAN_SIGMA
            or abs(square - 1 / 3) > (room * _SQUARE_SIGMA)
        ):
            text = f"in a new {made}, {key} does not begin with the random values that PyTorch "
            why = "Is something done to the layers after they are made?"
            raise CheckError(
                f"{text}gives such a layer", explanation=why, finding=findings.OTHER_INITIALISATION
            )
