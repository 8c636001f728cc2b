"""A warm process does once what each of its copies will do, so that they find it done.

What Python, torch and the dynamic linker do only the first time, they would do in each copy again:
import what is imported late, look symbols up, adapt bytecode to the types it meets. All of that
writes to memory that the copies otherwise share. Nothing is computed here that a notebook sees.
"""

import marshal
import socket
from typing import Any

import torch

from autograder.sandbox.student.serve import Responder
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.values import Packer

_ROUNDS = 10
"""Python adapts a function's bytecode once it has run some times."""


class _Network(torch.nn.Module):
    """As small as a network can be, of the parts that students use."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = torch.nn.Linear(2, 2)
        self.outer = torch.nn.Linear(2, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return a row of two numbers for each row of ``x``, (n, 2)."""
        return torch.sigmoid(self.outer(torch.relu(self.inner(x))))


def _train(env: dict[str, Any]) -> Any:
    """Take a step of gradient descent; closed, as probes are."""
    model, x = env["model"], env["x"]
    loss = ((model(x) - x) ** 2).mean()
    model.zero_grad()
    loss.backward()
    return [p.grad.clone() for p in model.parameters()] + [loss.item(), (x.T @ x).exp().sum(0)]


def rehearse() -> None:
    """Take training steps, and answer the requests that tests make most, as copies will."""
    model = _Network()
    optimizers = [kind(model.parameters(), lr=0.01) for kind in (torch.optim.SGD, torch.optim.Adam)]
    loss_fn = torch.nn.functional.mse_loss
    x = torch.linspace(0, 1, 8).reshape(4, 2)
    for optimizer in optimizers:
        optimizer.zero_grad()
        loss_fn(model(x), x).backward()  # type: ignore[no-untyped-call]
        optimizer.step()  # the first step imports a great deal
    torch.overrides.resolve_name(torch.add)  # makes a table of all that torch has

    ends = socket.socketpair()
    asking, answering = Channel(ends[0], "replies"), Channel(ends[1], "requests")
    responder = Responder({"x": x, "model": model})
    packer = Packer()
    tensor = packer.pack(x)
    requests: list[wire.Request] = [
        wire.Get("x"),
        wire.Get("model"),
        wire.Put("y", tensor),
        wire.Call(0, [tensor], []),
        wire.Probe(marshal.dumps(_train.__code__), []),
        wire.Get("nothing"),
    ]
    for _ in range(_ROUNDS):
        for request in requests:
            asking.send(request, packer.tensors)
            answering.send(*responder.reply(*answering.receive(10)))
            asking.receive(10)
    asking.close()
    answering.close()
