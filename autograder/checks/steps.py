"""Check what one step of a student's training loop does."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.failure import CheckError
from autograder.checks.fresh import generator
from autograder.checks.probes import Environment, ask, probe, unreadable


@probe
def take_steps(
    env: Any, name: str, weights: Any, batches: Any, rate: float, momentum: float, dtype: str
) -> dict[str, Any]:
    """Run beside the student's code: make a step function, and note what each call of it does."""
    import numpy as np
    import torch

    log: list[str] = []

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight, self.bias = (torch.nn.Parameter(w.to(number, copy=True)) for w in weights)

        def forward(self, x):  # type: ignore[no-untyped-def]
            log.append("train" if self.training else "eval")
            return x @ self.weight + self.bias

        def zero_grad(self, set_to_none=True):  # type: ignore[no-untyped-def]
            log.append("reset")
            super().zero_grad(set_to_none)

    class Loss(torch.nn.MSELoss):  # answers that are too large cost more: the order matters
        def forward(self, input, target):  # type: ignore[no-untyped-def] # noqa: A002
            error = input - target
            return (error * error * ((error > 0) * 1.5 + 0.5)).mean()

    class Descent(torch.optim.SGD):
        def step(self, closure=None):  # type: ignore[no-untyped-def]
            log.append("step")
            return super().step(closure)

        def zero_grad(self, set_to_none=True):  # type: ignore[no-untyped-def]
            log.append("reset")
            super().zero_grad(set_to_none)

    number = getattr(torch, dtype)
    model = Network()
    model.bias.register_hook(lambda _: log.append("backward"))  # type: ignore[no-untyped-call]
    step = env[name](model, Loss(), Descent(model.parameters(), lr=rate, momentum=momentum))
    if not callable(step):
        return {"kind": type(step).__name__, "calls": []}
    calls = []
    for x, y in batches:
        model.eval()  # as it is after validation
        log.clear()
        loss = step(x.to(number, copy=True), y.to(number, copy=True))
        last = len(log) - 1 - log[::-1].index("backward") if "backward" in log else len(log)
        later = log[last:]
        first_step = later.index("step") if "step" in later else len(later)
        plain = isinstance(loss, float | np.floating | int) and not isinstance(loss, bool)
        alone = isinstance(loss, torch.Tensor) and loss.numel() == 1
        calls.append(
            {
                "kind": "float" if plain else type(loss).__name__,
                "loss": float(loss) if plain or alone else None,
                "parameters": [p.detach().clone() for p in (model.weight, model.bias)],
                "left": any(p.grad is not None and bool(p.grad.any()) for p in model.parameters()),
                "forward": "train" in log or "eval" in log,
                "trains": "eval" not in log,
                "steps": log.count("step"),
                "reset early": "reset" in later[:first_step],
            }
        )
    return {"kind": "function", "calls": calls}


_CALL = {
    "kind": str, "loss": (float, type(None)), "parameters": [Tensor], "left": bool,
    "forward": bool, "trains": bool, "steps": int, "reset early": bool,
}  # fmt: skip
_Calls = Sequence[Mapping[str, Any]]
_RATE = 0.05
_MOMENTUM = 0.5
_TOLERANCE = Tolerance(1e-4, 1e-5)
_EXACT = Tolerance(1e-6, 1e-6)
"""For losses in float64, which may be handed on in float32."""
_MISTAKES = {
    findings.GRADIENTS_LEFT: "gradients which are never reset: each backward adds to what the step "
    "before left",
    findings.STEPPED_TWICE: "two updates with the same gradients",
    findings.TRAINED_TWICE: "two whole steps for each call",
    findings.WRONG_DIRECTION: "steps uphill",
    findings.LOSS_FN_SWAPPED: "`loss_fn` with its two arguments exchanged: the model's answers "
    "come first",
    findings.LOSS_FN_IGNORED: "the mean squared error in place of the `loss_fn` that was given",
}


def check_train_step(
    env: Environment, name: str = "make_train_step", *, number: int, reset_after: bool = False
) -> None:
    """Check a student's ``make_train_step(model, loss_fn, optimizer)``.

    It has to return a function of x and y that does one step (model in training mode, forward,
    loss, backward, update, and a reset of the gradients at either end) and returns the loss before
    the update as a float. It is run for four batches of 6, 1, 9 and 4 examples, on a linear model
    that is in evaluation mode before each, with momentum, and with a loss function in which answers
    and targets cannot be exchanged.

    Args:
        number: chooses the draw of data and weights; see ``fresh``.
        reset_after: whether no gradient may be left after a step.
    """
    source = generator(number)

    def draw(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=source, dtype=torch.float64)

    weights = [draw(3, 1), draw(1)]
    batches = [[draw(n, 3), draw(n, 1)] for n in (6, 1, 9, 4)]
    call = f"the function that {name} returns"
    seen = ask(
        env, name, f"{name}, or {call},", take_steps, {"kind": str, "calls": [_CALL]},
        dtypes=("float64", "float32"), weights=weights, batches=batches, rate=_RATE,
        momentum=_MOMENTUM,
    )  # fmt: skip
    if seen["kind"] != "function":
        text = f"{name} returned a {seen['kind']}; it should return a function that does one step"
        raise CheckError(text, finding=findings.NOT_A_FUNCTION)
    calls = seen["calls"]
    if len(calls) != len(batches) or any(len(c["parameters"]) != 2 for c in calls):
        raise unreadable(call)
    after, losses = _simulated("", weights, batches)
    message = _other_parameters(call, calls, after)
    if message:
        _explain_parameters(name, calls, weights, batches, message)
    if not all(c["trains"] for c in calls):
        text = f"{call} runs the model in evaluation mode when validation left it so"
        why = "Layers such as dropout work differently then: set the mode in each step."
        raise CheckError(text, explanation=why, finding=findings.EVAL_MODE)
    _check_returned(call, calls, losses)
    if reset_after and any(c["left"] for c in calls):
        text = f"after {call} is called, parameters still have gradients"
        raise CheckError(text, finding=findings.GRADIENTS_LEFT)


def _explain_parameters(
    name: str, calls: _Calls, weights: list[Tensor], batches: list[list[Tensor]], message: str
) -> NoReturn:
    """Fail with the mistake by which the parameters after each call came about."""
    call = f"the function that {name} returns"
    stays = _other_parameters(call, calls, [weights] * len(calls)) is None
    if not stays and not any(c["steps"] for c in calls):
        text = f"{call} moves the parameters without a step of the optimiser that {name} was given"
        why = "The one that is given may have another learning rate, and momentum."
        raise CheckError(text, explanation=why, finding=findings.OTHER_OPTIMISER)
    for mistake, source in _MISTAKES.items():
        if _other_parameters(call, calls, _simulated(mistake, weights, batches)[0]) is None:
            explanation = f"Its parameters are those that come of {source}."
            raise CheckError(message, explanation=explanation, finding=mistake)
    if not any(c["forward"] for c in calls):
        text = f"{call} never calls the model that {name} was given"
        why = "Does it read a global variable instead?"
        raise CheckError(text, explanation=why, finding=findings.MODEL_NOT_USED)
    if stays:
        if any(c["reset early"] and c["steps"] for c in calls):
            why = "The gradients are reset after backward and before the update, which then has "
            why += "none to work with."
            raise CheckError(message, explanation=why, finding=findings.RESET_EARLY)
        text = f"{call} leaves the parameters as they were"
        why = "" if any(c["steps"] for c in calls) else "The optimiser's step is missing."
        raise CheckError(text, explanation=why, finding=findings.NO_STEP)
    raise CheckError(message, finding=findings.OTHER_PARAMETERS)


def _other_parameters(call: str, calls: _Calls, right: Sequence[Sequence[Tensor]]) -> str | None:
    """Say which parameter differs first from those that are right, or None."""
    comparison = Comparison(_TOLERANCE)
    for i, (one, parameters) in enumerate(zip(calls, right, strict=True), 1):
        pairs = zip(("weight", "bias"), one["parameters"], parameters, strict=True)
        for what, value, expected in pairs:
            comparison.add(f"the {what} after {i} call(s) of {call}", value, expected)
    return comparison.first


def _simulated(
    mistake: str, weights: Sequence[Tensor], batches: Sequence[Sequence[Tensor]]
) -> tuple[list[list[Tensor]], list[tuple[float, float]]]:
    """Return parameters after each step, and the losses before and after it, for a wrong order."""
    parameters = [w.clone().requires_grad_() for w in weights]
    left = [torch.zeros_like(w) for w in weights]
    velocities = [torch.zeros_like(w) for w in weights]
    rate = -_RATE if mistake == findings.WRONG_DIRECTION else _RATE
    after, losses = [], []

    def loss_of(x: Tensor, y: Tensor) -> Tensor:
        error = x @ parameters[0] + parameters[1] - y
        too_large = error < 0 if mistake == findings.LOSS_FN_SWAPPED else error > 0
        costs = 1.0 if mistake == findings.LOSS_FN_IGNORED else too_large * 1.5 + 0.5
        return (error**2 * costs).mean()

    for x, y in batches:
        before = float(loss_of(x, y).detach())
        for _ in range(2 if mistake == findings.TRAINED_TWICE else 1):
            gradients = list(torch.autograd.grad(loss_of(x, y), parameters))
            if mistake == findings.GRADIENTS_LEFT:
                gradients = left = [a + b for a, b in zip(gradients, left, strict=True)]
            for _ in range(2 if mistake == findings.STEPPED_TWICE else 1):
                pairs = zip(velocities, gradients, strict=True)
                velocities = [_MOMENTUM * v + gradient for v, gradient in pairs]
                with torch.no_grad():
                    for p, velocity in zip(parameters, velocities, strict=True):
                        p -= rate * velocity
        after.append([p.detach().clone() for p in parameters])
        losses.append((before, float(loss_of(x, y).detach())))
    return after, losses


def _check_returned(call: str, calls: _Calls, losses: Sequence[tuple[float, float]]) -> None:
    """Check the losses that the calls returned; the right ones are before and after each step."""
    if any(c["loss"] is None for c in calls):
        text = f"{call} returned a {calls[0]['kind']}; it should return the loss as a float"
        raise CheckError(text, finding=findings.LOSS_NOT_RETURNED)
    found = torch.tensor([c["loss"] for c in calls], dtype=torch.float64)
    right = torch.tensor(losses, dtype=torch.float64)
    is_exact = all(c["parameters"][0].dtype == torch.float64 for c in calls)
    before, after = Comparison(_EXACT if is_exact else _TOLERANCE), Comparison(_TOLERANCE)
    before.add("the returned losses", found, right[:, 0])
    after.add("the returned losses", found, right[:, 1])
    if after.first is None:
        why = "They are the losses after the update instead of before it."
        before.raise_first(explanation=why, finding=findings.LOSS_AFTER_STEP)
    for digits in range(1, 6):
        if torch.equal(found, found.round(decimals=digits)):
            why = f"They are rounded to {digits} digits; whoever goes on with them needs all."
            before.raise_first(explanation=why, finding=findings.OTHER_LOSS)
    before.raise_first(explanation="", finding=findings.OTHER_LOSS)
    wrong = next((c["kind"] for c in calls if c["kind"] != "float"), "")
    if wrong:
        text = f"{call} returned a {wrong}; it should return the loss as a float"
        why = "A tensor takes its whole graph along."
        raise CheckError(text, explanation=why, finding=findings.LOSS_AS_TENSOR)
