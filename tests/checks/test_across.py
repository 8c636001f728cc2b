"""The checks of live objects work as well where the student's code is another process."""

import os
import socket

import pytest
import torch

from autograder.checks import (
    CheckError,
    check_checkpoint,
    check_clipping,
    check_growth,
    check_initialisation,
    check_on_meta,
    check_optimizer,
    check_plot,
    check_sampling,
    check_scheduler,
    check_tokenizer,
)
from autograder.sandbox.connection import Connection
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire.channel import Channel

torch.set_num_threads(1)  # with more, a forked child hangs


def save(path, model, optimizer, step):
    states = [model.state_dict(), optimizer.state_dict()]
    torch.save({"states": states, "step": step}, path)


def load(path, model, optimizer):
    found = torch.load(path)
    for part, state in zip((model, optimizer), found["states"], strict=True):
        part.load_state_dict(state)
    return found["step"]


def plot(values):
    import matplotlib.pyplot as plt

    plt.plot(values)
    plt.title("Losses")


def draw(p, generator):
    return torch.multinomial(p, 20, replacement=True, generator=generator)


def mask(x):
    return x.masked_fill(torch.ones(x.shape[-2:]).tril() == 0, -torch.inf)


SERVED = {
    "Optimizer": torch.optim.Adam,
    "Schedule": torch.optim.lr_scheduler.ExponentialLR,
    "clip": torch.nn.utils.clip_grad_norm_,
    "init": torch.nn.init.xavier_normal_,
    "save": save,
    "load": load,
    "plot": plot,
    "draw": draw,
    "mask": mask,
    "Linear": torch.nn.Linear,
    "encode": lambda text: list(text.encode()),
    "decode": lambda tokens: bytes(tokens).decode(),
}


def test_right_answers_pass_and_a_wrong_one_is_named():
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        os.environ["MPLBACKEND"] = "agg"
        Server(SERVED, Channel(theirs, "requests"), 10).run()
    theirs.close()
    state = Connection(Channel(ours, "replies"), 10)
    env = StudentEnvironment(state.fork, 60)
    try:
        rate = {"lr": 0.1}
        check_optimizer(env, "Optimizer", torch.optim.Adam, options=rate, number=1, groups=True)
        exponential = torch.optim.lr_scheduler.ExponentialLR
        check_scheduler(env, "Schedule", exponential, number=5, options={"gamma": 0.9})
        check_clipping(env, "clip", number=1)
        check_initialisation(env, "init", shape=(60, 20), std=(2 / 80) ** 0.5, number=1)
        check_checkpoint(env, "save", "load", number=1)
        check_plot(env, "plot", [[1.0, 0.5]], series=[(range(2), [1.0, 0.5])], title="loss")
        p = torch.tensor([0.7, 0.3])
        check_sampling(
            env, "draw", lambda p: p.repeat(20, 1), [(p,)], number=1, draws=20,
            generator="generator",
        )  # fmt: skip
        check_tokenizer(env, texts=["", "Été", "日本"])
        check_growth(env, "mask", lambda n: torch.ones(n, n), at_most=2)
        with pytest.raises(CheckError, match="mask works on 4"):
            check_growth(env, "mask", lambda n: torch.ones(n, n), at_most=1)
        large = [torch.empty(10**7, 10**6, device="meta")]
        linear = {"inputs": large, "arguments": [10**6, 7]}
        check_on_meta(env, "Linear", lambda: torch.nn.Linear(10**6, 7), **linear)
        with pytest.raises(CheckError, match=r"comes from torch\.ones"):
            check_on_meta(env, "mask", torch.Tensor.tril, inputs=large)
        with pytest.raises(CheckError) as caught:
            check_optimizer(env, "Optimizer", torch.optim.SGD, options=rate, number=1)
        assert caught.value.finding == "other parameters"
    finally:
        env.close()
        state.close()
        os.waitpid(child, 0)
