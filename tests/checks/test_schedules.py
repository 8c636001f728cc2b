"""Learning rates over steps: what is right passes, and what is wrong is told by step."""

import math

import pytest
import torch
from torch.optim import lr_scheduler

from autograder.checks import CheckError, check_schedule, check_scheduler

torch.set_num_threads(1)  # the tensors are small

STEPS = [0, 1, 9, 10, 11, 25, 49, 50, 11]
OPTIONS = {"peak": 0.4, "warmup": 10, "total": 50}


def warm(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))


def judge(function, **more):
    check_schedule({"rate": function}, "rate", warm, steps=STEPS, options=OPTIONS, **more)


def test_a_right_schedule_passes():
    judge(warm)
    judge(lambda step, **options: torch.tensor(warm(step, **options)))


def never_ends(step, peak, warmup, total):
    return peak * (step + 1) / warmup if step <= warmup else warm(step, peak, warmup, total)


def no_warmup(step, peak, warmup, total):
    return warm(max(step, warmup), peak, warmup, total)


@pytest.mark.parametrize(
    ("function", "finding", "says"),
    [
        (lambda s, **o: warm(s + 1, **o), "off by one", "the step after"),
        (lambda s, **o: warm(max(s - 1, 0), **o), "off by one", "the step before"),
        (lambda s, **o: warm(s // 5, **o), "wrong period", "once per epoch"),
        (lambda s, **o: warm(s * 5, **o), "wrong period", "5 times as fast"),
        (lambda s, **o: 0.4, "constant rate", "same in every step"),  # noqa: ARG005
        (never_ends, "other rates", "only step that is wrong"),
        (no_warmup, "other rates", "From step 9 on the rates are right"),
        (lambda s, **o: warm(min(s, 25), **o), "other rates", "Up to step 25"),
        (lambda s, **o: str(s), "not a number", "'0' for step 0"),  # noqa: ARG005
        (lambda s, **o: None, "not a number", "is None"),  # noqa: ARG005
    ],
)
def test_a_wrong_schedule_is_told(function, finding, says):
    with pytest.raises(CheckError, match=says) as caught:
        judge(function, steps_per_epoch=5)
    assert caught.value.finding == finding


class Halving:
    """A scheduler without torch's class."""

    def __init__(self, optimizer, every, first=0):
        self.optimizer, self.every, self.count = optimizer, every, first

    def step(self):
        self.count += 1
        if self.count % self.every == 0:
            for group in self.optimizer.param_groups:
                group["lr"] /= 2


class FirstOnly(Halving):
    def __init__(self, optimizer, every):
        super().__init__(optimizer, every)
        self.optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1)
        self.optimizer.param_groups = optimizer.param_groups[:1]


def right(optimizer, every):
    return lr_scheduler.StepLR(optimizer, every, gamma=0.5)


def judge_scheduler(made, number=10, groups=True, **more):
    options = {"every": 3}
    check_scheduler({"S": made}, "S", right, number=number, options=options, groups=groups, **more)


def test_right_schedulers_pass():
    judge_scheduler(Halving)
    judge_scheduler(right)
    judge_scheduler(FirstOnly, groups=False)
    restarts = lr_scheduler.CosineAnnealingWarmRestarts
    check_scheduler({"S": restarts}, "S", restarts, number=12, options={"T_0": 5})


@pytest.mark.parametrize(
    ("made", "finding"),
    [
        (lambda optimizer, every: Halving(optimizer, every, 1), "off by one"),
        (FirstOnly, "one group only"),
        (lambda optimizer, every: Halving(optimizer, 4 * every), "wrong period"),
        (lambda optimizer, every: Halving(optimizer, every + 1), "other rates"),
    ],
)
def test_a_wrong_scheduler_is_told(made, finding):
    with pytest.raises(CheckError) as caught:
        judge_scheduler(made, 20, steps_per_epoch=4)
    assert caught.value.finding == finding
