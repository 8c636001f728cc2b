"""Mistakes that are made in optimizers, each as an optimizer of torch's that makes it."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import torch

from autograder.checks import findings

Maker = Callable[..., Any]
"""Called with parameters and options; gives an object with ``step()`` and ``zero_grad()``."""


class _Wrong:
    """An optimizer of torch's with a mistake, which is used as a student's is."""

    def __init__(self, make: Maker, given: Any, **options: Any) -> None:
        self.make, self.options = make, options
        self.made = make(given, **options)
        self.param_groups = self.made.param_groups

    def parameters(self) -> Iterator[tuple[Any, float]]:
        """Give each parameter that has a gradient, and its learning rate."""
        for group in self.param_groups:
            yield from ((p, group["lr"]) for p in group["params"] if p.grad is not None)

    def zero_grad(self) -> None:
        self.made.zero_grad()

    @torch.no_grad()
    def step(self) -> None:
        self.made.step()


class _Uphill(_Wrong):
    def step(self) -> None:
        before = [(p, p.detach().clone()) for p, _ in self.parameters()]
        super().step()
        for p, old in before:
            p.data = 2 * old - p.data


class _Forgets(_Wrong):
    def step(self) -> None:
        self.made.state.clear()
        super().step()


class _Accumulates(_Wrong):
    def zero_grad(self) -> None:
        pass


class _Still(_Wrong):
    def step(self) -> None:
        pass


class _Coupled(_Wrong):
    """Weight decay as a part of the gradient."""

    def __init__(self, make: Maker, given: Any, weight_decay: float, **options: Any) -> None:
        super().__init__(make, given, weight_decay=0.0, **options)
        self.decay = weight_decay

    def step(self) -> None:
        for p, _ in self.parameters():
            p.grad = p.grad + self.decay * p.detach()
        super().step()


class _Decoupled(_Coupled):
    """Weight decay beside the gradient, as in AdamW (Loshchilov and Hutter, 2019)."""

    def step(self) -> None:
        for p, rate in self.parameters():
            p.data = p.data * (1 - rate * self.decay)
        _Wrong.step(self)


class _Uncorrected(_Wrong):
    """Adam without the division by 1 - beta**t (Kingma and Ba, 2015, algorithm 1)."""

    def step(self) -> None:
        before = [(p, p.detach().clone(), rate) for p, rate in self.parameters()]
        super().step()
        for p, old, rate in before:
            state = self.made.state[p]
            if {"exp_avg", "exp_avg_sq"} <= state.keys():
                root = state["exp_avg_sq"].sqrt() + self.options.get("eps", 1e-8)
                p.data = old - rate * state["exp_avg"] / root


def _without(make: Maker, option: str, given: Any, **options: Any) -> Any:
    """Leave an option out; weight decay is 0 then, which is not every optimizer's default."""
    others = {key: value for key, value in options.items() if key != option}
    if option == "weight_decay":
        others[option] = 0.0
    return make(given, **others)


def _swapped(make: Maker, given: Any, **options: Any) -> Any:
    return make(given, **{**options, "betas": tuple(reversed(options["betas"]))})


def _ungrouped(make: Maker, given: Any, **options: Any) -> Any:
    return make([p for group in given for p in group["params"]], **options)


class _KeepsRate(_Wrong):
    def step(self) -> None:
        for group in self.param_groups:
            group["lr"] = self.options["lr"]
        super().step()


def mistakes_of(
    reference: Maker, options: Mapping[str, Any], how: str, known: Mapping[str, Maker]
) -> Iterator[tuple[str, str, Maker]]:
    """Give known mistakes: the finding, what to say, and an optimizer that makes it."""
    for finding, maker in known.items():
        yield finding, "", maker
    if how == "groups":
        why = "All parameters get the same options; each group of param_groups has its own."
        yield findings.GROUPS_IGNORED, why, partial(_ungrouped, reference)
    if how == "rate":
        why = "It goes on with the lr that it was made with: read group['lr'] in each step."
        yield findings.RATE_KEPT, why, partial(_KeepsRate, reference)
    told: list[tuple[str, str, Maker]] = [
        (findings.NO_STEP, "The parameters stay as they are.", _Still),
        (findings.WRONG_DIRECTION, "The steps go uphill: look at the sign.", _Uphill),
        (
            findings.GRADIENTS_LEFT,
            "zero_grad does not reset the gradients: each backward adds to what was left.",
            _Accumulates,
        ),
        (
            findings.STATE_LOST,
            "Each step is what a new optimizer would do: what it has to remember (such as "
            "momentum) is lost between steps.",
            _Forgets,
        ),
        (
            findings.NO_BIAS_CORRECTION,
            "The averages are not divided by 1 - beta**t, so they begin near 0.",
            _Uncorrected,
        ),
    ]
    for finding, why, mistake in told:
        yield finding, why, partial(mistake, reference)
    for option in options:
        if option != "lr":
            why = f"The parameters are those that come of {option} left out."
            yield findings.OPTION_IGNORED, why, partial(_without, reference, option)
    if "betas" in options:
        yield findings.BETAS_SWAPPED, "The two betas are swapped.", partial(_swapped, reference)
    if "weight_decay" in options:
        why = "Weight decay is added to the gradient; here it should act on the weights alone."
        yield findings.OTHER_DECAY, why, partial(_Coupled, reference)
        why = "Weight decay acts on the weights alone; here it should be added to the gradient."
        yield findings.OTHER_DECAY, why, partial(_Decoupled, reference)
