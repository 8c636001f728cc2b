"""Unusual right solutions of A6, q8 (MultiHeadAttention)."""

import math

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q8")
class MultiHeadAttention(nn.Module):
    """One layer for queries, keys and values"""

    def __init__(self, d_model, heads):
        super().__init__()
        self.h = heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.out = nn.Linear(d_model, d_model)

    def forward(self, x, mask=None):
        n, t, d = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.h, d // self.h).permute(2, 0, 3, 1, 4)
        scores = torch.einsum("nhid,nhjd->nhij", q, k) * (d // self.h) ** -0.5
        if mask is not None:
            scores = torch.where(mask, scores, -torch.inf)
        w = torch.softmax(scores, -1)
        return self.out(torch.einsum("nhij,nhjd->nihd", w, v).reshape(n, t, d)), w


@accepted("q8")
class MultiHeadAttention(nn.Module):
    """A layer for each head"""

    def __init__(self, d_model, heads):
        super().__init__()
        size = d_model // heads
        self.parts = nn.ModuleList(
            nn.ModuleList(nn.Linear(d_model, size) for _ in range(3)) for _ in range(heads)
        )
        self.last = nn.Linear(d_model, d_model)

    def forward(self, x, mask=None):
        outputs, weights = [], []
        for q, k, v in self.parts:
            scores = q(x) @ k(x).mT / math.sqrt(q.out_features)
            if mask is not None:
                scores = scores + torch.where(mask, 0.0, -torch.inf)
            weights.append(scores.softmax(-1))
            outputs.append(weights[-1] @ v(x))
        return self.last(torch.cat(outputs, -1)), torch.stack(weights, 1)


@accepted("q8")
class MultiHeadAttention(nn.Module):
    """Around PyTorch's own layer"""

    def __init__(self, d_model, heads):
        super().__init__()
        self.layer = nn.MultiheadAttention(d_model, heads, batch_first=True)

    def forward(self, x, mask=None):
        hidden = None if mask is None else ~mask
        return self.layer(x, x, x, attn_mask=hidden, average_attn_weights=False)


@accepted("q8")
class MultiHeadAttention(nn.Module):
    """With the function of question 7"""

    def __init__(self, d_model, heads):
        super().__init__()
        self.heads, self.size = heads, d_model // heads
        self.to_v, self.to_k, self.to_q, self.to_y = (nn.Linear(d_model, d_model) for _ in range(4))

    def cut(self, x):
        return torch.stack(x.split(self.size, dim=-1), dim=1)

    def forward(self, x, mask=None):
        y, w = attention(
            self.cut(self.to_q(x)), self.cut(self.to_k(x)), self.cut(self.to_v(x)), mask
        )
        return self.to_y(torch.cat(y.unbind(1), dim=-1)), w
