"""Unusual solutions that are right."""

import math

import torch
from torch import nn

from autograder.checks import accepted


@accepted("q1")
def causal_attention(queries, keys, values):
    """Leaves the outputs to PyTorch's own function"""
    outputs = nn.functional.scaled_dot_product_attention(queries, keys, values, is_causal=True)
    scores = torch.einsum("nid,njd->nij", queries, keys) * queries.shape[-1] ** -0.5
    seen = torch.ones(queries.shape[1], queries.shape[1]).tril()
    weights = scores.exp() * seen
    return outputs, weights / weights.sum(-1, keepdim=True)


@accepted("q2")
class MultiHeadAttention(nn.Module):
    """One layer for queries, keys and values"""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.three = nn.Linear(width, 3 * width)
        self.last = nn.Linear(width, width)

    def forward(self, query, key, value, mask=None):
        weights, biases = self.three.weight.chunk(3), self.three.bias.chunk(3)
        q, k, v = (
            nn.functional.linear(x, w, b).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x, w, b in zip((query, key, value), weights, biases, strict=True)
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        a = scores.softmax(-1)
        return self.last((a @ v).transpose(1, 2).flatten(2)), a


@accepted("q2")
class MultiHeadAttention(nn.Module):
    """A layer for each head"""

    def __init__(self, width, heads):
        super().__init__()
        size = width // heads
        self.heads = nn.ModuleList(
            nn.ModuleList(nn.Linear(width, size) for _ in range(3)) for _ in range(heads)
        )
        self.last = nn.Linear(width, width)

    def forward(self, query, key, value, mask=None):
        outputs, weights = [], []
        for q, k, v in self.heads:
            scores = q(query) @ k(key).transpose(-1, -2) / math.sqrt(q.out_features)
            if mask is not None:
                scores = scores + torch.where(mask, 0.0, -torch.inf)
            weights.append(scores.softmax(-1))
            outputs.append(weights[-1] @ v(value))
        return self.last(torch.cat(outputs, dim=-1)), torch.stack(weights, dim=1)


@accepted("q2")
class MultiHeadAttention(nn.Module):
    """Around PyTorch's own layer"""

    def __init__(self, width, heads):
        super().__init__()
        self.layer = nn.MultiheadAttention(width, heads, batch_first=True)

    def forward(self, query, key, value, mask=None):
        hidden = None if mask is None else ~mask
        return self.layer(query, key, value, attn_mask=hidden, average_attn_weights=False)


@accepted("q3")
class SmallNet(nn.Module):
    """Dropout as a function"""

    def __init__(self, channels, dropout):
        super().__init__()
        self.rate = dropout
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels)
        self.norm2 = nn.BatchNorm2d(channels)
        self.linear = nn.Linear(4 * channels, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.norm1(self.conv1(x)).relu(), 2)
        x = nn.functional.max_pool2d(self.norm2(self.conv2(x)).relu(), 2)
        return self.linear(nn.functional.dropout(x.flatten(1), self.rate, self.training))


@accepted("q3")
class SmallNet(nn.Module):
    """Dropout and normalisation by hand"""

    def __init__(self, channels, dropout):
        super().__init__()
        self.keep = 1 - dropout
        self.convs = nn.ModuleList(nn.Conv2d(c, channels, 3, padding=1) for c in (1, channels))
        self.gain = nn.ParameterList(torch.ones(channels) for _ in range(2))
        self.shift = nn.ParameterList(torch.zeros(channels) for _ in range(2))
        self.register_buffer("mean", torch.zeros(2, channels))
        self.register_buffer("spread", torch.ones(2, channels))
        self.linear = nn.Linear(4 * channels, 10)

    def forward(self, x):
        for i in range(2):
            x = self.convs[i](x)
            mean, spread = self.mean[i], self.spread[i]
            if self.training:
                mean, spread = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
                with torch.no_grad():
                    self.mean[i] += 0.1 * (mean - self.mean[i])
                    self.spread[i] += 0.1 * (x.var((0, 2, 3)) - self.spread[i])
            x = (x - mean[:, None, None]) / (spread[:, None, None] + 1e-5).sqrt()
            x = (x * self.gain[i][:, None, None] + self.shift[i][:, None, None]).clamp(min=0)
            x = x.unflatten(-1, (-1, 2)).unflatten(-3, (-1, 2)).amax((-3, -1))
        x = x.flatten(1)
        if self.training:
            x = x * torch.bernoulli(torch.full_like(x, self.keep)) / self.keep
        return self.linear(x)
