"""Unusual right solutions of A4, q2 (solve_linear_system)."""

import torch
from torch import nn

from autograder.checks import accepted, equivalent


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """The gradient on paper"""
    x = torch.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        x = x - lr * 2 * A.T @ (A @ x - b)
    return x


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """SGD of torch.optim"""
    x = torch.zeros(A.shape[1], dtype=A.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(A @ x, b, reduction="sum").backward()
        optimizer.step()
    return x


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """torch.autograd.grad, and the scalar product of the error with itself"""
    x = torch.zeros_like(A[0])
    while steps > 0:
        x = x.detach().requires_grad_()
        error = torch.mv(A, x) - b
        x = x - lr * torch.autograd.grad(error @ error, x)[0]
        steps -= 1
    return x.detach()


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """Columns in place of vectors, and products computed beforehand"""
    square, right = A.T @ A, A.T @ b.view(-1, 1)
    x = A.new_zeros(A.size(1), 1)
    for _ in range(steps):
        x -= 2 * lr * (square @ x - right)
    return x.view(-1)


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """.data, the norm squared, and .grad set to None"""
    x = nn.Parameter(torch.zeros(A.shape[1]).to(A))
    for _ in range(steps):
        loss = torch.linalg.vector_norm(A @ x - b + 0) ** 2
        loss.backward()
        x.data = x.data - lr * x.grad
        x.grad = None
    return x.data


@accepted("q2")
def solve_linear_system(A, b, lr, steps):
    """Equation by equation, in plain Python"""
    rows, right = A.tolist(), b.tolist()
    x = [0.0] * len(rows[0])
    for _ in range(steps):
        errors = [
            sum(c * v for c, v in zip(row, x, strict=True)) - t
            for row, t in zip(rows, right, strict=True)
        ]
        gradient = [2 * sum(e * row[j] for e, row in zip(errors, rows, strict=True))
                    for j in range(len(x))]  # fmt: skip
        x = [v - lr * g for v, g in zip(x, gradient, strict=True)]
    return torch.tensor(x, dtype=A.dtype)


equivalent(
    "q2", "return x", "the same numbers; the question says nothing of whether they have a record"
)


equivalent(
    "q2",
    "L = ((b - (A @ x)) ** 2).sum()",
    "the square of a difference does not depend on its sign",
)
