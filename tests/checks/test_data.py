"""Probes' data, losses, data sets and loaders are compared part by part."""

import os
import socket

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset, random_split

from autograder.checks import (
    Case,
    CheckError,
    check_dataset,
    check_like_reference,
    check_loaders,
    check_losses,
    check_same_function,
    fresh,
)
from autograder.checks.session import session_with
from autograder.sandbox.connection import Connection
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire.channel import Channel

torch.set_num_threads(1)  # with more, a forked child hangs


def found(check, *args, **options):
    """Return the error of a check that has to fail."""
    with pytest.raises(CheckError) as caught:
        check(*args, **options)
    return caught.value


def fit(x, y, steps, factor=1.0):
    a, losses = torch.zeros((), dtype=x.dtype), []
    for _ in range(steps):
        losses.append(float(((a * x - y) ** 2).mean()))
        a = a - factor * 0.1 * (2 * x * (a * x - y)).mean()
    return {"parameters": [a, a + 1], "losses": losses, "name": "line", "done": True}


def trajectory(fit, x, y, steps):
    result = fit(x, y, steps)
    x.zero_()  # a case is not spoiled for the next run
    return result


def as_numpy(x, y, steps):
    result = fit(x, y, steps)
    numbers = [np.float64(loss) for loss in result["losses"]]
    return {
        **result,
        "losses": tuple(numbers),
        "parameters": [p.numpy() for p in result["parameters"]],
    }


def changed(**parts):
    return lambda x, y, steps: {**fit(x, y, steps), **parts}


CASES = [{**fresh(80 + n, x=(n,), y=(n,)), "steps": 4} for n in (9, 1)]
WRONG = {
    "losses": (lambda x, y, n: fit(x, y, n, 1.5), "other values", "parameters[0]"),
    "short": (changed(losses=[1.0]), "other form", "losses is a list of 1"),
    "tensors": (changed(losses=[torch.ones(())] * 4), "other form", "losses[0]"),
    "text": (changed(name="curve"), "other values", "name is 'curve'; it should be 'line'"),
    "bool": (changed(done=1), "other form", "done is 1; it should be True"),
    "list": (changed(losses=None), "other form", "losses is None; it should be a list of 4"),
    "keys": (lambda *_: {"a": 1}, "other form", "it should be a dict of parameters, losses"),
    "nothing": (lambda *_: None, "other form", "the result is None"),
    "shape": (changed(parameters=[torch.ones(2), 1.0]), "other form", "has shape (2,)"),
    "nan": (changed(parameters=[torch.tensor(float("nan")), 1.0]), "other values", "nan instead"),
    "empty": (changed(parameters=[torch.ones(0), 1.0]), "other form", "has shape (0,)"),
    "whole": (changed(parameters=[torch.tensor(True), 1.0]), "other values", "parameters[0]"),
    "raises": (lambda x: x, "", "your code raised TypeError"),
}


@pytest.mark.parametrize("right", [fit, as_numpy])
def test_what_is_like_the_reference_passes(right):
    check_like_reference({"fit": right}, trajectory, reference={"fit": fit}, cases=CASES)


@pytest.mark.parametrize("label", WRONG)
def test_what_is_unlike_the_reference_fails_with_the_part_that_differs(label):
    wrong, finding, message = WRONG[label]
    error = found(
        check_like_reference, {"fit": wrong}, trajectory, reference={"fit": fit}, cases=CASES
    )
    assert error.finding == finding, str(error)
    assert message in error.message


def test_the_relation_to_the_reference_is_explained():
    def probe_half(half, x):
        return half(x)

    env, reference = {"half": lambda x: x}, {"half": lambda x: x / 2}
    error = found(
        check_like_reference, env, probe_half, reference=reference, cases=[{"x": torch.ones(3)}]
    )
    assert "is twice the right one" in error.explanation


def test_the_size_of_the_batch_is_blamed_only_where_calls_differ_in_nothing_else():
    def probe_scaled(scaled, x, rate):
        return scaled(x, rate)

    def scaled(x, rate):
        return rate * x

    def for_one(x, rate):
        return scaled(x, rate if len(x) == 1 else 0.3 * rate + 0.01)

    def of_its_own(x, _):
        return 0.1 * x

    data = [fresh(70 + n, x=(n,)) for n in (1, 1, 1, 7, 9)]
    for wrong, rates, blamed in (
        (for_one, (0.1,) * 5, True),
        (of_its_own, (0.1, 0.1, 0.1, 0.2, 0.3), False),
    ):
        error = found(
            check_like_reference, {"scaled": wrong}, probe_scaled, reference={"scaled": scaled},
            cases=[{**case, "rate": rate} for case, rate in zip(data, rates, strict=True)],
        )  # fmt: skip
        assert ("right for batches of 1" in error.explanation) == blamed, error.explanation


def test_a_known_mistake_gives_its_name_to_the_finding():
    mistakes = {
        "half": {"fit": changed(losses=[1.0])},
        "uphill": {"fit": lambda x, y, steps: fit(x, y, steps, factor=-1.0)},
    }
    options = {"reference": {"fit": fit}, "cases": CASES, "mistakes": mistakes}
    check_like_reference({"fit": fit}, trajectory, **options)
    error = found(check_like_reference, mistakes["uphill"], trajectory, **options)
    assert error.finding == "uphill"
    error = found(check_like_reference, {"fit": changed(done=False)}, trajectory, **options)
    assert error.finding == "other values"


def test_a_case_that_fails_does_not_hide_what_was_wrong_before():
    def wrong(x, y, steps):
        if len(x) == 1:
            raise IndexError("there is no second example")
        return fit(x, y, steps, factor=1.5)

    options = {"reference": {"fit": fit}, "cases": CASES}
    error = found(check_like_reference, {"fit": wrong}, trajectory, **options)
    assert error.message.startswith("parameters[0]")
    options["cases"] = CASES[::-1]
    error = found(check_like_reference, {"fit": wrong}, trajectory, **options)
    assert error.message == "your code raised IndexError: there is no second example"


def test_batches_are_spoken_of_only_where_a_case_has_one():
    def total(x):
        return x.sum() if len(x) > 1 else x.sum() + 1

    def probe_total(total, x):
        return total(x)

    cases = [fresh(85 + n, x=(n,)) for n in (5, 7, 1)]
    options = {"reference": {"total": torch.sum}, "cases": cases}
    error = found(check_like_reference, {"total": total}, probe_total, **options)
    assert "wrong for 1" in error.explanation
    error = found(check_like_reference, {"total": total}, probe_total, batch=None, **options)
    assert not error.explanation
    calls = [Case(case, batch=None) for case in cases]
    error = found(check_same_function, {"total": total}, "total", lambda x: x.sum(), calls)
    assert not error.explanation


def test_infinite_answers_are_explained_like_others():
    def probe_mask(mask, n):
        return {"the mask": mask(n), "its dtype": str(mask(n).dtype)}

    def added(n):
        return torch.zeros(n, n).masked_fill(torch.ones(n, n).triu(1) > 0, -torch.inf)

    reference = {"mask": lambda n: torch.ones(n, n).tril() > 0}
    options = {"reference": reference, "cases": [{"n": n} for n in (5, 1, 3)]}
    error = found(check_like_reference, {"mask": added}, probe_mask, **options)
    assert "the mask: 25 of 25 elements differ" in error.message


LOSSES = [4.0, 2.0, 1.0, 0.5]


def test_losses_are_numbers_that_follow_the_right_ones():
    check_losses(LOSSES, steps=4, expected=LOSSES)
    check_losses(np.array(LOSSES), steps=4)
    check_losses(torch.tensor(LOSSES), steps=4, expected=LOSSES)
    later = [*LOSSES[1:], 0.25]
    for losses, expected, finding in (
        (None, None, "not a list of losses"),
        (LOSSES[:3], None, "another number of losses"),
        ([torch.tensor(v, requires_grad=True) for v in LOSSES], None, "loss returned as a tensor"),
        ([4.0, 2.0, float("nan"), 1.0], None, "not finite"),
        (later, LOSSES, "loss after the step"),
        ([2 * v for v in LOSSES], LOSSES, "other losses"),
        (LOSSES[::-1], None, "losses do not fall"),
        (["a"] * 4, None, "not a list of losses"),
    ):
        error = found(check_losses, losses, steps=4, expected=expected)
        assert error.finding == finding, str(error)


class Pairs(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


def altered(**methods):
    return type("Altered", (Pairs,), methods)


def test_a_data_set_gives_pairs():
    values = {name: value.float() for name, value in fresh(90, x=(10, 1), y=(10, 1)).items()}
    for right in (Pairs, TensorDataset):
        check_dataset({"D": right}, "D", **values)
    labels = {"x": values["x"], "y": torch.arange(10)}
    check_dataset({"D": Pairs}, "D", **labels)
    late = altered(__getitem__=lambda self, i: (self.x[i], self.y[i] + 1))
    assert found(check_dataset, {"D": late}, "D", **labels).finding == "other items"
    for wrong, finding in (
        (altered(__len__=lambda _: 9), "wrong length"),
        (altered(__getitem__=lambda self, i: self.x[i]), "not a pair"),
        (altered(__getitem__=lambda self, i: (self.y[i], self.x[i])), "other items"),
        (altered(__getitem__=lambda self, i: (self.x[i].item(), self.y[i])), "other items"),
        (altered(__getitem__=lambda self, i: (self.x[i].double(), self.y[i])), "other items"),
        (altered(__getitem__=lambda self, i: (self.x[i : i + 1], self.y[i])), "other items"),
        (lambda x, y: list(zip(x, y, strict=True)), "not a Dataset"),
    ):
        assert found(check_dataset, {"D": wrong}, "D", **values).finding == finding


def make_loaders(x, y, sizes, batch_size, seed):
    source = torch.Generator().manual_seed(seed)
    parts = random_split(TensorDataset(x, y), sizes, generator=source)
    return tuple(
        DataLoader(part, batch_size, shuffle=i == 0, generator=source)
        for i, part in enumerate(parts)
    )


def by_global_seed(x, y, sizes, batch_size, seed):
    torch.manual_seed(seed)
    parts = random_split(Pairs(x, y), sizes)
    return [DataLoader(p, batch_size=batch_size, shuffle=i == 0) for i, p in enumerate(parts)]


def variant(split="seed", order="seed", shuffle=(True, False), data=lambda x, y: (x, y), **options):
    """Return a make_loaders that differs in one respect."""

    def make(x, y, sizes, batch_size, seed):
        source = torch.Generator().manual_seed(seed if split == "seed" else 5)
        everything = TensorDataset(*data(x, y))
        if split == "none":
            source = None
        parts = random_split(everything, sizes, generator=source)
        if split == "overlap":
            parts = [Subset(everything, range(size)) for size in sizes]
        again = torch.Generator().manual_seed(seed) if order == "seed" else None
        size = options.get("batch_size", batch_size)
        drop = options.get("drop_last", False)
        return [
            DataLoader(part, size, shuffle=s, generator=again, drop_last=drop)
            for part, s in zip(parts, shuffle, strict=True)
        ]

    return make


WRONG_LOADERS = {
    "last batch dropped": variant(drop_last=True),
    "wrong batch size": variant(batch_size=8),
    "wrong sizes": lambda x, y, sizes, b, s: make_loaders(x, y, sizes[::-1], b, s),
    "pairs torn apart": variant(data=lambda x, y: (x, y.flip(0))),
    "parts overlap": variant("overlap"),
    "not shuffled": variant(shuffle=(False, False)),
    "validation shuffled": variant(shuffle=(True, True)),
    "seed ignored": variant("constant"),
    "order not seeded": variant(order="none"),
    "another number of loaders": lambda *a: make_loaders(*a)[:1],
    "unreadable": lambda x, y, *_: [[[x[:3]]], [[y[:3]]]],
}


@pytest.mark.parametrize("right", [make_loaders, variant()])
def test_right_loaders_pass(right):
    for seed in range(5):
        check_loaders({"L": right}, "L", sizes=[42, 11], batch_size=16, seed=seed)


@pytest.mark.parametrize("finding", WRONG_LOADERS)
def test_wrong_loaders_are_recognised(finding):
    env = {"L": WRONG_LOADERS[finding]}
    error = found(check_loaders, env, "L", sizes=[42, 11], batch_size=16, seed=3)
    assert error.finding == finding, str(error)


def test_a_seed_that_is_set_for_the_whole_program_does_not_reach_the_order():
    error = found(check_loaders, {"L": by_global_seed}, "L", sizes=[42, 11], batch_size=16, seed=3)
    assert error.finding == "order not seeded"


def test_a_split_without_the_seed_is_recognised():
    env = {"L": variant("none")}
    error = found(check_loaders, env, "L", sizes=[42, 11], batch_size=16, seed=3)
    assert error.finding == "seed ignored"


def test_checks_run_beside_code_in_another_process():
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        names = {"fit": fit, "wrong": WRONG["losses"][0], "D": Pairs, "L": make_loaders}
        names["shuffles"] = WRONG_LOADERS["validation shuffled"]
        Server(names, Channel(theirs, "requests"), 10).run()
    theirs.close()
    state = Connection(Channel(ours, "replies"), 10)
    env = StudentEnvironment(state.fork, 60)
    try:
        with session_with(base_seed=1):
            check_like_reference(env, trajectory, reference={"fit": fit}, cases=CASES)
        check_dataset(env, "D", x=torch.ones(5, 2), y=torch.zeros(5))
        check_loaders(env, "L", sizes=[42, 11], batch_size=16, seed=3)
        error = found(check_loaders, env, "shuffles", sizes=[42, 11], batch_size=16, seed=3)
        assert error.finding == "validation shuffled"
    finally:
        env.close()
        state.close()
        os.waitpid(child, 0)
