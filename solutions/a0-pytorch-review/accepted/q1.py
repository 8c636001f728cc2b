"""Unusual right solutions of A0, q1 (forward)."""

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q1")
def forward(x):
    """Methods in place of operators and functions"""
    return x.matmul(W1).add(B1).relu().matmul(W2).add(B2).sigmoid()


@accepted("q1")
def forward(x):
    """addmm, which multiplies and adds in one go"""
    h = torch.addmm(B1, x, W1).clamp(min=0)
    return torch.special.expit(torch.addmm(B2, h, W2))


@accepted("q1")
def forward(x):
    """Einstein sums, the maximum with 0, and the formula of the sigmoid"""
    z1 = torch.einsum("ni,ij->nj", x, W1) + B1
    h = torch.maximum(z1, torch.zeros_like(z1))
    z2 = torch.einsum("nj,jk->nk", h, W2) + B2
    return 1 / (1 + torch.exp(-z2))


@accepted("q1")
def forward(x):
    """torch.mm, where for ReLU, and tanh for the sigmoid"""
    z1 = torch.mm(x, W1) + B1
    h = torch.where(z1 > 0, z1, 0)
    z2 = torch.mm(h, W2) + B2
    return (1 + torch.tanh(z2 / 2)) / 2


@accepted("q1")
def forward(x):
    """The functions of torch.nn.functional, whose weights are transposed"""
    import torch.nn.functional as F

    return F.sigmoid(F.linear(F.relu(F.linear(x, W1.T, B1[0])), W2.T, B2[0]))


@accepted("q1")
def forward(x):
    """Activation modules of nn, called at once"""
    h = nn.ReLU()(x @ W1 + B1)
    return nn.Sigmoid()(h @ W2 + B2)


@accepted("q1")
def forward(x):
    """Row by row, stacked in the end"""
    rows = []
    for point in x:
        h = torch.relu(point @ W1 + B1[0])
        rows.append(torch.sigmoid(h @ W2 + B2[0]))
    return torch.stack(rows)


@accepted("q1")
def forward(x):
    """Number by number, without a matrix product"""
    answers = torch.empty(len(x), 2, dtype=x.dtype)
    for n in range(len(x)):
        for k in range(2):
            z2 = B2[0, k]
            for j in range(4):
                z1 = B1[0, j] + sum(x[n, i] * W1[i, j] for i in range(3))
                z2 = z2 + max(z1, torch.zeros_like(z1)) * W2[j, k]
            answers[n, k] = torch.sigmoid(z2)
    return answers


@accepted("q1")
def forward(x):
    """In place, but on tensors of its own"""
    z = x.clone() @ W1
    z += B1
    z.relu_()
    z = z @ W2
    z += B2
    return z.sigmoid_()


@accepted("q1")
def forward(x):
    """Biases as the weights of an input that is always 1"""
    ones = torch.ones(x.shape[0], 1, dtype=x.dtype)
    h = torch.relu(torch.cat([x, ones], dim=1) @ torch.cat([W1, B1]))
    return torch.sigmoid(torch.cat([h, ones], dim=1) @ torch.cat([W2, B2]))


@accepted("q1")
def forward(x):
    """Columns in place of rows, turned round in the end"""
    h = torch.relu(W1.T @ x.T + B1.T)
    return torch.sigmoid(W2.T @ h + B2.T).T


@accepted("q1")
def forward(x):
    """NumPy inside, a tensor outside"""
    import numpy as np

    w1, b1, w2, b2 = (p.detach().numpy() for p in (W1, B1, W2, B2))
    h = np.maximum(0, x.detach().numpy() @ w1 + b1)
    return torch.from_numpy(1 / (1 + np.exp(-(h @ w2 + b2))))
