"""Students' optimizers are judged step by step, and the mistake is named by what it does."""

import pytest
import torch

from autograder.checks import CheckError, check_optimizer

torch.set_num_threads(1)  # the tensors are small

SGD = {"lr": 0.1, "momentum": 0.9}
ADAM = {"lr": 0.05, "betas": (0.8, 0.95)}


class Plain:
    """SGD with momentum, as most people write it."""

    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.decay = weight_decay
        self.velocity = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def gradient(self, p):
        return p.grad + self.decay * p.detach()

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocity[i] = self.momentum * self.velocity[i] + self.gradient(p)
            p -= self.lr * self.velocity[i]


class Grouped(torch.optim.Optimizer):
    """The same with parameter groups."""

    def __init__(self, params, lr, momentum=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, _closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    old = self.state[p].get("v", torch.zeros_like(p))
                    self.state[p]["v"] = group["momentum"] * old + p.grad
                    p.add_(self.state[p]["v"], alpha=-group["lr"])


class Adam:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps, self.t = list(params), lr, betas, eps, 0
        self.m = [torch.zeros(p.shape) for p in self.params]  # float32, which is good enough
        self.v = [torch.zeros(p.shape) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def corrected(self, average, beta):
        return average / (1 - beta**self.t)

    def step(self):
        self.t += 1
        a, b = self.betas
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.m[i] = a * self.m[i] + (1 - a) * p.grad
                self.v[i] = b * self.v[i] + (1 - b) * p.grad**2
                root = self.corrected(self.v[i], b).sqrt() + self.eps
                p.data -= self.lr * self.corrected(self.m[i], a) / root


class UsesUp(Plain):
    def __init__(self, params, **options):
        super().__init__([], **options)
        self.params, self.velocity = params, [0.0] * 9


class Shared(Plain):
    kept = None

    def __init__(self, params, **options):
        super().__init__(params, **options)
        Shared.kept = Shared.kept or self.velocity
        self.velocity = Shared.kept


class Forgets(Adam):
    def step(self):
        self.t = 0
        self.m, self.v = ([torch.zeros(p.shape) for p in self.params] for _ in range(2))
        super().step()


class Uphill(Plain):
    def gradient(self, p):
        return -p.grad


class Accumulates(Plain):
    def zero_grad(self):
        pass


class Still(Plain):
    def step(self):
        pass


class Ignores(Plain):
    def __init__(self, params, lr, **_):
        super().__init__(params, lr)


class Decoupled(Plain):
    def gradient(self, p):
        p.data *= 1 - self.lr * self.decay
        return p.grad


class NoDecay(Plain):
    def gradient(self, p):
        return p.grad


class Uncorrected(Adam):
    def corrected(self, average, _):
        return average


class Swapped(Adam):
    def __init__(self, params, lr, betas):
        super().__init__(params, lr, betas[::-1])


class FirstGroupOnly(Grouped):
    def __init__(self, params, lr, momentum=0.0):
        given = list(params)
        if isinstance(given[0], dict):
            given = [p for group in given for p in group["params"]]
        super().__init__(given, lr, momentum)


class KeepsRate(Grouped):
    def step(self, _closure=None):
        now = [group["lr"] for group in self.param_groups]
        self.kept = getattr(self, "kept", now)
        for group, rate in zip(self.param_groups, self.kept, strict=True):
            group["lr"] = rate
        super().step()


class HalfMomentum(Plain):
    def __init__(self, params, lr, momentum):
        super().__init__(params, lr, momentum / 2)


def judge(made, reference=torch.optim.SGD, options=SGD, number=1, **more):
    check_optimizer({"Mine": made}, "Mine", reference, options=options, number=number, **more)


@pytest.mark.parametrize("number", range(5))
def test_right_optimizers_pass(number):
    judge(Plain, number=number)
    judge(torch.optim.SGD, number=number, groups=True)
    judge(Grouped, number=number, groups=True)
    judge(Adam, torch.optim.Adam, ADAM, number=number)
    judge(Plain, options={"lr": 0.1, "weight_decay": 0.3}, number=number)


@pytest.mark.parametrize(
    ("made", "reference", "options", "finding"),
    [
        (UsesUp, torch.optim.SGD, SGD, "parameters used up"),
        (Shared, torch.optim.SGD, SGD, "state shared"),
        (Forgets, torch.optim.Adam, ADAM, "state lost"),
        (Uphill, torch.optim.SGD, SGD, "wrong direction"),
        (Accumulates, torch.optim.SGD, SGD, "gradients left behind"),
        (Still, torch.optim.SGD, SGD, "no step"),
        (Decoupled, torch.optim.SGD, {**SGD, "weight_decay": 0.3}, "other weight decay"),
        (NoDecay, torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.3}, "option ignored"),
        (Uncorrected, torch.optim.Adam, ADAM, "no bias correction"),
        (Swapped, torch.optim.Adam, ADAM, "betas swapped"),
        (HalfMomentum, torch.optim.SGD, SGD, "other parameters"),
        (Ignores, torch.optim.SGD, SGD, "other parameters"),
    ],
)
def test_a_mistake_is_named(made, reference, options, finding):
    with pytest.raises(CheckError) as caught:
        judge(made, reference, options)
    assert caught.value.finding == finding
    assert "after step" in caught.value.message


def test_what_two_mistakes_explain_is_told_as_both():
    with pytest.raises(CheckError, match=r"is lost between steps\. Or: .* momentum left out"):
        judge(Ignores)


def test_later_steps_that_go_wrong_point_at_the_state():
    with pytest.raises(CheckError, match="The first step is right: look at what the optimizer"):
        judge(HalfMomentum)


@pytest.mark.parametrize(
    ("made", "finding"), [(FirstGroupOnly, "groups ignored"), (KeepsRate, "learning rate kept")]
)
def test_groups_are_judged_where_they_are_asked_for(made, finding):
    judge(made)
    with pytest.raises(CheckError) as caught:
        judge(made, groups=True)
    assert caught.value.finding == finding


def test_a_parameter_without_gradient_is_passed_over():
    class Careless(Plain):
        def step(self):
            for p in self.params:
                p.data -= self.lr * p.grad

    judge(Careless, options={"lr": 0.1}, without_gradient=False)
    with pytest.raises(CheckError, match="where one parameter has no gradient, raised TypeError"):
        judge(Careless, options={"lr": 0.1})


def test_mistakes_of_a_test_are_named_by_it():
    def half(params, lr, momentum):
        return torch.optim.SGD(params, lr=lr, momentum=momentum / 2)

    with pytest.raises(CheckError) as caught:
        judge(HalfMomentum, mistakes={"half the momentum": half})
    assert caught.value.finding == "half the momentum"
