"""A checkpoint holds what a training needs to go on, in a file that is safe to read."""

import pytest
import torch

from autograder.checks import CheckError, check_checkpoint

torch.set_num_threads(1)  # the tensors are small

ALL = ("path", "model", "optimizer", "scheduler", "step")
STATES = ALL[1:-1]


def save(path, model, optimizer, scheduler, step):
    states = [part.state_dict() for part in (model, optimizer, scheduler)]
    torch.save({"states": states, "step": step}, path)


def load(path, model, optimizer, scheduler):
    found = torch.load(path)
    for part, state in zip((model, optimizer, scheduler), found["states"], strict=True):
        part.load_state_dict(state)
    return found["step"]


def without(lost):
    def load_less(path, *parts):
        found = torch.load(path)
        for name, part, state in zip(STATES, parts, found["states"], strict=True):
            if name != lost:
                part.load_state_dict(state)
        return found["step"]

    return load_less


def only_parameters(path, model, optimizer, scheduler):
    buffers = {name: value.clone() for name, value in model.named_buffers()}
    step = load(path, model, optimizer, scheduler)
    model.load_state_dict(buffers, strict=False)
    return step


MEMORY = {}


def into_memory(path, *given):
    save(path, *given)
    MEMORY.update(zip(STATES, given, strict=False))


def from_memory(path, *given):
    for name, part in zip(STATES, given, strict=True):
        part.load_state_dict(MEMORY[name].state_dict())
    return torch.load(path)["step"]


def whole_model(path, model, optimizer, scheduler, step):
    torch.save({"model": model, "rest": (optimizer, scheduler, step)}, path)


def nowhere(path, *given):
    save(f"{path}.other", *given)


def zeroes(path, model, *given):
    save(path, model, *given)
    torch.nn.init.zeros_(model[0].weight)


def judge(save_with=save, load_with=load, number=1):
    names = {"save": save_with, "load": load_with}
    check_checkpoint(names, "save", "load", number=number, saved=ALL)


def test_right_checkpoints_pass():
    for number in range(3):
        judge(number=number)


def test_other_parts_in_another_order_pass():
    def save_model(model, path):
        torch.save(model.state_dict(), path)

    def load_model(path, model):
        model.load_state_dict(torch.load(path, weights_only=True))
        return model

    check_checkpoint(
        {"a": save_model, "b": load_model}, "a", "b", number=2,
        saved=("model", "path"), loaded=("path", "model"),
    )  # fmt: skip
    with pytest.raises(ValueError, match="should be of path, model, optimizer"):
        check_checkpoint({}, "a", "b", number=2, saved=("model", "file"))


@pytest.mark.parametrize(
    ("functions", "finding"),
    [
        ((save, without("model")), "model not restored"),
        ((save, without("optimizer")), "optimizer not restored"),
        ((save, without("scheduler")), "scheduler not restored"),
        ((save, only_parameters), "buffers not restored"),
        ((save, lambda *given: load(*given) and None), "wrong step"),
        ((into_memory, from_memory), "other parameters"),
        ((whole_model, load), "pickled objects"),
        ((nowhere, load), "no file"),
        ((zeroes, load), "changed in place"),
        ((save, None), "missing"),
    ],
)
def test_a_mistake_is_named(functions, finding):
    with pytest.raises(CheckError) as caught:
        judge(*functions)
    assert caught.value.finding == finding
